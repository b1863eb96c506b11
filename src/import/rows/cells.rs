//! The rows of a table whose cells are known: what each is.

use super::assemble;
use super::extras::{self, Extras};
use super::gap::Row as Placed;
use super::paragraph::Paragraph;
use super::token::{Kind, Token, is_marked_empty};
use super::{Chapter, Context};
use crate::diagnostic::{Diagnostic, Faults, Severity, Span};
use crate::import::card::is_footer;
use crate::import::header::{Column, Extra};
use crate::import::numbering::numbered;
use crate::import::tables::{Row, lines};
use crate::import::unit_names::{self, Looks, split};
use crate::model::Text;
use crate::say;

/// Rows that sum up others.
const TOTALS: [&str; 4] = ["合计", "总计", "小计", "共计"];

/// What notes below a table begin with.
const NOTES: [&str; 4] = ["注", "备注", "说明", "填表说明"];

/// Reads the rows below a header row.
pub(in crate::import) fn read(
    text: &str,
    rows: &[Row],
    header: Span,
    context: Context<'_>,
    faults: &mut Faults,
) -> Vec<Chapter> {
    let mut reader = Reader {
        text,
        context,
        units: unit_names::Known::learn(
            context.units.iter().map(String::as_str),
            std::iter::empty(),
        ),
        title: None,
        faults,
    };
    let before = reader.faults.count(Severity::Error);
    let rows: Vec<Known> = rows.iter().filter_map(|row| reader.row(row)).collect();
    if reader.faults.count(Severity::Error) > before {
        return Vec::new();
    }
    if rows.is_empty() {
        faults.push(super::no_rows(header));
        return Vec::new();
    }
    let extras = rows
        .iter()
        .filter(|row| !row.cells.is_empty())
        .map(|row| row.extras.clone());
    let extras: Vec<Extras> = extras.collect();
    let placed = rows.iter().map(|row| Placed {
        headings: row.heading.iter().collect(),
        cells: row
            .cells
            .iter()
            .map(|(column, token)| (*column, token))
            .collect(),
    });
    let mut chapters = assemble::chapters(placed.collect(), context, faults);
    // Each row of a task has become one, in their order.
    let tasks = chapters.iter_mut().flat_map(|chapter| &mut chapter.tasks);
    for (task, extras) in tasks.zip(extras) {
        if extras.is_ours {
            task.progress = extras.progress;
        }
        task.status = extras.status;
        task.completion = extras.completion;
        task.is_ours = extras.is_ours;
    }
    chapters
}

/// A row whose parts are known.
struct Known {
    heading: Option<Token>,
    cells: Vec<(Column, Token)>,
    extras: Extras,
}

struct Reader<'t, 'f> {
    text: &'t str,
    context: Context<'t>,
    units: unit_names::Known,
    /// The task of the row before.
    title: Option<Span>,
    faults: &'f mut Faults,
}

