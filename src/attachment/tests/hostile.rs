//! Files made to harm whoever reads them.

use std::fmt::Write as _;
use std::io::Cursor;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::pack::{document, pack, twice, workbook};
use super::pdf::{pdf, stream};
use super::{lines, told};
use crate::attachment::Unreadable;

fn outcome(bytes: &[u8], name: &str) -> Result<(), Unreadable> {
    told(bytes, name).1
}

#[test]
fn truncated_and_empty_files() {
    let whole = workbook("<row/>");
    for length in [4, 30, whole.len() / 2, whole.len() - 30] {
        assert_eq!(
            outcome(&whole[..length], "a.xlsx"),
            Err(Unreadable::Damaged),
            "{length}"
        );
    }
    assert_eq!(outcome(b"", "a.xlsx"), Ok(()), "an empty text");
    assert_eq!(outcome(b"%PDF-1.7\n", "a.pdf"), Err(Unreadable::Damaged));
    let nothing = pack(&[]);
    assert_eq!(outcome(&nothing, "a.xlsx"), Err(Unreadable::Format("ZIP")));
}

#[test]
fn the_bytes_say_what_it_is() {
    let rows = "<row><c><v>1</v></c></row>";
    let (told, result) = told(&workbook(rows), "名单.pdf");
    assert_eq!(result, Ok(()));
    assert_eq!(told.last().unwrap(), "sheet “名单”, cell A1: 1");
}

#[test]
fn bombs() {
    let spaces = " ".repeat(40 * 1024 * 1024);
    let bomb = document(&format!("<w:p/>{spaces}"));
    assert!(bomb.len() < 100_000);
    assert_eq!(outcome(&bomb, "a.docx"), Err(Unreadable::Expands));
}

#[test]
fn entities_are_refused() {
    let laughs = "<!DOCTYPE w [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><w:document><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>";
    let file = pack(&[("word/document.xml", laughs)]);
    assert_eq!(outcome(&file, "a.docx"), Err(Unreadable::Entities));
    let outside = "<!DOCTYPE w SYSTEM \"file:///etc/passwd\"><w:document/>";
    let file = pack(&[("word/document.xml", outside)]);
    assert_eq!(outcome(&file, "a.docx"), Err(Unreadable::Entities));
    let undefined = document("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>");
    assert_eq!(outcome(&undefined, "a.docx"), Err(Unreadable::Entities));
    let known = document("<w:p><w:r><w:t>a &amp; &#x7532; b</w:t></w:r></w:p>");
    assert_eq!(lines(&known, "a.docx"), ["paragraph 1: a & 甲 b"]);
}

#[test]
fn deep_elements() {
    let deep = document(&format!("{}{}", "<w:x>".repeat(300), "</w:x>".repeat(300)));
    assert_eq!(outcome(&deep, "a.docx"), Err(Unreadable::Nested));
}

#[test]
fn many_entries_and_names_that_lead_away() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..10_001 {
        let name = format!("xl/{number}");
        let options = SimpleFileOptions::default();
        writer.start_file(name, options).unwrap();
    }
    let many = writer.finish().unwrap().into_inner();
    assert_eq!(outcome(&many, "a.xlsx"), Err(Unreadable::Entries));
    let away = pack(&[
        ("../../etc/passwd", "x"),
        ("/etc/embeddings/../x", "x"),
        ("word/document.xml", "<w:document/>"),
    ]);
    assert_eq!(
        lines(&away, "a.docx"),
        ["hidden: it holds the file `/etc/embeddings/../x`, which was not looked into"]
    );
}

#[test]
fn entries_of_one_name() {
    let bytes = twice("word/document.xml", "<a/>");
    assert_eq!(outcome(&bytes, "a.docx"), Err(Unreadable::Ambiguous));
}

#[test]
fn a_million_empty_cells() {
    let mut rows = String::new();
    for row in 1..=1000 {
        write!(
            rows,
            "<row r=\"{row}\">{}</row>",
            "<c s=\"1\"/>".repeat(1000)
        )
        .unwrap();
    }
    let file = workbook(&rows);
    assert_eq!(lines(&file, "a.xlsx"), ["the name of sheet 1: 名单"]);
}

#[test]
fn a_shared_text_that_is_repeated() {
    let long = "长".repeat(10_000);
    let cells = "<c t=\"s\"><v>0</v></c>".repeat(100_000);
    let file = pack(&[
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"表\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &super::pack::relations(&[("rId1", "worksheet", "worksheets/sheet1.xml")]),
        ),
        (
            "xl/sharedStrings.xml",
            &format!("<sst><si><t>{long}</t></si></sst>"),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>"),
        ),
    ]);
    let result = crate::attachment::read(&file, "a.xlsx", &mut |_| {});
    assert_eq!(result, Err(Unreadable::Long));
}

/// A PDF of one page, and what else it refers to.
fn page(more: &[&str], content: &str) -> Vec<u8> {
    let content = stream("", content);
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</Fm 5 0 R>>/Font<</F 6 0 R>>>>>>",
        &content,
    ];
    objects.extend(more);
    pdf(&objects, "")
}

