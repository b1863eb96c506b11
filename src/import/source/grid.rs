//! A table whose cells are known.

use crate::attachment::Unreadable;
use crate::diagnostic::Span;

/// So many places may be covered by merged cells, in all tables of a file.
const MOST_COVERED: usize = 3_000_000;

/// How many more places merged cells may cover: a few bytes can say that they cover a whole table.
#[derive(Debug)]
pub(super) struct Room(usize);

impl Default for Room {
    fn default() -> Self {
        Self(MOST_COVERED)
    }
}

impl Room {
    /// Takes up so many places, or as much time.
    ///
    /// # Errors
    /// If there are no more.
    pub(super) fn take(&mut self, count: usize) -> Result<(), Unreadable> {
        self.0 = self.0.checked_sub(count).ok_or(Unreadable::Long)?;
        Ok(())
    }
}

/// A table: its rows that hold something, in order.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    pub(crate) rows: Vec<GridRow>,
}

/// A row: by column, from 1, what stands there. A merged cell stands in every row and column that it covers,
/// each time with the same place.
#[derive(Debug, Default)]
pub(crate) struct GridRow {
    /// Its number, from 1.
    pub(crate) number: u32,
    /// Ascending by column.
    pub(crate) cells: Vec<(u32, Span)>,
}

impl GridRow {
    /// What stands in a column.
    pub(crate) fn get(&self, column: u32) -> Option<Span> {
        let at = self
            .cells
            .binary_search_by_key(&column, |(own, _)| *own)
            .ok()?;
        self.cells.get(at).map(|(_, span)| *span)
    }

    /// Its cells, a merged one once.
    pub(crate) fn different(&self) -> impl Iterator<Item = Span> {
        let mut last = None;
        self.cells
            .iter()
            .map(|(_, span)| *span)
            .filter(move |span| last.replace(*span) != Some(*span))
    }
}

/// The cells that a merged one covers: the first and the last row and column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merged {
    pub(super) rows: (u32, u32),
    pub(super) columns: (u32, u32),
}

impl Grid {
    /// The table of single cells, by row and column, of which some are merged. A merged cell says what its
    /// first one does; it is repeated only where the table has rows and columns, whatever it covers. It fails
    /// if they cover too much, or two cells have one place.
    pub(super) fn new(
        mut cells: Vec<((u32, u32), Span)>,
        merged: &[Merged],
        room: &mut Room,
    ) -> Result<Self, Unreadable> {
        cells.sort_by_key(|(place, _)| *place);
        // Two cells in one place: programs differ in which they show.
        if cells.is_sorted_by(|a, b| a.0 < b.0) {
            Self::of_sorted(cells, merged, room)
        } else {
            Err(Unreadable::Damaged)
        }
    }

    fn of_sorted(
        cells: Vec<((u32, u32), Span)>,
        merged: &[Merged],
        room: &mut Room,
    ) -> Result<Self, Unreadable> {
        let mut grid = Self::default();
        for ((number, column), span) in cells {
            match grid.rows.last_mut() {
                Some(row) if row.number == number => row.cells.push((column, span)),
                _ => grid.rows.push(GridRow {
                    number,
                    cells: vec![(column, span)],
                }),
            }
        }
        let width = grid
            .rows
            .iter()
            .filter_map(|row| row.cells.last())
            .map(|(column, _)| *column);
        let width = width.max().unwrap_or_default();
        for merged in merged {
            grid.spread(*merged, width, room)?;
        }
        Ok(grid)
    }

    fn spread(&mut self, merged: Merged, width: u32, room: &mut Room) -> Result<(), Unreadable> {
        let (first_row, last_row) = merged.rows;
        let (first, last) = (merged.columns.0, merged.columns.1.min(width));
        let from = self.rows.partition_point(|row| row.number < first_row);
        let rows = self.rows.get_mut(from..).unwrap_or_default();
        let mut rows = rows
            .iter_mut()
            .take_while(|row| row.number <= last_row)
            .peekable();
        let span = rows
            .peek()
            .filter(|row| row.number == first_row)
            .and_then(|row| row.get(first));
        let Some(span) = span else {
            return Ok(());
        };
        let columns = last.saturating_sub(first) as usize + 1;
        for row in rows {
            room.take(columns)?;
            let from = row.cells.partition_point(|(column, _)| *column < first);
            let to = row.cells.partition_point(|(column, _)| *column <= last);
            let covered = (first..=last).map(|column| (column, span));
            row.cells.splice(from..to.max(from), covered);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::FileId;

    fn span(at: usize) -> Span {
        Span::new(FileId::default(), at..at + 1)
    }

    fn shown(grid: &Grid) -> Vec<(u32, Vec<(u32, u32)>)> {
        let row = |row: &GridRow| {
            let cells = row.cells.iter().map(|(column, span)| (*column, span.start));
            (row.number, cells.collect())
        };
        grid.rows.iter().map(row).collect()
    }

    #[test]
    fn merged_cells_stand_wherever_they_cover() {
        let cells = vec![
            ((3, 2), span(5)),
            ((1, 1), span(1)),
            ((2, 2), span(3)),
            ((2, 1), span(9)),
        ];
        let merged = Merged {
            rows: (1, u32::MAX),
            columns: (1, 1),
        };
        let grid = Grid::new(cells, &[merged], &mut Room::default()).unwrap();
        assert_eq!(
            shown(&grid),
            [
                (1, vec![(1, 1)]),
                (2, vec![(1, 1), (2, 3)]),
                (3, vec![(1, 1), (2, 5)])
            ]
        );
        assert_eq!(grid.rows[1].get(1), Some(span(1)));
        assert_eq!(grid.rows[0].get(2), None);
    }

    #[test]
    fn a_merged_cell_goes_no_further_than_the_table() {
        let cells = vec![((1, 1), span(1)), ((2, 3), span(2))];
        let merged = Merged {
            rows: (1, 1_048_576),
            columns: (1, 16_384),
        };
        let grid = Grid::new(cells, &[merged], &mut Room::default()).unwrap();
        let all = vec![(1, 1), (2, 1), (3, 1)];
        assert_eq!(shown(&grid), [(1, all.clone()), (2, all)]);
        assert_eq!(grid.rows[0].different().count(), 1);
    }

    #[test]
    fn a_merged_cell_without_a_text_hides_nothing() {
        let cells = vec![((2, 1), span(1))];
        let merged = Merged {
            rows: (1, 2),
            columns: (1, 1),
        };
        assert_eq!(
            shown(&Grid::new(cells, &[merged], &mut Room::default()).unwrap()),
            [(2, vec![(1, 1)])]
        );
    }

    #[test]
    fn merged_cells_cover_no_more_than_is_read() {
        let mut cells: Vec<_> = (1..=1000).map(|row| ((row, 1), span(1))).collect();
        cells.push(((1, 16_384), span(2)));
        let wide = |row| Merged {
            rows: (row, row),
            columns: (1, 16_384),
        };
        let merged: Vec<Merged> = (1..=1000).map(wide).collect();
        assert_eq!(
            Grid::new(cells, &merged, &mut Room::default()).err(),
            Some(Unreadable::Long)
        );
    }
}
