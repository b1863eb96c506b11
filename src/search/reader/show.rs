//! How a record is shown: its texts as they are, with what was searched for marked in them.

use std::ops::Range;

use super::answer::{Excerpt, Hit, Piece};
use super::segment::Stored;
use crate::search::fold::FoldTable;

/// About how many characters an excerpt has.
const EXCERPT: usize = 120;
/// How many of them stand before the first place found.
const BEFORE: usize = 24;

pub(super) fn hit(
    stored: Stored,
    table: &FoldTable,
    marks: &[Vec<char>],
    score: Option<f64>,
) -> Hit {
    let [title, units, chapter, text] = stored.fields;
    let marked = |text: &str| {
        let ranges = places(text, table, marks);
        pieces(text, 0..text.len(), &ranges)
    };
    Hit {
        kind: stored.kind,
        path: stored.path,
        date: stored.date,
        parent: stored.parent,
        title: marked(&title),
        units: marked(&units),
        chapter: marked(&chapter),
        text: excerpt(&text, &places(&text, table, marks)),
        score,
    }
}

/// Where a text has any of the marks: ranges of bytes, in order, that do not touch.
fn places(text: &str, table: &FoldTable, marks: &[Vec<char>]) -> Vec<Range<usize>> {
    let (folded, origins) = table.fold_mapped(text);
    let mut covered = vec![false; folded.len()];
    for mark in marks.iter().filter(|mark| !mark.is_empty()) {
        for (at, window) in folded.windows(mark.len()).enumerate() {
            if window == mark.as_slice() {
                for covered in covered.iter_mut().skip(at).take(mark.len()) {
                    *covered = true;
                }
            }
        }
    }
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (origin, covered) in origins.into_iter().zip(covered) {
        if !covered {
            continue;
        }
        match ranges.last_mut() {
            Some(last) if last.end >= origin.start => last.end = last.end.max(origin.end),
            _ => ranges.push(origin),
        }
    }
    ranges
}

/// A range of a text in pieces.
fn pieces(text: &str, whole: Range<usize>, found: &[Range<usize>]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut push = |range: Range<usize>, found| {
        let piece = text.get(range).unwrap_or_default();
        if !piece.is_empty() {
            pieces.push(Piece {
                text: piece.to_owned(),
                found,
            });
        }
    };
    let mut done = whole.start;
    for range in found {
        let start = range.start.clamp(done, whole.end);
        let end = range.end.clamp(start, whole.end);
        push(done..start, false);
        push(start..end, true);
        done = end;
    }
    push(done..whole.end, false);
    pieces
}

fn excerpt(text: &str, found: &[Range<usize>]) -> Excerpt {
    let first = found.first().map_or(0, |range| range.start);
    let before = text.get(..first).unwrap_or_default();
    let start = before
        .char_indices()
        .rev()
        .nth(BEFORE - 1)
        .map_or(0, |(at, _)| at);
    let rest = text.get(start..).unwrap_or_default();
    let end = rest
        .char_indices()
        .nth(EXCERPT)
        .map_or(text.len(), |(at, _)| start + at);
    Excerpt {
        cut_before: start > 0,
        pieces: pieces(text, start..end, found),
        cut_after: end < text.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, marks: &[&str]) -> String {
        let table = FoldTable::new([('臺', '台')]);
        let marks: Vec<Vec<char>> = marks.iter().map(|mark| table.fold(mark)).collect();
        pieces(text, 0..text.len(), &places(text, &table, &marks))
            .into_iter()
            .map(|piece| match piece.found {
                true => format!("[{}]", piece.text),
                false => piece.text,
            })
            .collect()
    }

    #[test]
    fn marks_stand_in_the_original_text() {
        for (text, marks, expected) in [
            ("上塘河的上塘", &["上塘"][..], "[上塘]河的[上塘]"),
            ("Ｒ＆Ｄ和r&d", &["R&D"], "[Ｒ＆Ｄ]和[r&d]"),
            ("臺州㈱", &["台", "株"], "[臺]州[㈱]"),
            ("e\u{301}é", &["É"], "[e\u{301}é]"),
            ("一二三四", &["二三", "三四"], "一[二三四]"),
            ("没有", &["别的"], "没有"),
            ("", &["空"], ""),
        ] {
            assert_eq!(shown(text, marks), expected);
        }
    }

    #[test]
    fn an_excerpt_is_around_the_first_place() {
        let text = format!("{}桥{}", "前".repeat(100), "后".repeat(200));
        let table = FoldTable::new([]);
        let excerpt = excerpt(&text, &places(&text, &table, &[vec!['桥']]));
        assert!(excerpt.cut_before && excerpt.cut_after);
        let lengths: Vec<(usize, bool)> = excerpt
            .pieces
            .iter()
            .map(|piece| (piece.text.chars().count(), piece.found))
            .collect();
        assert_eq!(lengths, [(24, false), (1, true), (95, false)]);
    }
}
