//! What a target must be able to do for releases to stand side by side on it.

use std::io;

use crate::release::ManifestFile;

/// What stands at a path of a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    Nothing,
    Folder,
    File,
    /// A symbolic link, and what it says.
    Link(String),
    Other,
}

/// Who is at work on a target, if somebody is.
#[derive(Debug)]
pub(super) enum Lock {
    /// It is ours until this is dropped.
    Held(Box<dyn Held>),
    /// Somebody else's, as they wrote it down.
    Taken(String),
}

/// A lock that ends when it is dropped.
pub(super) trait Held: std::fmt::Debug + Send {}

/// The files of a target. Paths have `/` between their names and start at the target's own folder.
/// Symbolic links are never followed below that, but for the last name of what is linked from.
pub(super) trait Files: Sync {
    /// A path as people know it.
    fn shown(&self, path: &str) -> String;

    /// How many files it is worth to send at once; those that wait for a network do not wait for each other.
    fn at_once(&self) -> usize {
        1
    }

    fn stands(&self, path: &str) -> io::Result<Stands>;

    /// The names in a folder, sorted; none if there is no such folder.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;

    /// A plain file, whole; none if there is none.
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>>;

    /// Whether a plain file is there with this content, as far as can be told without sending all of it
    /// over a network: where that would be needed, its size must do.
    fn holds(&self, path: &str, facts: &ManifestFile) -> io::Result<bool>;

    /// Creates a folder in one that is there; it is no fault if it is there already.
    fn create_folder(&self, path: &str) -> io::Result<()>;

    /// Writes a file, which appears whole or not at all and takes the place of one that is there.
    /// `lasts` says whether it must have reached the disk when this returns, where the place can promise that:
    /// over SFTP nothing can.
    fn write(&self, path: &str, bytes: &[u8], lasts: bool) -> io::Result<()>;

    /// Whether files that were being written may be there still, beside those that they became: a server may
    /// go on with what it was asked over a connection that was cut.
    fn may_have_left_parts(&self) -> bool {
        false
    }

    /// Lets a file stand at a second path, where nothing stands yet: by a hard link, or where that
    /// cannot be, as a copy.
    fn link(&self, from: &str, to: &str) -> io::Result<()>;

    /// Moves a file or folder to where nothing stands.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    /// Makes a symbolic link point somewhere else, in one step that no reader can fall into.
    fn point(&self, link: &str, to: &str) -> io::Result<()>;

    /// Removes a file or a link.
    fn remove_file(&self, path: &str) -> io::Result<()>;

    /// Removes an empty folder.
    fn remove_folder(&self, path: &str) -> io::Result<()>;

    /// Takes the lock of the target, whose folder `.gongkai` must be there. `owner` is written down for
    /// whoever finds it taken. With `by_force`, a lock that somebody left behind is taken over.
    fn lock(&self, owner: &str, by_force: bool) -> io::Result<Lock>;
}

/// Removes a folder with all that is in it, links as links.
pub(super) fn remove_tree(files: &dyn Files, path: &str) -> io::Result<()> {
    for name in files.list(path)? {
        let inner = format!("{path}/{name}");
        match files.stands(&inner)? {
            Stands::Folder => remove_tree(files, &inner)?,
            Stands::Nothing => {}
            _ => files.remove_file(&inner)?,
        }
    }
    files.remove_folder(path)
}
