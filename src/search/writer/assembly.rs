//! An index of segments: they are made one after the other, each by all threads, and put at once, so that the
//! lists and files of no more than one are in memory.

use std::collections::BTreeSet;

use super::key::{SegmentKey, key};
use super::known::KnownSegments;
use super::segment::{Facts, Segment, Tiers, segment};
use super::{SearchFile, Written, directory, file, hash, path, start};
use crate::search::error::WriteError;
use crate::search::fold::FoldTable;
use crate::search::record::Record;
use crate::url::OutputPath;

/// Where the files of an index go.
pub trait Sink {
    /// Takes those of the files at these paths that are still there as they were put for the same segment. Gives
    /// back the others.
    fn keep(&mut self, made_from: &SegmentKey, paths: Vec<OutputPath>) -> Vec<OutputPath>;

    /// Takes files; those of a segment with what it was made from, if that could be told.
    fn put(&mut self, files: Vec<SearchFile>, made_from: Option<&SegmentKey>);
}

/// What an index has besides its segments.
pub(in crate::search) struct Parts<'a> {
    pub(in crate::search) tiers: Tiers,
    pub(in crate::search) labels: Vec<u8>,
    pub(in crate::search) names: Vec<u8>,
    pub(in crate::search) simplifications: &'a [(char, char)],
}

/// An index on its way; the open segment comes first.
pub(in crate::search) struct Assembly<'a> {
    known: &'a KnownSegments,
    sink: &'a mut (dyn Sink + Send),
    segments: Vec<Facts>,
    /// What is known from now on.
    remembered: KnownSegments,
}

impl<'a> Assembly<'a> {
    pub(in crate::search) fn new(
        known: &'a KnownSegments,
        sink: &'a mut (dyn Sink + Send),
    ) -> Self {
        Self {
            known,
            sink,
            segments: Vec::new(),
            remembered: KnownSegments::default(),
        }
    }

    /// Adds the segment of these records, which is made only if it was not before, or if it is not there any more.
    pub(super) fn add<'r, R: Iterator<Item = Record<'r>> + Send>(
        &mut self,
        records: impl Fn() -> R,
        table: &FoldTable,
        tiers: Tiers,
    ) -> Result<(), WriteError> {
        let key = match self.known.is_empty() {
            true => None,
            false => key(records(), tiers),
        };
        let known = key.and_then(|key| Some((key, self.known.find(&key)?)));
        let Some((key, (facts, paths))) = known else {
            return self.put(segment(records(), table, tiers)?);
        };
        // Two segments of the same content are one.
        let lacking = match self.has(&facts) {
            true => Vec::new(),
            false => self.sink.keep(&key, paths.clone()),
        };
        if lacking.is_empty() {
            self.remembered.take_over(key, self.known);
            self.segments.push(facts);
            return Ok(());
        }
        let made = segment(records(), table, tiers)?;
        self.remembered.remember(&made)?;
        let mut kept: BTreeSet<OutputPath> = paths.into_iter().collect();
        for path in &lacking {
            kept.remove(path);
        }
        let mut files = made.files;
        files.retain(|file| !kept.contains(&file.path));
        self.sink.put(files, Some(&key));
        self.segments.push(made.facts);
        Ok(())
    }

    /// Adds a segment.
    pub(in crate::search) fn put(&mut self, segment: Segment) -> Result<(), WriteError> {
        self.remembered.remember(&segment)?;
        if !self.has(&segment.facts) {
            self.sink.put(segment.files, segment.key.as_ref());
        }
        self.segments.push(segment.facts);
        Ok(())
    }

    fn has(&self, facts: &Facts) -> bool {
        let mut digests = self.segments.iter().map(|other| other.digest);
        digests.any(|other| other == facts.digest)
    }

    /// Adds what leads to the segments.
    pub(in crate::search) fn finish(self, parts: Parts<'_>) -> Result<Written, WriteError> {
        let directory = directory::directory(&self.segments)?;
        let Parts {
            tiers,
            labels,
            names,
            simplifications,
        } = parts;
        let start = start::start(&start::Parts {
            segments: &self.segments,
            tier: tiers.records,
            directory: &directory,
            labels: &labels,
            names: &names,
            simplifications,
        })?;
        let start_path = path(&format!("start-{}.bin", hash(&[&start])));
        let size = start.len() as u64;
        let mut files = vec![file(start_path.clone(), start)];
        files.extend(directory.files());
        let own = |name: &str, bytes: &Vec<u8>| path(&format!("{name}-{}.bin", hash(&[bytes])));
        files.push(file(own("labels", &labels), labels));
        files.push(file(own("names", &names), names));
        self.sink.put(files, None);
        Ok(Written {
            start: (start_path, size),
            records: self.segments.iter().map(|segment| segment.records).sum(),
            known: self.remembered,
        })
    }
}

#[cfg(test)]
mod tests;
