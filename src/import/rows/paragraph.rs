//! The paragraphs of a table; those that are parts of one cell for certain are joined.

use crate::diagnostic::Span;
use crate::import::lines::{Line, blocks, through};
use crate::import::numbering::numbered;
use crate::import::unit_names::{Known, Looks};

/// How a piece of a paragraph follows the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Break {
    /// The sentence goes on.
    Inside,
    /// A new line of the same cell.
    Line,
}

/// A paragraph of the table: a cell or a heading.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    pieces: Vec<(Break, Box<str>)>,
    pub(super) span: Span,
    /// The last piece.
    last: Span,
}

impl Paragraph {
    fn new(line: &Line<'_>) -> Self {
        Self {
            pieces: vec![(Break::Inside, line.text.into())],
            span: line.span,
            last: line.span,
        }
    }

    /// Of the lines of one cell; none if there are none.
    pub(super) fn of_lines<'t>(mut lines: impl Iterator<Item = Line<'t>>) -> Option<Self> {
        let mut paragraph = Self::new(&lines.next()?);
        paragraph.append_lines(lines);
        Some(paragraph)
    }

    /// Adds lines that belong to it.
    pub(super) fn append_lines<'t>(&mut self, lines: impl Iterator<Item = Line<'t>>) {
        for line in lines {
            self.push(Break::Line, &line);
        }
    }

    /// Says that a line begins another item of a list.
    pub(super) fn begin_item(&mut self, line: usize) {
        if let Some((_, text)) = self.pieces.get_mut(line) {
            *text = format!("、{text}").into();
        }
    }

    /// One that says nothing, at a place.
    pub(super) fn at(span: Span) -> Self {
        Self {
            pieces: Vec::new(),
            span,
            last: span,
        }
    }

    fn push(&mut self, how: Break, line: &Line<'_>) {
        self.pieces.push((how, line.text.into()));
        self.span = through(self.span, line.span);
        self.last = line.span;
    }

    fn append(&mut self, how: Break, other: Self) {
        for (index, (inner, text)) in other.pieces.into_iter().enumerate() {
            self.pieces
                .push((if index == 0 { how } else { inner }, text));
        }
        self.span = through(self.span, other.span);
        self.last = other.last;
    }

    /// The text on one line, as a title or a list of units: line breaks in a cell mean nothing there.
    pub(super) fn flat(&self) -> String {
        let mut out = String::new();
        for (_, text) in &self.pieces {
            let words = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            if words(out.chars().next_back()) && words(text.chars().next()) {
                out.push(' ');
            }
            out.push_str(text);
        }
        out
    }

    /// The text with its line breaks, parted by a blank line as paragraphs of a text are.
    pub(super) fn prose(&self) -> String {
        let mut out = String::new();
        for (index, (how, text)) in self.pieces.iter().enumerate() {
            if index > 0 && *how == Break::Line {
                out.push_str("\n\n");
            }
            out.push_str(text);
        }
        out
    }

    /// Its pieces as they stand in the source.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().map(|(_, text)| text.as_ref())
    }

    fn first_text(&self) -> &str {
        self.pieces.first().map_or("", |(_, text)| text)
    }

    /// Whether it stands on several lines.
    pub(super) fn is_broken(&self) -> bool {
        self.pieces
            .iter()
            .skip(1)
            .any(|(how, _)| *how == Break::Line)
    }

    fn last_text(&self) -> &str {
        self.pieces.last().map_or("", |(_, text)| text)
    }
}

