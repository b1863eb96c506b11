//! Checks that the tables of one text say the same.

use super::document::{Chapter, Task};
use crate::diagnostic::{Diagnostic, Faults, Message, Span};
use crate::model::Text;
use crate::say;

/// How many differences are told.
const TOLD: usize = 5;

/// Whether two tables start with the same texts.
pub(super) fn start<'a, 'b>(
    first: impl Iterator<Item = &'a str>,
    second: impl Iterator<Item = &'b str>,
) -> bool {
    const TEXTS: usize = 3;
    let first: Vec<&str> = first.take(TEXTS).collect();
    first.len() == TEXTS && second.take(TEXTS).eq(first)
}

/// Tells the first differences between two tables.
pub(super) fn compare(first: &[Chapter], second: &[Chapter], faults: &mut Faults) {
    let mut differences = Vec::new();
    if let Some((a, b)) = first.iter().zip(second).find(|(a, b)| !same_heading(a, b)) {
        differences.push(differ(
            say!("章的标题不同", "the headings of a chapter differ"),
            b.title.span,
            a.title.span,
        ));
    } else {
        let rows = |chapters: &[Chapter]| -> Vec<(usize, Task)> {
            chapters
                .iter()
                .enumerate()
                .flat_map(|(at, chapter)| chapter.tasks.iter().map(move |t| (at, t.clone())))
                .collect()
        };
        let (a, b) = (rows(first), rows(second));
        let mut shifted = a.len() != b.len();
        for ((x, one), (y, two)) in a.iter().zip(&b) {
            // Once a row has moved, all that follow differ as well.
            if x != y || (shifted && one.title.value != two.title.value) {
                differences.push(differ(
                    say!("这一行不同", "this row differs"),
                    two.span,
                    one.span,
                ));
                shifted = true;
                break;
            }
            cells(one, two, &mut differences);
        }
        if differences.is_empty() && shifted {
            let longer = if a.len() > b.len() { &a } else { &b };
            let shorter = a.len().min(b.len());
            if let (Some((_, extra)), Some((_, last))) = (
                longer.get(shorter),
                if a.len() > b.len() {
                    b.last()
                } else {
                    a.last()
                },
            ) {
                differences.push(differ(
                    say!("另一张表没有这一行", "the other table lacks this row"),
                    extra.span,
                    last.span,
                ));
            }
        }
    }
    let more = differences.len().saturating_sub(TOLD);
    faults.extend(differences.into_iter().take(TOLD));
    if more > 0 {
        faults.push(Diagnostic::error(
            "import/tables-differ",
            say!(
                "两张表还有 {more} 处不同",
                "the two tables differ in {more} more places"
            ),
        ));
    }
}

fn same_heading(a: &Chapter, b: &Chapter) -> bool {
    a.number == b.number && a.title.value == b.title.value
}

fn cells(one: &Task, two: &Task, differences: &mut Vec<Diagnostic>) {
    if one.title.value != two.title.value {
        let message = say!("项目内容不同", "the tasks differ");
        differences.push(differ(message, two.title.span, one.title.span));
    }
    let names = |task: &Task| -> Vec<Box<str>> {
        task.units.iter().map(|unit| unit.value.clone()).collect()
    };
    if names(one) != names(two) {
        let place = |task: &Task| task.units.first().map_or(task.span, |unit| unit.span);
        let message = say!("责任单位不同", "the units differ");
        differences.push(differ(message, place(two), place(one)));
    }
    let value = |text: &Option<Text>| text.as_ref().map(|t| t.value.clone());
    if value(&one.progress) != value(&two.progress) {
        let place = |task: &Task| task.progress.as_ref().map_or(task.span, |p| p.span);
        let message = say!("进展情况不同", "the progress differs");
        differences.push(differ(message, place(two), place(one)));
    }
}

fn differ(what: Message, here: Span, there: Span) -> Diagnostic {
    let (zh, en) = (what.zh, what.en);
    Diagnostic::error(
        "import/tables-differ",
        say!(
            "文本里有两张表，内容却不一样：{zh}",
            "the text holds two tables that are not equal: {en}"
        ),
    )
    .at(here)
    .related(there, say!("另一张表", "the other table"))
    .hint(say!(
        "确定哪一张是对的，从文本中删去另一张",
        "find out which one is right and delete the other from the text"
    ))
}
