//! Reads the commits of a repository, each with what it changed, once for the whole site.
//!
//! Nothing here depends on the order in which git tells them, nor on which of them were read at which
//! time: a commit is what it is by its name, and [`in_order`] orders all of them by what they say.

use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::fmt::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::git::{self, failed};
use super::snapshot::is_seen;
use crate::diagnostic::Faults;
use crate::markdown::is_forbidden;

/// What is asked of a commit: its parents, when it was made, by whom, and what its message says. No
/// message can hold a NUL.
const FORMAT: &str =
    "%P%x00%ct%x00%an%x00%s%x00%(trailers:key=Correction,valueonly,unfold,separator=%x20)%x00";

/// A commit and what it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Commit {
    /// Its full name.
    pub(super) id: Box<str>,
    /// The names of its parents.
    pub(super) parents: Vec<Box<str>>,
    /// When it was made, in seconds since 1970.
    pub(super) time: i64,
    /// The name of who wrote it.
    pub(super) author: Box<str>,
    /// The first paragraph of its message, on one line.
    pub(super) subject: Box<str>,
    /// What its trailers `Correction:` say.
    pub(super) correction: Option<Box<str>>,
    /// What differs from each parent, or from nothing for the first commit.
    pub(super) differences: Vec<Vec<Difference>>,
}

/// A file that a commit added, changed, moved or removed. Links and submodules are no files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Difference {
    /// The file before, unless there was none.
    pub(super) from: Option<File>,
    /// The file after, unless there is none.
    pub(super) to: Option<File>,
}

/// A file as a commit has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct File {
    /// Its path in the repository.
    pub(super) path: Box<str>,
    /// What names its bytes.
    pub(super) blob: Box<str>,
}

impl Difference {
    /// Whether the file went from one path to another.
    pub(super) fn renamed(&self) -> Option<(&str, &str)> {
        let (from, to) = (self.from.as_ref()?, self.to.as_ref()?);
        (from.path != to.path).then_some((&*from.path, &*to.path))
    }
}

/// Reads the commits that can be reached from `head`. Those in `known` are not read again.
///
/// # Errors
/// If git fails on the way.
pub(super) fn read(root: &Path, head: &str, known: Vec<Commit>) -> Result<Vec<Commit>, Faults> {
    let newest = known.first().map(|commit| commit.id.clone());
    let grown = newest.filter(|newest| git::is_ancestor(root, newest, head));
    let said = git::commits(root, FORMAT, head, grown.as_deref())?;
    let mut found = parse_commits(&said)?;
    let mut kept = Vec::new();
    if grown.is_some() {
        kept = known;
    } else {
        // The branch went back or aside: of what is known, only what it still holds.
        let mut known: HashMap<Box<str>, Commit> = known
            .into_iter()
            .map(|commit| (commit.id.clone(), commit))
            .collect();
        found.retain(|commit| match known.remove(&commit.id) {
            Some(commit) => {
                kept.push(commit);
                false
            }
            None => true,
        });
    }
    read_differences(root, &mut found)?;
    kept.append(&mut found);
    Ok(in_order(kept, head))
}

fn parse_commits(said: &[u8]) -> Result<Vec<Commit>, Faults> {
    let mut commits = Vec::new();
    let mut fields = said.split(|byte| *byte == 0);
    loop {
        // `commit NAME`, a line end, then the fields.
        let head = String::from_utf8_lossy(fields.next().unwrap_or_default());
        let head = head.trim_start();
        if head.is_empty() {
            return Ok(commits);
        }
        let parts = head
            .strip_prefix("commit ")
            .and_then(|rest| rest.split_once('\n'));
        let Some((id, parents)) = parts else {
            return Err(failed(head));
        };
        // What git was told may hold anything, and pages and terminals show it.
        let mut text = || {
            let text = String::from_utf8_lossy(fields.next()?);
            Some(text.replace(is_forbidden, "\u{fffd}"))
        };
        let (Some(time), Some(author), Some(subject), Some(correction)) =
            (text(), text(), text(), text())
        else {
            return Err(failed(head));
        };
        let correction = correction.trim();
        commits.push(Commit {
            id: id.into(),
            parents: parents.split_whitespace().map(Into::into).collect(),
            time: time.trim().parse().map_err(|_| failed(head))?,
            author: author.into(),
            subject: subject.into(),
            correction: (!correction.is_empty()).then(|| correction.into()),
            differences: Vec::new(),
        });
    }
}

