//! The rows of a table: which paragraph is which cell.
//!
//! The units anchor the rows. Between the units of one row and those of the next, every paragraph has
//! to find its place in the order of the columns, and there must be exactly one way to place them.

mod assemble;
pub(super) mod cells;
mod extras;
mod gap;
mod paragraph;
mod tell;
mod token;

use crate::diagnostic::{Diagnostic, Faults, Severity, Span};
use crate::import::document::Chapter;
use crate::import::header::Column;
use crate::import::lines::Line;
use crate::say;

/// What is known before a table is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'c> {
    /// The names of the site's units.
    pub(super) units: &'c [String],
    /// Headings that the caller names.
    pub(super) told_chapters: &'c [String],
    /// Headings of chapters that exist where the page is imported to.
    pub(super) seen_chapters: &'c [String],
}

/// Reads the lines below a header row with these columns.
pub(super) fn read(
    lines: &[Line<'_>],
    columns: &[Column],
    by_line: bool,
    header: Span,
    context: Context<'_>,
    faults: &mut Faults,
) -> Vec<Chapter> {
    if lines.is_empty() {
        faults.push(no_rows(header));
        return Vec::new();
    }
    let before = faults.count(Severity::Error);
    let paragraphs = paragraph::paragraphs(lines, by_line);
    let tokens = token::tokens(paragraphs, columns, context, faults);
    if faults.count(Severity::Error) > before {
        return Vec::new();
    }
    let rows = gap::rows(&tokens, columns, faults);
    assemble::chapters(rows, context, faults)
}

fn no_rows(header: Span) -> Diagnostic {
    Diagnostic::error(
        "import/no-rows",
        say!("表头之下没有内容", "nothing stands below the header row"),
    )
    .at(header)
}
