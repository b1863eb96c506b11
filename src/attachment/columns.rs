//! The columns of a sheet that hold something and are hidden.

use std::collections::{BTreeMap, BTreeSet};

/// As many as a sheet has.
const COLUMNS: u32 = 16_384;

/// The columns of a sheet, from 1.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// By first column: the last of those that are hidden together.
    hidden: BTreeMap<u32, u32>,
    filled: BTreeSet<u32>,
}

impl Columns {
    /// Says that columns are hidden, from a first to a last one.
    pub(super) fn hide(&mut self, first: u32, last: u32) {
        let known = self.hidden.entry(first).or_default();
        *known = last.max(*known);
    }

    /// Says that a column holds something.
    pub(super) fn fill(&mut self, column: u32) {
        if column <= COLUMNS {
            self.filled.insert(column);
        }
    }

    /// How many columns that hold something are hidden.
    pub(super) fn hidden(&self) -> usize {
        let is_hidden = |column: &&u32| {
            let before = self.hidden.range(..=**column).next_back();
            before.is_some_and(|(_, last)| *column <= last)
        };
        self.filled.iter().filter(is_hidden).count()
    }
}
