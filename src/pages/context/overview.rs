use serde::Serialize;

use super::{CompletionView, TaskLink, UnitItem};

/// How far the tasks of a disclosure are, and who answers for them: what the source states, and how
/// much it leaves open.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Overview<'a> {
    /// How many tasks state a status.
    pub with_status: usize,
    /// How many tasks state what was done of how much.
    pub with_completion: usize,
    /// All tasks by status.
    pub statuses: Vec<StatusCount>,
    /// The chapters, in order.
    pub chapters: Vec<ChapterOverview<'a>>,
    /// The units that answer for tasks, those with the most tasks first.
    pub units: Vec<UnitItem<'a>>,
}

/// A chapter in the overview of its disclosure.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ChapterOverview<'a> {
    /// The `id` of the chapter on the page of the disclosure.
    pub id: String,
    /// Its number as the office writes it: `(十一)`.
    pub number: Option<String>,
    /// Its title without the number.
    pub title: &'a str,
    /// How many tasks it has.
    pub task_count: usize,
    /// How long its bar is, in per cent of the bar of the chapter with the most tasks.
    pub length: String,
    /// Its tasks by status: the same statuses in the same order as in the whole disclosure.
    pub statuses: Vec<StatusCount>,
    /// Those of its tasks that state what was done of how much.
    pub completions: Vec<TaskCompletion<'a>>,
}

/// How many of some tasks have one status, and their part of a bar that stands for all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StatusCount {
    /// `in-progress` …, and `not-stated` for tasks without one.
    pub word: &'static str,
    /// The key of its name in the theme's strings: `status_in_progress` …
    pub key: String,
    /// How many tasks.
    pub count: usize,
    /// Where the part begins, in per cent of the bar.
    pub start: String,
    /// How long the part is, in per cent of the bar.
    pub length: String,
}

/// A task and how much of it is done.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TaskCompletion<'a> {
    /// The task.
    pub task: TaskLink<'a>,
    /// Its title, cut where it is long for the label of a bar.
    pub short_title: String,
    /// What was done of how much.
    pub completion: CompletionView<'a>,
}
