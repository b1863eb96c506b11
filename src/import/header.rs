//! Header rows, found by the names of their columns and in any order.

use super::lines::{Line, through};
use crate::diagnostic::{Diagnostic, Span};
use crate::say;

/// What a column of the table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    /// 项目名称: the chapter, merged over its rows.
    Chapter,
    /// 序号.
    Number,
    /// 项目内容: the task.
    Title,
    /// 责任单位.
    Units,
    /// 进展情况.
    Progress,
}

impl Column {
    /// What it is called in messages.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Chapter => ("章", "the chapter"),
            Self::Number => ("序号", "the number"),
            Self::Title => ("项目内容", "the task"),
            Self::Units => ("责任单位", "the units"),
            Self::Progress => ("进展情况", "the progress"),
        }
    }
}

const NAMES: [(&str, Column); 53] = [
    ("项目名称", Column::Chapter),
    ("项目类别", Column::Chapter),
    ("类别", Column::Chapter),
    ("章节", Column::Chapter),
    ("章", Column::Chapter),
    ("板块", Column::Chapter),
    ("重点工作", Column::Chapter),
    ("工作类别", Column::Chapter),
    ("任务类别", Column::Chapter),
    ("重点领域", Column::Chapter),
    ("领域", Column::Chapter),
    ("目标任务", Column::Chapter),
    ("序号", Column::Number),
    ("编号", Column::Number),
    ("项目内容", Column::Title),
    ("主要工作内容", Column::Title),
    ("工作内容", Column::Title),
    ("工作任务", Column::Title),
    ("主要工作任务", Column::Title),
    ("重点任务", Column::Title),
    ("主要任务", Column::Title),
    ("任务", Column::Title),
    ("任务内容", Column::Title),
    ("具体任务", Column::Title),
    ("具体内容", Column::Title),
    ("任务名称", Column::Title),
    ("内容", Column::Title),
    ("责任单位", Column::Units),
    ("牵头单位", Column::Units),
    ("责任部门", Column::Units),
    ("牵头部门", Column::Units),
    ("主要责任单位", Column::Units),
    ("承办单位", Column::Units),
    ("落实单位", Column::Units),
    ("实施单位", Column::Units),
    ("责任主体", Column::Units),
    ("进展情况", Column::Progress),
    ("完成情况", Column::Progress),
    ("完成进度", Column::Progress),
    ("累计完成情况", Column::Progress),
    ("工作进展", Column::Progress),
    ("工作进展情况", Column::Progress),
    ("工作进度", Column::Progress),
    ("进度", Column::Progress),
    ("进展", Column::Progress),
    ("进度情况", Column::Progress),
    ("落实情况", Column::Progress),
    ("执行情况", Column::Progress),
    ("推进情况", Column::Progress),
    ("目前进展", Column::Progress),
    ("目前进展情况", Column::Progress),
    ("目标完成情况", Column::Progress),
    ("任务完成情况", Column::Progress),
];

/// What a column of a table whose cells are known may hold besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extra {
    /// 章序号: the number of the chapter, which stands in a column of its own.
    ChapterNumber,
    /// 状态.
    Status,
    /// 已完成.
    Done,
    /// 总数.
    Total,
    /// 计量单位.
    CountedIn,
    /// 完成数: what is done of how much, as in `3531/6360项`.
    Figures,
    /// What follows from the rest.
    Told,
}

/// Columns that any table may have.
const EXTRAS: [(&str, Extra); 2] = [("状态", Extra::Status), ("完成数", Extra::Figures)];

/// What a column of a data file of this program holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A column of the content.
    Column(Column),
    /// Another.
    Extra(Extra),
}

/// The columns of the data files that this program writes, in Chinese and in English.
pub(super) const OURS: [(&str, &str, Place); 12] = [
    (
        "章序号",
        "chapter_number",
        Place::Extra(Extra::ChapterNumber),
    ),
    ("章", "chapter", Place::Column(Column::Chapter)),
    ("任务序号", "task_number", Place::Extra(Extra::Told)),
    ("任务", "task", Place::Column(Column::Title)),
    ("责任单位", "units", Place::Column(Column::Units)),
    ("进展情况", "progress", Place::Column(Column::Progress)),
    ("状态", "status", Place::Extra(Extra::Status)),
    ("已完成", "done", Place::Extra(Extra::Done)),
    ("总数", "total", Place::Extra(Extra::Total)),
    ("计量单位", "counted_in", Place::Extra(Extra::CountedIn)),
    ("完成率(%)", "percent", Place::Extra(Extra::Told)),
    ("网址", "url", Place::Extra(Extra::Told)),
];

/// What the cells of a header row hold, if they are those of such a file: all of them, in their order.
pub(super) fn ours<'n>(
    names: impl Iterator<Item = &'n str>,
) -> Option<impl Iterator<Item = &'static Place>> {
    let names: Vec<&str> = names.take(OURS.len() + 1).collect();
    let zh = OURS.iter().map(|(zh, _, _)| *zh);
    let en = OURS.iter().map(|(_, en, _)| *en);
    let is_ours = zh.eq(names.iter().copied()) || en.eq(names.iter().copied());
    is_ours.then(|| OURS.iter().map(|(_, _, place)| place))
}

/// Names of columns that real tables have and the content has no place for.
const FOREIGN: [&str; 16] = [
    "备注",
    "完成时限",
    "完成时间",
    "时间节点",
    "责任人",
    "责任领导",
    "分管领导",
    "牵头领导",
    "联系人",
    "联系电话",
    "配合单位",
    "协办单位",
    "年度目标",
    "计划进度",
    "下一步计划",
    "存在问题",
];

