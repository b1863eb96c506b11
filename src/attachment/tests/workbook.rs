use super::pack::{pack, relations, workbook};
use super::{lines, told};
use crate::attachment::Unreadable;

#[test]
fn cells_have_their_names_and_heads() {
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>姓名</t></is></c>\
                <c r=\"B1\" t=\"inlineStr\"><is><t>电话</t></is></c></row>\
                <row r=\"7\"><c r=\"A7\" t=\"str\"><v>张三</v></c><c r=\"B7\"><v>13800138000</v></c></row>\
                <row><c><v>1</v></c><c/><c t=\"str\"><f>\"x\"&amp;A1</f><v>x &lt;</v></c></row>";
    assert_eq!(
        lines(&workbook(rows), "a.xlsx"),
        [
            "the name of sheet 1: 名单",
            "sheet “名单”, cell A1: 姓名",
            "sheet “名单”, cell B1: 电话 [姓名]",
            "sheet “名单”, cell A7: 张三 [姓名]",
            "sheet “名单”, cell B7: 13800138000 [电话|张三]",
            "sheet “名单”, cell A8: 1 [张三]",
            "sheet “名单”, cell C8: x <",
            "sheet “名单”, cell C8: \"x\"&A1",
        ]
    );
}

/// A workbook with everything that is looked for.
pub(super) fn full() -> Vec<u8> {
    pack(&[
        (
            "docProps/core.xml",
            "<cp:coreProperties><dc:creator>张三</dc:creator><cp:lastModifiedBy>lisi</cp:lastModifiedBy><dc:title>附表</dc:title><dc:description/></cp:coreProperties>",
        ),
        (
            "docProps/app.xml",
            "<Properties><Application>Microsoft Excel</Application><Company>区府办</Company><Manager>王五</Manager></Properties>",
        ),
        (
            "docProps/custom.xml",
            "<Properties><property name=\"KSOProductBuildVer\"><vt:lpwstr>2052-11.1</vt:lpwstr></property></Properties>",
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"r\"><absPath url=\"C:\\Users\\zhangsan\\Desktop\\\"/><sheets>\
             <sheet name=\"公开\" sheetId=\"1\" r:id=\"rId1\"/>\
             <sheet name=\"底稿\" sheetId=\"2\" state=\"veryHidden\" r:id=\"rId2\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &relations(&[
                ("rId1", "worksheet", "worksheets/sheet1.xml"),
                ("rId2", "worksheet", "/xl/worksheets/sheet2.xml"),
                ("rId3", "sharedStrings", "sharedStrings.xml"),
            ]),
        ),
        (
            "xl/sharedStrings.xml",
            "<sst><si><t>单位</t></si><si><r><t>区</t></r><r><t>府办</t></r><rPh><t>读音</t></rPh></si><si><t>删去的</t></si></sst>",
        ),
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet><cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData>\
             <row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>\
             <row r=\"2\" hidden=\"1\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"C2\"><v>5</v></c></row>\
             <row r=\"3\" hidden=\"1\"/></sheetData>\
             <headerFooter><oddHeader>&amp;C内部资料</oddHeader></headerFooter></worksheet>",
        ),
        (
            "xl/worksheets/_rels/sheet1.xml.rels",
            &relations(&[("rId1", "comments", "../comments1.xml")]),
        ),
        (
            "xl/comments1.xml",
            "<comments><authors><author>张三</author></authors><commentList><comment ref=\"C2\"><text><r><t>再核</t></r><r><t>一下</t></r></text></comment></commentList></comments>",
        ),
        (
            "xl/worksheets/sheet2.xml",
            "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>",
        ),
        (
            "xl/drawings/drawing1.xml",
            "<wsDr><a:p><a:r><a:t>文本</a:t></a:r><a:r><a:t>框</a:t></a:r></a:p></wsDr>",
        ),
        (
            "xl/pivotCache/pivotCacheRecords1.xml",
            "<pivotCacheRecords><r><s v=\"旧数据\"/><n v=\"12\"/></r></pivotCacheRecords>",
        ),
        ("xl/embeddings/oleObject1.bin", "x"),
        (
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            "<Relationships><Relationship Id=\"rId1\" Type=\"x\" Target=\"file:///D:\\表.xlsx\" TargetMode=\"External\"/></Relationships>",
        ),
    ])
}

#[test]
fn everything_beside_cells() {
    assert_eq!(
        lines(&full(), "a.xlsx"),
        [
            "stored at = C:\\Users\\zhangsan\\Desktop\\",
            "the name of sheet 1: 公开",
            "the name of sheet 2: 底稿",
            "hidden: the sheet “底稿” is hidden",
            "sheet “公开”, cell A1: 单位",
            "sheet “公开”, cell A2: 区府办 [单位]",
            "sheet “公开”, cell C2: 5",
            "sheet “公开”, header or footer: &C内部资料",
            "hidden: rows of the sheet “公开” that hold something are hidden: 1",
            "hidden: columns of the sheet “公开” that hold something are hidden: 1",
            "sheet “公开”, comment on cell C2: 再核一下",
            "hidden: comments in the sheet “公开”: 1",
            "sheet “底稿”, cell A1: 1",
            "a text that no cell shows (`xl/sharedStrings.xml`): 删去的",
            "what a pivot table keeps (`xl/pivotCache/pivotCacheRecords1.xml`): 旧数据",
            "what a pivot table keeps (`xl/pivotCache/pivotCacheRecords1.xml`): 12",
            "author = 张三",
            "last modified by = lisi",
            "title = 附表",
            "company = 区府办",
            "manager = 王五",
            "KSOProductBuildVer = 2052-11.1",
            "drawing or text box (`xl/drawings/drawing1.xml`): 文本框",
            "hidden: it holds the file `xl/embeddings/oleObject1.bin`, which was not looked into",
            "link = file:///D:\\表.xlsx",
        ]
    );
}

#[test]
fn a_sheet_that_is_not_there_is_told() {
    let file = pack(&[(
        "xl/workbook.xml",
        "<workbook><sheets><sheet name=\"名单\" r:id=\"rId1\"/></sheets></workbook>",
    )]);
    assert_eq!(
        lines(&file, "a.xlsx"),
        ["the name of sheet 1: 名单", "unseen: it is damaged"]
    );
}

#[test]
fn cells_that_cannot_be_read_are_told() {
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>99</v></c><c r=\"B1\" t=\"s\"><v>x</v></c>";
    let (told, result) = told(&workbook(rows), "a.xlsx");
    assert_eq!(
        told,
        ["the name of sheet 1: 名单", "sheet “名单”, cell B1: x"]
    );
    assert_eq!(result, Err(Unreadable::Damaged));
}

#[test]
fn formulas_that_were_never_computed() {
    let rows = "<row><c><f>1+1</f></c><c><f>1+1</f><v></v></c><c><f t=\"shared\" si=\"0\"/><v/></c>\
                <c><f>1+1</f><v>2</v></c><c t=\"str\"><f>A9</f><v></v></c><c t=\"str\"><f>A9</f></c></row>";
    assert_eq!(
        lines(&workbook(rows), "a.xlsx")[1..],
        [
            "uncomputed: sheet “名单”, cell A1",
            "uncomputed: sheet “名单”, cell B1",
            "uncomputed: sheet “名单”, cell C1",
            "sheet “名单”, cell D1: 2",
            "uncomputed: sheet “名单”, cell F1",
        ]
    );
}
