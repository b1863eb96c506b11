//! Tables: a box that scrolls where they are too wide, heads that say what they are the heads of, and
//! alignment by class, as a strict Content-Security-Policy lets no style into an element.

use pulldown_cmark::{Alignment, CowStr, Event, Tag, TagEnd};

/// Turns the events of tables into HTML.
pub(super) struct Tables<'a> {
    /// What the box is called.
    label: &'a str,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl<'a> Tables<'a> {
    pub(super) fn new(label: &'a str) -> Self {
        Self {
            label,
            alignments: Vec::new(),
            column: 0,
            in_head: false,
        }
    }

    /// An event as it is written: those of a table as HTML, any other as it is.
    pub(super) fn event<'e>(&mut self, event: Event<'e>) -> Event<'e> {
        let html: CowStr<'e> = match event {
            Event::Start(Tag::Table(alignments)) => {
                self.alignments = alignments;
                let mut label = String::new();
                // Writing to a string cannot fail.
                if pulldown_cmark_escape::escape_html(&mut label, self.label).is_err() {
                    label.clear();
                }
                format!(
                    "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{label}\">\n<table>\n"
                )
                .into()
            }
            Event::End(TagEnd::Table) => "</tbody>\n</table>\n</div>\n".into(),
            Event::Start(Tag::TableHead) => {
                self.in_head = true;
                self.column = 0;
                "<thead>\n<tr>".into()
            }
            Event::End(TagEnd::TableHead) => {
                self.in_head = false;
                "</tr>\n</thead>\n<tbody>\n".into()
            }
            Event::Start(Tag::TableRow) => {
                self.column = 0;
                "<tr>".into()
            }
            Event::End(TagEnd::TableRow) => "</tr>\n".into(),
            Event::Start(Tag::TableCell) => {
                let alignment = self.alignments.get(self.column);
                self.column += 1;
                let class = match alignment {
                    Some(Alignment::Right) => " class=\"right\"",
                    Some(Alignment::Center) => " class=\"center\"",
                    Some(Alignment::Left | Alignment::None) | None => "",
                };
                let start = if self.in_head {
                    "<th scope=\"col\""
                } else {
                    "<td"
                };
                format!("{start}{class}>").into()
            }
            Event::End(TagEnd::TableCell) if self.in_head => "</th>".into(),
            Event::End(TagEnd::TableCell) => "</td>".into(),
            other => return other,
        };
        Event::InlineHtml(html)
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::{Style, to_html};

    #[test]
    fn a_table_in_a_box() {
        let style = Style {
            heading: 2,
            external: "",
            table: "\"表\"",
            anchors: false,
        };
        let source = "| 单位 | 数 |\n| --- | --: |\n| *区府办* | 1 |\n| 区科技局 | 2 |\n\n之后";
        assert_eq!(
            to_html(source, style, |_| None),
            "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"&quot;表&quot;\">\n<table>\n\
             <thead>\n<tr><th scope=\"col\">单位</th><th scope=\"col\" class=\"right\">数</th></tr>\n</thead>\n\
             <tbody>\n<tr><td><em>区府办</em></td><td class=\"right\">1</td></tr>\n\
             <tr><td>区科技局</td><td class=\"right\">2</td></tr>\n</tbody>\n</table>\n</div>\n<p>之后</p>\n"
        );
    }
}