/// The longest header cell in bytes, spaces between its characters included.
const CELL_LIMIT: usize = 64;

/// A header row.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// Its columns, in order.
    pub(super) columns: Vec<Column>,
    /// A column that has no place in the content.
    pub(super) foreign: Option<Span>,
    /// The first of its lines, and the first after it.
    pub(super) lines: std::ops::Range<usize>,
    /// Where it stands.
    pub(super) span: Span,
    /// Whether its cells stand on lines of one block: then every line of the table is a paragraph.
    pub(super) by_line: bool,
}

/// All header rows.
pub(super) fn headers(lines: &[Line<'_>]) -> Vec<Header> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        match header(lines, at) {
            Some(header) => {
                at = header.lines.end;
                found.push(header);
            }
            None => at += 1,
        }
    }
    found
}

/// A cell of a header row.
pub(super) enum Name {
    /// A column of the content.
    Known(Column),
    /// A column that only tables have whose cells are known.
    Extra(Extra),
    /// One that real tables have and the content has no place for.
    Foreign,
}

/// Tells that there is no header row.
pub(super) fn no_table() -> Diagnostic {
    Diagnostic::error(
        "import/no-table",
        say!(
            "找不到表头：项目内容、责任单位、进展情况 或它们的同义词",
            "no header row: 项目内容, 责任单位 and 进展情况, or their synonyms"
        ),
    )
}

/// The column that a cell names.
pub(super) fn name_of(cell: &str) -> Option<Name> {
    if cell.len() > CELL_LIMIT {
        return None;
    }
    let cell = squeezed(cell);
    let extra = EXTRAS.iter().find(|(name, _)| *name == cell);
    match extra {
        Some((_, extra)) => Some(Name::Extra(*extra)),
        None => known(&cell),
    }
}

/// The header row that starts at line `start`: at least the task, the units and the progress.
fn header(lines: &[Line<'_>], start: usize) -> Option<Header> {
    let mut columns = Vec::new();
    let mut foreign = None;
    let mut by_line = false;
    let mut last_block = None;
    let mut at = start;
    while let Some((name, length)) = name(lines, at) {
        let first = lines.get(at)?;
        match name {
            Name::Known(column) if columns.contains(&column) => break,
            Name::Known(column) => columns.push(column),
            Name::Extra(_) | Name::Foreign => foreign = foreign.or(Some(first.span)),
        }
        by_line |= last_block == Some(first.block);
        at += length;
        last_block = lines.get(at - 1).map(|line| line.block);
    }
    let whole = [Column::Title, Column::Units, Column::Progress]
        .iter()
        .all(|column| columns.contains(column));
    if !whole {
        return None;
    }
    let span = through(lines.get(start)?.span, lines.get(at - 1)?.span);
    Some(Header {
        columns,
        foreign,
        lines: start..at,
        span,
        by_line,
    })
}

/// The column name at line `at`, and how many lines it takes: it may be broken over two.
fn name(lines: &[Line<'_>], at: usize) -> Option<(Name, usize)> {
    let first = lines.get(at)?.text;
    if first.len() > CELL_LIMIT {
        return None;
    }
    let first = squeezed(first);
    if let Some(name) = known(&first) {
        return Some((name, 1));
    }
    let second = lines.get(at + 1).map(|line| line.text);
    let second = squeezed(second.filter(|text| text.len() <= CELL_LIMIT)?);
    let joined = known(&format!("{first}{second}"))?;
    Some((joined, 2))
}

fn known(text: &str) -> Option<Name> {
    if let Some((_, column)) = NAMES.iter().find(|(name, _)| *name == text) {
        return Some(Name::Known(*column));
    }
    FOREIGN.contains(&text).then_some(Name::Foreign)
}

/// Without any white space: header cells are often set wide.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::FileId;
    use crate::import::lines::lines;

    fn found(text: &str) -> Vec<Header> {
        headers(&lines(text, FileId::default()))
    }

    #[test]
    fn by_name_and_not_by_position() {
        let headers =
            found("标题\n\n进展情况\n\n责 任\n\n单 位\n\n序号\n\n主要工作内容\n\n类别\n\n一\n\n二");
        assert_eq!(headers.len(), 1);
        assert_eq!(
            headers[0].columns,
            [
                Column::Progress,
                Column::Units,
                Column::Number,
                Column::Title,
                Column::Chapter
            ]
        );
        assert_eq!(headers[0].lines, 1..7);
        assert!(!headers[0].by_line);
    }

    #[test]
    fn a_header_needs_three_columns() {
        assert!(found("项目名称\n\n项目内容\n\n责任单位").is_empty());
        assert!(found("内容\n\n其他\n\n责任单位\n\n进展情况").is_empty());
        assert!(found("").is_empty());
    }

    #[test]
    fn two_headers_in_a_row_are_two() {
        let text = "项目内容\n责任单位\n进展情况\n项目内容\n责任单位\n进展情况";
        let headers = found(text);
        assert_eq!(headers.len(), 2);
        assert!(headers[0].by_line);
    }

    #[test]
    fn a_column_without_a_place_is_known_as_such() {
        let headers = found("工作任务\n\n牵头单位\n\n完成时限\n\n完成情况\n\n区财政局");
        assert_eq!(headers.len(), 1);
        assert!(headers[0].foreign.is_some());
        assert_eq!(headers[0].lines, 0..4);
    }
}
