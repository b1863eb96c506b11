//! Finds out which content files a document makes, and writes them.

mod card;
mod chapters;
mod columns;
mod tasks;
mod tree;
mod units;

use std::path::PathBuf;

pub(super) use tree::Tree;

use super::document::Document;
use crate::diagnostic::Faults;
use crate::edit::{self, Change};

/// How much an import holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Chapters of the source.
    pub chapters: usize,
    /// Tasks of the source.
    pub tasks: usize,
    /// Different units that the source names.
    pub units: usize,
    /// Those of them that the site does not know yet.
    pub new_units: usize,
}

/// What an import would write.
#[derive(Clone, Debug)]
pub struct Plan {
    root: PathBuf,
    /// The files, in the order of the tree.
    pub changes: Vec<Change>,
    /// How much it holds.
    pub summary: Summary,
}

impl Plan {
    /// Writes what is new or updated.
    ///
    /// # Errors
    /// If a file was changed after the plan was made, or one cannot be written; then nothing is.
    pub fn apply(&self) -> Result<(), Faults> {
        edit::apply(&self.root, &self.changes)
    }
}

/// Makes the plan of a document.
pub(super) fn plan(tree: Tree, document: &Document, faults: &mut Faults) -> Plan {
    let mut changes = columns::changes(&tree, document, faults);
    let units = units::change(&tree, document, faults);
    let summary = Summary {
        chapters: document.chapters.len(),
        tasks: document.tasks().count(),
        units: units.named,
        new_units: units.new,
    };
    changes.extend(units.change);
    let Tree {
        root,
        folder,
        card,
        chapters,
        ..
    } = tree;
    changes.push(card::change(card, &folder, document, faults));
    changes.extend(chapters::changes(chapters, &folder, document, faults));
    Plan {
        root,
        changes,
        summary,
    }
}
