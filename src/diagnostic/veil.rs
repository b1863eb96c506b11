//! Private texts that were found, and what every output shows in their place.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

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
        let plain = |range: Range<usize>| {
            let text = String::from_utf8_lossy(bytes.get(range).unwrap_or_default());
            self.over(&text).into_owned()
        };
        let mut shown = String::new();
        if range.is_empty() {
            return shown;
        }
        let mut from = range.start;
        let places = self.places.get(&file).into_iter();
        for (&start, (end, mask)) in places.flat_map(|places| places.range(..range.end)) {
            if *end <= from {
                continue;
            }
            shown.push_str(&plain(from..start.max(from)));
            shown.push_str(mask);
            from = *end;
        }
        shown.push_str(&plain(from..range.end.max(from)));
        shown
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