/// The paragraphs of these lines: each line, or each block of lines.
pub(super) fn paragraphs(lines: &[Line<'_>], by_line: bool) -> Vec<Paragraph> {
    let mut found: Vec<Paragraph> = Vec::new();
    for block in blocks(lines) {
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        for line in block {
            match paragraphs.last_mut() {
                Some(last) if !by_line => last.push(Break::Line, line),
                _ => paragraphs.push(Paragraph::new(line)),
            }
        }
        for paragraph in paragraphs {
            match found.last_mut().map(|last| (joint(last, &paragraph), last)) {
                Some((Some(how), last)) => last.append(how, paragraph),
                _ => found.push(paragraph),
            }
        }
    }
    found
}

/// What a paragraph cannot end with, as the sentence goes on.
const OPEN_ENDS: [char; 8] = [',', '，', '、', '“', '‘', '《', '〈', '「'];
/// What no paragraph starts with.
const CLOSED_STARTS: [char; 18] = [
    ',', '，', '、', '。', ';', '；', ')', '）', '”', '’', '》', '〉', '」', '】', '〕', '!', '！',
    '%',
];

/// Whether the second paragraph goes on with the first for certain, and how.
fn joint(first: &Paragraph, second: &Paragraph) -> Option<Break> {
    let (before, after) = (first.last_text(), second.first_text());
    let list = before.ends_with([':', '：']);
    let cut = before.ends_with(OPEN_ENDS) || after.starts_with(CLOSED_STARTS);
    if !list && !cut && !closes(&first.flat(), &second.flat()) {
        return None;
    }
    let units = |text: &str| Known::default().looks(text) == Looks::Units;
    let list_goes_on = units(before.trim_end_matches('、')) && before.ends_with('、');
    if numbered(&second.flat()).is_some() || (units(&second.flat()) && !list_goes_on) {
        return None;
    }
    Some(if list { Break::Line } else { Break::Inside })
}

const OPEN: [char; 9] = ['“', '《', '(', '（', '【', '「', '[', '〔', '‘'];
const CLOSED: [char; 9] = ['”', '》', ')', '）', '】', '」', ']', '〕', '’'];

/// Which pair a mark belongs to; half and full-width brackets are one, as they are often mixed.
fn pair(c: char) -> Option<(usize, i32)> {
    let kind = |at: usize| match at {
        3 => 2,
        7 => 6,
        at => at,
    };
    if let Some(at) = OPEN.iter().position(|open| *open == c) {
        return Some((kind(at), 1));
    }
    let at = CLOSED.iter().position(|closed| *closed == c)?;
    Some((kind(at), -1))
}

/// Whether the second text closes a bracket or quotation mark that the first leaves open.
fn closes(first: &str, second: &str) -> bool {
    let mut open = [0_i32; OPEN.len()];
    for (kind, step) in first.chars().filter_map(pair) {
        if let Some(depth) = open.get_mut(kind) {
            *depth = (*depth + step).max(0);
        }
    }
    if open.iter().all(|depth| *depth == 0) {
        return false;
    }
    let mut after = [0_i32; OPEN.len()];
    second.chars().filter_map(pair).any(|(kind, step)| {
        let Some(depth) = after.get_mut(kind) else {
            return false;
        };
        *depth += step;
        *depth < 0 && open.get(kind).is_some_and(|depth| *depth > 0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::FileId;
    use crate::import::lines::lines;

    fn texts(text: &str, by_line: bool) -> Vec<String> {
        let lines = lines(text, FileId::default());
        let paragraphs = paragraphs(&lines, by_line);
        paragraphs.iter().map(Paragraph::prose).collect()
    }

    #[test]
    fn what_is_cut_is_joined() {
        assert_eq!(texts("推进项目,\n\n完成招标", false), ["推进项目,完成招标"]);
        assert_eq!(texts("推进项目\n\n,完成招标", false), ["推进项目,完成招标"]);
        assert_eq!(texts("推进“厕所\n\n革命”", false), ["推进“厕所革命”"]);
        assert_eq!(texts("推进(甲\n\n乙）", false), ["推进(甲乙）"]);
        assert_eq!(texts("完成:\n\n甲\n\n乙", false), ["完成:\n\n甲", "乙"]);
        assert_eq!(texts("推进“厕所\n\n革命", false), ["推进“厕所", "革命"]);
        assert_eq!(
            texts("区财政局、\n\n区科技局", false),
            ["区财政局、区科技局"]
        );
        assert_eq!(texts("推进项目,\n\n区科技局", false).len(), 2);
        assert_eq!(texts("推进项目,\n\n(二)支持", false).len(), 2);
    }

    #[test]
    fn lines_of_a_block_are_one_cell() {
        assert_eq!(texts("一\n二\n\n三", false), ["一\n\n二", "三"]);
        assert_eq!(texts("一\n二\n\n三", true), ["一", "二", "三"]);
    }

    #[test]
    fn a_title_has_one_line() {
        let lines = lines("推进GDP\nR&D\n增长", FileId::default());
        let paragraphs = paragraphs(&lines, false);
        assert_eq!(paragraphs[0].flat(), "推进GDP R&D增长");
    }
}
