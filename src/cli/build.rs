use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde_json::json;
use tempfile::TempDir;

use super::clock::{EPOCH, now, today};
use super::exit::Exit;
use super::output::{Format, Output};
use super::progress::Progress;
use super::root;
use super::timings::{self, Timings};
use super::typed;
use super::values::{day, whole};
use super::workers;
use crate::build::{self, Built, Holds, Options, Past, Purpose, Report, Request, Stage, build};
use crate::content;
use crate::diagnostic::{Diagnostic, Faults};
use crate::history::{self, Head, Keep, State};
use crate::model::{Moment, UtcOffset};
use crate::release::Manifest;
use crate::say;

/// Arguments of `build`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gongkai build\n  gongkai build --as-of 2020-07-22 --strict\n  gongkai build --full --timings\n  gongkai build --root mysite --output-dir /var/www/site\n  gongkai build --rev v1.2             # as that commit was, into public-COMMIT"
)]
pub(super) struct Args {
    /// The folder that holds site.toml (网站所在的文件夹)
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,

    /// Build the site as a git revision has it, into a folder of its own: public-COMMIT in the root unless
    /// --output-dir names another. The day is that of the release in public if that is of the same commit,
    /// else that of the commit (生成某个 git 版本的网站)
    #[arg(long, value_name = "REV", conflicts_with = "accept_urls")]
    rev: Option<String>,

    /// Where to write the site; public in the root by default (输出文件夹)
    #[arg(long, value_name = "DIR")]
    output_dir: Option<PathBuf>,

    /// The day to build for; what is published later is held back. Today by default, or
    /// SOURCE_DATE_EPOCH (按哪一天生成)
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,

    /// Run all rules, and let warnings stop the build (检查全部规则，有警告也不生成)
    #[arg(long)]
    strict: bool,

    /// How many threads to use; one a core by default (线程数)
    #[arg(long, value_name = "N", value_parser = whole::<u16>(1, 256))]
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
    let earlier = match args.rev.as_deref().map(|rev| Earlier::find(args, rev)) {
        None => None,
        Some(Ok(earlier)) => Some(earlier),
        Some(Err(faults)) => return output.stopped(&faults),
    };
    let public = match (&args.output_dir, &earlier) {
        (Some(folder), _) => folder.clone(),
        (None, Some(earlier)) => args.root.join(earlier.folder()),
        (None, None) => args.root.join("public"),
    };
    let state = match &earlier {
        Some(earlier) => State::At(earlier.head.clone()),
        None => State::of(&args.root),
    };
    let kept = build::kept_history(&public, &args.root);
    let root = earlier
        .as_ref()
        .map_or(args.root.as_path(), |earlier| earlier.site.path());
    let mut timings = Timings::start();
    let progress = Progress::new(output);
    progress.stage(&timings::doing(Stage::Load));
    let report = workers::on(args.threads, || {
        build(
            Options {
                request: Request {
                    root,
                    as_of: &|offset| match (args.as_of, &earlier) {
                        (Some(day), _) => Ok(day),
                        (None, Some(earlier)) => Ok(earlier.day(&args.root, offset)),
                        (None, None) => today(offset),
                    },
                    profile: None,
                    ask: None,
                    past: Past {
                        repository: &args.root,
                        state: &state,
                        holds: match earlier {
                            Some(_) => Holds::Surely,
                            None => Holds::Perhaps,
                        },
                        read: Some(kept.as_deref().map_or(Keep::Nothing, Keep::Write)),
                    },
                },
                output: &public,
                strict: args.strict,
                purpose: match args.accept_urls {
                    true => Purpose::AcceptUrls,
                    false => Purpose::Look,
                },
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
        )
    });
    let report = match report {
        Ok(report) => report,
        Err(faults) => return output.stopped(&faults),
    };
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
        tell_past(output, built, &state)?;
        if !args.strict {
            let check = typed::gongkai(&args.root, &["check"]);
            output.note(&say!(
                "只检查了会成为错误的规则；`{check}` 检查全部",
                "only rules that can be errors were checked; `{check}` checks all"
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

/// An earlier state of the site, taken out of git.
struct Earlier {
    head: Head,
    site: TempDir,
    made: Moment,
}

impl Earlier {
    fn find(args: &Args, revision: &str) -> Result<Self, Faults> {
        root::need(&args.root)?;
        let head = history::at(&args.root, revision)?;
        if let Some(folder) = &args.output_dir {
            refuse_release(&args.root, folder)?;
        }
        let site = history::check_out(&args.root, &head.commit)?;
        let (settings, ..) = content::settings(site.path());
        let offset = settings.map(|settings| settings.utc_offset);
        let offset = offset.unwrap_or(UtcOffset::BEIJING);
        let made = history::made(&args.root, &head.commit, offset)?;
        Ok(Self { head, site, made })
    }

    /// Where it goes unless somebody says so.
    fn folder(&self) -> String {
        format!("public-{}", self.head.short())
    }

    /// The day that it is built for: that of the release, if that is of the same commit.
    fn day(&self, root: &Path, offset: UtcOffset) -> Date {
        let release = Manifest::read(&root.join("public")).ok().flatten();
        let released = release
            .filter(|release| release.commit() == Some(&*self.head.commit))
            .and_then(|release| release.as_of().parse().ok());
        let stated = std::env::var_os(EPOCH).and_then(|_| today(offset).ok());
        stated.or(released).unwrap_or(self.made.date)
    }
}

/// What was released is never replaced by an earlier state.
fn refuse_release(root: &Path, folder: &Path) -> Result<(), Faults> {
    let public = std::fs::canonicalize(root.join("public"));
    let named = std::fs::canonicalize(folder);
    let is_it = matches!((public, named), (Ok(public), Ok(named)) if public == named);
    if !is_it || Manifest::read(folder)?.is_none() {
        return Ok(());
    }
    let shown = folder.display();
    Err(Diagnostic::error(
        "build/rev-output",
        say!(
            "`{shown}` 里是现在的网站，不能用旧版本覆盖",
            "`{shown}` holds the site as it is, which an earlier one may not replace"
        ),
    )
    .hint(say!(
        "不写 `--output-dir`，或换一个文件夹；要退回旧版本，用 git 还原内容后再生成",
        "leave out `--output-dir` or name another folder; to go back, revert the content in git and build"
    ))
    .into())
}

/// One line about the history, if there is something to say.
fn tell_past(output: &Output, built: &Built, state: &State) -> io::Result<()> {
    match (state.note(), built.uncommitted) {
        (Some(note), _) if built.tells_history => output.note(&note),
        (None, Some(files)) if files > 0 => output.note(&say!(
            "有 {files} 个文件还没有提交到 git：修订记录里没有它们，清单也不记提交",
            "files not committed to git: {files}; no revision tells of them, and the manifest names no commit"
        )),
        _ => Ok(()),
    }
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
    if let Some(held) = built.held_back.told() {
        output.result(&held)?;
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
            "not_proactive": built.held_back.not_proactive,
            "accepted_urls": built.accepted_urls,
            "uncommitted": built.uncommitted,
        }),
        None => json!({"built": false}),
    };
    if let Some((object, timings)) = result.as_object_mut().zip(timings) {
        object.insert("timings".to_owned(), timings);
    }
    result
}
