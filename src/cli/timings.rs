//! `gongkai build --timings`: how long each stage took.

use std::io;

use serde_json::json;

use super::clock::Stopwatch;
use super::output::Output;
use crate::build::Stage;
use crate::diagnostic::Message;
use crate::say;

/// The stages that are over.
pub(super) struct Timings {
    whole: Stopwatch,
    lap: Stopwatch,
    stages: Vec<(Stage, usize, u128)>,
}

impl Timings {
    /// Starts now.
    pub(super) fn start() -> Self {
        Self {
            whole: Stopwatch::start(),
            lap: Stopwatch::start(),
            stages: Vec::new(),
        }
    }

    /// A stage is over; it handled so many items.
    pub(super) fn done(&mut self, stage: Stage, items: usize) {
        let milliseconds = self.lap.lap().as_millis();
        self.stages.push((stage, items, milliseconds));
    }

    /// How long it is since the start, in milliseconds.
    pub(super) fn whole(&self) -> u128 {
        self.whole.elapsed().as_millis()
    }

    /// A line a stage.
    pub(super) fn tell(&self, output: &Output) -> io::Result<()> {
        if self.stages.is_empty() {
            return output.note(&say!(
                "没有变化，各阶段都不用运行",
                "nothing changed: no stage had to run"
            ));
        }
        for (stage, items, milliseconds) in &self.stages {
            let Message { zh, en } = items_of(*stage);
            output.note(&say!(
                "{milliseconds:>8} 毫秒  {items:>8} {zh}",
                "{milliseconds:>8} ms  {items:>8} {en}"
            ))?;
        }
        Ok(())
    }

    /// For programs.
    pub(super) fn json(&self) -> serde_json::Value {
        let stages: Vec<_> = self
            .stages
            .iter()
            .map(|(stage, items, milliseconds)| {
                json!({"stage": name(*stage), "items": items, "milliseconds": milliseconds})
            })
            .collect();
        json!({"stages": stages, "milliseconds": self.whole()})
    }
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Load => "load",
        Stage::Check => "check",
        Stage::Plan => "plan",
        Stage::Search => "search",
        Stage::Render => "render",
        Stage::Commit => "commit",
    }
}

/// What a stage counts.
fn items_of(stage: Stage) -> Message {
    match stage {
        Stage::Load => say!("读取内容文件", "content files read"),
        Stage::Check => say!("检查公开信息", "disclosures checked"),
        Stage::Plan => say!("安排页面", "pages planned"),
        Stage::Search => say!("搜索索引的条目", "records made searchable"),
        Stage::Render => say!("生成页面", "pages rendered"),
        Stage::Commit => say!("写入文件", "files written"),
    }
}

/// What is done while a stage lasts.
pub(super) fn doing(stage: Stage) -> Message {
    match stage {
        Stage::Load => say!("读取内容", "reading the content"),
        Stage::Check => say!("检查", "checking"),
        Stage::Plan => say!("安排页面", "planning the pages"),
        Stage::Search => say!("编制搜索索引", "making the search index"),
        Stage::Render => say!("生成页面", "rendering the pages"),
        Stage::Commit => say!("写入文件", "writing the files"),
    }
}
