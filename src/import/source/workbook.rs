//! Workbooks (xlsx). Formulas are never computed: what a cell was last shown to say counts.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataType, Dimensions, Reader, SheetType, SheetVisible, Xlsx};

use super::Part;
use super::grid::{Grid, Merged};
use super::places::{At, Writer};
use crate::attachment::Unreadable;
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
) -> Result<Vec<Part>, Unreadable> {
    let damaged = |_| Unreadable::Damaged;
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
            if let Some(span) = cells.put(cell.get_position(), &value.text)? {
                faults.extend(value.doubtful(span));
            }
        }
        parts.push(Part::Table(cells.table(&merged)?));
    }
    Ok(parts)
}

/// Reads the sheets of a workbook that are seen, with what each cell is: by the first byte of its text.
pub(super) fn typed(
    bytes: &[u8],
    writer: &mut Writer,
) -> Result<(Vec<Grid>, BTreeMap<u32, CellKind>), Unreadable> {
    let damaged = |_| Unreadable::Damaged;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let (mut grids, mut kinds) = (Vec::new(), BTreeMap::new());
    for sheet in visible(&book) {
        let merged = book.merge_cells_by_sheet_name(&sheet).map_err(damaged)?;
        let mut cells = Cells::new(&sheet, writer);
        let mut reader = book.worksheet_cells_reader(&sheet).map_err(damaged)?;
        while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(damaged)? {
            let value = Value::of(&cell.value, None);
            if let Some(span) = cells.put(cell.pos, &value.text)? {
                let kind = CellKind::of(&cell.value, cell.formula.is_some());
                kinds.insert(span.start, kind);
            }
        }
        grids.push(cells.table(&merged)?);
    }
    Ok((grids, kinds))
}

/// What a cell of a workbook is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CellKind {
    pub(crate) holds: Holds,
    /// Whether a formula made it what it is.
    pub(crate) is_formula: bool,
}

/// What a cell of a workbook holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Holds {
    #[default]
    Text,
    Number,
    Date,
    /// The error of a formula.
    Error,
}

impl CellKind {
    fn of(value: &impl DataType, is_formula: bool) -> Self {
        let holds = if value.get_datetime().is_some() || value.get_datetime_iso().is_some() {
            Holds::Date
        } else if value.get_error().is_some() {
            Holds::Error
        } else if value.is_float() || value.is_int() {
            Holds::Number
        } else {
            Holds::Text
        };
        Self { holds, is_formula }
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
        if self.cells.len() == MOST_CELLS {
            return Err(Unreadable::Long);
        }
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
        Grid::new(self.cells, &merged)
    }
}

/// What a cell says.
struct Value {
    text: String,
    doubt: Doubt,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doubt {
    None,
    /// It is a number, and it is not certain how it is shown.
    Number,
    /// It is the error of a formula.
    Error,
}

impl Value {
    /// Of a cell; `format` is how it shows numbers, where that is known.
    fn of(value: &impl DataType, format: Option<&str>) -> Self {
        let sure = |text: String| Self {
            text,
            doubt: Doubt::None,
        };
        if let Some(text) = value.get_string() {
            return sure(text.to_owned());
        }
        if let Some(moment) = value.get_datetime() {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let day = format!("{year:04}-{month:02}-{day:02}");
            return sure(match (hour, minute, second) {
                (0, 0, 0) => day,
                _ => format!("{day} {hour:02}:{minute:02}:{second:02}"),
            });
        }
        if let Some(number) = value
            .get_float()
            .or_else(|| value.as_f64().filter(|_| value.is_int()))
        {
            return Self::number(number, format);
        }
        if let Some(error) = value.get_error() {
            return Self {
                text: error.to_string(),
                doubt: Doubt::Error,
            };
        }
        if let Some(text) = value
            .get_datetime_iso()
            .or_else(|| value.get_duration_iso())
        {
            return sure(text.to_owned());
        }
        match value.get_bool() {
            Some(true) => sure("TRUE".to_owned()),
            Some(false) => sure("FALSE".to_owned()),
            None => sure(String::new()),
        }
    }

    /// What is not certain of it, if anything is.
    fn doubtful(&self, span: Span) -> Option<Diagnostic> {
        let taken = &self.text;
        match self.doubt {
            Doubt::None => None,
            Doubt::Number => Some(
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
            ),
            Doubt::Error => Some(
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
    }

    fn number(number: f64, format: Option<&str>) -> Self {
        /// A workbook keeps so many digits after the first.
        const DIGITS: usize = 14;
        let shown = |number: f64| {
            let kept = format!("{number:.DIGITS$e}");
            kept.parse::<f64>().unwrap_or(number).to_string()
        };
        if format.is_some_and(|format| format.contains('%')) {
            return Self {
                text: format!("{}%", shown(number * 100.0)),
                doubt: Doubt::Number,
            };
        }
        let is_plain = matches!(format, None | Some("General" | "0" | "@" | ""));
        let is_whole = number.fract() == 0.0 && number.abs() < 1e15;
        Self {
            text: shown(number),
            doubt: if is_plain && is_whole {
                Doubt::None
            } else {
                Doubt::Number
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{CellErrorType, Data, ExcelDateTime, ExcelDateTimeType};

    fn value(value: &Data, format: Option<&str>) -> (String, Doubt) {
        let Value { text, doubt } = Value::of(value, format);
        (text, doubt)
    }

    #[test]
    fn numbers_are_shown_as_they_were_typed() {
        let number = |number: f64, format| value(&Data::Float(number), format);
        assert_eq!(
            number(12.0, Some("General")),
            ("12".to_owned(), Doubt::None)
        );
        assert_eq!(number(0.1 + 0.2, None), ("0.3".to_owned(), Doubt::Number));
        assert_eq!(
            number(0.155, Some("0%")),
            ("15.5%".to_owned(), Doubt::Number)
        );
        assert_eq!(
            number(0.07, Some("0.00%")),
            ("7%".to_owned(), Doubt::Number)
        );
        assert_eq!(
            number(12.0, Some("#,##0\"亩\"")),
            ("12".to_owned(), Doubt::Number)
        );
        assert_eq!(value(&Data::Int(7), None), ("7".to_owned(), Doubt::None));
    }

    #[test]
    fn other_values() {
        let day = |serial| {
            Data::DateTime(ExcelDateTime::new(
                serial,
                ExcelDateTimeType::DateTime,
                false,
            ))
        };
        assert_eq!(value(&day(44034.0), None).0, "2020-07-22");
        assert_eq!(value(&day(44034.65), None).0, "2020-07-22 15:36:00");
        assert_eq!(value(&Data::Bool(true), None).0, "TRUE");
        assert_eq!(value(&Data::Empty, None).0, "");
        let error = Data::Error(CellErrorType::Ref);
        assert_eq!(value(&error, None), ("#REF!".to_owned(), Doubt::Error));
    }
}
