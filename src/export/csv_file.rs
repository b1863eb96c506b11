//! CSV (RFC 4180) in UTF-8 with a byte order mark, so that Excel reads Chinese.

use super::table::Table;
use super::{Data, ExportError};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A table; its first row names the columns in the language of the site.
pub(super) fn csv(data: Data<'_>, table: Table<'_>) -> Result<Vec<u8>, ExportError> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(
        table
            .fields
            .iter()
            .map(|field| field.name(data.is_chinese())),
    )?;
    for row in table.rows {
        for cell in &row {
            writer.write_field(cell.plain().as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer
        .into_inner()
        .map_err(|error| ExportError::Io(error.into_error()))
}
