//! The header row of a table whose cells are known, and what its columns hold.

use std::collections::BTreeSet;

use super::Row;
use crate::diagnostic::{Diagnostic, Span};
use crate::import::header::{self, Column, Extra, Name, Place};
use crate::import::source::GridRow;
use crate::say;

/// A header row.
pub(super) struct Head {
    columns: Vec<(u32, Column)>,
    extras: Vec<(u32, Extra)>,
    is_ours: bool,
    /// Columns that have no place in the content, or whose name is not known.
    foreign: Vec<(u32, Span)>,
    /// How many rows it takes.
    pub(super) rows: usize,
    pub(super) span: Span,
}

impl Head {
    /// Whether it has a column.
    pub(super) fn has(&self, wanted: Column) -> bool {
        self.columns.iter().any(|(_, column)| *column == wanted)
    }

    fn knows(&self, wanted: u32) -> bool {
        self.columns.iter().any(|(column, _)| *column == wanted)
            || self.extras.iter().any(|(column, _)| *column == wanted)
            || self.foreign.iter().any(|(column, _)| *column == wanted)
    }

    /// What a row below it holds.
    pub(super) fn row(&self, row: &GridRow) -> Row {
        let cells = self.columns.iter();
        let cells = cells.filter_map(|(column, name)| row.get(*column).map(|cell| (*name, cell)));
        let extras = self.extras.iter();
        let extras =
            extras.filter_map(|(column, extra)| row.get(*column).map(|cell| (*extra, cell)));
        Row {
            cells: cells.collect(),
            extras: extras.collect(),
            all: row.different().collect(),
            is_ours: self.is_ours,
        }
    }
}

/// Finds header rows.
pub(super) struct Heads<'t> {
    pub(super) text: &'t str,
    /// The names of columns that are passed over.
    pub(super) left_out: &'t [String],
}

impl<'t> Heads<'t> {
    fn get(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn is_left_out(&self, cell: Span) -> bool {
        self.left_out.iter().any(|name| name == self.get(cell))
    }

    /// The header that these rows start with.
    pub(super) fn of(&self, rows: &[GridRow]) -> Option<Head> {
        let (first, after) = rows.split_first()?;
        if let Some(head) = self.ours(first) {
            return Some(head);
        }
        let one = self.of_row(first, None);
        // A header of two rows: the second parts what the first has in common.
        let names = |row: &GridRow, all: bool| {
            let mut cells = row.different().map(|cell| header::name_of(self.get(cell)));
            match all {
                true => cells.all(|name| name.is_some()),
                false => cells.any(|name| matches!(name, Some(Name::Known(_)))),
            }
        };
        let second = after
            .first()
            .filter(|second| names(first, false) && names(second, true));
        let two = second.and_then(|second| self.of_row(second, Some(first)));
        let is_whole = |head: &Head| {
            let needed = [Column::Title, Column::Units, Column::Progress];
            needed.into_iter().all(|wanted| head.has(wanted))
        };
        match (one.filter(is_whole), two.filter(is_whole)) {
            (Some(one), Some(two)) if two.columns.len() < one.columns.len() => Some(one),
            (one, two) => two.or(one),
        }
    }

    /// The header of a data file of this program: it has all columns of those, in their order.
    fn ours(&self, row: &GridRow) -> Option<Head> {
        let names = row.cells.iter().map(|(_, cell)| self.get(*cell));
        let places = header::ours(names)?;
        let mut head = Head {
            columns: Vec::new(),
            extras: Vec::new(),
            is_ours: true,
            foreign: Vec::new(),
            rows: 1,
            span: row.cells.first()?.1,
        };
        for ((column, _), place) in row.cells.iter().zip(places) {
            match place {
                Place::Column(name) => head.columns.push((*column, *name)),
                Place::Extra(extra) => head.extras.push((*column, *extra)),
            }
        }
        Some(head)
    }

    fn of_row(&self, row: &GridRow, above: Option<&GridRow>) -> Option<Head> {
        let mut head = Head {
            columns: Vec::new(),
            extras: Vec::new(),
            is_ours: false,
            foreign: Vec::new(),
            rows: 1 + usize::from(above.is_some()),
            span: row.cells.first()?.1,
        };
        let mut columns: Vec<(u32, Span)> = row.cells.clone();
        for (column, cell) in above.iter().flat_map(|above| &above.cells) {
            if row.get(*column).is_none() {
                columns.push((*column, *cell));
            }
        }
        columns.sort_unstable_by_key(|(column, _)| *column);
        for (column, cell) in columns {
            match header::name_of(self.get(cell)) {
                Some(Name::Known(name)) => {
                    let is_new = |(_, known): &(u32, Column)| *known != name;
                    // Only the chapter may take several columns: its number and its title.
                    if name == Column::Chapter || head.columns.iter().all(is_new) {
                        head.columns.push((column, name));
                    } else {
                        head.foreign.push((column, cell));
                    }
                }
                Some(Name::Extra(extra))
                    if !self.is_left_out(cell) && !head.extras.iter().any(|(_, e)| *e == extra) =>
                {
                    head.extras.push((column, extra));
                }
                Some(Name::Extra(_) | Name::Foreign) | None => head.foreign.push((column, cell)),
            }
        }
        Some(head)
    }

    /// Tells of columns that hold something and have no place in the content.
    pub(super) fn foreign(&self, head: &Head, body: &[GridRow]) -> Vec<Diagnostic> {
        let named = head.foreign.iter().filter(|(column, cell)| {
            !self.is_left_out(*cell) && body.iter().any(|row| row.get(*column).is_some())
        });
        let mut found: Vec<Diagnostic> = named.map(|(_, cell)| unknown_column(*cell)).collect();
        // What is alone in its row, merged over other columns, is no cell of this one.
        let alone = body.iter().filter(|row| row.different().count() == 1);
        let alone: BTreeSet<Span> = alone.flat_map(GridRow::different).collect();
        let mut cells = body.iter().flat_map(|row| &row.cells);
        let nameless = cells.find(|(column, cell)| !head.knows(*column) && !alone.contains(cell));
        found.extend(nameless.map(|(_, cell)| nameless_column(*cell)));
        found
    }
}

fn unknown_column(cell: Span) -> Diagnostic {
    Diagnostic::error(
        "import/unknown-column",
        say!(
            "内容里没有地方放这一列",
            "the content has no place for this column"
        ),
    )
    .at(cell)
    .hint(say!(
        "不需要这一列就用 `--leave-out 列名` 略过",
        "pass over a column that is not needed with `--leave-out NAME`"
    ))
}

fn nameless_column(cell: Span) -> Diagnostic {
    Diagnostic::error(
        "import/unknown-column",
        say!(
            "这一格所在的列没有名称",
            "the column of this cell has no name in the header row"
        ),
    )
    .at(cell)
    .hint(say!(
        "在表头里写上列名，或删去这一格",
        "name the column in the header row, or delete the cell"
    ))
}
