//! A text as lines and blocks, each with its place.

use crate::diagnostic::{FileId, Span};

/// A line that is not blank, without its outer white space.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    pub(super) text: &'t str,
    pub(super) span: Span,
    /// Counts the runs of lines without a blank one between.
    pub(super) block: usize,
}

/// Nothing to see: white space (U+00A0 and U+3000 included), or a mark of no width.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')
}

/// All lines that are not blank.
pub(super) fn lines(text: &str, file: FileId) -> Vec<Line<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut block = 0;
    let mut open = false;
    for raw in text.split_inclusive('\n') {
        let start = at;
        at += raw.len();
        let raw = if start == 0 {
            raw.trim_start_matches('\u{feff}')
        } else {
            raw
        };
        let line_start = at - raw.len();
        if raw.chars().all(is_unseen) {
            block += usize::from(open);
            open = false;
            continue;
        }
        let text = raw.trim();
        let from = line_start + (raw.len() - raw.trim_start().len());
        found.push(Line {
            text,
            span: Span::new(file, from..from + text.len()),
            block,
        });
        open = true;
    }
    found
}

/// The lines block by block.
pub(super) fn blocks<'l, 't>(lines: &'l [Line<'t>]) -> impl Iterator<Item = &'l [Line<'t>]> {
    lines.chunk_by(|a, b| a.block == b.block)
}

/// From the start of one place to the end of another in the same file.
pub(super) fn through(first: Span, last: Span) -> Span {
    Span {
        file: first.file,
        start: first.start.min(last.start),
        end: last.end.max(first.end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_is_whatever_cannot_be_seen() {
        let text = "\u{feff}一 \r\n\u{a0}\u{3000}\r\n\u{a0}二\u{a0}\n三";
        let found = lines(text, FileId::default());
        let seen: Vec<_> = found.iter().map(|l| (l.text, l.block)).collect();
        assert_eq!(seen, [("一", 0), ("二", 1), ("三", 1)]);
        for line in &found {
            assert_eq!(text.get(line.span.range()), Some(line.text));
        }
        assert_eq!(blocks(&found).count(), 2);
        assert!(lines("", FileId::default()).is_empty());
    }
}
