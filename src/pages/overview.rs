//! What the tasks of a disclosure add up to, from what the source states alone. A task without a
//! status counts as not stated, never as one that somebody guessed.

use std::collections::BTreeMap;

use super::context::{
    ChapterOverview, Overview, StatusCount, StatusView, TaskCompletion, UnitItem,
};
use super::frame::From;
use super::index::{Placed, TaskPlace, UnitCount};
use super::views::{chapter_number, completion_view, task_link};
use super::{Plan, paths};
use crate::model::words as text;
use crate::model::{Located, Status, Task, Unit, UnitId};

/// How wide the label of a bar may be, in columns.
const LABEL: usize = 48;

/// The statuses in the order of a bar: what is done first, what is not stated last.
const ORDER: [Option<Status>; 6] = [
    Some(Status::Done),
    Some(Status::InProgress),
    Some(Status::Delayed),
    Some(Status::NotStarted),
    Some(Status::Cancelled),
    None,
];

impl<'s> Plan<'s> {
    /// The overview of a disclosure's tasks on its own page.
    pub(super) fn overview<'p>(&'p self, placed: &'p Placed<'s>, from: From<'_>) -> Overview<'p> {
        let tasks = || placed.tasks.iter().map(|place| place.task);
        let shown = occurring(tasks());
        let chapters = placed.disclosure.chapters();
        let most = chapters.iter().map(|chapter| chapter.tasks.len()).max();
        let most = most.unwrap_or_default();
        Overview {
            with_status: tasks().filter(|task| task.status.is_some()).count(),
            with_completion: tasks().filter(|task| task.completion.is_some()).count(),
            statuses: status_counts(tasks(), &shown),
            chapters: (1..)
                .zip(chapters)
                .map(|(position, chapter)| ChapterOverview {
                    id: chapter_id(chapter),
                    number: chapter_number(chapter),
                    title: &chapter.title.value,
                    task_count: chapter.tasks.len(),
                    length: percent(basis_points(chapter.tasks.len(), most)),
                    statuses: status_counts(chapter.tasks.iter(), &shown),
                    completions: (1..)
                        .zip(&chapter.tasks)
                        .filter_map(|(number, task)| {
                            Some(TaskCompletion {
                                task: task_link(task, (position, number), from),
                                short_title: short(&task.title.value),
                                completion: completion_view(task)?,
                            })
                        })
                        .collect(),
                })
                .collect(),
            units: self.answering(&placed.tasks, from),
        }
    }

    /// The units that answer for some tasks: those with the most first, equal ones in the order of
    /// the list of units.
    fn answering<'p>(&'p self, tasks: &[TaskPlace<'_>], from: From<'_>) -> Vec<UnitItem<'p>> {
        let mut counts: BTreeMap<UnitId, UnitCount> = BTreeMap::new();
        for place in tasks {
            let mentions = &place.task.units;
            for (position, mention) in mentions.iter().enumerate() {
                // A unit may be named twice, by its name and an alias.
                let named_before = mentions
                    .iter()
                    .take(position)
                    .any(|other| other.unit == mention.unit);
                let count = counts.entry(mention.unit).or_default();
                count.lead += usize::from(position == 0);
                count.joint += usize::from(position > 0 && !named_before);
            }
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(id, count)| (std::cmp::Reverse((count.all(), count.lead)), *id));
        let most = counts.first().map_or(0, |(_, count)| count.all());
        counts
            .into_iter()
            .filter_map(|(id, count)| {
                let unit = self.input.site.units.get(id)?;
                Some(unit_item(unit, count, most, from))
            })
            .collect()
    }
}

/// A unit in a list whose longest bar stands for `most` tasks.
pub(super) fn unit_item<'p>(
    unit: &'p Unit,
    count: UnitCount,
    most: usize,
    from: From<'_>,
) -> UnitItem<'p> {
    UnitItem {
        name: &unit.name.value,
        href: from.to(&paths::unit(&unit.id)),
        full_name: text(&unit.full_name),
        collective: unit.collective,
        lead: count.lead,
        joint: count.joint,
        lead_length: percent(basis_points(count.lead, most)),
        joint_length: percent(basis_points(count.all(), most) - basis_points(count.lead, most)),
    }
}

