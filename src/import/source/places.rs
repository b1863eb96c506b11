//! What was read of a file, and where in it each piece stands.

use std::sync::Arc;

use super::grid::Room;
use crate::attachment;
use crate::diagnostic::{FileId, Message, Parts, Span};
use crate::import::lines::is_unseen;

/// Where a piece stands. Everything is counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// A cell of a sheet, which is named by its position among the sheets.
    Cell { sheet: u32, column: u32, row: u32 },
    /// A field of a text table: its line, and which one of that it is.
    Field { line: u32, column: u32 },
    /// A cell of a table.
    TableCell { table: u32, row: u32, column: u32 },
    /// A paragraph outside tables.
    Paragraph(u32),
}

/// Gathers the pieces of a file.
#[derive(Debug)]
pub(super) struct Writer {
    file: FileId,
    text: String,
    places: Places,
    /// For the merged cells of all its tables.
    pub(super) room: Room,
}

impl Writer {
    pub(super) fn new(file: FileId) -> Self {
        Self {
            file,
            text: String::new(),
            places: Places::default(),
            room: Room::default(),
        }
    }

    /// Names a sheet, from then on by the number given.
    pub(super) fn sheet(&mut self, name: &str) -> u32 {
        let number = self.places.sheets.len();
        self.places.sheets.push(name.into());
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    /// Adds a piece without the white space around it, its lines parted by line feeds; gives where its text
    /// is, or none if nothing of it is seen.
    pub(super) fn put(&mut self, text: &str, at: At) -> Option<Span> {
        let text = text.trim_matches(is_unseen);
        if text.is_empty() {
            return None;
        }
        let start = self.text.len();
        let text = text.replace("\r\n", "\n");
        let mut lines = text.split(['\n', '\r', '\u{b}', '\u{2028}', '\u{2029}']);
        self.text.push_str(lines.next()?);
        for line in lines {
            self.text.push('\n');
            self.text.push_str(line);
        }
        let span = Span::new(self.file, start..self.text.len());
        self.text.push('\n');
        self.places.starts.push((span.start, at));
        Some(span)
    }

    /// All that was gathered.
    pub(super) fn finish(self) -> (Arc<str>, Places) {
        (self.text.into(), self.places)
    }
}

/// Where each piece of a text stands in its file.
#[derive(Debug, Default)]
pub(super) struct Places {
    sheets: Vec<Box<str>>,
    /// By first byte.
    starts: Vec<(u32, At)>,
}

impl Parts for Places {
    fn part(&self, offset: usize) -> Option<(usize, Message)> {
        let after = self
            .starts
            .partition_point(|(start, _)| *start as usize <= offset);
        let (start, at) = self.starts.get(after.checked_sub(1)?)?;
        let wide = |number: u32| number as usize;
        let place = match *at {
            At::Cell { sheet, column, row } => attachment::Place::Cell(attachment::Cell {
                sheet: self.sheets.get(wide(sheet)).map_or("", |name| name),
                column,
                row,
            }),
            At::Field { line, column } => attachment::Place::Field(wide(line), wide(column)),
            At::TableCell { table, row, column } => attachment::Place::TableCell {
                part: attachment::Part::Body,
                table: wide(table),
                row: wide(row),
                column: wide(column),
            },
            At::Paragraph(number) => {
                attachment::Place::Paragraph(attachment::Part::Body, wide(number))
            }
        };
        Some((wide(*start), place.message()))
    }
}
