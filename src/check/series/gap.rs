//! Periods of a series on which nothing is reported.

use std::mem::discriminant;

use super::super::example::Example::Files;
use super::super::rule::{Rule, Standing, Weight, both, custom};
use super::Member;
use crate::diagnostic::Faults;
use crate::model::{Located, Period};
use crate::say;

pub(super) const RULE: Rule = Rule {
    code: "series/gap",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "逐期报告的计划，读者会找缺的一期",
        "where a plan is reported period after period, readers look for the one that is missing",
    ),
    asks: both(
        "同一系列从第一期到最后一期不缺期；同一天结束的半年或全年报告可以代替。",
        "No period is missing between the first and the last of a series; a report on the half or the year that ends with it counts as well.",
    ),
    fault: series!(
        "content/plans/second/disclosure.toml",
        "2020年第四季度重点任务执行情况",
        "K1493206-6/2021-00039",
        "period = \"2020-Q4\"\nseries = \"重点任务\"\ncreated = 2021-01-08\npublished = 2021-01-08\n"
    ),
    clean: &[
        series!(
            "content/plans/second/disclosure.toml",
            "2020年第一季度重点任务执行情况",
            "K1493206-6/2020-10039",
            "period = \"2020-Q1\"\nseries = \"重点任务\"\ncreated = 2020-04-08\npublished = 2020-04-08\n"
        ),
        series!(
            "content/plans/second/disclosure.toml",
            "2020年第四季度实事项目执行情况",
            "K1493206-6/2021-00039",
            "period = \"2020-Q4\"\nseries = \"实事项目\"\ncreated = 2021-01-08\npublished = 2021-01-08\n"
        ),
        series!(
            "content/plans/second/disclosure.toml",
            "2020年重点任务执行情况",
            "K1493206-6/2021-00039",
            "period = \"2020\"\nseries = \"重点任务\"\ncreated = 2021-01-08\npublished = 2021-01-08\n"
        ),
    ],
};

/// `series/gap`, for each length of period alone.
pub(super) fn check(name: &str, members: &[Member<'_>], drafts: &[Period], faults: &mut Faults) {
    let periods: Vec<&Located<Period>> = members.iter().filter_map(|m| m.period).collect();
    let is_there = |wanted: Period| {
        let published = periods.iter().map(|period| period.value);
        let mut known = published.chain(drafts.iter().copied());
        known.any(|period| period.end() == wanted.end())
    };
    for (at, period) in periods.iter().enumerate() {
        let length = discriminant(&period.value.part());
        let earlier = periods.iter().take(at).rev();
        let mut alike = earlier.filter(|p| discriminant(&p.value.part()) == length);
        let Some(before) = alike.next().filter(|p| p.value < period.value) else {
            continue;
        };
        let mut missing = Vec::new();
        let mut next = before.value.next();
        while let Some(between) = next.filter(|next| *next < period.value) {
            if !is_there(between) {
                missing.push(between);
            }
            next = between.next();
        }
        let (Some(first), Some(last)) = (missing.first(), missing.last()) else {
            continue;
        };
        let message = match missing.len() {
            1 => say!(
                "系列“{name}”缺 {first}",
                "the series “{name}” lacks {first}"
            ),
            count => say!(
                "系列“{name}”缺 {first} 至 {last} 的 {count} 期",
                "the series “{name}” lacks {count} periods from {first} to {last}"
            ),
        };
        faults.push(
            RULE.finding(message)
                .at(period.span)
                .related(before.span, say!("上一期在这里", "the one before is here")),
        );
    }
}
