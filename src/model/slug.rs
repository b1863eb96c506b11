//! Names of folders and files in the content tree.

use std::cmp::Ordering;
use std::fmt;

use crate::diagnostic::Message;
use crate::say;

/// The longest slug in bytes.
const MAX: usize = 80;

/// One segment of a path in the content tree, and so of a URL: groups of `a`–`z` and `0`–`9`
/// joined by single `-` or `_`, such as `2020-q2`.
///
/// Slugs are in natural order: `2` comes before `10`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Slug(Box<str>);

/// Why a text is no slug.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().en)]
pub enum SlugError {
    /// A character other than `a`–`z`, `0`–`9`, `-` and `_`.
    Character(char),
    /// A dot anywhere, as in `..`, `.git` or `v1.2`.
    Dot,
    /// Nothing.
    Empty,
    /// A device name of Windows, where no such file can be made.
    Reserved,
    /// A `-` or `_` at an end or beside another.
    Separator,
    /// Longer than 80 bytes; the number it has.
    TooLong(usize),
    /// Nothing wrong but upper-case letters; the slug in lower case.
    UpperCase(Slug),
}

impl Slug {
    /// Reads a slug.
    ///
    /// # Errors
    /// When it is none; nothing is changed silently.
    pub fn parse(text: &str) -> Result<Self, SlugError> {
        if text.bytes().any(|b| b.is_ascii_uppercase()) {
            let lower = Self::parse(&text.to_ascii_lowercase())?;
            return Err(SlugError::UpperCase(lower));
        }
        if text.is_empty() {
            return Err(SlugError::Empty);
        }
        if text.contains('.') {
            return Err(SlugError::Dot);
        }
        if let Some(other) = text
            .chars()
            .find(|c| !matches!(c, 'a'..='z' | '0'..='9' | '-' | '_'))
        {
            return Err(SlugError::Character(other));
        }
        if text.len() > MAX {
            return Err(SlugError::TooLong(text.len()));
        }
        if text.split(['-', '_']).any(str::is_empty) {
            return Err(SlugError::Separator);
        }
        if is_reserved(text) {
            return Err(SlugError::Reserved);
        }
        Ok(Self(text.into()))
    }

    /// The slug.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether Windows takes a lower-case name for a device.
fn is_reserved(name: &str) -> bool {
    match name {
        "con" | "prn" | "aux" | "nul" => true,
        _ => match name.as_bytes() {
            [start @ .., b'1'..=b'9'] => matches!(start, b"com" | b"lpt"),
            _ => false,
        },
    }
}

impl Ord for Slug {
    fn cmp(&self, other: &Self) -> Ordering {
        // The plain text settles what differs in leading zeros only.
        tokens(&self.0)
            .cmp(tokens(&other.0))
            .then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Slug {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What is compared at a time: a character, or all digits of a number. Numbers stand where their
/// digits would; a longer one is larger, as leading zeros are gone.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Token<'a> {
    class: u8,
    digits: usize,
    text: &'a str,
}

fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (token, after) = rest.split_at_checked(digits.max(first.len_utf8()))?;
        rest = after;
        Some(if digits > 0 {
            let number = token.trim_start_matches('0');
            Token {
                class: b'0',
                digits: number.len(),
                text: number,
            }
        } else {
            Token {
                class: token.bytes().next()?,
                digits: 0,
                text: token,
            }
        })
    })
}

