//! A folder of this machine, or one that is mounted on it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::files::{Files, Held, Lock, Stands};
use super::layout::{LOCK, PART};
use crate::release::{Digest, ManifestFile};
use crate::url::under;

/// The folder of a target.
#[derive(Debug)]
pub(super) struct Local {
    root: PathBuf,
}

impl Local {
    pub(super) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
        }
    }

    fn at(&self, path: &str) -> PathBuf {
        match path {
            "" => self.root.clone(),
            path => under(&self.root, path),
        }
    }
}

/// The system lets go of it at the latest when the process ends.
#[derive(Debug)]
struct Locked {
    _file: File,
}

impl Held for Locked {}

impl Files for Local {
    fn shown(&self, path: &str) -> String {
        self.at(path).display().to_string()
    }

    fn stands(&self, path: &str) -> io::Result<Stands> {
        let at = self.at(path);
        let found = match fs::symlink_metadata(&at) {
            Ok(found) => found.file_type(),
            Err(error) if is_absence(&error) => return Ok(Stands::Nothing),
            Err(error) => return Err(error),
        };
        Ok(if found.is_symlink() {
            Stands::Link(fs::read_link(&at)?.to_string_lossy().into_owned())
        } else if found.is_dir() {
            Stands::Folder
        } else if found.is_file() {
            Stands::File
        } else {
            Stands::Other
        })
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(self.at(folder)) {
            Ok(entries) => entries,
            Err(error) if is_absence(&error) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut names = entries
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect::<io::Result<Vec<_>>>()?;
        names.sort();
        Ok(names)
    }

    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        let at = self.at(path);
        match fs::symlink_metadata(&at) {
            Ok(found) if found.is_file() => {
                let mut bytes = Vec::new();
                File::open(&at)?.read_to_end(&mut bytes)?;
                Ok(Some(bytes))
            }
            Ok(_) => Ok(None),
            Err(error) if is_absence(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn holds(&self, path: &str, facts: &ManifestFile) -> io::Result<bool> {
        let found = match fs::symlink_metadata(self.at(path)) {
            Ok(found) => found,
            Err(error) if is_absence(&error) => return Ok(false),
            Err(error) => return Err(error),
        };
        if !found.is_file() || found.len() != facts.size {
            return Ok(false);
        }
        let bytes = self.read(path)?;
        Ok(bytes.is_some_and(|bytes| Digest::of(&bytes) == facts.sha256))
    }

    fn create_folder(&self, path: &str) -> io::Result<()> {
        let at = self.at(path);
        let created = match path {
            "" => fs::create_dir_all(&at),
            _ => fs::create_dir(&at),
        };
        match created {
            Err(error)
                if error.kind() == ErrorKind::AlreadyExists
                    && fs::symlink_metadata(&at)?.is_dir() =>
            {
                Ok(())
            }
            result => result,
        }
    }

    fn write(&self, path: &str, bytes: &[u8], lasts: bool) -> io::Result<()> {
        let at = self.at(path);
        let part = part(&at, path);
        let write = || {
            let mut file = File::create(&part)?;
            file.write_all(bytes)?;
            if lasts {
                file.sync_all()?;
            }
            fs::rename(&part, &at)?;
            match at.parent() {
                Some(folder) if lasts => sync_folder(folder),
                _ => Ok(()),
            }
        };
        write().inspect_err(|_| drop(fs::remove_file(&part)))
    }

    fn link(&self, from: &str, to: &str) -> io::Result<()> {
        let (from, at) = (self.at(from), self.at(to));
        match fs::hard_link(&from, &at) {
            Err(error) if is_absence(&error) || error.kind() == ErrorKind::AlreadyExists => {
                Err(error)
            }
            // Not everywhere can a file have a second name, or one more of them.
            Err(_) => {
                let part = part(&at, to);
                fs::copy(&from, &part)?;
                fs::rename(&part, &at)
            }
            Ok(()) => Ok(()),
        }
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.at(from), self.at(to))
    }

    fn point(&self, link: &str, to: &str) -> io::Result<()> {
        let at = self.at(link);
        let part = part(&at, link);
        remove(&part)?;
        symlink(to, &part)?;
        fs::rename(&part, &at)?;
        match at.parent() {
            Some(folder) => sync_folder(folder),
            None => Ok(()),
        }
    }

    fn remove_file(&self, path: &str) -> io::Result<()> {
        remove(&self.at(path))
    }

    fn remove_folder(&self, path: &str) -> io::Result<()> {
        match fs::remove_dir(self.at(path)) {
            Err(error) if is_absence(&error) => Ok(()),
            result => result,
        }
    }

    fn lock(&self, owner: &str, _by_force: bool) -> io::Result<Lock> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(self.at(LOCK))?;
        match file.try_lock() {
            Ok(()) => {
                file.set_len(0)?;
                file.write_all(owner.as_bytes())?;
                Ok(Lock::Held(Box::new(Locked { _file: file })))
            }
            Err(TryLockError::WouldBlock) => {
                let mut owner = String::new();
                file.read_to_string(&mut owner)?;
                Ok(Lock::Taken(owner))
            }
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

/// Where a file is written before it appears, in the same folder. Another try writes to the same place.
fn part(at: &Path, path: &str) -> PathBuf {
    let digest = Digest::of(path.as_bytes()).to_string();
    let digits = digest.get(..16).unwrap_or(&digest);
    at.with_file_name(format!("{PART}{digits}"))
}

fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if is_absence(&error) => Ok(()),
        result => result,
    }
}

/// Makes sure that a rename into a folder has reached the disk.
fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

#[cfg(unix)]
fn symlink(to: &str, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(to, at)
}

#[cfg(not(unix))]
fn symlink(_: &str, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}
