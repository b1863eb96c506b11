//! Workbooks of Office 97-2003 made for tests, record by record, and what is told of them.

use std::io::{Cursor, Write};

use cfb::CompoundFile;

use super::{lines, told};
use crate::attachment::Unreadable;

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A text of two bytes a character, with what stands before its characters.
fn wide(count: &[u8], text: &str) -> Vec<u8> {
    [
        count,
        &[1],
        &words(&text.encode_utf16().collect::<Vec<_>>()),
    ]
    .concat()
}

fn count(text: &str) -> u16 {
    u16::try_from(text.encode_utf16().count()).unwrap()
}

fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let data = [
        words(&[row, column, 0]),
        wide(&count(text).to_le_bytes(), text),
    ]
    .concat();
    record(0x0204, &data)
}

const EOF: &[u8] = &[0x0a, 0, 0, 0];

/// The stream of a workbook: records of its own, a sheet 名单 in this state, the records of that.
fn stream(version: u16, own: &[u8], state: u8, cells: &[u8]) -> Vec<u8> {
    let bof = |kind: u16| record(0x0809, &words(&[version, kind, 0, 0, 0, 0, 0, 0]));
    let name = wide(&[2], "名单");
    let listed = |offset: u32| {
        let data = [&offset.to_le_bytes()[..], &[state, 0], &name].concat();
        record(0x0085, &data)
    };
    let before = bof(5).len() + own.len() + listed(0).len() + EOF.len();
    let offset = u32::try_from(before).unwrap();
    [&bof(5), own, &listed(offset), EOF, &bof(0x10), cells, EOF].concat()
}

