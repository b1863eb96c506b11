//! What a unit answers, and what a task says.

use rust_decimal::Decimal;

use super::mark::Mark;
use crate::diagnostic::{Lang, Message};
use crate::edit::{escaped, says};
use crate::import::is_unseen;
use crate::model::{Completion, Located, Status, Task};
use crate::say;
use crate::series::folded;

/// What is asked of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// 进展情况.
    Progress,
    /// 进度状态.
    Status,
    /// 完成数.
    Completion,
}

impl Field {
    /// All of them, in the order of a task file.
    pub const ALL: [Self; 3] = [Self::Progress, Self::Status, Self::Completion];

    /// Its key in a task file.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::Status => "status",
            Self::Completion => "completion",
        }
    }

    /// What people call it.
    #[must_use]
    pub fn name(self) -> Message {
        match self {
            Self::Progress => say!("进展情况", "progress"),
            Self::Status => say!("进度状态", "status"),
            Self::Completion => say!("完成数", "completion"),
        }
    }

    /// What a task says, in one form however it is written; nothing if it does not say it.
    pub(super) fn stated(self, task: &Task) -> String {
        match self {
            Self::Progress => task
                .progress
                .as_ref()
                .map_or_else(String::new, |prose| prose.source.to_string()),
            Self::Status => task
                .status
                .as_ref()
                .map_or_else(String::new, |status| status.value.word().to_owned()),
            Self::Completion => task
                .completion
                .as_ref()
                .map_or_else(String::new, |completion| counted(&completion.value)),
        }
    }

    /// What a task says, as it is shown to people; none if it does not say it.
    pub(super) fn shown(self, task: &Task, lang: Lang) -> Option<String> {
        match self {
            Self::Progress => task.progress.as_ref().map(|p| p.source.to_string()),
            Self::Status => task
                .status
                .as_ref()
                .map(|status| status.value.name().text(lang).to_owned()),
            Self::Completion => task.completion.as_ref().map(|c| counted(&c.value)),
        }
    }
}

/// An answer to one of the questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// What was done: plain text, its paragraphs parted by a blank line.
    Progress(Box<str>),
    /// How far it is.
    Status(Status),
    /// What was done of how much.
    Completion(Completion),
}

impl Answer {
    /// The progress that the lines of a cell say.
    pub(super) fn progress(cell: &str) -> Self {
        let lines = cell.lines().map(|line| line.trim_matches(is_unseen));
        let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
        Self::Progress(lines.join("\n\n").into())
    }

    /// Which question it answers.
    #[must_use]
    pub fn field(&self) -> Field {
        match self {
            Self::Progress(_) => Field::Progress,
            Self::Status(_) => Field::Status,
            Self::Completion(_) => Field::Completion,
        }
    }

    /// What a task that says it states, as [`Field::stated`] gives it.
    pub(super) fn stated(&self) -> String {
        match self {
            Self::Progress(text) => escaped(text),
            Self::Status(status) => status.word().to_owned(),
            Self::Completion(completion) => counted(completion),
        }
    }

    /// As it is shown to people.
    #[must_use]
    pub fn shown(&self, lang: Lang) -> String {
        match self {
            Self::Progress(text) => text.to_string(),
            Self::Status(status) => status.name().text(lang).to_owned(),
            Self::Completion(completion) => counted(completion),
        }
    }

    /// What it is known by.
    pub(super) fn mark(&self) -> Mark {
        Mark::of(self.stated())
    }

    /// Whether two units say the same: white space and width aside.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Progress(a), Self::Progress(b)) => folded(a) == folded(b),
            (Self::Completion(a), Self::Completion(b)) => counted(a) == counted(b),
            _ => self == other,
        }
    }

    /// Whether a task says it already, marks of Markdown aside.
    pub(super) fn is_said_by(&self, task: &Task) -> bool {
        match self {
            Self::Progress(text) => task
                .progress
                .as_ref()
                .is_some_and(|prose| says(&prose.source, text)),
            Self::Status(status) => task.status.as_ref().map(value) == Some(status),
            Self::Completion(_) => Field::Completion.stated(task) == self.stated(),
        }
    }
}

fn value<T>(located: &Located<T>) -> &T {
    &located.value
}

/// `3531/6360 项`.
fn counted(completion: &Completion) -> String {
    let (done, total) = (plain(completion.done), plain(completion.total));
    match &completion.unit {
        Some(unit) => format!("{done}/{total} {unit}"),
        None => format!("{done}/{total}"),
    }
}

/// A number without zeros that say nothing.
pub(super) fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}
