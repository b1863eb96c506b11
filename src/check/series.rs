//! Reports of one plan, period after period.

use std::collections::BTreeMap;
use std::mem::discriminant;

use super::example::Example::{Card, Files};
use super::parts::finished;
use super::rule::{Rule, Standing, Weight, both, custom};
use crate::diagnostic::Faults;
use crate::model::{Column, Disclosure, Located, Period, Site};
use crate::say;

pub(super) const RULES: &[Rule] = &[NO_PERIOD, REPEATED, GAP, COLUMN];

/// Another disclosure of the series that the card of the examples is in.
macro_rules! series {
    ($path:literal, $title:literal, $number:literal, $more:literal) => {
        Files(&[
            (
                "content/plans/q2/disclosure.toml",
                "title = \"2020年第二季度重点任务执行情况\"\nindex_number = \"K1493206-6/2020-11938\"\npublisher = \"区府办\"\nsummary = \"各项重点任务的进展。\"\nperiod = \"2020-Q2\"\nseries = \"重点任务\"\ncreated = 2020-07-22\npublished = 2020-07-22T15:36:51\nmode = \"主动公开\"\n",
            ),
            ("content/reports/column.toml", "title = \"工作报告\"\ndescription = \"各项工作报告\"\nkeywords = [\"工作报告\"]\ncategory = \"规划计划\"\nbody = \"各项工作报告。\"\n"),
            (
                $path,
                concat!(
                    "title = \"",
                    $title,
                    "\"\nindex_number = \"",
                    $number,
                    "\"\npublisher = \"区府办\"\nsummary = \"各项重点任务的进展。\"\n",
                    "mode = \"主动公开\"\nbody = \"各项工作按计划推进。\"\n",
                    $more
                ),
            ),
        ])
    };
}

const NO_PERIOD: Rule = Rule {
    code: "series/no-period",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "逐期报告靠期来排列和对照",
        "reports of a series are put in order and compared by their periods",
    ),
    asks: both(
        "写了 `series` 的公开信息也写 `period`。",
        "A disclosure with a `series` has a `period`, too.",
    ),
    fault: Files(&[(
        "content/plans/other/disclosure.toml",
        "title = \"重点任务执行情况\"\nindex_number = \"K1493206-6/2020-11939\"\npublisher = \"区府办\"\nsummary = \"各项重点任务的进展。\"\nseries = \"重点任务\"\ncreated = 2020-07-23\npublished = 2020-07-23\nmode = \"主动公开\"\nbody = \"各项工作按计划推进。\"\n",
    )]),
    clean: &[
        Card("series = \"重点任务\""),
        Card("series = \"重点任务\"\ndraft = true"),
        Files(&[(
            "content/plans/other/disclosure.toml",
            "title = \"重点任务执行情况\"\nindex_number = \"K1493206-6/2020-11939\"\npublisher = \"区府办\"\nsummary = \"各项重点任务的进展。\"\ncreated = 2020-07-23\npublished = 2020-07-23\nmode = \"主动公开\"\nbody = \"各项工作按计划推进。\"\n",
        )]),
    ],
};

const REPEATED: Rule = Rule {
    code: "series/repeated-period",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "同一计划一期只有一份报告，更正也在原处",
        "a plan has one report a period; corrections are made in it",
    ),
    asks: both(
        "同一系列的各条公开信息期不相同。",
        "The disclosures of a series have different periods.",
    ),
    fault: series!(
        "content/plans/second/disclosure.toml",
        "2020年第二季度重点任务执行情况（二）",
        "K1493206-6/2020-11939",
        "period = \"2020-Q2\"\nseries = \"重点任务\"\ncreated = 2020-07-23\npublished = 2020-07-23\n"
    ),
    clean: &[
        series!(
            "content/plans/second/disclosure.toml",
            "2020年第三季度重点任务执行情况",
            "K1493206-6/2020-11939",
            "period = \"2020-Q3\"\nseries = \"重点任务\"\ncreated = 2020-10-09\npublished = 2020-10-12\n"
        ),
        series!(
            "content/plans/second/disclosure.toml",
            "2020年第二季度实事项目执行情况",
            "K1493206-6/2020-11939",
            "period = \"2020-Q2\"\nseries = \"实事项目\"\ncreated = 2020-07-23\npublished = 2020-07-23\n"
        ),
        series!(
            "content/plans/second/disclosure.toml",
            "2020年上半年重点任务执行情况",
            "K1493206-6/2020-11939",
            "period = \"2020-H1\"\nseries = \"重点任务\"\ncreated = 2020-07-23\npublished = 2020-07-23\n"
        ),
    ],
};

