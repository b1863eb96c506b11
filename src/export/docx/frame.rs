//! Everything around the text: styles, fonts, header and footer, properties.

use std::io;

use super::Paper;
use crate::export::Data;
use crate::export::xml::Xml;

/// The namespace of text documents.
pub(super) const W: (&str, &str) = (
    "xmlns:w",
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
);

pub(super) const CONTENT_TYPES: &[u8] = br#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/><Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#;

pub(super) const RELATIONS: &[u8] = br#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;

/// The relations of the document; its last section names header and footer by them.
pub(super) const PARTS: &[u8] = br#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/><Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>"#;
pub(super) const HEADER: &str = "rId4";
pub(super) const FOOTER: &str = "rId5";

pub(super) const SETTINGS: &[u8] = br#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>"#;

/// The fonts by name, and what stands in for each where it is not installed.
pub(super) const FONTS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"#,
    r#"<w:font w:name="仿宋"><w:altName w:val="FangSong;仿宋_GB2312;STFangsong;Noto Serif CJK SC"/><w:charset w:val="86"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>"#,
    r#"<w:font w:name="黑体"><w:altName w:val="SimHei;STHeiti;Noto Sans CJK SC"/><w:charset w:val="86"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>"#,
    r#"<w:font w:name="Times New Roman"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>"#,
    "</w:fonts>"
);

/// The names of the styles.
pub(super) mod style {
    pub(in crate::export::docx) const TEXT: &str = "Normal";
    pub(in crate::export::docx) const TITLE: &str = "Title";
    pub(in crate::export::docx) const CHAPTER: &str = "Heading1";
    pub(in crate::export::docx) const MARK: &str = "Mark";
    pub(in crate::export::docx) const CELL: &str = "Cell";
    pub(in crate::export::docx) const CENTRED: &str = "CellCentred";
    pub(in crate::export::docx) const HEAD: &str = "CellHead";
    pub(in crate::export::docx) const HEADER: &str = "Header";
    pub(in crate::export::docx) const FOOTER: &str = "Footer";
    pub(in crate::export::docx) const TABLE: &str = "TableGrid";
}

/// The styles: 仿宋 for the text, 黑体 for what heads it, sizes in half points.
pub(super) fn styles(data: Data<'_>) -> String {
    let lang = data.site.settings.language.value.as_ref();
    // `zh-CN` or `en`: the settings know no other.
    let paragraph = |id: &str, name: &str, properties: &str, font: &str, size: u32| {
        let heavy = match font {
            "" => String::new(),
            font => format!(r#"<w:rFonts w:eastAsia="{font}"/>"#),
        };
        format!(
            r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{properties}</w:pPr><w:rPr>{heavy}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>"#
        )
    };
    let middle = r#"<w:jc w:val="center"/>"#;
    [
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"#,
        &format!(
            r#"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋" w:cs="Times New Roman"/><w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="{lang}" w:eastAsia="{lang}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"#
        ),
        r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:spacing w:after="80" w:line="320" w:lineRule="atLeast"/></w:pPr></w:style>"#,
        r#"<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"#,
        r#"<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:left w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:right w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tblBorders></w:tblPr></w:style>"#,
        &paragraph(
            style::TITLE,
            "Title",
            &format!(r#"<w:spacing w:before="120" w:after="240"/>{middle}"#),
            "黑体",
            36,
        ),
        &paragraph(
            style::CHAPTER,
            "heading 1",
            r#"<w:keepNext/><w:spacing w:before="320" w:after="120"/><w:outlineLvl w:val="0"/>"#,
            "黑体",
            28,
        ),
        &paragraph(style::MARK, "Mark", middle, "黑体", 28),
        &paragraph(
            style::CELL,
            "Cell",
            r#"<w:spacing w:before="20" w:after="20" w:line="280" w:lineRule="atLeast"/>"#,
            "",
            21,
        ),
        &paragraph(
            style::CENTRED,
            "Cell Centred",
            &format!(r#"<w:spacing w:before="20" w:after="20" w:line="280" w:lineRule="atLeast"/>{middle}"#),
            "",
            21,
        ),
        &paragraph(
            style::HEAD,
            "Cell Head",
            &format!(r#"<w:keepNext/><w:spacing w:before="40" w:after="40"/>{middle}"#),
            "黑体",
            21,
        ),
        &paragraph(
            style::HEADER,
            "header",
            r#"<w:tabs><w:tab w:val="right" w:pos="14570"/></w:tabs><w:spacing w:after="0"/>"#,
            "",
            18,
        ),
        &paragraph(style::FOOTER, "footer", middle, "", 18),
        "</w:styles>",
    ]
    .concat()
}

/// What every page says at its top: what it is of, and the mark.
pub(super) fn header(data: Data<'_>, paper: &Paper<'_>) -> io::Result<Vec<u8>> {
    let site = data.site.settings.name.value.as_ref();
    let mut xml = Xml::packed()?;
    xml.element("w:hdr", &[W], |xml| {
        xml.paragraph(style::HEADER, |xml| {
            xml.run(paper.title)?;
            xml.element("w:r", &[], |xml| xml.empty("w:tab", &[]))?;
            match paper.mark {
                Some(mark) => xml.run(mark),
                None => xml.run(site),
            }
        })
    })?;
    Ok(xml.finish())
}

/// The page number, and how many there are.
pub(super) fn footer(data: Data<'_>) -> io::Result<Vec<u8>> {
    let [before, between, after] = data.say(["第 ", " 页，共 ", " 页"], ["Page ", " of ", ""]);
    let field = |xml: &mut Xml, what: &str| {
        xml.element("w:fldSimple", &[("w:instr", what)], |xml| xml.run("1"))
    };
    let mut xml = Xml::packed()?;
    xml.element("w:ftr", &[W], |xml| {
        xml.paragraph(style::FOOTER, |xml| {
            xml.run(before)?;
            field(xml, "PAGE")?;
            xml.run(between)?;
            field(xml, "NUMPAGES")?;
            match after {
                "" => Ok(()),
                after => xml.run(after),
            }
        })
    })?;
    Ok(xml.finish())
}

/// Title, language and the day of the publication.
pub(super) fn properties(data: Data<'_>, paper: &Paper<'_>) -> io::Result<Vec<u8>> {
    let mut xml = Xml::packed()?;
    let names = [
        (
            "xmlns:cp",
            "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        ),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    xml.element("cp:coreProperties", &names, |xml| {
        xml.text("dc:title", &[], paper.title)?;
        if let Some(day) = paper.day {
            let time = format!("{day}T00:00:00Z");
            xml.text("dcterms:created", &[("xsi:type", "dcterms:W3CDTF")], &time)?;
        }
        xml.text("dc:language", &[], &data.site.settings.language.value)
    })?;
    Ok(xml.finish())
}
