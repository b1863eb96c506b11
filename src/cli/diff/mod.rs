mod html;
mod json;

use std::io;
use std::path::PathBuf;

use self::json::Document;
pub(super) use self::json::{
    DIFF_SCHEMA, FieldJson, change as change_word, fields, kind as kind_word,
};
use super::changes::{fate, kind, lines, name};
use super::exit::Exit;
use super::output::{Format, Output};
use super::{root, typed};
use crate::check::Privacy;
use crate::content;
use crate::diagnostic::{Diagnostic, Faults, Lang};
use crate::history::{self, Comparison, DisclosureChange, ItemChange, Snapshot};
use crate::model::UtcOffset;
use crate::release::Manifest;
use crate::say;

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gongkai diff                      # what is not committed yet\n  gongkai diff HEAD~1 HEAD\n  gongkai diff --released --format html > report.html\n  gongkai diff v1 --format json"
)]
pub(super) struct Args {
    /// The git revisions to compare: the work tree with HEAD if there is none, with one if there is one,
    /// or two of them (要比较的 git 版本；不写第二个就和现在的文件比)
    #[arg(value_name = "REV", num_args = 0..=2)]
    revisions: Vec<String>,

    /// Compare with the commit that the last release was built from (和上次生成的网站比)
    #[arg(long)]
    released: bool,

    /// The folder that holds site.toml (网站所在的文件夹)
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,

    /// Where the last release is; public in the root by default (输出文件夹)
    #[arg(long, value_name = "DIR", requires = "released")]
    output_dir: Option<PathBuf>,
}

/// One of the two states that are compared.
pub(super) struct State {
    /// As it was asked for; none of the work tree.
    revision: Option<String>,
    /// The commit; none of the work tree.
    commit: Option<String>,
}

impl State {
    fn name(&self, lang: Lang) -> String {
        let work_tree = say!("现在的文件", "the files as they are");
        match (&self.revision, &self.commit) {
            (Some(revision), Some(commit)) if revision == commit => {
                let short = commit.get(..12).unwrap_or(commit);
                let released = say!("上次生成的网站 ({short})", "the last release ({short})");
                released.text(lang).to_owned()
            }
            (Some(revision), Some(commit)) => {
                format!("{revision} ({})", commit.get(..12).unwrap_or(commit))
            }
            _ => work_tree.text(lang).to_owned(),
        }
    }
}

/// Tells what differs between two states of the site.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    let (from, to, comparison) = match compared(args) {
        Ok(compared) => compared,
        Err(faults) => return output.stopped(&faults),
    };
    match output.format {
        Format::Json => output.value(&Document::new(&from, &to, &comparison))?,
        Format::Html => output.raw(&html::report(&from, &to, &comparison, output.lang))?,
        Format::Human | Format::Sarif | Format::Csv | Format::Xlsx | Format::Docx => {
            tell(&from, &to, &comparison, output)?;
        }
    }
    Ok(Exit::Done)
}

fn compared(args: &Args) -> Result<(State, State, Comparison), Faults> {
    root::need(&args.root)?;
    if args.released && args.revisions.len() > 1 {
        let why = say!(
            "`--released` 之外只能再写一个版本",
            "beside `--released` there may be one revision only"
        );
        return Err(Diagnostic::error("usage", why).into());
    }
    let released = match args.released {
        true => Some(release(args)?),
        false => None,
    };
    let mut revisions = released.into_iter().chain(args.revisions.iter().cloned());
    let first = revisions.next().unwrap_or_else(|| "HEAD".to_owned());
    let second = revisions.next();
    let of = |revision: &str| {
        let commit = history::resolve(&args.root, revision)?;
        Ok::<_, Faults>((Snapshot::of_commit(&args.root, &commit)?, commit))
    };
    let (before, commit) = of(&first)?;
    let from = State {
        revision: Some(first),
        commit: Some(commit),
    };
    let (to, after) = match second {
        Some(second) => {
            let (after, commit) = of(&second)?;
            let to = State {
                revision: Some(second),
                commit: Some(commit),
            };
            (to, after)
        }
        None => {
            let to = State {
                revision: None,
                commit: None,
            };
            (to, Snapshot::of_folder(&args.root, &before)?)
        }
    };
    let comparison = history::compare(&args.root, &before, &after, UtcOffset::BEIJING)?;
    // What is private is masked in every output.
    let (settings, ..) = content::settings(&args.root);
    let privacy = settings
        .as_ref()
        .map_or_else(Privacy::default, Privacy::new);
    let masked = comparison.with_texts(&|text| privacy.mask(text).into());
    Ok((from, to, masked))
}

