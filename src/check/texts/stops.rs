//! Full stops at the ends of texts.

use super::super::example::Example::{Edit, Files, Progress};
use super::super::example::TASK;
use super::super::rule::{Rule, Standing, Weight, both, custom};
use super::listed;
use super::scope::{Kind, Said};
use crate::diagnostic::{Faults, Span};
use crate::markdown::Survey;
use crate::say;

pub(in super::super) const RULES: &[Rule] = &[INCONSISTENT, MISSING];

/// Tasks beside that of the example, with these progress texts.
macro_rules! tasks {
    ($($file:literal $progress:literal),+) => {
        Files(&[$((
            concat!("content/plans/q2/01/", $file, ".toml"),
            concat!("title = \"任务", $file, "\"\nunits = [\"区府办\"]\nprogress = \"", $progress, "\"\n"),
        )),+])
    };
}

const INCONSISTENT: Rule = Rule {
    code: "text/final-stop",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom("同一份文件前后一致", "one document is written in one way"),
    asks: both(
        "一条信息里各项进展要么都以句号结尾，要么都不；五项以上才提示，只提示一次。",
        "The progress texts of a disclosure all end in a full stop, or none does. It is told once, and from five texts on.",
    ),
    fault: tasks!("02" "甲已开工", "03" "乙已竣工", "04" "丙已验收", "05" "丁已启用"),
    clean: &[
        tasks!("02" "甲已开工。", "03" "乙已竣工！", "04" "丙说：“已验收。”", "05" "丁已启用（见附件）"),
        Edit(TASK, "已召开协调会。", "已召开协调会"),
        tasks!("02" "甲已开工", "03" "乙已竣工"),
    ],
};

const MISSING: Rule = Rule {
    code: "text/missing-stop",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom("句子要有句号", "a sentence ends in a full stop"),
    asks: both(
        "任务和进展里面有句号的，末尾也有；一条信息只提示一次。",
        "A task or progress text with a full stop inside has one at its end. It is told once for a disclosure.",
    ),
    fault: Progress("前期工作已完成。主体工程正在施工"),
    clean: &[
        Progress("前期工作已完成，主体工程正在施工"),
        Progress("前期工作已完成。主体工程正在施工。"),
        Progress("前期工作已完成。主体工程正在施工（见附件）"),
        Progress("“前期工作已完成。”是审计的结论"),
        Progress("两项工作：\n\n- 前期已完成。\n- 主体在施工"),
    ],
};

/// How many texts there must be for a custom to show.
const LEAST: usize = 5;

/// How the texts of a scope end.
#[derive(Default)]
pub(super) struct Tally {
    with: Vec<Span>,
    without: Vec<Span>,
    missing: Vec<Span>,
}

/// How a text ends.
#[derive(PartialEq, Eq)]
enum End {
    Stop,
    /// With a bracket, behind which a stop may be left out.
    Bracket,
    Nothing,
}

impl Tally {
    pub(super) fn add(&mut self, said: &Said<'_>, survey: &Survey) {
        // Lists and tables have their own customs.
        let [block] = survey.blocks.as_slice() else {
            return;
        };
        if !matches!(said.kind, Kind::Task | Kind::Progress) || !survey.headings.is_empty() {
            return;
        }
        let mut chars = block.0.iter().rev().skip_while(|(_, c)| c.is_whitespace());
        let Some(&last @ (_, c)) = chars.next() else {
            return;
        };
        let end = match c {
            '。' | '！' | '？' | '!' | '?' | '…' | '.' => End::Stop,
            '”' | '’' if chars.next().is_some_and(|(_, c)| "。！？…".contains(*c)) => {
                End::Stop
            }
            ')' | '）' | '】' | '》' => End::Bracket,
            _ => End::Nothing,
        };
        let place = said.between(last, last);
        if said.kind == Kind::Progress {
            match end {
                End::Stop => self.with.push(place),
                End::Nothing => self.without.push(place),
                End::Bracket => {}
            }
        }
        let is_inner = |pair: &[(usize, char)]| {
            // Before a closing quote it may be that of what is quoted.
            matches!(pair, [(_, '。'), (_, next)] if !"”’）》】」』".contains(*next))
        };
        if end == End::Nothing && block.0.windows(2).any(is_inner) {
            self.missing.push(place);
        }
    }

    pub(super) fn tell(&self, faults: &mut Faults) {
        let (with, without) = (self.with.len(), self.without.len());
        if with > 0 && without > 0 && with + without >= LEAST {
            let fault = INCONSISTENT.finding(say!(
                "进展有的以句号结尾（{with} 项），有的没有（{without} 项）",
                "{with} progress texts end in a full stop and {without} do not"
            ));
            let fewer = if with <= without {
                &self.with
            } else {
                &self.without
            };
            faults.push(listed(fault, fewer));
        }
        let missing = self.missing.len();
        if missing > 0 {
            let fault = MISSING.finding(say!(
                "里面有句号，末尾没有：{missing} 处",
                "full stops inside and none at the end: {missing} texts"
            ));
            faults.push(listed(fault, &self.missing));
        }
    }
}
