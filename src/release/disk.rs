//! Everything that changes the disk passes here, so that a test can kill the program between any two
//! changes.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
#[cfg(test)]
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::diagnostic::Faults;

use super::io::{Context, Tried, fault, optional};

/// Where a file from another file system is written before it is renamed into place.
const ARRIVING: &str = ".gongkai-new";

/// The changing half of the file system.
#[derive(Debug, Default)]
pub(super) struct Disk {
    /// How many more changes succeed before the program is as good as killed.
    #[cfg(test)]
    life: Option<AtomicUsize>,
}

impl Disk {
    /// A disk that fails every change after the first `changes`, as if the program had been killed.
    #[cfg(test)]
    pub(super) fn dying_after(changes: usize) -> Self {
        Self {
            life: Some(AtomicUsize::new(changes)),
        }
    }

    #[cfg(test)]
    fn step(&self) -> io::Result<()> {
        let take = |left: usize| left.checked_sub(1);
        match &self.life {
            Some(life)
                if life
                    .fetch_update(Ordering::SeqCst, Ordering::SeqCst, take)
                    .is_err() =>
            {
                Err(io::Error::other("killed by the test"))
            }
            _ => Ok(()),
        }
    }

    #[cfg(not(test))]
    fn step(&self) -> io::Result<()> {
        Ok(())
    }

    /// Creates a folder if it is not there; the folder above must be.
    pub(super) fn create_folder(&self, path: &Path) -> Result<(), Faults> {
        let create = || {
            self.step()?;
            match fs::create_dir(path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {
                    Ok(())
                }
                result => result,
            }
        };
        create().tried(Tried::CreateFolder, path)
    }

    /// Creates a folder and those above it.
    pub(super) fn create_folders(&self, path: &Path) -> Result<(), Faults> {
        self.step()
            .and_then(|()| fs::create_dir_all(path))
            .tried(Tried::CreateFolder, path)
    }

    /// Writes a file whole, in a folder that is created if it is not there.
    pub(super) fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), Faults> {
        self.create_in_folders(path)
            .and_then(|mut file| file.write_all(bytes))
            .tried(Tried::Write, path)
    }

    /// Writes a file as `write`, by what is done with it.
    pub(super) fn write_by<T>(
        &self,
        path: &Path,
        write: impl FnOnce(&mut File) -> io::Result<T>,
    ) -> Result<T, Faults> {
        self.create_in_folders(path)
            .and_then(|mut file| write(&mut file))
            .tried(Tried::Write, path)
    }

    /// Writes what a reader gives, as `write`.
    pub(super) fn copy(&self, source: &mut impl Read, path: &Path) -> Result<(), Faults> {
        self.create_in_folders(path)
            .and_then(|mut file| io::copy(source, &mut file))
            .tried(Tried::Write, path)?;
        Ok(())
    }

    /// Gives a file one more name, where the file system can, and says whether it did.
    pub(super) fn link(&self, file: &Path, name: &Path) -> bool {
        self.step().and_then(|()| fs::hard_link(file, name)).is_ok()
    }

    /// Makes a file of its own of what is one more name of another. `temporary` is in the same folder.
    pub(super) fn part(&self, name: &Path, temporary: &Path) -> Result<(), Faults> {
        self.step()
            .and_then(|()| fs::copy(name, temporary))
            .and_then(|_| fs::rename(temporary, name))
            .tried(Tried::Write, name)
    }

    /// Creates an empty file. Killed here, the program leaves it without its content.
    fn create(&self, path: &Path) -> io::Result<File> {
        let file = File::create(path)?;
        self.step()?;
        Ok(file)
    }

    /// As `create`, with the folders above if they are not there.
    fn create_in_folders(&self, path: &Path) -> io::Result<File> {
        match (self.create(path), path.parent()) {
            (Err(error), Some(folder)) if error.kind() == io::ErrorKind::NotFound => {
                self.step()?;
                fs::create_dir_all(folder)?;
                self.create(path)
            }
            (result, _) => result,
        }
    }

    /// Writes a file so that it appears whole or not at all, and has reached the disk when this
    /// returns. `temporary` is a file in the same folder.
    pub(super) fn write_atomically(
        &self,
        path: &Path,
        temporary: &Path,
        bytes: &[u8],
    ) -> Result<(), Faults> {
        self.create(temporary)
            .and_then(|mut file| {
                file.write_all(bytes)?;
                file.sync_all()
            })
            .tried(Tried::Write, temporary)?;
        let appear = || {
            if let Some(old) = optional(fs::metadata(path))? {
                fs::set_permissions(temporary, old.permissions())?;
            }
            self.step()?;
            fs::rename(temporary, path)?;
            sync_folder(path)
        };
        appear().tried(Tried::Write, path)
    }

    /// Renames a file, if it is there; where the two places are on different file systems, which happens
    /// when the output is a mounted folder, copies it beside its place first.
    pub(super) fn rename_if_there(&self, from: &Path, to: &Path) -> Result<(), Faults> {
        let result = self.step().and_then(|()| fs::rename(from, to));
        match result {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                let arriving = to.with_file_name(ARRIVING);
                let carry = || {
                    fs::copy(from, &arriving)?;
                    self.step()?;
                    fs::rename(&arriving, to)?;
                    self.step()?;
                    fs::remove_file(from)
                };
                carry().tried(Tried::Move, to)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let found = optional(fs::symlink_metadata(from)).tried(Tried::Inspect, from)?;
                match found {
                    None => Ok(()),
                    Some(_) => Err(error).tried(Tried::Move, to),
                }
            }
            result => result.tried(Tried::Move, to),
        }
    }

    /// Renames a folder to take the place of an empty one.
    pub(super) fn replace_empty_folder(&self, from: &Path, to: &Path) -> Result<(), Faults> {
        let replace = || {
            self.step()?;
            // Only there does renaming not replace it.
            #[cfg(not(unix))]
            fs::remove_dir(to)?;
            fs::rename(from, to)
        };
        replace().tried(Tried::Move, to)
    }

    /// Removes a file; it is no fault if there is none.
    pub(super) fn remove_file(&self, path: &Path) -> Result<(), Faults> {
        self.step()
            .and_then(|()| optional(fs::remove_file(path)))
            .tried(Tried::Remove, path)?;
        Ok(())
    }

    /// Removes a folder if it is empty, and says whether it did.
    pub(super) fn remove_empty_folder(&self, path: &Path) -> Result<bool, Faults> {
        let remove = || {
            self.step()?;
            match optional(fs::remove_dir(path)) {
                Ok(removed) => Ok(removed.is_some()),
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(false),
                Err(error) => Err(error),
            }
        };
        remove().tried(Tried::Remove, path)
    }

    /// Removes a folder with all that is in it; it is no fault if there is none.
    pub(super) fn remove_folder(&self, path: &Path) -> Result<(), Faults> {
        self.step()
            .and_then(|()| optional(fs::remove_dir_all(path)))
            .tried(Tried::Remove, path)?;
        Ok(())
    }
}

