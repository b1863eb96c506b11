//! The domain: what a disclosure site consists of. Types only: no I/O, no HTML, and nothing whose
//! order depends on hashing. Every value that a rule may point at remembers where it was read.

/// Serializes types as the text they display.
macro_rules! serialize_as_text {
    ($($name:ty),+) => {
        $(
            impl serde::Serialize for $name {
                fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.collect_str(self)
                }
            }
        )+
    };
}
use serialize_as_text;

mod attachment;
mod chapter;
mod check_digit;
mod checking;
mod column;
mod content_path;
mod credit_code;
mod disclosure;
mod file_kind;
mod foot;
mod icp_number;
mod index_number;
mod moment;
mod numeral;
mod org_code;
mod page;
mod period;
mod prose;
mod public_security_number;
mod publish_target;
mod report_url;
mod settings;
mod site;
mod site_code;
mod slug;
mod stated;
mod statutory;
mod task;
mod unit;
mod unread;
mod url_changes;
mod watched_word;
mod web_url;
mod work_calendar;

pub use attachment::{Attachment, FileRef};
pub use chapter::Chapter;
pub use checking::{Allowance, Checking, Level, LevelOf, Levels, Profile};
pub use column::Column;
pub use content_path::ContentPath;
pub use credit_code::{CreditCode, CreditCodeError};
pub use disclosure::{Disclosure, Extent, IndexCard, Matter, Mode};
pub use file_kind::FileKind;
pub use foot::Foot;
pub use icp_number::{IcpNumber, IcpNumberError};
pub use index_number::{Check, IndexNumber, IndexNumberError, IndexPeriod, Prefix, Shape};
pub use moment::{Moment, UtcOffset};
pub use numeral::{from_chinese, to_chinese};
pub use org_code::{OrgCode, OrgCodeError};
pub use page::Page;
pub use period::{Part, Period, PeriodError};
pub use prose::Prose;
pub use public_security_number::{PublicSecurityNumber, PublicSecurityNumberError};
pub use publish_target::{PublishPlace, PublishTarget, PublishTargets, StoreKind};
pub use report_url::{ReportUrl, ReportUrlError};
pub use settings::{Organisation, Settings, Telling};
pub use site::Site;
pub use site_code::{SiteCode, SiteCodeError};
pub use slug::{Slug, SlugError};
pub use stated::Stated;
pub use statutory::{Duty, Statutory};
pub use task::{Completion, Status, Task, UnitMention};
pub use unit::{Unit, UnitId, Units};
pub use unread::Unread;
pub use url_changes::{Redirect, UrlChanges, Withdrawal};
pub use watched_word::WatchedWord;
pub use web_url::{WebUrl, WebUrlError};
pub use work_calendar::{Deadline, WorkCalendar, WorkYear, is_weekend};

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::Span;

/// A value and the place it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Located<T> {
    /// The value, its place forgotten.
    pub fn into_value(self) -> T {
        self.value
    }
}

/// A text kept exactly as it was given.
pub type Text = Located<Box<str>>;

/// The words of a text that may be absent.
#[must_use]
pub fn words(text: &Option<Text>) -> Option<&str> {
    text.as_ref().map(|text| text.value.as_ref())
}

/// Codes as they are compared: full-width forms as ASCII (NFKC), ASCII letters upper-case.
///
/// Idempotent: upper-casing can make a base letter composable (`i̇` → `İ`), so NFKC has the last
/// word.
fn folded(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() {
        let upper = text.nfkc().map(|c| c.to_ascii_uppercase());
        Cow::Owned(upper.nfkc().collect())
    } else if text.bytes().any(|b| b.is_ascii_lowercase()) {
        Cow::Owned(text.to_ascii_uppercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// What follows the first character of a text, if that is a Chinese one: numbers of records start with
/// the short name of a province.
fn after_han(text: &str) -> Option<&str> {
    text.strip_prefix(|c: char| matches!(c, '\u{4e00}'..='\u{9fff}'))
}

/// A full-width digit as the ASCII one, any other character as it is.
fn ascii_digit(c: char) -> char {
    match c {
        '０'..='９' => {
            char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c)
        }
        _ => c,
    }
}
