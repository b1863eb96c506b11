use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use serde_json::json;

use super::exit::Exit;
use super::output::{Format, Output};
use super::progress::Progress;
use super::root;
use crate::diagnostic::{Diagnostic, Faults, FileId, Sources, reason};
use crate::edit::ChangeKind;
use crate::import::{FILE_LIMIT, Options, Plan, open, plan};
use crate::say;

/// Arguments of `import`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gongkai import 2020q2.txt --to content/plans/key-tasks/2020-q2 --dry-run\n  gongkai import 2020q2.txt --to content/plans/key-tasks/2020-q2\n  gongkai import 汇总表.xlsx --to content/plans/2021-q1 --leave-out 备注 --dry-run\n  gongkai import page.txt --to content/plans/2021-q1 --chapter 经济发展 --chapter 社会民生"
)]
pub(super) struct Args {
    /// The text of a published page, a saved page, or a workbook, document or CSV (网页文字、网页、XLSX、XLS、DOCX、CSV)
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The folder of the disclosure, in the content folder (公开信息的文件夹)
    #[arg(long, value_name = "DIR")]
    to: PathBuf,

    /// The folder that holds site.toml (网站所在的文件夹)
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,

    /// A heading of a chapter that the text gives without a number; may be repeated (没有编号的章标题)
    #[arg(long = "chapter", value_name = "TITLE")]
    chapters: Vec<String>,

    /// The name of a column that is not imported; may be repeated (不导入的列)
    #[arg(long = "leave-out", value_name = "NAME")]
    left_out: Vec<String>,

    /// Show what would be written, and write nothing (只显示，不写入)
    #[arg(long)]
    dry_run: bool,
}

/// Imports a page, or shows what that would change.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    let mut sources = Sources::new();
    if let Err(faults) = root::need(&args.root) {
        output.findings(&faults, &sources)?;
        output.document(&faults, &[], &sources, || result(false, None))?;
        return Ok(Exit::of(&faults, &sources));
    }
    let file = sources.add_file(&args.file, args.file.display().to_string());
    let mut faults = Faults::new();
    let progress = Progress::new(output);
    progress.stage(&say!("读取", "reading"));
    let made = match read(args, file) {
        Ok(bytes) => {
            let name = args.file.to_string_lossy();
            let (source, found) = open(&bytes, &name, file, &mut sources);
            faults.append(found);
            source.and_then(|source| {
                let options = Options {
                    chapters: args.chapters.clone(),
                    left_out: args.left_out.clone(),
                };
                let (plan, found) = plan(&args.root, &source, file, &args.to, &options);
                faults.append(found);
                plan
            })
        }
        Err(fault) => {
            faults.push(*fault);
            None
        }
    };
    let mut is_written = false;
    if let Some(plan) = &made
        && !args.dry_run
    {
        progress.stage(&say!("写入", "writing"));
        match plan.apply() {
            Ok(()) => is_written = true,
            Err(more) => faults.append(more),
        }
    }
    drop(progress);
    output.findings(&faults, &sources)?;
    output.document(&faults, &[], &sources, || result(is_written, made.as_ref()))?;
    if output.format == Format::Human
        && let Some(plan) = &made
        && !faults.has_errors()
    {
        tell(args, output, plan)?;
    }
    Ok(if faults.has_errors() {
        Exit::of(&faults, &sources)
    } else {
        Exit::Done
    })
}

fn read(args: &Args, file: FileId) -> Result<Vec<u8>, Box<Diagnostic>> {
    let mut bytes = Vec::new();
    File::open(&args.file)
        .and_then(|f| f.take(FILE_LIMIT + 1).read_to_end(&mut bytes))
        .map_err(|error| {
            let why = reason(&error);
            let (zh, en) = (why.zh, why.en);
            Diagnostic::error("usage", say!("无法读取：{zh}", "cannot be read: {en}")).at(file)
        })?;
    Ok(bytes)
}

fn tell(args: &Args, output: &Output, plan: &Plan) -> io::Result<()> {
    for change in &plan.changes {
        let path = &change.path;
        match &change.kind {
            ChangeKind::Create => output.result(&say!("新建 {path}", "new {path}"))?,
            ChangeKind::Update(keys) => {
                let (zh, en) = (keys.join("、"), keys.join(", "));
                output.result(&say!("更新 {path}：{zh}", "update {path}: {en}"))?;
            }
            ChangeKind::Unchanged => continue,
        }
        if args.dry_run {
            for line in change.text.lines() {
                output.result(&say!("    {line}", "    {line}"))?;
            }
        }
    }
    let sum = &plan.summary;
    let (chapters, tasks, units, new_units) = (sum.chapters, sum.tasks, sum.units, sum.new_units);
    let files = plan.changes.iter().filter(|c| c.is_change()).count();
    output.result(&say!(
        "{chapters} 章，{tasks} 项任务，{units} 个责任单位（新 {new_units}）；改动 {files} 个文件",
        "{chapters} chapters, {tasks} tasks, {units} units ({new_units} new); {files} files changed"
    ))?;
    if args.dry_run {
        output.result(&say!("没有写入任何文件", "nothing was written"))?;
    }
    Ok(())
}

fn result(is_written: bool, plan: Option<&Plan>) -> serde_json::Value {
    let Some(plan) = plan else {
        return json!({"imported": false});
    };
    let changes: Vec<_> = plan
        .changes
        .iter()
        .filter(|change| change.is_change())
        .map(|change| json!({"path": change.path, "text": change.text}))
        .collect();
    json!({
        "imported": is_written,
        "chapters": plan.summary.chapters,
        "tasks": plan.summary.tasks,
        "units": plan.summary.units,
        "new_units": plan.summary.new_units,
        "changes": changes,
    })
}
