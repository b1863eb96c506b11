//! Index numbers (索引号).

use std::borrow::Cow;
use std::fmt;
use std::fmt::Write;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::{CreditCode, OrgCode};
use crate::diagnostic::Message;
use crate::say;

/// The most characters that an index number may have.
const MAX: usize = 64;

/// The most bytes of a file name that spells the number out.
const MAX_FILE_NAME: usize = 200;

/// The years that a period may name.
const YEARS: std::ops::RangeInclusive<u16> = 1900..=2999;

/// The number by which a disclosure is found and cited, such as `K1493206-6/2020-11938`.
///
/// No national standard gives its syntax, so any text that could be one is accepted, and
/// [`IndexNumber::shape`] tells whether it has one of the forms in use. It is kept and displayed as
/// given; the same number written differently has the same [`IndexNumber::normal`] form.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IndexNumber(Box<str>);

/// The forms of index numbers in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Agency, class, year and serial, as in Baiyin: `GSD0122-A01-2020-00012`.
    Agency,
    /// Unified social credit code, period and serial: `11341700003244967K/202012-00140`.
    Credit,
    /// Day and serial, as in Qiqihar: `20191202-189769`.
    Dated,
    /// Organisation code, period and serial: `K1493206-6/2020-11938`.
    Org,
    /// None of them. The parts that can be told apart are given all the same.
    Unknown,
}

/// What stands before the period: as a rule, who issued the number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Prefix {
    /// A unified social credit code.
    Credit(CreditCode),
    /// Nothing, or no period and serial tell where it ends.
    None,
    /// An organisation code.
    Org(OrgCode),
    /// Anything else, in normal form.
    Other(String),
}

/// The time within an index number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IndexPeriod {
    /// `yyyy`
    Year(u16),
    /// `yyyyMM`: year, and month from 1 to 12.
    Month(u16, u8),
    /// `yyyyMMdd`: a day that exists.
    Day(Date),
}

/// Whether the check character of the prefix is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Check {
    /// The prefix has none.
    NotApplicable,
    /// It is.
    Right,
    /// It is not.
    Wrong {
        /// The one given.
        found: char,
        /// The one that belongs to the code.
        expected: char,
    },
}

/// Why a text cannot be an index number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().en)]
pub enum IndexNumberError {
    /// A control character, or one that cannot be seen.
    Control(char),
    /// Nothing.
    Empty,
    /// Not one digit.
    NoDigits,
    /// Longer than 64 characters; the number it has.
    TooLong(usize),
    /// White space, before and after it as well.
    Whitespace,
}

impl IndexNumber {
    /// Reads an index number of any form.
    ///
    /// # Errors
    /// When the text cannot be an index number at all.
    pub fn parse(text: &str) -> Result<Self, IndexNumberError> {
        if text.is_empty() {
            return Err(IndexNumberError::Empty);
        }
        let folded = super::folded(text);
        // Both, as folding can take away or bring in what is looked for: ª, ¨.
        for text in [text, &folded] {
            if text.chars().any(|c| c.is_whitespace() && !c.is_control()) {
                return Err(IndexNumberError::Whitespace);
            }
            if let Some(c) = text.chars().find(|c| is_unseen(*c)) {
                return Err(IndexNumberError::Control(c));
            }
            let length = text.chars().count();
            if length > MAX {
                return Err(IndexNumberError::TooLong(length));
            }
        }
        if !folded.bytes().any(|b| b.is_ascii_digit()) {
            return Err(IndexNumberError::NoDigits);
        }
        Ok(Self(text.into()))
    }

    /// The number as given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which numbers are compared: NFKC, upper-case, no hyphen within an organisation
    /// code.
    #[must_use]
    pub fn normal(&self) -> String {
        let folded = self.folded();
        match (self.prefix(), parts(&folded)) {
            (Prefix::Org(code), Some(parts)) => {
                let rest = folded.strip_prefix(parts.prefix).unwrap_or_default();
                format!("{code}{rest}")
            }
            _ => folded.into_owned(),
        }
    }

    /// A name for files of this number, `K1493206-6_2020-11938`: one segment of a path on any
    /// system, and another one for any number that differs in more than letter case and width.
    ///
    /// `/` becomes `_`; anything else that is not a letter, a digit or a hyphen of ASCII becomes
    /// its code point, `~2E~`. What would be too long for a file system becomes `~~` and the
    /// SHA-256 digest.
    #[must_use]
    pub fn file_name(&self) -> String {
        let folded = self.folded();
        // `COM1` and its like are devices on Windows; a hyphen in front looks like an option.
        let device = folded.len() == 4 && (folded.starts_with("COM") || folded.starts_with("LPT"));
        let mut name = String::new();
        for (at, c) in folded.chars().enumerate() {
            let first = at == 0;
            match c {
                '/' => name.push('_'),
                '-' if !first => name.push(c),
                _ if c.is_ascii_alphanumeric() && !(first && device) => name.push(c),
                _ => escape(c, &mut name),
            }
        }
        if name.len() > MAX_FILE_NAME {
            name = "~~".to_owned();
            for byte in Sha256::digest(folded.as_bytes()) {
                hex(&mut name, format_args!("{byte:02X}"));
            }
        }
        name
    }

    /// Which of the forms in use it has.
    #[must_use]
    pub fn shape(&self) -> Shape {
        let folded = self.folded();
        let Some(parts) = parts(&folded) else {
            return Shape::Unknown;
        };
        if !(4..=6).contains(&parts.serial.len()) {
            return Shape::Unknown;
        }
        match (prefix(parts.prefix), parts.separator, parts.period) {
            (Prefix::Org(_), ..) => Shape::Org,
            (Prefix::Credit(_), ..) => Shape::Credit,
            (Prefix::None, None, IndexPeriod::Day(_)) => Shape::Dated,
            (Prefix::Other(prefix), Some('-'), IndexPeriod::Year(_)) if is_agency(&prefix) => {
                Shape::Agency
            }
            _ => Shape::Unknown,
        }
    }

