//! What must not be found out after the commit point.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::mem;
use std::ops::Bound;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::diagnostic::{Diagnostic, Faults, Message};
use crate::say;

use super::io::{Tried, fault};
use super::sums::RESERVED;
use super::tree::{Folders, Kind, foreign, kind, not_a_folder, through_link};
use super::{MANIFEST, Manifest, ManifestFile, OutputPath};

/// What a commit is about to do.
pub(super) struct Plan<'a> {
    /// All files of the new release.
    pub(super) files: &'a BTreeMap<OutputPath, ManifestFile>,
    /// Those that must be written.
    pub(super) writes: &'a BTreeSet<OutputPath>,
    /// Those of the manifest's sums that must be written.
    pub(super) sums: &'a [OutputPath],
    /// Files of the last release that the new one does not have.
    pub(super) removals: &'a BTreeSet<OutputPath>,
    /// The last release.
    pub(super) old: Option<&'a Manifest>,
}

/// A path that cannot be in a release beside another.
#[derive(Debug)]
pub struct Excluded<'a> {
    /// The path.
    pub path: &'a OutputPath,
    /// The other.
    pub other: &'a str,
    /// What is told of it.
    pub fault: Diagnostic,
}

/// Paths that cannot all be on one disk: a file that is also a folder, and paths that differ in letter
/// case only. The files of the release itself count, too. The paths come sorted.
pub fn exclusions<'a>(paths: impl Iterator<Item = &'a OutputPath> + Clone) -> Vec<Excluded<'a>> {
    let mut found = Vec::new();
    let rename = say!("改动其中一处的名称", "rename one of them");
    let one_file = say!(
        "在 Windows、macOS 和部分存储服务上它们是同一个文件，请改名",
        "they are one file on Windows, macOS and some storage services: rename one"
    );
    let mut tell = |path, other, message, hint: &Message| {
        let fault = Diagnostic::error("release/two-sources", message).hint(hint.clone());
        found.push(Excluded { path, other, fault });
    };
    let mut folded = Folded::default();
    let reserved = RESERVED.map(|name| (name.to_lowercase(), name));
    folded.others.extend(reserved);
    for path in paths.clone() {
        match folded.put(path.as_str()) {
            Some(other) if other == path.as_str() => tell(path, other, own(path), &rename),
            Some(other) => {
                let message = say!(
                    "`{other}` 与 `{path}` 只有大小写不同",
                    "`{other}` and `{path}` differ in letter case only"
                );
                tell(path, other, message, &one_file);
            }
            None => {}
        }
    }
    let mut both = BTreeSet::new();
    let mut before = "";
    for path in paths {
        for folder in path.folders() {
            // What stands in one folder comes in a row.
            let rest = before.strip_prefix(folder);
            if rest.is_some_and(|rest| rest.starts_with('/')) {
                continue;
            }
            if let Some(file) = folded.get(&lowercase(folder))
                && both.insert(folder)
            {
                let message = say!(
                    "`{file}` 是文件，不能同时是 `{path}` 所在的文件夹",
                    "`{file}` is a file, and cannot be the folder of `{path}` as well"
                );
                tell(path, file, message, &rename);
            }
        }
        before = path.as_str();
    }
    found
}

/// Paths by what they are in lower case, as nearly all of them are.
#[derive(Default)]
struct Folded<'a> {
    /// Those that are, in their order.
    lower: Vec<&'a str>,
    /// The others, and those that differ from one of them in letter case only.
    others: BTreeMap<String, &'a str>,
}

impl<'a> Folded<'a> {
    /// Adds a path that sorts after all before. Gives the last one that differs in letter case only.
    fn put(&mut self, path: &'a str) -> Option<&'a str> {
        match lowercase(path) {
            Cow::Borrowed(_) => {
                self.lower.push(path);
                let other = self.others.get_mut(path);
                other.map(|other| mem::replace(other, path))
            }
            Cow::Owned(folded) => {
                let before = self.get(&folded);
                self.others.insert(folded, path);
                before
            }
        }
    }

    /// The last path that is this in lower case.
    fn get(&self, folded: &str) -> Option<&'a str> {
        let other = self.others.get(folded).copied();
        other.or_else(|| {
            let at = self.lower.binary_search(&folded).ok()?;
            self.lower.get(at).copied()
        })
    }
}

/// What is told of a path that the release itself takes.
pub(super) fn own(path: &OutputPath) -> Message {
    say!(
        "`{path}` 由程序自己写入，说明发布了哪些文件",
        "`{path}` is written by the program itself and tells which files were released"
    )
}

fn lowercase(path: &str) -> Cow<'_, str> {
    if path.chars().any(char::is_uppercase) {
        path.to_lowercase().into()
    } else {
        path.into()
    }
}

/// Everything in the output that is not ours and stands where the release must write or remove.
///
/// # Errors
/// `release/io` if the output cannot be looked at.
pub(super) fn with_output(output: &Path, plan: &Plan<'_>) -> Result<Faults, Faults> {
    let mut found = BTreeMap::new();
    let mut folders = Folders::of(output);
    for path in plan.files.keys() {
        if let Some((folder, kind)) = folders.obstacle(path)? {
            match kind {
                Kind::Link => {
                    found.insert(folder.to_owned(), through_link(output, folder));
                }
                Kind::File | Kind::Other if !plan.removes(folder) => {
                    found.insert(folder.to_owned(), not_a_folder(output, folder));
                }
                _ => {}
            }
        } else if plan.writes.contains(path)
            && let Some(diagnostic) = plan.at_target(output, path)?
        {
            found.insert(path.to_string(), diagnostic);
        }
    }
    for path in plan.removals {
        if let Some((folder, Kind::Link)) = folders.obstacle(path)? {
            found.insert(folder.to_owned(), through_link(output, folder));
        }
    }
    for name in RESERVED {
        match kind(&output.join(name))? {
            Kind::Absent => {}
            Kind::File if name == MANIFEST || plan.old.is_some() => {}
            // Without a manifest, somebody else made lists that are not as they should be.
            Kind::File if plan.sums.iter().all(|path| path.as_str() != name) => {}
            _ => {
                found.insert(name.to_owned(), not_ours(output, name));
            }
        }
    }
    let mut faults = Faults::new();
    faults.extend(found.into_values());
    faults.extend(closed(output, plan, &mut folders)?);
    Ok(faults)
}

