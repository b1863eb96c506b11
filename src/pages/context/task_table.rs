use std::collections::BTreeMap;

use serde::Serialize;

use super::Link;

/// A text in Markdown; the filter `markdown` makes HTML of it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ProseView<'a> {
    /// The Markdown.
    pub source: &'a str,
    /// Where the links to other items of the site lead, by the destination as it is written.
    pub links: BTreeMap<String, String>,
}

/// A chapter with its tasks.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ChapterView<'a> {
    /// An `id` for the page it is on: `c-` and the name of its folder.
    pub id: String,
    /// Its number as the office writes it: `(十一)`.
    pub number: Option<String>,
    /// Its title without the number.
    pub title: &'a str,
    /// Its own page.
    pub href: String,
    /// What stands before its tasks.
    pub body: Option<ProseView<'a>>,
    /// Its tasks.
    pub tasks: Vec<TaskRow<'a>>,
}

/// A task.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TaskRow<'a> {
    /// Chapter and task by their positions: `4.3`.
    pub label: String,
    /// What was promised, to the character.
    pub title: &'a str,
    /// Its own page.
    pub href: String,
    /// Who answers for it; the first leads.
    pub units: Vec<UnitLink<'a>>,
    /// What was done.
    pub progress: Option<ProseView<'a>>,
    /// How far it is, if the source says so.
    pub status: Option<StatusView>,
    /// What was done of how much, if the source says so.
    pub completion: Option<CompletionView<'a>>,
}

/// A unit as a task names it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnitLink<'a> {
    /// The name as it is written.
    pub name: &'a str,
    /// The unit's page.
    pub href: String,
    /// Whether it leads others.
    pub lead: bool,
}

/// How far a task is.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StatusView {
    /// `in-progress` …
    pub word: &'static str,
    /// The key of its name in the theme's strings: `status_in_progress` …
    pub key: String,
}

/// What was done of how much.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CompletionView<'a> {
    /// Done so far.
    pub done: String,
    /// To be done.
    pub total: String,
    /// What is counted.
    pub unit: Option<&'a str>,
    /// The share in per cent with at most two decimals, without the sign; none if it cannot be computed.
    pub percent: Option<String>,
    /// How long a bar of it is: the share, or 100 where more was done than was to be done.
    pub length: Option<String>,
}

/// Other tasks of one unit.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnitGroup<'a> {
    /// The unit.
    pub unit: UnitLink<'a>,
    /// A few of its tasks in the same disclosure.
    pub tasks: Vec<TaskLink<'a>>,
    /// How many more there are on the unit's page.
    pub more: usize,
}

/// A task to go to.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TaskLink<'a> {
    /// Chapter and task by their positions: `4.3`.
    pub label: String,
    /// What was promised.
    pub title: &'a str,
    /// Its own page.
    pub href: String,
}

/// A task on its unit's page.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnitTask<'a> {
    /// The task.
    pub task: TaskRow<'a>,
    /// The chapter it belongs to.
    pub chapter: Link<'a>,
}
