use super::lines;
use super::pack::{document, pack};

#[test]
fn paragraphs_and_tables_have_their_places() {
    let body = "<w:p><w:r><w:t>第一</w:t></w:r><w:r><w:tab/><w:t>段</w:t></w:r></w:p><w:p/>\
                <w:tbl><w:tr><w:tc><w:p><w:r><w:t>姓名</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>电话</w:t></w:r></w:p></w:tc></w:tr>\
                <w:tr><w:tc><w:p><w:r><w:t>张三</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>138 0013 8000</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
                <w:p><w:r><w:t>末段</w:t></w:r></w:p>";
    assert_eq!(
        lines(&document(body), "a.docx"),
        [
            "paragraph 1: 第一\t段",
            "table 1, row 1, cell 1: 姓名",
            "table 1, row 1, cell 2: 电话 [姓名]",
            "table 1, row 2, cell 1: 张三 [姓名]",
            "table 1, row 2, cell 2: 138 0013 8000 [电话|张三]",
            "paragraph 3: 末段",
        ]
    );
}

/// A document with everything that is looked for.
pub(super) fn full() -> Vec<u8> {
    pack(&[
        (
            "word/document.xml",
            "<w:document xmlns:w=\"w\" xmlns:mc=\"mc\"><w:body>\
             <w:p><w:r><w:t>正文</w:t></w:r><w:ins w:id=\"1\" w:author=\"张三\"><w:r><w:t>增加</w:t></w:r></w:ins>\
             <w:del w:id=\"2\" w:author=\"张三\"><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>\
             <w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs><w:rPr><w:vanish/></w:rPr></w:pPr>\
             <w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>显示</w:t></w:r></w:p>\
             <w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>文本框</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
             <mc:Fallback><w:p><w:r><w:t>文本框</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>之后</w:t></w:r></w:p>\
             <w:p><w:r><w:instrText>HYPERLINK \"mailto:zhangsan@qq.com\"</w:instrText></w:r></w:p>\
             </w:body></w:document>",
        ),
        (
            "word/header1.xml",
            "<w:hdr><w:p><w:r><w:t>内部资料</w:t></w:r></w:p></w:hdr>",
        ),
        (
            "word/footer1.xml",
            "<w:ftr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:ftr>",
        ),
        (
            "word/footnotes.xml",
            "<w:footnotes><w:footnote><w:p><w:r><w:t>见附表</w:t></w:r></w:p></w:footnote></w:footnotes>",
        ),
        (
            "word/comments.xml",
            "<w:comments><w:comment w:id=\"0\" w:author=\"张三\"><w:p><w:r><w:t>再核</w:t></w:r></w:p></w:comment></w:comments>",
        ),
        ("word/embeddings/Microsoft_Excel_Sheet.xlsx", "x"),
        (
            "word/_rels/settings.xml.rels",
            "<Relationships><Relationship Id=\"rId1\" Type=\"x\" Target=\"file:///C:\\Users\\zhangsan\\a.dotm\" TargetMode=\"External\"/></Relationships>",
        ),
    ])
}

#[test]
fn everything_beside_paragraphs() {
    assert_eq!(
        lines(&full(), "a.docx"),
        [
            "paragraph 1: 正文增加",
            "paragraph 1: 删去",
            "paragraph 2: 隐藏显示",
            "paragraph 4: 文本框",
            "paragraph 4: 之后",
            "paragraph 5: HYPERLINK \"mailto:zhangsan@qq.com\"",
            "header, paragraph 1: 内部资料",
            "footer, paragraph 1: 1",
            "notes, paragraph 1: 见附表",
            "comments, paragraph 1: 再核",
            "hidden: tracked changes that were neither accepted nor rejected: 2",
            "hidden: comments: 1",
            "hidden: pieces of hidden text: 1",
            "link = file:///C:\\Users\\zhangsan\\a.dotm",
            "hidden: it holds the file `word/embeddings/Microsoft_Excel_Sheet.xlsx`, which was not looked into",
        ]
    );
}
