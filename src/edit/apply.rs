//! Writes changes: first everything is checked and written beside its place, then all of it is moved
//! there. Only a program that is killed between two of these moves leaves the files half changed.

use std::fs;
use std::io;
use std::path::Path;

use super::Change;
use super::whole::{Staged, replace};
use crate::diagnostic::{Diagnostic, Faults, reason};
use crate::say;

/// Writes what is new or updated in the site's folder `root`: all of it or nothing, but for a program
/// that is killed in between. Each file is whole even then, and what asked for the changes can be run again.
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
        match Staged::new(&root.join(&change.path), change.text.as_bytes()) {
            Ok(file) => staged.push((*change, file)),
            Err(error) => return Err(unwritable(change, &error).into()),
        }
    }
    let mut done = Vec::new();
    for (change, file) in staged {
        if let Err(error) = file.appear() {
            faults.push(unwritable(change, &error));
            for change in done {
                if let Err(error) = restore(root, change) {
                    faults.push(unwritable(change, &error));
                }
            }
            return Err(faults);
        }
        done.push(change);
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of all files below a folder.
    fn files(folder: &Path) -> Vec<String> {
        let all = walkdir::WalkDir::new(folder).sort_by_file_name();
        let all = all.into_iter().map(Result::unwrap);
        let files = all.filter(|entry| entry.file_type().is_file());
        let name = |entry: walkdir::DirEntry| entry.file_name().to_str().unwrap().to_owned();
        files.map(name).collect()
    }

    /// Containers give every run the same number.
    #[test]
    fn what_a_killed_run_left_behind_is_in_nobodys_way() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let left = format!(".a.{}.tmp", std::process::id());
        fs::write(root.join(left), "").unwrap();
        let change = Change::of_text("a".into(), None, "1".into());
        apply(root, &[change]).unwrap();
        assert_eq!(fs::read_to_string(root.join("a")).unwrap(), "1");
    }

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

        // Found out only when it is moved: a folder is there by then, for the file before it.
        let moved = [
            change("a", Some("1")),
            change("new/x", None),
            change("new", None),
        ];
        let told = apply(root, &moved).unwrap_err();
        assert_eq!(told.iter().next().unwrap().code, "edit/unwritable");
        assert_eq!(fs::read_to_string(root.join("a")).unwrap(), "1");
        assert_eq!(files(root), ["a"], "nothing is left behind");

        apply(root, &changes).unwrap();
        for path in ["a", "b", "c/d"] {
            assert_eq!(fs::read_to_string(root.join(path)).unwrap(), "2");
        }
        let told = apply(root, &changes).unwrap_err();
        assert_eq!(told.iter().count(), 3, "each was changed meanwhile");
    }
}
