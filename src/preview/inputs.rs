//! What the inputs of a site look like from outside, without reading them: two looks that are equal mean
//! that nothing was changed between them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::Folders;
use crate::build;
use crate::content::is_dot_file;
use crate::release::{Digest, Stamp};

/// What the inputs of a site, and the manifest of its last release, look like at one time.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    entries: BTreeMap<PathBuf, Entry>,
    /// The one that is no file of the site.
    commits: Option<PathBuf>,
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
        let mut inputs = Self {
            entries: BTreeMap::new(),
            commits: folders.commits().map(Path::to_owned),
        };
        for place in folders.places() {
            inputs.walk(&place);
        }
        inputs
    }

    /// Looks again at what these paths name. Gives what of it is other than it was; none if that does not
    /// tell all that may have changed.
    pub(super) fn look_again(
        &mut self,
        paths: &BTreeSet<PathBuf>,
        folders: &Folders,
    ) -> Option<BTreeSet<PathBuf>> {
        let places = folders.places();
        let mut changed = BTreeSet::new();
        for path in paths {
            let place = places.iter().find(|place| path.starts_with(place))?;
            let below = path.strip_prefix(place).ok()?;
            if below.iter().any(is_dot_file) {
                continue;
            }
            let before = self.take(path);
            self.walk(path);
            let now = self.below(path);
            let same = |(path, entry): &(&PathBuf, &Entry)| {
                before.get(*path).is_some_and(|before| entry.is_as(before))
            };
            let came = now.clone().filter(|entry| !same(entry));
            changed.extend(came.map(|(path, _)| path.clone()));
            let went = before
                .keys()
                .filter(|path| !self.entries.contains_key(*path));
            changed.extend(went.cloned());
        }
        Some(changed)
    }

    fn below<'p>(
        &self,
        path: &'p Path,
    ) -> impl Iterator<Item = (&PathBuf, &Entry)> + Clone + use<'_, 'p> {
        let from = self.entries.range(path.to_owned()..);
        from.take_while(move |(found, _)| found.starts_with(path))
    }

    /// Takes out a path and what is below it.
    fn take(&mut self, path: &Path) -> BTreeMap<PathBuf, Entry> {
        let paths: Vec<PathBuf> = self.below(path).map(|(path, _)| path.clone()).collect();
        let taken = paths
            .into_iter()
            .filter_map(|path| self.entries.remove_entry(&path));
        taken.collect()
    }

    /// Looks at a file, or at a folder and all that is in it.
    fn walk(&mut self, place: &Path) {
        // What cannot be looked at now is told by whoever loads the site.
        let entries = build::entries(place).flatten();
        self.entries.extend(entries.filter_map(|entry| {
            let metadata = entry.metadata().ok()?;
            let stamp = (!metadata.is_dir()).then(|| Stamp::of(&metadata));
            let content = None;
            Some((entry.into_path(), Entry { stamp, content }))
        }));
    }

    /// Whether something is, or was, a folder, in which more may come before it is watched.
    pub(super) fn is_folder(&self, path: &Path) -> bool {
        self.entries
            .get(path)
            .is_some_and(|entry| entry.stamp.is_none())
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

    /// A digest of the files of the site, to tell one look from another.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let is_of_site = |(path, _): &(&PathBuf, &Entry)| Some(*path) != self.commits.as_ref();
        let entries = self.entries.iter().filter(is_of_site);
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