/// The commit of the last release.
fn release(args: &Args) -> Result<String, Faults> {
    let folder = args
        .output_dir
        .clone()
        .unwrap_or_else(|| args.root.join("public"));
    let shown = folder.display();
    let fault = |why| {
        let build = typed::gongkai(&args.root, &["build"]);
        Faults::from(Diagnostic::error("history/no-release", why).hint(say!(
            "先提交内容，再运行 `{build}`",
            "commit the content, then run `{build}`"
        )))
    };
    let Some(manifest) = Manifest::read(&folder)? else {
        return Err(fault(say!(
            "`{shown}` 里没有生成的网站",
            "there is no release in `{shown}`"
        )));
    };
    manifest.commit().map(str::to_owned).ok_or_else(|| {
        fault(say!(
            "`{shown}` 里的网站不是由提交过的内容生成的，清单里没有提交",
            "the release in `{shown}` was not built from committed content: its manifest names no commit"
        ))
    })
}

fn tell(from: &State, to: &State, comparison: &Comparison, output: &Output) -> io::Result<()> {
    let lang = output.lang;
    let (before, after) = (from.name(lang), to.name(lang));
    if comparison.is_empty() {
        return output.result(&say!(
            "{before} 和 {after} 的内容没有差别",
            "{before} and {after} say the same"
        ));
    }
    output.result(&say!(
        "从 {before} 到 {after}：",
        "from {before} to {after}:"
    ))?;
    let mut text = String::new();
    let mut line = |depth: usize, words: &str| {
        text.push_str(&"  ".repeat(depth));
        text.push_str(words);
        text.push('\n');
    };
    for disclosure in &comparison.disclosures {
        line(0, "");
        line(0, &head(disclosure));
        if let Some(card) = &disclosure.card {
            if let Some(fate) = fate(&card.edit).filter(|_| !card.edit.is_of_form_only()) {
                line(1, fate.text(lang));
            }
            moves(card, lang).iter().for_each(|moved| line(1, moved));
            lines(&card.edit, lang, "  ")
                .iter()
                .for_each(|told| line(0, told));
        }
        for item in &disclosure.parts {
            tell_item(item, 1, lang, &mut line);
        }
    }
    if !comparison.others.is_empty() {
        line(0, "");
        line(0, say!("其他", "others").text(lang));
        for item in &comparison.others {
            tell_item(item, 1, lang, &mut line);
        }
    }
    output.raw(&text)
}

/// A disclosure with what it is known by.
fn head(disclosure: &DisclosureChange) -> String {
    let folder = &disclosure.folder;
    let title = disclosure.title.as_deref().unwrap_or(folder);
    match &disclosure.index_number {
        Some(number) => format!("{title} [{number}] {folder}"),
        None => format!("{title} {folder}"),
    }
}

fn tell_item(item: &ItemChange, depth: usize, lang: Lang, line: &mut dyn FnMut(usize, &str)) {
    let name = name(item, lang);
    let moved = moves(item, lang);
    let colon = say!("：", ": ");
    let colon = colon.text(lang);
    match fate(&item.edit) {
        Some(fate) if !item.edit.is_of_form_only() => {
            line(depth, &format!("{name}{colon}{}", fate.text(lang)));
        }
        _ => line(depth, &format!("{name}{}", colon.trim_end())),
    }
    for moved in moved {
        line(depth + 1, &moved);
    }
    for told in lines(&item.edit, lang, &"  ".repeat(depth + 1)) {
        line(0, &told);
    }
}

/// Where something was, if that is not where it is.
fn moves(item: &ItemChange, lang: Lang) -> Vec<String> {
    let what = kind(item.kind);
    let mut told = Vec::new();
    if let (Some(before), Some(now)) = (&item.label_before, &item.label) {
        let (zh, en) = (&what.zh, &what.en);
        told.push(say!(
            "原来是{zh} {before}，现在是 {now}",
            "was {en} {before}, is {now}"
        ));
    }
    if let Some(before) = &item.moved_from {
        let now = &item.path;
        told.push(say!(
            "从 {before} 移到 {now}",
            "moved from {before} to {now}"
        ));
    }
    told.iter()
        .map(|message| message.text(lang).to_owned())
        .collect()
}
