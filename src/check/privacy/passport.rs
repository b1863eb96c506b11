//! Numbers of passports.

use super::folded::Folded;
use super::found::{Found, Kind, masked};
use crate::check::example::Example::{Progress, Title};
use crate::check::rule::{Rule, Standing, Weight, both, custom};

pub(super) const RULE: Rule = Rule {
    code: "privacy/passport",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "护照号码是 E 或 G 后接八位数字；别的编号也有这样写的，所以看旁边的字",
        "a passport number is E or G and eight digits; other numbers are written so, too, thus words beside it count",
    )
    .not_read(),
    asks: both(
        "写有护照、证件等字样处没有护照号码。",
        "No passport number is made public beside a word for such a document.",
    ),
    fault: Progress("持护照E12345678入境，已召开协调会。"),
    clean: &[
        Progress("持护照E*****678入境，已召开协调会。"),
        Title("推进G20200722号地块"),
        Progress("护照办理系统G2020升级，已召开协调会。"),
    ],
};

pub(super) fn scan(text: &Folded<'_>, found: &mut Vec<Found>) {
    for from in 0..text.len() {
        if !matches!(text.at(from), Some('E' | 'G')) {
            continue;
        }
        let is_word = |c: char| c.is_ascii_alphanumeric();
        let length = (from + 1..text.len())
            .take_while(|at| text.at(*at).is_some_and(|c| c.is_ascii_digit()))
            .count();
        let to = from + 1 + length;
        let is_apart = !text.before(from).is_some_and(is_word) && !text.at(to).is_some_and(is_word);
        if length != 8 || !is_apart || !text.says_before(from, 12, &["护照", "证件", "通行证"])
        {
            continue;
        }
        let range = text.bytes(from..to);
        let plain = text.part(from..to);
        found.push(Found {
            kind: Kind::Passport,
            original: text.original(range.clone()).to_owned(),
            range,
            mask: masked(&plain, 1, 3),
            plain,
        });
    }
}
