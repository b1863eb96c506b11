//! Markdown for paper.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::events::events;
use super::is_external;

/// The lines of a text as they are read on paper: the marks are gone, items of lists have their number or a
/// dot, the cells of a table row stand in one line, and a link to another site is followed by its address.
#[must_use]
pub fn to_lines(source: &str) -> Vec<String> {
    let mut lines = Lines::default();
    for (event, _) in events(source) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                lines.text(&text);
            }
            Event::SoftBreak | Event::HardBreak => lines.end(),
            Event::Start(Tag::List(first)) => {
                lines.end();
                lines.lists.push(first);
            }
            Event::Start(Tag::Item) => {
                lines.end();
                lines.item();
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                let is_shown = is_external(&dest_url);
                lines.links.push(is_shown.then(|| dest_url.to_string()));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some(url) = lines.links.pop().flatten()
                    && !lines.line.ends_with(&url)
                {
                    lines.text(&format!("（{url}）"));
                }
            }
            Event::End(TagEnd::TableCell) => lines.text("  "),
            Event::End(TagEnd::List(_)) => {
                lines.end();
                lines.lists.pop();
            }
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock
                | TagEnd::TableHead
                | TagEnd::TableRow,
            ) => lines.end(),
            _ => {}
        }
    }
    lines.end();
    lines.done
}

#[derive(Default)]
struct Lines {
    done: Vec<String>,
    line: String,
    /// The lists that are open, each with the number of its next item if it has numbers.
    lists: Vec<Option<u64>>,
    /// The links that are open, each with its address if that is shown.
    links: Vec<Option<String>>,
}

impl Lines {
    fn text(&mut self, text: &str) {
        let mut parts = text.split('\n');
        self.line.push_str(parts.next().unwrap_or_default());
        for part in parts {
            self.end();
            self.line.push_str(part);
        }
    }

    fn item(&mut self) {
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                let mark = format!("{number}. ");
                *number += 1;
                mark
            }
            _ => "· ".to_owned(),
        };
        self.line.push_str(&mark);
    }

    fn end(&mut self) {
        let line = std::mem::take(&mut self.line);
        if !line.trim().is_empty() {
            self.done.push(line.trim().to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_on_paper() {
        for (source, lines) in [
            ("一\n\n二", &["一", "二"][..]),
            ("**已完成**`招标`", &["已完成招标"]),
            (
                "1. 立项\n2. 招标\n   - 公告\n   - 开标\n3. 开工",
                &["1. 立项", "2. 招标", "· 公告", "· 开标", "3. 开工"],
            ),
            (
                "见[方案](https://a.gov.cn/b)和[附件](files/a.pdf)",
                &["见方案（https://a.gov.cn/b）和附件"],
            ),
            (
                "| 街道 | 数 |\n|---|---|\n| 甲 | 1 |",
                &["街道  数", "甲  1"],
            ),
            ("# 标题\n\n<b>文</b>", &["标题", "<b>文</b>"]),
            ("", &[]),
        ] {
            assert_eq!(to_lines(source), lines, "{source}");
        }
    }
}
