//! The same report as the files of an office: a workbook, a document, a web page, a text table.

use std::fmt::Write as _;

use encoding_rs::GB18030;

use super::files::*;
use super::*;
use crate::attachment::tests::pack;

/// The rows of the seed's table as its page shows it: the chapter merged over its tasks.
fn table() -> Vec<Vec<Cell>> {
    let document = read_clean(&first_copy());
    let one = |text: &str| Some((text.to_owned(), 1));
    let mut rows = vec![
        ["项目名称", "项目内容", "责任单位", "进展情况"]
            .map(one)
            .to_vec(),
    ];
    for chapter in &document.chapters {
        let number = crate::model::to_chinese(chapter.number.unwrap());
        let heading = format!("({number})\n{}", chapter.title.value);
        let mut chapter_cell = Some((heading, u32::try_from(chapter.tasks.len()).unwrap()));
        for task in &chapter.tasks {
            let (title, units, progress) = row(task);
            let cells = [title, units, progress].map(|text| Some((text.replace("\n\n", "\n"), 1)));
            rows.push(std::iter::once(chapter_cell.take()).chain(cells).collect());
        }
    }
    rows
}

const CARD: [[&str; 4]; 4] = [
    [
        "信息索引号",
        "K1493206-6/2020-11938",
        "公开方式",
        "主动公开",
    ],
    ["发布机构", "区府办", "公开范围", "面向全社会"],
    ["生成日期", "2020-07-22", "公开时限", "长期公开"],
    ["备注/文号", "", "发布日期", "2020-07-22"],
];
const TITLE: &str = "2020第二季度政府工作报告重点任务目标执行情况";

/// The seed as a workbook: the card and the title in rows of their own above the table.
fn seed_workbook() -> Vec<u8> {
    let text = |text: &&str| Some(((*text).to_owned(), 1));
    let mut rows: Vec<Vec<Cell>> = CARD
        .iter()
        .map(|row| row.iter().map(text).collect())
        .collect();
    rows.push(vec![text(&TITLE)]);
    rows.extend(table());
    let (xml, merged) = sheet(&rows, 1);
    workbook_of(&xml, &format!("<mergeCell ref=\"A5:D5\"/>{merged}"))
}

fn seed_document() -> Vec<u8> {
    let paragraph = |text: &str| {
        let lines: Vec<String> = text.split('\n').map(escaped).collect();
        let lines = lines.join("</w:t><w:br/><w:t>");
        format!("<w:p><w:r><w:t>{lines}</w:t></w:r></w:p>")
    };
    let mut body = String::from("<w:tbl>");
    for row in CARD {
        let cells: String = row
            .iter()
            .map(|text| format!("<w:tc>{}</w:tc>", paragraph(text)))
            .collect();
        write!(body, "<w:tr>{cells}</w:tr>").unwrap();
    }
    write!(body, "</w:tbl>{}<w:tbl>", paragraph(TITLE)).unwrap();
    for row in table() {
        body.push_str("<w:tr>");
        for cell in row {
            let (merge, text) = match cell {
                Some((text, 1)) => ("", text),
                Some((text, _)) => ("<w:vMerge w:val=\"restart\"/>", text),
                None => ("<w:vMerge/>", String::new()),
            };
            write!(
                body,
                "<w:tc><w:tcPr>{merge}</w:tcPr>{}</w:tc>",
                paragraph(&text)
            )
            .unwrap();
        }
        body.push_str("</w:tr>");
    }
    body.push_str("</w:tbl>");
    pack::document(&body)
}

