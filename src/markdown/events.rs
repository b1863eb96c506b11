//! The one way in which Markdown is parsed.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag};

/// Whether no text may hold a character: control characters but for line ends and tabs, and the two that
/// XML cannot hold either.
#[must_use]
pub fn is_forbidden(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// The extensions of Markdown that texts may use.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// What a text consists of, and where. A reference to a forbidden character, such as `&#11;`, is U+FFFD,
/// as CommonMark has it for `&#0;`; the characters themselves are told when a file is read.
pub(super) fn events(source: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let has_references = source.contains("&#");
    Parser::new_ext(source, options())
        .into_offset_iter()
        .map(move |(event, range)| match has_references {
            true => (allowed(event), range),
            false => (event, range),
        })
}

fn allowed(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Text(text) => Event::Text(replaced(text)),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: replaced(dest_url),
            title: replaced(title),
            id,
        }),
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Image {
            link_type,
            dest_url: replaced(dest_url),
            title: replaced(title),
            id,
        }),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(replaced(info))))
        }
        // Nothing else holds references.
        other => other,
    }
}

fn replaced(text: CowStr<'_>) -> CowStr<'_> {
    if text.contains(is_forbidden) {
        text.replace(is_forbidden, "\u{fffd}").into()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::{Style, Survey, anchors, headings, to_html, to_lines, to_text};

    #[test]
    fn no_reference_makes_a_forbidden_character() {
        let style = Style {
            heading: 2,
            external: "",
            table: "表",
            anchors: true,
        };
        for reference in ["&#0;", "&#11;", "&#x1b;", "&#xFFFE;", "&#127;", "&#x80;"] {
            let source = format!(
                "# 甲{reference}\n\n乙{reference}丙 [丁](e{reference} \"己{reference}\") ![庚](a{reference})\n\n```{reference}\n辛\n```\n"
            );
            let html = to_html(&source, style, |_| None);
            assert_eq!(html.matches('\u{fffd}').count(), 4, "{html}");
            assert_eq!(html.matches("%EF%BF%BD").count(), 2, "{html}");
            assert_eq!(to_text(&source), "甲\u{fffd}\n乙\u{fffd}丙 丁 庚\n辛");
            assert_eq!(
                to_lines(&source),
                ["甲\u{fffd}", "乙\u{fffd}丙 丁 庚", "辛"]
            );
            assert_eq!(headings(&source)[0].text, "甲\u{fffd}");
            assert_eq!(anchors(&source), ["甲"]);
            assert_eq!(Survey::markdown(&source).blocks[0].0[1].1, '\u{fffd}');
        }
        assert_eq!(to_text("一&#10;&#9;&#x4e8c;"), "一\n\t二");
    }
}
