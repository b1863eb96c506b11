//! What each paragraph of a table can be, before its place is known.

use super::Context;
use super::paragraph::Paragraph;
use crate::diagnostic::{Diagnostic, Faults, Span};
use crate::import::header::Column;
use crate::import::lines::through;
use crate::import::numbering::{Style, numbered};
use crate::import::unit_names::{Known, Looks};
use crate::model::Text;
use crate::say;

/// What a paragraph can be.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// A cell of text, or one of units.
    Cell(Looks),
    /// An integer in a table that numbers its rows.
    Number(u32),
    /// A cell marked as empty.
    Empty,
    /// A heading and nothing else.
    Heading {
        /// Its number.
        number: Option<u32>,
        /// Its title.
        title: Text,
    },
}

/// A paragraph, or the two paragraphs of a heading.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) paragraph: Paragraph,
    /// It reads like the heading of a chapter that is known.
    pub(super) may_head: bool,
    /// It reads like a heading where headings have no number: as a cell it is not certain.
    pub(super) doubtful: bool,
}

impl Token {
    /// One of which nothing is in doubt.
    pub(super) fn known(kind: Kind, paragraph: Paragraph) -> Self {
        Self {
            kind,
            paragraph,
            may_head: false,
            doubtful: false,
        }
    }

    pub(super) fn span(&self) -> Span {
        self.paragraph.span
    }

    pub(super) fn is_heading(&self) -> bool {
        matches!(self.kind, Kind::Heading { .. })
    }

    /// Whether it is the units of a row for certain.
    pub(super) fn is_anchor(&self) -> bool {
        matches!(self.kind, Kind::Cell(Looks::Units))
    }
}

/// How a person marks a cell that the source leaves empty.
const EMPTY: [&str; 4] = ["[空]", "【空】", "［空］", "〔空〕"];

/// Whether a cell says that it is left empty.
pub(super) fn is_marked_empty(text: &str) -> bool {
    EMPTY.contains(&text)
}

/// Makes tokens of the paragraphs of a table.
pub(super) fn tokens(
    paragraphs: Vec<Paragraph>,
    columns: &[Column],
    context: Context<'_>,
    faults: &mut Faults,
) -> Vec<Token> {
    let flat: Vec<String> = paragraphs.iter().map(Paragraph::flat).collect();
    let names = context.units.iter().map(String::as_str);
    let known = Known::learn(names, flat.iter().map(String::as_str));
    // The first row tells how headings are numbered; it may start with a number of its own.
    let style = flat.iter().take(2).find_map(|text| numbered(text));
    let reader = Reader {
        known,
        style: style.map(|first| first.style),
        numbered_rows: columns.contains(&Column::Number),
        heads_without_number: style.is_none() && columns.contains(&Column::Chapter),
        context,
    };
    let mut found: Vec<Token> = Vec::new();
    let mut heading: Option<String> = None;
    let mut paragraphs = paragraphs.into_iter().zip(flat).peekable();
    while let Some((paragraph, flat)) = paragraphs.next() {
        reader.control(&paragraph, faults);
        reader.lines(&paragraph, &flat, faults);
        let mut token = Token {
            kind: reader.kind(&flat),
            paragraph,
            may_head: false,
            doubtful: false,
        };
        if let Some((number, title)) = reader.heading(&flat) {
            let title = if number.is_some() && title.is_empty() {
                let next = paragraphs.next_if(|(_, next)| reader.can_be_title(next));
                let Some((paragraph, title)) = next else {
                    faults.push(untitled(token.span()));
                    continue;
                };
                token.paragraph.span = through(token.paragraph.span, paragraph.span);
                Text {
                    value: title.into(),
                    span: paragraph.span,
                }
            } else {
                Text {
                    value: title.into(),
                    span: token.span(),
                }
            };
            heading = Some(title.value.to_string());
            token.kind = Kind::Heading { number, title };
        } else if heading.is_none()
            && reader.heads_without_number
            && matches!(token.kind, Kind::Cell(_))
        {
            // Where headings have no number, the first paragraph is one.
            heading = Some(flat);
        } else {
            let seen = reader.style.is_none() && context.seen_chapters.contains(&flat);
            token.may_head = seen || heading.as_ref() == Some(&flat);
            token.doubtful = token.may_head && reader.style.is_none();
        }
        found.push(token);
    }
    found
}

struct Reader<'c> {
    known: Known,
    style: Option<Style>,
    numbered_rows: bool,
    heads_without_number: bool,
    context: Context<'c>,
}

impl Reader<'_> {
    fn kind(&self, text: &str) -> Kind {
        if is_marked_empty(text) {
            return Kind::Empty;
        }
        let digits = text.trim_end_matches(['.', '、', '．']);
        if self.numbered_rows
            && !digits.is_empty()
            && digits.bytes().all(|b| b.is_ascii_digit())
            && let Ok(number) = digits.parse()
        {
            return Kind::Number(number);
        }
        Kind::Cell(self.known.looks(text))
    }

    /// The number and title of a paragraph that is a heading for certain.
    fn heading<'t>(&self, text: &'t str) -> Option<(Option<u32>, &'t str)> {
        let told = self.context.told_chapters;
        if told.iter().any(|title| title == text) {
            return Some((None, text));
        }
        let numbered = numbered(text)?;
        let named = told.iter().any(|title| title == numbered.title);
        (Some(numbered.style) == self.style || named)
            .then_some((Some(numbered.number), numbered.title))
    }

    fn can_be_title(&self, text: &str) -> bool {
        numbered(text).is_none()
            && matches!(self.kind(text), Kind::Cell(looks) if looks != Looks::Units)
    }

    /// A block of several lines is one cell only if none of them is a cell or heading by itself.
    fn lines(&self, paragraph: &Paragraph, flat: &str, faults: &mut Faults) {
        if !paragraph.is_broken() {
            return;
        }
        let units = |text: &str| self.known.looks(text) != Looks::Text;
        let all_units = paragraph.lines().all(units);
        let apart = all_units
            || (self.known.looks(flat) != Looks::Units
                && paragraph.lines().any(|line| {
                    self.known.looks(line) == Looks::Units || self.heading(line).is_some()
                }));
        if apart {
            faults.push(
                Diagnostic::error(
                    "import/ambiguous",
                    say!(
                        "这几行之间没有空行，又不像同一个单元格",
                        "there is no blank line between these lines, and they do not look like one cell"
                    ),
                )
                .at(paragraph.span)
                .hint(say!(
                    "单元格之间加一个空行；同一个单元格的文字写在一行",
                    "put a blank line between cells; write the text of one cell on one line"
                )),
            );
        }
    }

    fn control(&self, paragraph: &Paragraph, faults: &mut Faults) {
        if paragraph
            .lines()
            .any(|line| line.contains(char::is_control))
        {
            faults.push(crate::import::control_character(paragraph.span));
        }
    }
}

pub(super) fn untitled(span: Span) -> Diagnostic {
    Diagnostic::error(
        "import/ambiguous",
        say!(
            "章的序号之后没有标题",
            "no title follows the number of this chapter"
        ),
    )
    .at(span)
    .hint(say!(
        "把序号和标题写在一行，如 `（二）支持实体企业发展`",
        "write number and title on one line, such as `(二)支持实体企业发展`"
    ))
}
