//! Clumsy and hostile files of an office, each with the exact words that it is answered with.

use std::fmt::Write as _;
use std::path::Path;

use encoding_rs::{GB18030, UTF_16LE};

use super::files::*;
use super::*;
use crate::attachment::tests::{pack, xls};

/// The rows of a table that is as it should be.
const GOOD: [&str; 4] = [
    "重点任务执行情况",
    HEADER,
    "一、发展|建成学校|区教育局|完成",
    "一、发展|增收|区财政局|推进",
];

/// The good table with a row in place of its second task.
fn with_row(row: &str) -> Vec<u8> {
    sheet_of(&[GOOD[0], GOOD[1], GOOD[2], row])
}

/// The good table as XML, which may be changed.
fn good_rows() -> String {
    raw_rows(&GOOD)
}

fn raw_rows(rows: &[&str]) -> String {
    let cell = |text: &str| (!text.is_empty()).then(|| (text.to_owned(), 1));
    let rows: Vec<Vec<Cell>> = rows
        .iter()
        .map(|row| row.split('|').map(cell).collect())
        .collect();
    sheet(&rows, 1).0
}

/// A workbook of these sheets, by name, state and rows, with more files.
fn book(sheets: &[(&str, &str, &str)], more: &[(&str, &str)]) -> Vec<u8> {
    let (mut list, mut relations) = (String::new(), Vec::new());
    let ids: Vec<(String, String)> = (1..=sheets.len())
        .map(|number| {
            (
                format!("rId{number}"),
                format!("worksheets/sheet{number}.xml"),
            )
        })
        .collect();
    for ((name, state, _), (id, target)) in sheets.iter().zip(&ids) {
        write!(
            list,
            "<sheet name=\"{name}\" sheetId=\"{}\" state=\"{state}\" r:id=\"{id}\"/>",
            id.trim_start_matches("rId")
        )
        .unwrap();
        relations.push((id.as_str(), "worksheet", target.as_str()));
    }
    let list = format!("<workbook xmlns:r=\"r\"><sheets>{list}</sheets></workbook>");
    let relations = pack::relations(&relations);
    let bodies: Vec<(String, String)> = sheets
        .iter()
        .zip(&ids)
        .map(|((_, _, rows), (_, target))| {
            let body = match rows.starts_with('<') && !rows.starts_with("<row") {
                true => format!("<worksheet>{rows}</worksheet>"),
                false => format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
            };
            (format!("xl/{target}"), body)
        })
        .collect();
    let start = pack::relations(&[("rId1", "officeDocument", "xl/workbook.xml")]);
    let mut entries = vec![
        ("_rels/.rels", start.as_str()),
        ("xl/workbook.xml", list.as_str()),
        ("xl/_rels/workbook.xml.rels", relations.as_str()),
    ];
    entries.extend(
        bodies
            .iter()
            .map(|(name, body)| (name.as_str(), body.as_str())),
    );
    entries.extend(more);
    pack::pack(&entries)
}

/// The good table with something after its rows.
fn good_with(tail: &str) -> Vec<u8> {
    let rows = good_rows();
    book(
        &[(
            "表1",
            "visible",
            &format!("<sheetData>{rows}</sheetData>{tail}"),
        )],
        &[],
    )
}

/// The good table with a piece of its XML changed.
fn good_but(from: &str, to: &str) -> Vec<u8> {
    let rows = good_rows();
    assert!(rows.contains(from), "{from}");
    book(&[("表1", "visible", &rows.replacen(from, to, 1))], &[])
}

/// A workbook of the good table with merged cells.
fn merged(rows: &[&str], areas: &[&str]) -> Vec<u8> {
    let areas: String = areas
        .iter()
        .map(|area| format!("<mergeCell ref=\"{area}\"/>"))
        .collect();
    workbook_of(&raw_rows(rows), &areas)
}

fn document_of(rows: &[&str], last: &str) -> Vec<u8> {
    let mut body = String::from("<w:tbl>");
    for row in rows {
        let cells = row.split('|').map(|text| {
            format!(
                "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>",
                escaped(text)
            )
        });
        write!(body, "<w:tr>{}</w:tr>", cells.collect::<String>()).unwrap();
    }
    write!(body, "{last}</w:tbl>").unwrap();
    pack::document(&body)
}

fn page_of(rows: &str) -> Vec<u8> {
    format!("<!doctype html><meta charset=utf-8><table><tr><td>章节<td>工作任务<td>责任单位<td>进展情况</tr>{rows}</table>")
        .into_bytes()
}