/// The folders of the output in which files must be written or removed and may not be.
fn closed(
    output: &Path,
    plan: &Plan<'_>,
    folders: &mut Folders<'_>,
) -> Result<Vec<Diagnostic>, Faults> {
    if plan.writes.is_empty() && plan.removals.is_empty() && plan.sums.is_empty() {
        return Ok(Vec::new());
    }
    // The manifest and its sums stand in the output itself.
    let mut inner = BTreeSet::from([Path::new("")]);
    for path in plan.writes.iter().chain(plan.removals) {
        // What is not there is made, in the one above.
        let missing = folders.obstacle(path)?.map(|(folder, _)| folder);
        let there = path.folders().take_while(|folder| Some(*folder) != missing);
        inner.extend(there.last().map(Path::new));
    }
    let mut told: Vec<&Path> = Vec::new();
    let mut faults = Vec::new();
    for folder in inner {
        // Of a folder in one that is told, nothing more need be said.
        if told.iter().any(|outer| folder.starts_with(outer)) {
            continue;
        }
        let full = output
            .components()
            .chain(folder.components())
            .collect::<PathBuf>();
        if let Err(error) = may_change(&full) {
            told.push(folder);
            faults.push(fault(Tried::Write, &full, &error));
        }
    }
    Ok(faults)
}

/// Fails if the user may not write in a folder, as far as the system tells without trying.
fn may_change(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use rustix::fs::{Access, access};
        access(folder, Access::WRITE_OK | Access::EXEC_OK)?;
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

impl Plan<'_> {
    fn removes(&self, path: &str) -> bool {
        self.removals.contains(path)
    }

    fn at_target(&self, output: &Path, path: &OutputPath) -> Result<Option<Diagnostic>, Faults> {
        let ours = || self.old.is_some_and(|old| old.files().contains_key(path));
        Ok(match kind(&path.under(output))? {
            Kind::Absent => None,
            Kind::Folder => self.in_folder(output, path)?.map(|inside| {
                foreign(
                    output,
                    path.as_str(),
                    say!(
                        "要写入文件 `{path}`，但那里是一个文件夹，其中的 `{inside}` 不属于本站",
                        "the file `{path}` must be written, but a folder stands there, and `{inside}` in it is not ours"
                    ),
                )
            }),
            _ if ours() => None,
            _ => Some(not_ours(output, path.as_str())),
        })
    }

    /// The first thing in the folder that will not be gone when the file `path` takes its place.
    fn in_folder(&self, output: &Path, path: &OutputPath) -> Result<Option<String>, Faults> {
        let inside = format!("{path}/");
        let gone: BTreeSet<&str> = self
            .removals
            .range::<str, _>((Bound::Included(inside.as_str()), Bound::Unbounded))
            .map(OutputPath::as_str)
            .take_while(|removed| removed.starts_with(&inside))
            .collect();
        if gone.is_empty() {
            return Ok(Some(path.to_string()));
        }
        let in_use = |folder: &str| {
            let folder = format!("{folder}/");
            gone.iter().any(|removed| removed.starts_with(&folder))
        };
        for entry in WalkDir::new(path.under(output))
            .min_depth(1)
            .sort_by_file_name()
        {
            let entry = entry.map_err(super::verify::walk_fault)?;
            let inside = super::verify::relative(output, entry.path());
            let expected = if entry.file_type().is_dir() {
                in_use(&inside)
            } else {
                gone.contains(inside.as_str())
            };
            if !expected {
                return Ok(Some(inside));
            }
        }
        Ok(None)
    }
}

fn not_ours(output: &Path, path: &str) -> Diagnostic {
    foreign(
        output,
        path,
        say!(
            "`{path}` 不是 gongkai 写入的，不能替换",
            "`{path}` was not written by gongkai and cannot be replaced"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_exclude_each_other() {
        let files = [
            "a",
            "a/b",
            "a/c",
            "A/d",
            "B",
            "b",
            "Manifest.json",
            "SM3SUMS",
            "a.html",
            "aa",
            "manifest.json/a.json",
            "sha256sums/index.html",
            "c/SM3SUMS/x.html",
        ]
        .map(|path| OutputPath::parse(path).unwrap());
        let files = BTreeSet::from(files);
        let excluded = exclusions(files.iter());
        let found: Vec<_> = excluded
            .iter()
            .map(|e| e.fault.message.en.as_str())
            .collect();
        assert_eq!(
            found,
            [
                "`manifest.json` and `Manifest.json` differ in letter case only",
                "`SM3SUMS` is written by the program itself and tells which files were released",
                "`B` and `b` differ in letter case only",
                "`a` is a file, and cannot be the folder of `A/d` as well",
                "`a` is a file, and cannot be the folder of `a/b` as well",
                "`Manifest.json` is a file, and cannot be the folder of `manifest.json/a.json` as well",
                "`SHA256SUMS` is a file, and cannot be the folder of `sha256sums/index.html` as well",
            ]
        );
        assert!(
            excluded
                .iter()
                .all(|e| e.fault.code == "release/two-sources")
        );
    }
}
