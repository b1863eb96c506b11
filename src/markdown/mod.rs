//! Markdown as gongkai reads it: CommonMark with tables and strikethrough. Footnotes are left out, as
//! several texts share a page and would share the names of their notes. Raw HTML is
//! shown as text and never passed through, and quotes and dashes stay as they are written.

mod anchor;
mod events;
mod lines;
mod survey;
mod table;

pub use anchor::anchors;
pub use events::is_forbidden;
pub(crate) use events::options;
pub use lines::to_lines;
pub use survey::{Block, Labelled, OPAQUE, Survey};

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd, html};

use self::events::events;

/// How deeply quotes, lists and emphasis may lie in each other.
pub const NESTING_LIMIT: usize = 32;

/// Where a text nests more deeply than [`NESTING_LIMIT`], if it does: readers of HTML, the minifier
/// among them, go as deep as the text does, and no official text needs that.
#[must_use]
pub fn too_deep(source: &str) -> Option<Range<usize>> {
    // A level takes at least one mark: most texts have not enough of them to be looked at.
    let marks = source.bytes().filter(|b| {
        matches!(
            b,
            b'>' | b'*' | b'_' | b'~' | b'-' | b'+' | b'.' | b')' | b'[' | b'!'
        )
    });
    if marks.count() <= NESTING_LIMIT {
        return None;
    }
    let mut depth = 0_usize;
    for (event, range) in events(source) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > NESTING_LIMIT {
            return Some(range);
        }
    }
    None
}

/// A link or image in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as written.
    pub destination: String,
    /// The bytes of the text that it covers.
    pub range: Range<usize>,
    /// Whether it is an image, which a page loads by itself.
    pub is_image: bool,
}

/// All links and images of a text, in order. Mail addresses in `<…>` are no links to check.
#[must_use]
pub fn links(source: &str) -> Vec<Link> {
    // Most texts have none, and this is asked of every text.
    if !source.contains(['[', '<']) {
        return Vec::new();
    }
    events(source)
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) if link_type != LinkType::Email => Some((dest_url, range, false)),
            Event::Start(Tag::Image { dest_url, .. }) => Some((dest_url, range, true)),
            _ => None,
        })
        .map(|(destination, range, is_image)| Link {
            destination: destination.to_string(),
            range,
            is_image,
        })
        .collect()
}

/// A heading in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its words, without their marks.
    pub text: String,
    /// The bytes of the text that it covers, without the end of its line.
    pub range: Range<usize>,
}

/// All headings of a text, in order.
#[must_use]
pub fn headings(source: &str) -> Vec<Heading> {
    if !may_have_headings(source) {
        return Vec::new();
    }
    let mut headings = Vec::new();
    let mut open: Option<Heading> = None;
    for (event, range) in events(source) {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                let written = source.get(range.clone()).unwrap_or_default();
                open = Some(Heading {
                    text: String::new(),
                    range: range.start..range.start + written.trim_end().len(),
                });
            }
            Event::End(TagEnd::Heading(_)) => headings.extend(open.take()),
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => {
                if let Some(heading) = &mut open {
                    heading.text.push_str(&text);
                }
            }
            _ => {}
        }
    }
    headings
}

/// Whether a text may have headings: most have none, and this is asked of every text.
fn may_have_headings(source: &str) -> bool {
    source.lines().any(|line| {
        // A heading may stand in a quote or a list.
        line.contains('#') || {
            let line = line.trim_end();
            line.ends_with(['=', '-'])
        }
    })
}

/// Whether a destination leaves the site: it has a scheme or a host of its own.
#[must_use]
pub fn is_external(destination: &str) -> bool {
    destination.starts_with("//")
        || destination
            .split_once(':')
            .is_some_and(|(scheme, _)| is_scheme(scheme))
}

/// RFC 3986, section 3.1.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// The schemes that may stand in a link. Anything else, such as `javascript:`, is refused.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "ftp"];

/// Whether an external destination is one that may be published.
#[must_use]
pub fn is_allowed(destination: &str) -> bool {
    destination
        .split_once(':')
        .is_none_or(|(scheme, _)| SCHEMES.iter().any(|s| s.eq_ignore_ascii_case(scheme)))
}

