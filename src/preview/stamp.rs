//! What the inputs of a site look like from outside: which files there are, how large and how old. Two
//! equal stamps mean that nothing was changed between them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::WalkDir;

use super::Folders;
use crate::release::Digest;

/// What the inputs look like at one time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    entries: BTreeMap<PathBuf, Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    size: u64,
    modified: Option<SystemTime>,
    /// Number of the file and time of its last change of any kind, which no editor can set back.
    identity: (u64, i64, i64),
    /// What it holds, where its time alone cannot be trusted.
    content: Option<Digest>,
}

impl Entry {
    fn of(metadata: &Metadata) -> Self {
        let is_file = metadata.is_file();
        Self {
            // A folder is what is in it.
            size: if is_file { metadata.len() } else { 0 },
            modified: metadata.modified().ok().filter(|_| is_file),
            identity: if is_file {
                identity(metadata)
            } else {
                (0, 0, 0)
            },
            content: None,
        }
    }

    fn is_as(&self, other: &Self) -> bool {
        let content = match (&self.content, &other.content) {
            (Some(own), Some(other)) => own == other,
            _ => true,
        };
        content
            && self.size == other.size
            && self.modified == other.modified
            && self.identity == other.identity
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}

impl Stamp {
    /// Looks at the inputs of a site and at the manifest of its last release.
    #[must_use]
    pub fn take(folders: &Folders) -> Self {
        let mut entries = BTreeMap::new();
        for file in [folders.settings(), folders.manifest()] {
            if let Ok(metadata) = fs::metadata(&file) {
                entries.insert(file, Entry::of(&metadata));
            }
        }
        for folder in [folders.content(), folders.themes()] {
            let is_seen = |entry: &walkdir::DirEntry| {
                entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
            };
            // What cannot be read now is told by whoever loads the site.
            for entry in WalkDir::new(folder)
                .into_iter()
                .filter_entry(is_seen)
                .flatten()
            {
                if let Ok(metadata) = entry.metadata() {
                    entries.insert(entry.into_path(), Entry::of(&metadata));
                }
            }
        }
        Self { entries }
    }

    /// The same with what these files hold.
    pub(super) fn look_into(&mut self, files: &BTreeSet<PathBuf>) {
        for file in files {
            if let Some(entry) = self.entries.get_mut(file)
                && let Ok(bytes) = fs::read(file)
            {
                entry.content = Some(Digest::of(&bytes));
            }
        }
    }

    /// What is in only one of two stamps, or differs.
    pub(super) fn differences(&self, other: &Self) -> BTreeSet<PathBuf> {
        let changed = self.entries.iter().filter(|(path, entry)| {
            other
                .entries
                .get(*path)
                .is_none_or(|other| !entry.is_as(other))
        });
        let gone = other
            .entries
            .keys()
            .filter(|path| !self.entries.contains_key(*path));
        changed.map(|(path, _)| path).chain(gone).cloned().collect()
    }

    /// A digest of it, to tell stamps from each other.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut text = String::new();
        for (path, entry) in &self.entries {
            let Entry {
                size,
                modified,
                identity,
                content: _,
            } = entry;
            text.push_str(&format!("{path:?} {size} {modified:?} {identity:?}\n"));
        }
        Digest::of(text.as_bytes())
    }
}

/// Where a path lies in a site, as it is shown.
pub(super) fn shown(path: &Path, root: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
    names.join("/")
}
