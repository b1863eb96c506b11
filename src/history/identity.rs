//! Who works in a repository.

use std::path::Path;

use super::git::output;
use crate::diagnostic::Faults;

/// Who works here, as git knows them: `Name <mail>`. None if nobody told git.
///
/// # Errors
/// `history/no-git`.
pub fn identity(root: &Path) -> Result<Option<String>, Faults> {
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