/// A compound file of these streams; a name with a `/` in it lies in a folder.
fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in streams {
        if let Some((folder, _)) = name.rsplit_once('/') {
            file.create_storage_all(folder).unwrap();
        }
        file.create_stream(name).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// A workbook of this stream.
pub(crate) fn book(stream: &[u8]) -> Vec<u8> {
    compound(&[("Workbook", stream)])
}

/// A workbook with a cell of every kind.
pub(crate) fn workbook() -> Vec<u8> {
    book(&full())
}

/// Its stream.
pub(crate) fn full() -> Vec<u8> {
    let shared = "区教育局";
    let sst = [
        &[1, 0, 0, 0, 1, 0, 0, 0][..],
        &wide(&count(shared).to_le_bytes(), shared),
    ]
    .concat();
    let format = [words(&[164]), wide(&9_u16.to_le_bytes(), "yyyy/m/d;")].concat();
    let xf = |format: u16| record(0x00e0, &words(&[0, format, 0, 0, 0, 0, 0, 0, 0, 0]));
    let own = [
        record(0x041e, &format),
        xf(0),
        xf(164),
        record(0x00fc, &sst),
    ]
    .concat();
    let number = |row: u16, column: u16, style: u16, value: f64| {
        let data = [words(&[row, column, style]), value.to_le_bytes().to_vec()].concat();
        record(0x0203, &data)
    };
    let formula = |row: u16, column: u16, result: [u8; 8]| {
        let data = [words(&[row, column, 0]), result.to_vec(), vec![0; 8]].concat();
        record(0x0006, &data)
    };
    let text = "公式";
    let cells = [
        record(0x007d, &words(&[2, 2, 0, 0, 1, 0])),
        record(0x0208, &words(&[1, 0, 3, 0, 0, 0, 0x20, 0])),
        label(0, 0, "单位"),
        record(0x00fd, &words(&[1, 0, 0, 0, 0])),
        number(1, 1, 0, 0.5),
        number(1, 2, 1, 44_034.0),
        record(0x027e, &words(&[2, 0, 0, (7 << 2) | 2, 0])),
        record(
            0x00bd,
            &words(&[2, 1, 0, (8 << 2) | 2, 0, 0, (9 << 2) | 2, 0, 2]),
        ),
        formula(3, 0, 2.5_f64.to_le_bytes()),
        formula(3, 1, [0, 0, 0, 0, 0, 0, 0xff, 0xff]),
        record(0x0207, &wide(&count(text).to_le_bytes(), text)),
        formula(3, 2, [2, 0, 0x2a, 0, 0, 0, 0xff, 0xff]),
        record(0x0205, &[&words(&[4, 0, 0])[..], &[1, 0]].concat()),
        record(0x00e5, &words(&[1, 5, 6, 0, 0])),
        record(0x001c, &words(&[0, 0, 0, 1, 0])),
        // A chart within the sheet.
        record(0x0809, &words(&[0x0600, 0x20, 0, 0, 0, 0, 0, 0])),
        label(9, 9, "图表"),
        EOF.to_vec(),
        label(5, 0, "合并"),
    ]
    .concat();
    stream(0x0600, &own, 0, &cells)
}

/// A workbook of a newer program, encrypted.
pub(crate) fn encrypted() -> Vec<u8> {
    compound(&[("EncryptionInfo", b"x"), ("EncryptedPackage", b"x")])
}

pub(crate) fn with_password() -> Vec<u8> {
    book(&stream(0x0600, &record(0x002f, &words(&[1, 1])), 0, &[]))
}

pub(crate) fn with_macros() -> Vec<u8> {
    let stream = stream(0x0600, &[], 0, &label(0, 0, "单位"));
    compound(&[("Workbook", &stream), ("/_VBA_PROJECT_CUR/VBA/dir", b"x")])
}

pub(crate) fn of_excel_95() -> Vec<u8> {
    compound(&[("Book", &stream(0x0500, &[], 0, &[]))])
}

pub(crate) fn cut_off() -> Vec<u8> {
    let mut bytes = workbook();
    bytes.truncate(bytes.len() / 2);
    bytes
}

pub(crate) fn with_cell_out_of_place() -> Vec<u8> {
    book(&stream(0x0600, &[], 0, &label(65_535, 65_535, "单位")))
}

/// A text document of Office 97-2003.
pub(crate) fn document() -> Vec<u8> {
    compound(&[("WordDocument", b"x")])
}

#[test]
fn a_workbook_with_cells_of_every_kind() {
    assert_eq!(
        lines(&workbook(), "a.xls"),
        [
            "the name of sheet 1: 名单",
            "sheet “名单”, cell A1: 单位",
            "sheet “名单”, cell A2: 区教育局 [单位]",
            "sheet “名单”, cell B2: 0.5 [区教育局]",
            "sheet “名单”, cell C2: 44034",
            "sheet “名单”, cell A3: 7 [区教育局]",
            "sheet “名单”, cell B3: 8",
            "sheet “名单”, cell C3: 9",
            "sheet “名单”, cell A4: 2.5 [区教育局]",
            "sheet “名单”, cell B4: 公式",
            "sheet “名单”, cell A6: 合并 [区教育局]",
            "hidden: rows of the sheet “名单” that hold something are hidden: 1",
            "hidden: columns of the sheet “名单” that hold something are hidden: 1",
            "hidden: comments in the sheet “名单”: 1",
        ]
    );
}

#[test]
fn what_is_hidden() {
    let hidden = book(&stream(0x0600, &[], 1, &label(0, 0, "单位")));
    assert_eq!(
        lines(&hidden, "a.xls")[1],
        "hidden: the sheet “名单” is hidden"
    );
    assert_eq!(
        lines(&with_macros(), "a.xls")[0],
        "hidden: it holds macros (programs)"
    );
}

#[test]
fn what_is_not_read() {
    let outcome = |bytes: &[u8]| told(bytes, "a.xls").1;
    assert_eq!(outcome(&encrypted()), Err(Unreadable::Encrypted));
    assert_eq!(outcome(&with_password()), Err(Unreadable::Encrypted));
    assert_eq!(outcome(&of_excel_95()), Err(Unreadable::Format("Excel 95")));
    assert_eq!(
        outcome(&document()),
        Err(Unreadable::Format("Word 97-2003"))
    );
    assert_eq!(outcome(&cut_off()), Err(Unreadable::Damaged));
    assert_eq!(outcome(&with_cell_out_of_place()), Err(Unreadable::Damaged));
}

/// Every record says of all columns that they are hidden.
#[test]
fn columns_that_are_hidden_again_and_again_take_no_time() {
    let hidden = record(0x007d, &words(&[0, u16::MAX, 0, 0, 1, 0]));
    let cells = [hidden.repeat(200_000), label(0, 1, "单位")].concat();
    assert_eq!(
        lines(&book(&stream(0x0600, &[], 0, &cells)), "a.xls")[2],
        "hidden: columns of the sheet “名单” that hold something are hidden: 1"
    );
}

/// A workbook with a sheet at each of these records, by their numbers, and the records.
fn with_sheets_at(starts: &[usize], records: &[Vec<u8>]) -> Vec<u8> {
    let bof = record(0x0809, &words(&[0x0600, 5, 0, 0, 0, 0, 0, 0]));
    let listed = |number: usize, offset: usize| {
        let offset = u32::try_from(offset).unwrap().to_le_bytes();
        let name = wide(&[1], ["甲", "乙", "丙", "丁"][number % 4]);
        record(0x0085, &[&offset[..], &[0, 0], &name].concat())
    };
    let before = bof.len() + listed(0, 0).len() * starts.len() + EOF.len();
    let at = |start: usize| before + records.iter().take(start).map(Vec::len).sum::<usize>();
    let list: Vec<Vec<u8>> = (0..)
        .zip(starts)
        .map(|(number, start)| listed(number, at(*start)))
        .collect();
    book(&[bof, list.concat(), EOF.to_vec(), records.concat()].concat())
}

/// Sheets that do not end would each be read to the end of the file.
#[test]
fn no_record_belongs_to_two_sheets() {
    let records: Vec<Vec<u8>> = (0..4).map(|row| label(row, 0, "单位")).collect();
    let bytes = with_sheets_at(&[2, 0, 1, 3], &records);
    let cells = lines(&bytes, "a.xls");
    let cells: Vec<&String> = cells.iter().filter(|line| line.contains("cell")).collect();
    assert_eq!(
        cells,
        [
            "sheet “甲”, cell A3: 单位",
            "sheet “乙”, cell A1: 单位",
            "sheet “丙”, cell A2: 单位",
            "sheet “丁”, cell A4: 单位",
        ]
    );
    let twice = with_sheets_at(&[0, 1, 0], &records);
    assert_eq!(told(&twice, "a.xls").1, Err(Unreadable::Damaged));
}
