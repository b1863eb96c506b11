//! Texts as they are compared from one period to the next.

use unicode_normalization::UnicodeNormalization;

/// The characters of a text without white space and differences of width (NFKC), as titles of chapters
/// and tasks are compared: what is pasted anew each quarter differs in these, and in nothing else a
/// reader would see.
fn characters(text: &str) -> impl Iterator<Item = char> {
    let is_plain = text.chars().all(|c| narrow(c).is_some());
    let (plain, other) = match is_plain {
        true => (Some(text.chars().filter_map(narrow)), None),
        false => (None, Some(text.nfkc())),
    };
    let all = plain
        .into_iter()
        .flatten()
        .chain(other.into_iter().flatten());
    all.filter(|c| !c.is_whitespace())
}

/// What NFKC makes of a character that most texts are made of; none of others.
fn narrow(c: char) -> Option<char> {
    match c {
        '\0'..='\u{7f}' | '\u{4e00}'..='\u{9fff}' | '、' | '。' | '“' | '”' => Some(c),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        '\u{3000}' => Some(' '),
        _ => None,
    }
}

/// A title as it is compared: without white space and differences of width.
#[must_use]
pub fn folded(title: &str) -> String {
    characters(title).collect()
}

/// Whether two titles are the same, white space and width aside.
#[must_use]
pub fn is_same_title(a: &str, b: &str) -> bool {
    a == b || characters(a).eq(characters(b))
}

/// Whether two texts say the same: white space, width, and what closes the last sentence aside. Offices
/// write `正常进行中` one quarter and `正常进行中。` the next.
pub(super) fn says_the_same(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let body = |text: &str| {
        let mut folded = folded(text);
        folded.truncate(folded.trim_end_matches(['。', '.', ';']).len());
        folded
    };
    body(a) == body(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_narrowed_is_what_nfkc_makes_of_it() {
        for c in ('\0'..=char::MAX).filter(|c| narrow(*c).is_some()) {
            assert_eq!(c.nfkc().collect::<Vec<_>>(), [narrow(c).unwrap()], "{c}");
        }
    }

    #[test]
    fn titles_are_compared_without_space_and_width() {
        assert_eq!(
            folded("全社会R&D 经费，增长15％"),
            folded("全社会Ｒ＆Ｄ经费,增长15%")
        );
        assert_eq!(folded("推进\u{a0}项目 "), "推进项目");
        assert_ne!(folded("推进项目。"), folded("推进项目"));
        assert_ne!(folded("增长6.5%"), folded("增长65%"));
    }

    #[test]
    fn a_full_stop_at_the_end_says_nothing() {
        assert!(says_the_same("正常进行中。", "正常进行中"));
        assert!(says_the_same("完成;\n", "完成；"));
        assert!(!says_the_same("完成1.5", "完成15"));
        assert!(!says_the_same("正常进行中", "正常推进"));
        assert!(says_the_same("", " "));
    }
}
