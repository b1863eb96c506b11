//! Index numbers against the office that gives them, the year they were given in, and each other.

use std::collections::BTreeMap;

use super::example::CARD;
use super::example::Example::{Edit, Files};
use super::parts::finished;
use super::rule::{Rule, Standing, Weight, both, custom};
use crate::diagnostic::Faults;
use crate::model::{Disclosure, IndexCard, IndexNumber, Located, Prefix, Site};
use crate::say;

pub(super) const RULES: &[Rule] = &[PREFIX, YEAR, SAME_SERIAL];

/// The number in the index card of the examples.
const NUMBER: &str = "K1493206-6/2020-11938";

/// A second disclosure, whose index number is this.
macro_rules! second {
    ($number:literal) => {
        Files(&[(
            "content/plans/notice/disclosure.toml",
            concat!(
                "title = \"关于公布重点任务的通知\"\nindex_number = \"",
                $number,
                "\"\npublisher = \"区府办\"\nsummary = \"公布各项重点任务。\"\n",
                "created = 2020-07-23\npublished = 2020-07-23T09:00:00\nmode = \"主动公开\"\n",
                "body = \"各项重点任务已经公布。\"\n"
            ),
        )])
    };
}

const PREFIX: Rule = Rule {
    code: "index-number/prefix",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "索引号以制发机关的代码开头；误用别的机关代码的确有其例",
        "an index number starts with the code of who gives it; codes of other bodies are known to slip in",
    ),
    asks: both(
        "索引号开头的代码是本机关的（`site.toml` 的 `index_prefix`）；每个别的代码只说一次。",
        "The code that an index number starts with is the office's own, `index_prefix` of `site.toml`. Each other code is told once.",
    ),
    fault: Edit(CARD, NUMBER, "00001434-9/2020-11938"),
    clean: &[
        Edit(CARD, NUMBER, "k14932066/2020-11938"),
        Edit(CARD, NUMBER, "11330105K149320662/2020-11938"),
        Edit(CARD, NUMBER, "20200722-189769"),
        Edit("site.toml", "index_prefix = \"K1493206-6\"\n", ""),
    ],
};

const YEAR: Rule = Rule {
    code: "index-number/year",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "索引号里的年份是生成信息的年份",
        "the year in an index number is that in which the information was made",
    ),
    asks: both(
        "索引号里的年份是生成或发布的年份。",
        "The year in an index number is that in which the information was made or published.",
    ),
    fault: Edit(CARD, NUMBER, "K1493206-6/2002-11938"),
    clean: &[
        Edit(CARD, NUMBER, "K1493206-6/202007-11938"),
        Edit(
            CARD,
            "K1493206-6/2020-11938\"\npublisher = \"区府办\"\nsummary = \"各项重点任务的进展。\"\nperiod = \"2020-Q2\"\ncreated = 2020-07-22",
            "K1493206-6/2019-11938\"\nsummary = \"各项重点任务的进展。\"\ncreated = 2019-12-31",
        ),
        // Without a day on which it was made, it may be of the year before.
        Edit(
            CARD,
            "K1493206-6/2020-11938\"\npublisher = \"区府办\"\nsummary = \"各项重点任务的进展。\"\nperiod = \"2020-Q2\"\ncreated = 2020-07-22",
            "K1493206-6/2019-11938\"\nsummary = \"各项重点任务的进展。\"",
        ),
    ],
};

const SAME_SERIAL: Rule = Rule {
    code: "index-number/same-serial",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "流水号补零、分隔符换写法，读者仍会当作同一个号",
        "with more zeros or another separator, readers take it for the same number",
    ),
    asks: both(
        "同一机关同一年的流水号各不相同，补零和分隔符不算区别。",
        "Serial numbers of an office and a year differ in more than leading zeros and separators.",
    ),
    fault: second!("K1493206-6/2020-011938"),
    clean: &[
        second!("K1493206-6/2020-11983"),
        second!("K1493206-6/2020-01193"),
        second!("K1493206-6/2020-119380"),
    ],
};

pub(super) fn check(site: &Site, faults: &mut Faults) {
    let mut disclosures: Vec<&Disclosure> = finished(site).map(|(_, d)| d).collect();
    // What is told once is told at the first in the tree, whatever its date.
    disclosures.sort_by_key(|disclosure| disclosure.card.index_number.span);
    let cards = || disclosures.iter().map(|disclosure| &disclosure.card);
    prefixes(site, cards(), faults);
    for card in cards() {
        year(card, faults);
    }
    same_serial(cards(), faults);
}

