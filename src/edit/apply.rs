//! Writes changes: first everything is checked and written beside its place, then all of it is moved
//! there.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Change;
use crate::diagnostic::{Diagnostic, Faults, reason};
use crate::say;

/// Writes what is new or updated in the site's folder `root`: all of it or nothing.
///
/// # Errors
/// If a file was changed after it was read, or one cannot be written.
pub fn apply(root: &Path, changes: &[Change]) -> Result<(), Faults> {
    let written: Vec<&Change> = changes.iter().filter(|change| change.is_change()).collect();
    let mut faults = Faults::new();
    for change in &written {
        let before = change.before.as_deref().map(Vec::from);
        if now(&root.join(&change.path)).ok() != Some(before) {
            faults.push(
                Diagnostic::error(
                    "edit/changed-meanwhile",
                    say!(
                        "文件在读取之后被改动",
                        "the file was changed after it was read"
                    ),
                )
                .at_path(change.path.as_str())
                .hint(say!("再运行一次", "run it again")),
            );
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut staged = Vec::new();
    for change in &written {
        match stage(&root.join(&change.path), change.text.as_bytes()) {
            Ok(temporary) => staged.push((*change, temporary)),
            Err(error) => {
                discard(&staged);
                return Err(unwritable(change, &error).into());
            }
        }
    }
    for (done, (change, temporary)) in staged.iter().enumerate() {
        if let Err(error) = fs::rename(temporary, root.join(&change.path)) {
            faults.push(unwritable(change, &error));
            discard(staged.get(done..).unwrap_or_default());
            for (change, _) in staged.iter().take(done) {
                if let Err(error) = restore(root, change) {
                    faults.push(unwritable(change, &error));
                }
            }
            return Err(faults);
        }
    }
    Ok(())
}

fn unwritable(change: &Change, error: &io::Error) -> Diagnostic {
    let why = reason(error);
    let (zh, en) = (why.zh, why.en);
    Diagnostic::error(
        "edit/unwritable",
        say!("无法写入：{zh}", "cannot be written: {en}"),
    )
    .at_path(change.path.as_str())
}

/// Removes what was written beside its place; the fault that led here is the one to tell.
fn discard(staged: &[(&Change, PathBuf)]) {
    for (_, temporary) in staged {
        drop(fs::remove_file(temporary));
    }
}

/// Gives a file back what it said.
fn restore(root: &Path, change: &Change) -> io::Result<()> {
    let path = root.join(&change.path);
    match &change.before {
        Some(before) => replace(&path, before.as_bytes()),
        None => fs::remove_file(&path),
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

/// Writes a file beside its place; gives where.
fn stage(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    fs::create_dir_all(folder)?;
    let id = std::process::id();
    let temporary = folder.join(format!(".{}.{id}.tmp", name.to_string_lossy()));
    let written = fs::File::create_new(&temporary).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    match written {
        Ok(()) => Ok(temporary),
        Err(error) => {
            if error.kind() != io::ErrorKind::AlreadyExists {
                drop(fs::remove_file(&temporary));
            }
            Err(error)
        }
    }
}

/// Writes a file beside its place and moves it there.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = stage(path, bytes)?;
    fs::rename(&temporary, path).inspect_err(|_| drop(fs::remove_file(&temporary)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_written_or_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::write(root.join("a"), "1").unwrap();
        let change = |path: &str, before: Option<&str>| {
            Change::of_text(path.into(), before.map(Into::into), "2".into())
        };
        let changes = [
            change("a", Some("1")),
            change("b", None),
            change("c/d", None),
        ];
        // A folder in the place of the last one, which no file can be moved over.
        let in_the_way = root.join("e");
        fs::create_dir_all(in_the_way.join("x")).unwrap();
        let mut failing = changes.to_vec();
        failing.push(change("e", None));
        let told = apply(root, &failing).unwrap_err();
        assert_eq!(told.iter().next().unwrap().code, "edit/changed-meanwhile");

        // Found out only when it is moved: the file is a folder by then.
        let staged = [change("a", Some("1")), change("new", None)];
        fs::create_dir(root.join(format!(".new.{}.tmp", std::process::id()))).unwrap();
        let told = apply(root, &staged).unwrap_err();
        assert_eq!(told.iter().next().unwrap().code, "edit/unwritable");
        assert_eq!(fs::read_to_string(root.join("a")).unwrap(), "1");
        assert!(!root.join("new").exists());

        apply(root, &changes).unwrap();
        for path in ["a", "b", "c/d"] {
            assert_eq!(fs::read_to_string(root.join(path)).unwrap(), "2");
        }
        let told = apply(root, &changes).unwrap_err();
        assert_eq!(told.iter().count(), 3, "each was changed meanwhile");
    }
}
