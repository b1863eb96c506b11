//! What was read before: the next reading need not open a file that has not changed since, nor look for
//! files where none came or went.

use std::any::Any;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::fields::Fields;
use super::item::{self, Item};
use super::listing::{Listing, is_dot_file};
use super::tree::Read;
use super::walk::{FileEntry, Folder};
use crate::diagnostic::{FileId, SourceFiles};
use crate::model::{Disclosure, Units, UtcOffset};

/// The content tree as it was found and its files as they were read. Whoever keeps it says what changed.
#[derive(Debug, Default)]
pub struct Memory(RwLock<Remembered>);

#[derive(Debug, Default)]
struct Remembered {
    items: HashMap<OsString, Kept>,
    found: Option<Arc<Found>>,
    listing: Option<Listing>,
    disclosures: Disclosures,
}

#[derive(Debug)]
struct Kept {
    /// The places in it name the file by this.
    id: FileId,
    item: Arc<dyn Any + Send + Sync>,
}

/// The disclosures of the folder that was found last, by the folders they lie in: the next site has the same ones.
#[derive(Debug, Default)]
struct Disclosures {
    /// What they were read with besides their files.
    with: Option<(Option<Units>, UtcOffset)>,
    read: HashMap<PathBuf, Read<Arc<Disclosure>>>,
}

/// A content folder in which nothing was wrong.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) root: PathBuf,
    pub(super) folder: Folder,
    /// Its files by id, and before them that of the settings.
    pub(super) sources: SourceFiles,
    pub(super) settings: FileId,
}

impl Found {
    /// Whether the folder may be another, as something changed at a path where no content file was read.
    fn may_differ(&self, path: &Path) -> bool {
        let Ok(inside) = path.strip_prefix(&self.root) else {
            return self.root.starts_with(path);
        };
        // Editors write beside a file before they rename it: what is not there and was not is nothing.
        !inside.iter().any(is_dot_file)
            && (fs::symlink_metadata(path).is_ok() || self.folder.has(inside))
    }

    /// Whether files lay below a path, as it was a folder.
    fn holds_below(&self, path: &Path) -> bool {
        match path.strip_prefix(&self.root) {
            Ok(inside) => self.folder.has_folder(inside),
            Err(_) => self.root.starts_with(path),
        }
    }
}

impl Memory {
    /// Forgets files, and all that is in folders.
    pub fn forget<'p>(&self, paths: impl Iterator<Item = &'p Path>) {
        let mut all = self.all();
        let Remembered {
            items,
            found,
            disclosures,
            ..
        } = &mut *all;
        let known = found.clone();
        let mut folders: HashSet<&Path> = HashSet::new();
        // What is told twice is one change.
        let paths: BTreeSet<&Path> = paths.collect();
        for path in paths {
            for folder in path.ancestors() {
                disclosures.read.remove(folder);
            }
            let differs = if items.remove(path.as_os_str()).is_some() {
                !fs::symlink_metadata(path).is_ok_and(|now| now.is_file())
            } else {
                if known.as_ref().is_none_or(|known| known.holds_below(path)) {
                    folders.insert(path);
                }
                found.as_ref().is_some_and(|found| found.may_differ(path))
            };
            if differs {
                *found = None;
            }
        }
        if !folders.is_empty() {
            let is_within = |path: &Path| path.ancestors().any(|folder| folders.contains(folder));
            items.retain(|path, _| !is_within(Path::new(path)));
            disclosures.read.retain(|path, _| !is_within(path));
        }
    }

    /// Forgets everything.
    pub fn clear(&self) {
        *self.all() = Remembered::default();
    }

    /// Says what the content folder was listed as just now, so that the next reading need not list it again.
    pub(crate) fn list(&self, listing: Option<Listing>) {
        self.all().listing = listing;
    }

    /// What this content folder was listed as just now.
    pub(super) fn listing(&self, root: &Path) -> Option<Listing> {
        let listing = self.all().listing.take();
        listing.filter(|listing| listing.root() == root)
    }

    /// The content folder as it was found, if nothing in it came or went since.
    pub(super) fn found(&self) -> Option<Arc<Found>> {
        self.seen().found.clone()
    }

    /// Remembers a content folder if nothing is wrong with it, in place of the one before and its disclosures: in
    /// this one, files may have other ids.
    pub(super) fn keep(&self, found: Option<Arc<Found>>) {
        let mut all = self.all();
        all.found = found;
        all.disclosures.read.clear();
    }

    /// Says what disclosures are read with besides their files. Those that were read with something else are
    /// forgotten.
    pub(super) fn read_with(&self, units: Option<&Units>, offset: UtcOffset) {
        let mut all = self.all();
        let with = all.disclosures.with.as_ref();
        if with.is_none_or(|(known, at)| (known.as_ref(), *at) != (units, offset)) {
            all.disclosures = Disclosures {
                with: Some((units.cloned(), offset)),
                read: HashMap::new(),
            };
        }
    }

    /// Reads the disclosure of a marker file, or remembers it.
    pub(super) fn disclosure(
        &self,
        marker: &FileEntry,
        read: impl FnOnce() -> Read<Arc<Disclosure>>,
    ) -> Read<Arc<Disclosure>> {
        let Some(folder) = marker.path.parent() else {
            return read();
        };
        if let Some(known) = self.seen().disclosures.read.get(folder) {
            return known.clone();
        }
        let read = read();
        let mut all = self.all();
        (all.disclosures.read).insert(folder.to_owned(), read.clone());
        read
    }

    fn all(&self) -> RwLockWriteGuard<'_, Remembered> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn seen(&self) -> RwLockReadGuard<'_, Remembered> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads a file, or remembers it.
    pub(super) fn read<T: Clone + Send + Sync + 'static>(
        &self,
        file: &FileEntry,
        name: &str,
        read: impl FnOnce(&mut Fields<'_, '_>) -> T,
    ) -> Item<T> {
        let path = file.path.as_os_str();
        if let Some(item) = self.find(path, file.id)
            && let Some(item) = item.downcast_ref::<Item<T>>()
        {
            return item.clone();
        }
        let item = item::read(&file.path, file.id, name, read);
        let kept = Kept {
            id: file.id,
            item: Arc::new(item.clone()),
        };
        self.all().items.insert(path.to_owned(), kept);
        item
    }

    fn find(&self, path: &OsStr, id: FileId) -> Option<Arc<dyn Any + Send + Sync>> {
        let all = self.seen();
        let kept = all.items.get(path)?;
        (kept.id == id).then(|| Arc::clone(&kept.item))
    }
}

#[cfg(test)]
mod tests;
