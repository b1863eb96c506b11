//! What a page says, once every part of it has its place.

use super::card::Card;
use crate::diagnostic::Span;
use crate::model::{Completion, Located, Status, Text};

/// A published page.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its index card.
    pub card: Card,
    /// The columns that lead to it, if the page shows them.
    pub breadcrumb: Vec<Text>,
    /// Its chapters, in order.
    pub chapters: Vec<Chapter>,
}

/// A chapter of a page.
#[derive(Clone, Debug)]
pub struct Chapter {
    /// The number that the source gives it.
    pub number: Option<u32>,
    /// Its heading without the number.
    pub title: Text,
    /// Its rows, in order.
    pub tasks: Vec<Task>,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Task {
    /// What was promised.
    pub title: Text,
    /// Who answers for it.
    pub units: Vec<Text>,
    /// What was done; none if the source marks the cell as empty.
    pub progress: Option<Text>,
    /// How far it is, if the source says so.
    pub status: Option<Located<Status>>,
    /// What was done of how much, if the source says so.
    pub completion: Option<Located<Completion>>,
    /// Whether it is of a data file of this program: its progress is Markdown, and what it does not state is
    /// not stated.
    pub is_ours: bool,
    /// Where the whole row stands.
    pub span: Span,
}

impl Document {
    /// All rows, in order.
    pub fn tasks(&self) -> impl Iterator<Item = &Task> {
        self.chapters.iter().flat_map(|chapter| &chapter.tasks)
    }
}
