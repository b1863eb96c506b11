//! `gongkai collect`: workbooks out to the units, and what comes back into the content.

mod ask;
mod merge;
mod start;
mod tell;

use std::io;

use clap::Subcommand;

use super::exit::Exit;
use super::output::Output;
use crate::content::FOLDER;
use crate::diagnostic::{Diagnostic, Faults};
use crate::model::ContentPath;
use crate::say;

/// Arguments of `collect`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "`gongkai guide quarter` tells how a whole quarter goes (一个季度怎么做).\n\nExamples:\n  gongkai collect start plans/key-tasks/2020-q3 --from plans/key-tasks/2020-q2 --due 2020-10-15 --out 填报表\n  gongkai collect merge plans/key-tasks/2020-q3 报来的表 --dry-run\n  gongkai collect merge plans/key-tasks/2020-q3 报来的表 --interactive"
)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a workbook for each unit, and one of the whole (每个单位一个填报表，另有总表)
    Start(start::Args),
    /// Merge the workbooks that came back into the task files (把报来的表合并到任务文件)
    Merge(merge::Args),
}

pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    match &args.command {
        Command::Start(args) => start::run(args, output),
        Command::Merge(args) => merge::run(args, output),
    }
}

/// The path of a disclosure, with the content folder before it or without.
fn path(text: &str) -> Result<ContentPath, Faults> {
    let plain = text.trim_start_matches("./").replace('\\', "/");
    let below = plain
        .strip_prefix(FOLDER)
        .filter(|rest| rest.starts_with('/'));
    ContentPath::parse(below.unwrap_or(&plain)).map_err(|error| {
        let why = error.message();
        let (zh, en) = (why.zh, why.en);
        Diagnostic::error(
            "usage",
            say!(
                "`{text}` 不是公开信息的路径：{zh}",
                "`{text}` is not the path of a disclosure: {en}"
            ),
        )
        .hint(say!(
            "例如 `plans/key-tasks/2020-q3`",
            "for example `plans/key-tasks/2020-q3`"
        ))
        .into()
    })
}