/// How a text is shown.
#[derive(Clone, Copy, Debug)]
pub struct Style<'a> {
    /// The level of its highest headings, whatever marks they are written with; the others go below,
    /// so that no level of the page is skipped at the start.
    pub heading: u8,
    /// What is put behind links that leave the site.
    pub external: &'a str,
    /// What a table is called to those who cannot see that it scrolls.
    pub table: &'a str,
    /// Whether headings get their [`anchors`] as ids: only for the one text of a page.
    pub anchors: bool,
}

/// HTML of a text; `resolve` gives the URL of a destination that is not external.
#[must_use]
pub fn to_html(source: &str, style: Style<'_>, resolve: impl Fn(&str) -> Option<String>) -> String {
    let Style {
        heading, external, ..
    } = style;
    let shift = heading_shift(source, heading);
    let mut anchors = if style.anchors && may_have_headings(source) {
        anchors(source)
    } else {
        Vec::new()
    }
    .into_iter();
    let mut tables = table::Tables::new(style.table);
    // An external link's note is written when the link ends.
    let mut open_external = Vec::new();
    let resolved = |destination: CowStr<'static>| -> CowStr<'static> {
        if is_external(&destination) {
            if is_allowed(&destination) {
                destination
            } else {
                CowStr::Borrowed("")
            }
        } else {
            match resolve(&destination) {
                Some(url) => url.into(),
                None => destination,
            }
        }
    };
    let events = events(source).flat_map(|(event, _)| {
        let mut note = None;
        let event = match event {
            Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
            Event::Start(Tag::Heading {
                level,
                id,
                classes,
                attrs,
            }) => Event::Start(Tag::Heading {
                level: moved(level, shift),
                id: anchors.next().map(CowStr::from).or(id),
                classes,
                attrs,
            }),
            Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(moved(level, shift))),
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }) => {
                let web = ["http://", "https://", "//"]
                    .iter()
                    .any(|start| dest_url.starts_with(start));
                open_external.push(web);
                Event::Start(Tag::Link {
                    link_type,
                    dest_url: resolved(dest_url.into_static()),
                    title,
                    id,
                })
            }
            Event::Start(Tag::Image {
                link_type,
                dest_url,
                title,
                id,
            }) => Event::Start(Tag::Image {
                link_type,
                dest_url: resolved(dest_url.into_static()),
                title,
                id,
            }),
            Event::End(TagEnd::Link) => {
                if open_external.pop() == Some(true) && !external.is_empty() {
                    note = Some(Event::Text(external.to_owned().into()));
                }
                Event::End(TagEnd::Link)
            }
            other => tables.event(other),
        };
        // The note stands inside the link, so that it is read with it.
        note.into_iter().chain(std::iter::once(event))
    });
    let mut out = String::with_capacity(source.len() + source.len() / 4 + 16);
    html::push_html(&mut out, events);
    out
}

/// By how many levels the headings of a text move, so that the highest are of level `start`.
fn heading_shift(source: &str, start: u8) -> i16 {
    if !may_have_headings(source) {
        return 0;
    }
    let highest = events(source)
        .filter_map(|(event, _)| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(level as u8),
            _ => None,
        })
        .min();
    highest.map_or(0, |highest| i16::from(start) - i16::from(highest))
}

fn moved(level: HeadingLevel, shift: i16) -> HeadingLevel {
    let level = (level as i16 + shift).clamp(1, 6);
    usize::try_from(level)
        .ok()
        .and_then(|level| HeadingLevel::try_from(level).ok())
        .unwrap_or(HeadingLevel::H6)
}

