//! A folder of another machine, over SFTP.

use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::pin::pin;
use std::sync::Arc;

use futures_core::Stream as _;

use super::files::{Files, Held, Lock, Stands};
use super::layout::{PART, REMOTE_LOCK};
use super::owner::is_left_behind;
use super::ssh::{Session, SshHost, is_cut};
use crate::release::{Digest, ManifestFile};

/// So many files are on their way at once.
const AT_ONCE: usize = 16;

/// A folder of another machine.
#[derive(Debug)]
pub(super) struct Remote {
    session: Arc<Session>,
}

impl Remote {
    pub(super) fn new(to: &SshHost) -> io::Result<Self> {
        let session = Arc::new(Session::new(to)?);
        Ok(Self { session })
    }
}

impl Session {
    fn stands(&self, path: &str) -> io::Result<(Stands, u64)> {
        let at = self.at(path);
        let at = at.as_str();
        let found = self.with(|mut fs, _| async move {
            let found = fs.symlink_metadata(at).await?;
            let is_link = found.file_type().is_some_and(|kind| kind.is_symlink());
            let to = match is_link {
                true => Some(fs.read_link(at).await?),
                false => None,
            };
            Ok((found, to))
        });
        let (found, to) = match found {
            Ok(found) => found,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok((Stands::Nothing, 0)),
            Err(error) => return Err(error),
        };
        let stands = match (found.file_type(), to) {
            (_, Some(to)) => Stands::Link(to.to_string_lossy().into_owned()),
            (Some(kind), _) if kind.is_dir() => Stands::Folder,
            (Some(kind), _) if kind.is_file() => Stands::File,
            _ => Stands::Other,
        };
        Ok((stands, found.len().unwrap_or_default()))
    }

    fn remove_file(&self, path: &str) -> io::Result<()> {
        let at = self.at(path);
        let at = at.as_str();
        let removed = self.with(|mut fs, _| async move { fs.remove_file(at).await });
        absent_is_fine(removed)
    }
}

/// A symbolic link that says who holds it: making one is a single step that fails if it is there.
#[derive(Debug)]
struct Locked(Arc<Session>);

impl Held for Locked {}

impl Drop for Locked {
    fn drop(&mut self) {
        // If it cannot be removed, the next run says who left it.
        drop(self.0.remove_file(REMOTE_LOCK));
    }
}

impl Files for Remote {
    fn shown(&self, path: &str) -> String {
        format!("{}:{}", self.session.host(), self.session.at(path))
    }

    fn at_once(&self) -> usize {
        AT_ONCE
    }