#[test]
fn loops_in_pdf() {
    let tree = pdf(
        &[
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[2 0 R 2 0 R 3 0 R]/Count 9/Parent 2 0 R>>",
            "<</Type/Page/Parent 2 0 R>>",
        ],
        "",
    );
    assert_eq!(outcome(&tree, "a.pdf"), Err(Unreadable::Damaged));
    // A form that draws itself twice.
    let form = stream(
        "/Type/XObject/Subtype/Form/Resources<</XObject<</Fm 5 0 R>>>>",
        "/Fm Do /Fm Do",
    );
    assert_eq!(outcome(&page(&[&form], "/Fm Do"), "a.pdf"), Ok(()));
    let many = "/Fm Do ".repeat(9);
    let form = stream(
        "/Type/XObject/Subtype/Form/Resources<</XObject<</Fm 5 0 R>>>>",
        &many,
    );
    assert_eq!(
        outcome(&page(&[&form], "/Fm Do"), "a.pdf"),
        Err(Unreadable::Long)
    );
    // Objects that are each other.
    let each_other = page(&["6 0 R", "5 0 R"], "/Fm Do BT /F 9 Tf (A) Tj ET");
    assert!(outcome(&each_other, "a.pdf").is_ok());
}

#[test]
fn deep_objects_in_pdf() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let _ = outcome(&page(&[&deep], &deep), "a.pdf");
    let strings = format!("BT {}{} Tj ET", "(".repeat(100_000), ")".repeat(100_000));
    let _ = outcome(&page(&["<<>>"], &strings), "a.pdf");
}

#[test]
fn a_bomb_in_pdf() {
    let mut deflated = deflated_spaces();
    let head = format!(
        "<</Length {}/Filter/FlateDecode>>\nstream\n",
        deflated.len()
    );
    let mut object = head.into_bytes();
    object.append(&mut deflated);
    object.extend_from_slice(b"\nendstream");
    let start = b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n\
        2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n\
        3 0 obj <</Type/Page/Parent 2 0 R/Contents 4 0 R>> endobj\n4 0 obj ";
    let mut bytes = start.to_vec();
    bytes.append(&mut object);
    bytes.extend_from_slice(b" endobj\ntrailer <</Root 1 0 R>>\n");
    assert!(bytes.len() < 100_000);
    assert_eq!(outcome(&bytes, "a.pdf"), Err(Unreadable::Expands));
}

/// 40 MiB of spaces as a zlib stream.
fn deflated_spaces() -> Vec<u8> {
    let spaces = vec![b' '; 40 * 1024 * 1024];
    miniz_oxide::deflate::compress_to_vec_zlib(&spaces, 6)
}

#[test]
fn a_pdf_of_too_many_objects() {
    let zeros = format!("[{}]", "0 ".repeat(500_000));
    let many: Vec<&str> = vec![&zeros; 9];
    assert_eq!(outcome(&page(&many, ""), "a.pdf"), Err(Unreadable::Long));
    let one = format!("[{}]", "0 ".repeat(9 * 1024 * 1024));
    assert_eq!(outcome(&page(&[&one], ""), "a.pdf"), Err(Unreadable::Long));
}

#[test]
fn an_encrypted_entry() {
    let mut bytes = document("<w:p/>");
    // The flag of encryption, in the head of the entry and in the list of entries.
    for (mark, offset) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = memchr::memmem::find(&bytes, mark).unwrap();
        bytes[at + offset] |= 1;
    }
    assert_eq!(outcome(&bytes, "a.docx"), Err(Unreadable::Encrypted));
}

#[test]
fn other_compressions_are_told() {
    let mut bytes = document("<w:p/>");
    for (mark, offset) in [(b"PK\x03\x04", 8), (b"PK\x01\x02", 10)] {
        let at = memchr::memmem::find(&bytes, mark).unwrap();
        bytes[at + offset] = 12;
    }
    assert_eq!(outcome(&bytes, "a.docx"), Err(Unreadable::Damaged));
}

/// What is large may be named again and again: each time is counted, before it is read.
#[test]
fn large_things_of_a_pdf_that_are_read_again_and_again() {
    const LARGE: usize = 1024 * 1024;
    const TIMES: usize = 330;
    let page = |content: &str, resources: &str, large: &str| {
        let page =
            format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R{resources}>>");
        let content = stream("", content);
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            &page,
            &content,
            large,
        ];
        pdf(&objects, "")
    };
    // Fonts that share a table.
    let table = stream("", &" ".repeat(LARGE));
    let fonts = |times: usize| {
        let numbers = 0..times;
        let named: String = numbers
            .clone()
            .map(|n| format!("/F{n}<</Type/Font/Subtype/Type0/ToUnicode 5 0 R>>"))
            .collect();
        let used: String = numbers.map(|n| format!("/F{n} 9 Tf ")).collect();
        page(&used, &format!("/Resources<</Font<<{named}>>>>"), &table)
    };
    assert_eq!(lines(&fonts(3), "a.pdf").len(), 0);
    assert_eq!(outcome(&fonts(TIMES), "a.pdf"), Err(Unreadable::Long));
    // Comments that share a text, of which not much is kept.
    let text = format!("({})", "a".repeat(LARGE));
    let comments = |times: usize| {
        let list = "<</Type/Annot/Subtype/Text/Contents 5 0 R>>".repeat(times);
        page("", &format!("/Annots[{list}]"), &text)
    };
    assert_eq!(lines(&comments(3), "a.pdf").len(), 4);
    assert_eq!(outcome(&comments(TIMES), "a.pdf"), Err(Unreadable::Long));
}
