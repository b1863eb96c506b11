//! The table by which the codes of a font become characters (ToUnicode, ISO 32000 9.10.3). Programs
//! write it in many ways, so only what tells something is looked at, wherever it stands.

use std::collections::BTreeMap;

use crate::attachment::ranges::Ranges;

/// The most entries of a table: as many as two bytes can tell apart.
const ENTRIES: usize = 65_536;

/// A table of characters.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The codes there are, of one byte to four.
    spaces: [Ranges; 4],
    /// By first code: the last, and the text of the first in UTF-16; it counts up.
    ranges: BTreeMap<u32, (u32, Vec<u16>)>,
}

/// What a table consists of.
#[derive(Debug, PartialEq, Eq)]
enum Token<'a> {
    Code(Vec<u8>),
    Open,
    Close,
    Word(&'a [u8]),
}

impl Table {
    /// Reads a table; none if it tells nothing.
    pub(super) fn parse(source: &[u8]) -> Option<Self> {
        let mut table = Self::default();
        let mut tokens = Tokens(source);
        while let Some(token) = tokens.next() {
            match token {
                Token::Word(b"begincodespacerange") => table.spaces(&mut tokens),
                Token::Word(b"beginbfchar") => table.characters(&mut tokens),
                Token::Word(b"beginbfrange") => table.ranges(&mut tokens),
                _ => {}
            }
        }
        (!table.ranges.is_empty()).then_some(table)
    }

    fn spaces(&mut self, tokens: &mut Tokens<'_>) {
        while let (Some(Token::Code(from)), Some(Token::Code(to))) = (tokens.next(), tokens.next())
        {
            let length = from.len().checked_sub(1);
            if let Some(space) = length.and_then(|length| self.spaces.get_mut(length)) {
                space.add(number(&from), number(&to));
            }
            if !tokens.is_code() {
                return;
            }
        }
    }

    fn characters(&mut self, tokens: &mut Tokens<'_>) {
        while tokens.is_code() {
            if let (Some(Token::Code(code)), Some(Token::Code(text))) =
                (tokens.next(), tokens.next())
            {
                let code = number(&code);
                self.add(code, code, units(&text));
            }
        }
    }

    fn ranges(&mut self, tokens: &mut Tokens<'_>) {
        while tokens.is_code() {
            let (Some(Token::Code(from)), Some(Token::Code(to))) = (tokens.next(), tokens.next())
            else {
                return;
            };
            let (from, to) = (number(&from), number(&to));
            match tokens.next() {
                Some(Token::Code(text)) => self.add(from, to, units(&text)),
                Some(Token::Open) => {
                    let mut code = from;
                    while let Some(Token::Code(text)) = tokens.next() {
                        self.add(code, code, units(&text));
                        code = code.saturating_add(1);
                    }
                }
                _ => return,
            }
        }
    }

    fn add(&mut self, from: u32, to: u32, text: Vec<u16>) {
        if self.ranges.len() < ENTRIES && !text.is_empty() {
            self.ranges.insert(from, (to, text));
        }
    }

    /// The text of codes, of one byte each or as long as the table says; none if it knows none of them. It
    /// ends after so many bytes, as a code may stand for a long text.
    pub(super) fn text(&self, codes: &[u8], is_one_byte: bool, most: usize) -> Option<String> {
        let mut text = String::new();
        let mut is_known = false;
        let mut rest = codes;
        while !rest.is_empty() && text.len() <= most {
            let length = if is_one_byte { 1 } else { self.length(rest) };
            let (code, after) = rest.split_at(length.min(rest.len()));
            rest = after;
            match self.character(number(code)) {
                Some(character) => {
                    is_known = true;
                    text.push_str(&character);
                }
                None => text.push('\u{fffd}'),
            }
        }
        (is_known || codes.is_empty()).then_some(text)
    }

    /// How long the code is that starts here.
    fn length(&self, codes: &[u8]) -> usize {
        let fits = |(length, space): &(usize, &Ranges)| {
            let code = codes.get(..*length).map(number);
            code.is_some_and(|code| space.contains(code))
        };
        let found = (1..).zip(&self.spaces).find(fits);
        found.map_or(2, |(length, _)| length)
    }

    fn character(&self, code: u32) -> Option<String> {
        let (from, (to, text)) = self.ranges.range(..=code).next_back()?;
        if code > *to {
            return None;
        }
        let offset = code.wrapping_sub(*from);
        let (last, start) = text.split_last()?;
        let last = u16::try_from(u32::from(*last).wrapping_add(offset)).ok()?;
        let units = start.iter().copied().chain([last]);
        char::decode_utf16(units).collect::<Result<_, _>>().ok()
    }
}

fn number(code: &[u8]) -> u32 {
    code.iter()
        .take(4)
        .fold(0, |n, byte| (n << 8) | u32::from(*byte))
}

fn units(text: &[u8]) -> Vec<u16> {
    match text {
        [one] => vec![u16::from(*one)],
        text => text
            .chunks_exact(2)
            .map(|pair| pair.iter().fold(0, |n, byte| (n << 8) | u16::from(*byte)))
            .collect(),
    }
}

/// The rest of a table.
struct Tokens<'a>(&'a [u8]);

