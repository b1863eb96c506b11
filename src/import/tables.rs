//! Takes a file whose cells are known apart into the pages it holds: what stands before each table, and its
//! rows.

use super::card::{self, Card, begins_with_strong_label, is_footer};
use super::equal;
use super::header::{self, Column, Extra, Name, Place};
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

/// A header row.
struct Header {
    columns: Vec<(u32, Column)>,
    extras: Vec<(u32, Extra)>,
    is_ours: bool,
    /// Columns that have no place in the content, or whose name is not known.
    foreign: Vec<(u32, Span)>,
    /// How many rows it takes.
    rows: usize,
    span: Span,
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
        left_out,
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
    left_out: &'t [String],
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
            match self.header(rows) {
                Some(header) => {
                    let body = rows.get(header.rows..).unwrap_or_default();
                    rows = self.body(header, body);
                }
                None => {
                    let pieces: Vec<Span> = row.different().collect();
                    self.line(&pieces);
                    rows = after;
                }
            }
        }
    }

    /// The header that these rows start with.
    fn header(&self, rows: &[GridRow]) -> Option<Header> {
        let (first, after) = rows.split_first()?;
        if let Some(header) = self.ours(first) {
            return Some(header);
        }
        let one = self.header_of(first, None);
        // A header of two rows: the second parts what the first has in common.
        let names = |row: &GridRow, all: bool| {
            let mut cells = row.different().map(|cell| header::name_of(self.get(cell)));
            match all {
                true => cells.all(|name| name.is_some()),
                false => cells.any(|name| matches!(name, Some(Name::Known(_)))),
            }
        };
        let second = after
            .first()
            .filter(|second| names(first, false) && names(second, true));
        let two = second.and_then(|second| self.header_of(second, Some(first)));
        let is_whole = |header: &Header| {
            [Column::Title, Column::Units, Column::Progress]
                .iter()
                .all(|wanted| header.columns.iter().any(|(_, column)| column == wanted))
        };
        match (one.filter(is_whole), two.filter(is_whole)) {
            (Some(one), Some(two)) if two.columns.len() < one.columns.len() => Some(one),
            (one, two) => two.or(one),
        }
    }

    /// The header of a data file of this program: it has all columns of those, in their order.
    fn ours(&self, row: &GridRow) -> Option<Header> {
        let names = row.cells.iter().map(|(_, cell)| self.get(*cell));
        let places = header::ours(names)?;
        let mut header = Header {
            columns: Vec::new(),
            extras: Vec::new(),
            is_ours: true,
            foreign: Vec::new(),
            rows: 1,
            span: row.cells.first()?.1,
        };
        for ((column, _), place) in row.cells.iter().zip(places) {
            match place {
                Place::Column(name) => header.columns.push((*column, *name)),
                Place::Extra(extra) => header.extras.push((*column, *extra)),
            }
        }
        Some(header)
    }

    fn header_of(&self, row: &GridRow, above: Option<&GridRow>) -> Option<Header> {
        let mut header = Header {
            columns: Vec::new(),
            extras: Vec::new(),
            is_ours: false,
            foreign: Vec::new(),
            rows: 1 + usize::from(above.is_some()),
            span: row.cells.first()?.1,
        };
        let mut columns: Vec<(u32, Span)> = row.cells.clone();
        for (column, cell) in above.iter().flat_map(|above| &above.cells) {
            if row.get(*column).is_none() {
                columns.push((*column, *cell));
            }
        }
        columns.sort_unstable_by_key(|(column, _)| *column);
        for (column, cell) in columns {
            match header::name_of(self.get(cell)) {
                Some(Name::Known(name)) => {
                    let is_new = |(_, known): &(u32, Column)| *known != name;
                    // Only the chapter may take several columns: its number and its title.
                    if name == Column::Chapter || header.columns.iter().all(is_new) {
                        header.columns.push((column, name));
                    } else {
                        header.foreign.push((column, cell));
                    }
                }
                Some(Name::Extra(extra))
                    if !self.is_left_out(cell)
                        && !header.extras.iter().any(|(_, e)| *e == extra) =>
                {
                    header.extras.push((column, extra));
                }
                Some(Name::Extra(_) | Name::Foreign) | None => header.foreign.push((column, cell)),
            }
        }
        Some(header)
    }

    /// Reads the rows below a header row; gives those after them.
    fn body<'g>(&mut self, header: Header, rows: &'g [GridRow]) -> &'g [GridRow] {
        let ends = |row: &GridRow| {
            let first = row.cells.first().map_or("", |(_, cell)| self.get(*cell));
            Some(first) == self.title.as_deref() || begins_with_strong_label(first)
        };
        let end = (0..rows.len()).find(|at| {
            let rest = rows.get(*at..).unwrap_or_default();
            rest.first().is_some_and(ends) || self.header(rest).is_some()
        });
        let (body, after) = rows
            .split_at_checked(end.unwrap_or(rows.len()))
            .unwrap_or((rows, &[]));
        self.foreign(&header, body);
        let mut found: Vec<Row> = body.iter().map(|row| of_columns(row, &header)).collect();
        if let Some(heading) = self.heading_of(&header) {
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
                    span: header.span,
                });
            }
        }
        after
    }

    /// The heading of the text right before a table that has no column for chapters: it heads its tasks.
    fn heading_of(&mut self, header: &Header) -> Option<Span> {
        let heading = self.heading.take()?;
        let has_chapters = header
            .columns
            .iter()
            .any(|(_, column)| *column == Column::Chapter);
        let is_last = self.before.last().is_some_and(|line| line.span == heading);
        if has_chapters || !is_last {
            return None;
        }
        self.before.pop();
        Some(heading)
    }

    fn is_left_out(&self, cell: Span) -> bool {
        self.left_out.iter().any(|name| name == self.get(cell))
    }

    /// Whether a table is the page's own once more.
    fn starts_again(&self, page: &Page, rows: &[Row]) -> bool {
        equal::start(self.texts(&page.rows), self.texts(rows))
    }

    fn texts<'r>(&'r self, rows: &'r [Row]) -> impl Iterator<Item = &'r str> {
        let cells = rows.iter().flat_map(|row| &row.all);
        cells.map(|cell| self.get(*cell))
    }

    /// Tells of columns that hold something and have no place in the content.
    fn foreign(&mut self, header: &Header, body: &[GridRow]) {
        let named = header.foreign.iter().filter(|(column, cell)| {
            !self.is_left_out(*cell) && body.iter().any(|row| row.get(*column).is_some())
        });
        let mut found: Vec<Diagnostic> = named.map(|(_, cell)| unknown_column(*cell)).collect();
        let known = |wanted: u32| {
            header.columns.iter().any(|(column, _)| *column == wanted)
                || header.extras.iter().any(|(column, _)| *column == wanted)
                || header.foreign.iter().any(|(column, _)| *column == wanted)
        };
        let nameless = body
            .iter()
            .flat_map(|row| &row.cells)
            .find(|(column, cell)| {
                !known(*column)
                    && body.iter().all(|row| {
                        // What is merged over other columns is no cell of this one.
                        row.get(*column) != Some(*cell) || row.different().count() > 1
                    })
            });
        found.extend(nameless.map(|(_, cell)| nameless_column(*cell)));
        self.faults.extend(found);
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

fn of_columns(row: &GridRow, header: &Header) -> Row {
    let cells = header.columns.iter();
    let cells = cells.filter_map(|(column, name)| row.get(*column).map(|cell| (*name, cell)));
    let extras = header.extras.iter();
    let extras = extras.filter_map(|(column, extra)| row.get(*column).map(|cell| (*extra, cell)));
    Row {
        cells: cells.collect(),
        extras: extras.collect(),
        all: row.different().collect(),
        is_ours: header.is_ours,
    }
}

fn unknown_column(cell: Span) -> Diagnostic {
    Diagnostic::error(
        "import/unknown-column",
        say!(
            "内容里没有地方放这一列",
            "the content has no place for this column"
        ),
    )
    .at(cell)
    .hint(say!(
        "不需要这一列就用 `--leave-out 列名` 略过",
        "pass over a column that is not needed with `--leave-out NAME`"
    ))
}

fn nameless_column(cell: Span) -> Diagnostic {
    Diagnostic::error(
        "import/unknown-column",
        say!(
            "这一格所在的列没有名称",
            "the column of this cell has no name in the header row"
        ),
    )
    .at(cell)
    .hint(say!(
        "在表头里写上列名，或删去这一格",
        "name the column in the header row, or delete the cell"
    ))
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
