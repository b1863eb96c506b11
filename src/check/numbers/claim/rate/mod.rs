//! Rates: what was done, divided by all there is.

mod base;
mod change;

use rust_decimal::Decimal;

use super::{Claim, Kind, Task, approx, earlier, exact};
use crate::check::numbers::sum::{Approx, Fit, fit, share, shown_percent};
use crate::check::numbers::text::{Item, Role};
use crate::check::numbers::token::{Amount, Percent};
use crate::check::numbers::verdict::{Verdict, Why};
use crate::check::numbers::words::{ends, has};
use crate::diagnostic::Message;
use crate::say;
use base::{Found, Pair, of_plan, of_whole, rate_of};
use change::change;

/// What a percentage says it is.
enum Said<'t> {
    /// A rate of doing something: 完成率, 开工率. The last word of what is done.
    RateOf(&'t str),
    /// A share of what is to be done: 完成年度目标的.
    OfPlan,
    /// A share of what was named before: 其中…占.
    Share,
    /// A change.
    Change,
    /// Something else, such as 桩基施工80%.
    Other,
}

pub(super) fn find(task: &Task<'_>, claims: &mut Vec<Claim>) {
    let items = &task.progress.items;
    for (at, item) in items.iter().enumerate() {
        let Some(stated) = item.percent().filter(|_| !item.quoted) else {
            continue;
        };
        let earlier = earlier(items, at);
        let said = said(item);
        let claim = match said {
            Said::Change => change(task, earlier, item, stated),
            Said::Other => open(task, item, Why::NoParts),
            Said::RateOf(verb) => judge(task, item, stated, rate_of(task, earlier, item, verb)),
            Said::OfPlan => judge(task, item, stated, of_plan(task, earlier, item)),
            Said::Share => judge(task, item, stated, of_whole(earlier, item)),
        };
        claims.push(claim);
    }
}

fn said<'t>(item: &Item<'t>) -> Said<'t> {
    const LINKS: &[&str] = &[
        "达到", "达", "为", "约", "将近", "近", "超过", "超", "是", "已", "仅", "了", "至", "到",
        "有", "在",
    ];
    const CHANGE: &[&str] = &[
        "增长", "增速", "增幅", "下降", "降低", "减少", "上升", "回落", "同比", "环比", "降幅",
        "涨幅", "收窄", "提高", "提升", "增加", "压减",
    ];
    let mut words = item.before;
    while let Some(rest) = LINKS.iter().find_map(|link| words.strip_suffix(link)) {
        words = rest.trim_end();
    }
    if has(words, CHANGE) {
        return Said::Change;
    }
    if let Some(stem) = words.strip_suffix('率') {
        let from = stem.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
        return Said::RateOf(stem.get(from..).unwrap_or(stem));
    }
    const PLANS: &[&str] = &["目标", "任务", "计划"];
    let of = words.ends_with('的') || (ends(words, PLANS) && has(words, &["占", "完成"]));
    if of && has(item.lead, PLANS) {
        return Said::OfPlan;
    }
    if (words.ends_with('的') && has(item.lead, &["占", "为"]))
        || has(words, &["占", "比重", "比例"])
    {
        return Said::Share;
    }
    Said::Other
}

/// Does the sums.
fn judge<'t>(task: &Task<'t>, item: &Item<'t>, stated: Percent, found: Found<'_, 't>) -> Claim {
    let mut tried: Vec<(Fit, Message)> = Vec::new();
    let mut doubt = found.doubt;
    let strict = found.pairs.iter().map(|pair| (pair, true));
    let loose = found.loose.iter().map(|pair| (pair, false));
    for (pair, sure) in strict.chain(loose) {
        let Some((part, whole)) = pair.part.countable().zip(pair.whole.countable()) else {
            continue;
        };
        // 全年计划培训2万人次 is not rounded, 计划改造5.1万户 may be.
        let planned = pair.titled || pair.whole.role == Role::Plan;
        let round = planned && one_digit(whole.value);
        let all = Approx {
            slack: if round {
                Decimal::ZERO
            } else {
                approx(whole).slack
            },
            ..approx(whole)
        };
        let Some(fit) = fit(approx(part), all, stated) else {
            continue;
        };
        let sum = quotient(task, pair, part, whole, stated);
        if fit == Fit::Exactly {
            return right(task, item, &sum);
        }
        if !sure {
            continue;
        }
        if !(exact(pair.part) && exact(pair.whole) && exact(item)) {
            doubt = Some(Why::Rough);
        } else if fit == Fit::Perhaps {
            doubt = Some(Why::Rounded);
        } else if part.value > whole.value {
            doubt = doubt.or(Some(Why::Scope));
        }
        tried.push((fit, sum));
    }
    if let Some(why) = doubt {
        return open(task, item, why);
    }
    let cut = tried.iter().position(|(fit, _)| *fit == Fit::CutOff);
    if let Some((_, sum)) = cut.and_then(|at| tried.get(at)) {
        let words = task.progress.words(item);
        let Message { zh, en } = sum;
        let message = say!(
            "{zh}，写的是 {words}：是截断，不是四舍五入",
            "{en}, but {words} is stated: cut off, not rounded"
        );
        return Claim::progress(item, Kind::Rate, Verdict::Truncated, message);
    }
    let sums: Vec<_> = tried.into_iter().map(|(_, sum)| sum).collect();
    if sums.is_empty() {
        return open(task, item, Why::NoParts);
    }
    let zh: Vec<_> = sums.iter().map(|sum| sum.zh.as_str()).collect();
    let en: Vec<_> = sums.iter().map(|sum| sum.en.as_str()).collect();
    let (zh, en) = (zh.join("，"), en.join(", "));
    wrong(task, item, &Message { zh, en })
}

/// Whether a number is one digit and zeros: 2万.
fn one_digit(value: Decimal) -> bool {
    value.normalize().to_string().trim_end_matches('0').len() == 1
}

fn quotient(
    task: &Task<'_>,
    pair: &Pair<'_, '_>,
    part: Amount,
    whole: Amount,
    stated: Percent,
) -> Message {
    let exact = share(part.value, whole.value).unwrap_or_default();
    let shown = shown_percent(exact, stated);
    let done = task.progress.words(pair.part);
    if pair.titled {
        let total = task.title.words(pair.whole);
        return say!(
            "{done} ÷ {total}（任务） = {shown} %",
            "{done} ÷ {total} (the task's) = {shown} %"
        );
    }
    let total = task.progress.words(pair.whole);
    say!(
        "{done} ÷ {total} = {shown} %",
        "{done} ÷ {total} = {shown} %"
    )
}

fn right(task: &Task<'_>, item: &Item<'_>, sum: &Message) -> Claim {
    let words = task.progress.words(item);
    let Message { zh, en } = sum;
    let message = say!("{zh}，与所写 {words} 相符", "{en}, as stated: {words}");
    Claim::progress(item, Kind::Rate, Verdict::Right, message)
}

fn wrong(task: &Task<'_>, item: &Item<'_>, sum: &Message) -> Claim {
    let words = task.progress.words(item);
    let Message { zh, en } = sum;
    let message = say!("{zh}，写的是 {words}", "{en}, but {words} is stated");
    Claim::progress(item, Kind::Rate, Verdict::Wrong, message)
}

fn open(task: &Task<'_>, item: &Item<'_>, why: Why) -> Claim {
    Claim::open(item, Kind::Rate, task.progress.words(item), why)
}
