//! Which file of one state of a site is which of another.

use std::collections::{BTreeMap, BTreeSet};

use super::item::ItemKind;
use super::layout::Layout;
use crate::content::{Fact, Field, Value, Version};

/// A file of one of the states that has no equal at its place in the other.
pub(super) struct Side {
    pub(super) path: Box<str>,
    pub(super) kind: ItemKind,
    /// What names its bytes.
    pub(super) name: Box<str>,
    /// What it says; none if it could not be read, or says nothing that is a value.
    pub(super) version: Option<Version>,
}

impl Side {
    pub(super) fn text(&self, field: Field) -> Option<&str> {
        let facts = &self.version.as_ref()?.facts;
        let Fact { value, .. } = facts.iter().find(|fact| fact.field == field)?;
        match value {
            Value::Text(text) => Some(text),
            Value::List(_) => None,
        }
    }
}

/// The folder that a file lies in.
pub(super) fn folder(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(folder, _)| folder)
}

/// A path without the extension of a content file: that is a matter of form.
pub(super) fn stem(path: &str) -> &str {
    path.strip_suffix(".toml")
        .or_else(|| path.strip_suffix(".md"))
        .unwrap_or(path)
}

/// Which file of the first state is which of the second: by its key or index number, by what it says, by
/// its title, and last by its place.
pub(super) fn matched<'s>(
    old: &'s [Side],
    new: &'s [Side],
    old_layout: &Layout,
    new_layout: &Layout,
) -> Vec<(&'s Side, &'s Side)> {
    let mut pairs: Vec<(&Side, &Side)> = Vec::new();
    let mut olds: Vec<&Side> = old.iter().collect();
    let mut news: Vec<&Side> = new.iter().collect();
    // A disclosure before what is in it, and a chapter before its tasks.
    let mut homes: BTreeMap<Box<str>, Box<str>> = BTreeMap::new();
    let kinds: [&[ItemKind]; 3] = [
        &[ItemKind::Disclosure],
        &[ItemKind::Chapter],
        &[
            ItemKind::Task,
            ItemKind::Column,
            ItemKind::Page,
            ItemKind::Attachment,
            ItemKind::Other,
        ],
    ];
    for kinds in kinds {
        for way in 0..4 {
            let key = |side: &Side,
                       layout: &Layout,
                       homes: &BTreeMap<Box<str>, Box<str>>,
                       is_old| {
                if !kinds.contains(&side.kind) {
                    return None;
                }
                let home = layout.disclosure(&side.path).unwrap_or_default();
                let home = match (side.kind, is_old) {
                    (ItemKind::Disclosure, _) => "",
                    (_, true) => homes.get(home).map_or(home, |home| home),
                    (_, false) => home,
                };
                let own = match (way, side.kind) {
                    (0, ItemKind::Disclosure) => side.text(Field::IndexNumber).map(str::to_owned),
                    (0, _) => side.text(Field::Key).map(str::to_owned),
                    (1, _) => Some(side.name.to_string()),
                    (2, _) => side.text(Field::Title).map(str::to_owned),
                    (_, ItemKind::Disclosure) => Some(stem(&side.path).to_owned()),
                    (_, _) => {
                        let from = layout.disclosure(&side.path).unwrap_or_default();
                        let inside = side.path.strip_prefix(from).unwrap_or(&side.path);
                        Some(stem(inside).to_owned())
                    }
                };
                own.map(|own| (format!("{:?}", side.kind), home.to_owned(), own))
            };
            let mut found: BTreeMap<_, (Vec<&Side>, Vec<&Side>)> = BTreeMap::new();
            for side in &olds {
                if let Some(key) = key(side, old_layout, &homes, true) {
                    found.entry(key).or_default().0.push(*side);
                }
            }
            for side in &news {
                if let Some(key) = key(side, new_layout, &homes, false) {
                    found.entry(key).or_default().1.push(*side);
                }
            }
            for (was, is) in found.into_values() {
                // Where several could be meant, those that stayed in their place are.
                for was in &was {
                    let at_place = is.iter().find(|is| stem(&is.path) == stem(&was.path));
                    if let Some(is) = at_place {
                        pairs.push((*was, *is));
                    }
                }
                if let ([was], [is]) = (was.as_slice(), is.as_slice())
                    && stem(&was.path) != stem(&is.path)
                {
                    pairs.push((*was, *is));
                }
            }
            let old_paths: BTreeSet<&str> = pairs.iter().map(|(was, _)| &*was.path).collect();
            let new_paths: BTreeSet<&str> = pairs.iter().map(|(_, is)| &*is.path).collect();
            olds.retain(|side| !old_paths.contains(&*side.path));
            news.retain(|side| !new_paths.contains(&*side.path));
        }
        for (was, is) in &pairs {
            if let (ItemKind::Disclosure, Some(from), Some(to)) =
                (was.kind, folder(&was.path), folder(&is.path))
            {
                homes.insert(from.into(), to.into());
            }
        }
    }
    pairs
}
