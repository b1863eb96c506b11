//! Headings and the heads of tables.

use super::super::example::Example::Body;
use super::super::rule::{Rule, Standing, Weight, both, standard};
use super::scope::Said;
use crate::diagnostic::Faults;
use crate::markdown::Survey;
use crate::say;

pub(in super::super) const RULES: &[Rule] = &[ORDER, TABLE];

const ORDER: Rule = Rule {
    code: "access/heading-order",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: standard(
        "WCAG 2.2 的 1.3.1、2.4.6（对应 GB/T 37668 待核）",
        "WCAG 2.2, 1.3.1 and 2.4.6 (what GB/T 37668 has for it is not known)",
    ),
    asks: both(
        "标题从最高一级开始，往下不跳级；最高一级写几个 `#` 都可以。",
        "Headings start with the highest level and go down one level at a time; how many `#` the highest has does not matter.",
    ),
    fault: Body("## 总则\n\n#### 范围\n\n甲。"),
    clean: &[
        Body("## 总则\n\n### 范围\n\n#### 例外\n\n## 附则\n\n甲。"),
        Body("#### 总则\n\n##### 范围\n\n#### 附则\n\n甲。"),
        Body("没有标题，# 也不是标题。\n\n```\n#### 代码\n```"),
    ],
};

const TABLE: Rule = Rule {
    code: "access/table-head",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: standard(
        "WCAG 2.2 的 1.3.1（对应 GB/T 37668 待核）",
        "WCAG 2.2, 1.3.1 (what GB/T 37668 has for it is not known)",
    ),
    asks: both(
        "表格每一列的表头都写明是什么；左上角可以空着。",
        "The head of every column of a table says what is in it; the corner may be empty.",
    ),
    fault: Body("| 单位 |  |\n| --- | --- |\n| 区府办 | 3 |"),
    clean: &[
        Body("| 单位 | 数量 |\n| --- | --- |\n| 区府办 |  |"),
        Body("|  | 数量 |\n| --- | --- |\n| 区府办 | 3 |"),
        Body("| 单位 | `n` |\n| --- | --- |\n| 区府办 | 3 |"),
    ],
};

pub(super) fn check(said: &Said<'_>, survey: &Survey, faults: &mut Faults) {
    let highest = survey.headings.iter().map(|(level, _)| *level).min();
    let mut before = highest.map_or(0, |highest| highest.saturating_sub(1));
    for (level, range) in &survey.headings {
        if *level > before + 1 {
            let (wanted, found) = (
                "#".repeat(usize::from(before) + 1),
                "#".repeat(usize::from(*level)),
            );
            let fault = ORDER.finding(say!(
                "标题跳级：这里应为 `{wanted}`，却是 `{found}`",
                "a heading skips a level: `{found}` should be `{wanted}`"
            ));
            faults.push(fault.at(said.place(range.clone())));
        }
        before = *level;
    }
    for range in &survey.empty_heads {
        let fault = TABLE.finding(say!("表头是空的", "the head of a column is empty"));
        faults.push(fault.at(said.place(range.clone())));
    }
}
