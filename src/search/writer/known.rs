//! Segments that were made before: one that would be made from the same records is not made again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::key::SegmentKey;
use super::segment::{Facts, Segment};
use super::{Digest, hex, path};
use crate::search::bytes::{Reader, Writer};
use crate::search::error::WriteError;
use crate::url::OutputPath;

/// What is known of the segments of an index, by what they were made from. It holds for the program that made
/// them.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct KnownSegments(BTreeMap<SegmentKey, Known>);

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Known {
    digest: Digest,
    records: usize,
    /// How many pairs occur in it, and they as the format writes keys.
    pairs: (usize, Vec<u8>),
    /// The names of its files in its folder.
    names: Vec<Box<str>>,
}

impl KnownSegments {
    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The segment that was made from this, and the paths of its files.
    pub(super) fn find(&self, key: &SegmentKey) -> Option<(Facts, Vec<OutputPath>)> {
        let known = self.0.get(key)?;
        let (count, pairs) = &known.pairs;
        let facts = Facts {
            digest: known.digest,
            records: known.records,
            pairs: Reader::new(pairs).keys(*count).ok()?,
        };
        let folder = hex(known.digest);
        let names = known.names.iter();
        let paths = names.map(|name| path(&format!("{folder}/{name}")));
        Some((facts, paths.collect()))
    }

    /// Takes over what `other` knows of a segment.
    pub(super) fn take_over(&mut self, key: SegmentKey, other: &Self) {
        if let Some(known) = other.0.get(&key) {
            self.0.insert(key, known.clone());
        }
    }

    pub(super) fn remember(&mut self, segment: &Segment) -> Result<(), WriteError> {
        let Some(key) = segment.key else {
            return Ok(());
        };
        let facts = &segment.facts;
        let mut pairs = Writer::default();
        pairs.keys(facts.pairs.iter().copied())?;
        let paths = segment.files.iter().map(|file| file.path.as_str());
        let names = paths.filter_map(|path| path.rsplit('/').next());
        let known = Known {
            digest: facts.digest,
            records: facts.records,
            pairs: (facts.pairs.len(), pairs.bytes),
            names: names.map(Box::from).collect(),
        };
        self.0.insert(key, known);
        Ok(())
    }
}
