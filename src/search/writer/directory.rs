//! The directory: which closed segments hold a pair (`FORMAT.md`, section 6).

use std::collections::BTreeMap;

use super::segment::Facts;
use super::shards::{self, Entry, Shards};
use super::{Digest, SearchFile, digest, file, hex, path};
use crate::search::envelope::Kind;
use crate::search::error::WriteError;
use crate::search::pair::Pair;

/// From this number of closed segments on there is a directory.
const WORTH: usize = 2;

/// The directory, packed; without files if there is none.
#[derive(Debug)]
pub(super) struct Directory {
    pub(super) digest: Digest,
    pub(super) shards: Shards,
}

impl Directory {
    /// Its files.
    pub(super) fn files(self) -> impl Iterator<Item = SearchFile> {
        let folder = format!("directory-{}", hex(self.digest));
        let files = self.shards.files.into_iter().flatten().enumerate();
        files.map(move |(number, bytes)| file(path(&format!("{folder}/{number}.bin")), bytes))
    }
}

/// Makes the directory of all segments but the first, which is the open one.
pub(super) fn directory(segments: &[Facts]) -> Result<Directory, WriteError> {
    let closed = segments.get(1..).unwrap_or_default();
    let mut shards = Shards::default();
    if closed.len() >= WORTH {
        let width = closed.len().div_ceil(8);
        let mut sets: BTreeMap<Pair, Vec<u8>> = BTreeMap::new();
        for (number, segment) in closed.iter().rev().enumerate() {
            for &pair in &segment.pairs {
                let set = sets.entry(pair).or_insert_with(|| vec![0; width]);
                if let Some(byte) = set.get_mut(number / 8) {
                    *byte |= 1 << (number % 8);
                }
            }
        }
        let entry = |(pair, value)| Entry {
            pair,
            values: vec![value],
        };
        let sets: Vec<Entry> = sets.into_iter().map(entry).collect();
        shards = shards::shards(&sets, Kind::Directory, false)?;
    }
    Ok(Directory {
        digest: digest(&shards.files.concat()),
        shards,
    })
}
