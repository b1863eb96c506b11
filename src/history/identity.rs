//! Who works in a repository.

use std::path::Path;

use super::git::output;
use crate::diagnostic::Faults;

/// Who works here, as git would name them in a commit: `Name <mail>`, from its configuration or from the
/// environment. None if nobody told git.
///
/// # Errors
/// `history/no-git`.
pub fn identity(root: &Path) -> Result<Option<String>, Faults> {
    // What git would make up from the names of the account and the machine is nobody.
    let known = [
        "-c",
        "user.useConfigOnly=true",
        "var",
        "GIT_COMMITTER_IDENT",
    ];
    if let Ok(said) = output(root, known)? {
        let said = String::from_utf8_lossy(&said);
        // `Name <mail> SECONDS ZONE`
        return Ok(said.rsplit_once("> ").map(|(who, _)| format!("{who}>")));
    }
    let ask = |key: &str| -> Result<Option<String>, Faults> {
        let said = output(root, ["config", "--get", key])?;
        let said = said
            .ok()
            .map(|said| String::from_utf8_lossy(&said).trim().to_owned());
        Ok(said.filter(|said| !said.is_empty()))
    };
    let (name, mail) = (ask("user.name")?, ask("user.email")?);
    Ok(match (name, mail) {
        (Some(name), Some(mail)) => Some(format!("{name} <{mail}>")),
        (name, mail) => name.or(mail),
    })
}
