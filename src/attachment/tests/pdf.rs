use super::{lines, told};
use crate::attachment::Unreadable;

/// A PDF of these objects, numbered from 1: the first is the catalog, the second the page tree.
pub(super) fn pdf(objects: &[&str], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (object, number) in objects.iter().zip(1..) {
        offsets.push(bytes.len());
        bytes.extend_from_slice(format!("{number} 0 obj\n{object}\nendobj\n").as_bytes());
    }
    let start = bytes.len();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        table.push_str(&format!("{offset:010} 00000 n \n"));
    }
    let size = objects.len() + 1;
    table.push_str(&format!(
        "trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n"
    ));
    bytes.extend_from_slice(table.as_bytes());
    bytes
}

pub(super) fn stream(dictionary: &str, content: &str) -> String {
    let length = content.len();
    format!("<<{dictionary}/Length {length}>>\nstream\n{content}\nendstream")
}

const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R>>";
const TREE: &str = "<</Type/Pages/Kids[3 0 R]/Count 1>>";

/// A font whose codes of two bytes are those of Unicode, told by a table.
const TABLE: &str = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n\
    1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n\
    2 beginbfrange\n<0030> <0039> <0030>\n<7535> <7535> <7535>\nendbfrange\n\
    1 beginbfchar\n<0001> <8BDD>\nendbfchar\nendcmap end end";

/// A PDF with everything that is looked for.
pub(super) fn full() -> Vec<u8> {
    let page = stream(
        "",
        "BT /F1 12 Tf 1 0 0 1 72 700 Tm (Tel) Tj [(138) -20 (00138) 10 (000)] TJ \
         0 -14 Td (second) Tj 100 0 Td (far) Tj ET \
         q 1 0 0 1 0 600 cm BT /F2 10 Tf <753500010031> Tj ET Q /Fm Do /Im Do",
    );
    let packet = stream(
        "/Type/Metadata/Subtype/XML",
        "<?xpacket begin=''?><x:xmpmeta><rdf:RDF><rdf:Description pdf:Author=\"lisi\"><dc:creator><rdf:Seq><rdf:li>zhangsan</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>",
    );
    pdf(
        &[
            "<</Type/Catalog/Pages 2 0 R/Metadata 9 0 R>>",
            TREE,
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[10 0 R 11 0 R 12 0 R]\
             /Resources<</Font<</F1 5 0 R/F2 6 0 R>>/XObject<</Fm 8 0 R/Im 13 0 R>>>>>>",
            &page,
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 7 0 R/DescendantFonts[]>>",
            &stream("", TABLE),
            &stream(
                "/Type/XObject/Subtype/Form/Matrix[1 0 0 1 0 300]/Resources<</Font<</F1 5 0 R>>>>",
                "BT /F1 12 Tf (in a form) Tj ET",
            ),
            &packet,
            "<</Type/Annot/Subtype/Text/Contents(\u{feff}再核)>>",
            "<</Type/Annot/Subtype/Link/A<</S/URI/URI(mailto:zhangsan@qq.com)>>>>",
            "<</Type/Annot/Subtype/Widget/V(filled in)>>",
            &stream("/Type/XObject/Subtype/Image/Width 1/Height 1", "x"),
            "<</Type/Filespec/F(a.xlsx)/EF<</F 13 0 R>>>>",
            "<</Author<FEFF5F204E09>/Title(Plan)/Producer(LibreOffice)/SourceModified(D:2020)/Owner(wangwu)>>",
        ],
        "/Info 15 0 R",
    )
}

#[test]
fn everything_a_pdf_holds() {
    assert_eq!(
        lines(&full(), "a.pdf"),
        [
            "author = 张三",
            "title = Plan",
            "Owner = wangwu",
            "author = lisi",
            "author = zhangsan",
            "hidden: it holds the file `a.xlsx`, which was not looked into",
            "page 1: Tel13800138000\nsecond\tfar\n电话1\nin a form",
            "page 1: filled in",
            "link = mailto:zhangsan@qq.com",
            "hidden: comments on page 1: 1",
            "a comment on page 1: 再核",
        ]
    );
}

/// A PDF of one page with this content and font.
fn one_page(content: &str, font: &str) -> Vec<u8> {
    pdf(
        &[
            CATALOG,
            TREE,
            "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</Im 6 0 R>>>>>>",
            &stream("", content),
            font,
            &stream("/Type/XObject/Subtype/Image/Width 1/Height 1", "x"),
        ],
        "",
    )
}

#[test]
fn fonts_of_gb() {
    let font =
        |encoding| format!("<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/{encoding}>>");
    let gbk = one_page("BT /F1 9 Tf <B5E7BBB0> Tj ET", &font("GBK-EUC-H"));
    assert_eq!(lines(&gbk, "a.pdf"), ["page 1: 电话"]);
    let unicode = one_page("BT /F1 9 Tf <75358BDD> Tj ET", &font("UniGB-UCS2-H"));
    assert_eq!(lines(&unicode, "a.pdf"), ["page 1: 电话"]);
    let unknown = one_page("BT /F1 9 Tf <00010002> Tj ET", &font("Identity-H"));
    assert_eq!(
        lines(&unknown, "a.pdf"),
        ["unseen: some text of page 1 cannot be read"]
    );
}

#[test]
fn columns_stay_apart() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
    let row = "BT /F1 9 Tf 1 0 0 1 50 700 Tm (6222) Tj 1 0 0 1 90 700 Tm (0212) Tj \
               40 0 Td (3456) Tj [(13) -300 (80)] TJ ET";
    assert_eq!(
        lines(&one_page(row, font), "a.pdf"),
        ["page 1: 6222\t0212\t345613 80"]
    );
}

#[test]
fn a_page_that_is_a_picture() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
    assert_eq!(
        lines(&one_page("/Im Do", font), "a.pdf"),
        ["unseen: page 1 is a picture"]
    );
    let both = one_page("/Im Do BT /F1 9 Tf (A) Tj ET", font);
    assert_eq!(lines(&both, "a.pdf"), ["page 1: A"]);
    assert!(lines(&one_page("", font), "a.pdf").is_empty());
}

#[test]
fn content_that_cannot_be_read_is_told() {
    let page = "<</Type/Page/Parent 2 0 R/Contents[4 0 R 9 0 R]>>";
    let damaged = stream("/Filter/FlateDecode", "no deflate");
    for content in [damaged.as_str(), "null", &stream("", "BT")] {
        let file = pdf(&[CATALOG, TREE, page, content], "");
        assert_eq!(
            lines(&file, "a.pdf"),
            ["unseen: some text of page 1 cannot be read"]
        );
    }
}

#[test]
fn an_encrypted_pdf() {
    let encrypted = pdf(
        &[
            CATALOG,
            TREE,
            "<</Type/Page/Parent 2 0 R>>",
            "<</Filter/Standard/V 2/R 3/Length 128/P -44/O<28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A>/U<0102030405060708090A0B0C0D0E0F1000000000000000000000000000000000>>>",
        ],
        "/Encrypt 4 0 R/ID[<00112233445566778899AABBCCDDEEFF><00112233445566778899AABBCCDDEEFF>]",
    );
    assert_eq!(told(&encrypted, "a.pdf").1, Err(Unreadable::Encrypted));
}
