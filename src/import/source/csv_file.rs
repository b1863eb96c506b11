//! Text tables: CSV, and the same with tabs or semicolons.

use csv::{ReaderBuilder, StringRecord};

use super::Part;
use super::grid::Grid;
use super::places::{At, Writer};
use crate::attachment::{self, Unreadable};

/// Reads a table.
pub(super) fn read(text: &str, writer: &mut Writer) -> Result<Vec<Part>, Unreadable> {
    let delimiter = attachment::delimiter(text);
    if let Some(line) = attachment::open_quote(text, delimiter) {
        return Err(Unreadable::Quote(line));
    }
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut cells = Vec::new();
    let mut row = 0;
    while reader
        .read_record(&mut record)
        .map_err(|_| Unreadable::Damaged)?
    {
        row += 1;
        let line = record.position().map_or(0, csv::Position::line);
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        for (field, column) in record.iter().zip(1..) {
            if let Some(span) = writer.put(field, At::Field { line, column }) {
                cells.push(((row, column), span));
            }
        }
    }
    let table = Grid::new(cells, &[], &mut writer.room)?;
    Ok(vec![Part::Table(table)])
}
