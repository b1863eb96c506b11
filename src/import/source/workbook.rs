//! Workbooks (xlsx, xls). Formulas are never computed: what a cell was last shown to say counts.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Dimensions, Reader, SheetType, SheetVisible, Xlsx};

use super::Part;
use super::grid::{Grid, Merged};
use super::places::{At, Writer};
use super::value::{CellKind, Value};
use crate::attachment::{self, Piece, Unreadable};
use crate::diagnostic::{Faults, Span};

/// What every workbook has.
pub(super) const BOOK: &str = "xl/workbook.xml";
/// The cells of all sheets of a workbook.
const MOST_CELLS: usize = 3_000_000;

/// The sheets of a workbook, and what each cell is: by the first byte of its text.
pub(super) type Typed = (Vec<Grid>, BTreeMap<u32, CellKind>);

/// Reads a workbook cell by cell.
pub(super) fn xlsx(
    bytes: &[u8],
    writer: &mut Writer,
    faults: &mut Faults,
) -> Result<Vec<Part>, Unreadable> {
    let damaged = |_| Unreadable::Damaged;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut parts = Vec::new();
    let mut left = MOST_CELLS;
    for sheet in visible(&book) {
        let merged = book.merge_cells_by_sheet_name(&sheet).map_err(damaged)?;
        let mut cells = Cells::new(&sheet, writer, &mut left);
        let mut reader = book.worksheet_cells_reader(&sheet).map_err(damaged)?;
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
            let style = reader.styles().get(style);
            let format = style.and_then(|style| style.number_format.as_ref());
            let format = format.map(|format| format.format_code.as_str());
            let value = Value::of(cell.get_value(), format);
            if let Some(span) = cells.put(cell.get_position(), &value.text)? {
                faults.extend(value.doubtful(span));
            }
        }
        parts.push(Part::Table(cells.table(&merged)?));
    }
    Ok(parts)
}

/// Reads the sheets of a workbook that are seen, with what each cell is: by the first byte of its text.
pub(super) fn typed(bytes: &[u8], writer: &mut Writer) -> Result<Typed, Unreadable> {
    let damaged = |_| Unreadable::Damaged;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let (mut grids, mut kinds) = (Vec::new(), BTreeMap::new());
    let mut left = MOST_CELLS;
    for sheet in visible(&book) {
        let merged = book.merge_cells_by_sheet_name(&sheet).map_err(damaged)?;
        let mut cells = Cells::new(&sheet, writer, &mut left);
        let mut reader = book.worksheet_cells_reader(&sheet).map_err(damaged)?;
        while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(damaged)? {
            let is_formula = cell.formula.is_some();
            let (text, kind) = match cell.value {
                // It is shown as something, so that it has a place.
                DataRef::Empty if is_formula => ("=".to_owned(), CellKind::UNCOMPUTED),
                value => {
                    let kind = CellKind::of(&value, is_formula);
                    (Value::of(&value, None).text, kind)
                }
            };
            if let Some(span) = cells.put(cell.pos, &text)? {
                kinds.insert(span.start, kind);
            }
        }
        grids.push(cells.table(&merged)?);
    }
    Ok((grids, kinds))
}

/// Reads a workbook of Office 97-2003 cell by cell.
pub(super) fn xls(
    bytes: &[u8],
    writer: &mut Writer,
    faults: &mut Faults,
) -> Result<Vec<Part>, Unreadable> {
    let grids = old(bytes, writer, &mut |span, value, _| {
        faults.extend(value.doubtful(span));
    })?;
    Ok(grids.into_iter().map(Part::Table).collect())
}

/// Reads a workbook of Office 97-2003, with what each cell is: by the first byte of its text.
pub(super) fn old_typed(bytes: &[u8], writer: &mut Writer) -> Result<Typed, Unreadable> {
    let mut kinds = BTreeMap::new();
    let grids = old(bytes, writer, &mut |span, _, kind| {
        kinds.insert(span.start, kind);
    })?;
    Ok((grids, kinds))
}

