//! What a text consists of, found in one walk over it for all rules that ask.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::events::events;

/// What stands in a [`Block`] for code, raw HTML, an image or a URL that is shown as it is.
pub const OPAQUE: char = '\u{fffc}';

/// A text taken apart. Places are bytes of its source.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// Its paragraphs, headings, items and cells.
    pub blocks: Vec<Block>,
    /// Its headings: levels as they are written, and places.
    pub headings: Vec<(u8, Range<usize>)>,
    /// Its links, in order. Mail addresses in `<…>` are left out.
    pub links: Vec<Labelled>,
    /// Its images, in order.
    pub images: Vec<Labelled>,
    /// Heads of columns without words, the first of each table left out, which is the corner.
    pub empty_heads: Vec<Range<usize>>,
}

/// What stands in one piece: its characters with the bytes of the source at which they start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block(pub Vec<(usize, char)>);

/// A link or an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// Its words.
    pub label: String,
    /// Where it leads, or where the image is.
    pub destination: String,
    /// Where it stands.
    pub range: Range<usize>,
    /// Whether its words are the URL itself: `<https://…>`.
    pub is_bare: bool,
    /// Whether it holds an image, which speaks for it.
    pub holds_image: bool,
}

impl Survey {
    /// A text that is no Markdown, such as a title.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self {
            blocks: vec![Block(text.char_indices().collect())],
            ..Self::default()
        }
    }

    /// A text in Markdown.
    #[must_use]
    pub fn markdown(source: &str) -> Self {
        let mut walk = Walk::default();
        for (event, range) in events(source) {
            walk.event(event, range);
        }
        walk.flush();
        walk.survey
    }
}

#[derive(Default)]
struct Walk {
    survey: Survey,
    block: Block,
    /// Open links and images, by their places in the lists.
    open_links: Vec<usize>,
    open_images: Vec<usize>,
    in_code: bool,
    in_head: bool,
    column: usize,
}

impl Walk {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) => {
                self.label(&text);
                self.opaque(range.start);
            }
            Event::Html(_) | Event::InlineHtml(_) => self.opaque(range.start),
            Event::SoftBreak | Event::HardBreak => {
                self.label(" ");
                self.push(range.start, '\n');
            }
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        self.label(text);
        let is_bare = |at: &usize| self.survey.links.get(*at).is_some_and(|link| link.is_bare);
        if self.in_code || self.open_links.last().is_some_and(is_bare) {
            self.opaque(range.start);
        } else if self.open_images.is_empty() {
            // An entity is one character in more bytes.
            let is_verbatim = text.len() == range.len();
            let places = text.char_indices();
            self.block.0.extend(places.map(|(at, c)| {
                let at = if is_verbatim { at } else { 0 };
                (range.start + at, c)
            }));
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => {
                if link_type != LinkType::Email {
                    self.open_links.push(self.survey.links.len());
                    let is_bare = link_type == LinkType::Autolink;
                    let link = labelled(&dest_url, range, is_bare);
                    self.survey.links.push(link);
                }
            }
            Tag::Image { dest_url, .. } => {
                self.opaque(range.start);
                self.open_images.push(self.survey.images.len());
                self.survey.images.push(labelled(&dest_url, range, false));
                if let Some(link) = self.open_links.last()
                    && let Some(link) = self.survey.links.get_mut(*link)
                {
                    link.holds_image = true;
                }
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {}
            Tag::Heading { level, .. } => {
                self.flush();
                self.survey.headings.push((level as u8, range));
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.in_code = true;
            }
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
            }
            _ => self.flush(),
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Link => {
                self.open_links.pop();
            }
            TagEnd::Image => {
                self.open_images.pop();
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {}
            TagEnd::CodeBlock => {
                self.flush();
                self.in_code = false;
            }
            TagEnd::TableHead => {
                self.flush();
                self.in_head = false;
            }
            TagEnd::TableCell => {
                if self.in_head && self.column > 0 && self.block.0.is_empty() {
                    self.survey.empty_heads.push(range);
                }
                self.column += 1;
                self.flush();
            }
            _ => self.flush(),
        }
    }

    fn push(&mut self, at: usize, c: char) {
        if self.open_images.is_empty() {
            self.block.0.push((at, c));
        }
    }

    fn opaque(&mut self, at: usize) {
        self.push(at, OPAQUE);
    }

    /// Adds to the words of open links and images.
    fn label(&mut self, text: &str) {
        for at in &self.open_links {
            if let Some(link) = self.survey.links.get_mut(*at) {
                link.label.push_str(text);
            }
        }
        for at in &self.open_images {
            if let Some(image) = self.survey.images.get_mut(*at) {
                image.label.push_str(text);
            }
        }
    }

    fn flush(&mut self) {
        if !self.block.0.is_empty() {
            self.survey.blocks.push(std::mem::take(&mut self.block));
        }
    }
}

fn labelled(destination: &str, range: Range<usize>, is_bare: bool) -> Labelled {
    Labelled {
        label: String::new(),
        destination: destination.to_owned(),
        range,
        is_bare,
        holds_image: false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn blocks(source: &str) -> Vec<String> {
        let blocks = Survey::markdown(source).blocks;
        let text = |block: Block| block.0.into_iter().map(|(_, c)| c).collect();
        blocks.into_iter().map(text).collect()
    }

    #[test]
    fn blocks_are_what_is_read_in_one_piece() {
        assert_eq!(
            blocks(
                "# 一\n\n二**三**`x`&amp;<b>\n四\n\n- 五\n- 六 [七](a) <https://b.cn> ![八](c)\n\n```\n九\n```\n"
            ),
            [
                "一",
                "二三\u{fffc}&\u{fffc}\n四",
                "五",
                "六 七 \u{fffc} \u{fffc}",
                "\u{fffc}"
            ]
        );
    }

    #[test]
    fn links_images_headings_and_heads() {
        let source = "## 一\n\n[二*三*](a) [![四](b)](c) <https://d.cn> <e@f.cn>\n\n|  | 甲 |  |\n| - | - | - |\n| 1 |  | 3 |\n";
        let survey = Survey::markdown(source);
        let said = |list: &[Labelled]| -> Vec<(String, String, bool, bool)> {
            let parts = |l: &Labelled| {
                (
                    l.label.clone(),
                    l.destination.clone(),
                    l.is_bare,
                    l.holds_image,
                )
            };
            list.iter().map(parts).collect()
        };
        assert_eq!(
            said(&survey.links),
            [
                ("二三".into(), "a".into(), false, false),
                ("四".into(), "c".into(), false, true),
                ("https://d.cn".into(), "https://d.cn".into(), true, false),
            ]
        );
        assert_eq!(
            said(&survey.images),
            [("四".into(), "b".into(), false, false)]
        );
        assert_eq!(survey.headings.len(), 1);
        assert_eq!(survey.empty_heads.len(), 1);
    }

    proptest! {
        /// Whatever is written, a character of a block is the one at its place, or stands for more.
        #[test]
        fn places_are_in_the_source(source in "[一二#*_`\\[\\]()<>!|&;:\\- \n\\\\a-c]{0,40}") {
            for block in Survey::markdown(&source).blocks {
                for (at, c) in block.0 {
                    let found = source.get(at..).and_then(|rest| rest.chars().next());
                    let stands_for_more = c == OPAQUE || c == '\n' || found == Some('&');
                    prop_assert!(found == Some(c) || stands_for_more, "{c:?} at {at} of {source:?}");
                }
            }
        }
    }
}
