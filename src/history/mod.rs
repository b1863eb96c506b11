//! What git remembers of a site.
//!
//! Git itself is asked, for plain data only: no hook, filter, pager or network comes into it, and
//! nothing is written to the repository or its work tree.
//!
//! | code | means |
//! | --- | --- |
//! | `history/no-git` | the program `git` cannot be run |
//! | `history/no-repository` | the site lies in no work tree of git |
//! | `history/unknown-revision` | the repository has no such revision |
//! | `history/bad-path` | a revision holds a path that leads out of the site |
//! | `history/failed` | git or the disk failed on the way |

mod git;
mod work_tree;

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

use self::git::{Blobs, Entry};
pub use self::work_tree::{head, identity, uncommitted_files};
use crate::diagnostic::{Diagnostic, Faults, reason};
use crate::say;

/// What of a site makes it: the files and folders beside each other in its root.
const PARTS: [&str; 3] = ["site.toml", "content", "themes"];

/// Writes the site in `root` as it was in a revision into a temporary folder, which goes when the
/// value does. Symbolic links and submodules are left out: the content may hold none.
///
/// # Errors
/// If there is no git, no repository, no such revision, or something fails on the way.
pub fn check_out(root: &Path, revision: &str) -> Result<TempDir, Faults> {
    let commit = git::commit(root, revision)?;
    let folder = tempfile::tempdir().map_err(|error| disk(&error))?;
    let mut blobs = Blobs::open(root)?;
    for Entry { path, blob } in git::entries(root, &commit, &PARTS)? {
        let target = folder.path().join(safe(&path)?);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(|error| disk(&error))?;
        }
        let mut file = fs::File::create(target).map_err(|error| disk(&error))?;
        blobs.copy(&blob, &mut file)?;
    }
    Ok(folder)
}

/// A path of names only.
fn safe(path: &str) -> Result<PathBuf, Faults> {
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    let parsed = PathBuf::from(path);
    if !path.is_empty() && parsed.components().all(is_plain) {
        return Ok(parsed);
    }
    let what = say!(
        "版本里的路径 `{path}` 不在网站里",
        "the revision holds a path out of the site: `{path}`"
    );
    Err(Diagnostic::error("history/bad-path", what).into())
}

fn disk(error: &io::Error) -> Faults {
    let why = reason(error);
    let (zh, en) = (why.zh, why.en);
    let what = say!(
        "无法取出旧版本：{zh}",
        "the revision cannot be taken out: {en}"
    );
    Diagnostic::error("history/failed", what).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_site() {
        for good in ["site.toml", "content/a/01.toml", "content/附件/…"] {
            assert_eq!(safe(good).ok(), Some(PathBuf::from(good)));
        }
        for bad in ["", "../x", "content/../../x", "/etc/passwd"] {
            assert!(safe(bad).is_err(), "{bad}");
        }
    }
}
