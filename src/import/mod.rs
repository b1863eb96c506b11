//! Turns the pasted text of a published page, or a file of an office, into content files.
//!
//! ```text
//! text → lines → header rows → pages (card, table) → paragraphs → tokens → rows ─┐
//! file → paragraphs and tables of cells → header rows → pages (card, rows) ───────┴─▶ Document → Plan
//! ```
//!
//! Nothing is guessed: what has no certain place is told with its line, and then nothing is written. What
//! goes wrong with the files that are written is told by the room `edit`.
//!
//! | code | means |
//! | --- | --- |
//! | `import/too-large` | the text is larger than 16 MiB |
//! | `import/unreadable-file` | the file is damaged, encrypted, of a format that is not read, or holds too much |
//! | `import/macros` | the file holds programs |
//! | `import/not-text` | the text is in an encoding that is not read |
//! | `import/hidden-content` | (warning) the file holds what is not seen when it is opened |
//! | `import/number-cell` | (warning) a cell is a number, which the workbook may show in another way |
//! | `import/error-cell` | the formula of a cell failed |
//! | `import/uncomputed-cell` | a formula was never computed, so that its cell says nothing |
//! | `import/picture` | (warning) the file holds pictures, which are not imported |
//! | `import/total-row` | (warning) a row sums up others and is not imported |
//! | `import/no-table` | no header row was found |
//! | `import/unknown-column` | a column of the table has no place in the content |
//! | `import/columns-differ` | a header row at a page break has other columns |
//! | `import/unplaced` | a line outside the table has no certain place |
//! | `import/control-character` | a line has a tab or another control character |
//! | `import/bad-value` | a field of the index card, or how far a task is, cannot be read |
//! | `import/card-conflict` | a field of the index card is stated in two ways |
//! | `import/card-incomplete` | (warning) the text lacks a field that a disclosure needs |
//! | `import/no-rows` | nothing stands below a header row |
//! | `import/no-units` | no paragraph of the table is a list of units |
//! | `import/ambiguous` | paragraphs of the table have no certain place |
//! | `import/missing-cell` | there are fewer paragraphs than cells |
//! | `import/row-number` | the numbers of rows are not consecutive |
//! | `import/no-chapter` | no heading stands before the first row |
//! | `import/empty-chapter` | a heading has no rows |
//! | `import/heading-conflict` | two headings share only one of number and title, or one comes again |
//! | `import/heading-jump` | (warning) the numbers of chapters are not consecutive |
//! | `import/tables-differ` | the tables of the text are not equal |
//! | `import/duplicate-task` | (warning) two tasks of a chapter have the same title |
//! | `import/similar-unit` | (warning) a unit that is not known has a name near to a known one |
//! | `import/other-disclosure` | the target has another index number |
//! | `import/bad-target` | the target is no folder that a disclosure can stand in |
//! | `import/missing-column` | a folder above the target has no `column.toml`, and the text names none |
//! | `import/kept-task` | (warning) the tree has a task that the source no longer has |
//! | `import/kept-chapter` | (warning) the tree has a chapter that the source no longer has |
//! | `import/new-task-order` | (warning) a new task comes after tasks that it precedes in the source |
//! | `import/renamed` | (warning) a title differs from the one in the tree and is updated |

mod card;
mod document;
mod equal;
mod header;
mod lines;
mod numbering;
mod pages;
mod rows;
mod source;
mod tables;
mod unit_names;
mod write;

#[cfg(test)]
mod tests;

use std::path::Path;

pub use card::{Card, Field, Value};
pub use document::{Chapter, Document, Task};
pub(crate) use lines::is_unseen;
pub(crate) use source::{Book, Grid, GridRow, Holds};
pub use source::{Source, open};
pub use write::{Plan, Summary};

use crate::attachment;
use crate::diagnostic::{Diagnostic, Faults, FileId, Span};
use crate::say;

/// The largest text, in bytes.
pub const SIZE_LIMIT: usize = 16 * 1024 * 1024;
/// The largest file of an office, in bytes.
pub const FILE_LIMIT: u64 = attachment::FILE_LIMIT;

/// What the caller knows about the text.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Headings of chapters that the text gives without a number.
    pub chapters: Vec<String>,
    /// Names of columns that are passed over.
    pub left_out: Vec<String>,
}

/// What a site tells about a text that is imported into it.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// The names of its units.
    pub units: Vec<String>,
    /// The titles of the chapters in the target folder.
    pub chapters: Vec<String>,
}