fn seed_page() -> String {
    let mut html = String::from(
        "<!DOCTYPE html><html><head><title>网站</title><style>p{}</style></head><body><table><tr><td>",
    );
    html.push_str("<table class=MsoNormalTable>");
    for row in CARD {
        let cells: String = row
            .iter()
            .map(|text| format!("<td><p><span>{text}<o:p></o:p></span></p></td>"))
            .collect();
        write!(html, "<tr>{cells}</tr>").unwrap();
    }
    write!(
        html,
        "</table></td></tr></table><h1>\n  {TITLE}\n</h1>\n<script>var a = 1 < 2;</script><table>\n"
    )
    .unwrap();
    for row in table() {
        html.push_str("<tr>\n");
        for (text, covers) in row.into_iter().flatten() {
            let text = escaped(&text).replace('\n', "<br>\n  ");
            writeln!(html, "  <td rowspan={covers}><p>{text}&nbsp;</p></td>").unwrap();
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</table><div>【打印】【关闭】</div></body></html>");
    html
}

/// As text tables have it, the chapter stands only in its first row.
fn seed_csv() -> String {
    let mut csv = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    for row in CARD {
        csv.write_record(row).unwrap();
    }
    csv.write_record([TITLE]).unwrap();
    for row in table() {
        let text = |cell: &Cell| {
            cell.as_ref()
                .map_or_else(String::new, |(text, _)| text.clone())
        };
        csv.write_record(row.iter().map(text)).unwrap();
    }
    String::from_utf8(csv.into_inner().unwrap()).unwrap()
}

#[test]
fn the_seed_is_the_same_in_every_form() {
    let text = read_clean(&first_copy());
    let page = seed_page();
    let forms: [(&str, Vec<u8>); 6] = [
        ("报告.xlsx", seed_workbook()),
        ("报告.docx", seed_document()),
        ("报告.html", page.clone().into_bytes()),
        ("报告.htm", GB18030.encode(&page).0.into_owned()),
        ("报告.csv", seed_csv().into_bytes()),
        ("gb18030.csv", GB18030.encode(&seed_csv()).0.into_owned()),
    ];
    for (name, bytes) in forms {
        let (document, told) = import(&bytes, name);
        assert_eq!(told, "", "{name}");
        let document = document.unwrap();
        assert_eq!(headings(&document), headings(&text), "{name}");
        assert_eq!(rows(&document), rows(&text), "{name}");
        assert_eq!(
            &*document.card.title.as_ref().unwrap().value,
            TITLE,
            "{name}"
        );
        for field in [
            Field::IndexNumber,
            Field::Publisher,
            Field::Mode,
            Field::Scope,
            Field::Retention,
        ] {
            let value = |document: &Document| match &document.card.get(field)?.value {
                Value::Text(text) => Some(text.to_string()),
                Value::Moment(moment) => Some(moment.full()),
            };
            assert_eq!(value(&document), value(&text), "{name}: {field:?}");
        }
    }
}

/// Written by openpyxl, python-docx, xlwt and LibreOffice.
#[test]
fn files_of_other_programs_say_the_same() {
    let text = read_clean(&first_copy());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/office");
    for name in [
        "2020q2.xlsx",
        "2020q2.docx",
        "2020q2.xls",
        "libreoffice/2020q2.xlsx",
        "libreoffice/2020q2.xls",
        "libreoffice/2020q2.docx",
        "libreoffice/2020q2.csv",
        "libreoffice/sheet.html",
        "libreoffice/document.html",
    ] {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let (document, told) = import(&bytes, name);
        assert_eq!(told, "", "{name}");
        let document = document.unwrap();
        assert_eq!(headings(&document), headings(&text), "{name}");
        assert_eq!(rows(&document), rows(&text), "{name}");
    }
}

#[test]
fn a_place_is_a_cell() {
    let bytes = sheet_of(&[
        "重点任务",
        HEADER,
        "一、发展|建成学校|区教育局|完成",
        "||区财政局|推进",
    ]);
    let (document, told) = import(&bytes, "汇总.xlsx");
    assert!(document.is_none());
    assert_eq!(
        told,
        "error[import/missing-cell]: 这一行没有项目内容\n --> 汇总.xlsx：工作表“表1”，单元格 C4\n  |\n1 | 区财政局\n  | ^^^^^^^^\n  |\n  = help: 补上，或删去这一行；几行共用的内容要用合并的单元格\n"
    );
}

#[test]
fn columns_are_found_by_name() {
    let rows = [
        "重点任务",
        "进展情况|序号|责任单位|备注|工作任务|类别",
        "完成|1|区教育局||建成学校|一、发展",
        "推进|2|区财政局、区住建局||增收",
    ];
    let (document, told) = import(&sheet_of(&rows), "a.xlsx");
    assert_eq!(told, "");
    let document = document.unwrap();
    assert_eq!(headings(&document), [(Some(1), "发展", 2)]);
    let row = |texts: [&str; 3]| texts.map(str::to_owned).into();
    assert_eq!(
        super::rows(&document),
        [
            row(["建成学校", "区教育局", "完成"]),
            row(["增收", "区财政局、区住建局", "推进"])
        ] as [Row; 2]
    );
}

#[test]
fn a_column_that_is_not_needed_is_left_out_by_name() {
    let rows = [
        "重点任务",
        "类别|工作任务|责任单位|进展情况|备注",
        "发展|建成学校|区教育局|完成|无",
    ];
    let bytes = sheet_of(&rows);
    let (_, told) = import(&bytes, "a.xlsx");
    assert_eq!(
        heads(&told),
        [
            "error[import/unknown-column]: 内容里没有地方放这一列",
            "--> a.xlsx：工作表“表1”，单元格 E2"
        ]
    );
    let options = Options {
        left_out: vec!["备注".to_owned()],
        ..Options::default()
    };
    let (document, told) = import_with(&bytes, "a.xlsx", &options);
    assert_eq!(told, "");
    assert_eq!(document.unwrap().tasks().count(), 1);
}

#[test]
fn headings_may_be_rows_and_totals_are_no_tasks() {
    let rows = [
        "重点任务",
        "序号|工作任务|责任单位|进展情况",
        "一、发展",
        "1|建成学校|区教育局|完成",
        "二、民生",
        "2|增收|区财政局",
        "合计|2",
        "【打印】",
    ];
    let (document, told) = import(&sheet_of(&rows), "a.xlsx");
    assert_eq!(
        heads(&told),
        [
            "warning[import/total-row]: 这一行是合计，不是任务，没有导入",
            "--> a.xlsx：工作表“表1”，单元格 A7"
        ]
    );
    let document = document.unwrap();
    assert_eq!(
        headings(&document),
        [(Some(1), "发展", 1), (Some(2), "民生", 1)]
    );
    assert!(document.tasks().last().unwrap().progress.is_none());
}

#[test]
fn a_task_of_several_rows_is_not_guessed() {
    let (xml, merged) = sheet(
        &[
            ["类别", "工作任务", "责任单位", "进展情况"]
                .map(|text| Some((text.to_owned(), 1)))
                .to_vec(),
            vec![
                Some(("发展".to_owned(), 2)),
                Some(("建成学校".to_owned(), 2)),
                Some(("区教育局".to_owned(), 1)),
                Some(("完成".to_owned(), 1)),
            ],
            vec![
                None,
                None,
                Some(("区住建局".to_owned(), 1)),
                Some(("推进".to_owned(), 1)),
            ],
        ],
        1,
    );
    let (document, told) = import(&workbook_of(&xml, &merged), "a.xlsx");
    assert!(document.is_none());
    assert_eq!(
        heads(&told),
        [
            "error[import/ambiguous]: 几行共用一个项目内容，不能确定是一项任务还是几项",
            "--> a.xlsx：工作表“表1”，单元格 B2"
        ]
    );
}

#[test]
fn two_header_rows_are_one_header() {
    let (xml, merged) = sheet(
        &[
            vec![
                Some(("类别".to_owned(), 2)),
                Some(("工作任务".to_owned(), 2)),
                Some(("责任单位".to_owned(), 1)),
                None,
                Some(("进展情况".to_owned(), 2)),
            ],
            vec![
                None,
                None,
                Some(("牵头单位".to_owned(), 1)),
                Some(("配合单位".to_owned(), 1)),
                None,
            ],
            ["发展", "建成学校", "区教育局", "区住建局", "完成"]
                .map(|text| Some((text.to_owned(), 1)))
                .to_vec(),
        ],
        1,
    );
    let bytes = workbook_of(&xml, &format!("{merged}<mergeCell ref=\"C1:D1\"/>"));
    let (_, told) = import(&bytes, "a.xlsx");
    assert_eq!(
        heads(&told),
        [
            "error[import/unknown-column]: 内容里没有地方放这一列",
            "--> a.xlsx：工作表“表1”，单元格 D2"
        ]
    );
    let options = Options {
        left_out: vec!["配合单位".to_owned()],
        ..Options::default()
    };
    let (document, told) = import_with(&bytes, "a.xlsx", &options);
    assert_eq!(told, "");
    assert_eq!(super::rows(&document.unwrap())[0].1, "区教育局");
}

#[test]
fn files_that_are_not_what_they_should_be() {
    let cut = seed_workbook();
    let cut = &cut[..cut.len() / 2];
    for (bytes, name, what) in [
        (cut, "a.xlsx", "这个文件读不了：文件已损坏"),
        (&b"%PDF-1.7\n"[..], "a.xlsx", "这个文件读不了：PDF 格式"),
        (
            &b"\xff\xff\x81"[..],
            "a.csv",
            "不是 UTF-8、GB18030 或 UTF-16 文本",
        ),
    ] {
        let (document, told) = import(bytes, name);
        assert!(document.is_none());
        let head = heads(&told)[0];
        assert!(head.ends_with(what), "{name}: {head}");
    }
    let (_, told) = import(b"a,b\nc,d\n", "a.csv");
    assert!(
        heads(&told)[0].starts_with("error[import/no-table]"),
        "{told}"
    );
}

#[test]
fn tracked_changes_count_as_accepted_and_are_told() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let header: String = ["类别", "工作任务", "责任单位", "进展情况"]
        .map(cell)
        .concat();
    let changed = "<w:tc><w:p><w:r><w:t>完成</w:t></w:r><w:del w:id=\"1\"><w:r><w:delText>一半</w:delText></w:r></w:del>\
                   <w:ins w:id=\"2\"><w:r><w:t>全部</w:t></w:r></w:ins></w:p></w:tc>";
    let row: String = ["发展", "建成学校", "区教育局"].map(cell).concat() + changed;
    let bytes = pack::document(&format!(
        "<w:tbl><w:tr>{header}</w:tr><w:tr>{row}</w:tr></w:tbl>"
    ));
    let (document, told) = import(&bytes, "a.docx");
    assert_eq!(
        heads(&told),
        [
            "warning[import/hidden-content]: 有 2 处修订没有接受或拒绝",
            "--> a.docx"
        ]
    );
    assert_eq!(super::rows(&document.unwrap())[0].2, "完成全部");
}

#[test]
fn cells_over_several_columns_are_not_guessed() {
    let row = |texts: &[&str]| -> Vec<Cell> {
        let text = |text: &&str| (!text.is_empty()).then(|| ((*text).to_owned(), 1));
        texts.iter().map(text).collect()
    };
    let (xml, _) = sheet(
        &[
            row(&["类别", "工作任务", "责任单位", "进展情况"]),
            row(&["发展", "建成学校", "区教育局", "完成"]),
            row(&["", "增收", "区财政局", ""]),
            row(&["合计：2 项"]),
        ],
        1,
    );
    let merged = "<mergeCell ref=\"C3:D3\"/><mergeCell ref=\"A4:D4\"/>";
    let (document, told) = import(&workbook_of(&xml, merged), "a.xlsx");
    assert!(document.is_none());
    assert_eq!(
        heads(&told),
        [
            "error[import/ambiguous]: 这一格占了几列，不能确定是哪一列的内容",
            "--> a.xlsx：工作表“表1”，单元格 C3",
            "warning[import/total-row]: 这一行是合计，不是任务，没有导入",
            "--> a.xlsx：工作表“表1”，单元格 A4",
        ]
    );
}

#[test]
fn a_page_of_tables_in_tables_is_read_once() {
    let depth = 20_000;
    let page = format!("<!doctype html>{}文字", "<table><tr><td>".repeat(depth));
    let (_, told) = import(page.as_bytes(), "a.html");
    assert!(
        heads(&told)[0].starts_with("error[import/no-table]"),
        "{told}"
    );
}
