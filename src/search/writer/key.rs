//! What stands for the records of a segment.

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::segment::{AT_ONCE, Tiers};
use crate::pages::context;
use crate::search::record::Record;

/// Stands for the records that a segment was made from: with the same, the same program makes the same files.
pub type SegmentKey = [u8; 32];

/// The key of a segment that would be made of these records; none if it cannot be told.
pub(super) fn key<'a>(
    records: impl IntoIterator<Item = Record<'a>>,
    tiers: Tiers,
) -> Option<SegmentKey> {
    let mut keys = Keys::new(tiers);
    let mut records = records.into_iter();
    loop {
        let some: Vec<Record<'_>> = records.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            return keys.finish();
        }
        let digests = some.par_iter().map(context::digest);
        let digests: Vec<_> = digests.collect();
        digests.into_iter().for_each(|digest| keys.add(digest));
    }
}

/// Makes one key of the digests of records.
pub(super) struct Keys {
    all: Sha256,
    /// Whether every record could be told.
    whole: bool,
}

impl Keys {
    pub(super) fn new(tiers: Tiers) -> Self {
        let mut all = Sha256::new();
        all.update(tiers.records.to_le_bytes());
        all.update((tiers.long as u64).to_le_bytes());
        Self { all, whole: true }
    }

    pub(super) fn add(&mut self, digest: Option<[u8; 32]>) {
        match digest {
            Some(digest) => self.all.update(digest),
            None => self.whole = false,
        }
    }

    pub(super) fn finish(self) -> Option<SegmentKey> {
        self.whole.then(|| self.all.finalize().into())
    }
}
