//! Reports of one plan, period after period.

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

mod doubt;
mod gap;
mod home;

use std::collections::BTreeMap;

use super::example::Example::{Card, Files};
use super::parts::finished;
use super::rule::{Rule, Standing, Weight, both, custom};
use crate::diagnostic::Faults;
use crate::model::{Column, Disclosure, Located, Period, Site};
use crate::say;

pub(super) const RULES: &[Rule] = &[NO_PERIOD, REPEATED, doubt::RULE, gap::RULE, home::RULE];

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
    doubt::check(site, faults);
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
        home::check(name, members, faults);
        if !is_incomplete {
            let drafts = drafts.iter().filter(|(series, _)| series == name);
            let drafts: Vec<Period> = drafts.map(|(_, period)| *period).collect();
            gap::check(name, members, &drafts, faults);
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
