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
//! | `history/no-commit` | nothing is committed yet |
//! | `history/no-release` | there is no release, or it names no commit |
//! | `history/unknown-path` | git remembers nothing of such a path |
//! | `history/bad-path` | a revision holds a path that leads out of the site |
//! | `history/failed` | git or the disk failed on the way |
//! | `history/shallow` | the clone lacks older commits; a warning, and no history is told |
//! | `history/unknown` | git does not answer; a warning, and no history is told |

mod cache;
mod change;
mod compare;
mod git;
mod identity;
mod item;
mod layout;
mod matching;
mod revisions;
mod snapshot;
mod standing;
mod state;
#[cfg(test)]
mod tests;
mod text_diff;
mod trace;
mod versions;
mod walk;
mod work_tree;

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

pub use self::cache::Keep;
pub use self::change::{Change, Edit, changes};
pub use self::compare::{Comparison, DisclosureChange, ItemChange, compare};
pub use self::item::{Item, ItemKind};
pub use self::revisions::{History, Revised, Revision};
pub use self::snapshot::{Snapshot, uncommitted};
pub use self::state::{Head, State};
pub use self::text_diff::{Mark, Part, text_diff};

use self::git::{Blobs, Entry};
pub use self::identity::identity;
use crate::diagnostic::{Diagnostic, Faults, reason};
use crate::model::{Moment, UtcOffset};
use crate::say;

/// What of a site makes it: the files and folders beside each other in its root.
const PARTS: [&str; 3] = ["site.toml", "content", "themes"];

/// The commit that a revision names, by its full name.
///
/// # Errors
/// If there is no git, no repository or no such revision.
pub fn resolve(root: &Path, revision: &str) -> Result<String, Faults> {
    git::commit(root, revision)
}

/// The commit that a revision names, with where the site in `root` lies in its repository.
///
/// # Errors
/// If there is no git, no repository or no such revision, or the clone lacks older commits.
pub fn at(root: &Path, revision: &str) -> Result<Head, Faults> {
    let commit = git::commit(root, revision)?;
    match State::of(root) {
        State::At(head) => Ok(Head {
            commit: commit.into(),
            ..head
        }),
        other => Err(other.fault(root)),
    }
}

/// The file that git appends to whenever the work tree goes to another commit; none if there is none yet.
#[must_use]
pub fn head_log(root: &Path) -> Option<PathBuf> {
    let path = git::path(root, "logs/HEAD")?;
    fs::canonicalize(root.join(path)).ok()
}

/// When a commit was made, in an offset.
///
/// # Errors
/// If git fails.
pub fn made(root: &Path, commit: &str, utc_offset: UtcOffset) -> Result<Moment, Faults> {
    let said = git::time(root, commit)?;
    let revised = said.trim().parse().ok().map(|time| Revised {
        commit: commit.into(),
        time,
        author: "".into(),
        subject: "".into(),
        correction: None,
    });
    let moment = revised.and_then(|revised| revised.moment(utc_offset));
    moment.ok_or_else(|| git::failed(&said))
}

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
