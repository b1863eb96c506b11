//! Two states of a site, compared in the words of the field: what became of each disclosure, its
//! chapters and its tasks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::change::{Edit, changes};
use super::git::Blobs;
use super::item::ItemKind;
use super::layout::Layout;
use super::matching::{Side, folder, matched, stem};
use super::snapshot::Snapshot;
use crate::content::{self, Field, Value};
use crate::diagnostic::Faults;
use crate::model::UtcOffset;

/// What became of a file between two states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemChange {
    /// What it is.
    pub kind: ItemKind,
    /// Where it is, or was if it is gone: its path in the site.
    pub path: Box<str>,
    /// Where it was, if that was elsewhere.
    pub moved_from: Option<Box<str>>,
    /// The number of a task or chapter in its disclosure, such as `4.3`, as a page shows it.
    pub label: Option<String>,
    /// The number it had, if that was another.
    pub label_before: Option<String>,
    /// Its title; the last if it is gone.
    pub title: Option<Box<str>>,
    /// What became of it.
    pub edit: Edit,
}

/// What became of a disclosure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisclosureChange {
    /// Where it is, or was: the path of its folder in the content tree.
    pub folder: Box<str>,
    /// Its title.
    pub title: Option<Box<str>>,
    /// Its index number.
    pub index_number: Option<Box<str>>,
    /// What became of its card; none if that is as it was.
    pub card: Option<ItemChange>,
    /// What became of its chapters, tasks and files, in their order.
    pub parts: Vec<ItemChange>,
}

/// What differs between two states of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The disclosures that differ, in the order of their paths.
    pub disclosures: Vec<DisclosureChange>,
    /// What else differs, in the order of their paths.
    pub others: Vec<ItemChange>,
}

impl ItemChange {
    fn with_texts(&self, shown: &dyn Fn(&str) -> Box<str>) -> Self {
        Self {
            path: shown(&self.path),
            moved_from: self.moved_from.as_deref().map(shown),
            title: self.title.as_deref().map(shown),
            edit: self.edit.with_texts(shown),
            ..self.clone()
        }
    }
}

impl Comparison {
    /// The same with every text as `shown` has it, names of files among them.
    #[must_use]
    pub fn with_texts(&self, shown: &dyn Fn(&str) -> Box<str>) -> Self {
        let items =
            |items: &[ItemChange]| items.iter().map(|item| item.with_texts(shown)).collect();
        let disclosure = |disclosure: &DisclosureChange| DisclosureChange {
            folder: shown(&disclosure.folder),
            title: disclosure.title.as_deref().map(shown),
            index_number: disclosure.index_number.clone(),
            card: disclosure.card.as_ref().map(|card| card.with_texts(shown)),
            parts: items(&disclosure.parts),
        };
        Self {
            disclosures: self.disclosures.iter().map(disclosure).collect(),
            others: items(&self.others),
        }
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.disclosures.is_empty() && self.others.is_empty()
    }
}

