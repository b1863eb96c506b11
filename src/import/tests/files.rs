//! Files of an office made for tests, and what they are imported as.

use std::fmt::Write as _;

use super::*;
use crate::attachment::tests::pack;
use crate::diagnostic::{Human, Lang};

/// A cell: what it says, and how many rows it covers. None is a cell that another covers.
pub(super) type Cell = Option<(String, u32)>;

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

pub(super) fn letter(column: usize) -> char {
    char::from(b'A' + u8::try_from(column).unwrap())
}

/// The rows of a sheet as XML, and its merged cells; the first row has this number.
pub(super) fn sheet(rows: &[Vec<Cell>], first: usize) -> (String, String) {
    let (mut xml, mut merged) = (String::new(), String::new());
    for (number, row) in (first..).zip(rows) {
        write!(xml, "<row r=\"{number}\">").unwrap();
        for (column, cell) in row.iter().enumerate() {
            let Some((text, covers)) = cell else { continue };
            let (letter, text) = (letter(column), escaped(text));
            write!(
                xml,
                "<c r=\"{letter}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"
            )
            .unwrap();
            if *covers > 1 {
                let last = number + *covers as usize - 1;
                write!(
                    merged,
                    "<mergeCell ref=\"{letter}{number}:{letter}{last}\"/>"
                )
                .unwrap();
            }
        }
        xml.push_str("</row>");
    }
    (xml, merged)
}

pub(super) fn workbook_of(rows: &str, merged: &str) -> Vec<u8> {
    let merged = match merged {
        "" => String::new(),
        merged => format!("<mergeCells>{merged}</mergeCells>"),
    };
    pack::pack(&[
        (
            "_rels/.rels",
            &pack::relations(&[("rId1", "officeDocument", "xl/workbook.xml")]),
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"r\"><sheets><sheet name=\"表1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &pack::relations(&[("rId1", "worksheet", "worksheets/sheet1.xml")]),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet><sheetData>{rows}</sheetData>{merged}</worksheet>"),
        ),
    ])
}

/// A workbook with these rows, each of cells parted by `|`.
pub(super) fn sheet_of(rows: &[&str]) -> Vec<u8> {
    let cell = |text: &str| match text {
        "" => None,
        text => Some((text.to_owned(), 1)),
    };
    let rows: Vec<Vec<Cell>> = rows
        .iter()
        .map(|row| row.split('|').map(cell).collect())
        .collect();
    let (xml, merged) = sheet(&rows, 1);
    workbook_of(&xml, &merged)
}

pub(super) const HEADER: &str = "项目名称|项目内容|责任单位|进展情况";

/// What a file is imported as, and what is told in Chinese.
pub(super) fn import_with(
    bytes: &[u8],
    name: &str,
    options: &Options,
) -> (Option<Document>, String) {
    let mut sources = Sources::new();
    let file = sources.add_text(name, "");
    let (source, mut faults) = open(bytes, name, file, &mut sources);
    let document = source.and_then(|source| {
        let (document, more) = read(&source, file, options, &Surroundings::default());
        faults.append(more);
        document
    });
    faults.sort();
    let human = Human {
        lang: Lang::Zh,
        color: false,
    };
    let told = faults
        .iter()
        .map(|fault| human.show(fault, &sources))
        .collect();
    (document, told)
}

pub(super) fn import(bytes: &[u8], name: &str) -> (Option<Document>, String) {
    import_with(bytes, name, &Options::default())
}

/// The first lines of what is told: what, and where.
pub(super) fn heads(told: &str) -> Vec<&str> {
    let is_head = |line: &&str| {
        line.starts_with("error")
            || line.starts_with("warning")
            || line.trim_start().starts_with("-->")
    };
    told.lines().filter(is_head).map(str::trim).collect()
}