impl AsRef<str> for Slug {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Slug({})", self.0)
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

super::serialize_as_text!(Slug);

impl SlugError {
    /// What is wrong, in both languages.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Character(c) => say!(
                "名称中不应有字符 `{c}`，只能用小写字母、数字、`-` 和 `_`",
                "a name cannot have `{c}`, only lower-case letters, digits, `-` and `_`"
            ),
            Self::Dot => say!("名称中不应有点号", "a name cannot have a dot"),
            Self::Empty => say!("名称为空", "the name is empty"),
            Self::Reserved => say!(
                "名称是 Windows 的保留设备名",
                "the name is a reserved device name on Windows"
            ),
            Self::Separator => say!(
                "`-` 和 `_` 应单个使用，且不在首尾",
                "`-` and `_` stand alone and between other characters"
            ),
            Self::TooLong(length) => say!(
                "名称最长 {MAX} 字节，这里有 {length} 字节",
                "a name has at most {MAX} bytes, not {length}"
            ),
            Self::UpperCase(slug) => {
                say!("名称应为小写：`{slug}`", "a name is lower-case: `{slug}`")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::hash::{BuildHasher, RandomState};

    fn slug(text: &str) -> Slug {
        Slug::parse(text).unwrap()
    }

    #[test]
    fn slugs() {
        for text in [
            "2020-q2",
            "key_tasks",
            "01",
            "a",
            "com10",
            "com0",
            "console",
        ] {
            assert_eq!(slug(text).to_string(), text);
        }
        assert!(Slug::parse(&"a".repeat(80)).is_ok());
        assert_eq!(serde_json::to_string(&slug("01")).unwrap(), "\"01\"");
    }

    #[test]
    fn no_slugs() {
        for (text, error) in [
            ("", SlugError::Empty),
            (".", SlugError::Dot),
            ("..", SlugError::Dot),
            (".git", SlugError::Dot),
            ("V1.2", SlugError::Dot),
            ("规划", SlugError::Character('规')),
            ("a b", SlugError::Character(' ')),
            ("a/b", SlugError::Character('/')),
            ("a\\b", SlugError::Character('\\')),
            ("a\0", SlugError::Character('\0')),
            ("é", SlugError::Character('é')),
            ("-a", SlugError::Separator),
            ("a_", SlugError::Separator),
            ("a-_b", SlugError::Separator),
            ("-", SlugError::Separator),
            ("con", SlugError::Reserved),
            ("NUL", SlugError::Reserved),
            ("com1", SlugError::Reserved),
            ("lpt9", SlugError::Reserved),
            ("2020-Q2", SlugError::UpperCase(slug("2020-q2"))),
        ] {
            assert_eq!(Slug::parse(text), Err(error), "{text}");
        }
        assert_eq!(Slug::parse(&"a".repeat(81)), Err(SlugError::TooLong(81)));
        assert_eq!(
            Slug::parse("2020-Q2").unwrap_err().message(),
            say!("名称应为小写：`2020-q2`", "a name is lower-case: `2020-q2`")
        );
    }

    #[test]
    fn natural_order() {
        let sorted = [
            "0",
            "01",
            "1",
            "2",
            "02-a",
            "2-b",
            "10",
            "99999999999999999999999",
            "a",
            "a-2",
            "a-10",
            "a1",
            "b",
        ];
        for pair in sorted.windows(2) {
            assert!(slug(pair[0]) < slug(pair[1]), "{pair:?}");
        }
    }

    fn any_slug() -> impl Strategy<Value = Slug> {
        "[0-2a]{1,3}([-_][0-2ab]{1,3}){0,2}".prop_filter_map("reserved", |s| Slug::parse(&s).ok())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn order_is_total(a in any_slug(), b in any_slug(), c in any_slug()) {
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            prop_assert_eq!(a.cmp(&b) == Ordering::Equal, a == b);
            if a <= b && b <= c {
                prop_assert!(a <= c);
            }
            let state = RandomState::new();
            if a == b {
                prop_assert_eq!(state.hash_one(&a), state.hash_one(&b));
            }
        }

        #[test]
        fn numbers_are_ordered_by_value(a: u32, b: u32, zeros in 0_usize..4) {
            prop_assume!(a != b);
            let text = |n: u32| Slug::parse(&format!("t-{}{n}", "0".repeat(zeros))).unwrap();
            prop_assert_eq!(text(a).cmp(&slug(&format!("t-{b}"))), a.cmp(&b));
        }

        #[test]
        fn what_parses_is_unchanged(text in "[a-zA-Z0-9._-]{0,6}|.*") {
            if let Ok(slug) = Slug::parse(&text) {
                prop_assert_eq!(slug.as_str(), text);
            }
        }
    }
}
