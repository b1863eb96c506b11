//! Organisation codes (全国组织机构代码, GB 11714-1997).

use std::fmt;

use super::check_digit;
use crate::diagnostic::Message;
use crate::say;

const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// An organisation code by GB 11714-1997: eight characters and a check character, such as
/// `K14932066`.
///
/// The check character may be wrong, as codes are found wrong in the wild: see
/// [`OrgCode::is_valid`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrgCode([u8; 9]);

/// Why a text is no organisation code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().en)]
pub enum OrgCodeError {
    /// A character that cannot stand where it stands.
    Character(char),
    /// Not nine characters, the hyphen aside.
    Length(usize),
}

impl OrgCode {
    /// Reads a code with or without the hyphen before its check character, in any letter case and
    /// width. The check character need not be the right one.
    ///
    /// # Errors
    /// When it cannot be a code at all.
    pub fn parse(text: &str) -> Result<Self, OrgCodeError> {
        let code = super::folded(text);
        let (body, check) = match code.split_once('-') {
            Some((body, check)) if body.len() == 8 => (body, check),
            _ => (&*code, ""),
        };
        let characters = || body.chars().chain(check.chars());
        if let Some(other) = characters().find(|&c| value(c).is_none()) {
            return Err(OrgCodeError::Character(other));
        }
        let bytes: Vec<u8> = body.bytes().chain(check.bytes()).collect();
        let code: [u8; 9] = bytes
            .try_into()
            .map_err(|_| OrgCodeError::Length(characters().count()))?;
        match Self(code).check() {
            '0'..='9' | 'X' => Ok(Self(code)),
            other => Err(OrgCodeError::Character(other)),
        }
    }

    /// The check character that belongs to eight characters: the sum of their values (`0`–`9`,
    /// `A` = 10 … `Z` = 35) times 3, 7, 9, 10, 5, 8, 4, 2 is taken from 11 modulo 11, with `X` for
    /// ten.
    ///
    /// `None` for another length or a character other than `0`–`9` and `A`–`Z`.
    #[must_use]
    pub fn check_character(body: &str) -> Option<char> {
        match check_digit::missing(body, WEIGHTS, 11, value)? {
            10 => Some('X'),
            digit => char::from_digit(digit, 10),
        }
    }

    /// The code without its hyphen, the form in which codes are compared.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The eight characters before the check character.
    #[must_use]
    pub fn body(&self) -> &str {
        self.as_str().get(..8).unwrap_or_default()
    }

    /// The check character it has.
    #[must_use]
    pub fn check(&self) -> char {
        let [.., last] = self.0;
        char::from(last)
    }

    /// The check character it should have.
    #[must_use]
    pub fn expected_check(&self) -> char {
        // A body is always eight characters of the alphabet.
        Self::check_character(self.body()).unwrap_or_default()
    }

    /// Whether its check character is the right one.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.check() == self.expected_check()
    }

    /// The printed form, with a hyphen: `K1493206-6`.
    #[must_use]
    pub fn hyphenated(&self) -> String {
        format!("{}-{}", self.body(), self.check())
    }
}

fn value(c: char) -> Option<u32> {
    match c {
        '0'..='9' | 'A'..='Z' => c.to_digit(36),
        _ => None,
    }
}

impl fmt::Debug for OrgCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OrgCode({})", self.as_str())
    }
}

impl fmt::Display for OrgCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

super::serialize_as_text!(OrgCode);

impl OrgCodeError {
    /// What is wrong, in both languages.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Character(c) => say!(
                "组织机构代码中不应有字符 {c:?}",
                "an organisation code cannot have {c:?} there"
            ),
            Self::Length(length) => say!(
                "组织机构代码应为 9 位，这里有 {length} 位",
                "an organisation code has 9 characters, not {length}"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn right_codes() {
        for text in [
            "K1493206-6",
            "00001434-9",
            "01527918-X",
            "D2143569-X",
            "00311092-6",
            "73923325-9",
            "74201067-0",
            "00728042-0",
            "00248945-2",
            "00324496-7",
            "00867003-3",
            "k1493206-6",
            "Ｋ1493206－6",
            "K14932066",
        ] {
            let code = OrgCode::parse(text).unwrap();
            assert!(code.is_valid(), "{text}");
            assert_eq!(code.as_str().len(), 9);
            assert_eq!(OrgCode::parse(&code.hyphenated()), Ok(code));
        }
        let code = OrgCode::parse("ｋ1493206－6").unwrap();
        assert_eq!(code.to_string(), "K14932066");
        assert_eq!(code.hyphenated(), "K1493206-6");
        assert_eq!(serde_json::to_string(&code).unwrap(), "\"K14932066\"");
    }

    #[test]
    fn wrong_check_characters() {
        for (text, expected) in [
            ("K1493206-7", '6'),
            ("00729260-7", '8'),
            ("MA5AP9ET-5", '2'),
        ] {
            let code = OrgCode::parse(text).unwrap();
            assert!(!code.is_valid(), "{text}");
            assert_eq!(code.expected_check(), expected, "{text}");
        }
    }

    #[test]
    fn no_codes() {
        for (text, error) in [
            ("", OrgCodeError::Length(0)),
            ("K1493206", OrgCodeError::Length(8)),
            ("K1493206-", OrgCodeError::Length(8)),
            ("K1493206-66", OrgCodeError::Length(10)),
            ("K149320-66", OrgCodeError::Character('-')),
            ("K1493206-A", OrgCodeError::Character('A')),
            ("K1493206_6", OrgCodeError::Character('_')),
            ("中国", OrgCodeError::Character('中')),
        ] {
            assert_eq!(OrgCode::parse(text), Err(error), "{text}");
        }
        assert_eq!(
            OrgCodeError::Length(8).to_string(),
            "an organisation code has 9 characters, not 8"
        );
    }

    #[test]
    fn only_eight_characters_of_the_alphabet_have_a_check_character() {
        assert_eq!(OrgCode::check_character("K1493206"), Some('6'));
        for body in ["", "K149320", "K14932066", "k1493206", "K14-3206", "中国12"] {
            assert_eq!(OrgCode::check_character(body), None, "{body}");
        }
    }

    proptest! {
        #[test]
        fn the_right_check_character_is_the_only_valid_one(body in "[0-9A-Z]{8}") {
            let right = OrgCode::check_character(&body).unwrap();
            for check in "0123456789X".chars() {
                let code = OrgCode::parse(&format!("{body}-{check}")).unwrap();
                prop_assert_eq!(code.is_valid(), check == right);
            }
        }

        #[test]
        fn never_panics(text: String) {
            let _ = OrgCode::parse(&text);
            let _ = OrgCode::check_character(&text);
        }
    }
}
