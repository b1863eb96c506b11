//! Progress texts that say the same as that of another task.

use std::collections::BTreeMap;

use super::super::example::Example::Files;
use super::super::rule::{Rule, Standing, Weight, both, custom};
use super::scope::Said;
use crate::diagnostic::{Faults, Span};
use crate::markdown::Survey;
use crate::say;

pub(in super::super) const RULES: &[Rule] = &[REPEATED];

/// A second task with this progress.
macro_rules! second {
    ($progress:literal) => {
        Files(&[
            (
                "content/plans/q2/01/02.toml",
                concat!("title = \"推进其他项目\"\nunits = [\"区府办\"]\nprogress = \"", $progress, "\"\n"),
            ),
            (
                "content/plans/q2/01/03.toml",
                "title = \"推进托育服务\"\nunits = [\"区府办\"]\nprogress = \"三家机构完成注册，其中杭州甲乙丙托育有限公司已完成备案。\"\n",
            ),
        ])
    };
}

const REPEATED: Rule = Rule {
    code: "text/repeated",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "填报时复制粘贴的痕迹；同一件事确实对应两项任务时可以认可",
        "a trace of copying when forms are filled in; it may be right where one thing serves two tasks",
    ),
    asks: both(
        "两项任务的进展里没有同样的长句（16 字以上）。",
        "No two tasks of a disclosure share a clause of sixteen characters or more in their progress.",
    ),
    fault: second!(
        "积极扶持民办园，其中杭州甲乙丙托育有限公司，已完成备案；其中杭州甲乙丙托育有限公司已完成备案。"
    ),
    clean: &[
        second!("积极扶持民办园，其中杭州甲乙丁托育有限公司已完成备案。"),
        second!("三家机构完成注册，各项工作按计划推进。"),
        second!("其中杭州甲乙丙托育有限公司，已完成备案，已开业。"),
    ],
};

/// The fewest characters of a clause that counts, marks left out: shorter ones are set phrases.
const LEAST: usize = 16;

/// The clauses of a scope, marks left out, and where they were first written: the text and the place.
#[derive(Default)]
pub(super) struct Repeated {
    clauses: BTreeMap<String, (usize, Span)>,
    texts: usize,
}

impl Repeated {
    /// The longest clause that a text shares with one before it is told.
    pub(super) fn add(&mut self, said: &Said<'_>, survey: &Survey, faults: &mut Faults) {
        let own = self.texts;
        self.texts += 1;
        let mut longest: Option<(usize, Span, Span)> = None;
        let ends = |(_, c): &(usize, char)| "，。；：！？,;:!?\n".contains(*c);
        for clause in survey.blocks.iter().flat_map(|block| block.0.split(ends)) {
            let (Some(first), Some(last)) = (clause.first(), clause.last()) else {
                continue;
            };
            if clause.len() < LEAST {
                continue;
            }
            let normal: String = clause
                .iter()
                .map(|(_, c)| *c)
                .filter(|c| c.is_alphanumeric())
                .collect();
            let length = normal.chars().count();
            if length < LEAST {
                continue;
            }
            let place = said.between(*first, *last);
            let (text, known) = *self.clauses.entry(normal).or_insert((own, place));
            if text != own && longest.is_none_or(|(most, ..)| length > most) {
                longest = Some((length, place, known));
            }
        }
        if let Some((_, place, known)) = longest {
            let fault = REPEATED.finding(say!(
                "与另一项任务的进展有同样的话",
                "another task says the same in its progress"
            ));
            let hint = say!(
                "核对是否填错了行；确实相同时用 `[[check.allow]]` 认可",
                "see whether it is in the right row; if it is, allow it with `[[check.allow]]`"
            );
            let related = say!("另一项", "the other task");
            faults.push(fault.at(place).related(known, related).hint(hint));
        }
    }
}
