mod choice;
mod place;

use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use self::place::{Place, is_folder, refuse_unclear};
use crate::cli::clock::today;
use crate::cli::exit::Exit;
use crate::cli::output::{Format, Output};
use crate::cli::progress::Progress;
use crate::cli::values::day;
use crate::content;
use crate::diagnostic::{Diagnostic, Faults, Message, Sources};
use crate::export::{Data, Filter, Format as FileFormat, Selection, Standing};
use crate::model::Site;
use crate::pages::{Index, Placed};
use crate::say;

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Without a choice it is everything that is public. Several choices narrow each other: --unit with --period \
are the tasks of that unit in that period.\n\nExamples:\n  gongkai export plans/key-tasks/2020-q2 --out 2020-q2.xlsx\n  gongkai export plans/key-tasks/2020-q2 --out 2020-q2.docx      # for the paper file\n  gongkai export --unit 区财政局 --format xlsx --out exports/\n  gongkai export --period 2020-Q2 --chapter 深化重点领域改革 > chapter.csv\n  gongkai export --period 2020-Q3 --drafts --out draft.docx"
)]
pub(super) struct Args {
    /// The disclosure, by its folder in content (公开信息的文件夹)
    #[arg(value_name = "DISCLOSURE")]
    disclosure: Option<String>,

    /// Only tasks of this unit, by any of its names or its id (责任单位)
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,

    /// Only tasks of chapters with this title, number or path (章)
    #[arg(long, value_name = "CHAPTER")]
    chapter: Option<String>,

    /// Only what reports on this time, such as 2020-Q2 (报告期)
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,

    /// The file to write, whose ending tells the format unless --format does, or a folder for it, such as
    /// exports/; without it, standard output (写到哪个文件，或哪个文件夹，如 导出/)
    #[arg(long, value_name = "FILE|DIR")]
    out: Option<PathBuf>,

    /// Overwrite a file that is there (覆盖已有的文件)
    #[arg(long)]
    force: bool,

    /// The day of which it is what is public. Today by default, or SOURCE_DATE_EPOCH (按哪一天公开的内容)
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,

    /// Drafts and what is not yet due, too; the file says so of each (连同草稿和未到期的，文件里标明)
    #[arg(long)]
    drafts: bool,

    /// The folder that holds site.toml (网站所在的文件夹)
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,
}

/// Writes what is asked for in a file, whole or not at all.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    let told = output.for_people();
    let mut sources = Sources::new();
    match export(args, output.format, &told, &mut sources) {
        Ok(Done::Written(message)) => {
            told.note(&message)?;
            Ok(Exit::Done)
        }
        Ok(Done::Bytes(bytes)) => {
            told.bytes(&bytes)?;
            Ok(Exit::Done)
        }
        Err(mut faults) => {
            faults.sort();
            told.findings(&faults, &sources)?;
            Ok(Exit::of(&faults, &sources))
        }
    }
}

enum Done {
    /// It is in a file, and this is to be told.
    Written(Message),
    /// It is for standard output.
    Bytes(Vec<u8>),
}

