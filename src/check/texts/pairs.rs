//! Brackets and quotes that are opened and not closed, or closed and not opened.

use super::super::example::Example::{Body, Progress, Title};
use super::super::rule::{Rule, Standing, Weight, both};
use super::scope::Said;
use crate::diagnostic::Faults;
use crate::markdown::Survey;
use crate::say;

pub(in super::super) const RULES: &[Rule] = &[UNBALANCED];

const UNBALANCED: Rule = Rule {
    code: "text/unbalanced",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: super::PUNCTUATION,
    asks: both(
        "括号、书名号和引号成对出现。",
        "Brackets, title marks and quotes come in pairs.",
    ),
    fault: Progress("完成拱墅区“十三五规划中期评估。"),
    clean: &[
        Progress("完成“议事会”“圆桌会”（含《办法》〔2019〕1号）试点。"),
        Progress("分三步：1）调查；2)论证；（三）实施。"),
        Title("推进 (PPP) 项目（二期)"),
        Body("“第一段没有结束的引文。\n\n“第二段接着引，到这里结束。”"),
    ],
};

/// What opens, what closes it, and their kind: half and full width are of one kind.
const PAIRS: [(char, char, u8); 7] = [
    ('(', ')', 0),
    ('（', '）', 0),
    ('【', '】', 1),
    ('〔', '〕', 2),
    ('《', '》', 3),
    ('〈', '〉', 4),
    ('“', '”', 5),
];

/// The first mark without its other one is told.
pub(super) fn check(said: &Said<'_>, survey: &Survey, faults: &mut Faults) {
    let mut open: Vec<((usize, char), u8)> = Vec::new();
    let mut alone: Option<(usize, char)> = None;
    let mut set = |mark: (usize, char)| {
        if alone.is_none_or(|first| mark.0 < first.0) {
            alone = Some(mark);
        }
    };
    for block in &survey.blocks {
        for (number, &(at, c)) in block.0.iter().enumerate() {
            if let Some((.., kind)) = PAIRS.iter().find(|(opens, ..)| *opens == c) {
                let top = open.last().map(|(_, kind)| *kind);
                // A quotation of several paragraphs is opened anew in each and closed once.
                if !(number == 0 && c == '“' && top == Some(*kind)) {
                    open.push(((at, c), *kind));
                }
            } else if let Some((.., kind)) = PAIRS.iter().find(|(_, closes, _)| *closes == c) {
                match open.iter().rposition(|(_, open)| open == kind) {
                    Some(own) => {
                        for (mark, _) in open.drain(own..).skip(1) {
                            set(mark);
                        }
                    }
                    None if *kind == 0 && is_number(&block.0, number) => {}
                    None => set((at, c)),
                }
            }
        }
    }
    for (mark, _) in open {
        set(mark);
    }
    let Some(mark @ (_, c)) = alone else {
        return;
    };
    let opens = PAIRS.iter().any(|(opens, ..)| *opens == c);
    let message = if opens {
        say!("`{c}` 没有闭合", "`{c}` is not closed")
    } else {
        say!("`{c}` 没有开头", "`{c}` closes nothing")
    };
    faults.push(UNBALANCED.finding(message).at(said.between(mark, mark)));
}

/// Whether the bracket at `at` ends the number of an item, as in `1)`.
fn is_number(chars: &[(usize, char)], at: usize) -> bool {
    let before = chars.get(..at).unwrap_or_default();
    let is_digit = |c: char| c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(c);
    let length = before
        .iter()
        .rev()
        .take_while(|(_, c)| is_digit(*c))
        .count();
    let start = before.len() - length;
    let ahead = start.checked_sub(1).and_then(|at| before.get(at));
    (1..=3).contains(&length) && ahead.is_none_or(|(_, c)| !c.is_alphanumeric())
}
