//! The tables of a workbook, by the heads of their columns.

use std::collections::{BTreeMap, BTreeSet};

use super::cells;
use super::{Row, Text};
use crate::attachment::Unreadable;
use crate::collect::column::Column;
use crate::collect::mark::Mark;
use crate::collect::row_id::RowId;
use crate::diagnostic::{Diagnostic, Faults, FileId, Severity, Span};
use crate::import::{Book, Grid, GridRow};
use crate::say;
use crate::series::folded;

/// So many rows of a workbook are read: more than any plan has tasks.
const MOST_ROWS: usize = 20_000;
/// The longest head of a column, in bytes: longer cells are none.
const LONGEST_HEAD: usize = 100;

/// By column of the sheet, what it holds.
type Head = BTreeMap<u32, Column>;

/// The rows of all tables of a workbook; none if it has no table that can be read, which is told.
pub(super) fn rows(book: &Book, file: FileId, faults: &mut Faults) -> Option<Vec<Row>> {
    let mut found = Vec::new();
    let mut tables = 0;
    let heads = Column::by_head();
    for sheet in &book.sheets {
        let Some((at, head)) = head(book, sheet, &heads) else {
            continue;
        };
        tables += 1;
        let mut seen = BTreeSet::new();
        if let Some((number, column)) = head.iter().find(|(_, column)| !seen.insert(**column)) {
            let name = column.head();
            let row = sheet.rows.get(at);
            let span = row.and_then(|row| row.get(*number));
            let fault = Diagnostic::error(
                "collect/repeated-column",
                say!(
                    "“{name}”这一列有两列，没有合并",
                    "the column {name} is there twice; the workbook is not merged"
                ),
            )
            .hint(say!(
                "请单位用发出的表填报",
                "ask the unit to fill in the workbook that went out"
            ));
            faults.push(match span {
                Some(span) => fault.at(span),
                None => fault.at(file),
            });
            return None;
        }
        let body = sheet.rows.get(at + 1..).unwrap_or_default();
        if found.len() + body.len() > MOST_ROWS {
            faults.push(super::unreadable(file, &Unreadable::Long.message()));
            return None;
        }
        let shared = shared(body, &head);
        faults.extend(shared.iter().map(|span| merged_cell(*span)));
        for row in body {
            found.extend(self::row(book, row, &head, &shared, faults));
        }
    }
    if tables == 0 {
        faults.push(
            Diagnostic::error(
                "collect/no-table",
                say!(
                    "工作簿里找不到任务表：“项目内容”和“进展情况”两列",
                    "the workbook has no table of tasks, with the columns 项目内容 and 进展情况"
                ),
            )
            .at(file)
            .hint(say!(
                "请单位用发出的表填报，列名不要改",
                "ask the unit to fill in the workbook that went out, the names of its columns as they are"
            )),
        );
        return None;
    }
    Some(found)
}

/// The head of a sheet's table: the first row that names what a task is and what was done.
fn head(book: &Book, sheet: &Grid, heads: &BTreeMap<String, Column>) -> Option<(usize, Head)> {
    let column = |cell: Span| {
        let text = Some(book.get(cell)).filter(|text| text.len() <= LONGEST_HEAD);
        heads.get(&folded(text?)).copied()
    };
    sheet.rows.iter().enumerate().find_map(|(at, row)| {
        let cells = row.cells.iter();
        let named = cells.filter_map(|(number, cell)| Some((*number, column(*cell)?)));
        let head: Head = named.collect();
        let has = |wanted| head.values().any(|column| *column == wanted);
        let is_head = (has(Column::Title) || has(Column::Id)) && has(Column::Progress);
        is_head.then_some((at, head))
    })
}

/// Cells that stand in several rows, or in several columns of one: what they answer is not certain.
fn shared(rows: &[GridRow], head: &Head) -> BTreeSet<Span> {
    let mut seen = BTreeSet::new();
    let cells = rows.iter().flat_map(|row| &row.cells);
    let open = cells.filter(|(number, _)| head.get(number).is_some_and(|c| c.is_open()));
    open.filter(|(_, span)| !seen.insert(*span))
        .map(|(_, span)| *span)
        .collect()
}

/// A row that says something.
fn row(
    book: &Book,
    row: &GridRow,
    head: &Head,
    shared: &BTreeSet<Span>,
    faults: &mut Faults,
) -> Option<Row> {
    let mut by_column: BTreeMap<Column, Span> = BTreeMap::new();
    for (number, span) in &row.cells {
        if let Some(column) = head.get(number) {
            by_column.insert(*column, *span);
        }
    }
    let text = |column: Column| {
        by_column.get(&column).map(|span| Text {
            value: book.get(*span).into(),
            span: *span,
        })
    };
    let id: Option<RowId> = text(Column::Id).and_then(|id| id.value.parse().ok());
    let title = text(Column::Title);
    let own = title.as_ref().map(|title| title.span);
    let span = own.or_else(|| by_column.values().next().copied())?;
    let locked = id.as_ref().map_or_else(Vec::new, |id| {
        let columns = Column::LOCKED.into_iter().zip(id.locked);
        let present = columns.filter(|(column, _)| head.values().any(|c| c == column));
        let changed = present.filter(|(column, mark)| {
            let says = by_column.get(column).map_or("", |span| book.get(*span));
            *column != Column::Title && Mark::of_cell(says) != *mark
        });
        changed
            .map(|(column, _)| (column, by_column.get(&column).copied().unwrap_or(span)))
            .collect()
    });
    let before = faults.count(Severity::Error);
    let mut merged = by_column.iter();
    let is_merged = merged.any(|(column, span)| column.is_open() && shared.contains(span));
    let answers = match is_merged {
        true => Vec::new(),
        false => cells::answers(book, &by_column, faults),
    };
    let told = faults.count(Severity::Error) - before;
    Some(Row {
        span,
        id,
        title,
        chapter: text(Column::Chapter),
        locked,
        answers,
        faults: told + usize::from(is_merged),
        remarks: text(Column::Remarks),
    })
}

fn merged_cell(span: Span) -> Diagnostic {
    Diagnostic::error(
        "collect/merged-cell",
        say!(
            "合并的单元格占了几行或几列，不能确定答复的是什么",
            "this cell is merged over several rows or columns, so that it is not certain what it answers"
        ),
    )
    .at(span)
    .hint(say!(
        "取消合并，每项任务各写一格",
        "split it, and write a cell for each task"
    ))
}
