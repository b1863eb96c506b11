//! The cells of a sheet.

use super::book::Book;
use super::records::{BOF, EOF, Record, Records, Values};
use super::strings;
use crate::attachment::unreadable::Unreadable;

const FORMULA: u16 = 0x0006;
const NOTE: u16 = 0x001c;
const COLUMN_INFO: u16 = 0x007d;
const MULTIPLE_RK: u16 = 0x00bd;
const RICH_STRING: u16 = 0x00d6;
const MERGED_CELLS: u16 = 0x00e5;
const LABEL_SST: u16 = 0x00fd;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const BOOL_ERROR: u16 = 0x0205;
const STRING: u16 = 0x0207;
const ROW: u16 = 0x0208;
const RK: u16 = 0x027e;

/// A sheet has so many columns.
const COLUMNS: u16 = 256;

/// Something that a sheet holds. Rows and columns are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Piece<'b> {
    /// A cell that says something.
    Cell {
        row: u32,
        column: u32,
        value: Value<'b>,
        /// Whether a formula made it what it is.
        is_formula: bool,
    },
    /// Cells from a first to a last row and column, shown as one.
    Merged {
        rows: (u32, u32),
        columns: (u32, u32),
    },
    HiddenRow(u32),
    /// The first and last of columns that are hidden.
    HiddenColumns(u32, u32),
    /// A comment on a cell.
    Comment,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value<'b> {
    Text(&'b str),
    /// A number and how it is shown.
    Number(f64, &'b str),
    Bool(bool),
    /// The error of a formula, as it is shown.
    Error(&'static str),
}

/// The place of a cell, and the number of how it looks.
struct At {
    row: u16,
    column: u16,
    style: u16,
}

impl At {
    fn read(values: &mut Values<'_>) -> Result<Self, Unreadable> {
        let at = Self {
            row: values.u16()?,
            column: values.u16()?,
            style: values.u16()?,
        };
        if at.column >= COLUMNS {
            return Err(Unreadable::Damaged);
        }
        Ok(at)
    }

    fn cell<'b>(&self, value: Value<'b>) -> Piece<'b> {
        Piece::Cell {
            row: self.row.into(),
            column: self.column.into(),
            value,
            is_formula: false,
        }
    }

    fn formula<'b>(&self, value: Value<'b>) -> Piece<'b> {
        Piece::Cell {
            row: self.row.into(),
            column: self.column.into(),
            value,
            is_formula: true,
        }
    }
}

