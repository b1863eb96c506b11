use std::io::Cursor;

use calamine::{Data as Value, Reader, Xlsx};
use rust_decimal::Decimal;

use super::*;
use crate::export::table::{self, Cell, fields};
use crate::export::testing::{parts, with_tasks};
use crate::model::Status;

fn open(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn of_disclosure(data: Data<'_>) -> Vec<u8> {
    let placed = &data.index.disclosures[0];
    crate::export::disclosure(data, placed, crate::export::Format::Xlsx).unwrap()
}

/// A workbook of rows that hold these cells in the column of the progress.
fn of_cells(data: Data<'_>, cells: Vec<Cell<'static>>, limit: u32) -> Vec<u8> {
    let table = Table {
        name: "任务",
        fields: fields::TASKS.iter().skip(5).take(1).collect(),
        rows: Box::new(cells.into_iter().map(|cell| vec![cell])),
    };
    let about = crate::export::without_card("标题", data);
    of_sheets(data, &about, table, limit).unwrap()
}

fn text(text: &'static str) -> Cell<'static> {
    Cell::Text(text.into())
}

#[test]
fn every_cell_has_its_type() {
    let task = "title = \"-5%\"\nprogress = \"=SUM(A1)\"\nunits = [\"区财政局\"]\nstatus = \"done\"\ncompletion = { done = 212.65, total = 472, unit = \"亩\" }\n";
    with_tasks(&[task], |data| {
        let bytes = of_disclosure(data);
        let mut book = open(&bytes);
        assert_eq!(book.sheet_names(), ["索引卡", "任务"]);
        let card = book.worksheet_range("索引卡").unwrap();
        let value = |label: &str| {
            let mut rows = card.rows();
            rows.find(|row| row[0] == *label).unwrap()[1].clone()
        };
        assert_eq!(
            value("索引号"),
            Value::String("K1493206-6/2020-00001".to_owned())
        );
        let Value::DateTime(created) = value("生成日期") else {
            panic!("{:?}", value("生成日期"));
        };
        assert_eq!(created.to_ymd_hms_milli(), (2020, 7, 21, 0, 0, 0, 0));
        let Value::DateTime(published) = value("发布日期") else {
            panic!("{:?}", value("发布日期"));
        };
        assert_eq!(published.to_ymd_hms_milli(), (2020, 7, 22, 15, 36, 51, 0));

        let sheet = book.worksheet_range("任务").unwrap();
        let row: Vec<Value> = sheet.rows().nth(1).unwrap().to_vec();
        let string = |text: &str| Value::String(text.to_owned());
        assert_eq!(row[0], Value::Float(1.0));
        assert_eq!(row[2], string("1.1"));
        assert_eq!(row[3], string("-5%"));
        assert_eq!(row[5], string("=SUM(A1)"));
        assert_eq!(row[6], string("已完成"));
        assert_eq!(row[7], Value::Float(212.65));
        assert_eq!(row[8], Value::Float(472.0));
        assert_eq!(row[10], Value::Float(45.05));
        assert!(book.worksheet_formula("任务").unwrap().is_empty());
    });
}

#[test]
fn nothing_tells_who_made_it_or_when() {
    with_tasks(&["title = \"一\"\n"], |data| {
        let bytes = of_disclosure(data);
        assert_eq!(bytes, of_disclosure(data));
        let parts = parts(&bytes);
        let core = &parts
            .iter()
            .find(|(name, _)| name == "docProps/core.xml")
            .unwrap()
            .1;
        assert_eq!(
            core.split("<dc:title>").nth(1).unwrap(),
            "二〇二〇年第二季度</dc:title><dc:subject>K1493206-6/2020-00001</dc:subject><dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy><dcterms:created xsi:type=\"dcterms:W3CDTF\">2020-07-22T00:00:00Z</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">2020-07-22T00:00:00Z</dcterms:modified></cp:coreProperties>"
        );
    });
}

#[test]
fn texts_of_any_kind_come_back() {
    let texts = [
        "=1+1",
        "+1",
        "-1",
        "@A1",
        "'=1",
        "㐂𠀀😀",
        "一\n\n二\t三",
        "_x0041_",
        "a&b<c>\"d\"",
        "  两边  ",
        "00123",
        "2020-07-22",
        "TRUE",
        "1e5",
        "\u{1}控制\u{1f}",
    ];
    with_tasks(&["title = \"一\"\n"], |data| {
        let bytes = of_cells(data, texts.map(text).to_vec(), ROW_LIMIT);
        let mut book = open(&bytes);
        let sheet = book.worksheet_range("任务").unwrap();
        let found: Vec<Value> = sheet.rows().skip(1).map(|row| row[0].clone()).collect();
        let expected: Vec<Value> = texts.map(|text| Value::String(text.to_owned())).to_vec();
        assert_eq!(found, expected);
        assert!(book.worksheet_formula("任务").unwrap().is_empty());
        parts(&bytes);
    });
}

#[test]
fn numbers_that_a_workbook_would_round_are_texts() {
    with_tasks(&["title = \"一\"\n"], |data| {
        let number = |text: &str| Cell::Number(text.parse::<Decimal>().unwrap());
        let cells = vec![
            number("34.20"),
            number("999999999999999"),
            number("12345678901234567"),
            number("0.1234567890123456789"),
            Cell::Status(Status::NotStarted),
        ];
        let bytes = of_cells(data, cells, ROW_LIMIT);
        let sheet = open(&bytes).worksheet_range("任务").unwrap();
        let found: Vec<Value> = sheet.rows().skip(1).map(|row| row[0].clone()).collect();
        let string = |text: &str| Value::String(text.to_owned());
        assert_eq!(
            found,
            [
                Value::Float(34.2),
                Value::Float(999_999_999_999_999.0),
                string("12345678901234567"),
                string("0.1234567890123456789"),
                string("未开始"),
            ]
        );
    });
}

#[test]
fn more_rows_than_a_sheet_holds_go_on_on_the_next() {
    with_tasks(&["title = \"一\"\n"], |data| {
        let cells = ["1", "2", "3", "4", "5"].map(text);
        for (rows, limit, sheets) in [(5, 3, 3), (4, 3, 2), (0, 3, 1), (5, 6, 1)] {
            let bytes = of_cells(data, cells.iter().take(rows).cloned().collect(), limit);
            let mut book = open(&bytes);
            let names = ["任务", "任务 2", "任务 3"];
            assert_eq!(book.sheet_names(), &names[..sheets]);
            let mut found = Vec::new();
            for name in &names[..sheets] {
                let sheet = book.worksheet_range(name).unwrap();
                assert_eq!(sheet.rows().next().unwrap()[0].to_string(), "进展情况");
                found.extend(sheet.rows().skip(1).map(|row| row[0].to_string()));
            }
            let expected: Vec<String> = (1..=rows).map(|n| n.to_string()).collect();
            assert_eq!(found, expected);
        }
    });
}

/// What offices expect of a sheet that goes round.
#[test]
fn a_sheet_is_set_up_for_reading_and_print() {
    with_tasks(&["title = \"一\"\n"], |data| {
        let parts = parts(&of_disclosure(data));
        let part = |name: &str| &parts.iter().find(|(own, _)| own == name).unwrap().1;
        let sheet = part("xl/worksheets/sheet2.xml");
        for has in [
            "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>",
            "<autoFilter ref=\"A1:L2\"/>",
            "orientation=\"landscape\"",
            "paperSize=\"9\"",
            "fitToHeight=\"0\"",
            "<oddFooter>&amp;LK1493206-6/2020-00001&amp;R第 &amp;P 页，共 &amp;N 页</oddFooter>",
            "numberStoredAsText=\"1\"",
        ] {
            assert!(sheet.contains(has), "{has}: {sheet}");
        }
        let book = part("xl/workbook.xml");
        assert!(book.contains("<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"1\">任务!$1:$1</definedName>"), "{book}");
        assert!(book.contains("任务!$A$1:$K$2</definedName>"), "{book}");
    });
}

/// Names of sheets have at most 31 characters, and none of these.
#[test]
fn names_of_sheets_are_allowed() {
    with_tasks(&["title = \"一\"\n"], |data| {
        let names = [
            table::catalogue(data).name,
            table::of_disclosure(data, &data.index.disclosures[0]).name,
        ];
        for name in names {
            let longest = format!("{name} 4294967295");
            assert!(
                longest.chars().count() <= 31
                    && !name.contains(['[', ']', ':', '*', '?', '/', '\\'])
            );
        }
    });
}

#[test]
fn a_title_begins_no_code_of_a_header() {
    assert_eq!(printed("R&D经费"), "R&&D经费");
    assert_eq!(printed(&"字".repeat(61)), format!("{}…", "字".repeat(60)));
}