/// The text of a Markdown source without its marks; blocks are parted by a newline.
#[must_use]
pub fn to_text(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    for (event, _) in events(source) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                out.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => out.push('\n'),
            Event::End(TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell) => out.push('\n'),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style<'static> = Style {
        heading: 2,
        external: "（外部链接）",
        table: "表格",
        anchors: false,
    };

    fn html(source: &str) -> String {
        to_html(source, STYLE, |_| None)
    }

    #[test]
    fn official_text_comes_out_as_it_is() {
        for text in [
            "1-3月社会用电量为54724万千瓦时,增长率为-18.33%, GDP增长率为-9.6%",
            "广银产业用房(杭政工出[2019]19号地块)开工",
            "坚持“科创微课堂、政策直通车、全员跑企业”",
        ] {
            assert_eq!(html(text), format!("<p>{text}</p>\n"));
            assert_eq!(to_text(text), text);
        }
        assert_eq!(html("R&D经费"), "<p>R&amp;D经费</p>\n");
    }

    #[test]
    fn raw_html_is_text() {
        assert_eq!(
            html("<script>alert(1)</script>"),
            "&lt;script&gt;alert(1)&lt;/script&gt;"
        );
        assert_eq!(html("a <b>c</b>"), "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n");
        assert_eq!(
            html("[x](javascript:alert(1))"),
            "<p><a href=\"\">x</a></p>\n"
        );
        assert_eq!(
            html("![x](data:text/html,x)"),
            "<p><img src=\"\" alt=\"x\" /></p>\n"
        );
    }

    #[test]
    fn headings_go_below_the_page() {
        assert_eq!(html("# a\n\n###### b"), "<h2>a</h2>\n<h6>b</h6>\n");
        assert_eq!(html("## a\n\n### b"), "<h2>a</h2>\n<h3>b</h3>\n");
        assert_eq!(html("### a\n\nb\n=\n"), "<h4>a</h4>\n<h2>b</h2>\n");
    }

    #[test]
    fn headings_have_their_words_and_places() {
        let source = "# 甲 *乙*\n\n文字\n\n> ### 丙 `丁` ###\n\n戊\n---\n\n```\n# 己\n```\n";
        let found: Vec<_> = headings(source)
            .into_iter()
            .map(|h| (h.text, source.get(h.range).unwrap()))
            .collect();
        assert_eq!(
            found,
            [
                ("甲 乙".to_owned(), "# 甲 *乙*"),
                ("丙 丁".to_owned(), "### 丙 `丁` ###"),
                ("戊".to_owned(), "戊\n---"),
            ]
        );
        assert!(headings("第#2窗口\n\n- 甲").is_empty());
    }

    #[test]
    fn headings_get_ids_where_asked_for() {
        let style = Style {
            anchors: true,
            ..STYLE
        };
        assert_eq!(
            to_html("# 一 \"二\"\n\n> # 一\n", style, |_| None),
            "<h2 id=\"一-二\">一 \"二\"</h2>\n<blockquote>\n<h2 id=\"一\">一</h2>\n</blockquote>\n"
        );
    }

    #[test]
    fn links_are_resolved_and_marked() {
        let out = to_html("[a](b.md) [c](https://d.cn)", STYLE, |to| {
            (to == "b.md").then(|| "../b.html".into())
        });
        assert_eq!(
            out,
            "<p><a href=\"../b.html\">a</a> <a href=\"https://d.cn\">c（外部链接）</a></p>\n"
        );
        assert_eq!(
            links("x [a](b.md) ![](c.png) <https://d.cn> <e@f.cn>")
                .into_iter()
                .map(|l| (l.destination, l.range, l.is_image))
                .collect::<Vec<_>>(),
            [
                ("b.md".to_owned(), 2..11, false),
                ("c.png".to_owned(), 12..22, true),
                ("https://d.cn".to_owned(), 23..37, false),
            ]
        );
    }

    #[test]
    fn deep_nesting_is_found() {
        for deep in [
            ">".repeat(40) + " x",
            "- ".repeat(40) + "x",
            "*a ".repeat(40) + &"x*".repeat(40),
            "**a".repeat(20) + &"b**".repeat(20) + &"> ".repeat(40),
        ] {
            let found = too_deep(&deep).is_some();
            assert_eq!(found, !deep.starts_with("**"), "{deep}");
        }
        assert_eq!(too_deep(&"甲-乙*丙 (1) 2. ".repeat(100)), None);
        assert_eq!(too_deep(&"- 一\n  - 二\n    - 三\n".repeat(50)), None);
    }

    #[test]
    fn schemes() {
        assert!(
            is_external("https://a.cn") && is_external("mailto:a@b.cn") && is_external("//a.cn")
        );
        assert!(!is_external("a/b.md") && !is_external("#x") && !is_external("4:3号"));
        assert!(is_allowed("HTTPS://a.cn") && !is_allowed("javascript:x"));
    }
}
