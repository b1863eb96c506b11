//! Which task a row is, and what speaks against it.

use crate::collect::column::Column;
use crate::collect::mark::Mark;
use crate::collect::returned::{Row, Text};
use crate::collect::start::locked;
use crate::collect::survey::{Asked, Survey};
use crate::diagnostic::{Diagnostic, Faults, Message};
use crate::say;
use crate::series::folded;

/// The task of a row.
pub(super) struct Placed {
    /// Its number in the survey.
    pub(super) item: usize,
    /// Whether it answers something, and was found by its title.
    pub(super) is_by_title: bool,
    /// What makes it uncertain that its answers should be taken.
    pub(super) doubts: Vec<Diagnostic>,
}

/// Finds the task of a row in somebody's workbook. A row with answers that is no task for certain is told.
pub(super) fn place(
    row: &Row,
    who: Asked,
    survey: &Survey<'_>,
    faults: &mut Faults,
) -> Option<Placed> {
    let says_something = !row.answers.is_empty() || row.faults > 0;
    let by_id = row
        .id
        .as_ref()
        .and_then(|id| Some((survey.at_path(&id.path)?, id)));
    let (at, mut doubts) = match by_id {
        Some((at, id)) => {
            let mut doubts: Vec<Diagnostic> = title_changed(row, at, survey).into_iter().collect();
            doubts.extend(locked_cell(row, at, who, survey));
            let own = survey.id(who);
            if id.unit != own {
                let (own, other) = (survey.name(who), other_name(survey, &id.unit));
                doubts.push(not_theirs(
                    row,
                    say!(
                        "“{own}”的填报表里有“{other}”的行",
                        "the workbook of {own} has a row of {other}'s"
                    ),
                ));
            }
            (at, doubts)
        }
        None => match by_title(row, survey) {
            Some(at) => (at, Vec::new()),
            None => {
                if says_something {
                    faults.push(
                        Diagnostic::error(
                            "collect/unknown-row",
                            say!(
                                "不能确定这一行是哪项任务，没有合并",
                                "it is not certain which task this row is; it is not merged"
                            ),
                        )
                        .at(row.span)
                        .hint(say!(
                            "识别码丢失或无效，项目内容也不与任何一项唯一相同",
                            "its id is lost or of no task, and no one task has its title"
                        )),
                    );
                }
                return None;
            }
        },
    };
    if let Some(item) = survey.items.get(at)
        && doubts.is_empty()
        && !item.is_asked_of(who)
        && says_something
    {
        let own = survey.name(who);
        doubts.push(not_theirs(
            row,
            say!(
                "“{own}”不是这项任务的责任单位",
                "{own} does not answer for this task"
            ),
        ));
    }
    Some(Placed {
        item: at,
        is_by_title: by_id.is_none() && says_something,
        doubts,
    })
}

/// What becomes of the answers of a row that there is a doubt about.
fn hint(row: &Row) -> Message {
    match row.answers.is_empty() && row.faults == 0 {
        true => say!(
            "这一行没有答复；看单位想说什么",
            "the row answers nothing; see what the unit wants to say"
        ),
        false => say!(
            "这一行的答复没有合并；看单位想说什么，再用 `--interactive` 决定",
            "the answers of this row are not merged; see what the unit wants to say, then decide with `--interactive`"
        ),
    }
}

/// A locked cell of a row was changed, the title aside.
fn locked_cell(row: &Row, at: usize, who: Asked, survey: &Survey<'_>) -> Option<Diagnostic> {
    let (column, span) = row.locked.first()?;
    let name = column.head();
    let fault = Diagnostic::error(
        "collect/locked-cell",
        say!("锁定的“{name}”被改动", "the locked cell {name} was changed"),
    )
    .at(*span)
    .hint(hint(row));
    // What it said is known if the content still says it.
    let was = locked(survey, survey.items.get(at)?, who, *column);
    let sent = Column::LOCKED.into_iter().zip(row.id.as_ref()?.locked);
    let is_that = |(own, mark): (Column, Mark)| own == *column && mark == Mark::of_cell(&was);
    Some(match sent.into_iter().any(is_that) && !was.is_empty() {
        true => fault.label(say!("发出时是“{was}”", "it went out as “{was}”")),
        false => fault,
    })
}

fn not_theirs(row: &Row, message: Message) -> Diagnostic {
    Diagnostic::error("collect/not-theirs", message)
        .at(row.span)
        .hint(hint(row))
}

fn other_name<'s>(survey: &Survey<'s>, id: &'s str) -> &'s str {
    survey.who(id).map_or(id, |who| survey.name(who))
}

/// The title of a row is not that of its task: it was changed in the one or in the other.
fn title_changed(row: &Row, at: usize, survey: &Survey<'_>) -> Option<Diagnostic> {
    let own = Mark::of_cell(&survey.items.get(at)?.task.title.value);
    let sent = *row.id.as_ref()?.locked.first()?;
    let (now, says) = match &row.title {
        Some(Text { value, .. }) => (Mark::of_cell(value), &**value),
        None if row.answers.is_empty() && row.faults == 0 => return None,
        None => (sent, ""),
    };
    if now == own {
        return None;
    }
    let is = &survey.items.get(at)?.task.title.value;
    let message = match now == sent {
        true => say!(
            "发表之后任务改了名称，现在是“{is}”",
            "the task was renamed after the workbooks went out and is “{is}” now"
        ),
        false => say!(
            "项目内容被改为“{says}”，任务是“{is}”",
            "the title was changed to “{says}”, the task is “{is}”"
        ),
    };
    let fault = Diagnostic::error("collect/title-changed", message)
        .at(row.span)
        .hint(hint(row));
    Some(match other_with(says, at, survey) {
        Some(other) => fault.hint(say!(
            "另一项任务 {other} 正是这个名称，行可能错位",
            "another task, {other}, has exactly this title; rows may have slipped"
        )),
        None => fault,
    })
}

/// Another task of this title.
fn other_with<'s>(title: &str, at: usize, survey: &'s Survey<'_>) -> Option<&'s str> {
    let mut others = survey.with_title(title).iter();
    let other = survey.items.get(*others.find(|other| **other != at)?)?;
    Some(other.task.path.as_str())
}

/// The only task with the title of a row, and its chapter if the row names one.
fn by_title(row: &Row, survey: &Survey<'_>) -> Option<usize> {
    let chapter = row.chapter.as_ref().map(|chapter| folded(&chapter.value));
    let is_in_chapter = |at: &&usize| {
        let Some((item, chapter)) = survey.items.get(**at).zip(chapter.as_ref()) else {
            return true;
        };
        let own = locked(survey, item, Asked::Whole, Column::Chapter);
        *chapter == folded(&own) || *chapter == folded(&item.chapter.title.value)
    };
    let same = survey.with_title(&row.title.as_ref()?.value);
    let mut same = same.iter().filter(is_in_chapter);
    let at = *same.next()?;
    same.next().is_none().then_some(at)
}
