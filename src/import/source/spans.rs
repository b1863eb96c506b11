//! Tables in which cells say how many rows and columns they cover: those of web pages and documents.

use std::collections::BTreeMap;

use super::grid::{Grid, Merged};
use crate::diagnostic::Span;

/// A cell may cover so many columns …
const MOST_COLUMNS: u32 = 1000;
/// … and so many rows.
const MOST_ROWS: u32 = 65_534;

/// A table while it is read, cell by cell.
#[derive(Debug, Default)]
pub(super) struct Spanned {
    row: u32,
    column: u32,
    /// By column: the last row that a cell from above covers there.
    covered: BTreeMap<u32, u32>,
    cells: Vec<((u32, u32), Span)>,
    merged: Vec<Merged>,
}

impl Spanned {
    /// Begins a row.
    pub(super) fn begin_row(&mut self) {
        self.row += 1;
        self.column = 0;
    }

    /// The row and column of the next cell.
    pub(super) fn begin_cell(&mut self) -> (u32, u32) {
        self.row = self.row.max(1);
        self.column += 1;
        while self
            .covered
            .get(&self.column)
            .is_some_and(|last| *last >= self.row)
        {
            self.column += 1;
        }
        (self.row, self.column)
    }

    /// Puts what the cell says that was begun last, and how many columns and rows it covers.
    pub(super) fn put(&mut self, text: Option<Span>, columns: u32, rows: u32) {
        let (columns, rows) = (columns.clamp(1, MOST_COLUMNS), rows.clamp(1, MOST_ROWS));
        let (first, last) = (self.column, self.column.saturating_add(columns - 1));
        let last_row = self.row.saturating_add(rows - 1);
        if rows > 1 {
            self.covered
                .extend((first..=last).map(|column| (column, last_row)));
        }
        if let Some(text) = text {
            self.cells.push(((self.row, first), text));
            if columns > 1 || rows > 1 {
                self.merged.push(Merged {
                    rows: (self.row, last_row),
                    columns: (first, last),
                });
            }
        }
        self.column = last;
    }

    /// What stands above the cell that was begun last, for one that goes on with it.
    pub(super) fn above(&mut self, columns: u32) {
        let (row, column) = (self.row, self.column);
        let is_above = |merged: &&mut Merged| {
            merged.columns.0 == column && merged.rows.1.checked_add(1) == Some(row)
        };
        if let Some(merged) = self.merged.iter_mut().rev().find(is_above) {
            merged.rows.1 = row;
        } else if self
            .cells
            .iter()
            .rev()
            .any(|(place, _)| *place == (row - 1, column))
        {
            self.merged.push(Merged {
                rows: (row - 1, row),
                columns: (
                    column,
                    column.saturating_add(columns.clamp(1, MOST_COLUMNS) - 1),
                ),
            });
        }
        self.column = column.saturating_add(columns.clamp(1, MOST_COLUMNS) - 1);
    }

    /// The table.
    pub(super) fn finish(self) -> Grid {
        Grid::new(self.cells, &self.merged)
    }
}
