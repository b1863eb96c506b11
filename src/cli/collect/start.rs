use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde_json::json;

use super::path;
use crate::cli::exit::Exit;
use crate::cli::out;
use crate::cli::output::{Format, Output};
use crate::cli::progress::Progress;
use crate::cli::typed;
use crate::cli::values::day;
use crate::collect::{Kit, Survey, Terms, take_over};
use crate::content::{Loaded, load};
use crate::diagnostic::{Faults, Sources};
use crate::edit;
use crate::say;

/// Arguments of `collect start`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The disclosure has its index card already; a draft will do. With --from, one without tasks gets \
those of the earlier disclosure, without their progress. Run again, the same workbooks are made, and a folder \
with other files is left alone.\n\nExamples:\n  gongkai collect start plans/key-tasks/2020-q3 --from plans/key-tasks/2020-q2 --due 2020-10-15 --out 填报表\n  gongkai collect start plans/key-tasks/2020-q3 --units 区科技局 --units 各街道 --out 补发"
)]
pub(super) struct Args {
    /// The path of the disclosure (公开信息的路径，如 plans/key-tasks/2020-q3)
    #[arg(value_name = "DISCLOSURE")]
    disclosure: String,

    /// The folder for the workbooks, new or empty (放填报表的文件夹，新的或空的)
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// The disclosure of the period before, whose tasks are taken if there are none yet (上一期的路径)
    #[arg(long, value_name = "PREVIOUS")]
    from: Option<String>,

    /// The last day on which a workbook is in time (截止日期)
    #[arg(long, value_name = "DATE", value_parser = day)]
    due: Option<Date>,

    /// Only for these units, by name or id; may be repeated (只给这些单位)
    #[arg(long, value_name = "UNIT", value_delimiter = ',')]
    units: Vec<String>,

    /// To whom workbooks are returned; the publisher by default (报送至，如 区府办督查科 电话…)
    #[arg(long, value_name = "TEXT")]
    return_to: Option<String>,

    /// The folder that holds site.toml (网站所在的文件夹)
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,
}

/// What was made.
struct Made {
    title: String,
    /// The files of tasks that are new.
    created: Vec<String>,
    kit: Kit,
}

/// Makes the workbooks.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    let progress = Progress::new(output);
    progress.stage(&say!("读取内容", "reading the content"));
    let made = make(args, &progress);
    drop(progress);
    match made {
        Ok(made) => {
            if output.format == Format::Human {
                tell(args, output, &made)?;
            }
            output.document(&Faults::new(), &[], &Sources::new(), || result(args, &made))?;
            Ok(Exit::Done)
        }
        Err((faults, sources)) => {
            output.findings(&faults, &sources)?;
            output.document(&faults, &[], &sources, || json!({}))?;
            Ok(Exit::of(&faults, &sources))
        }
    }
}

type Failed = (Faults, Sources);

fn make(args: &Args, progress: &Progress) -> Result<Made, Failed> {
    let alone = |faults: Faults| (faults, Sources::new());
    let disclosure = path(&args.disclosure).map_err(alone)?;
    out::refuse_taken(&args.out, &args.root).map_err(alone)?;
    let from = args.from.as_deref().map(path).transpose().map_err(alone)?;
    let mut loaded = read(&args.root)?;
    let mut created = Vec::new();
    if let (Some(from), Some(site)) = (&from, &loaded.site) {
        let changes = take_over(site, &disclosure, from).map_err(alone)?;
        if !changes.is_empty() {
            edit::apply(&args.root, &changes).map_err(alone)?;
            created = changes.into_iter().map(|change| change.path).collect();
            loaded = read(&args.root)?;
        }
    }
    let Some(site) = &loaded.site else {
        return Err((loaded.faults, loaded.sources));
    };
    let survey = Survey::new(site, &disclosure, from.as_ref()).map_err(alone)?;
    progress.stage(&say!("制作填报表", "making the workbooks"));
    let terms = Terms {
        due: args.due,
        return_to: args.return_to.clone(),
    };
    let kit = Kit::new(&survey, &terms, &args.units).map_err(alone)?;
    kit.write(&args.out).map_err(alone)?;
    Ok(Made {
        title: survey.title().to_owned(),
        created,
        kit,
    })
}

/// The site, if nothing is wrong with it.
pub(super) fn read(root: &Path) -> Result<Loaded, Failed> {
    let loaded = load(root);
    match loaded.faults.has_errors() {
        true => Err((loaded.faults, loaded.sources)),
        false => Ok(loaded),
    }
}

fn tell(args: &Args, output: &Output, made: &Made) -> io::Result<()> {
    let title = &made.title;
    let new = made.created.len();
    if new > 0 {
        let from = args.from.as_deref().unwrap_or_default();
        output.result(&say!(
            "照 {from} 的章和任务新建 {new} 个文件；有增减改名的，先改好再重新运行",
            "made {new} files of the chapters and tasks of {from}; if some come, go or change, edit them and run this again"
        ))?;
    }
    for book in &made.kit.books {
        let (name, tasks) = (&book.name, book.tasks);
        output.result(&say!("{name}：{tasks} 项任务", "{name}: {tasks} tasks"))?;
    }
    let (count, out) = (made.kit.books.len(), args.out.display());
    output.result(&say!(
        "“{title}”的填报表共 {count} 个，在 {out}",
        "workbooks of “{title}”: {count}, in {out}"
    ))?;
    let merge = |folder| {
        let words = ["collect", "merge", &args.disclosure, folder, "--dry-run"];
        typed::gongkai(&args.root, &words)
    };
    let (zh, en) = (merge("报来的文件夹"), merge("FOLDER"));
    output.result(&say!("收回后：{zh}", "when they come back: {en}"))
}

fn result(args: &Args, made: &Made) -> serde_json::Value {
    let books = made
        .kit
        .books
        .iter()
        .map(|book| json!({"file": book.name, "unit": book.unit, "tasks": book.tasks}));
    json!({
        "disclosure": args.disclosure,
        "title": made.title,
        "out": args.out.display().to_string(),
        "created": made.created,
        "books": books.collect::<Vec<_>>(),
    })
}
