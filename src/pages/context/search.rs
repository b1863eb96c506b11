use serde::Serialize;

use super::{DisclosureItem, Frame, Link};

/// The search page: `search.html`. What it lists can be read without the script that searches.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Search<'a> {
    /// What every page has.
    pub frame: Frame<'a>,
    /// The URL of the file at which readers of the search index begin; none if the site has no index.
    pub start: Option<String>,
    /// Units by the sound of their names: all of them, or, where there are very many, those with the
    /// most tasks.
    pub letters: Vec<Letter<'a>>,
    /// How many units there are.
    pub unit_count: usize,
    /// The chapters of the newest disclosures that have any.
    pub chapters: Vec<ChapterLinks<'a>>,
    /// The newest disclosures by year, newest first.
    pub years: Vec<Year<'a>>,
    /// How many disclosures there are.
    pub disclosure_count: usize,
}

/// Units whose names begin with one letter in pinyin; a character that most of them begin with, such as
/// 区, is passed over.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Letter<'a> {
    /// `A` to `Z`; `#` for what has no sound.
    pub letter: String,
    /// The units, in the order of their sounds.
    pub units: Vec<Link<'a>>,
}

/// A disclosure and its chapters.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ChapterLinks<'a> {
    /// The disclosure.
    pub disclosure: Link<'a>,
    /// Its chapters, with their numbers.
    pub chapters: Vec<Link<'a>>,
}

/// The disclosures of a year.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Year<'a> {
    /// The year.
    pub year: i16,
    /// What was published in it, newest first.
    pub disclosures: Vec<DisclosureItem<'a>>,
}
