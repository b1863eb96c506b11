//! Where the file of an export goes.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::out;
use crate::diagnostic::{Diagnostic, Faults, reason};
use crate::release::write_atomically;
use crate::say;

/// A file to be written.
pub(super) struct Place {
    path: PathBuf,
    /// It is written into a folder that was named as one, and is made if it is not there.
    folder: Option<PathBuf>,
}

impl Place {
    /// What `--out` means; a file in a folder gets a `name`.
    pub(super) fn of(out: &Path, name: impl FnOnce() -> String) -> Self {
        match is_folder(out) {
            true => Self {
                path: out.join(name()),
                folder: Some(out.to_owned()),
            },
            false => Self {
                path: out.to_owned(),
                folder: None,
            },
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Makes sure that the file may stand there: that nothing is lost by it and it is in nobody's way.
    pub(super) fn look(&self, root: &Path, force: bool) -> Result<(), Faults> {
        let parent = self.path.parent().filter(|p| !p.as_os_str().is_empty());
        if let (None, Some(parent)) = (&self.folder, parent)
            && !parent.is_dir()
        {
            let fault =
                Diagnostic::error("usage", say!("没有这个文件夹", "there is no such folder"));
            return Err(fault
                .at_path(parent.display().to_string())
                .hint(say!(
                    "先建好它，或改写 `--out`",
                    "make it first, or change `--out`"
                ))
                .into());
        }
        out::refuse_taken(&self.path, root)?;
        // A link that leads nowhere is there, too.
        if fs::symlink_metadata(&self.path).is_err() {
            return Ok(());
        }
        let fault = if !self.path.is_file() {
            Diagnostic::error(
                "usage",
                say!(
                    "这里有别的东西，不是普通文件",
                    "what is here is no regular file"
                ),
            )
            .hint(say!(
                "换一个名字；要交给另一个程序，不写 `--out`，就写到标准输出",
                "choose another name; without `--out`, another program can read standard output"
            ))
        } else if !force {
            Diagnostic::error("export/exists", say!("文件已经存在", "the file exists")).hint(say!(
                "换一个名字，或用 `--force` 覆盖",
                "choose another name, or overwrite it with `--force`"
            ))
        } else {
            return Ok(());
        };
        Err(fault.at_path(self.path.display().to_string()).into())
    }

    /// Writes it, whole or not at all.
    pub(super) fn write(&self, bytes: &[u8]) -> Result<(), Faults> {
        if let Some(folder) = &self.folder {
            fs::create_dir_all(folder).map_err(|error| {
                let why = reason(&error);
                let (zh, en) = (why.zh, why.en);
                Diagnostic::error(
                    "export/unwritable",
                    say!("建不了这个文件夹：{zh}", "this folder cannot be made: {en}"),
                )
                .at_path(folder.display().to_string())
            })?;
        }
        write_atomically(&self.path, bytes)
    }
}

/// Whether a folder is named: one that is there, or one with a stroke at its end.
pub(super) fn is_folder(out: &Path) -> bool {
    out.is_dir() || out.as_os_str().to_string_lossy().ends_with(['/', '\\'])
}

/// Refuses a name that may be meant as that of a folder or of a file.
pub(super) fn refuse_unclear(out: &Path) -> Result<(), Faults> {
    if is_folder(out) || out.extension().is_some() || out.exists() {
        return Ok(());
    }
    let shown = out.display();
    let fault = Diagnostic::error(
        "usage",
        say!(
            "看不出 `{shown}` 是文件夹还是文件",
            "`{shown}` may be a folder or a file"
        ),
    );
    Err(fault
        .hint(say!(
            "新文件夹写成 `{shown}/`，文件写上扩展名，如 `{shown}.csv`",
            "write a new folder as `{shown}/`, and a file with its ending, such as `{shown}.csv`"
        ))
        .into())
}
