//! Takes a file whose cells are known apart into the pages it holds: what stands before each table, and its
//! rows.

mod head;

use self::head::{Head, Heads};
use super::card::{self, Card, begins_with_strong_label, is_footer};
use super::equal;
use super::header::{self, Column, Extra};
use super::lines::{Line, is_unseen};
use super::source::{Grid, GridRow, Part};
use crate::diagnostic::{Diagnostic, Faults, FileId, Span};
use crate::model::Text;
use crate::say;

/// One table and what stands before it.
pub(super) struct Page {
    pub(super) card: Card,
    pub(super) breadcrumb: Vec<Text>,
    pub(super) rows: Vec<Row>,
    /// Where its header row stands.
    pub(super) span: Span,
}

/// A row that says something.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// What stands in the columns that have a place in the content. The chapter may stand in several.
    pub(super) cells: Vec<(Column, Span)>,
    /// What stands in the columns that tell how far a task is.
    pub(super) extras: Vec<(Extra, Span)>,
    /// All that stands in it, a merged cell once.
    pub(super) all: Vec<Span>,
    /// Whether it is of a data file of this program.
    pub(super) is_ours: bool,
}

impl Row {
    /// The heading of a chapter that stands before a table.
    fn of_heading(heading: Span) -> Self {
        Self {
            cells: vec![(Column::Chapter, heading)],
            all: vec![heading],
            ..Self::default()
        }
    }

    /// What stands in a column of the others.
    pub(super) fn extra(&self, wanted: Extra) -> Option<Span> {
        let cell = self.extras.iter().find(|(extra, _)| *extra == wanted);
        cell.map(|(_, span)| *span)
    }

    /// What stands in a column.
    pub(super) fn get(&self, wanted: Column) -> Option<Span> {
        let cell = self.cells.iter().find(|(column, _)| *column == wanted);
        cell.map(|(_, span)| *span)
    }
}

/// The pages of a file, in order. Columns whose name is one of `left_out` are passed over.
pub(super) fn pages(
    file: FileId,
    text: &str,
    parts: &[Part],
    left_out: &[String],
    faults: &mut Faults,
) -> Vec<Page> {
    let mut reader = Reader {
        text,
        heads: Heads { text, left_out },
        pages: Vec::new(),
        before: Vec::new(),
        block: 0,
        title: None,
        heading: None,
        faults,
    };
    for part in parts {
        match part {
            Part::Paragraph(span) => reader.line(&[*span]),
            Part::Heading(span) => {
                reader.line(&[*span]);
                reader.heading = Some(*span);
            }
            Part::Table(grid) => reader.table(grid),
        }
    }
    let Reader {
        pages,
        before,
        faults,
        ..
    } = reader;
    if pages.is_empty() {
        faults.push(no_table(file, before.first()));
        return pages;
    }
    for line in before.iter().filter(|line| !is_footer(line.text)) {
        faults.push(super::unplaced(line.span));
    }
    pages
}

struct Reader<'t, 'f> {
    text: &'t str,
    heads: Heads<'t>,
    pages: Vec<Page>,
    /// What stands before the next table.
    before: Vec<Line<'t>>,
    block: usize,
    title: Option<Box<str>>,
    /// The last heading of the text.
    heading: Option<Span>,
    faults: &'f mut Faults,
}

impl<'t> Reader<'t, '_> {
    fn get(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Adds what stands in one paragraph or row before a table.
    fn line(&mut self, pieces: &[Span]) {
        self.block += 1;
        let block = self.block;
        for piece in pieces {
            self.before
                .extend(lines(self.text, *piece).map(|line| Line { block, ..line }));
        }
    }

    fn table(&mut self, grid: &Grid) {
        let mut rows = grid.rows.as_slice();
        while let Some((row, after)) = rows.split_first() {
            match self.heads.of(rows) {
                Some(head) => {
                    let body = rows.get(head.rows..).unwrap_or_default();
                    rows = self.body(&head, body);
                }
                None => {
                    let pieces: Vec<Span> = row.different().collect();
                    self.line(&pieces);
                    rows = after;
                }
            }
        }
    }

    /// Reads the rows below a header row; gives those after them.
    fn body<'g>(&mut self, head: &Head, rows: &'g [GridRow]) -> &'g [GridRow] {
        let ends = |row: &GridRow| {
            let first = row.cells.first().map_or("", |(_, cell)| self.get(*cell));
            Some(first) == self.title.as_deref() || begins_with_strong_label(first)
        };
        let end = (0..rows.len()).find(|at| {
            let rest = rows.get(*at..).unwrap_or_default();
            rest.first().is_some_and(ends) || self.heads.of(rest).is_some()
        });
        let (body, after) = rows
            .split_at_checked(end.unwrap_or(rows.len()))
            .unwrap_or((rows, &[]));
        self.faults.extend(self.heads.foreign(head, body));
        let mut found: Vec<Row> = body.iter().map(|row| head.row(row)).collect();
        if let Some(heading) = self.heading_of(head) {
            found.insert(0, Row::of_heading(heading));
        }
        let goes_on = self.before.is_empty()
            && self
                .pages
                .last()
                .is_some_and(|page| !self.starts_again(page, &found));
        match self.pages.last_mut().filter(|_| goes_on) {
            Some(page) => page.rows.extend(found),
            None => {
                let before = std::mem::take(&mut self.before);
                let preamble = card::read(&before, self.faults);
                if self.title.is_none() {
                    self.title = preamble
                        .card
                        .title
                        .as_ref()
                        .map(|title| title.value.clone());
                }
                self.pages.push(Page {
                    card: preamble.card,
                    breadcrumb: preamble.breadcrumb,
                    rows: found,
                    span: head.span,
                });
            }
        }
        after
    }

    /// The heading of the text right before a table that has no column for chapters: it heads its tasks.
    fn heading_of(&mut self, head: &Head) -> Option<Span> {
        let heading = self.heading.take()?;
        let has_chapters = head.has(Column::Chapter);
        let is_last = self.before.last().is_some_and(|line| line.span == heading);
        if has_chapters || !is_last {
            return None;
        }
        self.before.pop();
        Some(heading)
    }

    /// Whether a table is the page's own once more.
    fn starts_again(&self, page: &Page, rows: &[Row]) -> bool {
        equal::start(self.texts(&page.rows), self.texts(rows))
    }

    fn texts<'r>(&'r self, rows: &'r [Row]) -> impl Iterator<Item = &'r str> {
        let cells = rows.iter().flat_map(|row| &row.all);
        cells.map(|cell| self.get(*cell))
    }
}

/// The lines of a piece that say something, without the white space around them, each with its place.
pub(super) fn lines(text: &str, piece: Span) -> impl Iterator<Item = Line<'_>> {
    let mut at = piece.range().start;
    let piece_text = text.get(piece.range()).unwrap_or_default();
    piece_text.split('\n').filter_map(move |line| {
        let seen = line.trim_matches(is_unseen);
        let start = at + (line.len() - line.trim_start_matches(is_unseen).len());
        at += line.len() + 1;
        (!seen.is_empty()).then(|| Line {
            text: seen,
            span: Span::new(piece.file, start..start + seen.len()),
            block: 0,
        })
    })
}

fn no_table(file: FileId, first: Option<&Line<'_>>) -> Diagnostic {
    let fault = header::no_table().hint(say!(
        "一行里要有这三个列名",
        "one row must have these three names"
    ));
    match first {
        Some(line) => fault.at(line.span),
        None => fault.at(file),
    }
}
