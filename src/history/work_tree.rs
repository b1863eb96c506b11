//! What git says of the site as it stands in its work tree.

use std::path::Path;

use super::PARTS;
use super::git::{failed, output};
use crate::diagnostic::Faults;

/// The files that make the site in `root` and are not as in the last commit: changed, new, gone, or kept
/// out of git on purpose. Paths start at the top of the work tree; dot files are no content.
///
/// # Errors
/// `history/no-git`, `history/no-repository`, `history/failed`.
pub fn uncommitted_files(root: &Path) -> Result<Vec<String>, Faults> {
    super::git::commit(root, "HEAD")?;
    let args = [
        "status",
        "--porcelain=v1",
        "-z",
        "--untracked-files=all",
        "--ignored=traditional",
        "--no-renames",
        "--",
    ];
    let args = args.into_iter().chain(PARTS);
    let listed = output(root, args)?.map_err(|said| failed(&said))?;
    let lines = listed
        .split(|byte| *byte == 0)
        .filter(|line| !line.is_empty());
    let paths = lines.filter_map(|line| {
        // Two letters that say what is with it, and a space.
        let (state, path) = line.split_at_checked(3)?;
        let path = String::from_utf8_lossy(path).into_owned();
        let is_content =
            !state.starts_with(b"!") || !path.split('/').any(|name| name.starts_with('.'));
        is_content.then_some(path)
    });
    let mut paths: Vec<String> = paths.collect();
    paths.sort();
    Ok(paths)
}

/// The last commit, by its full name.
///
/// # Errors
/// `history/no-git`, `history/no-repository`, `history/unknown-revision` if there is none yet.
pub fn head(root: &Path) -> Result<String, Faults> {
    super::git::commit(root, "HEAD")
}

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
