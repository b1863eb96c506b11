//! 公安备案号 (全国互联网安全管理服务平台).

use std::fmt;

use crate::diagnostic::Message;
use crate::say;

/// How many digits the number has.
const DIGITS: usize = 14;

/// The number under which a website is on record with the police, such as `京公网安备11010202008132号`;
/// one space may stand before the fourteen digits, as it does on many sites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicSecurityNumber {
    text: Box<str>,
    digits: Box<str>,
}

/// Why a text is no such number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().en)]
pub enum PublicSecurityNumberError {
    /// It does not start with the one character of a province and `公网安备`.
    Start,
    /// Not fourteen digits follow; how many do.
    Digits(usize),
    /// It does not end in `号` after the digits.
    End,
}

impl PublicSecurityNumber {
    /// Reads a number.
    ///
    /// # Errors
    /// When it has another form; nothing is changed silently.
    pub fn parse(text: &str) -> Result<Self, PublicSecurityNumberError> {
        let rest = super::after_han(text)
            .and_then(|rest| rest.strip_prefix("公网安备"))
            .ok_or(PublicSecurityNumberError::Start)?;
        let rest = rest
            .strip_prefix([' ', '\u{a0}', '\u{3000}'])
            .unwrap_or(rest);
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = rest.strip_suffix(after).unwrap_or_default();
        if digits.len() != DIGITS {
            return Err(PublicSecurityNumberError::Digits(digits.len()));
        }
        if after != "号" {
            return Err(PublicSecurityNumberError::End);
        }
        Ok(Self {
            text: text.into(),
            digits: digits.into(),
        })
    }

    /// The number as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its page in the register of the police.
    #[must_use]
    pub fn register(&self) -> String {
        format!(
            "https://beian.mps.gov.cn/#/query/webSearch?code={}",
            self.digits
        )
    }
}

impl fmt::Display for PublicSecurityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PublicSecurityNumberError {
    /// What is wrong, in both languages.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Start => say!(
                "公安备案号以省份简称（一个汉字）和 `公网安备` 开头",
                "a police record number starts with the character of its province and `公网安备`"
            ),
            Self::Digits(n) => say!(
                "`公网安备` 之后应为 {DIGITS} 位半角数字，这里有 {n} 位",
                "`公网安备` is followed by {DIGITS} plain digits, not {n}"
            ),
            Self::End => say!(
                "数字之后应以 `号` 结尾",
                "the digits are followed by `号` and nothing else"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_in_use() {
        for (text, digits) in [
            ("京公网安备11010202008132号", "11010202008132"),
            ("川公网安备51090302000210号", "51090302000210"),
            ("京公网安备 11010202008132号", "11010202008132"),
        ] {
            let number = PublicSecurityNumber::parse(text).unwrap();
            assert_eq!(number.to_string(), text);
            assert_eq!(
                number.register(),
                format!("https://beian.mps.gov.cn/#/query/webSearch?code={digits}")
            );
        }
    }

    #[test]
    fn no_numbers() {
        use PublicSecurityNumberError::{Digits, End, Start};
        for (text, error) in [
            ("", Start),
            ("公网安备11010202008132号", Start),
            ("京公网安11010202008132号", Start),
            ("京ICP备18044900号", Start),
            ("京公网安备  11010202008132号", Digits(0)),
            ("京公网安备\n11010202008132号", Digits(0)),
            ("京公网安备1101020200813号", Digits(13)),
            ("京公网安备110102020081321号", Digits(15)),
            ("京公网安备１１０１０２０２００８１３２号", Digits(0)),
            ("京公网安备11010202008132", End),
            ("京公网安备11010202008132号 ", End),
            ("京公网安备11010202008132号-1", End),
        ] {
            assert_eq!(PublicSecurityNumber::parse(text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_number_of_the_pattern(text in "[\u{4e00}-\u{9fff}]公网安备 ?[0-9]{14}号") {
            let number = PublicSecurityNumber::parse(&text).unwrap();
            prop_assert_eq!(number.as_str(), text.as_str());
            prop_assert!(number.register().ends_with(number.digits.as_ref()));
        }

        #[test]
        fn nothing_may_be_left_out(text in "[\u{4e00}-\u{9fff}]公网安备[0-9]{14}号", at in 0..20_usize) {
            let left_out: String = text.chars().enumerate().filter(|(i, _)| *i != at).map(|(_, c)| c).collect();
            prop_assert!(PublicSecurityNumber::parse(&left_out).is_err());
        }

        #[test]
        fn never_panics(text: String) {
            let _ = PublicSecurityNumber::parse(&text);
        }
    }
}
