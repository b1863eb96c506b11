//! The sheets of a table.

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use rust_xlsxwriter::{ExcelDateTime, IgnoreError, Workbook, Worksheet, XlsxError};

use super::formats::Formats;
use super::{About, day_of, set_up};
use crate::export::table::{Cell, Field, Kind, Row, Table};
use crate::export::{Data, ExportError};
use crate::model::Moment;

/// Writes the rows of a table, so many with the header row on a sheet.
pub(super) fn write(
    book: &mut Workbook,
    data: Data<'_>,
    about: &About<'_>,
    table: Table<'_>,
    formats: &Formats,
    limit: u32,
) -> Result<(), ExportError> {
    let Table { name, fields, rows } = table;
    let mut rows = rows.peekable();
    let mut number = 1;
    loop {
        let sheet = book.add_worksheet();
        sheet.set_name(match number {
            1 => name.to_owned(),
            number => format!("{name} {number}"),
        })?;
        if number == 1 {
            sheet.set_active(true);
        }
        head(sheet, &fields, formats, data)?;
        let mut last = 0;
        while last + 1 < limit
            && let Some(row) = rows.next()
        {
            last += 1;
            body(sheet, last, &row, &fields, formats, data)?;
        }
        finish(sheet, &fields, last, data, about)?;
        if rows.peek().is_none() {
            return Ok(());
        }
        number += 1;
    }
}

fn head(
    sheet: &mut Worksheet,
    fields: &[&Field],
    formats: &Formats,
    data: Data<'_>,
) -> Result<(), ExportError> {
    for (column, field) in (0..).zip(fields) {
        let name = field.name(data.is_chinese());
        sheet.write_string_with_format(0, column, name, &formats.head)?;
        sheet.set_column_width(column, f64::from(field.width))?;
    }
    sheet.set_row_height(0, 30)?;
    Ok(())
}

fn body(
    sheet: &mut Worksheet,
    number: u32,
    row: &Row<'_>,
    fields: &[&Field],
    formats: &Formats,
    data: Data<'_>,
) -> Result<(), ExportError> {
    for (column, (value, field)) in (0..).zip(row.iter().zip(fields)) {
        // Columns of codes and figures stand in the middle, those of texts at their left.
        let is_short = field.width <= 12;
        match value {
            Cell::Empty => {
                sheet.write_blank(number, column, formats.of_text("", false))?;
            }
            value => cell(sheet, (number, column), value, is_short, formats, data)?,
        }
    }
    let lines = row.iter().zip(fields);
    // The address of a page may go beyond its cell.
    let lines = lines.filter(|(_, field)| field.kind != Kind::Url);
    let lines = lines
        .map(|(value, field)| lines_of(value, field.width))
        .max();
    sheet.set_row_height(number, height(lines.unwrap_or(1)))?;
    Ok(())
}

/// How many lines a cell takes, as far as can be told: not every program finds out by itself.
pub(super) fn lines_of(value: &Cell<'_>, width: u8) -> u32 {
    let Cell::Text(text) = value else {
        return 1;
    };
    let width = u32::from(width).saturating_sub(1).max(1);
    let line = |line: &str| {
        let taken: u32 = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        taken.div_ceil(width).max(1)
    };
    text.lines().map(line).sum()
}

/// The height of a row of so many lines, in points; no row can be higher than 409.
pub(super) fn height(lines: u32) -> f64 {
    const LINE: f64 = 13.5;
    const MOST: f64 = 409.0;
    (f64::from(lines) * LINE + 2.0).min(MOST)
}

/// Writes a cell that says something.
pub(super) fn cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Cell<'_>,
    is_short: bool,
    formats: &Formats,
    data: Data<'_>,
) -> Result<(), ExportError> {
    let text = |sheet: &mut Worksheet, text: &str| {
        let format = formats.of_text(text, is_short);
        sheet.write_string_with_format(row, column, text, format)?;
        Ok::<_, ExportError>(())
    };
    match value {
        Cell::Integer(number) => match exact(Decimal::from(*number)) {
            Some(number) => {
                sheet.write_number_with_format(row, column, number, formats.of_number(0))?;
            }
            None => text(sheet, &value.plain())?,
        },
        Cell::Number(number) => match exact(*number) {
            Some(exact) => {
                let format = formats.of_number(number.scale());
                sheet.write_number_with_format(row, column, exact, format)?;
            }
            None => text(sheet, &value.plain())?,
        },
        Cell::Day(day) => match day_of(*day) {
            Ok(day) => {
                sheet.write_datetime_with_format(row, column, &day, &formats.day)?;
            }
            // A workbook knows no day before 1900.
            Err(_) => text(sheet, &value.plain())?,
        },
        Cell::Moment(moment) => match moment_of(*moment) {
            Ok(time) => {
                let format = match moment.time {
                    Some(_) => &formats.time,
                    None => &formats.day,
                };
                sheet.write_datetime_with_format(row, column, &time, format)?;
            }
            Err(_) => text(sheet, &value.plain())?,
        },
        Cell::Status(status) => {
            let (zh, en) = status.names();
            text(sheet, data.say(zh, en))?;
        }
        Cell::Empty | Cell::Text(_) => text(sheet, &value.plain())?,
    }
    Ok(())
}

/// A number as a workbook keeps it, if that is the same: it has some fifteen digits.
fn exact(number: Decimal) -> Option<f64> {
    const DIGITS: u32 = 15;
    let digits = number.mantissa().unsigned_abs().checked_ilog10();
    let float = number.to_f64()?;
    (digits.unwrap_or_default() < DIGITS && Decimal::from_f64(float) == Some(number.normalize()))
        .then_some(float)
}

fn moment_of(moment: Moment) -> Result<ExcelDateTime, XlsxError> {
    let day = day_of(moment.date)?;
    match moment.time {
        None => Ok(day),
        Some(time) => {
            let part = |part: i8| u8::try_from(part).unwrap_or_default();
            let hour = u16::from(part(time.hour()));
            day.and_hms(hour, part(time.minute()), f64::from(time.second()))
        }
    }
}

fn finish(
    sheet: &mut Worksheet,
    fields: &[&Field],
    last: u32,
    data: Data<'_>,
    about: &About<'_>,
) -> Result<(), ExportError> {
    let width = u16::try_from(fields.len()).unwrap_or(u16::MAX);
    let right = width.saturating_sub(1);
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last, right)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape();
    set_up(sheet, data, about);
    // Addresses of pages are of no use on paper.
    if let Some(url) = fields.iter().position(|field| field.kind == Kind::Url) {
        let before = u16::try_from(url).unwrap_or(width).saturating_sub(1);
        sheet.set_print_area(0, 0, last, before)?;
    }
    sheet.ignore_error_range(0, 0, last, right, IgnoreError::NumberStoredAsText)?;
    Ok(())
}
