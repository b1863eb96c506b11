//! 政府网站标识码.

use std::fmt;

use crate::diagnostic::Message;
use crate::say;

/// The identification code of a government website: ten digits, of which the first six are the region
/// by GB/T 2260, such as `1304000009`; or `bm` and eight digits for a ministry, such as `bm07000001`
/// (《政府网站发展指引》, 国办发〔2017〕47号, and the codes in use).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteCode(Box<str>);

/// A text is no identification code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().en)]
pub struct SiteCodeError;

impl SiteCode {
    /// Reads a code.
    ///
    /// # Errors
    /// When it is neither ten digits nor `bm` and eight digits.
    pub fn parse(text: &str) -> Result<Self, SiteCodeError> {
        let (digits, wanted) = match text.strip_prefix("bm") {
            Some(digits) => (digits, 8),
            None => (text, 10),
        };
        if digits.len() == wanted && digits.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(text.into()))
        } else {
            Err(SiteCodeError)
        }
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SiteCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl SiteCodeError {
    /// What is wrong, in both languages.
    #[must_use]
    pub fn message(&self) -> Message {
        say!(
            "网站标识码应为 10 位数字，部委为 `bm` 加 8 位数字",
            "an identification code is ten digits, or `bm` and eight digits for a ministry"
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn codes_in_use() {
        for text in ["1304000009", "5101320017", "3600000010", "bm07000001"] {
            assert_eq!(SiteCode::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn no_codes() {
        for text in [
            "",
            "130400000",
            "130400000912",
            "BM07000001",
            "bm0700001",
            "bm1304000009",
            "１３０４０００００９",
            "1304-00009",
        ] {
            assert_eq!(SiteCode::parse(text), Err(SiteCodeError), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_code_of_the_pattern_and_no_other(right in "[0-9]{10}|bm[0-9]{8}", any: String) {
            prop_assert!(SiteCode::parse(&right).is_ok());
            let longer = format!("{right}0");
            prop_assert!(SiteCode::parse(&longer).is_err());
            if let Ok(code) = SiteCode::parse(&any) {
                prop_assert_eq!(code.as_str(), any);
            }
        }
    }
}