/// Compares two states of the site in `root`.
///
/// # Errors
/// If git fails, or a file cannot be read.
pub fn compare(
    root: &Path,
    before: &Snapshot,
    after: &Snapshot,
    utc_offset: UtcOffset,
) -> Result<Comparison, Faults> {
    let mut blobs = Blobs::open(root)?;
    let (old_layout, new_layout) = (Layout::of(before), Layout::of(after));
    let differing = after.differing(before);
    let mut read = |state: &Snapshot, layout: &Layout| -> Result<Vec<Side>, Faults> {
        let mut sides = Vec::new();
        for path in &differing {
            let Some(name) = state.name(path) else {
                continue;
            };
            let kind = layout.kind(path);
            let version = match kind.content() {
                Some(content) => state
                    .bytes(path, &mut blobs)?
                    .and_then(|bytes| content::version(content, path, bytes, utc_offset)),
                None => None,
            };
            sides.push(Side {
                path: (*path).into(),
                kind,
                name: name.into(),
                version,
            });
        }
        Ok(sides)
    };
    let old = read(before, &old_layout)?;
    let new = read(after, &new_layout)?;
    let pairs = matched(&old, &new, &old_layout, &new_layout);

    let mut items = Vec::new();
    for (was, is) in &pairs {
        items.extend(changed(was, is, &old_layout, &new_layout));
    }
    let is_paired_old: BTreeSet<&str> = pairs.iter().map(|(was, _)| &*was.path).collect();
    let is_paired_new: BTreeSet<&str> = pairs.iter().map(|(_, is)| &*is.path).collect();
    let alone = |side: &Side, layout: &Layout, edit| ItemChange {
        kind: side.kind,
        path: side.path.clone(),
        moved_from: None,
        label: layout.label(&side.path),
        label_before: None,
        title: side.text(Field::Title).map(Into::into),
        edit,
    };
    let gone = old
        .iter()
        .filter(|side| !is_paired_old.contains(&*side.path));
    let came = new
        .iter()
        .filter(|side| !is_paired_new.contains(&*side.path));
    items.extend(gone.map(|side| (alone(side, &old_layout, Edit::Removed), false)));
    items.extend(came.map(|side| (alone(side, &new_layout, Edit::Added), true)));

    let moved: BTreeMap<Box<str>, Box<str>> = pairs
        .iter()
        .filter(|(was, _)| was.kind == ItemKind::Disclosure)
        .filter_map(|(was, is)| Some((folder(&was.path)?.into(), folder(&is.path)?.into())))
        .collect();
    let mut gathering = Gathering {
        disclosures: BTreeMap::new(),
        others: Vec::new(),
    };
    for (item, is_new) in items {
        let layout = if is_new { &new_layout } else { &old_layout };
        let home = layout.disclosure(&item.path).map(|home| match is_new {
            true => home.to_owned(),
            false => moved.get(home).map_or(home, |home| home).to_owned(),
        });
        gathering.add(item, home);
    }
    let mut comparison = gathering.done();
    for disclosure in &mut comparison.disclosures {
        let folder = format!("{}/{}", content::FOLDER, disclosure.folder);
        let side = new.iter().chain(&old).find(|side| {
            side.kind == ItemKind::Disclosure
                && super::matching::folder(&side.path) == Some(folder.as_str())
        });
        let version = match side {
            Some(side) => side.version.clone(),
            None => {
                let card = new_layout.card(&folder);
                let bytes = card
                    .map(|card| after.bytes(card, &mut blobs))
                    .transpose()?
                    .flatten();
                let kind = content::Kind::Disclosure;
                let name = card.unwrap_or_default();
                bytes.and_then(|bytes| content::version(kind, name, bytes, utc_offset))
            }
        };
        let says = |field| {
            let facts = version.as_ref().map(|version| version.facts.as_slice());
            let fact = facts?.iter().find(|fact| fact.field == field)?;
            match &fact.value {
                Value::Text(text) => Some(text.clone()),
                Value::List(_) => None,
            }
        };
        disclosure.title = says(Field::Title);
        disclosure.index_number = says(Field::IndexNumber);
    }
    Ok(comparison)
}

/// What became of a file that both states have; nothing if only its form is another. Also says that it is
/// found in the second state.
fn changed(
    was: &Side,
    is: &Side,
    old_layout: &Layout,
    new_layout: &Layout,
) -> Option<(ItemChange, bool)> {
    let edit = match (&was.version, &is.version) {
        _ if was.name == is.name => Edit::Changed(Vec::new()),
        (Some(was), Some(is)) => Edit::Changed(changes(was, is)),
        _ if is.kind.content().is_some() => Edit::Unreadable,
        _ => Edit::Replaced,
    };
    let label = new_layout.label(&is.path);
    let label_before = old_layout
        .label(&was.path)
        .filter(|before| label.as_ref() != Some(before));
    let moved_from = (stem(&was.path) != stem(&is.path)).then(|| was.path.clone());
    if edit.is_of_form_only() && moved_from.is_none() && label_before.is_none() {
        return None;
    }
    let item = ItemChange {
        kind: is.kind,
        path: is.path.clone(),
        moved_from,
        label,
        label_before,
        title: is.text(Field::Title).map(Into::into),
        edit,
    };
    Some((item, true))
}

struct Gathering {
    disclosures: BTreeMap<String, DisclosureChange>,
    others: Vec<ItemChange>,
}

impl Gathering {
    fn add(&mut self, item: ItemChange, home: Option<String>) {
        let Some(home) = home else {
            self.others.push(item);
            return;
        };
        let shown = home.strip_prefix(content::FOLDER).unwrap_or(&home);
        let shown = shown.trim_start_matches('/');
        let disclosure = self
            .disclosures
            .entry(home.clone())
            .or_insert_with(|| DisclosureChange {
                folder: shown.into(),
                title: None,
                index_number: None,
                card: None,
                parts: Vec::new(),
            });
        match item.kind {
            ItemKind::Disclosure => disclosure.card = Some(item),
            _ => disclosure.parts.push(item),
        }
    }

    fn done(mut self) -> Comparison {
        for disclosure in self.disclosures.values_mut() {
            // What is gone stands where it stood.
            disclosure.parts.sort_by_cached_key(|item| {
                let is_here = item.edit != Edit::Removed;
                (rank(item.label.as_deref()), is_here, item.path.clone())
            });
        }
        self.others.sort_by(|a, b| a.path.cmp(&b.path));
        Comparison {
            disclosures: self.disclosures.into_values().collect(),
            others: self.others,
        }
    }
}

/// The numbers of a label; what has none comes last.
fn rank(label: Option<&str>) -> Vec<usize> {
    match label {
        None => vec![usize::MAX],
        Some(label) => label
            .split('.')
            .filter_map(|number| number.parse().ok())
            .collect(),
    }
}
