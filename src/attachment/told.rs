//! What is told about a file while it is read, and how much of it.

use super::hidden::Hidden;
use super::limits::{PIECES, TEXT};
use super::place::Place;
use super::property::Property;
use super::unreadable::Unreadable;

/// Something found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told<'a> {
    /// A text.
    Text {
        /// What it says.
        text: &'a str,
        /// Where.
        place: Place<'a>,
        /// In a table: what stands above it as the head of its column, and left of it. Else empty.
        heads: [&'a str; 2],
    },
    /// What the file says of itself.
    Property(Property<'a>, &'a str),
    /// What is not seen at once.
    Hidden(Hidden<'a>),
    /// A formula that says nothing until a program computes it.
    Uncomputed(Place<'a>),
    /// A part that could not be looked into.
    Unseen(Unreadable),
}

/// Takes what is told.
pub(super) struct Out<'t> {
    tell: &'t mut dyn FnMut(Told<'_>),
    pieces: usize,
    bytes: usize,
}

impl<'t> Out<'t> {
    pub(super) fn new(tell: &'t mut dyn FnMut(Told<'_>)) -> Self {
        Self {
            tell,
            pieces: 0,
            bytes: 0,
        }
    }

    /// Counts a cell, paragraph or the like, whether it holds something or not.
    pub(super) fn piece(&mut self) -> Result<(), Unreadable> {
        self.pieces += 1;
        if self.pieces > PIECES {
            return Err(Unreadable::Long);
        }
        Ok(())
    }

    pub(super) fn text(&mut self, text: &str, place: Place<'_>) -> Result<(), Unreadable> {
        self.cell(text, place, ["", ""])
    }

    /// A text in a table.
    pub(super) fn cell(
        &mut self,
        text: &str,
        place: Place<'_>,
        heads: [&str; 2],
    ) -> Result<(), Unreadable> {
        self.bytes += text.len();
        if self.bytes > TEXT {
            return Err(Unreadable::Long);
        }
        if !text.trim().is_empty() {
            (self.tell)(Told::Text { text, place, heads });
        }
        Ok(())
    }

    pub(super) fn property(&mut self, property: Property<'_>, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            (self.tell)(Told::Property(property, value));
        }
    }

    pub(super) fn hidden(&mut self, hidden: Hidden<'_>) {
        (self.tell)(Told::Hidden(hidden));
    }

    pub(super) fn uncomputed(&mut self, place: Place<'_>) {
        (self.tell)(Told::Uncomputed(place));
    }

    pub(super) fn unseen(&mut self, why: Unreadable) {
        (self.tell)(Told::Unseen(why));
    }
}
