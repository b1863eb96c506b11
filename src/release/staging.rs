//! Gathering a release beside the output.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::diagnostic::{Diagnostic, Faults};
use crate::say;

use super::conflict::own;
use super::digest::{Digest, Hashing, same};
use super::disk::Disk;
use super::io::{Context, Tried, fault, optional};
use super::journal::Journal;
use super::known::{self, Key, Known};
use super::lock::WorkFolder;
use super::sums::is_reserved;
use super::{Manifest, ManifestFile, OutputPath};
use crate::url::under;

/// A release on its way. Dropped without a commit, it leaves the output as it was.
#[derive(Debug)]
pub struct Staging {
    pub(super) output: PathBuf,
    pub(super) work: WorkFolder,
    pub(super) disk: Disk,
    pub(super) old: Option<Manifest>,
    pub(super) known: Known,
    pub(super) note: Option<Vec<u8>>,
    /// What is kept beside the release, by name.
    pub(super) kept: Vec<(&'static str, Vec<u8>)>,
    pub(super) gathered: Mutex<Gathered>,
    /// Whether the output folder was made for this release, which then takes its place as a whole.
    pub(super) created: bool,
    /// Held as long as this lives.
    _lock: File,
}

#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The files that arrived.
    pub(super) files: BTreeMap<OutputPath, ManifestFile>,
    /// Those that are on their way, and those that did not arrive.
    coming: BTreeSet<OutputPath>,
    /// Those that differ from what is in the output, and so wait in the stage. Where the output was made for
    /// this release, all of them do, and none is named.
    pub(super) changed: BTreeSet<OutputPath>,
    /// What files were made from, where that is known.
    pub(super) keys: Vec<(OutputPath, Key)>,
    /// Files that are staged as one more name of a file of the last release, with the path of that.
    pub(super) linked: BTreeMap<OutputPath, String>,
    /// What went wrong: a release that lacks a file is never committed.
    pub(super) faults: Faults,
}

impl Gathered {
    fn has(&self, path: &str) -> bool {
        self.files.contains_key(path) || self.coming.contains(path)
    }

    /// Whether a file is a folder of the path, or the path a folder of a file.
    fn excludes(&self, path: &OutputPath) -> bool {
        let inside = format!("{path}/");
        let from = (Bound::Included(inside.as_str()), Bound::Unbounded);
        let arrived = self.files.range::<str, _>(from).map(|(other, _)| other);
        let coming = self.coming.range::<str, _>(from);
        let is_inside = |other: &OutputPath| other.as_str().starts_with(&inside);
        path.folders().any(|folder| self.has(folder))
            || arrived.take(1).chain(coming.take(1)).any(is_inside)
    }
}

/// A file that was put.
#[derive(Clone, Copy, Debug)]
struct Arrived {
    facts: ManifestFile,
    /// Whether it differs from what is in the output.
    changed: bool,
    /// What it was made from.
    key: Option<Key>,
}

impl Staging {
    /// Begins a release into the folder `output`, which is created if it is not there (a symbolic link
    /// is resolved, once). Finishes the commit of a build that was killed, if there was one.
    ///
    /// # Errors
    /// `release/locked` if another build is at work on this output; `release/io`;
    /// `release/manifest` or `release/journal` if what an earlier release left cannot be understood;
    /// `release/foreign` if something now stands in the way of an unfinished commit.
    pub fn open(output: &Path) -> Result<Self, Faults> {
        Self::open_on(output, Disk::default())
    }

    pub(super) fn open_on(output: &Path, disk: Disk) -> Result<Self, Faults> {
        let created = optional(fs::symlink_metadata(output))
            .tried(Tried::Inspect, output)?
            .is_none();
        if created {
            disk.create_folders(output)?;
        }
        let shown = output;
        let output = fs::canonicalize(shown).tried(Tried::Inspect, shown)?;
        if !output.is_dir() {
            let error = io::Error::from(io::ErrorKind::NotADirectory);
            return Err(fault(Tried::Write, shown, &error).into());
        }
        let work = WorkFolder::beside(&output)?;
        let lock = work.lock(&disk)?;
        recover(&output, &work, &disk)?;
        let (old, known) = rayon::join(|| Manifest::read(&output), || Known::read(&work));
        let old = old?;
        disk.create_folder(&work.stage())?;
        if created {
            disk.create_folder(&work.staged_output())?;
        } else {
            work.stage_parts()
                .try_for_each(|part| disk.create_folder(&part))?;
        }
        Ok(Self {
            output,
            work,
            disk,
            old,
            known,
            note: None,
            kept: Vec::new(),
            gathered: Mutex::default(),
            created,
            _lock: lock,
        })
    }

