//! A text as it is scanned: full-width forms as ASCII, without what has no width, each character with
//! the place it has in the source.

use std::ops::Range;

/// A character of the folded text.
#[derive(Clone, Copy, Debug)]
struct Glyph {
    c: char,
    /// Its bytes in the source.
    start: usize,
    end: usize,
}

/// A folded text. Places in it count its characters.
#[derive(Debug)]
pub(super) struct Folded<'a> {
    source: &'a str,
    glyphs: Vec<Glyph>,
}

impl<'a> Folded<'a> {
    pub(super) fn of(source: &'a str) -> Self {
        let glyphs = source.char_indices().filter_map(|(start, c)| {
            Some(Glyph {
                c: folded(c)?,
                start,
                end: start + c.len_utf8(),
            })
        });
        Self {
            source,
            glyphs: glyphs.collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.glyphs.len()
    }

    pub(super) fn at(&self, place: usize) -> Option<char> {
        self.glyphs.get(place).map(|glyph| glyph.c)
    }

    /// The character before a place.
    pub(super) fn before(&self, place: usize) -> Option<char> {
        self.at(place.checked_sub(1)?)
    }

    /// The characters of a range.
    pub(super) fn part(&self, range: Range<usize>) -> String {
        let glyphs = self.glyphs.get(range).unwrap_or_default();
        glyphs.iter().map(|glyph| glyph.c).collect()
    }

    /// Where the characters of a range stand in the source, in bytes.
    pub(super) fn bytes(&self, range: Range<usize>) -> Range<usize> {
        let glyphs = self.glyphs.get(range).unwrap_or_default();
        match (glyphs.first(), glyphs.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => 0..0,
        }
    }

    /// What stands there in the source.
    pub(super) fn original(&self, bytes: Range<usize>) -> &'a str {
        self.source.get(bytes).unwrap_or_default()
    }

    /// Whether one of the words stands among the `reach` characters before a place.
    pub(super) fn says_before(&self, place: usize, reach: usize, words: &[&str]) -> bool {
        let near = self.part(place.saturating_sub(reach)..place);
        words.iter().any(|word| near.contains(word))
    }

    /// Whether one of the words names what stands at a place, as in 编号：12.
    pub(super) fn is_called(&self, place: usize, words: &[&str]) -> bool {
        const BETWEEN: &str = ":为是( `#";
        let is_between = |at: &usize| self.at(*at).is_some_and(|c| BETWEEN.contains(c));
        let between = (0..place).rev().take_while(is_between).count();
        let end = place - between;
        let near = self.part(end.saturating_sub(6)..end);
        words.iter().any(|word| near.ends_with(word))
    }

    /// Whether one of the words starts at a place.
    pub(super) fn goes_on(&self, place: usize, words: &[&str]) -> bool {
        words.iter().any(|word| {
            let mut chars = word.chars().zip(place..);
            chars.all(|(c, at)| self.at(at) == Some(c))
        })
    }

    /// Whether a place lies in a web address.
    pub(super) fn is_in_url(&self, place: usize) -> bool {
        let is_part = |c: char| c.is_ascii_graphic() && !matches!(c, '(' | ')' | '<' | '>' | '"');
        let before = (0..place).rev();
        let length = before
            .take_while(|&at| self.at(at).is_some_and(is_part))
            .count();
        let start = self.part(place - length..place);
        start.contains("://") || start.contains("www.")
    }
}

/// A character as it is scanned; none if it has no width.
fn folded(c: char) -> Option<char> {
    Some(match c {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => return None,
        // The full-width forms stand in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - u32::from('\u{ff01}') + u32::from('!')).unwrap_or(c)
        }
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '￥' => '¥',
        '•' | '‧' | '・' => '·',
        c => c,
    })
}

/// Whether a text may hold anything that is looked for: most do not, and are left after one pass over
/// their bytes.
pub(super) fn may_be_private(text: &str) -> bool {
    /// How far apart the digits of a number may be: a space, a hyphen, a few characters without width.
    const GAP: usize = 12;
    let (mut digits, mut in_run, mut gap) = (0, 0, 0);
    let mut has_letter = false;
    let mut before = [0; 2];
    for &byte in text.as_bytes() {
        // The digits, capital letters and @ of full width are EF BC 90-99, A1-BA and A0.
        let is_wide = before == [0xef, 0xbc];
        match byte {
            b'@' => return true,
            0xa0 if is_wide => return true,
            b'0'..=b'9' | 0x90..=0x99 if byte < 0x80 || is_wide => {
                digits += 1;
                in_run += 1;
                gap = 0;
            }
            b'A'..=b'Z' => has_letter = true,
            0xa1..=0xba if is_wide => has_letter = true,
            _ => {
                gap += 1;
                if gap > GAP {
                    in_run = 0;
                }
            }
        }
        // A plate has three digits at least, an address too.
        if in_run >= 8 || (digits >= 3 && has_letter) {
            return true;
        }
        let [_, last] = before;
        before = [last, byte];
    }
    digits >= 3 && text.contains('室')
}
