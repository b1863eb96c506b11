//! The journal of a commit, and carrying it to its end.
//!
//! Every step may be done twice: whoever finds a journal starts again from the first one.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Faults, Message};
use crate::say;

use super::disk::Disk;
use super::lock::WorkFolder;
use super::manifest::read_limited;
use super::tree::{Folders, Kind, kind, through_link};
use super::{MANIFEST, Manifest, OutputPath};
use crate::url::under;

const FORMAT: u32 = 1;
/// A journal may be this long, in bytes.
const LONGEST: u64 = 512 * 1024 * 1024;

/// What a commit does to the output. The new manifest is the last file it puts.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    format: u32,
    /// Files that wait in the stage.
    puts: Vec<OutputPath>,
    /// Files of the last release that the new one does not have.
    removals: Vec<OutputPath>,
}

impl Journal {
    pub(super) fn new(puts: Vec<OutputPath>, removals: Vec<OutputPath>) -> Self {
        Self {
            format: FORMAT,
            puts,
            removals,
        }
    }

    /// Whether the release is the last one again.
    pub(super) fn is_empty(&self) -> bool {
        self.puts.is_empty() && self.removals.is_empty()
    }

    /// Makes the journal appear, whole and flushed to the disk: the commit point.
    pub(super) fn write(&self, work: &WorkFolder, disk: &Disk) -> Result<(), Faults> {
        let path = work.journal();
        let json = serde_json::to_vec_pretty(self).map_err(|error| {
            damaged(
                &path,
                say!("无法写出日志：{error}", "cannot write the journal: {error}"),
            )
        })?;
        disk.write_atomically(&path, &work.journal_draft(), &json)
    }

    /// The journal of an unfinished commit, if there is one.
    pub(super) fn read(work: &WorkFolder) -> Result<Option<Self>, Faults> {
        let path = work.journal();
        let Some(json) = read_limited(&path, LONGEST)? else {
            return Ok(None);
        };
        let Some(json) = json else {
            let message = say!(
                "日志超过 {LONGEST} 字节",
                "the journal is longer than {LONGEST} bytes"
            );
            return Err(damaged(&path, message).into());
        };
        let journal: Self = serde_json::from_slice(&json).map_err(|error| {
            let message = say!(
                "上次未完成的发布留下的日志无法读取：{error}",
                "the journal of an unfinished release cannot be read: {error}"
            );
            damaged(&path, message)
        })?;
        let format = journal.format;
        if format != FORMAT {
            let message = say!(
                "上次未完成的发布由另一版本写成（日志格式 {format}）",
                "the unfinished release was written by another version (journal format {format})"
            );
            return Err(damaged(&path, message).into());
        }
        Ok(Some(journal))
    }

    /// Carries the commit to its end and removes the journal; `old` is the manifest in the output.
    ///
    /// A staged file that is gone has been put already; were it lost with the power, the next build
    /// would write it again.
    pub(super) fn apply(
        &self,
        output: &Path,
        work: &WorkFolder,
        disk: &Disk,
        old: Option<&Manifest>,
    ) -> Result<(), Faults> {
        let puts: BTreeSet<&str> = self.puts.iter().map(OutputPath::as_str).collect();
        // The manifest is replaced last: until then it names what is ours to remove.
        let is_ours = |path: &&OutputPath| old.is_some_and(|old| old.files().contains_key(*path));
        let (first, last): (Vec<_>, Vec<_>) = self
            .removals
            .iter()
            .filter(is_ours)
            .partition(|removed| in_the_way(removed, &puts));
        remove(&first, output, disk)?;
        let mut folders = Folders::of(output);
        for path in &self.puts {
            folders.create(path, disk)?;
            disk.rename_if_there(&work.staged(path), &path.under(output))?;
        }
        remove(&last, output, disk)?;
        disk.rename_if_there(&work.staged_manifest(), &output.join(MANIFEST))?;
        disk.remove_file(&work.journal())?;
        disk.remove_folder(&work.stage())
    }
}

/// Whether a removed file keeps a new one from its place: a file where a folder must be, or a file in
/// a folder where a file must be.
fn in_the_way(removed: &OutputPath, puts: &BTreeSet<&str>) -> bool {
    let inside = format!("{removed}/");
    let from = (Bound::Included(inside.as_str()), Bound::Unbounded);
    puts.range::<str, _>(from)
        .next()
        .is_some_and(|put| put.starts_with(&inside))
        || removed.folders().any(|folder| puts.contains(folder))
}

