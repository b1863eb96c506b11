use std::io;
use std::path::PathBuf;

use jiff::civil::Date;
use serde_json::json;

use super::clock::{now, today};
use super::exit::Exit;
use super::output::{Format, Output};
use super::progress::Progress;
use super::timings::{self, Timings};
use crate::build::{Built, Options, Report, Request, Stage, build};
use crate::diagnostic::{Diagnostic, Message};
use crate::say;

/// Arguments of `build`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gongkai build\n  gongkai build --as-of 2020-07-22 --strict\n  gongkai build --full --timings\n  gongkai build --root mysite --output-dir /var/www/site"
)]
pub(super) struct Args {
    /// The folder that holds site.toml (网站所在的文件夹)
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,

    /// Where to write the site; public in the root by default (输出文件夹)
    #[arg(long, value_name = "DIR")]
    output_dir: Option<PathBuf>,

    /// The day to build for; what is published later is held back. Today by default, or
    /// SOURCE_DATE_EPOCH (按哪一天生成)
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,

    /// Run all rules, and let warnings stop the build (检查全部规则，有警告也不生成)
    #[arg(long)]
    strict: bool,

    /// How many threads to use; one a core by default (线程数)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,

    /// Remember the URLs of this build in content/urls.lock (把网址记入 content/urls.lock)
    #[arg(long)]
    accept_urls: bool,

    /// Make everything anew, even what has not changed since the last build (全部重新生成)
    #[arg(long)]
    full: bool,

    /// Tell how long each stage took and how many items it handled (各阶段用时)
    #[arg(long)]
    timings: bool,
}

/// Builds the site and tells what was written and where to open it.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    if let Some(threads) = args.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads));
        if let Err(error) = pool.build_global() {
            return usage(
                output,
                &say!(
                    "线程数不能用：{error}",
                    "cannot use that many threads: {error}"
                ),
            );
        }
    }
    let public = match &args.output_dir {
        Some(folder) => folder.clone(),
        None => args.root.join("public"),
    };
    let mut timings = Timings::start();
    let progress = Progress::new(output);
    progress.stage(&timings::doing(Stage::Load));
    let report = build(
        Options {
            request: Request {
                root: &args.root,
                as_of: &|offset| args.as_of.map_or_else(|| today(offset), Ok),
                profile: None,
                ask: None,
            },
            output: &public,
            strict: args.strict,
            accept_urls: args.accept_urls,
            commit: None,
            full: args.full,
            now: now(),
            progress: &|done, all| progress.items(done, all),
        },
        &mut |stage, items| {
            timings.done(stage, items);
            if let Some(next) = stage.next() {
                progress.stage(&timings::doing(next));
            }
        },
    );
    drop(progress);
    let found = &report.found;
    output.findings(&found.faults, &found.sources)?;
    output.document(&found.faults, &found.allowed, &found.sources, || {
        result(&report, args.timings.then(|| timings.json()))
    })?;
    if output.format == Format::Human
        && let Some(built) = &report.built
    {
        if args.timings {
            timings.tell(output)?;
        }
        tell(output, built, timings.whole())?;
        if !args.strict {
            output.note(&say!(
                "只检查了会成为错误的规则；`gongkai check` 检查全部",
                "only rules that can be errors were checked; `gongkai check` checks all"
            ))?;
        }
        let home = std::path::absolute(&public)
            .unwrap_or(public)
            .join("index.html");
        let home = home.display();
        output.result(&say!("打开 {home}", "open {home}"))?;
    }
    Ok(match report.built {
        Some(_) if !found.faults.has_errors() => Exit::Done,
        _ => Exit::of(&found.faults, &found.sources),
    })
}

fn usage(output: &Output, message: &Message) -> io::Result<Exit> {
    output.stopped(&Diagnostic::error("usage", message.clone()).into())
}

fn tell(output: &Output, built: &Built, milliseconds: u128) -> io::Result<()> {
    let (outcome, as_of) = (&built.outcome, built.as_of);
    let (pages, files) = (built.pages, outcome.files);
    let bytes = outcome.total_bytes;
    let (written, unchanged, removed) = (outcome.written, outcome.unchanged, outcome.removed);
    output.result(&say!(
        "{as_of} 的网站：{pages} 页，{files} 个文件，{bytes} 字节（写入 {written}，未变 {unchanged}，删除 {removed}），用时 {milliseconds} 毫秒",
        "the site as of {as_of}: {pages} pages, {files} files, {bytes} bytes ({written} written, {unchanged} unchanged, {removed} removed), in {milliseconds} ms"
    ))?;
    let held = built.held_back;
    if held.drafts + held.not_due > 0 {
        let (drafts, not_due) = (held.drafts, held.not_due);
        output.result(&say!(
            "未发布：草稿 {drafts}，未到发布日期 {not_due}",
            "held back: {drafts} drafts, {not_due} not yet due"
        ))?;
    }
    if let Some(added) = built.accepted_urls {
        output.result(&say!(
            "记入 content/urls.lock 的新网址：{added}",
            "new URLs in content/urls.lock: {added}"
        ))?;
    }
    Ok(())
}

fn result(report: &Report, timings: Option<serde_json::Value>) -> serde_json::Value {
    let mut result = match &report.built {
        Some(built) => json!({
            "built": true,
            "as_of": built.as_of.to_string(),
            "pages": built.pages,
            "files": built.outcome.files,
            "bytes": built.outcome.total_bytes,
            "written": built.outcome.written,
            "unchanged": built.outcome.unchanged,
            "removed": built.outcome.removed,
            "drafts": built.held_back.drafts,
            "not_due": built.held_back.not_due,
            "accepted_urls": built.accepted_urls,
        }),
        None => json!({"built": false}),
    };
    if let Some((object, timings)) = result.as_object_mut().zip(timings) {
        object.insert("timings".to_owned(), timings);
    }
    result
}
