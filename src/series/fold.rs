//! Texts as they are compared from one period to the next.

use unicode_normalization::UnicodeNormalization;

/// The characters of a text without white space and differences of width (NFKC), as titles of chapters
/// and tasks are compared: what is pasted anew each quarter differs in these, and in nothing else a
/// reader would see.
fn characters(text: &str) -> impl Iterator<Item = char> {
    let (plain, other) = if text.is_ascii() {
        (Some(text.chars()), None)
    } else {
        (None, Some(text.nfkc()))
    };
    let all = plain
        .into_iter()
        .flatten()
        .chain(other.into_iter().flatten());
    all.filter(|c| !c.is_whitespace())
}

/// A title as it is compared.
pub(super) fn folded(title: &str) -> String {
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