fn csv(rows: &[&str]) -> String {
    rows.iter()
        .map(|row| format!("{}\n", row.replace('|', ",")))
        .collect()
}

/// A file by what is the matter with it, its name and its bytes.
type Case = (&'static str, &'static str, Vec<u8>);

fn tables() -> Vec<Case> {
    let [title, header, first, second] = GOOD;
    vec![
        (
            "a chapter merged over its tasks",
            "a.xlsx",
            merged(
                &[
                    title,
                    header,
                    "一、发展|建成学校|区教育局|完成",
                    "|增收|区财政局|推进",
                ],
                &["A3:A4"],
            ),
        ),
        (
            "a chapter only in its first row",
            "a.xlsx",
            sheet_of(&[title, header, first, "|增收|区财政局|推进"]),
        ),
        (
            "no chapter in the first row",
            "a.xlsx",
            sheet_of(&[title, header, "|建成学校|区教育局|完成", second]),
        ),
        (
            "a blank column",
            "a.xlsx",
            sheet_of(&[
                title,
                "项目名称||项目内容|责任单位|进展情况",
                "一、发展||建成学校|区教育局|完成",
            ]),
        ),
        (
            "a column without a name",
            "a.xlsx",
            sheet_of(&[
                title,
                "项目名称||项目内容|责任单位|进展情况",
                "一、发展|甲|建成学校|区教育局|完成",
            ]),
        ),
        (
            "two header rows",
            "a.xlsx",
            merged(
                &[
                    title,
                    "项目名称|项目内容|责任单位||进展情况",
                    "||牵头单位|配合单位|",
                    "一、发展|建成学校|区教育局|区住建局|完成",
                ],
                &["A2:A3", "B2:B3", "C2:D2", "E2:E3"],
            ),
        ),
        (
            "the header row once more, at a new page",
            "a.xlsx",
            sheet_of(&[title, header, first, header, second]),
        ),
        (
            "a total row",
            "a.xlsx",
            sheet_of(&[title, header, first, "合计|1"]),
        ),
        (
            "a total row merged over all columns",
            "a.xlsx",
            merged(&[title, header, first, "合计：1 项"], &["A4:D4"]),
        ),
        (
            "no column of units",
            "a.xlsx",
            sheet_of(&[
                title,
                "项目名称|项目内容|进展情况",
                "一、发展|建成学校|完成",
            ]),
        ),
        (
            "two columns of progress",
            "a.xlsx",
            sheet_of(&[
                title,
                "项目名称|项目内容|责任单位|进展情况|完成情况",
                "一、发展|建成学校|区教育局|完成|全部",
            ]),
        ),
        (
            "a column with no place in the content",
            "a.xlsx",
            sheet_of(&[
                title,
                "项目名称|项目内容|责任单位|进展情况|联系电话",
                "一、发展|建成学校|区教育局|完成|0571-88888888",
            ]),
        ),
        (
            "columns in another order",
            "a.xlsx",
            sheet_of(&[
                title,
                "进展情况|责任单位|项目内容|项目名称",
                "完成|区教育局|建成学校|一、发展",
            ]),
        ),
        (
            "rows in another order",
            "a.xlsx",
            sheet_of(&[
                title,
                "序号|工作任务|责任单位|进展情况|类别",
                "2|增收|区财政局|推进|发展",
                "1|建成学校|区教育局|完成|发展",
            ]),
        ),
        (
            "a number left out",
            "a.xlsx",
            sheet_of(&[
                title,
                "序号|工作任务|责任单位|进展情况|类别",
                "1|增收|区财政局|推进|发展",
                "3|建成学校|区教育局|完成|发展",
            ]),
        ),
        (
            "full-width digits",
            "a.xlsx",
            sheet_of(&[
                title,
                "序号|工作任务|责任单位|进展情况|类别",
                "１|增收|区财政局|推进|发展",
                "２|建成学校|区教育局|完成|发展",
            ]),
        ),
        (
            "chapters that come again",
            "a.xlsx",
            sheet_of(&[
                title,
                header,
                first,
                "二、民生|增收|区财政局|推进",
                "一、发展|修路|区住建局|推进",
            ]),
        ),
        (
            "a chapter left out",
            "a.xlsx",
            sheet_of(&[title, header, first, "三、民生|增收|区财政局|推进"]),
        ),
        (
            "a task twice",
            "a.xlsx",
            sheet_of(&[title, header, first, first]),
        ),
        ("no progress", "a.xlsx", with_row("一、发展|增收|区财政局|")),
        ("no task", "a.xlsx", with_row("一、发展||区财政局|推进")),
        ("no units", "a.xlsx", with_row("一、发展|增收||推进")),
        (
            "progress merged over two tasks",
            "a.xlsx",
            merged(
                &[title, header, first, "一、发展|增收|区财政局|"],
                &["D3:D4"],
            ),
        ),
        (
            "units merged over two tasks",
            "a.xlsx",
            merged(&[title, header, first, "一、发展|增收||推进"], &["C3:C4"]),
        ),
        (
            "a task merged over two rows",
            "a.xlsx",
            merged(
                &[title, header, first, "一、发展||区财政局|推进"],
                &["B3:B4"],
            ),
        ),
        (
            "a cell over two columns",
            "a.xlsx",
            merged(&[title, header, "一、发展|建成学校|区教育局|"], &["C3:D3"]),
        ),
        (
            "a note below the table",
            "a.xlsx",
            sheet_of(&[title, header, first, "", "注：数据截至六月底。"]),
        ),
        (
            "a cell far away",
            "a.xlsx",
            good_but(
                "</row>",
                "</row><row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>甲</t></is></c></row>",
            ),
        ),
        ("no table", "a.xlsx", sheet_of(&["通知", "请各单位报送。"])),
        (
            "a header and nothing below it",
            "a.xlsx",
            sheet_of(&[title, header]),
        ),
        (
            "nothing at all",
            "a.xlsx",
            book(&[("表1", "visible", "")], &[]),
        ),
    ]
}