/// `index-number/prefix`.
fn prefixes<'a>(site: &Site, cards: impl Iterator<Item = &'a IndexCard>, faults: &mut Faults) {
    let Some(text) = &site.settings.organisation.index_prefix else {
        return;
    };
    let own = &text.value;
    let sample = IndexNumber::parse(&format!("{own}/2000-00001")).ok();
    let Some(own_body) = sample.and_then(|sample| body(&sample.prefix())) else {
        return;
    };
    let mut others: BTreeMap<String, Vec<&Located<IndexNumber>>> = BTreeMap::new();
    for card in cards {
        let number = &card.index_number;
        if let Some(other) = body(&number.value.prefix()).filter(|body| *body != own_body) {
            others.entry(other).or_default().push(number);
        }
    }
    for numbers in others.values() {
        let Some(first) = numbers.first() else {
            continue;
        };
        let count = numbers.len();
        let prefix = match first.value.prefix() {
            Prefix::Org(code) => code.hyphenated(),
            prefix => prefix.to_string(),
        };
        let message = match count {
            1 => say!(
                "索引号以 `{prefix}` 开头，不是本机关的 `{own}`",
                "the index number starts with `{prefix}`, not with the office's `{own}`"
            ),
            _ => say!(
                "{count} 个索引号以 `{prefix}` 开头，不是本机关的 `{own}`；这是第一个",
                "{count} index numbers start with `{prefix}`, not with the office's `{own}`; this is the first"
            ),
        };
        faults.push(PREFIX.finding(message).at(first.span).hint(say!(
            "对照 `site.toml` 里的 `index_prefix`；确是别的机关的信息，就用 `[[check.allow]]` 认可",
            "compare it with `index_prefix` in `site.toml`; allow it with `[[check.allow]]` if another body made the information"
        )));
    }
}

/// What tells a body from others: its organisation code without the check character, which is part of
/// its unified social credit code, too.
fn body(prefix: &Prefix) -> Option<String> {
    match prefix {
        Prefix::Org(code) => Some(code.body().to_owned()),
        Prefix::Credit(code) => Some(match code.org_code() {
            Some(org) => org.body().to_owned(),
            None => code.body().to_owned(),
        }),
        Prefix::None | Prefix::Other(_) => None,
    }
}

/// `index-number/year`.
fn year(card: &IndexCard, faults: &mut Faults) {
    let number = &card.index_number;
    let Some(named) = number.value.year().and_then(|y| i16::try_from(y).ok()) else {
        return;
    };
    let published = card.published.value.date.year();
    let created = card.created.as_ref().map(|day| day.value.year());
    // One that does not say when it was made may be of the year before.
    let earliest = created.unwrap_or(published.saturating_sub(1));
    if named == earliest || named == published {
        return;
    }
    let message = match created {
        Some(created) if created != published => say!(
            "索引号里的年份是 {named}，信息却生成于 {created} 年、发布于 {published} 年",
            "the year in the index number is {named}, but the information was made in {created} and published in {published}"
        ),
        Some(created) => say!(
            "索引号里的年份是 {named}，信息却生成于 {created} 年",
            "the year in the index number is {named}, but the information was made in {created}"
        ),
        None => say!(
            "索引号里的年份是 {named}，信息却发布于 {published} 年",
            "the year in the index number is {named}, but the information was published in {published}"
        ),
    };
    faults.push(YEAR.finding(message).at(number.span));
}

/// `index-number/same-serial`. What is equal to the character is told as a duplicate.
fn same_serial<'a>(cards: impl Iterator<Item = &'a IndexCard>, faults: &mut Faults) {
    let mut seen: BTreeMap<(String, String, String), &Located<IndexNumber>> = BTreeMap::new();
    for card in cards {
        let number = &card.index_number;
        let value = &number.value;
        let (Some(period), Some(serial)) = (value.period(), value.serial()) else {
            continue;
        };
        let prefix = body(&value.prefix()).unwrap_or_else(|| value.prefix().to_string());
        let serial = serial.trim_start_matches('0').to_owned();
        let first = *seen
            .entry((prefix, period.to_string(), serial))
            .or_insert(number);
        if first.value.normal() == value.normal() {
            continue;
        }
        let other = &first.value;
        faults.push(
            SAME_SERIAL
                .finding(say!(
                    "索引号 `{value}` 与 `{other}` 只是写法不同",
                    "the index number `{value}` differs from `{other}` only in how it is written"
                ))
                .at(number.span)
                .related(first.span, say!("另一个在这里", "the other is here")),
        );
    }
}
