//! Spaces where none belongs.

use super::super::example::Example::{Body, Progress};
use super::super::rule::{Rule, Standing, Weight, both, custom};
use super::is_han;
use super::scope::Said;
use crate::diagnostic::{Faults, Message};
use crate::markdown::{Block, Survey};
use crate::say;

pub(in super::super) const RULES: &[Rule] = &[SPACE];

const SPACE: Rule = Rule {
    code: "text/space",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "从文档和网页粘贴来的空白，检索和复制时都会妨碍",
        "white space from documents and web pages, in the way of those who search and copy",
    ),
    asks: both(
        "中文里没有不换行空格、全角空格、零宽字符和连续的空格，标点前后也没有空格。",
        "Chinese text has no no-break, ideographic, zero-width or repeated spaces, and none beside punctuation.",
    ),
    fault: Progress("10条已开工, 8条抓紧办理前期手续。"),
    clean: &[
        Progress("第 1 条 GDP 增长，R&D 经费增长 15% 以上。"),
        Progress("不忘初心 牢记使命主题教育结束。"),
        Body("Hello, world; it is 9:00, and so on.\n\n说明如下：\n\n```\n代码,  不算\n```"),
        Body("**不受理申请。** 本站是静态网站。"),
        Body("第一行，\n第二行；见 `a,  b`。"),
    ],
};

fn is_space(c: char) -> bool {
    c == '\t' || c == ' ' || is_strange(c)
}

/// Spaces that no keyboard types by itself.
fn is_strange(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{2000}'
            ..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{2060}' | '\u{3000}' | '\u{feff}'
    )
}

fn is_full_width(c: char) -> bool {
    "，。、；：！？（）《》〔〕【】".contains(c)
}

/// The first in a text is told, with how many there are.
pub(super) fn check(said: &Said<'_>, survey: &Survey, faults: &mut Faults) {
    let mut first = None;
    let mut count = 0_usize;
    for block in &survey.blocks {
        let chars = &block.0;
        // Other languages have their own customs.
        let is_chinese = chars.iter().any(|(_, c)| is_han(*c));
        if !is_chinese && !chars.iter().all(|(_, c)| is_space(*c)) {
            continue;
        }
        let mut at = 0;
        while let Some(start) = next_space(block, at) {
            let run = chars.get(start..).unwrap_or_default();
            let length = run.iter().take_while(|(_, c)| is_space(*c)).count();
            at = start + length;
            let run = chars.get(start..at).unwrap_or_default();
            if let (Some(what), [a, ..], [.., b]) = (fault(chars, start, run), run, run) {
                count += 1;
                first.get_or_insert((what, said.between(*a, *b)));
            }
        }
    }
    let Some((what, place)) = first else {
        return;
    };
    let (zh, en) = (what.zh, what.en);
    let mut fault = SPACE
        .finding(say!("多余的空白：{zh}", "stray space: {en}"))
        .at(place);
    if count > 1 {
        let more = count - 1;
        fault = fault.hint(say!(
            "这段文字里还有 {more} 处",
            "there are {more} more in this text"
        ));
    }
    faults.push(fault);
}

fn next_space(block: &Block, from: usize) -> Option<usize> {
    let rest = block.0.get(from..)?;
    let found = rest.iter().position(|(_, c)| is_space(*c))?;
    Some(from + found)
}

/// What is wrong with the spaces `run`, which start at `start`.
fn fault(chars: &[(usize, char)], start: usize, run: &[(usize, char)]) -> Option<Message> {
    if let Some((_, c)) = run.iter().find(|(_, c)| is_strange(*c)) {
        let code = u32::from(*c);
        return Some(match c {
            '\u{a0}' | '\u{202f}' => {
                say!("不换行空格 U+{code:04X}", "a no-break space, U+{code:04X}")
            }
            '\u{3000}' => say!("全角空格 U+3000", "an ideographic space, U+3000"),
            '\u{200b}' | '\u{2060}' | '\u{feff}' => {
                say!(
                    "看不见的字符 U+{code:04X}",
                    "an invisible character, U+{code:04X}"
                )
            }
            _ => say!("特殊空格 U+{code:04X}", "a special space, U+{code:04X}"),
        });
    }
    let char_at = |at: Option<usize>| at.and_then(|at| chars.get(at)).map(|(_, c)| *c);
    // Behind emphasis Markdown may need a space: `**甲。** 乙`.
    let ends_before = start
        .checked_sub(1)
        .and_then(|at| chars.get(at))
        .map(|(at, c)| at + c.len_utf8());
    let follows_markup = run.first().map(|(at, _)| *at) != ends_before;
    let before = char_at(start.checked_sub(1)).filter(|_| !follows_markup);
    let before_that = char_at(start.checked_sub(2));
    let after = char_at(Some(start + run.len()));
    if before == Some('\n') || after == Some('\n') || before.is_none() || after.is_none() {
        // Layout of the source.
        return None;
    }
    if run.len() > 1 {
        return Some(say!("连续的空格", "several spaces in a row"));
    }
    let is = |c: Option<char>, what: fn(char) -> bool| c.is_some_and(what);
    let is_half = |c: Option<char>| is(c, |c| matches!(c, ',' | ';' | ':'));
    let is_chinese = |c: Option<char>| {
        is(c, |c| {
            is_han(c) || is_full_width(c) || matches!(c, '%' | '”')
        })
    };
    if is(before, is_full_width)
        || is_half(before) && (is_chinese(before_that) || is(after, is_han))
    {
        return Some(say!("标点后面的空格", "a space after punctuation"));
    }
    let is_before_stop = is(after, is_full_width) || is_half(after) && is(before, is_han);
    is_before_stop.then(|| say!("标点前面的空格", "a space before punctuation"))
}
