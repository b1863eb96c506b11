//! Finds document numbers in a text.

use std::ops::Range;

/// What is taken for brackets around a year.
const OPEN: [char; 11] = ['〔', '[', '［', '(', '（', '【', '〖', '﹝', '{', '〈', '<'];
const CLOSE: [char; 11] = ['〕', ']', '］', ')', '）', '】', '〗', '﹞', '}', '〉', '>'];

/// A document number whose year stands in the wrong brackets.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The bytes of the year with its brackets.
    pub(super) range: Range<usize>,
    /// The number, with the word for the office as far as that can be told.
    pub(super) text: String,
    /// How that is written.
    pub(super) right: String,
}

/// The parts of a number that has a year in brackets.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    /// What stands before the bracket.
    pub(super) office: &'a str,
    /// The digits in brackets.
    pub(super) year: &'a str,
    /// What follows the bracket.
    pub(super) rest: &'a str,
}

/// The parts of a number at its first year in brackets, whatever these are.
pub(super) fn parts(number: &str) -> Option<Parts<'_>> {
    number.char_indices().find_map(|(at, c)| {
        let (year, rest) = bracketed(number.get(at..)?, c)?;
        Some(Parts {
            office: number.get(..at)?,
            year,
            rest,
        })
    })
}

/// The document numbers of a text whose year does not stand in 〔〕: 政函[2019]12号. Between the year
/// and 号 there are only digits, and a Chinese character stands before it; numbers of court cases,
/// (2019)浙0105民初123号, have neither.
pub(super) fn wrong_brackets(text: &str) -> Vec<Found> {
    // Most texts have none, and this is asked of every text.
    if !text.contains('号') {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| OPEN.contains(c)) {
        let office = office(text.get(..at).unwrap_or_default());
        if office.is_empty() {
            continue;
        }
        let Some((year, rest)) = text.get(at..).and_then(|text| bracketed(text, c)) else {
            continue;
        };
        let number = rest.trim_start_matches('第');
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let after = number.get(digits..).unwrap_or_default();
        let is_number = after
            .strip_prefix('号')
            .is_some_and(|rest| !rest.starts_with(['线', '楼', '院', '门']));
        if year.len() != 4 || digits == 0 || !is_number {
            continue;
        }
        let end = text.len() - rest.len();
        let Some(brackets) = text.get(at..end) else {
            continue;
        };
        let right = format!("〔{year}〕");
        if brackets == right {
            continue;
        }
        let tail_end = text.len() - after.len() + '号'.len_utf8();
        let tail = text.get(end..tail_end).unwrap_or_default();
        found.push(Found {
            range: at..end,
            text: format!("{office}{brackets}{tail}"),
            right: format!("{office}{right}{tail}"),
        });
    }
    found
}

/// The word for an office that a text may end in: its last Chinese characters, at most four.
fn office(text: &str) -> &str {
    let is_han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
    let characters = text.chars().rev().take(4).take_while(is_han);
    let length: usize = characters.map(char::len_utf8).sum();
    text.get(text.len() - length..).unwrap_or_default()
}

/// The two or four digits in brackets that a text starts with, and what comes after them.
fn bracketed(text: &str, first: char) -> Option<(&str, &str)> {
    if !OPEN.contains(&first) {
        return None;
    }
    let inner = text.strip_prefix(first)?;
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let (year, rest) = inner.split_at_checked(digits)?;
    let rest = rest.strip_prefix(CLOSE)?;
    matches!(digits, 2 | 4).then_some((year, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<(String, String)> {
        let found = wrong_brackets(text).into_iter();
        found.map(|found| (found.text, found.right)).collect()
    }

    #[test]
    fn numbers_with_wrong_brackets() {
        for (text, wrong, right) in [
            (
                "(杭政工出[2019]19号地块)开工",
                "杭政工出[2019]19号",
                "杭政工出〔2019〕19号",
            ),
            (
                "杭政函（2019）12号",
                "杭政函（2019）12号",
                "杭政函〔2019〕12号",
            ),
            (
                "杭政函【2019】第12号文",
                "杭政函【2019】第12号",
                "杭政函〔2019〕第12号",
            ),
            ("浙建﹝2019﹞3号", "浙建﹝2019﹞3号", "浙建〔2019〕3号"),
            ("浙建〔2019]3号", "浙建〔2019]3号", "浙建〔2019〕3号"),
        ] {
            assert_eq!(
                found(text),
                [(wrong.to_owned(), right.to_owned())],
                "{text}"
            );
            let place = &wrong_brackets(text)[0].range;
            let place = text.get(place.clone()).unwrap();
            assert!(place.contains("2019"), "{text}");
        }
        assert_eq!(found("甲[2019]1号、乙[2020]2号").len(), 2);
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "杭政函〔2019〕12号",
            "详细规划(2019版)已取得1号批复",
            "（2019）浙0105民初123号",
            "地铁(2022)12号线年内开工",
            "参见[2019]号",
            "GB [2019]12号",
            "第(12)3号",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn parts_of_numbers() {
        let parts = |text| parts(text).map(|p| (p.office, p.year, p.rest));
        assert_eq!(
            parts("杭政函〔2019〕12号"),
            Some(("杭政函", "2019", "12号"))
        );
        assert_eq!(parts("杭政(办)函[19]12"), Some(("杭政(办)函", "19", "12")));
        assert_eq!(parts("国令第711号"), None);
    }

    proptest! {
        #[test]
        fn places_are_those_of_the_brackets(text in "[函建〔〕（）\\[\\]0-9第号线 ]{0,30}") {
            for found in wrong_brackets(&text) {
                prop_assert!(found.text.contains(text.get(found.range).unwrap()));
            }
        }
    }
}
