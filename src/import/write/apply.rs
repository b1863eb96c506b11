//! Writes a plan: first everything is checked, then each file is replaced at once.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::{Change, ChangeKind, Plan};
use crate::diagnostic::{Diagnostic, Faults};
use crate::say;

impl Plan {
    /// Writes what is new or updated.
    ///
    /// # Errors
    /// If a file was changed after the plan was made, nothing is written; if one cannot be written, it
    /// is told.
    pub fn apply(&self) -> Result<(), Faults> {
        let written: Vec<&Change> = self
            .changes
            .iter()
            .filter(|change| change.kind != ChangeKind::Unchanged)
            .collect();
        let mut faults = Faults::new();
        for change in &written {
            if now(&self.root.join(&change.path)).ok()
                != Some(change.before.as_deref().map(Vec::from))
            {
                faults.push(
                    Diagnostic::error(
                        "import/changed-meanwhile",
                        say!(
                            "文件在读取之后被改动",
                            "the file was changed after it was read"
                        ),
                    )
                    .at_path(change.path.as_str())
                    .hint(say!("再导入一次", "import again")),
                );
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        for change in written {
            if let Err(error) = replace(&self.root.join(&change.path), change.text.as_bytes()) {
                faults.push(
                    Diagnostic::error(
                        "import/unwritable",
                        say!("无法写入：{error}", "cannot be written: {error}"),
                    )
                    .at_path(change.path.as_str()),
                );
            }
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }
}

/// What a file holds; none if there is none.
fn now(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes a file beside its place and moves it there.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    fs::create_dir_all(folder)?;
    let id = std::process::id();
    let temporary = folder.join(format!(".{}.{id}.tmp", name.to_string_lossy()));
    let written = fs::File::create_new(&temporary)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&temporary);
    }
    written
}
