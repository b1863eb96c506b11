//! Packed files made for tests.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A packed file with these entries. The same entries give the same bytes.
pub(crate) fn pack(entries: &[(&str, &str)]) -> Vec<u8> {
    let entries: Vec<(&str, &[u8])> = entries
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    pack_bytes(&entries)
}

/// The same, of entries that are no texts.
pub(crate) fn pack_bytes(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let options = SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A packed file with two entries of one name, that ends in `l`.
pub(crate) fn twice(name: &str, text: &str) -> Vec<u8> {
    // The writer refuses them, so the second is renamed in the bytes.
    let other = format!("{}~", name.trim_end_matches('l'));
    let mut bytes = pack(&[(name, text), (&other, text)]);
    while let Some(at) = memchr::memmem::find(&bytes, other.as_bytes()) {
        bytes[at..at + name.len()].copy_from_slice(name.as_bytes());
    }
    bytes
}

/// The relations of a part: id, last word of the type, target.
pub(crate) fn relations(relations: &[(&str, &str, &str)]) -> String {
    let relations = relations.iter().map(|(id, kind, target)| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/>"
        )
    });
    let relations: String = relations.collect();
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>"
    )
}

/// A workbook of one sheet with these rows, as XML.
pub(crate) fn workbook(rows: &str) -> Vec<u8> {
    pack(&[
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"r\"><sheets><sheet name=\"名单\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &relations(&[("rId1", "worksheet", "worksheets/sheet1.xml")]),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ])
}

/// A text document with this body, as XML.
pub(crate) fn document(body: &str) -> Vec<u8> {
    pack(&[(
        "word/document.xml",
        &format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"),
    )])
}