const GAP: Rule = Rule {
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

const COLUMN: Rule = Rule {
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

/// A disclosure of a series.
struct Member<'a> {
    column: &'a Column,
    disclosure: &'a Disclosure,
    period: Option<&'a Located<Period>>,
}

/// What is missing from a series is not told while the content `is_incomplete`.
pub(super) fn check(site: &Site, is_incomplete: bool, faults: &mut Faults) {
    let mut all: BTreeMap<&str, Vec<Member<'_>>> = BTreeMap::new();
    for (column, disclosure) in finished(site) {
        if let Some(series) = &disclosure.series {
            all.entry(&series.value).or_default().push(Member {
                column,
                disclosure,
                period: disclosure.period.as_ref(),
            });
        }
    }
    // A draft is not yet there, but neither is it missing.
    let drafts: Vec<(&str, Period)> = site
        .home
        .all_disclosures()
        .filter(|disclosure| disclosure.draft)
        .filter_map(|draft| {
            Some((
                draft.series.as_ref()?.value.as_ref(),
                draft.period.as_ref()?.value,
            ))
        })
        .collect();
    for (name, members) in &mut all {
        members.sort_by_key(|member| (member.period.map(|p| p.value), member.disclosure.span));
        for member in members.iter().filter(|member| member.period.is_none()) {
            no_period(member, faults);
        }
        repeated(name, members, faults);
        column(name, members, faults);
        if !is_incomplete {
            let drafts = drafts.iter().filter(|(series, _)| series == name);
            let drafts: Vec<Period> = drafts.map(|(_, period)| *period).collect();
            gaps(name, members, &drafts, faults);
        }
    }
}

/// `series/no-period`. One that is of no period cannot say that a title does not tell it.
fn no_period(member: &Member<'_>, faults: &mut Faults) {
    let Some(series) = &member.disclosure.series else {
        return;
    };
    let fault = NO_PERIOD
        .finding(say!(
            "系列里的公开信息没有写期",
            "a disclosure of a series has no period"
        ))
        .at(series.span);
    let title = &member.disclosure.card.title.value;
    faults.push(match Period::from_title(title) {
        Some(period) => fault.hint(say!(
            "按标题加上 `period = \"{period}\"`",
            "by its title, add `period = \"{period}\"`"
        )),
        None => fault.hint(say!(
            "加上 `period`，如 `period = \"2020-Q2\"`",
            "add a `period`, such as `period = \"2020-Q2\"`"
        )),
    });
}

/// `series/repeated-period`.
fn repeated(name: &str, members: &[Member<'_>], faults: &mut Faults) {
    let mut seen: BTreeMap<Period, &Located<Period>> = BTreeMap::new();
    for period in members.iter().filter_map(|member| member.period) {
        let first = *seen.entry(period.value).or_insert(period);
        if first.span == period.span {
            continue;
        }
        let of = period.value;
        faults.push(
            REPEATED
                .finding(say!(
                    "系列“{name}”的 {of} 有两条公开信息",
                    "the series “{name}” has two disclosures on {of}"
                ))
                .at(period.span)
                .related(first.span, say!("另一条在这里", "the other is here")),
        );
    }
}

/// `series/column`. Where most of a series lies is where it belongs.
fn column(name: &str, members: &[Member<'_>], faults: &mut Faults) {
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
        let fault = COLUMN
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

/// `series/gap`, for each length of period alone.
fn gaps(name: &str, members: &[Member<'_>], drafts: &[Period], faults: &mut Faults) {
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
            GAP.finding(message)
                .at(period.span)
                .related(before.span, say!("上一期在这里", "the one before is here")),
        );
    }
}
