use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use serde::Serialize;

use super::changes::{fate, kind, lines};
use super::diff::{FieldJson, change_word, fields, kind_word};
use super::exit::Exit;
use super::output::{Format, Output};
use super::root;
use super::values::whole;
use crate::check::Privacy;
use crate::content;
use crate::diagnostic::{Diagnostic, Faults};
use crate::history::{Edit, History, ItemKind, Keep, Revised, State};
use crate::model::UtcOffset;
use crate::say;

/// Arguments of `log`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gongkai log\n  gongkai log plans/2020-q2\n  gongkai log plans/2020-q2/01/02.html\n  gongkai log content/guide.md --limit 5 --format json"
)]
pub(super) struct Args {
    /// A path of the content tree or of the site, such as plans/2020-q2/01/02; everything if it is left
    /// out (内容或网页的路径)
    path: Option<String>,

    /// The folder that holds site.toml (网站所在的文件夹)
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,

    /// How many commits to tell at most, the newest first (最多几次提交)
    #[arg(long, value_name = "N", value_parser = whole::<usize>(0, u32::MAX))]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct CommitJson<'a> {
    commit: &'a str,
    time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
    subject: &'a str,
    correction: Option<&'a str>,
    files: Vec<FileJson<'a>>,
}

#[derive(Serialize)]
struct FileJson<'a> {
    kind: &'static str,
    path: &'a str,
    moved_from: Option<&'a str>,
    change: &'static str,
    fields: Vec<FieldJson<'a>>,
}

/// What a commit did to a file, as it is told.
struct Told {
    kind: ItemKind,
    path: Box<str>,
    moved_from: Option<Box<str>>,
    edit: Edit,
}

/// Tells the revisions of the site, or of a part of it.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    match told(args, output) {
        Ok(told) => told.map(|()| Exit::Done),
        Err(faults) => output.stopped(&faults),
    }
}

fn told(args: &Args, output: &Output) -> Result<io::Result<()>, Faults> {
    root::need(&args.root)?;
    let state = State::of(&args.root);
    let Some(head) = state.head() else {
        return Err(state.fault(&args.root));
    };
    let (settings, ..) = content::settings(&args.root);
    let (utc_offset, authors) = match &settings {
        Some(settings) => (settings.utc_offset, settings.history.authors),
        None => (UtcOffset::BEIJING, false),
    };
    let history = History::read(&args.root, head, utc_offset, Keep::Nothing)?;
    let items = match (&history, &args.path) {
        (None, _) => Vec::new(),
        (Some(history), None) => history.everything().collect(),
        (Some(history), Some(path)) => {
            let found = history.find(path);
            if found.is_empty() {
                return Err(Diagnostic::error(
                    "history/unknown-path",
                    say!("git 里没有 `{path}` 的记录", "git remembers nothing of `{path}`"),
                )
                .hint(say!(
                    "写内容或网页的路径，如 `plans/2020-q2/01/02`；还没有提交的没有记录",
                    "write a path of the content or of the site, such as `plans/2020-q2/01/02`; what is not committed has none"
                ))
                .into());
            }
            found
        }
    };
    // What is private is masked in every output.
    let privacy = settings
        .as_ref()
        .map_or_else(Privacy::default, Privacy::new);
    let mask = |text: &str| -> Box<str> { privacy.mask(text).into() };
    let mut by_commit: BTreeMap<usize, Vec<Told>> = BTreeMap::new();
    for item in items {
        for revision in &item.revisions {
            by_commit.entry(revision.commit).or_default().push(Told {
                kind: item.kind,
                path: mask(&item.path),
                moved_from: revision.moved_from.as_deref().map(mask),
                edit: revision.edit.with_texts(&mask),
            });
        }
    }
    let commits = by_commit.into_iter().filter_map(|(place, files)| {
        let commit = history.as_ref()?.commit(place)?;
        let commit = Revised {
            subject: mask(&commit.subject),
            correction: commit.correction.as_deref().map(mask),
            ..commit.clone()
        };
        Some((commit, files))
    });
    let commits: Vec<_> = commits.take(args.limit.unwrap_or(usize::MAX)).collect();
    Ok(match output.format {
        Format::Json => {
            let commits = commits.iter();
            let document: Vec<CommitJson<'_>> = commits
                .map(|(commit, files)| json(commit, files, utc_offset, authors))
                .collect();
            output.value(&document)
        }
        _ => commits
            .iter()
            .try_for_each(|(commit, files)| tell(commit, files, utc_offset, authors, output)),
    })
}

fn json<'a>(
    commit: &'a Revised,
    files: &'a [Told],
    utc_offset: UtcOffset,
    authors: bool,
) -> CommitJson<'a> {
    CommitJson {
        commit: &commit.commit,
        time: commit
            .moment(utc_offset)
            .map(|moment| moment.rfc3339(utc_offset)),
        author: authors.then_some(&*commit.author),
        subject: &commit.subject,
        correction: commit.correction.as_deref(),
        files: files
            .iter()
            .map(|told| FileJson {
                kind: kind_word(told.kind),
                path: &told.path,
                moved_from: told.moved_from.as_deref(),
                change: match (&told.edit, &told.moved_from) {
                    (edit, None) if edit.is_of_form_only() => "form",
                    (edit, _) => change_word(edit),
                },
                fields: fields(&told.edit),
            })
            .collect(),
    }
}

fn tell(
    commit: &Revised,
    files: &[Told],
    utc_offset: UtcOffset,
    authors: bool,
    output: &Output,
) -> io::Result<()> {
    let lang = output.lang;
    let moment = commit
        .moment(utc_offset)
        .map(|moment| moment.full())
        .unwrap_or_default();
    let (short, subject) = (commit.short(), &commit.subject);
    let author = match authors {
        true => format!(" {}", commit.author),
        false => String::new(),
    };
    let mut text = format!("{moment} {short}{author} {subject}\n");
    let mut line = |words: &str| {
        text.push_str(words);
        text.push('\n');
    };
    if let Some(correction) = &commit.correction {
        let told = say!("  更正说明：{correction}", "  correction: {correction}");
        line(told.text(lang));
    }
    for told in files {
        let what = kind(told.kind);
        let path = &told.path;
        let colon = say!("：", ": ");
        let fate = match &told.moved_from {
            Some(before) => Some(say!("原来在 {before}", "it was {before}")),
            None => fate(&told.edit),
        };
        let fate = fate.map(|fate| format!("{}{}", colon.text(lang), fate.text(lang)));
        line(&format!(
            "  {} {path}{}",
            what.text(lang),
            fate.unwrap_or_default()
        ));
        lines(&told.edit, lang, "    ")
            .iter()
            .for_each(|told| line(told));
    }
    output.raw(&text)
}
