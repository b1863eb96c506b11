//! The period that a disclosure reports on, against its title and its dates.

use super::example::CARD;
use super::example::Example::{Edit, Files};
use super::parts::finished;
use super::rule::{Rule, Standing, Weight, both, custom};
use crate::diagnostic::Faults;
use crate::model::{Disclosure, Located, Part, Period, Site};
use crate::say;

pub(super) const RULES: &[Rule] = &[TITLE, NOT_OVER];

const TITLE: Rule = Rule {
    code: "period/title",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "标题和索引卡说的应是同一期",
        "title and index card should speak of one period",
    ),
    asks: both(
        "标题里的期与 `period` 一致，或者包含它。",
        "The period that a title names is that of `period`, or holds it.",
    ),
    fault: Edit(CARD, "period = \"2020-Q2\"", "period = \"2020-Q1\""),
    clean: &[
        Edit(CARD, "2020年第二季度", "2020第2季度"),
        Edit(CARD, "2020年第二季度", "2020年度"),
        Edit(CARD, "2020年第二季度", "2020年4-6月"),
        Edit(CARD, "2020年第二季度", ""),
    ],
};

const NOT_OVER: Rule = Rule {
    code: "period/not-over",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "一期没有结束，就还没有一期的执行情况",
        "of a period that is not over nobody can report how it went",
    ),
    asks: both(
        "写有进展情况的季报、半年报、月报在它的期结束之后生成；全年的可以边做边报。",
        "What reports the progress of a month, a quarter or a half is made after it has ended; that of a year may be told as it goes.",
    ),
    fault: Edit(
        CARD,
        "created = 2020-07-22\npublished = 2020-07-22T15:36:51",
        "created = 2020-06-22\npublished = 2020-06-24",
    ),
    clean: &[
        Edit(CARD, "created = 2020-07-22", "created = 2020-06-30"),
        Edit(
            CARD,
            "title = \"2020年第二季度重点任务执行情况\"",
            "draft = true\ntitle = \"2020年第三季度重点任务执行情况\"",
        ),
        Edit(
            CARD,
            "年第二季度重点任务执行情况\"\nindex_number = \"K1493206-6/2020-11938\"\npublisher = \"区府办\"\nsummary = \"各项重点任务的进展。\"\nperiod = \"2020-Q2\"",
            "年重点任务执行情况\"\nindex_number = \"K1493206-6/2020-11938\"\npublisher = \"区府办\"\nsummary = \"各项重点任务的进展。\"\nperiod = \"2020\"",
        ),
        // A plan is made before its period.
        Files(&[(
            "content/plans/q4/disclosure.toml",
            "title = \"2020年第四季度重点任务\"\nindex_number = \"K1493206-6/2020-11939\"\npublisher = \"区府办\"\nsummary = \"各项重点任务。\"\nperiod = \"2020-Q4\"\ncreated = 2020-07-23\npublished = 2020-07-23\nmode = \"主动公开\"\nbody = \"任务如下。\"\n",
        )]),
    ],
};

pub(super) fn check(site: &Site, faults: &mut Faults) {
    for (_, disclosure) in finished(site) {
        title(disclosure, faults);
        not_over(disclosure, faults);
    }
}

/// `period/title`.
fn title(disclosure: &Disclosure, faults: &mut Faults) {
    let title = &disclosure.card.title;
    let (Some(period), Some(named)) = (&disclosure.period, Period::from_title(&title.value)) else {
        return;
    };
    let holds = named.start() <= period.value.start() && period.value.end() <= named.end();
    if holds {
        return;
    }
    let stated = period.value;
    faults.push(
        TITLE
            .finding(say!(
                "标题说的是 {named}，`period` 却是 {stated}",
                "the title speaks of {named}, but `period` is {stated}"
            ))
            .at(period.span)
            .related(title.span, say!("标题在这里", "the title is here")),
    );
}

/// `period/not-over`.
fn not_over(disclosure: &Disclosure, faults: &mut Faults) {
    let is_short = |period: &&Located<Period>| period.value.part() != Part::Year;
    let Some(period) = disclosure.period.as_ref().filter(is_short) else {
        return;
    };
    let mut tasks = disclosure.chapters().iter().flat_map(|c| &c.tasks);
    if !tasks.any(|task| task.progress.is_some()) {
        return;
    }
    let card = &disclosure.card;
    let (day, span) = match &card.created {
        Some(created) => (created.value, created.span),
        None => (card.published.value.date, card.published.span),
    };
    let end = period.value.end();
    if day >= end {
        return;
    }
    let stated = period.value;
    faults.push(
        NOT_OVER
            .finding(say!(
                "{day} 时 {stated} 还没有结束，要到 {end}",
                "on {day}, {stated} was not over: it ended on {end}"
            ))
            .at(span)
            .related(period.span, say!("期在这里", "the period is here")),
    );
}