    /// What stands before the period.
    #[must_use]
    pub fn prefix(&self) -> Prefix {
        parts(&self.folded()).map_or(Prefix::None, |parts| prefix(parts.prefix))
    }

    /// The time it names.
    #[must_use]
    pub fn period(&self) -> Option<IndexPeriod> {
        parts(&self.folded()).map(|parts| parts.period)
    }

    /// The year it names.
    #[must_use]
    pub fn year(&self) -> Option<u16> {
        self.period().map(IndexPeriod::year)
    }

    /// The serial number with its leading zeros.
    #[must_use]
    pub fn serial(&self) -> Option<String> {
        parts(&self.folded()).map(|parts| parts.serial.to_owned())
    }

    /// Whether the check character of its prefix is right, by GB 11714 or GB 32100.
    #[must_use]
    pub fn check(&self) -> Check {
        let (found, expected) = match self.prefix() {
            Prefix::Org(code) => (code.check(), code.expected_check()),
            Prefix::Credit(code) => (code.check(), code.expected_check()),
            Prefix::None | Prefix::Other(_) => return Check::NotApplicable,
        };
        if found == expected {
            Check::Right
        } else {
            Check::Wrong { found, expected }
        }
    }

    fn folded(&self) -> Cow<'_, str> {
        super::folded(&self.0)
    }
}

impl IndexPeriod {
    /// The year.
    #[must_use]
    pub fn year(self) -> u16 {
        match self {
            Self::Year(year) | Self::Month(year, _) => year,
            Self::Day(day) => day.year().unsigned_abs(),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        if !text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let year = text.get(..4)?.parse().ok().filter(|y| YEARS.contains(y))?;
        let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<u8>().ok();
        match text.len() {
            4 => Some(Self::Year(year)),
            6 => Some(Self::Month(
                year,
                part(4..6).filter(|m| (1..=12).contains(m))?,
            )),
            8 => {
                let month = i8::try_from(part(4..6)?).ok()?;
                let day = i8::try_from(part(6..8)?).ok()?;
                let day = Date::new(i16::try_from(year).ok()?, month, day).ok()?;
                Some(Self::Day(day))
            }
            _ => None,
        }
    }
}

/// The parts of a folded number.
struct Parts<'a> {
    prefix: &'a str,
    separator: Option<char>,
    period: IndexPeriod,
    serial: &'a str,
}

/// Takes a number apart from its end, as the prefix may have hyphens of its own:
/// `[prefix ("/" | "-")] period "-" serial`.
fn parts(folded: &str) -> Option<Parts<'_>> {
    let (head, serial) = folded.rsplit_once('-')?;
    if serial.is_empty() || !serial.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (prefix, separator, period) = match head.rsplit_once('/') {
        Some((prefix, period)) if !period.contains('-') => (prefix, Some('/'), period),
        _ => match head.rsplit_once('-') {
            Some((prefix, period)) => (prefix, Some('-'), period),
            None => ("", None, head),
        },
    };
    Some(Parts {
        prefix,
        separator,
        period: IndexPeriod::parse(period)?,
        serial,
    })
}

fn prefix(text: &str) -> Prefix {
    if text.is_empty() {
        Prefix::None
    } else if let Ok(code) = OrgCode::parse(text) {
        Prefix::Org(code)
    } else if let Ok(code) = CreditCode::parse(text) {
        Prefix::Credit(code)
    } else {
        Prefix::Other(text.to_owned())
    }
}

/// Whether it is letters and digits of an agency, a hyphen and a class: `GSD0122-A01`.
fn is_agency(prefix: &str) -> bool {
    let Some((agency, class)) = prefix.split_once('-') else {
        return false;
    };
    let digits = agency.trim_start_matches(|c: char| c.is_ascii_uppercase());
    (2..=4).contains(&(agency.len() - digits.len()))
        && (2..=6).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && (1..=8).contains(&class.len())
        && class.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Whether a character cannot be seen: control characters, and those of width zero and direction
/// that come along with text copied from the web.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{FEFF}')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
}

fn escape(c: char, name: &mut String) {
    hex(name, format_args!("~{:X}~", u32::from(c)));
}

fn hex(name: &mut String, text: fmt::Arguments<'_>) {
    // Writing to a `String` cannot fail.
    let _ = name.write_fmt(text);
}

impl fmt::Debug for IndexNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IndexNumber({})", self.0)
    }
}

impl fmt::Display for IndexNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for IndexPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}{month:02}"),
            Self::Day(day) => write!(f, "{:04}{:02}{:02}", day.year(), day.month(), day.day()),
        }
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Credit(code) => code.fmt(f),
            Self::None => Ok(()),
            Self::Org(code) => code.fmt(f),
            Self::Other(text) => f.pad(text),
        }
    }
}

super::serialize_as_text!(IndexNumber, IndexPeriod);

impl IndexNumberError {
    /// What is wrong, in both languages.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Control(c) => say!(
                "索引号中有不可见字符 {c:?}",
                "the index number has an invisible character, {c:?}"
            ),
            Self::Empty => say!("索引号为空", "the index number is empty"),
            Self::NoDigits => say!("索引号中没有数字", "the index number has no digit"),
            Self::TooLong(length) => say!(
                "索引号最长 {MAX} 个字符，这里有 {length} 个",
                "an index number has at most {MAX} characters, not {length}"
            ),
            Self::Whitespace => say!("索引号中有空白", "the index number has white space"),
        }
    }
}

#[cfg(test)]
mod tests;
