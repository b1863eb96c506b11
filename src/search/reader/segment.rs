//! A segment whose files are read as they are needed.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::facets::Columns;
use super::files::{Files, at, fetch};
use super::phrase::shard_of;
use crate::search::bytes::Reader;
use crate::search::envelope::{Body, Kind};
use crate::search::error::{Fault, SearchError};
use crate::search::list::{FIELDS, Postings};
use crate::search::pair::Pair;
use crate::search::record::RecordKind;

/// How many shards are kept at most.
const KEPT: usize = 512;
/// The tier of a shard that is not split.
const WHOLE: usize = usize::MAX;

/// A segment and what of it has been read.
#[derive(Debug)]
pub(super) struct Segment {
    folder: String,
    records: usize,
    tier: u32,
    head: Option<Arc<Head>>,
    columns: Option<Columns>,
    /// By number and tier.
    shards: BTreeMap<(usize, usize), Shard>,
}

/// What the head of a segment says.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) records: u32,
    /// How many records a tier has; the last may have less.
    tier: u32,
    /// The sum of the lengths of all texts, at least 1.
    pub(super) text_length: u32,
    /// The sum of the lengths of all other fields, as lists tell them; at least 1.
    pub(super) short_length: u32,
    /// Where each shard begins.
    pub(super) begin: Vec<Pair>,
    /// Whether each has a file for each tier.
    is_split: Vec<bool>,
    /// Where the records of each block end.
    blocks: Vec<u32>,
}

/// A shard.
#[derive(Debug)]
pub(super) struct Shard {
    body: Vec<u8>,
    pub(super) keys: Vec<Pair>,
    lists: Vec<Range<usize>>,
}

/// What a block says of a record.
#[derive(Debug)]
pub(super) struct Stored {
    pub(super) kind: RecordKind,
    pub(super) path: String,
    pub(super) date: String,
    pub(super) parent: String,
    pub(super) fields: [String; FIELDS],
}

impl Segment {
    /// A segment in this folder, with so many records, and so many in each tier but the last.
    pub(super) fn new(folder: String, records: usize, tier: u32) -> Self {
        Self {
            folder,
            records,
            tier,
            head: None,
            columns: None,
            shards: BTreeMap::new(),
        }
    }

    pub(super) fn head(&mut self, files: &impl Files) -> Result<Arc<Head>, SearchError> {
        if let Some(head) = &self.head {
            return Ok(Arc::clone(head));
        }
        let path = format!("{}/head.bin", self.folder);
        let body = fetch(files, &path, Kind::Head, 0)?;
        let head = Arc::new(at(
            &path,
            Head::read(body.reader(), self.records, self.tier),
        )?);
        self.head = Some(Arc::clone(&head));
        Ok(head)
    }

    pub(super) fn facets(&mut self, files: &impl Files) -> Result<&Columns, SearchError> {
        let columns = match self.columns.take() {
            Some(columns) => columns,
            None => {
                let path = format!("{}/facets.bin", self.folder);
                let body = fetch(files, &path, Kind::Facets, 0)?;
                at(&path, Columns::read(body.reader(), self.records))?
            }
        };
        Ok(self.columns.insert(columns))
    }

    /// Whether a shard has been read.
    pub(super) fn has_shard(&self, number: usize, tier: usize) -> bool {
        self.shards.contains_key(&(number, tier)) || self.shards.contains_key(&(number, WHOLE))
    }

    /// The path of a shard and what is in it of a tier, and maybe of others.
    pub(super) fn shard(
        &mut self,
        files: &impl Files,
        number: usize,
        tier: usize,
    ) -> Result<(String, &Shard), SearchError> {
        let head = self.head(files)?;
        let folder = &self.folder;
        let (tier, path) = match head.is_split.get(number) {
            Some(true) => (tier, format!("{folder}/{number}-{tier}.bin")),
            _ => (WHOLE, format!("{folder}/{number}.bin")),
        };
        let shard = match self.shards.remove(&(number, tier)) {
            Some(shard) => shard,
            None => {
                let body = fetch(files, &path, Kind::Shard, number)?;
                at(&path, Shard::read(&body))?
            }
        };
        while self.shards.len() >= KEPT {
            self.shards.pop_first();
        }
        Ok((path, self.shards.entry((number, tier)).or_insert(shard)))
    }

    /// The list of a pair in a tier.
    pub(super) fn list(
        &mut self,
        files: &impl Files,
        pair: Pair,
        tier: usize,
    ) -> Result<Postings, SearchError> {
        let head = self.head(files)?;
        let Some(number) = shard_of(&head.begin, pair) else {
            return Ok(Postings::default());
        };
        let (path, shard) = self.shard(files, number, tier)?;
        let list = at(&path, shard.list(pair, head.records))?;
        Ok(list.within(&head.tier(tier)))
    }

