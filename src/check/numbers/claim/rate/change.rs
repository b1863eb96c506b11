//! Changes from one number that is named to another.

use rust_decimal::Decimal;

use super::base::window;
use super::{open, right, wrong};
use crate::check::numbers::claim::{Claim, Task, approx, exact};
use crate::check::numbers::sum::{Approx, Fit, fit, share, shown_percent};
use crate::check::numbers::text::Item;
use crate::check::numbers::token::Percent;
use crate::check::numbers::verdict::Why;
use crate::check::numbers::words::has;
use crate::say;

/// 由400家增加到460家,增长15%; 引进36个,较去年同期30个增长20%.
pub(super) fn change<'t>(
    task: &Task<'t>,
    earlier: &[Item<'t>],
    item: &Item<'t>,
    stated: Percent,
) -> Claim {
    let near = window(earlier, item);
    let Some((from, to)) = from_to(&near).or_else(|| compared(&near, item)) else {
        return open(task, item, Why::NoBase);
    };
    let (Some(a), Some(b)) = (from.countable(), to.countable()) else {
        return open(task, item, Why::NoBase);
    };
    let down = has(
        item.before,
        &["下降", "降低", "减少", "降幅", "回落", "压减"],
    );
    let (more, less) = if down { (a, b) } else { (b, a) };
    let part = more.value.checked_sub(less.value);
    let slack = approx(a).slack.checked_add(approx(b).slack);
    let part = part
        .zip(slack)
        .map(|(value, slack)| Approx { value, slack });
    let fits = part.and_then(|part| Some((fit(part, approx(a), stated)?, part.value)));
    let Some((fits, part)) = fits else {
        return open(task, item, Why::NoBase);
    };
    let shown = shown_percent(share(part, a.value).unwrap_or(Decimal::ZERO), stated);
    let (a, b) = (task.progress.words(from), task.progress.words(to));
    let (more, less) = if down { (a, b) } else { (b, a) };
    let sum = say!(
        "({more} - {less}) ÷ {a} = {shown} %",
        "({more} - {less}) ÷ {a} = {shown} %"
    );
    match fits {
        Fit::Exactly => right(task, item, &sum),
        _ if !(exact(from) && exact(to) && exact(item)) => open(task, item, Why::Rough),
        Fit::Perhaps => open(task, item, Why::Rounded),
        _ if has(item.before, &["同比", "环比", "年均", "平均", "复合"]) => {
            open(task, item, Why::Scope)
        }
        Fit::CutOff | Fit::Not if part < Decimal::ZERO => open(task, item, Why::Scope),
        Fit::CutOff | Fit::Not => wrong(task, item, &sum),
    }
}

fn from_to<'i, 't>(near: &[&'i Item<'t>]) -> Option<(&'i Item<'t>, &'i Item<'t>)> {
    const TO: &[&str] = &[
        "增加到",
        "增长到",
        "增加至",
        "增长至",
        "增至",
        "提高到",
        "提升到",
        "上升到",
        "扩大到",
        "下降到",
        "下降至",
        "降至",
        "减少到",
        "减少至",
        "降低到",
        "压减到",
        "压减至",
        "升至",
        "提高至",
        "提升至",
    ];
    let [.., from, to] = near else { return None };
    let unit = from.countable()?.unit;
    let joined = has(from.before, &["由", "从"]) && TO.iter().any(|word| to.before.ends_with(word));
    (joined && to.has_unit(unit) && from.clause == to.clause).then_some((*from, *to))
}

/// The number right before the change, if it is what is compared with.
fn compared<'i, 't>(
    near: &[&'i Item<'t>],
    item: &Item<'t>,
) -> Option<(&'i Item<'t>, &'i Item<'t>)> {
    let [.., now, base] = near else { return None };
    let unit = base.countable()?.unit;
    let compares = has(base.before, &["较", "比"])
        && has(base.before, &["去年", "上年", "同期", "年初", "上季度"])
        && base.clause == item.clause;
    (compares && now.has_unit(unit)).then_some((*base, *now))
}
