//! A series: a row a task, those of one promise under one number.

use super::shared::{COUNTED_IN, DONE, PERCENT, STATUS, TOTAL, URL};
use super::{Cell, Field, Kind, Row, Table};
use crate::export::Data;
use crate::pages::{PlacedSeries, paths};
use crate::series::{Appearance, Move};
use crate::url::absolute;

const MOVES: &[&str] = &[
    Move::Moved.word(),
    Move::StoodStill.word(),
    Move::Appeared.word(),
    Move::Vanished.word(),
    Move::NotCovered.word(),
];

pub(in crate::export) static FIELDS: [Field; 12] = [
    Field::new(
        ["事项", "promise"],
        Kind::Integer,
        7,
        [
            "同一事项各期的任务编号相同",
            "The tasks of one promise, period by period, have one number.",
        ],
    )
    .required(),
    Field::new(
        ["期", "period"],
        Kind::Text,
        10,
        [
            "报告期，如 2021-Q1",
            "The time reported on, such as 2021-Q1.",
        ],
    )
    .required(),
    Field::new(
        ["变化", "change"],
        Kind::Word(MOVES),
        12,
        ["与上一期相比", "What became of it since the period before."],
    ),
    Field::new(
        ["章", "chapter"],
        Kind::Text,
        18,
        ["章的标题", "The heading of the chapter."],
    )
    .required(),
    Field::new(
        ["任务序号", "task_number"],
        Kind::Text,
        9,
        [
            "章的位次和任务在章中的位次，如 4.12",
            "The position of the chapter, and that of the task in it, such as 4.12.",
        ],
    )
    .required(),
    Field::new(
        ["任务", "task"],
        Kind::Text,
        44,
        ["项目内容：要做什么", "What was promised."],
    )
    .required(),
    STATUS,
    DONE,
    TOTAL,
    COUNTED_IN,
    PERCENT,
    URL,
];

/// The promises of a series.
pub(in crate::export) fn series<'a>(data: Data<'a>, placed: &'a PlacedSeries<'a>) -> Table<'a> {
    let courses = (1..).zip(placed.series.courses());
    let rows = courses.flat_map(move |(number, course)| {
        let course = course.iter();
        course.filter_map(move |at| row(data, placed, number, *at))
    });
    Table {
        name: data.say("事项", "Promises"),
        fields: FIELDS.iter().collect(),
        rows: Box::new(rows),
    }
}

fn row<'a>(
    data: Data<'a>,
    placed: &'a PlacedSeries<'a>,
    number: u64,
    at: Appearance,
) -> Option<Row<'a>> {
    let member = placed.series.member(at)?;
    let report = placed.series.reports.get(at.report)?;
    let place = data.index.report(placed, at.report)?.tasks.get(at.task)?;
    let task = member.task;
    let step = placed.series.step(at);
    let completion = task.completion.as_ref().map(|c| &c.value);
    Some(vec![
        Cell::Integer(number),
        Cell::text(report.period.to_string()),
        Cell::of(step, |step| Cell::text(step.what.word())),
        Cell::text(member.chapter.title.value.as_ref()),
        Cell::text(format!("{}.{}", place.chapter_position, place.position)),
        Cell::text(task.title.value.as_ref()),
        Cell::of(task.status.as_ref(), |s| Cell::Status(s.value)),
        Cell::of(completion, |c| Cell::Number(c.done)),
        Cell::of(completion, |c| Cell::Number(c.total)),
        Cell::of(completion.and_then(|c| c.unit.as_deref()), Cell::text),
        Cell::of(completion.and_then(|c| c.percent()), Cell::Number),
        Cell::text(absolute(data.base_url(), &paths::task(&task.path))),
    ])
}