fn old(
    bytes: &[u8],
    writer: &mut Writer,
    tell: &mut dyn FnMut(Span, &Value, CellKind),
) -> Result<Vec<Grid>, Unreadable> {
    let book = attachment::Book::open(bytes)?;
    let seen = book.sheets.iter();
    let seen = seen.filter(|listed| listed.has_cells && !listed.is_hidden);
    let mut grids = Vec::new();
    let mut left = MOST_CELLS;
    for listed in seen {
        let mut cells = Cells::new(&listed.name, writer, &mut left);
        let mut merged = Vec::new();
        book.sheet(listed, &mut |piece| {
            match piece {
                Piece::Cell {
                    row,
                    column,
                    value,
                    is_formula,
                } => {
                    let (value, kind) = Value::of_old(value, is_formula, book.is_1904);
                    if let Some(span) = cells.put((row, column), &value.text)? {
                        tell(span, &value, kind);
                    }
                }
                Piece::Merged { rows, columns } => merged.push(Dimensions {
                    start: (rows.0, columns.0),
                    end: (rows.1, columns.1),
                }),
                Piece::HiddenRow(_) | Piece::HiddenColumns(..) | Piece::Comment => {}
            }
            Ok::<(), Unreadable>(())
        })?;
        grids.push(cells.table(&merged)?);
    }
    Ok(grids)
}

/// The names of the sheets that are seen.
fn visible<'b>(book: &impl Reader<Cursor<&'b [u8]>>) -> Vec<String> {
    let sheets = book.sheets_metadata().iter();
    let seen = sheets.filter(|sheet| {
        sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet
    });
    seen.map(|sheet| sheet.name.clone()).collect()
}

/// The cells of a sheet.
struct Cells<'w> {
    writer: &'w mut Writer,
    /// How many cells more the workbook may have.
    left: &'w mut usize,
    sheet: u32,
    cells: Vec<((u32, u32), Span)>,
}

impl<'w> Cells<'w> {
    fn new(sheet: &str, writer: &'w mut Writer, left: &'w mut usize) -> Self {
        Self {
            sheet: writer.sheet(sheet),
            writer,
            left,
            cells: Vec::new(),
        }
    }

    /// Adds a cell by its row and column from 0; gives where its text is, if it has any.
    fn put(&mut self, place: (u32, u32), text: &str) -> Result<Option<Span>, Unreadable> {
        let (row, column) = (place.0.saturating_add(1), place.1.saturating_add(1));
        let at = At::Cell {
            sheet: self.sheet,
            column,
            row,
        };
        let Some(span) = self.writer.put(text, at) else {
            return Ok(None);
        };
        *self.left = self.left.checked_sub(1).ok_or(Unreadable::Long)?;
        self.cells.push(((row, column), span));
        Ok(Some(span))
    }

    fn table(self, merged: &[Dimensions]) -> Result<Grid, Unreadable> {
        let one = |at: u32| at.saturating_add(1);
        let merged: Vec<Merged> = merged
            .iter()
            .map(|area| Merged {
                rows: (one(area.start.0), one(area.end.0)),
                columns: (one(area.start.1), one(area.end.1)),
            })
            .collect();
        Grid::new(self.cells, &merged, &mut self.writer.room)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sources;

    #[test]
    fn the_cells_of_all_sheets_count() {
        let mut writer = Writer::new(Sources::new().add_text("a.xlsx", ""));
        let mut left = 3;
        for (sheet, fits) in [("a", true), ("b", false)] {
            let mut cells = Cells::new(sheet, &mut writer, &mut left);
            assert!(cells.put((0, 0), "1").is_ok());
            assert!(cells.put((0, 1), "").is_ok(), "nothing is in it");
            assert_eq!(cells.put((1, 0), "2").is_ok(), fits);
        }
    }
}
