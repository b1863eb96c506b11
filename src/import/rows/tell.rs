//! Says why the paragraphs between two anchors cannot be placed, and which readings there are.

use super::gap::Order;
use super::token::Token;
use crate::diagnostic::{Diagnostic, Faults, Message, Span};
use crate::import::header::Column;
use crate::import::lines::through;
use crate::say;

/// What stands between the units of one row and those of the next.
pub(super) struct Gap<'t> {
    pub(super) tokens: &'t [Token],
    /// The units before; none at the start of the table.
    pub(super) before: Option<&'t Token>,
    /// The units after; none at the end of the table.
    pub(super) after: Option<&'t Token>,
    /// The cell that comes first in it.
    pub(super) start: usize,
    /// The cell that comes after it.
    pub(super) end: usize,
}

impl Gap<'_> {
    fn span(&self) -> Span {
        match (self.tokens.first(), self.tokens.last()) {
            (Some(first), Some(last)) => through(first.span(), last.span()),
            _ => self
                .after
                .or(self.before)
                .map(Token::span)
                .unwrap_or_default(),
        }
    }

    /// The columns that one step from anchor to anchor fills.
    fn columns(&self, order: &Order) -> Vec<Column> {
        let mut columns = Vec::new();
        let mut at = self.start;
        while at != self.end {
            columns.extend(order.cells.get(at));
            at = if at + 1 >= order.cells.len() {
                0
            } else {
                at + 1
            };
        }
        columns
    }
}

/// Tells that a gap has no reading, or more than one.
pub(super) fn tell(gap: &Gap<'_>, order: &Order, many: bool, faults: &mut Faults) {
    let columns = gap.columns(order);
    let headings = gap.tokens.iter().filter(|token| token.is_heading()).count();
    let count = gap.tokens.len() - headings;
    let unheaded = gap.before.is_none() && order.has_chapters && headings == 0;
    let wanted = columns.len() + usize::from(unheaded);
    let (zh, en) = list(&columns, unheaded);
    let fault = if gap.before.is_none() && gap.after.is_none() {
        Diagnostic::error(
            "import/no-units",
            say!(
                "表里没有一段能认出是责任单位",
                "no paragraph of the table is known to be a list of units"
            ),
        )
        .at(gap.span())
        .hint(say!(
            "先在 `content/units.toml` 登记责任单位",
            "add the units to `content/units.toml` first"
        ))
    } else if count < wanted {
        missing(gap, count, &zh, &en)
    } else if many || count > wanted {
        let mut fault = Diagnostic::error(
            "import/ambiguous",
            say!(
                "不能确定这里的 {count} 段各是什么：应为 {zh}",
                "it is not certain what these {count} paragraphs are: expected {en}"
            ),
        )
        .at(gap.span());
        for reading in readings(&columns, count, unheaded) {
            fault = fault.hint(reading);
        }
        fault.hint(say!(
            "把同一个单元格的各段在文本中连成一段；章的标题用 `--chapter 标题` 指明；认不出的责任单位写进 `content/units.toml`",
            "join the paragraphs of one cell in the text; name the heading of a chapter with `--chapter TITLE`; add units that were not recognised to `content/units.toml`"
        ))
    } else {
        Diagnostic::error(
            "import/ambiguous",
            say!(
                "这里的 {count} 段不合各栏的次序：应为 {zh}",
                "these {count} paragraphs do not follow the order of the columns: expected {en}"
            ),
        )
        .at(gap.span())
    };
    faults.push(neighbours(gap, fault));
}

fn missing(gap: &Gap<'_>, count: usize, zh: &str, en: &str) -> Diagnostic {
    let fault = Diagnostic::error(
        "import/missing-cell",
        say!(
            "少了单元格：应为 {zh}，这里只有 {count} 段",
            "a cell is missing: expected {en}, found {count} paragraphs"
        ),
    )
    .at(gap.span());
    fault
        .hint(say!(
            "源表的单元格为空时，在它的位置写 `[空]`",
            "where a cell is empty in the source, write `[空]` in its place"
        ))
        .hint(say!(
            "空的和缺失的分不出来，所以一行也不导入",
            "an empty cell cannot be told from a missing one, so nothing is imported"
        ))
}

fn neighbours(gap: &Gap<'_>, fault: Diagnostic) -> Diagnostic {
    let fault = match gap.before {
        Some(before) => fault.related(before.span(), say!("之前的责任单位", "the units before it")),
        None => fault,
    };
    match gap.after {
        Some(after) => fault.related(after.span(), say!("之后的责任单位", "the units after it")),
        None => fault,
    }
}

fn list(columns: &[Column], unheaded: bool) -> (String, String) {
    let chapter = unheaded.then_some(Column::Chapter);
    let words: Vec<_> = chapter
        .into_iter()
        .chain(columns.iter().copied())
        .map(Column::words)
        .collect();
    let join = |parts: Vec<&str>, with: &str| {
        if parts.is_empty() {
            "-".to_owned()
        } else {
            parts.join(with)
        }
    };
    (
        join(words.iter().map(|(zh, _)| *zh).collect(), "、"),
        join(words.iter().map(|(_, en)| *en).collect(), ", "),
    )
}

/// The readings of a gap of two cells with one or two paragraphs too many.
fn readings(columns: &[Column], count: usize, unheaded: bool) -> Vec<Message> {
    let [first, second] = columns else {
        return Vec::new();
    };
    if unheaded || !(3..=5).contains(&count) {
        return Vec::new();
    }
    let ((first_zh, first_en), (second_zh, second_en)) = (first.words(), second.words());
    let range = |from: usize, to: usize| {
        if from == to {
            from.to_string()
        } else {
            format!("{from}-{to}")
        }
    };
    let mut readings: Vec<Message> = (1..count)
        .map(|split| {
            let (a, b) = (range(1, split), range(split + 1, count));
            say!(
                "可能：第 {a} 段是{first_zh}，第 {b} 段是{second_zh}",
                "perhaps: {first_en} is paragraph {a}, {second_en} is paragraph {b}"
            )
        })
        .collect();
    if count == 3 {
        readings.push(say!(
            "可能：第 2 段是章的标题",
            "perhaps: paragraph 2 is the heading of a chapter"
        ));
    }
    readings
}
