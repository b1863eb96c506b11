//! The packed file around the parts.

use std::borrow::Cow;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use crate::export::ExportError;

/// Packs parts by name, in their order. The same parts give the same bytes.
pub(super) fn pack(parts: &[(&str, Cow<'_, [u8]>)]) -> Result<Vec<u8>, ExportError> {
    let options = SimpleFileOptions::default()
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
