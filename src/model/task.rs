use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

use super::{ContentPath, Located, Prose, Slug, Text, UnitId};
use crate::diagnostic::{Message, Span};
use crate::say;

/// What the source states about how far a task is. Never derived by the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Not begun.
    NotStarted,
    /// Under way.
    InProgress,
    /// Finished.
    Done,
    /// Behind its plan.
    Delayed,
    /// Given up or put off.
    Cancelled,
}

impl Status {
    /// All statuses, in the order they are shown.
    pub const ALL: [Self; 5] = [
        Self::NotStarted,
        Self::InProgress,
        Self::Done,
        Self::Delayed,
        Self::Cancelled,
    ];

    /// The word used in content files and as a key of the theme's strings.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotStarted => "not-started",
            Self::InProgress => "in-progress",
            Self::Done => "done",
            Self::Delayed => "delayed",
            Self::Cancelled => "cancelled",
        }
    }

    /// What people call it.
    #[must_use]
    pub fn name(self) -> Message {
        match self {
            Self::NotStarted => say!("未开始", "not started"),
            Self::InProgress => say!("进行中", "in progress"),
            Self::Done => say!("已完成", "done"),
            Self::Delayed => say!("滞后", "delayed"),
            Self::Cancelled => say!("已取消", "cancelled"),
        }
    }
}

/// What was done of how much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Done so far.
    pub done: Decimal,
    /// To be done; above zero.
    pub total: Decimal,
    /// What is counted, such as 项 or 亩.
    pub unit: Option<Box<str>>,
}

impl Completion {
    /// The share done in per cent, rounded half up to two decimals, without trailing zeros.
    #[must_use]
    pub fn percent(&self) -> Option<Decimal> {
        let share = self
            .done
            .checked_mul(Decimal::ONE_HUNDRED)?
            .checked_div(self.total)?;
        Some(
            share
                .round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
                .normalize(),
        )
    }
}

/// A unit as a task names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitMention {
    /// The name as it is written.
    pub name: Box<str>,
    /// Who that is.
    pub unit: UnitId,
    /// Where it stands.
    pub span: Span,
}

/// 任务 (项目内容): what was promised, and how it stands.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its path.
    pub path: ContentPath,
    /// The name of its file.
    pub slug: Slug,
    /// What was promised, to the character.
    pub title: Text,
    /// 责任单位: who answers for it; the first leads.
    pub units: Vec<UnitMention>,
    /// 进展情况: what was done.
    pub progress: Option<Prose>,
    /// How far it is, if the source says so.
    pub status: Option<Located<Status>>,
    /// What was done of how much, if the source says so.
    pub completion: Option<Located<Completion>>,
    /// Links the task to itself in other periods.
    pub key: Option<Located<Slug>>,
    /// Where it is declared.
    pub span: Span,
}

impl Status {
    /// What it is called in Chinese and in English, as on a page.
    #[must_use]
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::NotStarted => ("未开始", "Not started"),
            Self::InProgress => ("进行中", "In progress"),
            Self::Done => ("已完成", "Done"),
            Self::Delayed => ("滞后", "Delayed"),
            Self::Cancelled => ("已取消", "Cancelled"),
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(done: &str, total: &str) -> String {
        let completion = Completion {
            done: done.parse().unwrap(),
            total: total.parse().unwrap(),
            unit: None,
        };
        completion.percent().unwrap().to_string()
    }

    #[test]
    fn shares_of_the_report() {
        assert_eq!(percent("3531", "6360"), "55.52");
        assert_eq!(percent("1691", "2815"), "60.07");
        assert_eq!(percent("342", "1000"), "34.2");
        assert_eq!(percent("212.65", "472"), "45.05");
        assert_eq!(percent("1", "800"), "0.13", "half goes up");
        assert_eq!(percent("4", "2"), "200");
    }
}