fn cells() -> Vec<Case> {
    let second = "<is><t>增收</t></is>";
    vec![
        (
            "white space and what is not seen around a text",
            "a.xlsx",
            with_row("一、发展|\u{a0} 增收\u{200b}\u{a0}| 区财政局\u{3000}|推进\u{feff}"),
        ),
        (
            "a day typed as text",
            "a.xlsx",
            sheet_of(&["发布日期：2020.7.22", GOOD[0], GOOD[1], GOOD[2]]),
        ),
        (
            "a day that there is not",
            "a.xlsx",
            sheet_of(&["发布日期：2020-02-30", GOOD[0], GOOD[1], GOOD[2]]),
        ),
        (
            "a number as a number",
            "a.xlsx",
            good_but("t=\"inlineStr\"><is><t>完成</t></is>", "><v>58.33</v>"),
        ),
        (
            "a number typed as text",
            "a.xlsx",
            good_but("<is><t>完成</t></is>", "<is><t>58.33</t></is>"),
        ),
        (
            "a formula with what it was last shown to say",
            "a.xlsx",
            good_but(
                "t=\"inlineStr\"><is><t>完成</t></is>",
                "t=\"str\"><f>\"完\"&amp;\"成\"</f><v>完成</v>",
            ),
        ),
        (
            "a formula that was never computed",
            "a.xlsx",
            good_but("t=\"inlineStr\"><is><t>完成</t></is>", "><f>SUM(A1:A9)</f>"),
        ),
        (
            "a formula that failed",
            "a.xlsx",
            good_but(
                "t=\"inlineStr\"><is><t>完成</t></is>",
                "t=\"e\"><f>1/0</f><v>#DIV/0!</v>",
            ),
        ),
        (
            "texts that look like formulas",
            "a.xlsx",
            with_row("一、发展|=1+1|区财政局|@推进"),
        ),
        (
            "a text in parts that look different, with how it is read",
            "a.xlsx",
            good_but(
                second,
                "<is><r><t>增</t></r><r><rPr><b/></rPr><t>收</t></r><rPh sb=\"0\" eb=\"1\"><t>zeng</t></rPh></is>",
            ),
        ),
        (
            "control characters",
            "a.xlsx",
            good_but(second, "<is><t>增_x0007_收&#x9;甲</t></is>"),
        ),
        (
            "a line for each unit",
            "a.xlsx",
            with_row("一、发展|增收|区财政局\n区住建局|推进"),
        ),
        (
            "a task of two lines",
            "a.xlsx",
            with_row("一、发展|增收\n节支|区财政局|推进"),
        ),
        (
            "units of a shape that is not known",
            "a.xlsx",
            with_row("一、发展|增收|某某|推进"),
        ),
        (
            "rare characters",
            "a.xlsx",
            with_row("一、发展|𠀀㐂|区财政局|推进"),
        ),
        (
            "a text longer than a cell may hold",
            "a.xlsx",
            with_row(&format!("一、发展|增收|区财政局|{}", "推".repeat(40_000))),
        ),
    ]
}

