//! The words around a cell of a table that tell what it holds.

use std::collections::BTreeMap;

/// Heads stand in the first rows.
const ROWS: u32 = 10;
/// The longest head, in bytes.
const LENGTH: usize = 120;
/// The columns of which heads are kept, as many as a sheet has.
const COLUMNS: u32 = 16_384;

/// The heads of a table that is read cell by cell.
#[derive(Debug, Default)]
pub(super) struct Heads {
    above: BTreeMap<u32, Box<str>>,
    left: (u32, u32, Box<str>),
}

impl Heads {
    /// What stands above a cell as the head of its column, and left of it.
    pub(super) fn of(&self, column: u32, row: u32) -> [&str; 2] {
        let above = self.above.get(&column).map_or("", |head| head);
        let (left_column, left_row, left) = &self.left;
        let is_beside = *left_row == row && left_column.checked_add(1) == Some(column);
        [above, if is_beside { left } else { "" }]
    }

    /// Notes what a cell holds.
    pub(super) fn note(&mut self, column: u32, row: u32, text: &str) {
        let text = text.trim();
        let is_word = !text.is_empty() && !text.chars().any(|c| c.is_ascii_digit());
        if text.len() > LENGTH || !is_word || column > COLUMNS {
            return;
        }
        self.left = (column, row, text.into());
        if row <= ROWS {
            self.above.insert(column, text.into());
        }
    }
}