    fn stands(&self, path: &str) -> io::Result<Stands> {
        self.session.stands(path).map(|(stands, _)| stands)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let at = self.session.at(folder);
        let at = at.as_str();
        let listed = self.session.with(|mut fs, _| async move {
            let mut entries = pin!(fs.open_dir(at).await?.read_dir());
            let mut names = Vec::new();
            while let Some(entry) = poll_fn(|context| entries.as_mut().poll_next(context)).await {
                let name = entry?.filename().to_string_lossy().into_owned();
                if name != "." && name != ".." {
                    names.push(name);
                }
            }
            names.sort();
            Ok(names)
        });
        match listed {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            listed => listed,
        }
    }

    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        if self.stands(path)? != Stands::File {
            return Ok(None);
        }
        let at = self.session.at(path);
        let at = at.as_str();
        let bytes = self
            .session
            .with(|mut fs, _| async move { fs.read(at).await })?;
        Ok(Some(bytes.to_vec()))
    }

    fn holds(&self, path: &str, facts: &ManifestFile) -> io::Result<bool> {
        let (stands, size) = self.session.stands(path)?;
        Ok(stands == Stands::File && size == facts.size)
    }

    fn create_folder(&self, path: &str) -> io::Result<()> {
        let at = self.session.at(path);
        let at = at.as_str();
        match self
            .session
            .with(|mut fs, _| async move { fs.create_dir(at).await })
        {
            // The protocol does not say why: mostly because it is there.
            Err(error) => match self.stands(path)? {
                Stands::Folder => Ok(()),
                _ => Err(error),
            },
            done => done,
        }
    }

    fn write(&self, path: &str, bytes: &[u8], _lasts: bool) -> io::Result<()> {
        let (at, part) = (self.session.at(path), part(&self.session.at(path), path));
        let (at, part) = (at.as_str(), part.as_str());
        self.session.with(|mut fs, _| async move {
            fs.write(part, bytes).await?;
            fs.rename(part, at).await
        })
    }

    fn may_have_left_parts(&self) -> bool {
        self.session.was_cut()
    }

    fn link(&self, from: &str, to: &str) -> io::Result<()> {
        let (from, at) = (self.session.at(from), self.session.at(to));
        let (from, at) = (from.as_str(), at.as_str());
        self.session.with(|mut fs, again| async move {
            match fs.hard_link(from, at).await {
                // It was made before the connection was cut.
                Err(error) if again && !is_cut(&error) && fs.symlink_metadata(at).await.is_ok() => {
                    Ok(())
                }
                done => done,
            }
        })
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let (from, at) = (self.session.at(from), self.session.at(to));
        let (from, at) = (from.as_str(), at.as_str());
        self.session.with(|mut fs, again| async move {
            match fs.rename(from, at).await {
                Err(error) if again && !is_cut(&error) && fs.symlink_metadata(at).await.is_ok() => {
                    Ok(())
                }
                done => done,
            }
        })
    }

    fn point(&self, link: &str, to: &str) -> io::Result<()> {
        let at = self.session.at(link);
        let part = part(&at, link);
        let (at, part) = (at.as_str(), part.as_str());
        if self.stands(link)? == Stands::Link(to.to_owned()) {
            return Ok(());
        }
        self.session.with(|mut fs, _| async move {
            if fs.symlink_metadata(part).await.is_ok() {
                fs.remove_file(part).await?;
            }
            fs.symlink(to, part).await?;
            fs.rename(part, at).await
        })
    }

    fn remove_file(&self, path: &str) -> io::Result<()> {
        self.session.remove_file(path)
    }

    fn remove_folder(&self, path: &str) -> io::Result<()> {
        let at = self.session.at(path);
        let at = at.as_str();
        let removed = self
            .session
            .with(|mut fs, _| async move { fs.remove_dir(at).await });
        absent_is_fine(removed)
    }

    fn lock(&self, owner: &str, by_force: bool) -> io::Result<Lock> {
        let owner = owner.trim();
        let at = self.session.at(REMOTE_LOCK);
        let at = at.as_str();
        let mut forced = by_force;
        loop {
            let made = self
                .session
                .with(|mut fs, _| async move { fs.symlink(owner, at).await });
            let Err(error) = made else {
                return Ok(Lock::Held(Box::new(Locked(Arc::clone(&self.session)))));
            };
            match self.stands(REMOTE_LOCK)? {
                // Made before the connection was cut.
                Stands::Link(by) if by == owner => {
                    return Ok(Lock::Held(Box::new(Locked(Arc::clone(&self.session)))));
                }
                Stands::Link(by) if !forced && !is_left_behind(&by, owner) => {
                    return Ok(Lock::Taken(by));
                }
                Stands::Link(_) => {
                    forced = false;
                    self.session.remove_file(REMOTE_LOCK)?;
                }
                _ => return Err(error),
            }
        }
    }
}

fn part(at: &str, path: &str) -> String {
    let digest = Digest::of(path.as_bytes()).to_string();
    let digits = digest.get(..16).unwrap_or(&digest);
    match at.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{PART}{digits}"),
        None => format!("{PART}{digits}"),
    }
}

fn absent_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        result => result,
    }
}
