//! What the inputs of a site look like from outside, without reading them: two looks that are equal mean
//! that nothing was changed between them.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::ops::Bound;
use std::path::{MAIN_SEPARATOR_STR, Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::Folders;
use crate::content::{Listed, Listing, is_dot_file};
use crate::release::{Digest, Stamp};

/// What the inputs of a site, and the manifest of its last release, look like at one time.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// What stands in each folder, by path, in the order of its bytes. A clone shares all of it.
    folders: BTreeMap<Arc<OsStr>, Arc<Names>>,
    /// The one that is no file of the site.
    commits: Option<PathBuf>,
}

type Names = BTreeMap<OsString, Entry>;

#[derive(Clone, Debug)]
struct Entry {
    /// None of a folder, which is what is in it.
    stamp: Option<Stamp>,
    /// What it holds, where its stamp alone cannot be trusted.
    content: Option<Digest>,
}

impl Entry {
    fn new(stamp: Option<Stamp>) -> Self {
        let content = None;
        Self { stamp, content }
    }

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
        Self::look_and_list(folders).0
    }

    /// Looks at them; gives what the content folder was listed as, too.
    pub(super) fn look_and_list(folders: &Folders) -> (Self, Option<Listing>) {
        let mut inputs = Self {
            folders: BTreeMap::new(),
            commits: folders.commits().map(Path::to_owned),
        };
        let content = folders.content();
        let mut listing = None;
        for place in folders.places() {
            let listed = inputs.add(&place, true);
            if place == content {
                listing = listed;
            }
        }
        (inputs, listing)
    }

    /// Whether nothing was looked at.
    pub(super) fn is_empty(&self) -> bool {
        self.folders.is_empty()
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
            self.add(path, path == place);
            changed.extend(self.at(path).differences(&before));
        }
        Some(changed)
    }

    /// Looks at a file, or at a folder and all that is in it; only a place that is looked at may be a link to
    /// one. What cannot be looked at now is told by whoever loads the site.
    fn add(&mut self, path: &Path, is_place: bool) -> Option<Listing> {
        let (folder, name) = parts(path)?;
        let metadata = fs::symlink_metadata(path).ok()?;
        let stamp = (!metadata.is_dir()).then(|| Stamp::of(&metadata));
        let names = self.folders.entry(folder.into()).or_default();
        Arc::make_mut(names).insert(name.to_owned(), Entry::new(stamp));
        let is_folder = metadata.is_dir() || is_place && path.is_dir();
        if !is_folder {
            return None;
        }
        let listing = Listing::of(path);
        for (folder, listed) in listing.folders() {
            let entries = listed.iter().filter_map(|(name, listed)| {
                let stamp = match listed {
                    Listed::Folder => None,
                    Listed::Other(metadata) => Some(Stamp::of(metadata)),
                    Listed::Unknown(_) => return None,
                };
                Some((name.clone(), Entry::new(stamp)))
            });
            let names = entries.collect();
            self.folders
                .insert(folder.as_os_str().into(), Arc::new(names));
        }
        Some(listing)
    }

    /// The folders below a path, and itself.
    fn within(&self, path: &Path) -> Vec<Arc<OsStr>> {
        let mut start = path.as_os_str().to_owned();
        start.push(MAIN_SEPARATOR_STR);
        let bytes = start.as_encoded_bytes().to_vec();
        let start = (Bound::Included(start.as_os_str()), Bound::Unbounded);
        let from = self
            .folders
            .range::<OsStr, _>(start)
            .map(|(folder, _)| folder);
        let below = from.take_while(|folder| folder.as_encoded_bytes().starts_with(&bytes));
        let own = self.folders.get_key_value(path.as_os_str());
        let own = own.map(|(folder, _)| folder);
        own.into_iter().chain(below).cloned().collect()
    }

    /// What is known of a path and what is below it.
    fn at(&self, path: &Path) -> Self {
        let within = self.within(path).into_iter();
        let mut folders: BTreeMap<_, _> = within
            .filter_map(|folder| {
                let names = Arc::clone(self.folders.get(&folder)?);
                Some((folder, names))
            })
            .collect();
        if let Some((folder, name)) = parts(path)
            && let Some(entry) = self.entry(path)
        {
            let names = Names::from([(name.to_owned(), entry.clone())]);
            folders.insert(folder.into(), Arc::new(names));
        }
        Self {
            folders,
            commits: None,
        }
    }

    /// Takes out a path and what is below it.
    fn take(&mut self, path: &Path) -> Self {
        let taken = self.at(path);
        for folder in self.within(path) {
            self.folders.remove(&folder);
        }
        if let Some((folder, name)) = parts(path)
            && let Some(names) = self.folders.get_mut(folder)
        {
            Arc::make_mut(names).remove(name);
        }
        taken
    }

    fn entry(&self, path: &Path) -> Option<&Entry> {
        let (folder, name) = parts(path)?;
        self.folders.get(folder)?.get(name)
    }

    /// Whether something is, or was, a folder, in which more may come before it is watched.
    pub(super) fn is_folder(&self, path: &Path) -> bool {
        self.entry(path).is_some_and(|entry| entry.stamp.is_none())
    }

    /// The files that may be changed once more at this time or soon after and look the same.
    pub(super) fn young(&self, now: SystemTime) -> BTreeSet<PathBuf> {
        let mut young = BTreeSet::new();
        for (folder, names) in &self.folders {
            let is_young = |entry: &Entry| {
                let stamp = entry.stamp.as_ref();
                stamp.is_some_and(|stamp| !stamp.is_settled(now))
            };
            let names = names.iter().filter(|(_, entry)| is_young(entry));
            young.extend(names.map(|(name, _)| Path::new(folder).join(name)));
        }
        young
    }

    /// The same with what these files hold.
    pub(super) fn look_into(&mut self, files: &BTreeSet<PathBuf>) {
        for file in files {
            if let Some((folder, name)) = parts(file)
                && let Some(names) = self.folders.get_mut(folder)
                && let Some(entry) = Arc::make_mut(names).get_mut(name)
                && let Ok(bytes) = fs::read(file)
            {
                entry.content = Some(Digest::of(&bytes));
            }
        }
    }

    /// What is in only one of two looks, or differs.
    pub(super) fn differences(&self, other: &Self) -> BTreeSet<PathBuf> {
        let nothing = Names::new();
        let mut differences = BTreeSet::new();
        for (folder, names) in &self.folders {
            let others = other.folders.get(folder);
            if others.is_some_and(|others| Arc::ptr_eq(names, others)) {
                continue;
            }
            let others = others.map_or(&nothing, |others| others);
            let is_same = |name, entry: &Entry| {
                let other = others.get(name);
                other.is_some_and(|other| entry.is_as(other))
            };
            let changed = names.iter().filter(|(name, entry)| !is_same(*name, entry));
            let changed = changed.map(|(name, _)| name);
            let gone = others.keys().filter(|name| !names.contains_key(*name));
            differences.extend(changed.chain(gone).map(|name| Path::new(folder).join(name)));
        }
        let gone = other.folders.iter();
        for (folder, names) in gone.filter(|(folder, _)| !self.folders.contains_key(*folder)) {
            differences.extend(names.keys().map(|name| Path::new(folder).join(name)));
        }
        differences
    }

    /// A digest of the files of the site, to tell one look from another.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut lines = String::new();
        for (folder, names) in &self.folders {
            for (name, entry) in names.iter() {
                let path = Path::new(folder).join(name);
                if Some(&path) != self.commits.as_ref() {
                    lines.push_str(&format!("{path:?} {:?}\n", entry.stamp));
                }
            }
        }
        Digest::of(lines.as_bytes())
    }
}

/// The folder that a path lies in, and its name there.
fn parts(path: &Path) -> Option<(&OsStr, &OsStr)> {
    Some((path.parent()?.as_os_str(), path.file_name()?))
}

/// Where a path lies in a site, as it is shown.
pub(super) fn shown(path: &Path, root: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
    names.join("/")
}
