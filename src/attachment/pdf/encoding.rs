//! The characters that the codes of a font stand for.

use encoding_rs::{GB18030, UTF_16BE};
use lopdf::{Dictionary, Document, Encoding, Object};

use super::table::Table;
use super::work::{STEP, Work};
use crate::attachment::limits::TEXT;
use crate::attachment::unreadable::Unreadable;

/// What a table of characters may expand to, in bytes.
const TABLE: usize = 8 * 1024 * 1024;

/// How the codes of a font become text.
pub(super) enum Decoder<'d> {
    /// By a table in the file.
    Table { table: Table, is_one_byte: bool },
    /// By one of the standard tables, or by the names of glyphs.
    Named(Encoding<'d>),
    /// Two bytes each, of Unicode.
    Unicode,
    /// As in GBK.
    Gbk,
    /// The file does not tell.
    Unknown,
}

impl<'d> Decoder<'d> {
    /// That of a font.
    pub(super) fn of(
        font: &'d Dictionary,
        document: &'d Document,
        work: &mut Work,
    ) -> Result<Self, Unreadable> {
        let kind = font.get(b"Subtype").and_then(Object::as_name);
        let is_composite = kind.is_ok_and(|kind| kind == b"Type0");
        // A table tells more than the names of glyphs.
        if let Some(table) = table(font, document, work)? {
            return Ok(Self::Table {
                table,
                is_one_byte: !is_composite,
            });
        }
        if is_composite {
            let encoding = font.get_deref(b"Encoding", document);
            let name = encoding.and_then(Object::as_name);
            return Ok(Self::by_name(name.unwrap_or_default()));
        }
        let encoding = font.get_deref(b"Encoding", document);
        let names = encoding
            .and_then(Object::as_dict)
            .and_then(|encoding| encoding.get_deref(b"Differences", document))
            .and_then(Object::as_array);
        work.add(names.map_or(0, |names| names.len() * STEP))?;
        match font.get_font_encoding_with_limit(document, TABLE) {
            Ok(Encoding::SimpleEncoding(name)) => Ok(Self::by_name(name)),
            Ok(encoding) => Ok(Self::Named(encoding)),
            Err(_) => Ok(Self::Unknown),
        }
    }

    fn by_name(name: &[u8]) -> Self {
        if name.starts_with(b"UniGB-UCS2") || name.starts_with(b"UniGB-UTF16") {
            Self::Unicode
        } else if name.starts_with(b"GB") && !name.starts_with(b"GBT") {
            Self::Gbk
        } else {
            Self::Unknown
        }
    }

    /// The text of codes; none if the font does not tell.
    pub(super) fn text(&self, codes: &[u8]) -> Option<String> {
        match self {
            Self::Table { table, is_one_byte } => table.text(codes, *is_one_byte, TEXT),
            Self::Named(encoding) => encoding.bytes_to_string(codes).ok(),
            Self::Unicode => Some(UTF_16BE.decode_without_bom_handling(codes).0.into_owned()),
            Self::Gbk => Some(GB18030.decode_without_bom_handling(codes).0.into_owned()),
            Self::Unknown => None,
        }
    }
}

/// The font's own table of characters.
fn table(
    font: &Dictionary,
    document: &Document,
    work: &mut Work,
) -> Result<Option<Table>, Unreadable> {
    let stream = font.get_deref(b"ToUnicode", document);
    let Ok(stream) = stream.and_then(Object::as_stream) else {
        return Ok(None);
    };
    let source = work.expanded(stream, TABLE)?;
    Ok(source.and_then(|source| Table::parse(&source)))
}
