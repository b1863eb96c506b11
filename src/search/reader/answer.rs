//! Queries and answers.

use std::collections::BTreeMap;

use crate::search::record::{Facet, RecordKind};
use crate::search::suggestion::Suggestion;

/// Narrows a result: one of the values of a record's facet must be one of the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The facet.
    pub facet: Facet,
    /// The keys.
    pub keys: Vec<String>,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Query<'q> {
    /// What is typed: parts by spaces, each of which must occur as a phrase.
    pub text: &'q str,
    /// All of them must be met.
    pub filters: &'q [Filter],
    /// How many hits to pass over.
    pub offset: usize,
    /// How many hits to give.
    pub count: usize,
}

impl<'q> Query<'q> {
    /// The first ten hits of a text.
    #[must_use]
    pub fn new(text: &'q str) -> Self {
        Self {
            text,
            filters: &[],
            offset: 0,
            count: 10,
        }
    }
}

/// What is answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// How many records there are in which all parts occur.
    pub exact: usize,
    /// Those of them that were asked for, in order.
    pub hits: Vec<Hit>,
    /// How many of the exact records have which values.
    pub facets: FacetCounts,
    /// If there is no exact one: records that have most in common with the query, which are no hits.
    pub nearest: Vec<Hit>,
    /// If the text may be pinyin: names that sound like it.
    pub suggestions: Vec<Suggestion>,
}

/// For each facet its values: those of most records first, equal ones by key.
pub type FacetCounts = BTreeMap<Facet, Vec<FacetCount>>;

/// How many records have a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCount {
    /// The value, as filters name it.
    pub key: String,
    /// What people call it.
    pub label: String,
    /// How many records.
    pub count: usize,
}

/// A record as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// What it is.
    pub kind: RecordKind,
    /// The path of its page in the site.
    pub path: String,
    /// The day of publication, or of the last update of a plain page; empty if that is not told.
    pub date: String,
    /// What it lies in: the title of a disclosure or of a column.
    pub parent: String,
    /// Its title.
    pub title: Vec<Piece>,
    /// The names of its units, or its index number and document number; one a line.
    pub units: Vec<Piece>,
    /// The title of its chapter.
    pub chapter: Vec<Piece>,
    /// What of its text is around the first places found.
    pub text: Excerpt,
    /// How well it fits; none for one that is only near.
    pub score: Option<f64>,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it is what was searched for.
    pub found: bool,
}

/// A piece of a longer text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// Whether something stands before it.
    pub cut_before: bool,
    /// The text.
    pub pieces: Vec<Piece>,
    /// Whether something stands after it.
    pub cut_after: bool,
}
