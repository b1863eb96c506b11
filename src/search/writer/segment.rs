//! A segment: the records of a run of disclosures (`FORMAT.md`, section 5).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::shards::{self, Entry, Shards};
use super::{Digest, SearchFile, digest, file, hex, path};
use crate::search::bytes::Writer;
use crate::search::envelope::{Kind, Packer};
use crate::search::error::WriteError;
use crate::search::fold::FoldTable;
use crate::search::list::{ListWriter, class_of, code};
use crate::search::pair::{Pair, pairs};
use crate::search::record::Record;

/// How many records a block holds at most …
const BLOCK_RECORDS: usize = 4;
/// … and from how many bytes on it takes no more.
const BLOCK_BYTES: usize = 6144;
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

/// Makes the segment of some records.
pub(in crate::search) fn segment(
    records: &[Record<'_>],
    table: &FoldTable,
) -> Result<Segment, WriteError> {
    let (lists, text_length) = lists(records, table)?;
    let pairs: Vec<Pair> = lists.iter().map(|(pair, _)| *pair).collect();
    let characters = pairs.iter().map(|pair| pair.first()).collect();
    let shards = shards::shards(&lists, Kind::Shard, true)?;
    drop(lists);
    let mut packer = Packer::new();
    let facets = facets(records)?;
    let facets = packer.seal(Kind::Facets, 0, &facets)?.bytes;
    let counts = block_counts(records);
    let blocks = blocks(records, &counts)?;
    let head = head(records.len(), text_length, &shards, &counts)?;
    let head = packer.seal(Kind::Head, 0, &head)?.bytes;
    let files: Vec<&Vec<u8>> = std::iter::once(&head)
        .chain(&shards.files)
        .chain(std::iter::once(&facets))
        .chain(&blocks)
        .collect();
    Ok(Segment {
        digest: digest(&files),
        records: records.len(),
        pairs,
        characters,
        head,
        shards: shards.files,
        facets,
        blocks,
    })
}

/// The list of every pair, ascending, and the sum of the lengths of the texts.
fn lists(records: &[Record<'_>], table: &FoldTable) -> Result<(Vec<Entry>, usize), WriteError> {
    let mut lists: HashMap<Pair, ListWriter> = HashMap::new();
    let mut text_length = 0;
    let mut found: Vec<(Pair, u32)> = Vec::new();
    let mut codes: Vec<u32> = Vec::new();
    for (number, record) in (0_u32..).zip(records) {
        found.clear();
        let mut length = 0;
        for (field, text) in (0_u32..).zip(&record.fields) {
            let folded = table.fold(text);
            length = folded.len();
            for (offset, pair) in pairs(&folded) {
                found.push((pair, code(offset, field)?));
            }
        }
        // The text is the last field.
        text_length += length;
        let class = class_of(length);
        found.sort_unstable();
        for of_pair in found.chunk_by(|a, b| a.0 == b.0) {
            let Some(&(pair, _)) = of_pair.first() else {
                continue;
            };
            codes.clear();
            codes.extend(of_pair.iter().map(|&(_, code)| code));
            lists.entry(pair).or_default().add(number, class, &codes)?;
        }
    }
    let mut lists: Vec<Entry> = lists
        .into_iter()
        .map(|(pair, list)| (pair, list.bytes))
        .collect();
    lists.sort_unstable_by_key(|(pair, _)| *pair);
    Ok((lists, text_length))
}

fn head(
    records: usize,
    text_length: usize,
    shards: &Shards,
    blocks: &[usize],
) -> Result<Writer, WriteError> {
    let mut head = Writer::default();
    head.count(records)?;
    head.count(text_length)?;
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

/// The position of every key of a facet, in the order in which they occur.
#[derive(Default)]
struct Keys<'a> {
    positions: BTreeMap<&'a str, usize>,
    list: Vec<&'a str>,
}

impl<'a> Keys<'a> {
    fn of(values: impl Iterator<Item = &'a str>) -> Self {
        let mut keys = Self::default();
        for value in values {
            if !keys.positions.contains_key(value) {
                keys.positions.insert(value, keys.list.len());
                keys.list.push(value);
            }
        }
        keys
    }

    fn position(&self, key: &str) -> usize {
        self.positions.get(key).copied().unwrap_or_default()
    }
}

fn facets(records: &[Record<'_>]) -> Result<Writer, WriteError> {
    let single: [Vec<Option<&str>>; 4] = [
        records.iter().map(|r| r.facets.chapter).collect(),
        records.iter().map(|r| r.facets.period.as_deref()).collect(),
        records.iter().map(|r| r.facets.column).collect(),
        records.iter().map(|r| r.facets.status).collect(),
    ];
    let [chapter, period, column, status] = single
        .each_ref()
        .map(|values| Keys::of(values.iter().flatten().copied()));
    let units = Keys::of(records.iter().flat_map(|r| r.facets.units.iter().copied()));
    let mut body = Writer::default();
    for keys in [&chapter, &units, &period, &column, &status] {
        body.count(keys.list.len())?;
        for key in &keys.list {
            body.string(key)?;
        }
    }
    for (keys, values) in [&chapter, &period, &column, &status]
        .into_iter()
        .zip(&single)
    {
        for value in values {
            body.count(value.map_or(0, |key| keys.position(key) + 1))?;
        }
    }
    for record in records {
        body.count(record.facets.units.len())?;
        for unit in &record.facets.units {
            body.count(units.position(unit))?;
        }
    }
    Ok(body)
}

/// How many records each block holds.
fn block_counts(records: &[Record<'_>]) -> Vec<usize> {
    let mut counts = Vec::new();
    let (mut count, mut size) = (0, 0);
    for record in records {
        let length: usize = record.fields.iter().map(|field| field.len()).sum();
        if count == BLOCK_RECORDS || (count > 0 && size + length > BLOCK_BYTES) {
            counts.push(count);
            (count, size) = (0, 0);
        }
        count += 1;
        size += length;
    }
    if count > 0 {
        counts.push(count);
    }
    counts
}

fn blocks(records: &[Record<'_>], counts: &[usize]) -> Result<Vec<Vec<u8>>, WriteError> {
    let mut rest = records;
    let mut parts = Vec::with_capacity(counts.len());
    for &count in counts {
        let (part, more) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        parts.push(part);
        rest = more;
    }
    parts
        .into_par_iter()
        .enumerate()
        .map_init(Packer::new, |packer, (number, records)| {
            let mut body = Writer::default();
            for record in records {
                body.byte(record.kind as u8);
                body.string(record.path.as_str())?;
                body.string(&record.date)?;
                body.string(record.parent)?;
                for field in &record.fields {
                    body.string(field)?;
                }
            }
            Ok(packer.seal(Kind::Block, number, &body)?.bytes)
        })
        .collect()
}
