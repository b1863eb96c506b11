//! Tells what a workbook holds, as a file that is attached.

use std::collections::BTreeSet;

use super::{Book, Piece, Value};
use crate::attachment::columns::Columns;
use crate::attachment::heads::Heads;
use crate::attachment::hidden::Hidden;
use crate::attachment::place::{Cell, Place};
use crate::attachment::told::Out;
use crate::attachment::unreadable::Unreadable;

pub(in crate::attachment) fn read(bytes: &[u8], out: &mut Out<'_>) -> Result<(), Unreadable> {
    let book = Book::open(bytes)?;
    if book.has_macros {
        out.hidden(Hidden::Macros);
    }
    for (sheet, number) in book.sheets.iter().zip(1..) {
        out.piece()?;
        out.text(&sheet.name, Place::SheetName(number))?;
        if sheet.is_hidden {
            out.hidden(Hidden::Sheet(&sheet.name));
        }
    }
    for listed in book.sheets.iter().filter(|listed| listed.has_cells) {
        let mut sheet = Sheet {
            name: &listed.name,
            heads: Heads::default(),
            filled_rows: BTreeSet::new(),
            hidden_rows: BTreeSet::new(),
            columns: Columns::default(),
            comments: 0,
        };
        book.sheet(listed, &mut |piece| sheet.take(piece, out))?;
        sheet.tell(out);
    }
    Ok(())
}

/// A sheet while it is told.
struct Sheet<'b> {
    name: &'b str,
    heads: Heads,
    filled_rows: BTreeSet<u32>,
    hidden_rows: BTreeSet<u32>,
    columns: Columns,
    comments: usize,
}

impl Sheet<'_> {
    fn take(&mut self, piece: Piece<'_>, out: &mut Out<'_>) -> Result<(), Unreadable> {
        out.piece()?;
        match piece {
            Piece::Cell {
                row, column, value, ..
            } => {
                let number;
                let text = match value {
                    Value::Text(text) => text,
                    Value::Number(value, _) => {
                        number = value.to_string();
                        &number
                    }
                    Value::Bool(_) | Value::Error(_) => return Ok(()),
                };
                if text.trim().is_empty() {
                    return Ok(());
                }
                self.filled_rows.insert(row);
                let (row, column) = (row + 1, column + 1);
                self.columns.fill(column);
                let place = Place::Cell(Cell {
                    sheet: self.name,
                    column,
                    row,
                });
                out.cell(text, place, self.heads.of(column, row))?;
                self.heads.note(column, row, text);
            }
            Piece::HiddenRow(row) => {
                self.hidden_rows.insert(row);
            }
            Piece::HiddenColumns(first, last) => self.columns.hide(first + 1, last + 1),
            Piece::Comment => self.comments += 1,
            Piece::Merged { .. } => {}
        }
        Ok(())
    }

    fn tell(&self, out: &mut Out<'_>) {
        let rows = self.hidden_rows.intersection(&self.filled_rows).count();
        if rows > 0 {
            out.hidden(Hidden::Rows(self.name, rows));
        }
        let columns = self.columns.hidden();
        if columns > 0 {
            out.hidden(Hidden::Columns(self.name, columns));
        }
        if self.comments > 0 {
            out.hidden(Hidden::CellComments(self.name, self.comments));
        }
    }
}
