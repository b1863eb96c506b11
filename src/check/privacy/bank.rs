//! Numbers of bank cards and accounts.

use super::folded::Folded;
use super::found::Kind;
use super::runs::Group;
use super::words::{BANK, OTHER_NUMBERS};
use super::{PERSONAL, SENSITIVE};
use crate::check::example::Example::{Progress, Title};
use crate::check::rule::{Rule, Standing, Weight, both};

pub(super) const CARD: Rule = Rule {
    code: "privacy/bank-card",
    weight: Weight::Error,
    standing: Standing::Fixed,
    source: SENSITIVE,
    asks: both(
        "公开的内容里没有银行卡号：62 开头、16 到 19 位、校验位成立。",
        "No bank card number is made public: 16 to 19 digits that start with 62 and whose check digit holds.",
    ),
    fault: Progress("补助汇入6222 0212 3456 7890 128，已召开协调会。"),
    clean: &[
        Progress("补助汇入6222***********0128，已召开协调会。"),
        Progress("补助汇入6222020000000000006，已召开协调会。"),
        Progress("项目代码6222021234567890128，已召开协调会。"),
        Title("推进2020330105480101234号项目"),
    ],
};

pub(super) const ACCOUNT: Rule = Rule {
    code: "privacy/bank-account",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: PERSONAL,
    asks: both(
        "写有账号、卡号、开户行等字样的 16 到 19 位数字，校验位成立的，由人来看是不是个人账户。",
        "Of a number of 16 to 19 digits whose check digit holds beside a word for an account, a person sees whose it is.",
    ),
    fault: Progress("退款卡号4111111111111111，已召开协调会。"),
    clean: &[
        Progress("流水4111111111111111，已召开协调会。"),
        Progress("退款卡号4111111111111112，已召开协调会。"),
        Progress("退款卡号4111********1111，已召开协调会。"),
    ],
};

/// What a group of digits is among numbers of banks.
pub(super) fn kind(text: &Folded<'_>, group: Group<'_>) -> Option<Kind> {
    let digits = group.digits();
    if !(16..=19).contains(&digits.len()) || !is_written_so(group) || !passes_luhn(&digits) {
        return None;
    }
    let (from, to) = (group.from(), group.to());
    let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if text.before(from).is_some_and(is_letter)
        || text.at(to).is_some_and(is_letter)
        || text.is_in_url(from)
    {
        return None;
    }
    if text.is_called(from, OTHER_NUMBERS) {
        None
    } else if digits.starts_with("62") {
        Some(Kind::Card)
    } else {
        text.says_before(from, 16, BANK).then_some(Kind::Account)
    }
}

/// In one piece, or in pieces of four digits with the rest last.
fn is_written_so(group: Group<'_>) -> bool {
    match group.lengths().as_slice() {
        [] | [_] => true,
        [firsts @ .., last] => *last <= 4 && firsts.iter().all(|length| *length == 4),
    }
}

/// Whether the check digit of ISO/IEC 7812 holds.
pub(super) fn passes_luhn(digits: &str) -> bool {
    let values = digits.chars().rev().map(|c| c.to_digit(10).unwrap_or(0));
    let sum: u32 = values
        .zip([1, 2].into_iter().cycle())
        .map(|(value, weight)| value * weight)
        .map(|value| value / 10 + value % 10)
        .sum();
    sum.is_multiple_of(10)
}