fn export(
    args: &Args,
    format: Format,
    told: &Output,
    sources: &mut Sources,
) -> Result<Done, Faults> {
    if let Some(out) = &args.out {
        refuse_unclear(out)?;
    }
    let file = args.out.as_deref().filter(|out| !is_folder(out));
    let format = file_format(format, file)?;
    if args.out.is_none()
        && matches!(format, FileFormat::Xlsx | FileFormat::Docx)
        && told.is_terminal_output()
    {
        let extension = format.extension();
        return Err(usage(say!(
            "{extension} 不是文本：用 `--out 文件` 写到文件里",
            "{extension} is no text: name a file with `--out FILE`"
        )));
    }
    let progress = Progress::new(told);
    progress.stage(&say!("读取内容", "reading the content"));
    let loaded = content::load(&args.root);
    *sources = loaded.sources;
    let Some(site) = loaded.site.filter(|_| !loaded.faults.has_errors()) else {
        return Err(loaded.faults);
    };
    let site = &site;
    let as_of = match args.as_of {
        Some(day) => day,
        None => today(site.settings.utc_offset).map_err(usage)?,
    };
    let filter = choice::filter(args, site)?;
    let index = match args.drafts {
        true => Index::with_held_back(site),
        false => Index::new(site, as_of),
    };
    let standing = |placed: &Placed<'_>| standing(placed, as_of);
    let asked: Option<&dyn Fn(&Placed<'_>) -> Standing> = args.drafts.then_some(&standing);
    let data = Data {
        site,
        index: &index,
    };
    let selection = Selection::new(data, &filter, asked);
    let (disclosures, tasks) = selection.counts();
    if tasks == 0 {
        return Err(nothing(args, site, as_of, &filter));
    }
    let name = || file_name(site, &filter, &selection, format);
    let place = args.out.as_deref().map(|out| Place::of(out, name));
    if let Some(place) = &place {
        place.look(&args.root, args.force)?;
    }
    progress.stage(&say!("制作文件", "making the file"));
    let bytes = selection.bytes(format).map_err(|error| {
        let what = say!("文件写不出来：{error}", "the file cannot be made: {error}");
        Diagnostic::error("export/format", what).hint(say!(
            "工作簿的单元格最多 32767 个字符；CSV、JSON 和 DOCX 没有这个限制",
            "a cell of a workbook holds 32,767 characters; CSV, JSON and DOCX have no such limit"
        ))
    })?;
    let Some(place) = place else {
        return Ok(Done::Bytes(bytes));
    };
    place.write(&bytes)?;
    let (shown, held) = (place.path().display(), selection.held_back());
    Ok(Done::Written(match held {
        0 => say!(
            "已写入 {shown}：{disclosures} 条公开信息，{tasks} 项任务",
            "wrote {shown}: {tasks} tasks of {disclosures} disclosures"
        ),
        held => say!(
            "已写入 {shown}：{disclosures} 条公开信息，{tasks} 项任务；其中 {held} 条尚未公开，文件里已标明",
            "wrote {shown}: {tasks} tasks of {disclosures} disclosures, {held} of which are not public; the file says so"
        ),
    }))
}

fn usage(why: Message) -> Faults {
    usage_fault(why).into()
}

/// The format that is asked for, or else told by the name of the file; CSV where nothing tells.
fn file_format(format: Format, out: Option<&Path>) -> Result<FileFormat, Faults> {
    let by_name = || {
        let extension = out?.extension()?.to_str()?.to_ascii_lowercase();
        [
            FileFormat::Csv,
            FileFormat::Json,
            FileFormat::Xlsx,
            FileFormat::Docx,
        ]
        .into_iter()
        .find(|format| format.extension() == extension)
    };
    match format {
        Format::Csv => Ok(FileFormat::Csv),
        Format::Json => Ok(FileFormat::Json),
        Format::Xlsx => Ok(FileFormat::Xlsx),
        Format::Docx => Ok(FileFormat::Docx),
        Format::Human => match (out.filter(|out| out.extension().is_some()), by_name()) {
            (_, Some(format)) => Ok(format),
            (None, None) => Ok(FileFormat::Csv),
            (Some(_), None) => Err(usage(say!(
                "由文件名看不出格式：用 .csv、.xlsx、.json、.docx，或写明 `--format`",
                "the name of the file tells no format: end it with .csv, .xlsx, .json or .docx, or give `--format`"
            ))),
        },
        Format::Sarif | Format::Html => Err(usage(say!(
            "export 的格式是 csv、xlsx、json、docx",
            "the formats of export are csv, xlsx, json and docx"
        ))),
    }
}

fn usage_fault(why: Message) -> Diagnostic {
    Diagnostic::error("usage", why)
}

fn standing(placed: &Placed<'_>, as_of: Date) -> Standing {
    let disclosure = placed.disclosure;
    if disclosure.draft {
        Standing::Draft
    } else if disclosure.card.published.value.date > as_of {
        Standing::NotDue
    } else {
        Standing::Public
    }
}

/// Tells that there is nothing, and whether there would be with `--drafts`.
fn nothing(args: &Args, site: &Site, as_of: Date, filter: &Filter) -> Faults {
    let held = Index::with_held_back(site);
    let data = Data { site, index: &held };
    let (_, tasks) = match args.drafts {
        true => (0, 0),
        false => Selection::new(data, filter, None).counts(),
    };
    let fault = Diagnostic::error(
        "export/nothing",
        say!(
            "{as_of} 公开的内容里没有这样的任务",
            "nothing of what is public on {as_of} is a task of these"
        ),
    );
    Faults::from(match tasks {
        0 => fault.hint(say!(
            "核对路径、单位、章和报告期；`gongkai search` 可以查",
            "check the path, the unit, the chapter and the period; `gongkai search` finds them"
        )),
        tasks => fault.hint(say!(
            "有 {tasks} 项任务是草稿或未到期的：要连同它们，用 `--drafts`",
            "{tasks} tasks are drafts or not yet due: to have them, too, give `--drafts`"
        )),
    })
}

/// A name that tells what was asked for.
fn file_name(
    site: &Site,
    filter: &Filter,
    selection: &Selection<'_>,
    format: FileFormat,
) -> String {
    let mut words: Vec<String> = Vec::new();
    if let Some(path) = &filter.disclosure {
        let name = path.as_str().rsplit('/').next();
        words.extend(name.map(str::to_owned));
    }
    words.extend(filter.period.map(|period| period.to_string()));
    let unit = filter.unit.and_then(|unit| site.units.get(unit));
    words.extend(unit.map(|unit| unit.id.as_str().to_owned()));
    words.extend(filter.chapter.as_ref().map(|chapter| {
        let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
        chapter.chars().map(plain).collect()
    }));
    if words.is_empty() {
        words.push("tasks".to_owned());
    }
    if selection.held_back() > 0 {
        words.push("draft".to_owned());
    }
    format!("{}.{}", words.join("-"), format.extension())
}
