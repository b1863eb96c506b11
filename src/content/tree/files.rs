//! Items that are files: tasks and plain pages.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Read;
use super::place::{slug, stem, two_sources, unexpected};
use crate::content::walk::{FileEntry, Folder};
use crate::diagnostic::Faults;
use crate::model::{ContentPath, Slug};
use crate::say;

/// Reads the items that are files of a folder, in the natural order of their names.
pub(super) fn files<T: Send>(
    folder: &Folder,
    path: &ContentPath,
    known: impl Fn(&str) -> bool,
    read: impl Fn(Slug, ContentPath, &str, &FileEntry) -> Read<T> + Sync,
) -> (Vec<T>, Faults) {
    let mut faults = Faults::new();
    let mut found: BTreeMap<Slug, (&str, &FileEntry)> = BTreeMap::new();
    for (name, file) in folder.files.iter().filter(|(name, _)| !known(name)) {
        let Some(stem) = stem(name) else {
            faults.push(unexpected(file).hint(say!(
                "这里只放 .toml 和 .md 文件",
                "only .toml and .md files belong here"
            )));
            continue;
        };
        let Some(slug) = slug(stem, file.id, &mut faults) else {
            continue;
        };
        if let Some((_, first)) = found.get(&slug) {
            faults.push(two_sources(file, first));
            continue;
        }
        found.insert(slug, (name.as_str(), file));
    }
    let found: Vec<(Slug, (&str, &FileEntry))> = found.into_iter().collect();
    let read: Vec<Read<T>> = found
        .into_par_iter()
        .map(|(slug, (name, file))| {
            let path = path.join(&slug);
            read(slug, path, name, file)
        })
        .collect();
    let mut items = Vec::with_capacity(read.len());
    for (item, below) in read {
        items.extend(item);
        faults.append(below);
    }
    (items, faults)
}
