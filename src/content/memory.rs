//! What was read before: the next reading need not open a file that has not changed since.

use std::any::Any;
use std::collections::{HashMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::fields::Fields;
use super::item::{self, Item};
use super::walk::FileEntry;
use crate::diagnostic::FileId;

/// Files of the content tree as they were read. Whoever keeps it says which of them changed.
#[derive(Debug, Default)]
pub struct Memory(Mutex<HashMap<OsString, Kept>>);

#[derive(Debug)]
struct Kept {
    /// The places in it name the file by this.
    id: FileId,
    item: Arc<dyn Any + Send + Sync>,
}

impl Memory {
    /// Forgets files, and all that is in folders.
    pub fn forget<'p>(&self, paths: impl Iterator<Item = &'p Path>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut folders: HashSet<&Path> = HashSet::new();
        for path in paths {
            if kept.remove(path.as_os_str()).is_none() {
                folders.insert(path);
            }
        }
        if !folders.is_empty() {
            kept.retain(|path, _| {
                let mut within = Path::new(path).ancestors();
                !within.any(|folder| folders.contains(folder))
            });
        }
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
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
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(path.to_owned(), kept);
        item
    }

    fn find(&self, path: &OsStr, id: FileId) -> Option<Arc<dyn Any + Send + Sync>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = all.get(path)?;
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
            memory.0.lock().unwrap().insert(path.into(), kept);
        }
        let paths = ["a/b", "d.toml", "a/bc/2.toml"].map(Path::new);
        memory.forget(paths.into_iter());
        let left: Vec<OsString> = memory.0.lock().unwrap().keys().cloned().collect();
        assert_eq!(left, ["a/bc/1.toml"]);
    }
}
