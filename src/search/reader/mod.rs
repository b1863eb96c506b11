//! Answers queries from the files of an index, as the script of the theme does (`FORMAT.md`).

mod answer;
mod facets;
mod files;
mod nearest;
mod phrase;
mod rank;
mod segment;
mod show;
mod start;

pub use self::answer::{Answer, Excerpt, FacetCount, FacetCounts, Filter, Hit, Piece, Query};
pub use self::files::{Files, FilesIn, find_start};

use self::facets::{Labels, Selection};
use self::files::{at, fetch};
use self::rank::{Found, Place};
use self::segment::Segment;
use self::start::Start;
use super::envelope::Kind;
use super::error::{Fault, SearchError};
use super::record::Facet;
use super::suggestion::{self, Names, Suggestion};
use super::writer::hex;
use super::{MAX_CHARACTERS, MAX_PARTS};

/// How many suggestions an answer has at most.
const SUGGESTIONS: usize = 8;

/// Searches an index.
#[derive(Debug)]
pub struct Search<F> {
    files: F,
    start: Start,
    segments: Vec<Segment>,
    labels: Option<Labels>,
    names: Option<Names>,
}

/// The parts of a query, folded.
type Parts = Vec<Vec<char>>;

impl<F: Files> Search<F> {
    /// Opens an index at its start file.
    ///
    /// # Errors
    /// If that cannot be read or is damaged.
    pub fn open(files: F, start: &str) -> Result<Self, SearchError> {
        let body = fetch(&files, start, Kind::Start, 0)?;
        let start = at(start, Start::read(body.reader()))?;
        let segments = start
            .segments
            .iter()
            .map(|&(digest, records)| Segment::new(hex(digest), records, start.tier))
            .collect();
        Ok(Self {
            files,
            start,
            segments,
            labels: None,
            names: None,
        })
    }

    /// How many records can be found.
    #[must_use]
    pub fn records(&self) -> usize {
        let records = self.start.segments.iter();
        records.fold(0, |sum, (_, records)| sum.saturating_add(*records))
    }

    /// Answers a query.
    ///
    /// # Errors
    /// If a file that is needed cannot be read or is damaged, or the query is too long.
    pub fn query(&mut self, query: &Query<'_>) -> Result<Answer, SearchError> {
        let parts = self.parts(query.text)?;
        let mut found = self.find(&parts, query.filters, usize::MAX)?;
        let mut answer = Answer {
            exact: found.len(),
            ..Answer::default()
        };
        answer.facets = self.count_facets(&found)?;
        found = found
            .into_iter()
            .skip(query.offset)
            .take(query.count)
            .collect();
        answer.hits = self.hits(&found, &parts)?;
        if answer.exact == 0 && !parts.is_empty() {
            answer.nearest = self.nearest(&parts, query.filters)?;
        }
        let key = suggestion::key(self.start.table.fold(query.text));
        if suggestion::is_pinyin(&key) {
            answer.suggestions = self.suggest(query.text, SUGGESTIONS)?;
        }
        Ok(answer)
    }

    /// The first hits of a query, reading no more segments than these need: what a browser shows
    /// first. There may be more than `count`.
    ///
    /// # Errors
    /// As [`Search::query`].
    pub fn first(
        &mut self,
        text: &str,
        filters: &[Filter],
        count: usize,
    ) -> Result<Vec<Hit>, SearchError> {
        let parts = self.parts(text)?;
        let mut found = self.find(&parts, filters, count)?;
        found.truncate(count);
        self.hits(&found, &parts)
    }

    /// Names that a text may mean, by their characters or their pinyin.
    ///
    /// # Errors
    /// If the file of names cannot be read or is damaged.
    pub fn suggest(&mut self, text: &str, count: usize) -> Result<Vec<Suggestion>, SearchError> {
        let key = suggestion::key(self.start.table.fold(text));
        let names = match self.names.take() {
            Some(names) => names,
            None => {
                let path = format!("names-{}.bin", hex(self.start.names));
                let body = fetch(&self.files, &path, Kind::Names, 0)?;
                at(&path, Names::read(body.reader(), &self.start.table))?
            }
        };
        let found = names.matching(&key, count);
        self.names = Some(names);
        Ok(found)
    }

    /// The parts of a text: `FORMAT.md`, section 9.1.
    fn parts(&self, text: &str) -> Result<Parts, SearchError> {
        let folded = self.start.table.fold(text);
        let mut parts: Parts = Vec::new();
        for part in folded.split(|&c| c == ' ') {
            if !part.is_empty() && parts.iter().all(|other| other != part) {
                parts.push(part.to_vec());
            }
        }
        if parts.len() > MAX_PARTS || folded.len() > MAX_CHARACTERS {
            return Err(SearchError::QueryTooLong);
        }
        Ok(parts)
    }

