use std::cell::RefCell;
use std::io;
use std::path::PathBuf;

use jiff::civil::Date;
use serde_json::json;

use super::{ask, path, start, tell};
use crate::check::Privacy;
use crate::cli::exit::Exit;
use crate::cli::output::{Format, Output};
use crate::cli::progress::Progress;
use crate::cli::values::day;
use crate::collect::{Choice, Merge, Question, Settings, Survey, merge};
use crate::diagnostic::{Faults, Sources};
use crate::say;

/// Arguments of `collect merge`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "What is certain is written; each conflict is told, left out, and makes the exit code 1. The same files \
merged again change nothing, so a folder may be merged each time another workbook has come in.\n\nExamples:\n  gongkai collect merge plans/key-tasks/2020-q3 报来的表 --dry-run\n  gongkai collect merge plans/key-tasks/2020-q3 报来的表\n  gongkai collect merge plans/key-tasks/2020-q3 报来的表 --interactive\n  gongkai collect merge plans/key-tasks/2020-q3 更正/*.xlsx --format json"
)]
pub(super) struct Args {
    /// The path of the disclosure (公开信息的路径，如 plans/key-tasks/2020-q3)
    #[arg(value_name = "DISCLOSURE")]
    disclosure: String,

    /// The workbooks that came back, or folders that hold them (报来的表，或放表的文件夹)
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    /// Show what would change, and write nothing (只显示，不写入)
    #[arg(long)]
    dry_run: bool,

    /// Ask about each conflict, and read the answers from standard input (逐个询问冲突怎么办)
    #[arg(long)]
    interactive: bool,

    /// The last day on which a workbook is in time, if another than the workbooks say (截止日期)
    #[arg(long, value_name = "DATE", value_parser = day)]
    due: Option<Date>,

    /// The folder that holds site.toml (网站所在的文件夹)
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,
}

/// Merges what came back, or shows what that would change.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    let disclosure = match path(&args.disclosure) {
        Ok(disclosure) => disclosure,
        Err(faults) => return output.stopped(&faults),
    };
    let mut loaded = match start::read(&args.root) {
        Ok(loaded) => loaded,
        Err((faults, sources)) => return stopped(output, &faults, &sources),
    };
    let Some(site) = loaded.site.take() else {
        return stopped(output, &loaded.faults, &loaded.sources);
    };
    let mut sources = loaded.sources;
    let survey = match Survey::new(&site, &disclosure, None) {
        Ok(survey) => survey,
        Err(faults) => return stopped(output, &faults, &sources),
    };
    let privacy = Privacy::new(&site.settings);
    let settings = Settings {
        root: &args.root,
        paths: &args.paths,
        due: args.due,
    };
    let progress = Progress::new(output);
    progress.stage(&say!("读取报来的表", "reading what came back"));
    let progress = RefCell::new(Some(progress));
    let mut broken = None;
    let mut decide = |question: &Question<'_>, sources: &Sources| {
        // The display of the progress would stand in the way of the question.
        drop(progress.take());
        if !args.interactive || broken.is_some() {
            return Choice::Skip;
        }
        ask::ask(question, sources, &privacy, output).unwrap_or_else(|error| {
            broken = Some(error);
            Choice::Skip
        })
    };
    let mut read = |done: usize, all: usize| {
        if let Some(progress) = progress.borrow().as_ref() {
            progress.items(done, all);
        }
    };
    let (merged, mut faults) = merge(&survey, settings, &mut sources, &mut decide, &mut read);
    drop(progress.take());
    if let Some(error) = broken {
        return Err(error);
    }
    let mut is_written = false;
    if let Some(merged) = &merged
        && !args.dry_run
    {
        match merged.apply(&args.root) {
            Ok(()) => is_written = true,
            Err(more) => faults.append(more),
        }
    }
    output.findings(&faults, &sources)?;
    output.document(&faults, &[], &sources, || {
        let result = |merged: &Merge| tell::json(merged, is_written, &privacy);
        merged
            .as_ref()
            .map_or_else(|| json!({"merged": false}), result)
    })?;
    if output.format == Format::Human
        && let Some(merged) = &merged
    {
        tell::human(merged, args.dry_run, is_written, &privacy, output)?;
    }
    Ok(match faults.has_errors() {
        true => Exit::of(&faults, &sources),
        false => Exit::Done,
    })
}

fn stopped(output: &Output, faults: &Faults, sources: &Sources) -> io::Result<Exit> {
    output.findings(faults, sources)?;
    output.document(faults, &[], sources, || json!({"merged": false}))?;
    Ok(Exit::of(faults, sources))
}
