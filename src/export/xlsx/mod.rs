//! Workbooks (ECMA-376). Every cell has its type: days are days, numbers are numbers, and a text is a text
//! whatever it begins with; there is never a formula. Nothing in it tells who made it or when: the day of its
//! making is that of the publication, so that the same content gives the same bytes.

mod card;
mod formats;
mod sheet;

#[cfg(test)]
mod tests;

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use self::formats::Formats;
use super::card::CardRow;
use super::table::Table;
use super::{Data, ExportError};

/// The longest text of a cell, in UTF-16 units.
pub(super) const CELL_LIMIT: usize = 32_767;
/// The rows of a sheet, its header row among them.
const ROW_LIMIT: u32 = 1_048_576;

/// What a workbook is about.
pub(super) struct About<'a> {
    pub(super) title: &'a str,
    /// What it is known by.
    pub(super) subject: Option<&'a str>,
    /// The day that stands for that of its making.
    pub(super) day: Option<Date>,
    /// The index card, on a sheet of its own.
    pub(super) card: Vec<CardRow<'a>>,
    /// What every printed page says beside its title, such as that it is a draft.
    pub(super) mark: Option<&'static str>,
}

/// Makes a workbook of a table. One that has more rows than a sheet can hold goes on on the next.
pub(super) fn workbook(
    data: Data<'_>,
    about: &About<'_>,
    table: Table<'_>,
) -> Result<Vec<u8>, ExportError> {
    of_sheets(data, about, table, ROW_LIMIT)
}

fn of_sheets(
    data: Data<'_>,
    about: &About<'_>,
    table: Table<'_>,
    limit: u32,
) -> Result<Vec<u8>, ExportError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(about)?);
    let formats = Formats::new();
    if !about.card.is_empty() {
        card::write(book.add_worksheet(), data, about, &formats)?;
    }
    sheet::write(&mut book, data, about, table, &formats, limit)?;
    Ok(book.save_to_buffer()?)
}

fn properties(about: &About<'_>) -> Result<DocProperties, XlsxError> {
    // Without a day of its own a workbook would tell when it was made.
    let day = match about.day.and_then(|day| day_of(day).ok()) {
        Some(day) => day,
        None => ExcelDateTime::from_ymd(1980, 1, 1)?,
    };
    let mut properties = DocProperties::new()
        .set_title(about.title)
        .set_creation_datetime(&day);
    if let Some(subject) = about.subject {
        properties = properties.set_subject(subject);
    }
    Ok(properties)
}

/// A day as a workbook counts it: from 1900 to 9999.
fn day_of(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let part = |part: i8| u8::try_from(part).unwrap_or_default();
    let year = u16::try_from(day.year()).unwrap_or_default();
    ExcelDateTime::from_ymd(year, part(day.month()), part(day.day()))
}

/// Whether a cell can hold a text.
pub(super) fn fits(text: &str) -> bool {
    text.len() <= CELL_LIMIT || text.encode_utf16().count() <= CELL_LIMIT
}

/// What stands in a header or footer of a printed page: `&` begins a code there.
fn printed(text: &str) -> String {
    /// A header or footer has up to 255 characters, codes among them.
    const LIMIT: usize = 60;
    let mut shown: String = text.chars().take(LIMIT).collect();
    if text.chars().nth(LIMIT).is_some() {
        shown.push('…');
    }
    shown.replace('&', "&&")
}

/// Says how a sheet is printed.
fn set_up(sheet: &mut Worksheet, data: Data<'_>, about: &About<'_>) {
    /// A4.
    const PAPER: u8 = 9;
    let title = printed(about.title);
    let mark = about
        .mark
        .map_or_else(String::new, |mark| format!("&R{mark}"));
    let number = about.subject.map_or_else(String::new, printed);
    let page = data.say("第 &P 页，共 &N 页", "Page &P of &N");
    sheet
        .set_paper_size(PAPER)
        .set_margins(0.4, 0.4, 0.75, 0.6, 0.3, 0.3)
        .set_print_fit_to_pages(1, 0)
        .set_header(format!("&L{title}{mark}"))
        .set_footer(format!("&L{number}&R{page}"));
}