/// A document whose chapters are headings before their tables, in the style that has this id.
fn with_headings(style: &str) -> Vec<u8> {
    let mut body = String::new();
    for (heading, row) in [
        ("一、发展", "建成学校|区教育局|完成"),
        ("二、民生", "增收|区财政局|推进"),
    ] {
        let cells = |row: &str| -> String {
            let cells = row.split('|');
            cells
                .map(|text| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"))
                .collect()
        };
        write!(
            body,
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{heading}</w:t></w:r></w:p>\
             <w:tbl><w:tr>{}</w:tr><w:tr>{}</w:tr></w:tbl>",
            cells("工作任务|责任单位|进展情况"),
            cells(row)
        )
        .unwrap();
    }
    pack::pack(&[
        (
            "word/document.xml",
            &format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"),
        ),
        (
            "word/styles.xml",
            "<w:styles><w:style w:styleId=\"2\"><w:name w:val=\"heading 1\"/></w:style><w:style w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style></w:styles>",
        ),
    ])
}

fn hidden() -> Vec<Case> {
    let rows = good_rows();
    let comments = [
        ("xl/worksheets/_rels/sheet1.xml.rels", pack::relations(&[("rId1", "comments", "../comments1.xml")])),
        ("xl/comments1.xml", "<comments><commentList><comment ref=\"D3\"><text><t>再核</t></text></comment></commentList></comments>".to_owned()),
    ];
    let comments: Vec<(&str, &str)> = comments
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let picture = [
        (
            "xl/worksheets/_rels/sheet1.xml.rels",
            pack::relations(&[("rId1", "drawing", "../drawings/drawing1.xml")]),
        ),
        ("xl/drawings/drawing1.xml", "<wsDr><pic/></wsDr>".to_owned()),
        ("xl/media/image1.png", "\u{89}PNG".to_owned()),
    ];
    let picture: Vec<(&str, &str)> = picture
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let outside = "<Relationships><Relationship Id=\"rId1\" Type=\"x/externalLink\" Target=\"file:///etc/passwd\" TargetMode=\"External\"/></Relationships>";
    vec![
        (
            "a hidden sheet",
            "a.xlsx",
            book(&[("表1", "visible", &rows), ("旧", "hidden", &rows)], &[]),
        ),
        (
            "hidden rows",
            "a.xlsx",
            good_but("<row r=\"4\">", "<row r=\"4\" hidden=\"1\">"),
        ),
        (
            "filtered rows",
            "a.xlsx",
            book(
                &[(
                    "表1",
                    "visible",
                    &format!(
                        "<sheetData>{}</sheetData><autoFilter ref=\"A2:D4\"><filterColumn colId=\"2\"/></autoFilter>",
                        rows.replace("<row r=\"4\">", "<row r=\"4\" hidden=\"1\">")
                    ),
                )],
                &[],
            ),
        ),
        (
            "hidden columns",
            "a.xlsx",
            book(
                &[(
                    "表1",
                    "visible",
                    &format!(
                        "<cols><col min=\"3\" max=\"3\" hidden=\"1\"/></cols><sheetData>{rows}</sheetData>"
                    ),
                )],
                &[],
            ),
        ),
        (
            "a comment",
            "a.xlsx",
            book(&[("表1", "visible", &rows)], &comments),
        ),
        (
            "a picture",
            "a.xlsx",
            book(&[("表1", "visible", &rows)], &picture),
        ),
        (
            "a link to a file elsewhere",
            "a.xlsx",
            book(
                &[("表1", "visible", &rows)],
                &[("xl/worksheets/_rels/sheet1.xml.rels", outside)],
            ),
        ),
        (
            "a second sheet that goes on",
            "a.xlsx",
            book(
                &[
                    ("表1", "visible", &rows),
                    (
                        "表2",
                        "visible",
                        &raw_rows(&[HEADER, "二、民生|修路|区住建局|推进"]),
                    ),
                ],
                &[],
            ),
        ),
        (
            "a second sheet of something else",
            "a.xlsx",
            book(
                &[
                    ("表1", "visible", &rows),
                    (
                        "说明",
                        "visible",
                        &raw_rows(&["填表说明", "请于六月底前报送。"]),
                    ),
                ],
                &[],
            ),
        ),
        (
            "a second sheet that says something else of a task",
            "a.xlsx",
            book(
                &[
                    ("表1", "visible", &rows),
                    (
                        "表2",
                        "visible",
                        &raw_rows(&[GOOD[0], GOOD[1], GOOD[2], "一、发展|增收|区财政局|完成"]),
                    ),
                ],
                &[],
            ),
        ),
        (
            "headings in a style of a Chinese program",
            "a.docx",
            with_headings("2"),
        ),
        (
            "headings in no style of headings",
            "a.docx",
            with_headings("a"),
        ),
        (
            "a sheet protected without a password",
            "a.xlsx",
            good_with("<sheetProtection sheet=\"1\"/>"),
        ),
        (
            "tracked changes",
            "a.docx",
            document_of(
                &["类别|工作任务|责任单位|进展情况"],
                "<w:tr><w:tc><w:p><w:r><w:t>发展</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>建成学校</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>区教育局</w:t></w:r></w:p></w:tc><w:tc><w:p><w:del w:id=\"1\"><w:r><w:delText>一半</w:delText></w:r></w:del><w:ins w:id=\"2\"><w:r><w:t>全部</w:t></w:r></w:ins></w:p></w:tc></w:tr>",
            ),
        ),
        (
            "hidden text",
            "a.docx",
            document_of(
                &["类别|工作任务|责任单位|进展情况"],
                "<w:tr><w:tc><w:p><w:r><w:t>发展</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>建成学校</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>区教育局</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>完成</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部</w:t></w:r></w:p></w:tc></w:tr>",
            ),
        ),
        (
            "a table in a cell",
            "a.docx",
            document_of(
                &["类别|工作任务|责任单位|进展情况"],
                "<w:tr><w:tc><w:p><w:r><w:t>发展</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>建成学校</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>区教育局</w:t></w:r></w:p></w:tc><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>一期</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>完成</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr>",
            ),
        ),
    ]
}

fn broken() -> Vec<Case> {
    let good = sheet_of(&GOOD);
    let twice = pack::twice("xl/workbook.xml", "<workbook/>");
    let empty_rows: String = (1..=1_048_576)
        .map(|row| format!("<row r=\"{row}\"/>"))
        .collect();
    let spaces = " ".repeat(40 * 1024 * 1024);
    let entities =
        "<!DOCTYPE w [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><workbook><sheets/></workbook>";
    vec![
        (
            "a file that was cut off",
            "a.xlsx",
            good[..good.len() / 2].to_vec(),
        ),
        ("a file of no bytes", "a.xlsx", Vec::new()),
        (
            "an archive that expands without end",
            "a.xlsx",
            book(&[("表1", "visible", &spaces)], &[]),
        ),
        (
            "1,048,576 empty rows",
            "a.xlsx",
            book(&[("表1", "visible", &empty_rows)], &[]),
        ),
        (
            "elements nested without end",
            "a.docx",
            pack::document(&"<w:p>".repeat(100_000)),
        ),
        (
            "entities",
            "a.xlsx",
            pack::pack(&[("xl/workbook.xml", entities)]),
        ),
        ("two entries of one name", "a.xlsx", twice),
        (
            "macros",
            "a.xlsm",
            book(
                &[("表1", "visible", &good_rows())],
                &[("xl/vbaProject.bin", "")],
            ),
        ),
        ("a workbook with a password", "a.xlsx", xls::encrypted()),
        (
            "an older workbook with a password",
            "a.xls",
            xls::with_password(),
        ),
        ("an older workbook with macros", "a.xls", xls::with_macros()),
        ("a workbook of Excel 95", "a.xls", xls::of_excel_95()),
        (
            "an older workbook that was cut off",
            "a.xls",
            xls::cut_off(),
        ),
        (
            "an older workbook with a cell that there is not",
            "a.xls",
            xls::with_cell_out_of_place(),
        ),
        ("an older text document", "a.doc", xls::document()),
        (
            "a workbook named as a table of texts",
            "a.csv",
            good.clone(),
        ),
        (
            "a table of texts named as a workbook",
            "a.xlsx",
            csv(&GOOD).into_bytes(),
        ),
        (
            "a web page named as a workbook",
            "a.xls",
            page_of("<tr><td>发展<td>建成学校<td>区教育局<td>完成</tr>"),
        ),
        (
            "a PDF named as a document",
            "a.docx",
            b"%PDF-1.7\n".to_vec(),
        ),
        ("OFD", "a.ofd", pack::pack(&[("OFD.xml", "<OFD/>")])),
        (
            "OpenDocument",
            "a.ods",
            pack::pack(&[("mimetype", "x"), ("content.xml", "<x/>")]),
        ),
        (
            "an archive of files",
            "a.zip",
            pack::pack(&[("a.txt", "甲")]),
        ),
    ]
}

fn texts() -> Vec<Case> {
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(csv(&GOOD).encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(UTF_16LE.decode(&utf16).0, csv(&GOOD));
    let rare = csv(&[GOOD[0], GOOD[1], "一、发展|㐂𠀀|区教育局|完成"]);
    vec![
        ("UTF-16", "a.csv", utf16),
        (
            "GB18030 with characters of four bytes",
            "a.csv",
            GB18030.encode(&rare).0.into_owned(),
        ),
        (
            "a byte order mark",
            "a.csv",
            format!("\u{feff}{}", csv(&GOOD)).into_bytes(),
        ),
        (
            "semicolons",
            "a.csv",
            csv(&GOOD).replace(',', ";").into_bytes(),
        ),
        ("tabs", "a.tsv", csv(&GOOD).replace(',', "\t").into_bytes()),
        (
            "a quote that does not end",
            "a.csv",
            csv(&GOOD).replace("完成", "\"完成").into_bytes(),
        ),
        (
            "rows of different length",
            "a.csv",
            csv(&[
                GOOD[0],
                GOOD[1],
                "一、发展|建成学校|区教育局|完成||",
                "一、发展|增收|区财政局",
            ])
            .into_bytes(),
        ),
        (
            "a comma that is no quoted one",
            "a.csv",
            csv(&[GOOD[0], GOOD[1], "一、发展|建成学校,开学|区教育局|完成"]).into_bytes(),
        ),
        ("bytes that are no text", "a.csv", b"\xff\xff\x81".to_vec()),
        (
            "what a text program leaves in a page",
            "a.htm",
            page_of(
                "<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--><tr><td><p class=MsoNormal><span lang=EN-US>发展<o:p></o:p></span></p><td>建成学校<td>区教育局<td>完成&nbsp;<style>p{}</style><script>x</script></tr>",
            ),
        ),
        (
            "elements that are not closed",
            "a.html",
            page_of("<tr><td>发展<td><b>建成<i>学校<td>区教育局<td>完成"),
        ),
        (
            "a cell over more rows than there are",
            "a.html",
            page_of(
                "<tr><td rowspan=99999>发展<td>建成学校<td>区教育局<td>完成</tr><tr><td>增收<td>区财政局<td>推进</tr>",
            ),
        ),
        (
            "a page without a table",
            "a.html",
            b"<!doctype html><p>\xe9\x80\x9a\xe7\x9f\xa5</p>".to_vec(),
        ),
    ]
}

/// What a file is answered with, and what is made of it.
fn answer((what, name, bytes): &Case) -> String {
    let (document, told) = import(bytes, name);
    let mut text = format!("== {what}: {name}\n{}", shortened(&told));
    let Some(document) = document else {
        return text;
    };
    for chapter in &document.chapters {
        let number = chapter
            .number
            .map_or_else(String::new, |number| format!("{number} "));
        writeln!(text, "* {number}{}", chapter.title.value).unwrap();
        for task in &chapter.tasks {
            let (title, units, progress) = row(task);
            let line = format!("  {title} | {units} | {progress}").replace('\n', "⏎");
            writeln!(text, "{}", shortened(&line)).unwrap();
        }
    }
    text
}

/// Without most of a text that is longer than anybody reads.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(4_000) {
        Some(_) => {
            let start: String = text.chars().take(60).collect();
            format!("{start} … {} bytes", text.len())
        }
        None => text.to_owned(),
    }
}

#[test]
fn every_file_has_an_answer() {
    let cases = [tables(), cells(), hidden(), broken(), texts()].concat();
    assert!(cases.len() >= 40);
    let answers: Vec<String> = cases.iter().map(answer).collect();
    let answers = answers.join("\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/import/tests/hostile.txt");
    if std::env::var_os("GONGKAI_BLESS").is_some() {
        std::fs::write(&path, &answers).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap();
    for (line, (told, expected)) in (1..).zip(answers.lines().zip(expected.lines())) {
        assert_eq!(told, expected, "line {line}");
    }
    assert_eq!(answers.len(), expected.len());
}
