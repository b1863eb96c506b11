//! Mobile numbers.

use super::PERSONAL;
use super::folded::Folded;
use super::found::{Kind, Known};
use super::runs::Group;
use super::words::{AMOUNTS, OTHER_NUMBERS};
use crate::check::example::Example::{Edit, Files, Progress};
use crate::check::example::PAGE;
use crate::check::rule::{Rule, Standing, Weight, both};

pub(super) const RULE: Rule = Rule {
    code: "privacy/mobile",
    weight: Weight::Error,
    standing: Standing::Fixed,
    source: PERSONAL,
    asks: both(
        "公开的内容里没有手机号码；`[foot]` 的 `contact` 所写的除外，固定电话不受限制。",
        "No mobile number is made public, save that which `contact` of `[foot]` states. Landlines are free.",
    ),
    fault: Progress("联系人电话138-0013-8000，已召开协调会。"),
    clean: &[
        Progress("联系人电话138****8000，已召开协调会。"),
        Progress("咨询电话0571-85300000，投诉电话12345，已召开协调会。"),
        Progress("完成投资13800138000元，已召开协调会。"),
        Progress("项目编号13800138000，已召开协调会。"),
        Progress("占比0.13800138000，已召开协调会。"),
        Files(&[(
            PAGE,
            "+++\ntitle = \"指南\"\n+++\n\n见<https://www.example.gov.cn/art/13800138000.html>。\n",
        )]),
        Edit("site.toml", "0571-00000000", "13800138000"),
        // A date and a number, as the name of a page.
        Files(&[(
            "content/notice-20200722-13800.md",
            "+++\ntitle = \"通知\"\nupdated = 2020-07-22\n+++\n\n各项工作已经完成。\n",
        )]),
    ],
};

/// How the eleven digits are put into pieces, where they are.
const FORMS: &[&[usize]] = &[&[3, 4, 4], &[4, 4, 3], &[4, 3, 4]];

/// What a group of digits is among mobile numbers.
pub(super) fn kind(text: &Folded<'_>, group: Group<'_>, known: &Known) -> Option<Kind> {
    let digits = group.digits();
    let number = match (digits.len(), group.pieces.len()) {
        (11, 1) => digits.as_str(),
        (11, _) if FORMS.contains(&group.lengths().as_slice()) => digits.as_str(),
        (13, 1) => digits.strip_prefix("86")?,
        (15, 1) => digits.strip_prefix("0086")?,
        _ => return None,
    };
    let mut chars = number.chars();
    if chars.next() != Some('1') || !matches!(chars.next(), Some('3'..='9')) {
        return None;
    }
    let is_free = is_apart(text, group) && !is_amount(text, group);
    let is_meant = known.contacts.contains(number);
    (is_free && !is_meant).then_some(Kind::Mobile)
}

/// Whether it is not part of another number, a name or an address of the web.
fn is_apart(text: &Folded<'_>, group: Group<'_>) -> bool {
    let (from, to) = (group.from(), group.to());
    let is_name = |c: char| c.is_ascii_alphabetic() || c == '_';
    if text.at(to).is_some_and(is_name) || text.is_in_url(from) {
        return false;
    }
    if text.before(from).is_some_and(is_name) {
        let word = text.part(from.saturating_sub(6)..from).to_ascii_lowercase();
        if !["tel", "phone", "mobile"].iter().any(|w| word.ends_with(w)) {
            return false;
        }
    }
    // A part of a code such as 2020-13800138000.
    let follows_code = group.before.is_some_and(|piece| {
        text.at(piece.to) == Some('-') && !matches!(piece.digits.as_str(), "86" | "0086")
    });
    let is_document = text.before(from) == Some('第')
        || (text.at(to) == Some('号') && text.at(to + 1) != Some('码'));
    !follows_code && !is_document && !text.is_called(from, OTHER_NUMBERS)
}

/// Whether it counts something.
fn is_amount(text: &Folded<'_>, group: Group<'_>) -> bool {
    let (from, to) = (group.from(), group.to());
    let is_digit = |at: &usize| text.at(*at).is_some_and(|c| c.is_ascii_digit());
    let has_fraction = text.at(to) == Some('.') && is_digit(&(to + 1));
    let is_money = matches!(text.before(from), Some('¥' | '$' | '€'));
    is_money || has_fraction || is_fraction(text, from) || text.goes_on(to, AMOUNTS)
}

/// Whether digits stand behind a decimal point, and not behind the number of an item, as in the line
/// `2.13800138000`.
fn is_fraction(text: &Folded<'_>, from: usize) -> bool {
    let Some(point) = from.checked_sub(1).filter(|at| text.at(*at) == Some('.')) else {
        return false;
    };
    let is_digit = |at: &usize| text.at(*at).is_some_and(|c| c.is_ascii_digit());
    let whole = (0..point).rev().take_while(is_digit).count();
    whole > 0 && !matches!(text.before(point - whole), None | Some('\n'))
}
