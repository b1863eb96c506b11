//! Workbooks (xlsx, xls). Formulas are never computed: what a cell was last shown to say counts.

use std::io::Cursor;

use calamine::{Dimensions, Reader, SheetType, SheetVisible, Xlsx};

use super::grid::{Grid, Merged};
use super::places::{At, Writer};
use super::value::{Doubt, Value};
use super::{Fault, Part, unreadable};
use crate::attachment::{Book, Piece, Unreadable};
use crate::diagnostic::{Diagnostic, Faults, Span};
use crate::say;

/// What every workbook has.
pub(super) const BOOK: &str = "xl/workbook.xml";
/// The cells of all sheets of a workbook.
const MOST_CELLS: usize = 3_000_000;

/// Reads a workbook cell by cell.
pub(super) fn xlsx(
    bytes: &[u8],
    writer: &mut Writer,
    faults: &mut Faults,
) -> Result<Vec<Part>, Fault> {
    let file = writer.file();
    let damaged = |_| unreadable(file, &Unreadable::Damaged);
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut parts = Vec::new();
    for sheet in visible(&book) {
        let merged = book.merge_cells_by_sheet_name(&sheet).map_err(damaged)?;
        let mut cells = Cells::new(&sheet, writer);
        let mut reader = book.worksheet_cells_reader(&sheet).map_err(damaged)?;
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
            let style = reader.styles().get(style);
            let format = style.and_then(|style| style.number_format.as_ref());
            let format = format.map(|format| format.format_code.as_str());
            let value = Value::of(cell.get_value(), format);
            cells.put(cell.get_position(), &value, faults)?;
        }
        parts.push(Part::Table(cells.table(&merged)?));
    }
    Ok(parts)
}

/// Reads a workbook of Office 97-2003.
pub(super) fn xls(
    bytes: &[u8],
    writer: &mut Writer,
    faults: &mut Faults,
) -> Result<Vec<Part>, Fault> {
    let file = writer.file();
    let book = Book::open(bytes).map_err(|why| unreadable(file, &why))?;
    let seen = book.sheets.iter();
    let seen = seen.filter(|listed| listed.has_cells && !listed.is_hidden);
    let mut parts = Vec::new();
    for listed in seen {
        let mut cells = Cells::new(&listed.name, writer);
        let mut merged = Vec::new();
        book.sheet(listed, &mut |piece| match piece {
            Piece::Cell { row, column, value } => {
                let value = Value::of_old(value, book.is_1904);
                cells.put((row, column), &value, faults).map_err(Stop::Put)
            }
            Piece::Merged { rows, columns } => {
                merged.push(Dimensions {
                    start: (rows.0, columns.0),
                    end: (rows.1, columns.1),
                });
                Ok(())
            }
            Piece::HiddenRow(_) | Piece::HiddenColumns(..) | Piece::Comment => Ok(()),
        })
        .map_err(|stop| match stop {
            Stop::Read(why) => unreadable(file, &why),
            Stop::Put(fault) => fault,
        })?;
        parts.push(Part::Table(cells.table(&merged)?));
    }
    Ok(parts)
}

/// Why a sheet was not read to its end.
enum Stop {
    Read(Unreadable),
    Put(Fault),
}

impl From<Unreadable> for Stop {
    fn from(why: Unreadable) -> Self {
        Self::Read(why)
    }
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
    sheet: u32,
    cells: Vec<((u32, u32), Span)>,
}

impl<'w> Cells<'w> {
    fn new(sheet: &str, writer: &'w mut Writer) -> Self {
        Self {
            sheet: writer.sheet(sheet),
            writer,
            cells: Vec::new(),
        }
    }

    /// Adds a cell by its row and column from 0.
    fn put(&mut self, place: (u32, u32), value: &Value, faults: &mut Faults) -> Result<(), Fault> {
        let (row, column) = (place.0.saturating_add(1), place.1.saturating_add(1));
        let at = At::Cell {
            sheet: self.sheet,
            column,
            row,
        };
        let Some(span) = self.writer.put(&value.text, at) else {
            return Ok(());
        };
        if self.cells.len() == MOST_CELLS {
            return Err(unreadable(self.writer.file(), &Unreadable::Long));
        }
        self.cells.push(((row, column), span));
        match value.doubt {
            Doubt::None => {}
            Doubt::Number => {
                let taken = &value.text;
                faults.push(
                    Diagnostic::warning(
                        "import/number-cell",
                        say!(
                            "这一格是数字，工作簿里可能显示成别的样子；导入为 `{taken}`",
                            "this cell is a number, which the workbook may show in another way; it is imported as `{taken}`"
                        ),
                    )
                    .at(span)
                    .hint(say!(
                        "核对；要原样导入，把单元格的格式改为“文本”再填写",
                        "check it; to have it imported as it is shown, make the cell a text and type it again"
                    )),
                );
            }
            Doubt::Error => faults.push(
                Diagnostic::error(
                    "import/error-cell",
                    say!(
                        "这一格的公式出错，没有内容",
                        "the formula of this cell failed, so that it says nothing"
                    ),
                )
                .at(span)
                .hint(say!(
                    "在工作簿里改正，或改写为文字",
                    "correct it in the workbook, or write the text itself"
                )),
            ),
        }
        Ok(())
    }

    fn table(self, merged: &[Dimensions]) -> Result<Grid, Fault> {
        let one = |at: u32| at.saturating_add(1);
        let merged: Vec<Merged> = merged
            .iter()
            .map(|area| Merged {
                rows: (one(area.start.0), one(area.end.0)),
                columns: (one(area.start.1), one(area.end.1)),
            })
            .collect();
        Grid::new(self.cells, &merged).map_err(|why| unreadable(self.writer.file(), &why))
    }
}