/// Makes sure that a rename into the folder of `path` has reached the disk.
fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Writes a file so that it appears whole or not at all: first beside its place under a dot name,
/// then renamed. Through a symbolic link, the file it points to is replaced. The permissions of a
/// file that was there stay.
///
/// # Errors
/// `release/io`, naming the path. What was there before is then still there.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), Faults> {
    let path: PathBuf = optional(fs::canonicalize(path))
        .tried(Tried::Inspect, path)?
        .unwrap_or_else(|| path.to_owned());
    let Some(name) = path.file_name() else {
        let error = io::Error::from(io::ErrorKind::IsADirectory);
        return Err(fault(Tried::Write, &path, &error).into());
    };
    let mut temporary = OsString::from(".");
    temporary.push(name);
    temporary.push(format!(".{}.tmp", std::process::id()));
    let temporary = path.with_file_name(temporary);
    let disk = Disk::default();
    disk.write_atomically(&path, &temporary, bytes)
        .inspect_err(|_| drop(fs::remove_file(&temporary)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_and_nothing_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("urls.lock");
        write_atomically(&path, b"one").unwrap();
        write_atomically(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["urls.lock"]);
    }

    #[test]
    fn failing_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("taken")).unwrap();
        for bad in ["taken", "absent/urls.lock"] {
            let faults = write_atomically(&folder.path().join(bad), b"x").unwrap_err();
            assert_eq!(faults.iter().next().unwrap().code, "release/io");
        }
        assert_eq!(names(folder.path()), ["taken"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, b"one").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o604)).unwrap();
        symlink("real", &link).unwrap();
        write_atomically(&link, b"two").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&real).unwrap(), b"two");
        assert_eq!(
            fs::metadata(&real).unwrap().permissions().mode() & 0o777,
            0o604
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_rename_between_file_systems_copies() {
        use std::os::unix::fs::MetadataExt;
        let folder = tempfile::tempdir().unwrap();
        let Ok(other) = tempfile::tempdir_in("/dev/shm") else {
            return;
        };
        let device = |p: &Path| fs::metadata(p).unwrap().dev();
        if device(folder.path()) == device(other.path()) {
            return;
        }
        let (from, to) = (folder.path().join("from"), other.path().join("to"));
        fs::write(&from, b"text").unwrap();
        fs::write(&to, b"old").unwrap();
        Disk::default().rename_if_there(&from, &to).unwrap();
        assert_eq!(fs::read(&to).unwrap(), b"text");
        assert_eq!(names(other.path()), ["to"]);
        assert!(names(folder.path()).is_empty());
    }
}