/// Removes files, and the folders that are empty without them.
fn remove(paths: &[&OutputPath], output: &Path, disk: &Disk) -> Result<(), Faults> {
    let mut folders = Folders::of(output);
    let mut emptied = BTreeSet::new();
    for path in paths {
        match folders.obstacle(path)? {
            // Whatever stands there now, the file is not.
            Some((_, Kind::Absent | Kind::File | Kind::Other)) => continue,
            Some((folder, Kind::Link)) => return Err(through_link(output, folder).into()),
            Some((_, Kind::Folder)) | None => {}
        }
        let full = path.under(output);
        if matches!(kind(&full)?, Kind::File | Kind::Link) {
            disk.remove_file(&full)?;
        }
    }
    for path in paths {
        emptied.extend(path.folders());
    }
    // Inner folders sort after those around them.
    for folder in emptied.into_iter().rev() {
        let full = under(output, folder);
        if kind(&full)? == Kind::Folder {
            disk.remove_empty_folder(&full)?;
        }
    }
    Ok(())
}

fn damaged(path: &Path, message: Message) -> Diagnostic {
    let shown = path.display().to_string();
    let folder = path.parent().unwrap_or(path).display();
    let hint = say!(
        "删除文件夹 `{folder}` 后重新构建：构建会逐个比较文件并补全发布",
        "delete the folder `{folder}` and build again: the build compares every file and completes the release"
    );
    Diagnostic::error("release/journal", message)
        .at_path(shown)
        .hint(hint)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::*;
    use crate::release::ManifestFile;

    fn path(text: &str) -> OutputPath {
        OutputPath::parse(text).unwrap()
    }

    #[test]
    fn what_is_in_the_way() {
        let puts = BTreeSet::from(["a", "b/c", "e-f/g"]);
        for (removed, expected) in [
            ("a/x", true),
            ("a/x/y", true),
            ("b", true),
            ("b/d", false),
            ("ab", false),
            ("e", false),
        ] {
            assert_eq!(in_the_way(&path(removed), &puts), expected, "{removed}");
        }
    }

    #[test]
    fn a_tampered_journal_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let work = WorkFolder::beside(&folder.path().join("public")).unwrap();
        fs::create_dir(work.journal().parent().unwrap()).unwrap();
        assert_eq!(Journal::read(&work).unwrap(), None);
        for bad in [
            r#"{"format":1,"puts":["../x"],"removals":[]}"#,
            r#"{"format":1,"puts":[],"removals":["/etc/passwd"]}"#,
            r#"{"format":1,"puts":[],"removals":[],"more":1}"#,
            r#"{"format":9,"puts":[],"removals":[]}"#,
            "{",
        ] {
            fs::write(work.journal(), bad).unwrap();
            let faults = Journal::read(&work).unwrap_err();
            assert_eq!(
                faults.iter().next().unwrap().code,
                "release/journal",
                "{bad}"
            );
        }
    }

    #[test]
    fn only_what_the_manifest_names_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("public");
        fs::create_dir(&output).unwrap();
        fs::write(output.join("CNAME"), b"theirs").unwrap();
        let work = WorkFolder::beside(&output).unwrap();
        fs::create_dir_all(work.stage()).unwrap();
        fs::write(work.journal(), b"").unwrap();
        let journal = Journal::new(vec![], vec![path("CNAME")]);
        journal
            .apply(&output, &work, &Disk::default(), None)
            .unwrap();
        assert_eq!(fs::read(output.join("CNAME")).unwrap(), b"theirs");
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_done_through_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (output, outside) = (folder.path().join("public"), folder.path().join("outside"));
        fs::create_dir(&output).unwrap();
        fs::create_dir(&outside).unwrap();
        fs::write(outside.join("x"), b"mine").unwrap();
        std::os::unix::fs::symlink(&outside, output.join("a")).unwrap();
        let work = WorkFolder::beside(&output).unwrap();
        let staged = work.staged(&path("a/x"));
        fs::create_dir_all(staged.parent().unwrap()).unwrap();
        fs::write(&staged, b"new").unwrap();
        let ours = ManifestFile::of(b"mine");
        let manifest = Manifest::new("2020-07-22", BTreeMap::from([(path("a/x"), ours)]));
        fs::write(output.join(MANIFEST), manifest.to_json().unwrap()).unwrap();
        for (puts, removals) in [(vec![path("a/x")], vec![]), (vec![], vec![path("a/x")])] {
            let journal = Journal::new(puts, removals);
            let faults = journal
                .apply(&output, &work, &Disk::default(), Some(&manifest))
                .unwrap_err();
            assert_eq!(faults.iter().next().unwrap().code, "release/foreign");
            assert_eq!(fs::read(outside.join("x")).unwrap(), b"mine");
        }
    }
}
