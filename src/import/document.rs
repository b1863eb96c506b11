//! What a page says, once every part of it has its place.

use super::card::Card;
use crate::diagnostic::Span;
use crate::model::Text;

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
    /// Where the whole row stands.
    pub span: Span,
}

impl Document {
    /// All rows, in order.
    pub fn tasks(&self) -> impl Iterator<Item = &Task> {
        self.chapters.iter().flat_map(|chapter| &chapter.tasks)
    }
}
