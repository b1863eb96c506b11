//! The column in which a series lies.

use super::super::example::Example::Files;
use super::super::rule::{Rule, Standing, Weight, both, custom};
use super::Member;
use crate::diagnostic::Faults;
use crate::model::Column;
use crate::say;

pub(super) const RULE: Rule = Rule {
    code: "series/column",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "逐期报告放在一处，读者才找得全",
        "reports of a series stand in one place, so that readers find all of them",
    ),
    asks: both(
        "同一系列的公开信息在同一栏目或它的子栏目里。",
        "The disclosures of a series lie in one column, or in columns of it.",
    ),
    fault: series!(
        "content/reports/second/disclosure.toml",
        "2020年第三季度重点任务执行情况",
        "K1493206-6/2020-11939",
        "period = \"2020-Q3\"\nseries = \"重点任务\"\ncreated = 2020-10-09\npublished = 2020-10-12\n"
    ),
    clean: &[
        series!(
            "content/plans/second/disclosure.toml",
            "2020年第三季度重点任务执行情况",
            "K1493206-6/2020-11939",
            "period = \"2020-Q3\"\nseries = \"重点任务\"\ncreated = 2020-10-09\npublished = 2020-10-12\n"
        ),
        series!(
            "content/reports/second/disclosure.toml",
            "2020年第三季度实事项目执行情况",
            "K1493206-6/2020-11939",
            "period = \"2020-Q3\"\nseries = \"实事项目\"\ncreated = 2020-10-09\npublished = 2020-10-12\n"
        ),
        series!(
            "content/reports/second/disclosure.toml",
            "2020年第三季度重点任务执行情况",
            "K1493206-6/2020-11939",
            "period = \"2020-Q3\"\ncreated = 2020-10-09\npublished = 2020-10-12\n"
        ),
    ],
};

/// `series/column`. Where most of a series lies is where it belongs.
pub(super) fn check(name: &str, members: &[Member<'_>], faults: &mut Faults) {
    let near = |home: &Column| members.iter().filter(|m| are_near(home, m.column)).count();
    // Of several, the last that is greatest: the first in time.
    let Some(first) = members
        .iter()
        .rev()
        .max_by_key(|member| near(member.column))
    else {
        return;
    };
    let home = first.column;
    for member in members.iter().filter(|m| !are_near(home, m.column)) {
        let Some(series) = &member.disclosure.series else {
            continue;
        };
        let (here, there) = (&member.column.title.value, &home.title.value);
        let fault = RULE
            .finding(say!(
                "系列“{name}”在栏目“{there}”里，这一条却在“{here}”里",
                "the series “{name}” lies in the column “{there}”, but this disclosure in “{here}”"
            ))
            .at(series.span);
        faults.push(match &first.disclosure.series {
            Some(series) => fault.related(series.span, say!("其中一条在这里", "one of it is here")),
            None => fault,
        });
    }
}

/// Whether one of two columns lies in the other, or is it.
fn are_near(a: &Column, b: &Column) -> bool {
    let holds = |outer: &Column, inner: &Column| outer.walk().any(|c| c.path == inner.path);
    holds(a, b) || holds(b, a)
}
