//! Half-width punctuation among Chinese characters.

use super::super::example::Example::{Body, Progress};
use super::super::rule::{Rule, Standing, Weight, both};
use super::is_han;
use super::scope::Said;
use crate::diagnostic::{Faults, Span};
use crate::markdown::Block;
use crate::say;

pub(in super::super) const RULES: &[Rule] = &[WIDTH];

const WIDTH: Rule = Rule {
    code: "text/mixed-width",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: super::PUNCTUATION,
    asks: both(
        "中文里的标点用全角，不与半角混用；一条信息里有三处以上才提示，只提示一次。",
        "Punctuation among Chinese characters is full-width and not mixed with half-width. It is told once for a disclosure, and only from three places on.",
    ),
    fault: Progress("已开工,已竣工;已验收,正按计划推进。甲、乙两项已完成。"),
    clean: &[
        Progress("已开工，已竣工；已验收，正按计划推进。甲、乙两项已完成。"),
        Progress("时间为9:00至17:00，产值1,000,000元，比例2:1。甲、乙、丙。"),
        Progress("已开工,已竣工,正按计划推进。甲、乙两项已完成。"),
        Body("见 `a,b`、Hello, world、(a; b)、x: y。甲、乙。"),
    ],
};

/// Fewer are slips rather than a custom.
const LEAST: usize = 3;

/// The marks that are counted.
const HALF: [char; 7] = [',', ';', ':', '(', ')', '!', '?'];
const FULL: [char; 9] = ['，', '；', '：', '（', '）', '！', '？', '。', '、'];

/// How often each mark stands in a scope.
#[derive(Default)]
pub(super) struct Tally {
    half: [usize; HALF.len()],
    full: usize,
    first: Option<Span>,
}

impl Tally {
    pub(super) fn add(&mut self, said: &Said<'_>, block: &Block) {
        let chars = &block.0;
        for (number, &mark @ (_, c)) in chars.iter().enumerate() {
            if FULL.contains(&c) {
                self.full += 1;
                continue;
            }
            let Some(own) = HALF.iter().position(|half| *half == c) else {
                continue;
            };
            let beside = [number.checked_sub(1), Some(number + 1)];
            let mut beside = beside.into_iter().flatten().filter_map(|at| chars.get(at));
            if beside.any(|(_, c)| is_han(*c)) {
                if let Some(count) = self.half.get_mut(own) {
                    *count += 1;
                }
                self.first.get_or_insert_with(|| said.between(mark, mark));
            }
        }
    }

    pub(super) fn tell(&self, faults: &mut Faults) {
        let half: usize = self.half.iter().sum();
        let full = self.full;
        let (Some(first), true) = (self.first, half >= LEAST && full >= LEAST) else {
            return;
        };
        let counted = HALF.iter().zip(self.half).filter(|(_, count)| *count > 0);
        let counted: Vec<(&char, usize)> = counted.collect();
        let list: Vec<String> = counted.iter().map(|(c, n)| format!("`{c}` {n}")).collect();
        let (zh, en) = (list.join("、"), list.join(", "));
        let fault = WIDTH.finding(say!(
            "中文里的标点半角、全角混用：半角 {half} 处（{zh}），全角 {full} 处",
            "half-width punctuation among Chinese characters in {half} places ({en}), full-width in {full}"
        ));
        let label = say!("第一处", "the first");
        let hint = say!(
            "中文里用 ，；：（）！？",
            "use ，；：（）！？ among Chinese characters"
        );
        faults.push(fault.at(first).label(label).hint(hint));
    }
}
