//! Files as other programs write them, from `tests/fixtures/attachments`.

use std::fs;
use std::path::Path;

use super::{lines, told};
use crate::attachment::Unreadable;

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/attachments");
    fs::read(folder.join(name)).unwrap()
}

#[test]
fn a_workbook() {
    assert_eq!(
        lines(&fixture("openpyxl.xlsx"), "a.xlsx"),
        [
            "the name of sheet 1: 名单",
            "the name of sheet 2: 底稿",
            "hidden: the sheet “底稿” is hidden",
            "sheet “名单”, cell A1: 姓名",
            "sheet “名单”, cell B1: 联系电话 [姓名]",
            "sheet “名单”, cell C1: 金额（元） [联系电话]",
            "sheet “名单”, cell A2: 张三 [姓名]",
            "sheet “名单”, cell B2: 13800138000 [联系电话|张三]",
            "sheet “名单”, cell C2: 13800138000 [金额（元）]",
            "hidden: rows of the sheet “名单” that hold something are hidden: 1",
            "sheet “名单”, comment on cell A2: 请核对",
            "hidden: comments in the sheet “名单”: 1",
            "sheet “底稿”, cell A1: 底稿",
            "author = 张三",
        ]
    );
}

#[test]
fn a_pdf() {
    assert_eq!(
        lines(&fixture("fpdf2.pdf"), "a.pdf"),
        ["author = Zhang San", "page 1: Tel\t13800138000\nnext"]
    );
}

#[test]
fn an_encrypted_pdf_that_anybody_can_open() {
    assert_eq!(
        lines(&fixture("qpdf.pdf"), "a.pdf"),
        [
            "author = Zhang San",
            "hidden: it holds the file `a.txt`, which was not looked into",
            "page 1: Tel\t13800138000\nnext",
        ]
    );
}

#[test]
fn an_encrypted_pdf() {
    let (told, result) = told(&fixture("qpdf-password.pdf"), "a.pdf");
    assert!(told.is_empty());
    assert_eq!(result, Err(Unreadable::Encrypted));
}
