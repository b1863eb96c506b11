//! Names that are found as they are written, or by their pinyin (`FORMAT.md`, section 7.2).

use std::collections::BTreeMap;

use super::bytes::Reader;
use super::error::Fault;
use super::fold::FoldTable;

/// What a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum NameKind {
    /// A unit.
    Unit = 1,
    /// A column.
    Column = 2,
    /// A chapter.
    Chapter = 3,
    /// A disclosure.
    Disclosure = 4,
    /// A place that texts name.
    Place = 5,
}

impl NameKind {
    const ALL: [Self; 5] = [
        Self::Unit,
        Self::Column,
        Self::Chapter,
        Self::Disclosure,
        Self::Place,
    ];

    /// The word for it in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Column => "column",
            Self::Chapter => "chapter",
            Self::Disclosure => "disclosure",
            Self::Place => "place",
        }
    }
}

/// A name that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is of.
    pub kind: NameKind,
    /// The name.
    pub name: String,
    /// The path of its page; empty if it has none, and is only a text to search for.
    pub path: String,
}

/// The names of a site.
#[derive(Debug, Default)]
pub(super) struct Names {
    readings: BTreeMap<char, Vec<String>>,
    names: Vec<(Suggestion, Vec<char>)>,
}

impl Names {
    pub(super) fn read(mut reader: Reader<'_>, table: &FoldTable) -> Result<Self, Fault> {
        let mut found = Self::default();
        let mut code = 0_u32;
        for _ in 0..reader.count()? {
            code = code.checked_add(reader.varint()?).ok_or(Fault::Value)?;
            let c = char::from_u32(code).ok_or(Fault::Value)?;
            let readings = reader.string()?.split(' ').map(str::to_owned).collect();
            found.readings.insert(c, readings);
        }
        for _ in 0..reader.count()? {
            let kind = reader.byte()?;
            let kind = NameKind::ALL.into_iter().find(|k| *k as u8 == kind);
            let name = reader.string()?.to_owned();
            let path = reader.string()?.to_owned();
            let folded = table.fold(&name);
            let kind = kind.ok_or(Fault::Value)?;
            found.names.push((Suggestion { kind, name, path }, folded));
        }
        reader.end()?;
        Ok(found)
    }

    /// The first `count` names that match a folded text without spaces.
    pub(super) fn matching(&self, text: &[char], count: usize) -> Vec<Suggestion> {
        if text.is_empty() {
            return Vec::new();
        }
        let pinyin = is_pinyin(text);
        let mut found: Vec<(bool, usize, &Suggestion)> = self
            .names
            .iter()
            .filter_map(|(suggestion, folded)| {
                let at = (0..folded.len()).find(|&at| {
                    let rest = folded.get(at..).unwrap_or_default();
                    rest.starts_with(text) || (pinyin && self.sounds(rest, text))
                })?;
                Some((at > 0, folded.len(), suggestion))
            })
            .collect();
        // A stable sort: names that are equal here stay in the order of the file.
        found.sort_by_key(|&(inside, length, _)| (inside, length));
        let found = found.into_iter().take(count);
        found.map(|(_, _, suggestion)| suggestion.clone()).collect()
    }

    /// Whether a text is made of beginnings of the readings of the first of these characters.
    fn sounds(&self, name: &[char], text: &[char]) -> bool {
        // What lengths of the text the characters so far can make.
        let mut reached = vec![false; text.len() + 1];
        if let Some(start) = reached.first_mut() {
            *start = true;
        }
        for &c in name {
            let mut next = vec![false; text.len() + 1];
            let itself = [String::from(c)];
            let readings = self.readings.get(&c).map_or(&itself[..], Vec::as_slice);
            for (at, _) in reached.iter().enumerate().filter(|(_, reached)| **reached) {
                let rest = text.get(at..).unwrap_or_default();
                for reading in readings {
                    let common = (reading.chars().zip(rest)).take_while(|(a, b)| a == *b);
                    for length in 1..=common.count() {
                        if let Some(place) = next.get_mut(at + length) {
                            *place = true;
                        }
                    }
                }
            }
            if next.last() == Some(&true) {
                return true;
            }
            if !next.contains(&true) {
                return false;
            }
            reached = next;
        }
        false
    }
}

/// Whether a folded text may be pinyin.
pub(super) fn is_pinyin(text: &[char]) -> bool {
    !text.is_empty() && text.iter().all(char::is_ascii_lowercase)
}

/// What of a folded text names are matched with.
pub(super) fn key(folded: Vec<char>) -> Vec<char> {
    folded
        .into_iter()
        .filter(|c| !matches!(c, ' ' | '\''))
        .collect()
}
