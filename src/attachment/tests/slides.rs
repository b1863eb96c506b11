use super::lines;
use super::pack::{pack, relations};

/// A presentation with everything that is looked for.
pub(super) fn full() -> Vec<u8> {
    let paragraph = |text: &str| format!("<a:p><a:r><a:t>{text}</a:t></a:r></a:p>");
    pack(&[
        (
            "ppt/presentation.xml",
            "<p:presentation xmlns:r=\"r\"><p:sldIdLst><p:sldId id=\"257\" r:id=\"rId2\"/><p:sldId id=\"256\" r:id=\"rId1\"/></p:sldIdLst></p:presentation>",
        ),
        (
            "ppt/_rels/presentation.xml.rels",
            &relations(&[
                ("rId1", "slide", "slides/slide1.xml"),
                ("rId2", "slide", "slides/slide2.xml"),
            ]),
        ),
        (
            "ppt/slides/slide1.xml",
            &format!("<p:sld show=\"0\">{}</p:sld>", paragraph("底稿")),
        ),
        (
            "ppt/slides/slide2.xml",
            &format!("<p:sld>{}</p:sld>", paragraph("标题")),
        ),
        (
            "ppt/slides/_rels/slide2.xml.rels",
            &relations(&[
                ("rId1", "notesSlide", "../notesSlides/notesSlide1.xml"),
                ("rId2", "comments", "../comments/comment1.xml"),
            ]),
        ),
        (
            "ppt/notesSlides/notesSlide1.xml",
            &format!(
                "<p:notes>{}{}</p:notes>",
                paragraph("口头说"),
                paragraph("1")
            ),
        ),
        (
            "ppt/comments/comment1.xml",
            "<p:cmLst><p:cm authorId=\"0\"><p:text>再核</p:text></p:cm></p:cmLst>",
        ),
    ])
}

#[test]
fn slides_are_numbered_as_they_are_shown() {
    assert_eq!(
        lines(&full(), "a.pptx"),
        [
            "slide 1: 标题",
            "the notes of slide 1: 口头说",
            "the notes of slide 1: 1",
            "hidden: slide 1 has notes",
            "slide 1: 再核",
            "slide 2: 底稿",
            "hidden: slide 2 is hidden",
            "hidden: comments: 1",
        ]
    );
}