impl<'a> Tokens<'a> {
    /// Whether a code comes next.
    fn is_code(&self) -> bool {
        matches!(Tokens(self.0).next(), Some(Token::Code(_)))
    }

    fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }

    fn take_while(&mut self, fits: impl Fn(u8) -> bool) -> &'a [u8] {
        let count = self.0.iter().take_while(|byte| fits(**byte)).count();
        self.take(count)
    }

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.take_while(|byte| byte.is_ascii_whitespace() || byte == 0);
            match *self.0.first()? {
                b'%' => {
                    self.take_while(|byte| !matches!(byte, b'\r' | b'\n'));
                }
                b'<' if self.0.get(1) == Some(&b'<') => {
                    self.take(2);
                }
                b'<' => {
                    self.take(1);
                    let digits = self.take_while(|byte| byte != b'>');
                    self.take(1);
                    return Some(Token::Code(bytes(digits)));
                }
                b'[' => {
                    self.take(1);
                    return Some(Token::Open);
                }
                b']' => {
                    self.take(1);
                    return Some(Token::Close);
                }
                b'>' | b'(' | b')' | b'/' | b'{' | b'}' => {
                    self.take(1);
                }
                _ => {
                    let ends = b"%<>[]()/{}";
                    let is_part = |b: u8| !(b.is_ascii_whitespace() || b == 0 || ends.contains(&b));
                    return Some(Token::Word(self.take_while(is_part)));
                }
            }
        }
    }
}

/// The bytes of hexadecimal digits.
fn bytes(digits: &[u8]) -> Vec<u8> {
    let digits = digits
        .iter()
        .filter_map(|digit| char::from(*digit).to_digit(16));
    let digits: Vec<u8> = digits
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    let pairs = digits.chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => high * 16 + low,
            [high] => high * 16,
            _ => 0,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(table: &str, codes: &[u8]) -> Option<String> {
        Table::parse(table.as_bytes())?.text(codes, false, 100)
    }

    #[test]
    fn tables_are_written_in_many_ways() {
        let spaced = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
            /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
            1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n\
            1 beginbfchar\n<0001> <8BDD>\nendbfchar\n\
            2 beginbfrange\n<0030> <0039> <0030>\n<0041> <0042> [<7535> <D842DFB7>]\nendbfrange\n\
            endcmap";
        let close = "begincmap 1 begincodespacerange<0000><ffff>endcodespacerange \
            1 beginbfchar<0001><8bdd>endbfchar 2 beginbfrange<0030><0039><0030><0041><0042>[<7535><d842dfb7>]endbfrange";
        for table in [spaced, close] {
            let codes = [0, 0x41, 0, 1, 0, 0x31, 0, 0x42];
            assert_eq!(text(table, &codes).as_deref(), Some("电话1𠮷"));
            assert_eq!(text(table, &[0, 1, 0, 2]).as_deref(), Some("话\u{fffd}"));
            assert_eq!(text(table, &[9, 9]), None);
        }
        assert!(Table::parse(b"begincmap endcmap").is_none());
    }

    #[test]
    fn codes_are_as_long_as_the_table_says() {
        let table = "1 begincodespacerange <20> <7e> <8140> <fefe> endcodespacerange \
            2 beginbfrange <20> <7e> <0020> <b5e7> <b5e7> <7535> endbfrange";
        assert_eq!(text(table, b"a\xb5\xe7b").as_deref(), Some("a电b"));
        let simple = Table::parse(b"1 beginbfrange <00> <ff> <0000> endbfrange").unwrap();
        assert_eq!(simple.text(b"138", true, 100).as_deref(), Some("138"));
    }

    #[test]
    fn a_text_ends_where_it_is_too_long() {
        let table = "1 beginbfchar <41> <004100420043> endbfchar";
        let table = Table::parse(table.as_bytes()).unwrap();
        assert_eq!(
            table.text(b"AAAA", true, 100).as_deref(),
            Some("ABCABCABCABC")
        );
        assert_eq!(table.text(b"AAAA", true, 5).as_deref(), Some("ABCABC"));
    }

    /// Each code is looked up, however many ranges of codes there are.
    #[test]
    fn many_ranges_of_codes_take_no_time() {
        let spaces: String = (0..65_536_u32)
            .step_by(2)
            .map(|code| format!("<{code:04x}><{code:04x}>"))
            .collect();
        let table = format!(
            "begincodespacerange {spaces} endcodespacerange 1 beginbfrange <0000> <ffff> <0000> endbfrange"
        );
        let table = Table::parse(table.as_bytes()).unwrap();
        let codes = b"\xff\xfe".repeat(500_000);
        let text = table.text(&codes, false, 3_000_000).unwrap();
        assert_eq!(text.chars().count(), 500_000);
    }

    proptest! {
        #[test]
        fn never_panics(source: Vec<u8>, codes: Vec<u8>) {
            if let Some(table) = Table::parse(&source) {
                let _ = table.text(&codes, false, 100);
            }
            let ranges = [b"beginbfrange ".as_slice(), &source].concat();
            if let Some(table) = Table::parse(&ranges) {
                let _ = table.text(&codes, true, 100);
            }
        }
    }
}
