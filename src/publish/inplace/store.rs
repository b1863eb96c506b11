//! What a place must be able to do for a release to stand on it in place.

use std::io;

use crate::publish::serving::{BRIEF, IMMUTABLE, media_type};

/// What readers are told of a file with it, where the store keeps that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::publish) struct Looks {
    /// The media type.
    pub(in crate::publish) kind: &'static str,
    /// How long an answer may be kept.
    pub(in crate::publish) cache: &'static str,
}

impl Looks {
    /// Those of a file that only this program reads.
    pub(in crate::publish) const OWN: Self = Self {
        kind: "application/json",
        cache: "no-store",
    };

    /// Those of a file that readers see; `lasts` says whether its name tells its content.
    pub(super) fn of(path: &str, lasts: bool) -> Self {
        Self {
            kind: media_type(path),
            cache: if lasts { IMMUTABLE } else { BRIEF },
        }
    }
}

/// A place that holds whole files under paths, and can neither link them nor switch folders: an object store,
/// or a server that speaks WebDAV. Paths have `/` between their names and start at the target's own place.
/// Whatever fails for a moment only has been tried again when an error is told.
pub(in crate::publish) trait Store: Sync {
    /// A path as people know it.
    fn shown(&self, path: &str) -> String;

    /// How many requests it is worth to have on their way at once.
    fn at_once(&self) -> usize;

    /// A file, whole; none if there is none.
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>>;

    /// Whether anything stands at a path.
    fn stands(&self, path: &str) -> io::Result<bool>;

    /// Every file in a folder, whose name ends in `/`, and in those in it, sorted. With no name, every file
    /// at the target but for those that only this program reads.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;

    /// Writes a file, which takes the place of one that is there.
    fn write(&self, path: &str, bytes: Vec<u8>, looks: Looks) -> io::Result<()>;

    /// Lets the server copy a file of a known size, with its looks; it takes the place of one that is there.
    fn copy(&self, from: &str, to: &str, size: u64) -> io::Result<()>;

    /// Removes a file; it is no fault if there is none.
    fn remove(&self, path: &str) -> io::Result<()>;

    /// Makes the lock ours, unless it is somebody's; says whether it is ours now.
    fn claim(&self, owner: &str) -> io::Result<bool>;

    /// Who holds the lock, as they wrote it down.
    fn owner(&self) -> io::Result<String>;

    /// Takes the lock away, whoever holds it.
    fn unclaim(&self) -> io::Result<()>;
}
