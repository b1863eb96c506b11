//! ICP 备案号.

use std::fmt;

use crate::diagnostic::Message;
use crate::say;

/// The number under which a website is on record with the ministry of industry, such as
/// `蜀ICP备10014763号`, or with the number of the site behind it, `京ICP备18044900号-2`. Six to ten
/// digits, as the numbers in use have them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IcpNumber(Box<str>);

/// Why a text is no such number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().en)]
pub enum IcpNumberError {
    /// It does not start with the one character of a province and `ICP备`.
    Start,
    /// Not six to ten digits follow; how many do.
    Digits(usize),
    /// No `号` follows the digits.
    End,
    /// What follows `号` is not `-` and a number.
    Site,
}

impl IcpNumber {
    /// Where every page links to from its number.
    pub const REGISTER: &'static str = "https://beian.miit.gov.cn/";

    /// Reads a number.
    ///
    /// # Errors
    /// When it has another form; nothing is changed silently.
    pub fn parse(text: &str) -> Result<Self, IcpNumberError> {
        let rest = super::after_han(text)
            .and_then(|rest| rest.strip_prefix("ICP备"))
            .ok_or(IcpNumberError::Start)?;
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = rest.len() - after.len();
        if !(6..=10).contains(&digits) {
            return Err(IcpNumberError::Digits(digits));
        }
        let site = after.strip_prefix('号').ok_or(IcpNumberError::End)?;
        let is_number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
        if site.is_empty() || site.strip_prefix('-').is_some_and(is_number) {
            Ok(Self(text.into()))
        } else {
            Err(IcpNumberError::Site)
        }
    }

    /// The number as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IcpNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl IcpNumberError {
    /// What is wrong, in both languages.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Start => say!(
                "ICP 备案号以省份简称（一个汉字）和 `ICP备` 开头",
                "an ICP number starts with the character of its province and `ICP备`"
            ),
            Self::Digits(n) => say!(
                "`ICP备` 之后应为 6 到 10 位半角数字，这里有 {n} 位",
                "`ICP备` is followed by 6 to 10 plain digits, not {n}"
            ),
            Self::End => say!("数字之后应为 `号`", "the digits are followed by `号`"),
            Self::Site => say!(
                "`号` 之后只能是半角连字符和网站序号，如 `-1`",
                "`号` may be followed only by a plain hyphen and the number of the site, such as `-1`"
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
        for text in [
            "京ICP备18044900号-2",
            "津ICP备05010518号",
            "蜀ICP备10014763号",
            "浙ICP备2021034567号-12",
        ] {
            assert_eq!(IcpNumber::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn no_numbers() {
        use IcpNumberError::{Digits, End, Site, Start};
        for (text, error) in [
            ("", Start),
            ("ICP备18044900号", Start),
            ("京ICP证030173号", Start),
            ("京icp备18044900号", Start),
            ("北京ICP备18044900号", Start),
            ("ZICP备18044900号", Start),
            (" 京ICP备18044900号", Start),
            ("京ICP备号", Digits(0)),
            ("京ICP备１８０４４９００号", Digits(0)),
            ("京ICP备18044号", Digits(5)),
            ("京ICP备18044900123号", Digits(11)),
            ("京ICP备18044900", End),
            ("京ICP备18044900 号", End),
            ("京ICP备18044900号-", Site),
            ("京ICP备18044900号－2", Site),
            ("京ICP备18044900号2", Site),
            ("京ICP备18044900号-2 ", Site),
        ] {
            assert_eq!(IcpNumber::parse(text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_number_of_the_pattern(text in "[\u{4e00}-\u{9fff}]ICP备[0-9]{6,10}号(-[0-9]{1,4})?") {
            let number = IcpNumber::parse(&text).unwrap();
            prop_assert_eq!(number.as_str(), text.as_str());
        }

        #[test]
        fn nothing_may_be_added_or_left_out(text in "[\u{4e00}-\u{9fff}]ICP备[0-9]{6}号", at in 0..12_usize) {
            let left_out: String = text.chars().enumerate().filter(|(i, _)| *i != at).map(|(_, c)| c).collect();
            if left_out != text {
                prop_assert!(IcpNumber::parse(&left_out).is_err());
            }
            for longer in [format!("{text}x"), format!("x{text}")] {
                prop_assert!(IcpNumber::parse(&longer).is_err());
            }
        }

        #[test]
        fn never_panics(text: String) {
            let _ = IcpNumber::parse(&text);
        }
    }
}
