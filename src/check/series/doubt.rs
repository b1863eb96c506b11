//! Tasks of two periods that may be one, and are not followed as one.

use super::super::example::Example;
use super::super::example::Example::Files;
use super::super::parts::finished;
use super::super::rule::{Rule, Standing, Weight, both, custom};
use crate::diagnostic::{Faults, Message};
use crate::model::Site;
use crate::say;
use crate::series::{Doubt, DoubtKind, Member, Series, gather};

/// The report of the quarter before that of the examples, with one task in a chapter.
macro_rules! before {
    ($chapter:literal, $title:literal, $key:literal, $card:literal) => {
        Files(&[
            (
                "content/plans/q1/disclosure.toml",
                "title = \"2020年第一季度重点任务执行情况\"\nindex_number = \"K1493206-6/2020-10039\"\npublisher = \"区府办\"\nsummary = \"各项重点任务的进展。\"\nperiod = \"2020-Q1\"\nseries = \"重点任务\"\ncreated = 2020-04-08\npublished = 2020-04-08\nmode = \"主动公开\"\n",
            ),
            (
                "content/plans/q1/01/chapter.toml",
                concat!("title = \"", $chapter, "\"\nnumber = 1\n"),
            ),
            (
                "content/plans/q1/01/01.toml",
                concat!(
                    "title = \"",
                    $title,
                    "\"\nunits = [\"区府办\"]\nprogress = \"方案已经印发。\"\n",
                    $key
                ),
            ),
            (
                "content/plans/q2/disclosure.toml",
                concat!(
                    "title = \"2020年第二季度重点任务执行情况\"\nindex_number = \"K1493206-6/2020-11938\"\npublisher = \"区府办\"\nsummary = \"各项重点任务的进展。\"\nperiod = \"2020-Q2\"\ncreated = 2020-07-22\npublished = 2020-07-22T15:36:51\nmode = \"主动公开\"\n",
                    $card
                ),
            ),
            (
                "content/plans/q2/01/01.md",
                "+++\ntitle = \"推进重点项目\"\nunits = [\"区府办\"]\nkey = \"projects\"\n+++\n\n各项工作按计划推进，已召开协调会。\n",
            ),
        ])
    };
}

const FAULT: Example = before!(
    "经济社会发展主要预期目标",
    "推进重大项目",
    "",
    "series = \"重点任务\"\n"
);

pub(super) const RULE: Rule = Rule {
    code: "series/doubtful-match",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "同一任务逐期对得上，读者才看得出进展；对错了比对不上更糟",
        "readers see progress where a task is followed from period to period, and are misled where the wrong one is",
    ),
    asks: both(
        "相邻两期里像是同一项、却对不上的任务，用 `key` 写明是不是同一项：章和标题有重名、换了章或章改了名、标题差一两个字，都要写明。标题有改动时，`key` 不同就是两项。",
        "Tasks of neighbouring periods that look like one and are not matched say by their `key` whether they are: where titles stand twice, a task stands in another chapter or one was renamed, or a title differs in a character or two. Where titles differ, different keys say that they are two.",
    ),
    fault: FAULT,
    clean: &[
        before!(
            "经济社会发展主要预期目标",
            "推进 重点项目",
            "",
            "series = \"重点任务\"\n"
        ),
        before!(
            "主要目标",
            "推进重大工程",
            "key = \"projects\"\n",
            "series = \"重点任务\"\n"
        ),
        before!(
            "经济社会发展主要预期目标",
            "推进重大项目",
            "key = \"others\"\n",
            "series = \"重点任务\"\n"
        ),
        before!(
            "经济社会发展主要预期目标",
            "优化营商环境",
            "",
            "series = \"重点任务\"\n"
        ),
        before!(
            "经济社会发展主要预期目标",
            "推进重大项目",
            "",
            "series = \"实事项目\"\n"
        ),
    ],
};

/// `series/doubtful-match`.
pub(super) fn check(site: &Site, faults: &mut Faults) {
    for series in gather(finished(site).map(|(_, disclosure)| disclosure)) {
        for doubt in series.doubts() {
            tell(&series, &doubt, faults);
        }
    }
}

fn tell(series: &Series<'_>, doubt: &Doubt<'_>, faults: &mut Faults) {
    let report = |number: usize| series.reports.get(number);
    let (Some(earlier), Some(later)) = (report(doubt.earlier), report(doubt.report)) else {
        return;
    };
    let (Some(first), Some(then)) = (doubt.now.first(), doubt.then.first()) else {
        return;
    };
    let (from, to) = (earlier.period, later.period);
    let Message { zh, en } = message(doubt, then, first);
    let fault = RULE
        .finding(say!(
            "{to} 的任务与 {from} 的对不上：{zh}",
            "tasks of {to} and {from} are not matched: {en}"
        ))
        .at(first.task.title.span);
    let related = match doubt.then.len() {
        1 => say!("{from} 的在这里", "that of {from} is here"),
        count => say!(
            "{from} 的 {count} 项，第一项在这里",
            "the first of {count} in {from} is here"
        ),
    };
    let fault = fault.related(then.task.title.span, related);
    let others = doubt.now.iter().skip(1).take(TOLD);
    let fault = others.fold(fault, |fault, other| {
        fault.related(
            other.task.title.span,
            say!("{to} 的另一项", "another of {to}"),
        )
    });
    faults.push(fault.hint(hint(doubt.kind)));
}

/// How many tasks of a doubt are told beside the first.
const TOLD: usize = 4;

fn message(doubt: &Doubt<'_>, then: &Member<'_>, now: &Member<'_>) -> Message {
    let (before, after) = (&then.task.title.value, &now.task.title.value);
    let (old, new) = (&then.chapter.title.value, &now.chapter.title.value);
    match (doubt.kind, doubt.now.len()) {
        (DoubtKind::Several, here) => {
            let there = doubt.then.len();
            say!(
                "“{new}”一章的“{after}”现有 {here} 项，先前有 {there} 项",
                "the chapter “{new}” has “{after}” {here} times, and had it {there} times"
            )
        }
        (DoubtKind::OtherKey, _) => say!(
            "“{after}”两期都有，`key` 却不同",
            "both have “{after}”, but with different keys"
        ),
        (DoubtKind::Crossed, _) => say!(
            "“{after}”两期都有，照 `key` 却与另一项是同一项",
            "both have “{after}”, but by keys it would be one with another task"
        ),
        (DoubtKind::OtherChapter, 1) => say!(
            "“{after}”先前在“{old}”一章，现在在“{new}”一章",
            "“{after}” stood in the chapter “{old}”, and now stands in “{new}”"
        ),
        (DoubtKind::OtherChapter, count) => say!(
            "“{old}”一章有 {count} 项任务现在在“{new}”一章",
            "{count} tasks of the chapter “{old}” now stand in “{new}”"
        ),
        (DoubtKind::NearTitle, _) => say!(
            "“{after}”与“{before}”只差一两个字",
            "“{after}” and “{before}” differ in a character or two"
        ),
    }
}

fn hint(kind: DoubtKind) -> Message {
    match kind {
        DoubtKind::OtherKey => say!(
            "是同一项，就把 `key` 改成一样；不是，可用 `[[check.allow]]` 认可",
            "if they are one, give them one `key`; if not, `[[check.allow]]` says so"
        ),
        _ => say!(
            "是同一项，就在两期写同一个 `key`；不是，就写不同的 `key`",
            "if they are one, give both the same `key`; if not, different ones"
        ),
    }
}
