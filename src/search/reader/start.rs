//! The start file and the directory.

use super::files::{Files, at, fetch};
use crate::search::bytes::Reader;
use crate::search::envelope::Kind;
use crate::search::error::{Fault, SearchError};
use crate::search::fold::FoldTable;
use crate::search::pair::Pair;
use crate::search::writer::hex;

/// What a reader begins with.
#[derive(Debug)]
pub(super) struct Start {
    /// How many records a tier has; the last of a segment may have less.
    pub(super) tier: u32,
    /// Newest first: digest and number of records.
    pub(super) segments: Vec<([u8; 8], usize)>,
    directory: Option<([u8; 8], Vec<Pair>)>,
    pub(super) labels: [u8; 8],
    pub(super) names: [u8; 8],
    pub(super) table: FoldTable,
}

impl Start {
    pub(super) fn read(mut reader: Reader<'_>) -> Result<Self, Fault> {
        let tier = reader.varint()?;
        if tier == 0 {
            return Err(Fault::Value);
        }
        let count = reader.count()?;
        let mut segments = Vec::with_capacity(count);
        for _ in 0..count {
            segments.push((reader.digest()?, reader.size()?));
        }
        let shards = reader.count()?;
        let directory = if shards > 0 {
            Some((reader.digest()?, reader.keys(shards)?))
        } else {
            None
        };
        let (labels, names) = (reader.digest()?, reader.digest()?);
        let count = reader.count()?;
        let mut pairs = Vec::with_capacity(count);
        let mut from = 0_u32;
        for _ in 0..count {
            from = from.checked_add(reader.varint()?).ok_or(Fault::Value)?;
            let to = i64::from(from) + reader.zigzag()?;
            let to = u32::try_from(to).map_err(|_| Fault::Value)?;
            let pair = char::from_u32(from).zip(char::from_u32(to));
            pairs.push(pair.ok_or(Fault::Value)?);
        }
        reader.end()?;
        Ok(Self {
            tier,
            segments,
            directory,
            labels,
            names,
            table: FoldTable::new(pairs),
        })
    }

    /// Which segments may hold all parts, by the directory; all of them if there is none.
    pub(super) fn segments_with(
        &self,
        files: &impl Files,
        parts: &[Vec<char>],
    ) -> Result<Vec<bool>, SearchError> {
        let mut asked = vec![true; self.segments.len()];
        let Some((digest, begin)) = &self.directory else {
            return Ok(asked);
        };
        let closed = self.segments.len().saturating_sub(1);
        for part in parts {
            for pair in covering(part) {
                let set = match super::phrase::shard_of(begin, pair) {
                    None => Vec::new(),
                    Some(number) => {
                        let path = format!("directory-{}/{number}.bin", hex(*digest));
                        let body = fetch(files, &path, Kind::Directory, number)?;
                        at(&path, set_of(body.reader(), pair, closed))?
                    }
                };
                // The directory counts from the oldest.
                for (number, asked) in asked.iter_mut().skip(1).rev().enumerate() {
                    let byte = set.get(number / 8).copied().unwrap_or_default();
                    *asked &= byte >> (number % 8) & 1 == 1;
                }
            }
        }
        Ok(asked)
    }
}

/// Every other pair of a part, and its last.
fn covering(part: &[char]) -> Vec<Pair> {
    let pairs: Vec<Pair> = part
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some(Pair::new(*a, *b)),
            _ => None,
        })
        .collect();
    let last = pairs.len().saturating_sub(1);
    pairs
        .into_iter()
        .enumerate()
        .filter(|(number, _)| number % 2 == 0 || *number == last)
        .map(|(_, pair)| pair)
        .collect()
}

/// The closed segments that hold a pair, bit by bit; empty if none does.
fn set_of(mut reader: Reader<'_>, pair: Pair, closed: usize) -> Result<Vec<u8>, Fault> {
    let count = reader.count()?;
    let keys = reader.keys(count)?;
    let width = closed.div_ceil(8);
    let sets = reader.take(count.checked_mul(width).ok_or(Fault::Length)?)?;
    reader.end()?;
    Ok(match keys.binary_search(&pair) {
        Ok(at) => sets
            .chunks_exact(width.max(1))
            .nth(at)
            .map_or_else(Vec::new, <[u8]>::to_vec),
        Err(_) => Vec::new(),
    })
}