    /// Something to remember with the release, which [`Left`](super::Left) gives back.
    pub fn note(&mut self, note: Vec<u8>) {
        self.note = Some(note);
    }

    /// What was kept under this name beside an earlier release; none if it is not there any more, or damaged.
    #[must_use]
    pub fn kept(&self, name: &str) -> Option<Vec<u8>> {
        known::read_sealed(&self.work.kept(name))
    }

    /// Keeps something under a name beside the release, once that is committed. Unlike a note it may be of
    /// another release than the last, and may go at any time.
    pub fn keep_beside(&mut self, name: &'static str, bytes: Vec<u8>) {
        self.kept.push((name, bytes));
    }

    /// Adds a file to the release if the last one has it and it was made from the same, and says whether
    /// it did. Such a file is neither made nor read.
    ///
    /// # Errors
    /// `release/two-sources` as [`Staging::put`].
    pub fn keep(&self, path: &OutputPath, key: Key) -> Result<bool, Faults> {
        Ok(self.keep_known(path, key)?.is_some())
    }

    /// As [`Staging::keep`], with the size in bytes and the digest of a file that was added.
    ///
    /// # Errors
    /// As [`Staging::keep`].
    pub fn keep_known(&self, path: &OutputPath, key: Key) -> Result<Option<(u64, Digest)>, Faults> {
        match self.known.unchanged(path, &self.output) {
            Some((facts, Some(known))) if known == key => self
                .arrive(path, |_| {
                    Ok(Arrived {
                        facts,
                        changed: false,
                        key: Some(key),
                    })
                })
                .map(|()| Some((facts.size, facts.sha256))),
            _ => Ok(None),
        }
    }

    /// Adds a file to the release. It is compared with the file in the output and staged only if it
    /// differs.
    ///
    /// # Errors
    /// `release/two-sources` if the path was put before, or is that of the manifest or its sums; `release/io` if the
    /// disk refuses. After an error the release can no longer be committed.
    pub fn put(&self, path: &OutputPath, bytes: &[u8]) -> Result<(), Faults> {
        self.put_made_from(path, bytes, None)
    }

    /// As [`Staging::put`], remembering what the file was made from.
    ///
    /// # Errors
    /// As [`Staging::put`].
    pub fn put_made_from(
        &self,
        path: &OutputPath,
        bytes: &[u8],
        key: Option<Key>,
    ) -> Result<(), Faults> {
        self.arrive(path, |place| {
            let facts = self.known.facts(bytes);
            let changed = match self.known.unchanged(path, &self.output) {
                Some((known, _)) => known != facts,
                None => !self.in_output(path, facts.size, bytes)?,
            };
            if changed
                && let Some(place) = place
                && !self.linked(path, &facts, &place)
            {
                self.disk.write(&place, bytes)?;
            }
            Ok(Arrived {
                facts,
                changed,
                key,
            })
        })
    }

    /// Stages a file that the last release has at another path as one more name of that file, which costs
    /// far less than writing it. Says whether it could.
    fn linked(&self, path: &OutputPath, facts: &ManifestFile, place: &Path) -> bool {
        let Some(old) = self.known.same_content(facts, &self.output) else {
            return false;
        };
        let is_linked = self.disk.link(&under(&self.output, old), place);
        if is_linked {
            let (path, old) = (path.clone(), old.to_owned());
            self.gathered().linked.insert(path, old);
        }
        is_linked
    }

