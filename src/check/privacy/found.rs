//! What is found in a text.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;

use super::{address, bank, identity, mail, mobile, passport, plate};
use crate::check::rule::Rule;
use crate::diagnostic::{Diagnostic, Message};
use crate::say;

/// What is private about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An identity number with the right check character.
    Identity,
    /// What looks like one but has another check character, or the old form of fifteen digits.
    IdentityLike,
    /// An identity number that is the number of an organisation as well.
    Ambiguous,
    Mobile,
    /// The number of a bank card.
    Card,
    /// A number that may be one of a bank account.
    Account,
    Mail,
    Plate,
    Passport,
    Address,
}

/// A private text.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) kind: Kind,
    /// Where it stands in the text, in bytes.
    pub(super) range: Range<usize>,
    /// As it stands there.
    pub(super) original: String,
    /// The same without separators, as it is compared.
    pub(super) plain: String,
    /// What is shown in its place.
    pub(super) mask: String,
}

/// What must be known to tell what is private.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// The day the site is checked for: nobody is born later.
    pub(super) as_of: Date,
    /// The domain of the office's own mail.
    pub(super) domain: String,
    /// Numbers and mail addresses that are meant to be public, as they are compared.
    pub(super) contacts: BTreeSet<String>,
}

impl Kind {
    fn rule(self) -> Rule {
        match self {
            Self::Identity => identity::NUMBER,
            Self::IdentityLike => identity::LIKE,
            Self::Ambiguous => identity::AMBIGUOUS,
            Self::Mobile => mobile::RULE,
            Self::Card => bank::CARD,
            Self::Account => bank::ACCOUNT,
            Self::Mail => mail::RULE,
            Self::Plate => plate::RULE,
            Self::Passport => passport::RULE,
            Self::Address => address::RULE,
        }
    }

    fn message(self, mask: &str) -> Message {
        match self {
            Self::Identity => say!(
                "身份证号码 `{mask}` 会被公开",
                "the identity number `{mask}` would be made public"
            ),
            Self::IdentityLike => say!(
                "`{mask}` 像身份证号码",
                "`{mask}` looks like an identity number"
            ),
            Self::Ambiguous => say!(
                "`{mask}` 是统一社会信用代码，也是身份证号码",
                "`{mask}` is a unified social credit code, and an identity number, too"
            ),
            Self::Mobile => say!(
                "手机号码 `{mask}` 会被公开",
                "the mobile number `{mask}` would be made public"
            ),
            Self::Card => say!(
                "银行卡号 `{mask}` 会被公开",
                "the bank card number `{mask}` would be made public"
            ),
            Self::Account => say!(
                "`{mask}` 像银行账号",
                "`{mask}` looks like the number of a bank account"
            ),
            Self::Mail => say!(
                "邮箱 `{mask}` 不是本机关的",
                "the mail address `{mask}` is not of the office"
            ),
            Self::Plate => say!(
                "`{mask}` 像车牌号码",
                "`{mask}` looks like the plate of a vehicle"
            ),
            Self::Passport => say!(
                "`{mask}` 像护照号码",
                "`{mask}` looks like the number of a passport"
            ),
            Self::Address => say!("`{mask}` 像住址", "`{mask}` looks like a home address"),
        }
    }
}

impl Found {
    /// The rule that it breaks.
    pub(super) fn rule(&self) -> Rule {
        self.kind.rule()
    }

    /// The finding, its place aside; `whence` says more about where it stands.
    pub(super) fn finding(&self, whence: Option<&Message>) -> Diagnostic {
        let Message { zh, en } = self.kind.message(&self.mask);
        let message = match whence {
            Some(Message {
                zh: at_zh,
                en: at_en,
            }) => say!("{at_zh}：{zh}", "{at_en}: {en}"),
            None => say!("{zh}", "{en}"),
        };
        self.kind.rule().finding(message).hint(say!(
            "删去，或遮去中间各位；确可公开的，用 `[[check.allow]]` 认可并写明理由",
            "take it out or mask its middle; if it may be public, allow it with `[[check.allow]]` and a reason"
        ))
    }
}

/// A text of which at most the first `head` and the last `tail` characters are shown.
pub(super) fn masked(text: &str, head: usize, tail: usize) -> String {
    let count = text.chars().count();
    let is_shown = |at: usize| at < head || at + tail >= count;
    text.chars()
        .enumerate()
        .map(|(at, c)| if is_shown(at) { c } else { '*' })
        .collect()
}
