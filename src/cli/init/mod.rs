use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::output::Output;
use crate::diagnostic::{Diagnostic, Faults};
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
const GIT_IGNORE: &str = "/.public.gongkai\n/public/*\n!/public/.gitignore\n";

/// Makes a small site that builds.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    if let Err(faults) = make(&args.dir) {
        return output.stopped(&faults);
    }
    let dir = args.dir.display();
    output.result(&say!(
        "网站已建在 {dir}；用 `gongkai build --root {dir}` 生成",
        "the site is in {dir}; build it with `gongkai build --root {dir}`"
    ))?;
    Ok(Exit::Done)
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
    for (path, text) in FILES.iter().chain(&[(".gitignore", GIT_IGNORE)]) {
        let path = dir.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| {
                Diagnostic::error(
                    "release/io",
                    say!("无法新建文件夹：{error}", "cannot make the folder: {error}"),
                )
                .at_path(folder.display().to_string())
            })?;
        }
        write_atomically(&path, text.as_bytes())?;
    }
    Ok(())
}
