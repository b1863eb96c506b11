//! Private texts that were found, and what every output shows in their place.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use memchr::memmem;

use super::{FileId, Span};

/// What no output shows. It is asked wherever a source is quoted, whatever finding quotes it: a line
/// with a private text may have other findings, and their messages may repeat it.
#[derive(Debug, Default)]
pub(super) struct Veil {
    /// By file and first byte: one past the last byte, and what is shown in place.
    places: BTreeMap<FileId, BTreeMap<usize, (usize, String)>>,
    /// The texts themselves and what is shown in place, the longest first.
    texts: Vec<(String, String)>,
}

impl Veil {
    /// Hides what stands at a place.
    pub(super) fn place(&mut self, span: Span, mask: &str) {
        let Range { start, end } = span.range();
        let places = self.places.entry(span.file).or_default();
        let here = places.entry(start).or_insert((end, mask.to_owned()));
        if here.0 < end {
            *here = (end, mask.to_owned());
        }
    }

    /// Hides a text wherever it is repeated.
    pub(super) fn text(&mut self, text: &str, mask: &str) {
        let longer = |known: &(String, String)| known.0.len() > text.len();
        let at = self.texts.partition_point(longer);
        let same_length = self.texts.iter().skip(at);
        let mut same_length = same_length.take_while(|known| known.0.len() == text.len());
        if !text.is_empty() && same_length.all(|known| known.0 != text) {
            self.texts.insert(at, (text.to_owned(), mask.to_owned()));
        }
    }

    /// A text that may repeat what is hidden.
    pub(super) fn over<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut shown = Cow::Borrowed(text);
        for (hidden, mask) in &self.texts {
            if shown.contains(hidden) {
                shown = Cow::Owned(shown.replace(hidden, mask));
            }
        }
        shown
    }

    /// A part of a file. What is hidden only in part is hidden as a whole.
    pub(super) fn part(&self, file: FileId, bytes: &[u8], range: Range<usize>) -> String {
        let pieces = self.pieces(file, bytes, range);
        pieces.iter().map(|piece| piece.said.shown()).collect()
    }

    /// The same, piece by piece.
    pub(super) fn pieces<'a>(
        &'a self,
        file: FileId,
        bytes: &'a [u8],
        range: Range<usize>,
    ) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        if range.is_empty() {
            return pieces;
        }
        let plain = |range: Range<usize>| Piece {
            said: Said::Plain(bytes.get(range.clone()).unwrap_or_default()),
            range,
        };
        let mut from = range.start;
        for (hidden, mask) in self.hidden(file, bytes, &range) {
            if hidden.end <= from {
                continue;
            }
            if from < hidden.start {
                pieces.push(plain(from..hidden.start));
            }
            from = hidden.end;
            pieces.push(Piece {
                said: Said::Masked(mask),
                range: hidden,
            });
        }
        if from < range.end {
            pieces.push(plain(from..range.end));
        }
        pieces
    }

    /// What is hidden in a part of a file or reaches into it, in order, with what is shown in its place.
    fn hidden(&self, file: FileId, bytes: &[u8], part: &Range<usize>) -> Vec<(Range<usize>, &str)> {
        let places = self.places.get(&file).into_iter();
        let mut hidden: Vec<(Range<usize>, &str)> = places
            .flat_map(|places| places.range(..part.end))
            .map(|(start, (end, mask))| (*start..*end, mask.as_str()))
            .collect();
        // A text may begin before the part, and end after it.
        let reach = self.texts.first().map_or(0, |(longest, _)| longest.len());
        let start = part.start.saturating_sub(reach);
        let around = bytes.get(start..part.end.saturating_add(reach).min(bytes.len()));
        for (text, mask) in &self.texts {
            let found = memmem::find_iter(around.unwrap_or_default(), text.as_bytes());
            let found = found.map(|at| start + at..start + at + text.len());
            hidden.extend(found.map(|range| (range, mask.as_str())));
        }
        hidden.retain(|(range, _)| range.end > part.start && range.start < part.end);
        // The longest comes first of what begins at one byte.
        hidden.sort_by_key(|(range, _)| (range.start, Reverse(range.end)));
        hidden
    }
}

/// A piece of a part of a file.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    /// Its bytes in the file.
    pub(super) range: Range<usize>,
    /// What goes out.
    pub(super) said: Said<'a>,
}

/// What goes out of a piece.
#[derive(Debug)]
pub(super) enum Said<'a> {
    /// What stands there.
    Plain(&'a [u8]),
    /// Something in its place.
    Masked(&'a str),
}

impl<'a> Said<'a> {
    /// As a text.
    pub(super) fn shown(&self) -> Cow<'a, str> {
        match self {
            Self::Plain(bytes) => String::from_utf8_lossy(bytes),
            Self::Masked(mask) => Cow::Borrowed(mask),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_hidden_in_every_part() {
        let file = FileId::default();
        let text = "电话13800138000或13900139000。";
        let mut veil = Veil::default();
        for (number, mask) in [
            ("13800138000", "138****8000"),
            ("13900139000", "139****9000"),
        ] {
            let start = text.find(number).unwrap();
            veil.place(Span::new(file, start..start + number.len()), mask);
        }
        let part = |range| veil.part(file, text.as_bytes(), range);
        assert_eq!(part(0..text.len()), "电话138****8000或139****9000。");
        assert_eq!(part(0..6), "电话");
        assert_eq!(part(0..8), "电话138****8000");
        assert_eq!(part(9..text.len()), "138****8000或139****9000。");
        assert_eq!(part(9..9), "", "nothing of nothing");
    }

    #[test]
    fn a_text_that_is_hidden_everywhere_is_not_shown_where_a_part_ends() {
        let mut veil = Veil::default();
        veil.text("13800138000", "138****8000");
        let text = "电话13800138000。";
        let part = |range| veil.part(FileId::default(), text.as_bytes(), range);
        assert_eq!(part(0..9), "电话138****8000");
        assert_eq!(part(9..text.len()), "138****8000。");
        assert_eq!(part(17..text.len()), "。");
    }

    #[test]
    fn longer_texts_come_first() {
        let mut veil = Veil::default();
        veil.text("13800138000", "138****8000");
        veil.text("+86 13800138000", "+86 138****8000");
        veil.text("13800138000", "138****8000");
        assert_eq!(veil.texts.len(), 2);
        assert_eq!(veil.over("致电+86 13800138000。"), "致电+86 138****8000。");
        assert_eq!(veil.over("致电12345。"), "致电12345。");
    }
}
