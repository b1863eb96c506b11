use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::exit::Exit;
use super::output::{Format, Output};
use super::typed;
use crate::diagnostic::{Diagnostic, Faults, Sources, reason};
use crate::release::write_atomically;
use crate::say;

/// Arguments of `init`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  gongkai init mysite\n  gongkai build --root mysite")]
pub(super) struct Args {
    /// A folder that is not there yet, or is empty (新的或空的文件夹)
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

macro_rules! site {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("site/", $path)))),+]
    };
}

/// The files of the small site.
const FILES: &[(&str, &str)] = site!(
    "site.toml",
    "content/accessibility.md",
    "content/guide.md",
    "content/on-request.md",
    "content/units.toml",
    "content/plans/column.toml",
    "content/plans/2026/disclosure.toml",
    "content/plans/2026/01/chapter.toml",
    "content/plans/2026/01/01.toml",
    "content/plans/2026/01/02.md",
);

/// What git should not keep.
const GIT_IGNORE: &str = "/.public*.gongkai\n/public-*/\n/public/*\n!/public/.gitignore\n";

/// Makes a small site that builds.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    if let Err(faults) = make(&args.dir) {
        return output.stopped(&faults);
    }
    output.document(&Faults::new(), &[], &Sources::new(), || {
        let files: Vec<&str> = files().map(|(path, _)| path).collect();
        json!({"root": args.dir.display().to_string(), "files": files})
    })?;
    if output.format == Format::Human {
        tell(&args.dir, output)?;
    }
    Ok(Exit::Done)
}

/// Says how to go on.
fn tell(dir: &Path, output: &Output) -> io::Result<()> {
    let (serve, build) = (
        typed::gongkai(dir, &["serve", "--open"]),
        typed::gongkai(dir, &["build"]),
    );
    let shown = dir.display();
    let dir = typed::quoted(&dir.to_string_lossy());
    output.result(&say!(
        "网站已建在 {shown}。\n\n边写边看：\n  {serve}\n生成：\n  {build}\n发布和修订记录要用 git，先提交一次：\n  git init {dir}\n  git -C {dir} add .\n  git -C {dir} commit -m 新建网站",
        "the site is in {shown}\n\nto see it while you write:\n  {serve}\nto build it:\n  {build}\nto publish it, and to have a history, commit it to git first:\n  git init {dir}\n  git -C {dir} add .\n  git -C {dir} commit -m 'New site'"
    ))
}

/// Every file of the small site.
fn files() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().copied().chain([(".gitignore", GIT_IGNORE)])
}

fn make(dir: &Path) -> Result<(), Faults> {
    let is_empty = match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    if !is_empty {
        let message = say!(
            "文件夹已有内容，没有动它",
            "there is something in the folder; nothing was changed"
        );
        return Err(Diagnostic::error("init/not-empty", message)
            .at_path(dir.display().to_string())
            .hint(say!("换一个新的文件夹", "name a new folder"))
            .into());
    }
    for (path, text) in files() {
        let path = dir.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| {
                let why = reason(&error);
                let (zh, en) = (why.zh, why.en);
                Diagnostic::error(
                    "release/io",
                    say!("无法新建文件夹：{zh}", "cannot make the folder: {en}"),
                )
                .at_path(folder.display().to_string())
            })?;
        }
        write_atomically(&path, text.as_bytes())?;
    }
    Ok(())
}