/// A title as the label of a bar: at most [`LABEL`] columns wide, a Han character being two.
fn short(title: &str) -> String {
    let mut columns = 0;
    for (at, character) in title.char_indices() {
        columns += if character < '\u{2E80}' { 1 } else { 2 };
        if columns > LABEL {
            let start = title.get(..at).unwrap_or(title);
            return format!("{start}…");
        }
    }
    title.to_owned()
}

/// The `id` of a chapter on the page of its disclosure.
pub(super) fn chapter_id(chapter: &crate::model::Chapter) -> String {
    format!("c-{}", chapter.slug)
}

fn status_of(task: &Task) -> Option<Status> {
    task.status.as_ref().map(|status| status.value)
}

/// The statuses that some tasks have.
fn occurring<'t>(tasks: impl Iterator<Item = &'t Task>) -> Vec<Option<Status>> {
    let found: Vec<_> = tasks.map(status_of).collect();
    ORDER
        .into_iter()
        .filter(|status| found.contains(status))
        .collect()
}

/// Some tasks by status; empty if none states one.
pub(super) fn stated<'t>(tasks: impl Iterator<Item = &'t Task> + Clone) -> Vec<StatusCount> {
    let shown = occurring(tasks.clone());
    if shown.iter().all(Option::is_none) {
        return Vec::new();
    }
    status_counts(tasks, &shown)
}

/// How many tasks have each of these statuses.
fn status_counts<'t>(
    tasks: impl Iterator<Item = &'t Task>,
    statuses: &[Option<Status>],
) -> Vec<StatusCount> {
    let found: Vec<_> = tasks.map(status_of).collect();
    let mut before = 0;
    statuses
        .iter()
        .map(|status| {
            let count = found.iter().filter(|found| *found == status).count();
            let start = basis_points(before, found.len());
            before += count;
            let word = status.map_or("not-stated", Status::word);
            StatusCount {
                word,
                key: status_key(word),
                count,
                start: percent(start),
                length: percent(basis_points(before, found.len()) - start),
            }
        })
        .collect()
}

/// A status as a page shows it.
pub(super) fn status_view(status: &Located<Status>) -> StatusView {
    let word = status.value.word();
    StatusView {
        word,
        key: status_key(word),
    }
}

/// The key of a status's name in the theme's strings.
pub(super) fn status_key(word: &str) -> String {
    format!("status_{}", word.replace('-', "_"))
}

/// A part of a whole in hundredths of a per cent.
fn basis_points(part: usize, whole: usize) -> usize {
    (part * 10_000 + whole / 2).checked_div(whole).unwrap_or(0)
}

/// Hundredths of a per cent, written in per cent without trailing zeros.
fn percent(basis_points: usize) -> String {
    let (whole, rest) = (basis_points / 100, basis_points % 100);
    match rest {
        0 => whole.to_string(),
        rest if rest % 10 == 0 => format!("{whole}.{}", rest / 10),
        rest => format!("{whole}.{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn shares() {
        for (part, whole, text) in [
            (0, 0, "0"),
            (0, 7, "0"),
            (1, 8, "12.5"),
            (1, 3, "33.33"),
            (2, 3, "66.67"),
            (1, 128, "0.78"),
            (1, 10_000, "0.01"),
            (7, 7, "100"),
        ] {
            assert_eq!(percent(basis_points(part, whole)), text, "{part}/{whole}");
        }
        assert_eq!(percent(205), "2.05");
    }

    #[test]
    fn labels_are_short() {
        assert_eq!(short("收储11宗472亩"), "收储11宗472亩");
        assert_eq!(short(&"任".repeat(24)), "任".repeat(24));
        assert_eq!(short(&"任".repeat(25)), "任".repeat(24) + "…");
        assert_eq!(short(&"R".repeat(49)), "R".repeat(48) + "…");
    }

    proptest! {
        #[test]
        fn the_parts_of_a_bar_leave_no_gap(counts in prop::collection::vec(0..40_usize, 1..6)) {
            let whole: usize = counts.iter().sum();
            prop_assume!(whole > 0);
            let (mut before, mut end) = (0, 0);
            for count in counts {
                let start = basis_points(before, whole);
                prop_assert_eq!(start, end);
                before += count;
                end = basis_points(before, whole);
                prop_assert!(end >= start);
            }
            prop_assert_eq!(end, 10_000);
        }
    }
}
