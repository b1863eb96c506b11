//! Folding: what is the same to a searcher becomes the same text (`FORMAT.md`, section 2).

mod han;

use std::collections::BTreeMap;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

pub(super) use han::simplifications;

/// The ideographs that are looked up by their place in a table.
const DENSE: std::ops::RangeInclusive<u32> = 0x3400..=0x9fff;

/// Which character stands for which.
#[derive(Clone, Debug, Default)]
pub(super) struct FoldTable {
    /// For each character of [`DENSE`], what stands for it.
    dense: Vec<char>,
    /// The others that are replaced.
    others: BTreeMap<char, char>,
}

impl FoldTable {
    /// A table of pairs: the first becomes the second.
    pub(super) fn new(pairs: impl IntoIterator<Item = (char, char)>) -> Self {
        let mut dense: Vec<char> = DENSE.filter_map(char::from_u32).collect();
        let mut others = BTreeMap::new();
        for (from, to) in pairs {
            match dense_position(from).and_then(|at| dense.get_mut(at)) {
                Some(place) => *place = to,
                None => {
                    others.insert(from, to);
                }
            }
        }
        Self { dense, others }
    }

    fn get(&self, c: char) -> char {
        match dense_position(c) {
            Some(at) => self.dense.get(at).copied().unwrap_or(c),
            None if self.others.is_empty() => c,
            None => self.others.get(&c).copied().unwrap_or(c),
        }
    }

    /// Folds a text.
    pub(super) fn fold(&self, text: &str) -> Vec<char> {
        let mut out = Vec::with_capacity(text.len() / 2);
        self.each_piece(text, &mut out, |_, _| {});
        out
    }

    /// Folds a text and tells for each character of the result which bytes of the text it is from.
    pub(super) fn fold_mapped(&self, text: &str) -> (Vec<char>, Vec<Range<usize>>) {
        let mut out = Vec::new();
        let mut origins: Vec<Range<usize>> = Vec::new();
        self.each_piece(text, &mut out, |piece, length| {
            origins.resize(length, piece);
        });
        origins.truncate(out.len());
        (out, origins)
    }

    /// Folds piece by piece; `done` is told the bytes of each and how long the result is after it.
    fn each_piece(
        &self,
        text: &str,
        out: &mut Vec<char>,
        mut done: impl FnMut(Range<usize>, usize),
    ) {
        let mut chars = text.char_indices().peekable();
        while let Some((start, first)) = chars.next() {
            let mut end = start + first.len_utf8();
            let mut alone = true;
            while let Some((at, c)) = chars.next_if(|&(_, c)| joins(c)) {
                end = at + c.len_utf8();
                alone = false;
            }
            // Most characters of most texts are ASCII or a plain ideograph: they are their own NFKC.
            if alone && first.is_ascii() {
                self.push(first.to_ascii_lowercase(), out);
            } else if alone && matches!(first, '\u{4e00}'..='\u{9fff}') {
                out.push(self.get(first));
            } else if let Some(piece) = text.get(start..end) {
                let lower = piece.nfkc().flat_map(char::to_lowercase);
                for c in lower.nfkc() {
                    self.push(c, out);
                }
            }
            done(start..end, out.len());
        }
        if out.last() == Some(&' ') {
            out.pop();
        }
    }

    fn push(&self, c: char, out: &mut Vec<char>) {
        if is_white(c) {
            if out.last().is_some_and(|&last| last != ' ') {
                out.push(' ');
            }
        } else if !is_dropped(c) {
            out.push(self.get(c));
        }
    }
}

fn dense_position(c: char) -> Option<usize> {
    let code = u32::from(c);
    DENSE
        .contains(&code)
        .then(|| code.checked_sub(*DENSE.start()))
        .flatten()
        .and_then(|at| usize::try_from(at).ok())
}

/// Whether a character may become one with the character before it under NFKC.
fn joins(c: char) -> bool {
    !c.is_ascii()
        && !matches!(c, '\u{4e00}'..='\u{9fff}')
        && (is_combining_mark(c)
            || matches!(c, '\u{1160}'..='\u{11ff}' | '\u{3131}'..='\u{318e}'
                | '\u{ff9e}' | '\u{ff9f}' | '\u{ffa1}'..='\u{ffdc}'))
}

fn is_white(c: char) -> bool {
    matches!(
        c,
        '\t'..='\r' | ' ' | '\u{85}' | '\u{1680}' | '\u{2028}' | '\u{2029}'
    )
}

fn is_dropped(c: char) -> bool {
    matches!(c, '\0' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;

    fn table() -> &'static FoldTable {
        static TABLE: LazyLock<FoldTable> =
            LazyLock::new(|| FoldTable::new(simplifications().unwrap()));
        &TABLE
    }

    fn folded(text: &str) -> String {
        table().fold(text).into_iter().collect()
    }

    #[test]
    fn what_is_the_same_to_a_searcher() {
        for (text, expected) in [
            ("Ｒ＆Ｄ　经费 \n 支出", "r&d 经费 支出"),
            ("  上\u{200b}塘\u{fe00}河 ", "上塘河"),
            ("臺灣計畫著手批覆裡", "台湾计画着手批复里"),
            ("ΟΔΟΣ Σ", "οδοσ σ"),
            ("İI", "i\u{307}i"),
            ("e\u{301}é", "éé"),
            ("ｶﾞガカ\u{3099}", "ガガガ"),
            ("한한", "한한"),
            ("㈱①％…", "(株)1%..."),
            ("𠀀𠮟\u{2f800}", "𠀀𠮟丽"),
            ("", ""),
            (" \u{3000}\t", ""),
            ("\0a\0", "a"),
        ] {
            assert_eq!(folded(text), expected, "{text:?}");
        }
    }

    #[test]
    fn origins_are_the_pieces_of_the_text() {
        let text = " A\u{301}㈱  計";
        let (chars, origins) = table().fold_mapped(text);
        let shown: Vec<(char, &str)> = chars
            .into_iter()
            .zip(origins)
            .map(|(c, range)| (c, text.get(range).unwrap()))
            .collect();
        assert_eq!(
            shown,
            [
                ('á', "A\u{301}"),
                ('(', "㈱"),
                ('株', "㈱"),
                (')', "㈱"),
                (' ', " "),
                ('计', "計")
            ]
        );
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "[ -~À-žΑ-ωｦ-ﾟ가-깋一-丿臺灣計\u{300}-\u{310}𠀀-𠀐\n]{0,20}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }

        #[test]
        fn it_is_nfkc_and_lower_case(text in "[ -~À-ž！-～ｦ-ﾟ가-깋一-丿\u{300}-\u{310}𠀀-𠀐]{0,20}") {
            let lower = text.nfkc().flat_map(char::to_lowercase).nfkc();
            let table = table();
            let spaced: String = lower.map(|c| table.get(c)).collect();
            let words: Vec<&str> = spaced.split(' ').filter(|word| !word.is_empty()).collect();
            prop_assert_eq!(folded(&text), words.join(" "));
        }

        #[test]
        fn any_text_is_mapped(text: String) {
            let (chars, origins) = table().fold_mapped(&text);
            prop_assert_eq!(&chars, &table().fold(&text));
            prop_assert_eq!(chars.len(), origins.len());
            prop_assert!(origins.iter().all(|range| text.get(range.clone()).is_some()));
            prop_assert!(origins.windows(2).all(|w| w[0] == w[1] || w[0].end <= w[1].start));
        }
    }
}
