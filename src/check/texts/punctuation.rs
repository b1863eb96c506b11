//! Punctuation that follows punctuation.

use super::super::example::Example::{Body, Progress};
use super::super::rule::{Rule, Standing, Weight, both};
use super::is_han;
use super::scope::Said;
use crate::diagnostic::Faults;
use crate::markdown::Block;
use crate::say;

pub(in super::super) const RULES: &[Rule] = &[DOUBLE];

const DOUBLE: Rule = Rule {
    code: "text/double-punctuation",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: super::PUNCTUATION,
    asks: both(
        "点号后面不能紧跟另一个点号，如 `。;`；叹号、问号连用和省略号除外。",
        "A stop is not followed by another stop, such as `。;`; several exclamation or question marks and ellipses aside.",
    ),
    fault: Progress("幕墙完成41%。;桥文化街区施工图设计中。"),
    clean: &[
        Progress("幕墙完成41%。桥文化街区施工图设计中……完成后开工。"),
        Progress("怎么办？！有办法……，已落实。"),
        Body("See e.g. §3 etc., and so on... 说明（“甲。”），完。"),
        Body("编号 1.、2. 不在此列：`a.,b`；Example Co.，Ltd。"),
    ],
};

/// Marks that end a sentence or part of one.
fn is_stop(c: char) -> bool {
    matches!(
        c,
        ',' | '.' | ';' | ':' | '!' | '?' | '，' | '。' | '、' | '；' | '：' | '！' | '？'
    )
}

pub(super) fn check(said: &Said<'_>, block: &Block, faults: &mut Faults) {
    let chars = &block.0;
    let mut before = None;
    let mut rest = chars.as_slice();
    while let Some(&first) = rest.first() {
        let length = rest.iter().take_while(|(_, c)| is_stop(*c)).count();
        let Some((run, after)) = rest.split_at_checked(length.max(1)) else {
            return;
        };
        if let [_, .., last] = run
            && is_fault(before, run, after.first().map(|(_, c)| *c))
        {
            let marks: String = run.iter().map(|(_, c)| *c).collect();
            let fault = DOUBLE.finding(say!(
                "标点重复：`{marks}`",
                "punctuation follows punctuation: `{marks}`"
            ));
            let hint = say!("留下应有的一个", "keep the one that is meant");
            faults.push(fault.at(said.between(first, *last)).hint(hint));
        }
        before = run.last().map(|(_, c)| *c);
        rest = after;
    }
}

/// Whether several marks in a row are a slip. Plain ASCII ones are only beside Chinese characters:
/// elsewhere they are code, numbers or another language.
fn is_fault(before: Option<char>, run: &[(usize, char)], after: Option<char>) -> bool {
    let all = |of: &[char]| run.iter().all(|(_, c)| of.contains(c));
    if all(&['!', '?', '！', '？']) || all(&['.']) {
        return false;
    }
    // An abbreviation, or the number of an item.
    let dotted = run.first().is_some_and(|(_, c)| *c == '.')
        && before.is_some_and(|c| c.is_ascii_alphanumeric());
    if dotted {
        return false;
    }
    let beside_han = before.is_some_and(is_han) || after.is_some_and(is_han);
    beside_han || run.iter().any(|(_, c)| !c.is_ascii())
}