/// Reads a file. The document is there if no error was found.
#[must_use]
pub fn read(
    source: &Source,
    file: FileId,
    options: &Options,
    surroundings: &Surroundings,
) -> (Option<Document>, Faults) {
    let mut faults = Faults::new();
    let context = rows::Context {
        units: &surroundings.units,
        told_chapters: &options.chapters,
        seen_chapters: &surroundings.chapters,
    };
    let text = &source.text;
    let mut document = None;
    match &source.parts {
        None => {
            let lines = lines::lines(text, file);
            for page in pages::pages(&lines, &mut faults) {
                let (rows, columns) = (&page.rows, &page.columns);
                let chapters =
                    rows::read(rows, columns, page.by_line, page.span, context, &mut faults);
                join(
                    &mut document,
                    page.card,
                    page.breadcrumb,
                    chapters,
                    &mut faults,
                );
            }
        }
        Some(parts) => {
            for page in tables::pages(file, text, parts, &options.left_out, &mut faults) {
                let chapters = rows::cells::read(text, &page.rows, page.span, context, &mut faults);
                join(
                    &mut document,
                    page.card,
                    page.breadcrumb,
                    chapters,
                    &mut faults,
                );
            }
        }
    }
    if faults.has_errors() {
        document = None;
    }
    (document, faults)
}

/// The names of the columns by which a data file of this program is known, in Chinese and in English.
#[cfg(test)]
pub(crate) fn own_columns() -> Vec<(&'static str, &'static str)> {
    header::OURS.iter().map(|(zh, en, _)| (*zh, *en)).collect()
}

/// Adds a page to what was read before: it must say the same.
fn join(
    document: &mut Option<Document>,
    card: Card,
    breadcrumb: Vec<crate::model::Text>,
    chapters: Vec<Chapter>,
    faults: &mut Faults,
) {
    match document {
        None => {
            *document = Some(Document {
                card,
                breadcrumb,
                chapters,
            });
        }
        Some(first) => {
            first.card.merge(card, faults);
            merge_breadcrumb(first, breadcrumb, faults);
            // A table that could not be read has been told already.
            if !first.chapters.is_empty() && !chapters.is_empty() {
                equal::compare(&first.chapters, &chapters, faults);
            }
        }
    }
}

/// Reads a file and finds out which content files it makes in the folder `to`, which lies in the
/// content folder of the site in `root`. Nothing is written; the plan is there if no error was found.
#[must_use]
pub fn plan(
    root: &Path,
    source: &Source,
    file: FileId,
    to: &Path,
    options: &Options,
) -> (Option<Plan>, Faults) {
    let mut faults = Faults::new();
    let tree = write::Tree::open(root, to, &mut faults);
    let surroundings = tree
        .as_ref()
        .map(write::Tree::surroundings)
        .unwrap_or_default();
    let (document, more) = read(source, file, options, &surroundings);
    faults.append(more);
    let plan = match (tree, document) {
        (Some(tree), Some(document)) => Some(write::plan(tree, &document, &mut faults)),
        _ => None,
    };
    faults.sort();
    if faults.has_errors() {
        return (None, faults);
    }
    (plan, faults)
}

fn merge_breadcrumb(document: &mut Document, other: Vec<crate::model::Text>, faults: &mut Faults) {
    if document.breadcrumb.is_empty() {
        document.breadcrumb = other;
        return;
    }
    let levels = |trail: &[crate::model::Text]| -> Vec<Box<str>> {
        trail.iter().map(|level| level.value.clone()).collect()
    };
    if let (Some(first), Some(second)) = (document.breadcrumb.first(), other.first())
        && levels(&document.breadcrumb) != levels(&other)
    {
        faults.push(
            Diagnostic::error(
                "import/card-conflict",
                say!(
                    "两处的栏目路径不一样",
                    "the page's columns are stated in two different ways"
                ),
            )
            .at(second.span)
            .related(first.span, say!("另一处在这里", "the other one is here")),
        );
    }
}

fn too_large(file: FileId) -> Diagnostic {
    let limit = SIZE_LIMIT / (1024 * 1024);
    Diagnostic::error(
        "import/too-large",
        say!(
            "文本超过 {limit} MiB",
            "the text is larger than {limit} MiB"
        ),
    )
    .at(file)
    .hint(say!(
        "一次导入一个网页的正文",
        "import the text of one page at a time"
    ))
}

fn control_character(span: Span) -> Diagnostic {
    Diagnostic::error(
        "import/control-character",
        say!(
            "这里有制表符或其他控制字符",
            "there is a tab or another control character here"
        ),
    )
    .at(span)
    .hint(say!(
        "每个单元格写成一段, 其中不留制表符",
        "write each cell as a paragraph without tabs"
    ))
}

fn unplaced(span: Span) -> Diagnostic {
    Diagnostic::error(
        "import/unplaced",
        say!(
            "不能确定这一行是什么",
            "it is not certain what this line is"
        ),
    )
    .at(span)
    .hint(say!(
        "不是索引卡、栏目、标题或表格的内容, 从文本中删去",
        "delete from the text what is no part of the index card, the columns, the title or the table"
    ))
}
