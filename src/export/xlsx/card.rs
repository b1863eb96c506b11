//! The sheet of the index card.

use rust_xlsxwriter::Worksheet;

use super::formats::Formats;
use super::sheet::{cell, height, lines_of};
use super::{About, set_up};
use crate::export::table::Cell;
use crate::export::{Data, ExportError};

/// How wide the values are, in characters.
const VALUE_WIDTH: u8 = 76;

/// Writes the card, a field a row.
pub(super) fn write(
    sheet: &mut Worksheet,
    data: Data<'_>,
    about: &About<'_>,
    formats: &Formats,
) -> Result<(), ExportError> {
    sheet.set_name(data.say("索引卡", "Index card"))?;
    sheet
        .set_column_width(0, 14)?
        .set_column_width(1, f64::from(VALUE_WIDTH))?;
    for (number, row) in (0..).zip(&about.card) {
        sheet.write_string_with_format(number, 0, row.label, &formats.label)?;
        match &row.value {
            Cell::Empty => {
                sheet.write_blank(number, 1, formats.of_text("", false))?;
            }
            value => cell(sheet, (number, 1), value, false, formats, data)?,
        }
        let lines = lines_of(&row.value, VALUE_WIDTH);
        sheet.set_row_height(number, height(lines))?;
    }
    set_up(sheet, data, about);
    Ok(())
}
