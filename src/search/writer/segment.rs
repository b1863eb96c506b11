//! A segment: the records of a run of disclosures (`FORMAT.md`, section 5).

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::blocks::Blocks;
use super::facets::FacetsWriter;
use super::shards::{self, Entry, Shards};
use super::{Digest, SearchFile, digest, file, hex, path};
use crate::search::bytes::Writer;
use crate::search::envelope::{Kind, Packer};
use crate::search::error::WriteError;
use crate::search::fold::FoldTable;
use crate::search::list::{FIELDS, Lengths, ListWriter, code};
use crate::search::pair::{Pair, pairs};
use crate::search::record::Record;

/// How many records are read at once.
const AT_ONCE: usize = 512;
/// The sizes of shards are told in units of so many bytes.
const SIZE_UNIT: usize = 8192;

/// A segment, packed.
#[derive(Debug)]
pub(in crate::search) struct Segment {
    pub(super) digest: Digest,
    pub(super) records: usize,
    /// The pairs that occur in it, ascending.
    pub(super) pairs: Vec<Pair>,
    /// The characters that begin a pair.
    pub(super) characters: BTreeSet<char>,
    head: Vec<u8>,
    shards: Vec<Vec<u8>>,
    facets: Vec<u8>,
    blocks: Vec<Vec<u8>>,
}

impl Segment {
    /// Its files.
    pub(super) fn files(self) -> impl Iterator<Item = SearchFile> {
        let folder = hex(self.digest);
        let named = |name: String, bytes| file(path(&format!("{folder}/{name}")), bytes);
        let mut files = vec![
            named("head.bin".to_owned(), self.head),
            named("facets.bin".to_owned(), self.facets),
        ];
        for (number, bytes) in self.shards.into_iter().enumerate() {
            files.push(named(format!("{number}.bin"), bytes));
        }
        for (number, bytes) in self.blocks.into_iter().enumerate() {
            files.push(named(format!("b{number}.bin"), bytes));
        }
        files.into_iter()
    }
}

/// Makes the segment of some records. They are read a few at a time, so that not all of their texts
/// are in memory at once.
pub(in crate::search) fn segment<'a>(
    records: impl IntoIterator<Item = Record<'a>>,
    table: &FoldTable,
) -> Result<Segment, WriteError> {
    let mut lists = Lists::default();
    let mut facets = FacetsWriter::default();
    let mut blocks = Blocks::default();
    let mut records = records.into_iter();
    loop {
        let some: Vec<Record<'_>> = records.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            break;
        }
        let read: Vec<ReadRecord> = some
            .par_iter()
            .map(|record| ReadRecord::new(record, table))
            .collect::<Result<_, WriteError>>()?;
        for record in &read {
            lists.add(record)?;
        }
        for record in &some {
            facets.add(&record.facets)?;
        }
        blocks.add(&some)?;
    }
    let Lists {
        records,
        text_length,
        short_length,
        ..
    } = lists;
    let lists = lists.sorted();
    let pairs: Vec<Pair> = lists.iter().map(|(pair, _)| *pair).collect();
    let characters = pairs.iter().map(|pair| pair.first()).collect();
    let shards = shards::shards(&lists, Kind::Shard, true)?;
    drop(lists);
    let mut packer = Packer::new();
    let facets = packer.seal(Kind::Facets, 0, &facets.finish()?)?.bytes;
    let (blocks, counts) = blocks.finish()?;
    let records = usize::try_from(records).map_err(|_| WriteError::TooLarge)?;
    let sums = [text_length, short_length];
    let head = head(records, sums, &shards, &counts)?;
    let head = packer.seal(Kind::Head, 0, &head)?.bytes;
    let files: Vec<&Vec<u8>> = std::iter::once(&head)
        .chain(&shards.files)
        .chain(std::iter::once(&facets))
        .chain(&blocks)
        .collect();
    Ok(Segment {
        digest: digest(&files),
        records,
        pairs,
        characters,
        head,
        shards: shards.files,
        facets,
        blocks,
    })
}

/// The pairs of a record.
struct ReadRecord {
    /// Ascending.
    pairs: Vec<(Pair, u32)>,
    /// How long each field is, folded.
    lengths: [usize; FIELDS],
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

    fn sorted(self) -> Vec<Entry> {
        let lists = self.lists.into_iter();
        let mut lists: Vec<Entry> = lists.map(|(pair, list)| (pair, list.bytes)).collect();
        lists.sort_unstable_by_key(|(pair, _)| *pair);
        lists
    }
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
    for size in &shards.sizes {
        head.count(size / SIZE_UNIT)?;
    }
    head.count(blocks.len())?;
    for &count in blocks {
        head.byte(u8::try_from(count).map_err(|_| WriteError::TooLarge)?);
    }
    Ok(head)
}
