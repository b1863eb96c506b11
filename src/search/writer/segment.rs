//! A segment: the records of a run of disclosures (`FORMAT.md`, section 5).

use std::collections::HashMap;

use rayon::prelude::*;

use super::blocks::Blocks;
use super::facets::FacetsWriter;
use super::key::{Keys, SegmentKey};
use super::shards::{self, Entry, Shards};
use super::{Digest, SearchFile, digest, file, hex, path};
use crate::pages::context;
use crate::search::bytes::Writer;
use crate::search::envelope::{Kind, Packer};
use crate::search::error::WriteError;
use crate::search::fold::FoldTable;
use crate::search::list::{FIELDS, Lengths, ListWriter, Postings, code};
use crate::search::pair::{Pair, pairs};
use crate::search::record::Record;

/// How many records are read at once.
pub(super) const AT_ONCE: usize = 512;

/// How a segment is divided, so that no more of a long list need be loaded than is asked for.
#[derive(Clone, Copy, Debug)]
pub(in crate::search) struct Tiers {
    /// How many records a tier has; the last may have less.
    pub(in crate::search) records: u32,
    /// Lists of so many bytes are split by tiers.
    pub(in crate::search) long: usize,
}

impl Tiers {
    /// Those of every index but for tests.
    pub(in crate::search) const DEFAULT: Self = Self {
        records: 2048,
        long: 2048,
    };
}

/// A segment, packed.
#[derive(Debug)]
pub(in crate::search) struct Segment {
    pub(super) facts: Facts,
    /// What it was made from; none if that cannot be told.
    pub(super) key: Option<SegmentKey>,
    pub(super) files: Vec<SearchFile>,
}

/// What an index tells of a segment.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub(super) digest: Digest,
    pub(super) records: usize,
    /// The pairs that occur in it, ascending.
    pub(super) pairs: Vec<Pair>,
}

impl Facts {
    /// The characters that begin a pair, ascending.
    pub(super) fn characters(&self) -> impl Iterator<Item = char> {
        let runs = self.pairs.chunk_by(|a, b| a.first() == b.first());
        runs.filter_map(|run| run.first().map(|pair| pair.first()))
    }
}

/// Makes the segment of some records. They are read a few at a time, so that not all of their texts
/// are in memory at once.
pub(in crate::search) fn segment<'a>(
    records: impl IntoIterator<Item = Record<'a>, IntoIter: Send>,
    table: &FoldTable,
    tiers: Tiers,
) -> Result<Segment, WriteError> {
    let mut lists = Lists::default();
    let mut facets = FacetsWriter::default();
    let mut blocks = Blocks::default();
    let mut keys = Keys::new(tiers);
    let mut records = records.into_iter();
    let mut read = || -> Result<Vec<(Record<'a>, ReadRecord)>, WriteError> {
        let some: Vec<Record<'_>> = records.by_ref().take(AT_ONCE).collect();
        some.into_par_iter()
            .map(|record| ReadRecord::new(&record, table).map(|read| (record, read)))
            .collect()
    };
    let mut some = read()?;
    while !some.is_empty() {
        // Lists grow in the order of records, on one thread; the others pack and read on.
        let add = || {
            some.iter().try_for_each(|(record, read)| {
                keys.add(read.digest);
                lists.add(read)?;
                facets.add(&record.facets)
            })
        };
        let go_on = || (blocks.add(some.iter().map(|(record, _)| record)), read());
        let (added, (packed, next)) = rayon::join(add, go_on);
        added.and(packed)?;
        some = next?;
    }
    let Lists {
        records,
        text_length,
        short_length,
        ..
    } = lists;
    let lists = lists.sorted(tiers)?;
    let pairs: Vec<Pair> = lists.iter().map(|entry| entry.pair).collect();
    let shards = shards::shards(&lists, Kind::Shard, true)?;
    drop(lists);
    let mut packer = Packer::new();
    let facets = packer.seal(Kind::Facets, 0, &facets.finish()?)?;
    let (blocks, counts) = blocks.finish()?;
    let records = usize::try_from(records).map_err(|_| WriteError::TooLarge)?;
    let sums = [text_length, short_length];
    let head = head(records, sums, &shards, &counts)?;
    let head = packer.seal(Kind::Head, 0, &head)?;
    let parts: Vec<&Vec<u8>> = std::iter::once(&head)
        .chain(shards.files.iter().flatten())
        .chain(std::iter::once(&facets))
        .chain(&blocks)
        .collect();
    let facts = Facts {
        digest: digest(&parts),
        records,
        pairs,
    };
    let mut named = Named::new(facts.digest);
    named.add("head.bin".to_owned(), head);
    named.add("facets.bin".to_owned(), facets);
    for (number, mut shard) in shards.files.into_iter().enumerate() {
        if shard.len() == 1
            && let Some(bytes) = shard.pop()
        {
            named.add(format!("{number}.bin"), bytes);
        }
        for (tier, bytes) in shard.into_iter().enumerate() {
            named.add(format!("{number}-{tier}.bin"), bytes);
        }
    }
    for (number, bytes) in blocks.into_iter().enumerate() {
        named.add(format!("b{number}.bin"), bytes);
    }
    Ok(Segment {
        facts,
        key: keys.finish(),
        files: named.files,
    })
}