    /// What is found, in order, until there are `enough` or all segments were asked.
    fn find(
        &mut self,
        parts: &Parts,
        filters: &[Filter],
        enough: usize,
    ) -> Result<Vec<Found>, SearchError> {
        let mut all = Vec::new();
        if parts.is_empty() && filters.is_empty() {
            return Ok(all);
        }
        let mut asked: Option<Vec<bool>> = None;
        for number in 0..self.segments.len() {
            if all.len() >= enough {
                break;
            }
            // The directory is of use only beyond the open segment.
            if number > 0 {
                let asked = match &asked {
                    Some(asked) => asked,
                    None => {
                        let found = self.start.segments_with(&self.files, parts)?;
                        asked.insert(found)
                    }
                };
                if asked.get(number) == Some(&false) {
                    continue;
                }
            }
            for tier in 0..self.tiers(number)? {
                if all.len() < enough {
                    all.extend(self.find_in(number, tier, parts, filters)?);
                }
            }
        }
        Ok(all)
    }

    /// How many tiers a segment has.
    fn tiers(&mut self, segment: usize) -> Result<usize, SearchError> {
        match self.segments.get_mut(segment) {
            Some(segment) => Ok(segment.head(&self.files)?.tiers()),
            None => Ok(0),
        }
    }

    fn find_in(
        &mut self,
        number: usize,
        tier: usize,
        parts: &Parts,
        filters: &[Filter],
    ) -> Result<Vec<Found>, SearchError> {
        let Some(segment) = self.segments.get_mut(number) else {
            return Ok(Vec::new());
        };
        let head = segment.head(&self.files)?;
        let mut postings = Vec::with_capacity(parts.len());
        for part in parts {
            let found = segment.part(&self.files, part, tier)?;
            if found.len() == 0 {
                return Ok(Vec::new());
            }
            postings.push(found);
        }
        let mut records: Vec<u32> = match postings.split_first() {
            None => head.tier(tier).collect(),
            Some((first, others)) => first
                .records()
                .filter(|&record| others.iter().all(|other| other.get(record).is_some()))
                .collect(),
        };
        if !filters.is_empty() && !records.is_empty() {
            let selection = Selection::new(segment.facets(&self.files)?, filters);
            records.retain(|&record| selection.has(record));
        }
        Ok(rank::ranked(
            Place {
                segment: number,
                tier,
            },
            &head,
            parts,
            &postings,
            &records,
        ))
    }

    fn hits(&mut self, found: &[Found], parts: &Parts) -> Result<Vec<Hit>, SearchError> {
        found
            .iter()
            .map(|found| self.hit(found.segment, found.record, parts, Some(found.score)))
            .collect()
    }

    /// What is shown of a record, with the places of `marks` in it.
    fn hit(
        &mut self,
        segment: usize,
        record: u32,
        marks: &Parts,
        score: Option<f64>,
    ) -> Result<Hit, SearchError> {
        let table = &self.start.table;
        let segment = self.segments.get_mut(segment);
        let segment = segment.ok_or_else(|| SearchError::Damaged {
            path: String::new(),
            fault: Fault::Value,
        })?;
        let stored = segment.stored(&self.files, record)?;
        Ok(show::hit(stored, table, marks, score))
    }

    fn count_facets(&mut self, found: &[Found]) -> Result<FacetCounts, SearchError> {
        let mut counts = facets::Counts::default();
        for of_segment in found.chunk_by(|a, b| a.segment == b.segment) {
            let number = of_segment.first().map_or(0, |found| found.segment);
            if let Some(segment) = self.segments.get_mut(number) {
                let columns = segment.facets(&self.files)?;
                counts.add(columns, of_segment.iter().map(|found| found.record));
            }
        }
        if counts.is_empty() {
            return Ok(FacetCounts::default());
        }
        let labels = self.labels()?;
        Ok(counts.labelled(labels))
    }

    /// The keys of the values of a facet that a text names: by their key or by what they are called;
    /// the text itself if it names none.
    ///
    /// # Errors
    /// If the file of labels cannot be read or is damaged.
    pub fn keys(&mut self, facet: Facet, text: &str) -> Result<Vec<String>, SearchError> {
        Ok(self.labels()?.keys(facet, text))
    }

    fn labels(&mut self) -> Result<&Labels, SearchError> {
        let labels = match self.labels.take() {
            Some(labels) => labels,
            None => {
                let path = format!("labels-{}.bin", hex(self.start.labels));
                let body = fetch(&self.files, &path, Kind::Labels, 0)?;
                at(&path, Labels::read(body.reader()))?
            }
        };
        Ok(self.labels.insert(labels))
    }
}
