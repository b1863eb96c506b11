//! Every rule, gathered from the families.

use super::rule::{Rule, Standing};
use super::{
    allowances, chapters, columns, dates, document_number, external, files, foot, headings,
    identity, issue, levels, metadata, mode, numbers, period, privacy, series, statutory, tasks,
    texts, units,
};
use crate::diagnostic::{Message, did_you_mean};
use crate::say;

/// The rules of each file.
const FAMILIES: &[&[Rule]] = &[
    allowances::RULES,
    chapters::RULES,
    columns::RULES,
    dates::RULES,
    document_number::RULES,
    external::RULES,
    files::RULES,
    foot::RULES,
    headings::RULES,
    identity::RULES,
    issue::RULES,
    levels::RULES,
    metadata::RULES,
    mode::RULES,
    numbers::RULES,
    period::RULES,
    privacy::RULES,
    series::RULES,
    statutory::RULES,
    tasks::RULES,
    units::RULES,
];

/// All families: those of one file, and those of several.
fn families() -> impl Iterator<Item = &'static [Rule]> {
    FAMILIES.iter().chain(texts::RULES).copied()
}

/// Every rule, by its code.
#[must_use]
pub fn all() -> Vec<&'static Rule> {
    let mut rules: Vec<&Rule> = families().flatten().collect();
    rules.sort_by_key(|rule| rule.code);
    rules
}

/// The rule of a code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Rule> {
    let mut rules = families().flatten();
    rules.find(|rule| rule.code == code)
}

/// What to write in place of a code that is no rule's, among the rules that `is_meant` holds for.
#[must_use]
pub fn suggestion(code: &str, is_meant: impl Fn(&Rule) -> bool) -> Message {
    let rules: Vec<&str> = all()
        .into_iter()
        .filter(|rule| is_meant(rule))
        .map(|rule| rule.code)
        .collect();
    did_you_mean(code, rules.iter().copied()).map_or_else(
        || {
            say!(
                "`gongkai check --explain list` 列出所有规则",
                "`gongkai check --explain list` lists the rules"
            )
        },
        |meant| say!("是否想写 `{meant}`？", "did you mean `{meant}`?"),
    )
}

/// Whether a site may lower the level of a rule.
pub(super) fn is_optional(rule: &Rule) -> bool {
    rule.standing == Standing::Optional
}
