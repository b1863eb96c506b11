//! The time that figures are of, and the time that the report is of.

use jiff::civil::Date;

use super::{Claim, Kind, Task};
use crate::check::numbers::text::Item;
use crate::check::numbers::token::{Kind as Token, Months, Sort};
use crate::check::numbers::verdict::{Verdict, Why};
use crate::check::numbers::words::has;
use crate::model::Period;
use crate::say;

pub(super) fn find(task: &Task<'_>, claims: &mut Vec<Claim>) {
    let Some(period) = task.period else { return };
    let items = &task.progress.items;
    let times: Vec<_> = items
        .iter()
        .enumerate()
        .filter_map(|(at, item)| {
            // In a single month something happened.
            let months = item
                .months()
                .filter(|m| !m.single && is_of_figures(items, at, item))?;
            (months.year.is_none_or(|year| year == period.year())).then_some((item, months))
        })
        .collect();
    let up_to_date = !times.is_empty() && has(task.progress.text, &["截至目前", "目前累计"]);
    for (item, months) in &times {
        let mut others = times
            .iter()
            .filter(|(other, _)| other.range() != item.range());
        let parts = others.any(|(_, other)| other.first > months.last);
        let beside = items.iter().filter(|other| other.segment == item.segment);
        let longer = beside
            .filter_map(Item::months)
            .any(|other| other.last > months.last);
        let words = task.progress.words(item);
        let label = (period.label_zh(), period.label_en());
        let (zh, en) = &label;
        let verdict = verdict(*months, period, parts || longer || up_to_date);
        let message = match &verdict {
            Verdict::Right => say!(
                "{words} 的数据与报告期（{zh}）相符",
                "the figures of {words} are those of the report, {en}"
            ),
            Verdict::Undecidable(_) => say!(
                "{words} 的数据，报告期是 {zh}：可能另有所指",
                "figures of {words} in a report of {en}: they may be meant so"
            ),
            Verdict::Wrong | Verdict::Truncated => say!(
                "数据是 {words} 的，报告期是 {zh}",
                "the figures are those of {words}, the report is that of {en}"
            ),
        };
        claims.push(Claim::progress(item, Kind::Period, verdict, message));
    }
}

/// Whether figures of this time follow: the time opens its clause, and a number comes in this clause or
/// the next.
fn is_of_figures(items: &[Item<'_>], at: usize, item: &Item<'_>) -> bool {
    const PLANS: &[&str] = &["计划", "拟", "预计", "将", "力争", "争取"];
    const OTHERS: &[&str] = &["去年", "上年", "同期", "较", "比", "前年"];
    let is_figure = |next: &&Item<'_>| {
        matches!(next.numeral.kind, Token::Amount(_) | Token::Percent(_))
            && next.amount().is_none_or(|a| a.unit.sort != Sort::Bare)
    };
    let following = items.get(at + 1..).unwrap_or_default();
    let next = following.iter().take_while(|next| next.months().is_none());
    let figure = next.into_iter().find(is_figure);
    let near = figure.is_some_and(|figure| {
        figure.segment == item.segment
            && figure.clause <= item.clause + 1
            && (figure.clause == item.clause || item.after.is_empty())
    });
    let opens = item.before.is_empty() || matches!(item.before, "分别为" | "全区" | "今年" | "本");
    let planned = has(item.after, PLANS) || figure.is_some_and(|f| has(f.lead, PLANS));
    near && opens && !item.quoted && !planned && !has(item.lead, OTHERS)
}

fn verdict(months: Months, period: Period, has_rest: bool) -> Verdict {
    let month = |date: Date| date.month();
    let (start, end) = (month(period.start()), month(period.end()));
    if months.last == end && (months.first == 1 || months.first >= start) {
        return Verdict::Right;
    }
    let short =
        months.last < end && (months.first == 1 || months.last < start || months.first == start);
    // 一季度…,二季度…: the figures go on to the end.
    if short && !has_rest {
        return Verdict::Wrong;
    }
    Verdict::Undecidable(Why::Scope)
}
