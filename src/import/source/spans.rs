//! Tables in which cells say how many rows and columns they cover: those of web pages and documents.

use std::collections::BTreeMap;

use super::grid::{Grid, Merged, Room};
use crate::attachment::Unreadable;
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
    /// By first column: what the last cell there covers, which may still grow.
    last: BTreeMap<u32, Merged>,
    merged: Vec<Merged>,
}

impl Spanned {
    /// Begins a row.
    pub(super) fn begin_row(&mut self) {
        self.row += 1;
        self.column = 0;
    }

    /// The row and column of the next cell.
    pub(super) fn begin_cell(&mut self, room: &mut Room) -> Result<(u32, u32), Unreadable> {
        self.row = self.row.max(1);
        self.column += 1;
        while self
            .covered
            .get(&self.column)
            .is_some_and(|last| *last >= self.row)
        {
            room.take(1)?;
            self.column += 1;
        }
        Ok((self.row, self.column))
    }

    /// Puts what the cell says that was begun last, and how many columns and rows it covers.
    pub(super) fn put(
        &mut self,
        text: Option<Span>,
        columns: u32,
        rows: u32,
        room: &mut Room,
    ) -> Result<(), Unreadable> {
        let (columns, rows) = (columns.clamp(1, MOST_COLUMNS), rows.clamp(1, MOST_ROWS));
        let (first, last) = (self.column, self.column.saturating_add(columns - 1));
        let last_row = self.row.saturating_add(rows - 1);
        if rows > 1 {
            room.take(columns as usize)?;
            self.covered
                .extend((first..=last).map(|column| (column, last_row)));
        }
        let before = match text {
            Some(text) => {
                self.cells.push(((self.row, first), text));
                let merged = Merged {
                    rows: (self.row, last_row),
                    columns: (first, last),
                };
                self.last.insert(first, merged)
            }
            None => self.last.remove(&first),
        };
        self.merged.extend(before);
        self.column = last;
        Ok(())
    }

    /// What stands above the cell that was begun last, for one that goes on with it.
    pub(super) fn above(&mut self, columns: u32) {
        let column = self.column;
        if let Some(merged) = self.last.get_mut(&column)
            && merged.rows.1.checked_add(1) == Some(self.row)
        {
            merged.rows.1 = self.row;
        }
        self.column = column.saturating_add(columns.clamp(1, MOST_COLUMNS) - 1);
    }

    /// The table.
    pub(super) fn finish(mut self, room: &mut Room) -> Result<Grid, Unreadable> {
        self.merged.extend(self.last.into_values());
        self.merged
            .retain(|merged| merged.rows.0 < merged.rows.1 || merged.columns.0 < merged.columns.1);
        Grid::new(self.cells, &self.merged, room)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each cell says in a few bytes that it covers a thousand columns.
    #[test]
    fn tables_cover_no_more_than_is_read() {
        let mut room = Room::default();
        let mut outcome = Ok(());
        for _ in 0..4 {
            let mut table = Spanned::default();
            for _ in 0..1000 {
                outcome = table
                    .begin_cell(&mut room)
                    .and_then(|_| table.put(None, MOST_COLUMNS, MOST_ROWS, &mut room));
            }
        }
        assert_eq!(
            outcome,
            Err(Unreadable::Long),
            "all tables of a file have one limit"
        );
    }

    #[test]
    fn what_is_covered_is_not_passed_without_end() {
        let mut room = Room::default();
        let mut table = Spanned::default();
        table.put(None, MOST_COLUMNS, MOST_ROWS, &mut room).unwrap();
        let mut rows = 0;
        let outcome = loop {
            table.begin_row();
            rows += 1;
            match table.begin_cell(&mut room) {
                Ok(_) if rows < 10_000 => {}
                outcome => break outcome,
            }
        };
        assert_eq!(outcome, Err(Unreadable::Long));
        assert!(rows > 2_000, "{rows}");
    }
}
