//! What the inputs of a site look like from outside, without reading them: two looks that are equal mean
//! that nothing was changed between them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::Folders;
use crate::release::{Digest, Stamp};

/// What the inputs of a site, and the manifest of its last release, look like at one time.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    entries: BTreeMap<PathBuf, Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    /// None of a folder, which is what is in it.
    stamp: Option<Stamp>,
    /// What it holds, where its stamp alone cannot be trusted.
    content: Option<Digest>,
}

impl Entry {
    fn is_as(&self, other: &Self) -> bool {
        let content = match (&self.content, &other.content) {
            (Some(own), Some(other)) => own == other,
            _ => true,
        };
        content && self.stamp == other.stamp
    }
}

impl Inputs {
    /// Looks at them.
    #[must_use]
    pub fn look(folders: &Folders) -> Self {
        // Dot files are no content.
        let is_seen = |entry: &DirEntry| {
            entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
        };
        let places = [
            folders.settings(),
            folders.manifest(),
            folders.content(),
            folders.themes(),
        ];
        // What cannot be looked at now is told by whoever loads the site.
        let entries = places
            .iter()
            .flat_map(|place| WalkDir::new(place).into_iter().filter_entry(is_seen))
            .flatten()
            .filter_map(|entry| {
                let metadata = entry.metadata().ok()?;
                let stamp = (!metadata.is_dir()).then(|| Stamp::of(&metadata));
                let content = None;
                Some((entry.into_path(), Entry { stamp, content }))
            })
            .collect();
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

    /// What is in only one of two looks, or differs.
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

    /// A digest of them, to tell one look from another.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let entries = self.entries.iter();
        let lines = entries.map(|(path, entry)| format!("{path:?} {:?}\n", entry.stamp));
        Digest::of(lines.collect::<String>().as_bytes())
    }
}

/// Where a path lies in a site, as it is shown.
pub(super) fn shown(path: &Path, root: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
    names.join("/")
}
