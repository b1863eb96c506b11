//! What facet values are called, and names with their pinyin (`FORMAT.md`, section 7).

use std::collections::{BTreeMap, BTreeSet};

use pinyin::ToPinyinMulti;

use super::places::Places;
use crate::model::Status;
use crate::pages::{Plan, paths};
use crate::search::bytes::Writer;
use crate::search::envelope::{Kind, Packer};
use crate::search::error::WriteError;
use crate::search::fold::FoldTable;
use crate::search::suggestion::NameKind;

/// How many names there are at most; later ones, of older disclosures, are left out.
const MOST: usize = 4000;
/// How many tasks are read for names of places.
const READ: usize = 10_000;

/// The file of labels.
pub(super) fn labels(plan: &Plan<'_>) -> Result<Vec<u8>, WriteError> {
    let site = plan.input.site;
    let index = plan.input.index;
    let units: BTreeMap<&str, &str> = site
        .units
        .iter()
        .map(|(_, unit)| (unit.id.as_str(), unit.name.value.as_ref()))
        .collect();
    let chinese = site.settings.language.value.starts_with("zh");
    let periods: BTreeMap<String, String> = index
        .disclosures
        .iter()
        .filter_map(|placed| placed.disclosure.period.as_ref())
        .map(|period| {
            let period = period.value;
            let label = if chinese {
                period.label_zh()
            } else {
                period.label_en()
            };
            (period.to_string(), label)
        })
        .collect();
    let columns: BTreeMap<&str, &str> = index
        .columns
        .iter()
        .filter_map(|lineage| lineage.last())
        .map(|column| (column.path.as_str(), column.title.value.as_ref()))
        .collect();
    let statuses: BTreeMap<&str, String> = Status::ALL
        .into_iter()
        .map(|status| {
            // As the theme's strings are named.
            let key = format!("status_{}", status.word().replace('-', "_"));
            (status.word(), plan.input.words.get(&key).to_owned())
        })
        .collect();
    let mut body = Writer::default();
    put(&mut body, &units)?;
    put(&mut body, &periods)?;
    put(&mut body, &columns)?;
    put(&mut body, &statuses)?;
    Packer::new().seal(Kind::Labels, 0, &body)
}

fn put<K: AsRef<str>, L: AsRef<str>>(
    body: &mut Writer,
    labels: &BTreeMap<K, L>,
) -> Result<(), WriteError> {
    body.count(labels.len())?;
    for (key, label) in labels {
        body.string(key.as_ref())?;
        body.string(label.as_ref())?;
    }
    Ok(())
}

/// The file of names.
pub(super) fn names(plan: &Plan<'_>, table: &FoldTable) -> Result<Vec<u8>, WriteError> {
    let mut names: Vec<(NameKind, &str, String)> = Vec::new();
    let mut seen = BTreeSet::new();
    let site = plan.input.site;
    let index = plan.input.index;
    let mut add = |kind, name, path: String| {
        if names.len() < MOST && seen.insert((kind, name, path.clone())) {
            names.push((kind, name, path));
        }
    };
    for (_, unit) in site.units.iter() {
        let path = paths::unit(&unit.id);
        for name in unit.names() {
            add(NameKind::Unit, &name.value, path.as_str().to_owned());
        }
    }
    for column in index.columns.iter().skip(1).filter_map(|way| way.last()) {
        let path = paths::column(&column.path);
        add(
            NameKind::Column,
            &column.title.value,
            path.as_str().to_owned(),
        );
    }
    for placed in &index.disclosures {
        let path = paths::disclosure(&placed.disclosure.path);
        let title = &placed.disclosure.card.title.value;
        add(NameKind::Disclosure, title, path.as_str().to_owned());
        for chapter in placed.disclosure.chapters() {
            add(NameKind::Chapter, &chapter.title.value, String::new());
        }
    }
    let places = places(plan);
    for place in &places {
        add(NameKind::Place, place, String::new());
    }
    let characters: BTreeSet<char> = names
        .iter()
        .flat_map(|(_, name, _)| table.fold(name))
        .collect();
    let readings: Vec<(char, String)> = characters
        .into_iter()
        .filter_map(|c| Some((c, readings(c)?)))
        .collect();
    let mut body = Writer::default();
    body.count(readings.len())?;
    let mut before = 0;
    for (c, readings) in readings {
        let code = u32::from(c);
        body.varint(code.checked_sub(before).ok_or(WriteError::TooLarge)?)?;
        body.string(&readings)?;
        before = code;
    }
    body.count(names.len())?;
    for (kind, name, path) in names {
        body.byte(kind as u8);
        body.string(name)?;
        body.string(&path)?;
    }
    Packer::new().seal(Kind::Names, 0, &body)
}

/// Names of places in the tasks of the newest disclosures.
fn places(plan: &Plan<'_>) -> Vec<String> {
    let mut places = Places::default();
    let disclosures = plan.input.index.disclosures.iter();
    for place in disclosures.flat_map(|placed| &placed.tasks).take(READ) {
        places.read(&place.task.title.value);
        if let Some(progress) = &place.task.progress {
            places.read(&progress.source);
        }
    }
    places.names()
}

/// The readings of a character without tones, each once.
fn readings(c: char) -> Option<String> {
    let mut readings: Vec<String> = Vec::new();
    for reading in c.to_pinyin_multi()? {
        // What is typed for ü is v.
        let plain = reading.plain().replace('ü', "v");
        if !readings.contains(&plain) {
            readings.push(plain);
        }
    }
    Some(readings.join(" "))
}
