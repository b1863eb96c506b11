use std::collections::{BTreeMap, BTreeSet};

use super::item::ItemKind;
use super::snapshot::Snapshot;
use crate::model::Slug;

/// What the files of a state of a site are by their names, as far as that can be said without reading
/// them.
#[derive(Debug, Default)]
pub(super) struct Layout {
    kinds: BTreeMap<Box<str>, ItemKind>,
    /// The cards by the folders of their disclosures.
    cards: BTreeMap<Box<str>, Box<str>>,
    labels: BTreeMap<Box<str>, Vec<usize>>,
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

fn slug(name: &str) -> Option<Slug> {
    let stem = name
        .strip_suffix(".toml")
        .or_else(|| name.strip_suffix(".md"));
    Slug::parse(stem.unwrap_or(name)).ok()
}

impl Layout {
    pub(super) fn of(state: &Snapshot) -> Self {
        let present: BTreeSet<&str> = state.paths().collect();
        let mut layout = Self::default();
        let mut chapters: BTreeMap<&str, Vec<(Option<Slug>, &str)>> = BTreeMap::new();
        let mut tasks: BTreeMap<&str, Vec<(Option<Slug>, &str)>> = BTreeMap::new();
        for path in &present {
            let kind = ItemKind::of(path, &present);
            let (folder, name) = split(path);
            match kind {
                ItemKind::Disclosure => {
                    layout.cards.insert(folder.into(), (*path).into());
                }
                ItemKind::Chapter => {
                    let (above, name) = split(folder);
                    chapters.entry(above).or_default().push((slug(name), path));
                }
                ItemKind::Task => tasks.entry(folder).or_default().push((slug(name), path)),
                _ => {}
            }
            layout.kinds.insert((*path).into(), kind);
        }
        for mut chapters in chapters.into_values() {
            chapters.sort();
            for ((_, chapter), number) in chapters.into_iter().zip(1..) {
                layout.labels.insert(chapter.into(), vec![number]);
                let (folder, _) = split(chapter);
                let mut tasks = tasks.remove(folder).unwrap_or_default();
                tasks.sort();
                for ((_, task), position) in tasks.into_iter().zip(1..) {
                    layout.labels.insert(task.into(), vec![number, position]);
                }
            }
        }
        layout
    }

    pub(super) fn kind(&self, path: &str) -> ItemKind {
        self.kinds.get(path).copied().unwrap_or(ItemKind::Other)
    }

    /// The folder of the disclosure that a file belongs to.
    pub(super) fn disclosure<'p>(&self, path: &'p str) -> Option<&'p str> {
        let mut folder = path;
        for _ in 0..3 {
            (folder, _) = folder.rsplit_once('/')?;
            if self.cards.contains_key(folder) {
                return Some(folder);
            }
        }
        None
    }

    /// The card of the disclosure in a folder.
    pub(super) fn card(&self, folder: &str) -> Option<&str> {
        self.cards.get(folder).map(AsRef::as_ref)
    }

    /// The number of a chapter or task in its disclosure, as its page shows it.
    pub(super) fn label(&self, path: &str) -> Option<String> {
        let numbers = self.labels.get(path)?;
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        Some(numbers.join("."))
    }
}