/// The files of a segment by their paths.
struct Named {
    folder: String,
    files: Vec<SearchFile>,
}

impl Named {
    fn new(digest: Digest) -> Self {
        Self {
            folder: hex(digest),
            files: Vec::new(),
        }
    }

    fn add(&mut self, name: String, bytes: Vec<u8>) {
        let path = path(&format!("{}/{name}", self.folder));
        self.files.push(file(path, bytes));
    }
}

/// The pairs of a record.
struct ReadRecord {
    /// Ascending.
    pairs: Vec<(Pair, u32)>,
    /// How long each field is, folded.
    lengths: [usize; FIELDS],
    /// Stands for the record; none if it cannot be told.
    digest: Option<[u8; 32]>,
}

impl ReadRecord {
    fn new(record: &Record<'_>, table: &FoldTable) -> Result<Self, WriteError> {
        let mut found = Vec::new();
        let mut lengths = [0; FIELDS];
        for ((field, text), length) in (0_u32..).zip(&record.fields).zip(&mut lengths) {
            let folded = table.fold(text);
            *length = folded.len();
            for (offset, pair) in pairs(&folded) {
                found.push((pair, code(offset, field)?));
            }
        }
        found.sort_unstable();
        Ok(Self {
            pairs: found,
            lengths,
            digest: context::digest(record),
        })
    }
}

/// The lists of all pairs so far.
#[derive(Default)]
struct Lists {
    lists: HashMap<Pair, ListWriter>,
    records: u32,
    /// The sum of the lengths of all texts.
    text_length: usize,
    /// The sum of the lengths of all other fields, as lists tell them.
    short_length: usize,
    codes: Vec<u32>,
}

impl Lists {
    fn add(&mut self, record: &ReadRecord) -> Result<(), WriteError> {
        let lengths = Lengths::of(record.lengths);
        for of_pair in record.pairs.chunk_by(|a, b| a.0 == b.0) {
            let Some(&(pair, _)) = of_pair.first() else {
                continue;
            };
            self.codes.clear();
            self.codes.extend(of_pair.iter().map(|&(_, code)| code));
            let list = self.lists.entry(pair).or_default();
            list.add(self.records, lengths, &self.codes)?;
        }
        self.records += 1;
        let [.., text] = record.lengths;
        self.text_length += text;
        self.short_length += usize::from(lengths.short);
        Ok(())
    }

    /// All lists in the order of their pairs; long ones split by tiers.
    fn sorted(self, tiers: Tiers) -> Result<Vec<Entry>, WriteError> {
        let mut lists: Vec<(Pair, ListWriter)> = self.lists.into_iter().collect();
        lists.sort_unstable_by_key(|(pair, _)| *pair);
        let mut entries = Vec::with_capacity(lists.len());
        for (pair, list) in lists {
            let values = if list.bytes.len() < tiers.long || self.records <= tiers.records {
                vec![list.bytes]
            } else {
                by_tiers(&list.bytes, self.records, tiers.records)?
            };
            entries.push(Entry { pair, values });
        }
        Ok(entries)
    }
}

/// A list as one for each tier of a segment of `records` records.
fn by_tiers(list: &[u8], records: u32, tier: u32) -> Result<Vec<Vec<u8>>, WriteError> {
    // What was just written can be read.
    let postings = Postings::read(list, records).map_err(|_| WriteError::TooLarge)?;
    let count = usize::try_from(records.div_ceil(tier)).unwrap_or_default();
    let mut lists: Vec<ListWriter> = Vec::new();
    lists.resize_with(count, ListWriter::default);
    for posting in postings.iter() {
        let tier = usize::try_from(posting.record / tier).unwrap_or_default();
        if let Some(list) = lists.get_mut(tier) {
            list.add(posting.record, posting.lengths, posting.codes)?;
        }
    }
    Ok(lists.into_iter().map(|list| list.bytes).collect())
}

fn head(
    records: usize,
    lengths: [usize; 2],
    shards: &Shards,
    blocks: &[usize],
) -> Result<Writer, WriteError> {
    let mut head = Writer::default();
    head.count(records)?;
    for length in lengths {
        head.count(length.max(1))?;
    }
    head.count(shards.files.len())?;
    head.keys(shards.begin.iter().copied())?;
    for files in &shards.files {
        head.byte(u8::from(files.len() > 1));
    }
    head.count(blocks.len())?;
    for &count in blocks {
        head.byte(u8::try_from(count).map_err(|_| WriteError::TooLarge)?);
    }
    Ok(head)
}