impl Reader<'_, '_> {
    fn get(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn row(&mut self, row: &Row) -> Option<Known> {
        match row.all.as_slice() {
            [] => return None,
            [only] if !row.is_ours => {
                if let Some(heading) = self.lone(*only, row) {
                    self.title = None;
                    return heading.map(|heading| Known {
                        heading: Some(heading),
                        cells: Vec::new(),
                        extras: Extras::default(),
                    });
                }
            }
            _ => {}
        }
        if !row.is_ours && self.is_total(row) {
            return None;
        }
        let title = row.get(Column::Title);
        let Some(title) = title else {
            self.missing(row);
            return None;
        };
        let (units, progress) = (row.get(Column::Units), row.get(Column::Progress));
        let shared = [units, progress]
            .into_iter()
            .flatten()
            .find(|cell| *cell == title || (units == progress && units == Some(*cell)));
        if let Some(cell) = shared {
            self.faults.push(several_columns(cell));
            return None;
        }
        if self.title == Some(title) {
            self.faults.push(several_rows(title));
            return None;
        }
        self.title = Some(title);
        let heading = self.chapter(row);
        let cells = [
            Column::Number,
            Column::Title,
            Column::Units,
            Column::Progress,
        ];
        let cells = cells.into_iter().filter_map(|column| {
            let token = match row.get(column) {
                Some(cell) => self.cell(column, cell, row.is_ours)?,
                // A cell that is there and holds nothing.
                None if column != Column::Number => self.empty(title),
                None => return None,
            };
            Some((column, token))
        });
        let cells = cells.collect();
        let extras = extras::read(self.text, row, self.faults);
        Some(Known {
            heading,
            cells,
            extras,
        })
    }

    /// A row of one cell: a heading, or what is no part of the table. None if it may be a task all the same.
    fn lone(&mut self, cell: Span, row: &Row) -> Option<Option<Token>> {
        let text = self.flat(cell);
        let known = |titles: &[String]| titles.contains(&text);
        let is_wide = row
            .cells
            .iter()
            .filter(|(column, _)| *column != Column::Chapter)
            .count()
            > 1;
        if is_note(&text) {
            self.faults.push(crate::import::unplaced(cell));
            return Some(None);
        }
        let is_heading = numbered(&text).is_some_and(|numbered| !numbered.title.is_empty())
            || known(self.context.told_chapters)
            || known(self.context.seen_chapters)
            || row.get(Column::Chapter) == Some(cell) && !is_wide && !is_footer(&text);
        if is_heading {
            return Some(self.heading(&[cell]));
        }
        if is_footer(&text) {
            return Some(None);
        }
        if TOTALS.iter().any(|total| text.starts_with(total)) {
            self.faults.push(total_row(cell));
            return Some(None);
        }
        self.faults.push(crate::import::unplaced(cell));
        Some(None)
    }

    fn is_total(&mut self, row: &Row) -> bool {
        let Some(first) = row.all.first().copied() else {
            return false;
        };
        let squeezed: String = self
            .get(first)
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        let is_total = TOTALS.contains(&squeezed.as_str())
            && row.get(Column::Units).is_none_or(|cell| cell == first);
        if is_total {
            self.faults.push(total_row(first));
        }
        is_total
    }

    fn missing(&mut self, row: &Row) {
        if let Some(first) = row.all.first() {
            let (zh, en) = Column::Title.words();
            self.faults.push(
                Diagnostic::error(
                    "import/missing-cell",
                    say!("这一行没有{zh}", "this row lacks {en}"),
                )
                .at(*first)
                .hint(say!(
                    "补上，或删去这一行；几行共用的内容要用合并的单元格",
                    "fill it in or delete the row; what several rows share must stand in a merged cell"
                )),
            );
        }
    }

    /// The heading that the columns of the chapter say.
    fn chapter(&mut self, row: &Row) -> Option<Token> {
        if row.is_ours {
            return self.our_chapter(row);
        }
        let cells = row
            .cells
            .iter()
            .filter(|(column, _)| *column == Column::Chapter);
        let mut cells: Vec<Span> = cells.map(|(_, cell)| *cell).collect();
        cells.dedup();
        if cells.is_empty() {
            None
        } else {
            self.heading(&cells)
        }
    }

    /// That of a data file of this program: its number stands in a column of its own.
    fn our_chapter(&mut self, row: &Row) -> Option<Token> {
        let title = row.get(Column::Chapter)?;
        let paragraph = Paragraph::of_lines(lines(self.text, title))?;
        let number = row.extra(Extra::ChapterNumber);
        let kind = Kind::Heading {
            number: number.and_then(|cell| self.get(cell).parse().ok()),
            title: Text {
                value: paragraph.flat().into(),
                span: title,
            },
        };
        Some(Token::known(kind, paragraph))
    }

    fn heading(&mut self, cells: &[Span]) -> Option<Token> {
        let mut paragraph: Option<Paragraph> = None;
        for cell in cells {
            match &mut paragraph {
                Some(paragraph) => paragraph.append_lines(lines(self.text, *cell)),
                None => paragraph = Paragraph::of_lines(lines(self.text, *cell)),
            }
        }
        let paragraph = paragraph?;
        let text = paragraph.flat();
        let (number, title) = match numbered(&text) {
            Some(numbered) => (Some(numbered.number), numbered.title.to_owned()),
            None => (None, text),
        };
        if title.is_empty() {
            self.faults.push(super::token::untitled(paragraph.span));
            return None;
        }
        let title = Text {
            value: title.into(),
            span: paragraph.span,
        };
        Some(Token::known(Kind::Heading { number, title }, paragraph))
    }

    fn cell(&mut self, column: Column, cell: Span, is_ours: bool) -> Option<Token> {
        let text = self.get(cell);
        let is_markdown = is_ours && column == Column::Progress;
        if text.contains(|c: char| c.is_control() && c != '\n' && !(is_markdown && c == '\t')) {
            self.faults.push(crate::import::control_character(cell));
            return None;
        }
        let flat = self.flat(cell);
        let kind = match column {
            Column::Number => {
                let digits = flat.trim_end_matches(['.', '、', '．']);
                // Where rows are numbered in another way, the order of the rows says as much.
                Kind::Number(digits.parse().ok()?)
            }
            _ if !is_ours && is_marked_empty(&flat) => Kind::Empty,
            Column::Units => Kind::Cell(Looks::Units),
            _ => Kind::Cell(Looks::Text),
        };
        let mut paragraph = Paragraph::of_lines(lines(self.text, cell))?;
        if column == Column::Units && paragraph.is_broken() {
            self.list(&mut paragraph);
        }
        Some(Token::known(kind, paragraph))
    }

    /// Finds out where a line of a list of units begins another unit.
    fn list(&mut self, paragraph: &mut Paragraph) {
        let lines: Vec<String> = paragraph.lines().map(str::to_owned).collect();
        let mut open: Option<String> = None;
        for (at, line) in lines.iter().enumerate() {
            let first = split(line).next().unwrap_or_default();
            if let Some(left) = open.as_deref()
                && !left.is_empty()
                && !first.is_empty()
            {
                let is_unit = |name: &str| self.units.looks(name) == Looks::Units;
                if self.context.units.contains(&format!("{left}{first}")) {
                    // One unit, written on two lines.
                } else if is_unit(left) && is_unit(first) {
                    paragraph.begin_item(at);
                } else {
                    self.faults.push(several_units(paragraph.span));
                    return;
                }
            }
            open = split(line).last().map(str::to_owned);
        }
    }

    /// A cell that holds nothing, in the row of a task.
    fn empty(&self, title: Span) -> Token {
        Token::known(Kind::Empty, Paragraph::at(title))
    }

    fn flat(&self, cell: Span) -> String {
        Paragraph::of_lines(lines(self.text, cell))
            .map_or_else(String::new, |paragraph| paragraph.flat())
    }
}

/// Whether a text is a note by the word that it begins with.
fn is_note(text: &str) -> bool {
    let word = text.split_once(['：', ':']).map(|(word, _)| word);
    word.is_some_and(|word| NOTES.contains(&word))
}

fn total_row(cell: Span) -> Diagnostic {
    Diagnostic::warning(
        "import/total-row",
        say!(
            "这一行是合计，不是任务，没有导入",
            "this row sums up others; it is no task and is not imported"
        ),
    )
    .at(cell)
}

fn several_units(cell: Span) -> Diagnostic {
    Diagnostic::error(
        "import/ambiguous",
        say!(
            "不能确定这几行各是一个责任单位，还是一个单位分写在几行",
            "it is not certain whether each of these lines is a unit, or one unit stands on several"
        ),
    )
    .at(cell)
    .hint(say!(
        "几个单位之间写“、”；一个单位写在一行；或先在 `content/units.toml` 登记",
        "write “、” between units, and one unit on one line; or add them to `content/units.toml` first"
    ))
}

fn several_columns(cell: Span) -> Diagnostic {
    Diagnostic::error(
        "import/ambiguous",
        say!(
            "这一格占了几列，不能确定是哪一列的内容",
            "this cell takes several columns, so that it is not certain which it belongs to"
        ),
    )
    .at(cell)
    .hint(say!(
        "在工作簿里取消合并，每列各写各的",
        "split the cell, and write in each column what belongs there"
    ))
}

fn several_rows(title: Span) -> Diagnostic {
    Diagnostic::error(
        "import/ambiguous",
        say!(
            "几行共用一个项目内容，不能确定是一项任务还是几项",
            "several rows share one task, so that it is not certain whether they are one or several"
        ),
    )
    .at(title)
    .hint(say!(
        "每项任务写成一行：单位写在一格，用“、”分隔",
        "make each task one row: write its units in one cell, parted by “、”"
    ))
}
