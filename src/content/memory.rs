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
use super::walk::{FileEntry, Folder};
use crate::diagnostic::{FileId, SourceFiles};

/// The content tree as it was found and its files as they were read. Whoever keeps it says what changed.
#[derive(Debug, Default)]
pub struct Memory(RwLock<Remembered>);

#[derive(Debug, Default)]
struct Remembered {
    items: HashMap<OsString, Kept>,
    found: Option<Arc<Found>>,
    listing: Option<Listing>,
}

#[derive(Debug)]
struct Kept {
    /// The places in it name the file by this.
    id: FileId,
    item: Arc<dyn Any + Send + Sync>,
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
        let Remembered { items, found, .. } = &mut *all;
        let known = found.clone();
        let mut folders: HashSet<&Path> = HashSet::new();
        // What is told twice is one change.
        let paths: BTreeSet<&Path> = paths.collect();
        for path in paths {
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
            items.retain(|path, _| {
                let mut within = Path::new(path).ancestors();
                !within.any(|folder| folders.contains(folder))
            });
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

    /// Remembers a content folder.
    pub(super) fn keep(&self, found: Arc<Found>) {
        self.all().found = Some(found);
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
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_forgotten_with_all_that_is_in_it() {
        let memory = Memory::default();
        let all = ["a/b/1.toml", "a/b/2.toml", "a/bc/1.toml", "d.toml"];
        for path in all {
            let kept = Kept {
                id: FileId::default(),
                item: Arc::new(()),
            };
            memory.all().items.insert(path.into(), kept);
        }
        let paths = ["a/b", "d.toml", "a/bc/2.toml"].map(Path::new);
        memory.forget(paths.into_iter());
        let left: Vec<OsString> = memory.all().items.keys().cloned().collect();
        assert_eq!(left, ["a/bc/1.toml"]);
    }
    #[test]
    fn the_folder_is_found_again_where_files_came_or_went() {
        let site = tempfile::tempdir().unwrap();
        let root = site.path().join("content");
        let (file, attached) = (root.join("a/page.md"), root.join("a/files/table.csv"));
        fs::create_dir_all(root.join("a/files")).unwrap();
        fs::write(&file, "").unwrap();
        fs::write(&attached, "1").unwrap();
        let memory = Memory::default();
        let found = |memory: &Memory| {
            let mut sources = crate::diagnostic::Sources::new();
            let mut faults = crate::diagnostic::Faults::new();
            let settings = sources.add_file(&site.path().join("site.toml"), "site.toml");
            let listing = Listing::of(&root);
            let folder = super::super::walk::walk(
                site.path(),
                &listing,
                "content",
                &mut sources,
                &mut faults,
            );
            memory.keep(Arc::new(Found {
                root: root.clone(),
                folder,
                sources: sources.share(),
                settings,
            }));
            let kept = Kept {
                id: FileId::default(),
                item: Arc::new(()),
            };
            memory.all().items.insert(file.clone().into(), kept);
        };
        let gone = root.join("a/page.md.new");
        let hidden = root.join("a/.page.md.swp");
        let new = root.join("a/new.md");
        fs::write(&new, "").unwrap();
        fs::write(&hidden, "").unwrap();
        let theme = site.path().join("themes/own/site.css");
        for (paths, stays) in [
            (vec![&file, &gone, &hidden, &theme, &file], true),
            (vec![&new], false),
            (vec![&attached], false),
            (vec![&root], false),
        ] {
            found(&memory);
            memory.forget(paths.iter().map(|path| path.as_path()));
            assert_eq!(memory.found().is_some(), stays, "{paths:?}");
            let is_kept = memory.seen().items.contains_key(file.as_os_str());
            let is_told = paths.contains(&&file) || paths.contains(&&root);
            assert_eq!(is_kept, !is_told, "{paths:?}");
        }
        fs::remove_file(&attached).unwrap();
        fs::remove_file(&file).unwrap();
        for path in [&file, &attached] {
            fs::write(&attached, "1").unwrap();
            found(&memory);
            fs::remove_file(&attached).unwrap();
            memory.forget(std::iter::once(path.as_path()));
            assert!(memory.found().is_none(), "{path:?}");
        }
    }
}
