//! Unified social credit codes (统一社会信用代码, GB 32100-2015).

use std::fmt;

use super::{OrgCode, check_digit};
use crate::diagnostic::Message;
use crate::say;

/// Digits and letters without `I`, `O`, `S`, `V` and `Z`; the values differ from those of GB 11714.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// 3 to the power of the position, modulo 31.
const WEIGHTS: [u32; 17] = [
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
];

/// A unified social credit code by GB 32100-2015, such as `11341700003244967K`: who registered the
/// body (1), its class (1), its division (6 digits), its organisation code (9), a check character.
///
/// The check character may be wrong, as early codes are known to be: see [`CreditCode::is_valid`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode([u8; 18]);

/// Why a text is no unified social credit code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().en)]
pub enum CreditCodeError {
    /// A character that cannot stand where it stands.
    Character(char),
    /// Not eighteen characters.
    Length(usize),
}

impl CreditCode {
    /// Reads a code in any letter case and width. The check character need not be the right one.
    ///
    /// # Errors
    /// When it cannot be a code at all.
    pub fn parse(text: &str) -> Result<Self, CreditCodeError> {
        let code = super::folded(text);
        let misplaced = |(at, c): (usize, char)| {
            let fits = match at {
                2..=7 => c.is_ascii_digit(),
                _ => value(c).is_some(),
            };
            (!fits).then_some(c)
        };
        if let Some(c) = code.chars().enumerate().find_map(misplaced) {
            return Err(CreditCodeError::Character(c));
        }
        match code.as_bytes().try_into() {
            Ok(code) => Ok(Self(code)),
            Err(_) => Err(CreditCodeError::Length(code.chars().count())),
        }
    }

    /// The check character that belongs to seventeen characters: the sum of their values times 3 to
    /// the power of their position, taken from 31 modulo 31.
    ///
    /// `None` for another length or a character outside the alphabet of the standard.
    #[must_use]
    pub fn check_character(body: &str) -> Option<char> {
        let value = check_digit::missing(body, WEIGHTS, 31, value)?;
        ALPHABET.chars().nth(value.try_into().ok()?)
    }

    /// The code, upper-case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The seventeen characters before the check character.
    #[must_use]
    pub fn body(&self) -> &str {
        self.as_str().get(..17).unwrap_or_default()
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
        // A body is always seventeen characters of the alphabet.
        Self::check_character(self.body()).unwrap_or_default()
    }

    /// Whether its check character is the right one.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.check() == self.expected_check()
    }

    /// Its characters 9 to 17, the organisation code that the body had before; `None` if they
    /// cannot be one.
    #[must_use]
    pub fn org_code(&self) -> Option<OrgCode> {
        OrgCode::parse(self.as_str().get(8..17)?).ok()
    }
}

fn value(c: char) -> Option<u32> {
    (0..)
        .zip(ALPHABET.chars())
        .find_map(|(value, a)| (a == c).then_some(value))
}

impl fmt::Debug for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CreditCode({})", self.as_str())
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

super::serialize_as_text!(CreditCode);

impl CreditCodeError {
    /// What is wrong, in both languages.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Character(c) => say!(
                "统一社会信用代码中不应有字符 {c:?}",
                "a unified social credit code cannot have {c:?} there"
            ),
            Self::Length(length) => say!(
                "统一社会信用代码应为 18 位，这里有 {length} 位",
                "a unified social credit code has 18 characters, not {length}"
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
            "11341700003244967K",
            "115001020086700333",
            "11441700007280420Y",
            "11330683742010670P",
            "91350100M000100Y43",
            "91110108551385082Q",
            "91110000600037341L",
            "11330105K1493206T0",
            "11330105K149320662",
            "11341700003244967k",
            "１１３４１７００００３２４４９６７Ｋ",
        ] {
            let code = CreditCode::parse(text).unwrap();
            assert!(code.is_valid(), "{text}");
        }
        let code = CreditCode::parse("11341700003244967k").unwrap();
        assert_eq!(code.to_string(), "11341700003244967K");
        assert_eq!(
            serde_json::to_string(&code).unwrap(),
            "\"11341700003244967K\""
        );
    }

    #[test]
    fn wrong_check_characters() {
        for (text, expected) in [("91310115MA1H8R7C6D", '7'), ("9A1234568378908767", 'J')] {
            let code = CreditCode::parse(text).unwrap();
            assert!(!code.is_valid(), "{text}");
            assert_eq!(code.expected_check(), expected, "{text}");
        }
    }

    #[test]
    fn no_codes() {
        for (text, error) in [
            ("", CreditCodeError::Length(0)),
            ("11341700003244967", CreditCodeError::Length(17)),
            ("11341700003244967KK", CreditCodeError::Length(19)),
            ("11341700003244967I", CreditCodeError::Character('I')),
            ("1134170A003244967K", CreditCodeError::Character('A')),
            ("11341700-003244967K", CreditCodeError::Character('-')),
            ("中11341700003244967", CreditCodeError::Character('中')),
        ] {
            assert_eq!(CreditCode::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn the_organisation_code_inside() {
        let org = |text: &str| CreditCode::parse(text).unwrap().org_code();
        assert_eq!(org("11330105K149320662"), OrgCode::parse("K1493206-6").ok());
        for real in [
            "11341700003244967K",
            "115001020086700333",
            "11441700007280420Y",
            "11330683742010670P",
        ] {
            assert!(org(real).unwrap().is_valid(), "{real}");
        }
        assert_eq!(org("11330105K1493206T0"), None);
    }

    #[test]
    fn only_seventeen_characters_of_the_alphabet_have_a_check_character() {
        assert_eq!(CreditCode::check_character("11341700003244967"), Some('K'));
        for body in [
            "",
            "1134170000324496",
            "1134170000324496I",
            "1134170000324496k",
        ] {
            assert_eq!(CreditCode::check_character(body), None, "{body}");
        }
    }

    proptest! {
        #[test]
        fn the_right_check_character_is_the_only_valid_one(
            body in "[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{8}[0-9X]"
        ) {
            let right = CreditCode::check_character(&body).unwrap();
            for check in ALPHABET.chars() {
                let code = CreditCode::parse(&format!("{body}{check}")).unwrap();
                prop_assert_eq!(code.is_valid(), check == right);
            }
        }

        #[test]
        fn never_panics(text: String) {
            let _ = CreditCode::parse(&text);
            let _ = CreditCode::check_character(&text);
        }
    }
}
