//! Comparing an output with its manifest.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::Path;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::{Diagnostic, Faults};
use crate::say;

use super::digest::facts_of;
use super::disk::Disk;
use super::io::{Context, Tried, fault};
use super::lock::WorkFolder;
use super::staging::recover;
use super::sums::{Sums, is_reserved};
use super::tree::{Kind, kind};
use super::{MANIFEST, Manifest, ManifestFile, OutputPath};

/// How an output differs from its manifest; every list is sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyReport {
    /// What should be there.
    pub manifest: Manifest,
    /// Files that are not there.
    pub missing: Vec<OutputPath>,
    /// Files whose content is another, or that are no longer files.
    pub changed: Vec<OutputPath>,
    /// What is there and not in the manifest, with `/` between the names. Dot files, what is in dot
    /// folders, and empty folders are not counted.
    pub extra: Vec<String>,
}

impl VerifyReport {
    /// Whether the output is just what the manifest says.
    #[must_use]
    pub fn is_genuine(&self) -> bool {
        self.missing.is_empty() && self.changed.is_empty() && self.extra.is_empty()
    }
}

/// Compares the folder `output` with its manifest, reading every file. Symbolic links in it are not
/// followed. If a build was killed while it committed, the commit is finished first.
///
/// # Errors
/// `release/no-manifest` if there is no release in the folder; `release/manifest`, `release/io`;
/// where a commit must be finished, those of [`super::Staging::open`].
pub fn verify(output: &Path) -> Result<VerifyReport, Faults> {
    let output = match fs::canonicalize(output) {
        Ok(output) => output,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(no_manifest(output)),
        Err(error) => return Err(fault(Tried::Inspect, output, &error).into()),
    };
    finish_commit(&output)?;
    let Some(manifest) = Manifest::read(&output)? else {
        return Err(no_manifest(&output));
    };
    let mut files = BTreeSet::new();
    let mut extra = Vec::new();
    let visible = |entry: &DirEntry| {
        entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
    };
    for entry in WalkDir::new(&output)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(visible)
    {
        let entry = entry.map_err(walk_fault)?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = relative(&output, entry.path());
        if manifest.files().contains_key(path.as_str()) {
            if entry.file_type().is_file() {
                files.insert(path);
            }
        } else if !is_reserved(&path) {
            extra.push(path);
        }
    }
    extra.sort();
    let (mut missing, mut changed) = (Vec::new(), Vec::new());
    let states: Vec<_> = manifest
        .files()
        .par_iter()
        .map(|(path, facts)| {
            let there = files.contains(path.as_str());
            (path, state(&path.under(&output), there, facts))
        })
        .collect();
    let lists = lists(&output, &manifest)?;
    let mut faults = Faults::new();
    for (path, state) in lists
        .iter()
        .map(|(path, state)| (path, Ok(*state)))
        .chain(states)
    {
        match state {
            Ok(State::Genuine) => {}
            Ok(State::Missing) => missing.push(path.clone()),
            Ok(State::Changed) => changed.push(path.clone()),
            Err(fault) => faults.append(fault),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    missing.sort();
    changed.sort();
    Ok(VerifyReport {
        manifest,
        missing,
        changed,
        extra,
    })
}

/// How the lists of checksums beside the manifest stand: they follow from it.
fn lists(output: &Path, manifest: &Manifest) -> Result<Vec<(OutputPath, State)>, Faults> {
    let path = output.join(MANIFEST);
    let json = fs::read(&path).tried(Tried::Read, &path)?;
    let state = |list: Sums| {
        let path = list.path();
        let full = path.under(output);
        let state = match kind(&full)? {
            Kind::Absent => State::Missing,
            Kind::File if fs::read(&full).tried(Tried::Read, &full)? == list.text.as_bytes() => {
                State::Genuine
            }
            _ => State::Changed,
        };
        Ok((path, state))
    };
    manifest.sums(&json).map(state).collect()
}

#[derive(Clone, Copy)]
enum State {
    Genuine,
    Missing,
    Changed,
}

/// `there` says whether the walk met it as a file, reached without links.
fn state(path: &Path, there: bool, facts: &ManifestFile) -> Result<State, Faults> {
    if !there {
        return Ok(match kind(path)? {
            Kind::Absent => State::Missing,
            _ => State::Changed,
        });
    }
    let compare = || {
        if fs::symlink_metadata(path)?.len() != facts.size {
            return Ok(false);
        }
        Ok(facts_of(File::open(path)?)? == *facts)
    };
    match compare() {
        Ok(true) => Ok(State::Genuine),
        Ok(false) => Ok(State::Changed),
        Err(error) => Err(fault(Tried::Read, path, &error).into()),
    }
}

fn finish_commit(output: &Path) -> Result<(), Faults> {
    let Ok(work) = WorkFolder::beside(output) else {
        return Ok(());
    };
    if kind(&work.journal())? == Kind::Absent {
        return Ok(());
    }
    let disk = Disk::default();
    let _lock = work.lock(&disk)?;
    recover(output, &work, &disk)
}

/// A path met in a walk as text, with `/` between the names.
pub(super) fn relative(output: &Path, path: &Path) -> String {
    let names = path.strip_prefix(output).unwrap_or(path).components();
    let names: Vec<_> = names
        .map(|name| name.as_os_str().to_string_lossy())
        .collect();
    names.join("/")
}

/// A `release/io` finding of a walk.
pub(super) fn walk_fault(error: walkdir::Error) -> Faults {
    let path = error.path().unwrap_or(Path::new("?")).to_owned();
    let result: io::Result<()> = Err(error.into());
    match result.tried(Tried::List, &path) {
        Ok(()) => Faults::new(),
        Err(faults) => faults,
    }
}

/// Tells that there is no release in a folder or pack.
pub(crate) fn no_manifest(output: &Path) -> Faults {
    let shown = output.display();
    Diagnostic::error(
        "release/no-manifest",
        say!(
            "`{shown}` 中没有发布清单 {MANIFEST}",
            "there is no {MANIFEST} in `{shown}`"
        ),
    )
    .at_path(shown.to_string())
    .hint(say!(
        "请先用 `gongkai build` 构建；写到别的文件夹用 `--output-dir`",
        "build it first, with `gongkai build`, and `--output-dir` if it is not `public`"
    ))
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::Staging;

    fn build(output: &Path, files: &[&str]) {
        let staging = Staging::open(output).unwrap();
        for file in files {
            let path = OutputPath::parse(file).unwrap();
            staging.put(&path, file.as_bytes()).unwrap();
        }
        staging.commit("2020-07-22").unwrap();
    }

    fn code(output: &Path) -> &'static str {
        verify(output).unwrap_err().iter().next().unwrap().code
    }

    #[test]
    fn every_difference_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("public");
        build(
            &output,
            &["a/b.html", "c.html", "d/e.html", "f.html", "g.html"],
        );
        assert!(verify(&output).unwrap().is_genuine());

        fs::remove_file(output.join("a/b.html")).unwrap();
        fs::write(output.join("c.html"), "C.html").unwrap();
        fs::write(output.join("f.html"), "longer than it was").unwrap();
        fs::remove_file(output.join("g.html")).unwrap();
        fs::create_dir(output.join("g.html")).unwrap();
        fs::write(output.join("z.html"), "").unwrap();
        fs::remove_file(output.join("SHA256SUMS")).unwrap();
        fs::write(output.join("SM3SUMS"), "").unwrap();
        fs::create_dir_all(output.join("new/.hidden")).unwrap();
        fs::write(output.join("new/.hidden/x"), "").unwrap();
        fs::write(output.join(".nojekyll"), "").unwrap();
        fs::write(output.join("new/y"), "").unwrap();
        let report = verify(&output).unwrap();
        let text = |paths: &[OutputPath]| paths.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(text(&report.missing), ["SHA256SUMS", "a/b.html"]);
        assert_eq!(
            text(&report.changed),
            ["SM3SUMS", "c.html", "f.html", "g.html"]
        );
        assert_eq!(report.extra, ["new/y", "z.html"]);
        assert!(!report.is_genuine());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("public");
        build(&output, &["a.html", "d/e.html"]);
        let elsewhere = folder.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        fs::write(elsewhere.join("a.html"), "a.html").unwrap();
        fs::write(elsewhere.join("e.html"), "d/e.html").unwrap();
        fs::remove_file(output.join("a.html")).unwrap();
        symlink(elsewhere.join("a.html"), output.join("a.html")).unwrap();
        fs::remove_dir_all(output.join("d")).unwrap();
        symlink(&elsewhere, output.join("d")).unwrap();
        let report = verify(&output).unwrap();
        assert!(report.missing.is_empty());
        assert_eq!(report.changed.len(), 2, "{report:?}");
        assert_eq!(report.extra, ["d"]);
    }

    #[test]
    fn without_a_release() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(code(folder.path()), "release/no-manifest");
        assert_eq!(code(&folder.path().join("absent")), "release/no-manifest");
        fs::write(folder.path().join(MANIFEST), "{}").unwrap();
        assert_eq!(code(folder.path()), "release/manifest");
    }
}
