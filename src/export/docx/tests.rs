use super::super::testing::{parts, with_files, with_tasks};
use super::super::{Format, disclosure};
use super::*;

fn of_disclosure(data: Data<'_>) -> Vec<u8> {
    disclosure(data, &data.index.disclosures[0], Format::Docx).unwrap()
}

fn part<'p>(parts: &'p [(String, String)], name: &str) -> &'p str {
    &parts.iter().find(|(own, _)| own == name).unwrap().1
}

#[test]
fn it_says_what_a_reader_of_the_page_sees() {
    let tasks = [
        "title = \"=A1&<b>\"\nunits = [\"区财政局\"]\nprogress = \"\"\"**已完成**\n\n1. 招标\n2. 开工\"\"\"\nstatus = \"in-progress\"\ncompletion = { done = 1, total = 3, unit = \"项\" }\n",
        "title = \"㐂𠀀😀\"\n",
    ];
    with_tasks(&tasks, |data| {
        let parts = parts(&of_disclosure(data));
        let body = part(&parts, "word/document.xml");
        let texts: Vec<&str> = body
            .split("<w:t xml:space=\"preserve\">")
            .skip(1)
            .filter_map(|rest| rest.split("</w:t>").next())
            .collect();
        assert_eq!(
            texts.join("|"),
            "二〇二〇年第二季度|名称|二〇二〇年第二季度|索引号|K1493206-6/2020-00001|文号|发布机构|生成日期|2020-07-21|发布日期|2020-07-22 15:36:51|公开方式|主动公开|公开范围|公开时限|报告期|2020-Q2|一、发展|序号|任务|责任单位|进展情况|状态|完成数|1.1|=A1&amp;&lt;b&gt;|区财政局|已完成|1. 招标|2. 开工|进行中|1/3项|1.2|㐂𠀀😀"
        );
    });
}

#[test]
fn it_can_be_heard_and_printed() {
    with_tasks(&["title = \"一\"\n"], |data| {
        let bytes = of_disclosure(data);
        assert_eq!(bytes, of_disclosure(data));
        let parts = parts(&bytes);
        let body = part(&parts, "word/document.xml");
        assert_eq!(body.matches("<w:tblHeader/>").count(), 1);
        assert!(body.contains("<w:pStyle w:val=\"Heading1\"/>"));
        assert!(body.contains("<w:tblCaption w:val=\"索引卡\"/>"));
        assert!(body.contains("<w:tblCaption w:val=\"一、发展\"/>"));
        let styles = part(&parts, "word/styles.xml");
        assert!(styles.contains("<w:lang w:val=\"zh-CN\" w:eastAsia=\"zh-CN\""));
        assert!(styles.contains("w:eastAsia=\"仿宋\"") && styles.contains("w:eastAsia=\"黑体\""));
        assert!(part(&parts, "word/footer1.xml").contains("w:instr=\"NUMPAGES\""));
        let core = part(&parts, "docProps/core.xml");
        assert!(core.ends_with("<dc:title>二〇二〇年第二季度</dc:title><dcterms:created xsi:type=\"dcterms:W3CDTF\">2020-07-22T00:00:00Z</dcterms:created><dc:language>zh-CN</dc:language></cp:coreProperties>"), "{core}");
    });
}

#[test]
fn a_chapter_without_tasks_and_all_texts_are_there() {
    let files = [
        (
            "content/q2/disclosure.md",
            "+++\ntitle = \"报告\"\nindex_number = \"K1493206-6/2020-00001\"\npublished = 2020-07-22\nmode = \"主动公开\"\n+++\n前言\n",
        ),
        (
            "content/q2/01/chapter.md",
            "+++\ntitle = \"附则\"\n+++\n本章说明\n",
        ),
    ];
    with_files(&files, |data| {
        let parts = parts(&of_disclosure(data));
        let body = part(&parts, "word/document.xml");
        for text in ["前言", "附则", "本章说明"] {
            assert!(body.contains(&format!(">{text}</w:t>")), "{text}");
        }
    });
}
