//! The columns of a sheet that hold something and are hidden.

use std::collections::BTreeSet;

use super::ranges::Ranges;

/// As many as a sheet has.
const COLUMNS: u32 = 16_384;

/// The columns of a sheet, from 1.
#[derive(Debug, Default)]
pub(super) struct Columns {
    hidden: Ranges,
    filled: BTreeSet<u32>,
}

impl Columns {
    /// Says that columns are hidden, from a first to a last one.
    pub(super) fn hide(&mut self, first: u32, last: u32) {
        self.hidden.add(first, last);
    }

    /// Says that a column holds something.
    pub(super) fn fill(&mut self, column: u32) {
        if column <= COLUMNS {
            self.filled.insert(column);
        }
    }

    /// How many columns that hold something are hidden.
    pub(super) fn hidden(&self) -> usize {
        let is_hidden = |column: &&u32| self.hidden.contains(**column);
        self.filled.iter().filter(is_hidden).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_within_another_hides_no_less() {
        let mut columns = Columns::default();
        columns.hide(1, 10);
        columns.hide(3, 4);
        for column in [3, 7, 11] {
            columns.fill(column);
        }
        assert_eq!(columns.hidden(), 2);
    }
}
