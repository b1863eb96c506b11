//! The files of a site at one time: as a commit has them, or as they lie in its folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::git::{self, Blobs};
use super::work_tree::{self, Start};
use super::{PARTS, disk};
use crate::diagnostic::Faults;

/// The files of a site by their paths in it, without dot files, which are no content.
#[derive(Debug, Default)]
pub struct Snapshot {
    files: BTreeMap<Box<str>, Held>,
}

/// A file, known by what git would name its bytes.
#[derive(Clone, Debug)]
struct Held {
    blob: Box<str>,
    /// Where it lies; none of a commit's.
    path: Option<PathBuf>,
}

/// Whether a file is part of the site: those that are hidden, or in a hidden folder, are not.
pub(super) fn is_seen(path: &str) -> bool {
    !path.split('/').any(|name| name.starts_with('.'))
}

impl Snapshot {
    /// The site in `root` as a commit has it.
    ///
    /// # Errors
    /// If git fails.
    pub fn of_commit(root: &Path, commit: &str) -> Result<Self, Faults> {
        let entries = git::entries(root, commit, &PARTS)?;
        let files = entries.into_iter().filter(|entry| is_seen(&entry.path));
        Ok(Self {
            files: files
                .map(|entry| {
                    let held = Held {
                        blob: entry.blob.into(),
                        path: None,
                    };
                    (entry.path.into(), held)
                })
                .collect(),
        })
    }

    /// The site in `root` as it lies there. What differs from `committed` only in how its lines end counts
    /// as the same, as git may write a work tree so, and so does a file that the commit has in Git LFS. What
    /// any other filter of git changed counts as another file.
    ///
    /// # Errors
    /// If a file cannot be read.
    pub fn of_folder(root: &Path, committed: &Self) -> Result<Self, Faults> {
        let mut paths = Vec::new();
        for part in PARTS.map(|part| root.join(part)) {
            if !part.exists() {
                continue;
            }
            let walk = WalkDir::new(&part).sort_by_file_name().into_iter();
            let walk = walk.filter_entry(|entry| {
                entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
            });
            for entry in walk {
                let entry = entry.map_err(|error| disk(&error.into()))?;
                if entry.file_type().is_file() {
                    paths.push(entry.into_path());
                }
            }
        }
        let digits = committed
            .files
            .values()
            .next()
            .map_or(0, |held| held.blob.len());
        let read = |path: PathBuf| -> Result<Option<(Box<str>, Held)>, Faults> {
            let names = path.strip_prefix(root).ok();
            let names: Option<Vec<&str>> =
                names.and_then(|p| p.iter().map(|n| n.to_str()).collect());
            let Some(shown) = names.map(|names| names.join("/")) else {
                return Ok(None);
            };
            let there = committed.name(&shown);
            let blob = work_tree::name(&path, digits, there).map_err(|error| disk(&error))?;
            let path = Some(path);
            Ok(Some((shown.into(), Held { blob, path })))
        };
        let files: Vec<_> = paths.into_par_iter().map(read).collect::<Result<_, _>>()?;
        let mut now = Self {
            files: files.into_iter().flatten().collect(),
        };
        now.settle_pointers(root, committed)?;
        Ok(now)
    }

    /// Gives attached files the names of the pointers that a commit has in their place (Git LFS), if it is they
    /// that these name.
    fn settle_pointers(&mut self, root: &Path, committed: &Self) -> Result<(), Faults> {
        let mut blobs = None;
        for (shown, held) in &mut self.files {
            let differs = committed
                .files
                .get(shown)
                .filter(|there| there.blob != held.blob);
            let (Some(there), Some(path)) = (differs, &held.path) else {
                continue;
            };
            // What is read as text is never in such a storage.
            if [".md", ".toml"].iter().any(|end| shown.ends_with(end)) {
                continue;
            }
            let blobs = match &mut blobs {
                Some(blobs) => blobs,
                None => blobs.insert(Blobs::open(root)?),
            };
            let mut start = Start::default();
            blobs.copy(&there.blob, &mut start)?;
            if let Some(pointer) = start.pointer()
                && pointer.names(path).map_err(|error| disk(&error))?
            {
                held.blob = there.blob.clone();
            }
        }
        Ok(())
    }

    /// Whether it holds no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The paths of its files, in order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(AsRef::as_ref)
    }

    /// What names the bytes of a file.
    pub(super) fn name(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(|held| &*held.blob)
    }

    /// The bytes of a file.
    pub(super) fn bytes(&self, path: &str, blobs: &mut Blobs) -> Result<Option<Vec<u8>>, Faults> {
        let Some(held) = self.files.get(path) else {
            return Ok(None);
        };
        if let Some(path) = &held.path {
            return fs::read(path).map(Some).map_err(|error| disk(&error));
        }
        let mut bytes = Vec::new();
        blobs.copy(&held.blob, &mut bytes)?;
        Ok(Some(bytes))
    }

    /// The paths that only one of two has, or whose bytes differ, in order.
    #[must_use]
    pub fn differing<'s>(&'s self, other: &'s Self) -> Vec<&'s str> {
        let gone = other.paths().filter(|path| !self.files.contains_key(*path));
        let mut paths: Vec<&str> = self
            .paths()
            .filter(|path| self.name(path) != other.name(path))
            .chain(gone)
            .collect();
        paths.sort_unstable();
        paths
    }
}

/// The files of the site in `root` that are not as the commit `commit` has them: changed, new or gone, by
/// their paths in it. None if the commit has no file of the site at all. Nothing that is not committed may
/// be published.
///
/// # Errors
/// If git fails, or a file cannot be read.
pub fn uncommitted(root: &Path, commit: &str) -> Result<Option<Vec<String>>, Faults> {
    let committed = Snapshot::of_commit(root, commit)?;
    if committed.is_empty() {
        return Ok(None);
    }
    let now = Snapshot::of_folder(root, &committed)?;
    let paths = now.differing(&committed);
    Ok(Some(paths.into_iter().map(str::to_owned).collect()))
}