fn read_differences(root: &Path, commits: &mut [Commit]) -> Result<(), Faults> {
    if commits.is_empty() {
        return Ok(());
    }
    let mut pairs = String::new();
    for commit in &*commits {
        let lines = match commit.parents.as_slice() {
            [] => writeln!(pairs, "{}", commit.id),
            parents => parents
                .iter()
                .try_for_each(|parent| writeln!(pairs, "{} {parent}", commit.id)),
        };
        lines.map_err(|_| failed("diff-tree"))?;
    }
    let said = git::differences(root, &pairs)?;
    let mut fields = said.split(|byte| *byte == 0).peekable();
    for commit in commits {
        for _ in 0..commit.parents.len().max(1) {
            let head = fields.next().unwrap_or_default();
            if head != commit.id.as_bytes() {
                return Err(failed("diff-tree"));
            }
            let mut differences = Vec::new();
            while let Some(line) = fields.next_if(|field| field.starts_with(b":")) {
                let line = str::from_utf8(line).map_err(|_| failed("diff-tree"))?;
                differences.extend(difference(line, &mut || fields.next())?);
            }
            commit.differences.push(differences);
        }
    }
    Ok(())
}

/// `:MODE MODE BLOB BLOB STATUS`, then one path, or two if it was moved.
fn difference<'a>(
    line: &str,
    path: &mut dyn FnMut() -> Option<&'a [u8]>,
) -> Result<Option<Difference>, Faults> {
    let mut parts = line.trim_start_matches(':').split(' ');
    let mut part = || parts.next().unwrap_or_default();
    let (old_mode, new_mode, old, new, status) = (part(), part(), part(), part(), part());
    let mut name = || path().map(str::from_utf8).ok_or_else(|| failed(line));
    let first = name()?;
    let second = match status.starts_with(['R', 'C']) {
        true => name()?,
        false => first,
    };
    // Content may hold no names that are not UTF-8.
    let (Ok(first), Ok(second)) = (first, second) else {
        return Ok(None);
    };
    let file = |mode: &str, path: &str, blob: &str| {
        let is_file = matches!(mode, "100644" | "100755") && is_seen(path);
        is_file.then(|| File {
            path: path.into(),
            blob: blob.into(),
        })
    };
    let from = file(old_mode, first, old);
    let to = file(new_mode, second, new);
    Ok((from.is_some() || to.is_some()).then_some(Difference { from, to }))
}

/// Commits with the newest first and each before its parents, as `git log --date-order` has them; of two
/// of one time that with the greater name. What cannot be reached from `head` is left out.
fn in_order(commits: Vec<Commit>, head: &str) -> Vec<Commit> {
    let mut waiting: HashMap<Box<str>, (Commit, usize)> = commits
        .into_iter()
        .map(|commit| (commit.id.clone(), (commit, 0)))
        .collect();
    let mut open = vec![Box::<str>::from(head)];
    let mut seen: BTreeMap<Box<str>, ()> = BTreeMap::new();
    while let Some(id) = open.pop() {
        if seen.insert(id.clone(), ()).is_some() {
            continue;
        }
        let parents = waiting.get(&id).map(|(commit, _)| commit.parents.clone());
        for parent in parents.unwrap_or_default() {
            if let Some((_, children)) = waiting.get_mut(&parent) {
                *children += 1;
            }
            open.push(parent);
        }
    }
    let mut ready = BinaryHeap::new();
    if let Some((commit, _)) = waiting.get(head) {
        ready.push((commit.time, commit.id.clone()));
    }
    let mut ordered = Vec::with_capacity(seen.len());
    while let Some((_, id)) = ready.pop() {
        let Some((commit, _)) = waiting.remove(&id) else {
            continue;
        };
        for parent in &commit.parents {
            if let Some((parent, children)) = waiting.get_mut(parent) {
                *children = children.saturating_sub(1);
                if *children == 0 {
                    ready.push((parent.time, parent.id.clone()));
                }
            }
        }
        ordered.push(commit);
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commit(id: &str, time: i64, parents: &[&str]) -> Commit {
        Commit {
            id: id.into(),
            parents: parents.iter().map(|p| (*p).into()).collect(),
            time,
            author: "".into(),
            subject: "".into(),
            correction: None,
            differences: Vec::new(),
        }
    }

    #[test]
    fn what_git_was_told_cannot_reach_a_terminal_or_xml() {
        let said = b"commit a\n\x001\0\xe7\x94\xb2\x1b[31m\0b\x0b\xef\xbf\xbe\0c\x07d\0";
        let found = parse_commits(said).unwrap();
        assert_eq!(&*found[0].author, "甲\u{fffd}[31m");
        assert_eq!(&*found[0].subject, "b\u{fffd}\u{fffd}");
        assert_eq!(found[0].correction.as_deref(), Some("c\u{fffd}d"));
    }

    #[test]
    fn a_commit_comes_before_its_parents_whatever_its_clock_said() {
        let commits = vec![
            commit("a", 9, &[]),
            commit("b", 2, &["a"]),
            commit("c", 3, &["a"]),
            commit("d", 1, &["b", "c"]),
            commit("x", 99, &["a"]),
        ];
        let order = in_order(commits, "d");
        let names: Vec<&str> = order.iter().map(|commit| &*commit.id).collect();
        assert_eq!(names, ["d", "c", "b", "a"]);
    }
}
