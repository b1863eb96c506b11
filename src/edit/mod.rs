//! Content files that are edited by the program: everything that it was not asked to change stays as it
//! is, comments and form included, and of several files all are written or none. A program that is killed
//! while it moves them into place leaves some new and some as they were, each of them whole; run again, it
//! writes the others.
//!
//! | code | means |
//! | --- | --- |
//! | `edit/unreadable` | a content file that is to be updated cannot be read |
//! | `edit/changed-meanwhile` | a file was changed after it was read |
//! | `edit/unwritable` | a file cannot be written |

mod apply;
mod file;
mod plain;
mod whole;

pub use apply::apply;
pub(crate) use file::File;
pub(crate) use plain::{escaped, says};
pub(crate) use whole::replace;

/// What happens to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new.
    Create,
    /// These keys of it are set; everything else stays as it is.
    Update(Vec<String>),
    /// It already says what it should.
    Unchanged,
}

/// A file and what becomes of it.
#[derive(Clone, Debug)]
pub struct Change {
    /// Its path below the site's folder, with `/` between the names.
    pub path: String,
    /// What happens to it.
    pub kind: ChangeKind,
    /// What it says then.
    pub text: String,
    /// What it said when it was read.
    before: Option<String>,
}

impl Change {
    /// A file that is written as a whole; `before` is what it says now, if it is there.
    pub(crate) fn of_text(path: String, before: Option<String>, text: String) -> Self {
        let kind = match &before {
            None => ChangeKind::Create,
            Some(before) if *before == text => ChangeKind::Unchanged,
            Some(_) => ChangeKind::Update(Vec::new()),
        };
        Self {
            path,
            kind,
            text,
            before,
        }
    }

    /// Whether anything is written.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.kind != ChangeKind::Unchanged
    }
}