    /// What is stored of a record.
    pub(super) fn stored(
        &mut self,
        files: &impl Files,
        record: u32,
    ) -> Result<Stored, SearchError> {
        let head = self.head(files)?;
        let number = head.blocks.partition_point(|&end| end <= record);
        let start = match number.checked_sub(1) {
            None => 0,
            Some(before) => head.blocks.get(before).copied().unwrap_or_default(),
        };
        let end = head.blocks.get(number).copied().unwrap_or(start);
        let path = format!("{}/b{number}.bin", self.folder);
        let body = fetch(files, &path, Kind::Block, number)?;
        let stored = Stored::read_all(body.reader(), end - start);
        let position = usize::try_from(record - start).unwrap_or_default();
        let stored = stored.and_then(|all| all.into_iter().nth(position).ok_or(Fault::Length));
        at(&path, stored)
    }
}

impl Head {
    fn read(mut reader: Reader<'_>, records: usize, tier: u32) -> Result<Self, Fault> {
        let found = reader.varint()?;
        if usize::try_from(found) != Ok(records) {
            return Err(Fault::Value);
        }
        let text_length = reader.varint()?;
        let short_length = reader.varint()?;
        let count = reader.count()?;
        let begin = reader.keys(count)?;
        let is_split = reader.take(count)?.iter().map(|&byte| byte != 0).collect();
        let count = reader.count()?;
        let mut blocks = Vec::with_capacity(count);
        let mut end = 0_u32;
        for _ in 0..count {
            let records = reader.byte()?;
            if !matches!(records, 1..=4) {
                return Err(Fault::Value);
            }
            end = end.checked_add(records.into()).ok_or(Fault::Value)?;
            blocks.push(end);
        }
        reader.end()?;
        if end != found {
            return Err(Fault::Value);
        }
        Ok(Self {
            records: found,
            tier,
            text_length,
            short_length,
            begin,
            is_split,
            blocks,
        })
    }
}

impl Head {
    /// How many tiers there are.
    pub(super) fn tiers(&self) -> usize {
        usize::try_from(self.records.div_ceil(self.tier.max(1))).unwrap_or_default()
    }

    /// The records of a tier.
    pub(super) fn tier(&self, number: usize) -> Range<u32> {
        let start = u32::try_from(number)
            .unwrap_or(u32::MAX)
            .saturating_mul(self.tier);
        start..start.saturating_add(self.tier).min(self.records)
    }

    /// The shards that may hold pairs from `low` to `high`.
    pub(super) fn shards(&self, low: Pair, high: Pair) -> Range<usize> {
        let first = shard_of(&self.begin, low).unwrap_or_default();
        first..self.begin.partition_point(|begin| *begin <= high)
    }

    /// Whether the list of a pair is split by tiers.
    pub(super) fn is_split(&self, pair: Pair) -> bool {
        let number = shard_of(&self.begin, pair);
        number.is_some_and(|number| self.is_split.get(number) == Some(&true))
    }
}

impl Shard {
    fn read(body: &Body) -> Result<Self, Fault> {
        let mut reader = body.reader();
        let count = reader.count()?;
        let keys = reader.keys(count)?;
        let mut lists = Vec::with_capacity(count);
        let mut end = 0_usize;
        for _ in 0..count {
            let start = end;
            end = end.checked_add(reader.size()?).ok_or(Fault::Length)?;
            lists.push(start..end);
        }
        let body = reader.take(end)?.to_vec();
        reader.end()?;
        Ok(Self { body, keys, lists })
    }

    /// The list of a pair in a segment of `records` records.
    pub(super) fn list(&self, pair: Pair, records: u32) -> Result<Postings, Fault> {
        match self.keys.binary_search(&pair) {
            Ok(at) => self.list_at(at, records),
            Err(_) => Ok(Postings::default()),
        }
    }

    pub(super) fn list_at(&self, position: usize, records: u32) -> Result<Postings, Fault> {
        let range = self.lists.get(position).cloned().ok_or(Fault::Length)?;
        let bytes = self.body.get(range).ok_or(Fault::Length)?;
        Postings::read(bytes, records)
    }
}

impl Stored {
    fn read_all(mut reader: Reader<'_>, count: u32) -> Result<Vec<Self>, Fault> {
        let mut all = Vec::new();
        for _ in 0..count {
            let kind = RecordKind::of_byte(reader.byte()?).ok_or(Fault::Value)?;
            let mut string = || reader.string().map(str::to_owned);
            all.push(Self {
                kind,
                path: string()?,
                date: string()?,
                parent: string()?,
                fields: [string()?, string()?, string()?, string()?],
            });
        }
        reader.end()?;
        Ok(all)
    }
}
