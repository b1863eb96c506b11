//! Takes a text apart into the pages it holds: what stands before each table, and its rows.

use super::card::{self, Card};
use super::card::{begins_with_strong_label, is_footer};
use super::equal;
use super::header::{self, Column, Header, headers};
use super::lines::{Line, blocks};
use crate::diagnostic::{Diagnostic, Faults, Span};
use crate::model::Text;
use crate::say;

/// One table and what stands before it.
pub(super) struct Page<'t> {
    pub(super) card: Card,
    pub(super) breadcrumb: Vec<Text>,
    pub(super) columns: Vec<Column>,
    pub(super) by_line: bool,
    /// The lines of its rows, header rows at page breaks left out.
    pub(super) rows: Vec<Line<'t>>,
    /// Where its header row stands.
    pub(super) span: Span,
}

/// The pages of a text, in order.
pub(super) fn pages<'t>(lines: &[Line<'t>], faults: &mut Faults) -> Vec<Page<'t>> {
    let headers = headers(lines);
    let mut pages: Vec<Page<'t>> = Vec::new();
    let mut title: Option<Box<str>> = None;
    let mut before = lines
        .get(..headers.first().map_or(0, |h| h.lines.start))
        .unwrap_or_default();
    for (index, header) in headers.iter().enumerate() {
        if let Some(span) = header.foreign {
            faults.push(foreign_column(span));
        }
        let end = headers
            .get(index + 1)
            .map_or(lines.len(), |next| next.lines.start);
        let body = lines.get(header.lines.end..end).unwrap_or_default();
        let is_last = index + 1 == headers.len();
        match pages.last_mut() {
            Some(page) if before.is_empty() && !starts_again(page, body) => {
                if page.columns != header.columns {
                    faults.push(other_columns(header, page));
                }
                let (rows, after) = cut(body, title.as_deref(), header.by_line);
                page.rows.extend(rows);
                before = after;
            }
            _ => {
                let preamble = card::read(before, faults);
                title = title.or_else(|| preamble.card.title.as_ref().map(|t| t.value.clone()));
                let (rows, after) = cut(body, title.as_deref(), header.by_line);
                pages.push(Page {
                    card: preamble.card,
                    breadcrumb: preamble.breadcrumb,
                    columns: header.columns.clone(),
                    by_line: header.by_line,
                    rows: rows.to_vec(),
                    span: header.span,
                });
                before = after;
            }
        }
        if is_last {
            for line in before.iter().filter(|line| !is_footer(line.text)) {
                faults.push(super::unplaced(line.span));
            }
        }
    }
    if pages.is_empty() {
        faults.push(no_table(lines));
    }
    pages
}

/// Parts the lines of a table from what follows it on the page.
fn cut<'l, 't>(
    lines: &'l [Line<'t>],
    title: Option<&str>,
    by_line: bool,
) -> (&'l [Line<'t>], &'l [Line<'t>]) {
    let ends = |line: &Line<'_>| {
        Some(line.text) == title || begins_with_strong_label(line.text) || is_footer(line.text)
    };
    let mut at = 0;
    if by_line {
        at = lines.iter().position(ends).unwrap_or(lines.len());
    } else {
        for block in blocks(lines) {
            if block.iter().any(ends) {
                break;
            }
            at += block.len();
        }
    }
    lines.split_at_checked(at).unwrap_or((lines, &[]))
}

/// Whether a table is the page's own once more.
fn starts_again(page: &Page<'_>, body: &[Line<'_>]) -> bool {
    fn texts<'t>(lines: &[Line<'t>]) -> impl Iterator<Item = &'t str> {
        lines.iter().map(|line| line.text)
    }
    equal::start(texts(&page.rows), texts(body))
}

fn foreign_column(span: Span) -> Diagnostic {
    Diagnostic::error(
        "import/unknown-column",
        say!(
            "内容里没有地方放这一列",
            "the content has no place for this column"
        ),
    )
    .at(span)
    .hint(say!(
        "先从表里删去这一列，再粘贴",
        "remove the column from the table and paste it again"
    ))
}

fn other_columns(header: &Header, page: &Page<'_>) -> Diagnostic {
    Diagnostic::error(
        "import/columns-differ",
        say!(
            "同一张表里又出现了表头，各栏的次序却不同",
            "a header row comes again in the same table, with other columns"
        ),
    )
    .at(header.span)
    .related(page.span, say!("第一次的表头", "the first header row"))
    .hint(say!("分成几个文件导入", "import them from separate files"))
}

fn no_table(lines: &[Line<'_>]) -> Diagnostic {
    let fault = header::no_table().hint(say!(
        "把网页的正文连同表头一起复制，每个单元格一段",
        "copy the page with the table's header row, one paragraph for each cell"
    ));
    match lines.first() {
        Some(line) => fault.at(line.span),
        None => fault,
    }
}