/// Tells what the records of a sheet hold.
pub(super) fn read<E: From<Unreadable>>(
    book: &Book,
    mut records: Records<'_>,
    tell: &mut dyn FnMut(Piece<'_>) -> Result<(), E>,
) -> Result<(), E> {
    // Charts stand within a sheet, with cells of their own.
    let mut depth = 0_usize;
    // A formula whose text comes in a record of its own.
    let mut waiting: Option<At> = None;
    while let Some(record) = records.next()? {
        match record.kind {
            BOF => depth += 1,
            EOF if depth <= 1 => return Ok(()),
            EOF => depth -= 1,
            _ if depth > 1 => {}
            STRING => {
                if let Some(at) = waiting.take() {
                    let text = strings::long_of(&record, 0)?;
                    tell(at.formula(Value::Text(&text)))?;
                }
            }
            FORMULA => waiting = formula(book, &record, tell)?,
            _ => piece(book, &record, tell)?,
        }
    }
    Ok(())
}

fn piece<E: From<Unreadable>>(
    book: &Book,
    record: &Record<'_>,
    tell: &mut dyn FnMut(Piece<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut values = Values::new(record.data);
    match record.kind {
        LABEL_SST => {
            let at = At::read(&mut values)?;
            let number = usize::try_from(values.u32()?).unwrap_or(usize::MAX);
            let text = book.shared.get(number).ok_or(Unreadable::Damaged)?;
            tell(at.cell(Value::Text(text)))
        }
        LABEL | RICH_STRING => {
            let at = At::read(&mut values)?;
            let text = strings::long_of(record, record.data.len() - values.len())?;
            tell(at.cell(Value::Text(&text)))
        }
        NUMBER => {
            let at = At::read(&mut values)?;
            let number = values.f64()?;
            tell(at.cell(Value::Number(number, book.format(at.style))))
        }
        RK => {
            let at = At::read(&mut values)?;
            let number = rk(values.u32()?);
            tell(at.cell(Value::Number(number, book.format(at.style))))
        }
        MULTIPLE_RK => {
            let (row, mut column) = (values.u16()?, values.u16()?);
            // The last column comes after the values.
            while values.len() >= 6 {
                let style = values.u16()?;
                let number = rk(values.u32()?);
                if column >= COLUMNS {
                    return Err(Unreadable::Damaged.into());
                }
                let at = At { row, column, style };
                tell(at.cell(Value::Number(number, book.format(style))))?;
                column += 1;
            }
            Ok(())
        }
        BOOL_ERROR => {
            let at = At::read(&mut values)?;
            let (value, is_error) = (values.u8()?, values.u8()?);
            tell(at.cell(match is_error {
                0 => Value::Bool(value != 0),
                _ => Value::Error(error(value)),
            }))
        }
        MERGED_CELLS => {
            let count = values.u16()?;
            for _ in 0..count {
                let mut next = || values.u16().map(u32::from);
                let (rows, columns) = ((next()?, next()?), (next()?, next()?));
                tell(Piece::Merged { rows, columns })?;
            }
            Ok(())
        }
        ROW => {
            let row = values.u16()?;
            values.take(10)?;
            match values.u16()? & 0x20 {
                0 => Ok(()),
                _ => tell(Piece::HiddenRow(row.into())),
            }
        }
        COLUMN_INFO => {
            let (first, last) = (values.u16()?, values.u16()?);
            values.take(4)?;
            match values.u16()? & 0x01 {
                0 => Ok(()),
                _ => tell(Piece::HiddenColumns(first.into(), last.into())),
            }
        }
        NOTE => tell(Piece::Comment),
        _ => Ok(()),
    }
}

/// Tells what a formula was last shown to say; gives its place if that is a text, which comes after it.
fn formula<E: From<Unreadable>>(
    book: &Book,
    record: &Record<'_>,
    tell: &mut dyn FnMut(Piece<'_>) -> Result<(), E>,
) -> Result<Option<At>, E> {
    let mut values = Values::new(record.data);
    let at = At::read(&mut values)?;
    let mut result = values;
    let number = values.f64()?;
    let (kind, _, value) = (result.u8()?, result.u8()?, result.u8()?);
    result.take(3)?;
    if result.u16()? != 0xffff {
        tell(at.formula(Value::Number(number, book.format(at.style))))?;
        return Ok(None);
    }
    match kind {
        0 => return Ok(Some(at)),
        1 => tell(at.formula(Value::Bool(value != 0)))?,
        2 => tell(at.formula(Value::Error(error(value))))?,
        // An empty text.
        _ => {}
    }
    Ok(None)
}

/// A number in four bytes: the upper half of one in eight, or a whole number; perhaps a hundred times it.
fn rk(value: u32) -> f64 {
    let number = match value & 0x02 {
        0 => f64::from_bits(u64::from(value & !0x03) << 32),
        _ => f64::from(value.cast_signed() >> 2),
    };
    match value & 0x01 {
        0 => number,
        _ => number / 100.0,
    }
}

fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_four_bytes() {
        assert_eq!(rk(0x3ff0_0000), 1.0);
        assert_eq!(rk((1234 << 2) | 2), 1234.0);
        assert_eq!(rk((1234 << 2) | 3), 12.34);
        assert_eq!(rk(((-5_i32) << 2).cast_unsigned() | 2), -5.0);
    }
}
