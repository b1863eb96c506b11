//! The start file (`FORMAT.md`, section 4).

use std::collections::BTreeSet;

use super::digest;
use super::directory::Directory;
use super::segment::Facts;
use crate::search::bytes::Writer;
use crate::search::envelope::{Kind, Packer};
use crate::search::error::WriteError;

/// What the start file leads to.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    pub(super) segments: &'a [Facts],
    /// How many records a tier has.
    pub(super) tier: u32,
    pub(super) directory: &'a Directory,
    pub(super) labels: &'a Vec<u8>,
    pub(super) names: &'a Vec<u8>,
    /// All pairs of the fold table, ascending.
    pub(super) simplifications: &'a [(char, char)],
}

pub(super) fn start(parts: &Parts<'_>) -> Result<Vec<u8>, WriteError> {
    let mut body = Writer::default();
    body.varint(parts.tier)?;
    body.count(parts.segments.len())?;
    for segment in parts.segments {
        body.bytes.extend_from_slice(&segment.digest);
        body.count(segment.records)?;
    }
    let shards = &parts.directory.shards;
    body.count(shards.begin.len())?;
    if !shards.begin.is_empty() {
        body.bytes.extend_from_slice(&parts.directory.digest);
        body.keys(shards.begin.iter().copied())?;
    }
    body.bytes.extend_from_slice(&digest(&[parts.labels]));
    body.bytes.extend_from_slice(&digest(&[parts.names]));
    table(parts, &mut body)?;
    Packer::new().seal(Kind::Start, 0, &body)
}

/// The pairs of the fold table whose result occurs.
fn table(parts: &Parts<'_>, body: &mut Writer) -> Result<(), WriteError> {
    let occurring: BTreeSet<char> = parts.segments.iter().flat_map(Facts::characters).collect();
    let needed: Vec<(char, char)> = parts
        .simplifications
        .iter()
        .filter(|(_, to)| occurring.contains(to))
        .copied()
        .collect();
    body.count(needed.len())?;
    let mut before = 0;
    for (from, to) in needed {
        let [from, to] = [from, to].map(u32::from);
        body.varint(from.checked_sub(before).ok_or(WriteError::TooLarge)?)?;
        body.zigzag(to.cast_signed() - from.cast_signed())?;
        before = from;
    }
    Ok(())
}