    /// Adds a copy of the file `source`, as [`Staging::put`] does, without holding it in memory.
    ///
    /// # Errors
    /// As [`Staging::put`]; also `release/io` if `source` cannot be read or is not a file.
    pub fn put_file(&self, path: &OutputPath, source: &Path) -> Result<(), Faults> {
        self.arrive(path, |place| {
            let found = fs::metadata(source).tried(Tried::Read, source)?;
            if !found.is_file() {
                let error = io::Error::from(if found.is_dir() {
                    io::ErrorKind::IsADirectory
                } else {
                    io::ErrorKind::InvalidInput
                });
                return Err(fault(Tried::Read, source, &error).into());
            }
            let open = || File::open(source).tried(Tried::Read, source);
            let mut reader = Hashing::new(open()?);
            let changed = !self.in_output(path, found.len(), &mut reader)?;
            if changed && let Some(place) = place {
                // What is staged is what is hashed, even if the source is being written.
                reader = Hashing::new(open()?);
                self.disk.copy(&mut reader, &place)?;
            }
            Ok(Arrived {
                facts: reader.finish(),
                changed,
                key: None,
            })
        })
    }

    fn arrive(
        &self,
        path: &OutputPath,
        stage: impl FnOnce(Option<PathBuf>) -> Result<Arrived, Faults>,
    ) -> Result<(), Faults> {
        let result = self.announce(path).and_then(stage);
        let mut gathered = self.gathered();
        match result {
            Ok(Arrived {
                facts,
                changed,
                key,
            }) => {
                let path = gathered.coming.take(path).unwrap_or_else(|| path.clone());
                if changed && !self.created {
                    gathered.changed.insert(path.clone());
                }
                gathered.keys.extend(key.map(|key| (path.clone(), key)));
                gathered.files.insert(path, facts);
                Ok(())
            }
            Err(faults) => {
                gathered.faults.append(faults.clone());
                Err(faults)
            }
        }
    }

    /// Takes note of a path. Gives where its file waits for the commit; nowhere if it cannot stand beside
    /// another, which the commit tells.
    fn announce(&self, path: &OutputPath) -> Result<Option<PathBuf>, Faults> {
        let mut gathered = self.gathered();
        let message = if is_reserved(path.as_str()) {
            own(path)
        } else if gathered.has(path.as_str()) {
            say!("`{path}` 有两个来源", "`{path}` has two sources")
        } else {
            let place = if !self.created {
                Some(self.work.staged(path))
            } else if gathered.excludes(path) {
                None
            } else {
                Some(path.under(&self.work.staged_output()))
            };
            gathered.coming.insert(path.clone());
            return Ok(place);
        };
        Err(Diagnostic::error("release/two-sources", message)
            .at_path(path.as_str())
            .into())
    }

    /// Whether the output has a file with just this content. It is the file that is compared, not the
    /// manifest: a file that somebody changed is put right by the next build.
    pub(super) fn in_output(
        &self,
        path: &OutputPath,
        size: u64,
        content: impl io::Read,
    ) -> Result<bool, Faults> {
        if self.created {
            return Ok(false);
        }
        let target = path.under(&self.output);
        let compare = || {
            let found = optional(fs::symlink_metadata(&target))?;
            if !found.is_some_and(|f| f.is_file() && f.len() == size) {
                return Ok(false);
            }
            same(File::open(&target)?, content)
        };
        compare().tried(Tried::Read, &target)
    }

    pub(super) fn gathered(&self) -> MutexGuard<'_, Gathered> {
        self.gathered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Past its commit point a release is left for the next command to finish. Nothing here may
        // fail: what stays behind is removed when the next build begins.
        if self.work.journal().exists() {
            return;
        }
        drop(self.disk.remove_folder(&self.work.stage()));
        if self.created {
            drop(self.disk.remove_empty_folder(&self.output));
        }
    }
}

/// Finishes an unfinished commit, or else removes what an unfinished build staged. The lock must be
/// held.
pub(super) fn recover(output: &Path, work: &WorkFolder, disk: &Disk) -> Result<(), Faults> {
    match Journal::read(work)? {
        Some(journal) => journal.apply(output, work, disk, Manifest::read(output)?.as_ref())?,
        None => disk.remove_folder(&work.stage())?,
    }
    disk.remove_file(&work.journal_draft())
}
