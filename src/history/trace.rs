//! Follows files through the commits, back from the newest, as `git log --follow` follows one.
//!
//! The name that a file has on one branch does not touch the name that it has on another: each commit
//! hands to each of its parents the names by which the files of the newest commit go there. A copy is
//! another file with a history of its own.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::walk::{Commit, Difference, File};

/// A file that is followed, by its number.
pub(super) type FileNumber = usize;

/// What a commit did to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// The place of the commit in the order of all of them, from 0, the newest.
    pub(super) commit: usize,
    /// The file before, unless the commit added it; of a merge, that of the first parent.
    pub(super) from: Option<File>,
    /// The file after, unless the commit removed it.
    pub(super) to: Option<File>,
    /// Of a merge, the bytes that its other parents had: only what none of them said is new.
    pub(super) others: Vec<File>,
    /// Whether the file went away under another name: what is older is another's history, too.
    pub(super) is_elsewhere: bool,
}

/// A file that is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trace {
    /// Its path where it was last.
    pub(super) path: Box<str>,
    /// Of one that is gone: the file of the newest commit that it lay beside or below.
    pub(super) home: Option<FileNumber>,
    /// What was done to it, newest first.
    pub(super) steps: Vec<Step>,
}

/// The names that differ from those of the newest commit, and whose they are.
type Names = BTreeMap<Box<str>, Vec<FileNumber>>;

struct Tracer<'a> {
    /// The files of the newest commit by path.
    numbers: HashMap<Box<str>, FileNumber>,
    traces: Vec<Trace>,
    /// Finds by the path of a file that is gone those in whose folder it lay, nearest first.
    homes: &'a dyn Fn(&str) -> Vec<String>,
}

/// Follows the files `paths` of the newest commit, and those that were removed from the folders that `homes`
/// names by the files that make them what they are. Commits come newest first, each before its parents.
pub(super) fn trace(
    commits: &[Commit],
    paths: &[Box<str>],
    homes: &dyn Fn(&str) -> Vec<String>,
) -> Vec<Trace> {
    let new = |path: &str| Trace {
        path: path.into(),
        home: None,
        steps: Vec::new(),
    };
    let mut tracer = Tracer {
        numbers: paths.iter().cloned().zip(0..).collect(),
        traces: paths.iter().map(|path| new(path)).collect(),
        homes,
    };
    let mut waiting: HashMap<&str, Arc<Names>> = HashMap::new();
    for (number, commit) in commits.iter().enumerate() {
        let mut names = waiting.remove(&*commit.id).unwrap_or_default();
        match commit.differences.as_slice() {
            [differences] => tracer.step(number, differences, &mut names),
            several => tracer.merge(number, several, &names),
        }
        let mut parents = commit.parents.iter().zip(&commit.differences).peekable();
        while let Some((parent, differences)) = parents.next() {
            let handed = match parents.peek() {
                Some(_) => Arc::clone(&names),
                None => std::mem::take(&mut names),
            };
            let there = tracer.names_before(handed, differences);
            match waiting.get_mut(&**parent) {
                Some(others) if Arc::ptr_eq(others, &there) => {}
                Some(others) => *others = Arc::new(tracer.union(others, &there)),
                None => {
                    waiting.insert(parent, there);
                }
            }
        }
    }
    tracer.traces
}

impl Tracer<'_> {
    fn whose(&self, names: &Names, path: &str) -> Vec<FileNumber> {
        match names.get(path) {
            Some(files) => files.clone(),
            None => self.numbers.get(path).copied().into_iter().collect(),
        }
    }

    fn note(&mut self, files: &[FileNumber], step: &Step) {
        for file in files {
            if let Some(trace) = self.traces.get_mut(*file) {
                trace.steps.push(step.clone());
            }
        }
    }

    /// What a commit with one parent, or none, did.
    fn step(&mut self, commit: usize, differences: &[Difference], names: &mut Arc<Names>) {
        let came: BTreeSet<&str> = differences
            .iter()
            .filter_map(|difference| difference.to.as_ref())
            .map(|file| &*file.path)
            .collect();
        for difference in differences {
            let Difference { from, to } = difference;
            let step = |to: &Option<File>, is_elsewhere| Step {
                commit,
                from: from.clone(),
                to: to.clone(),
                others: Vec::new(),
                is_elsewhere,
            };
            if let Some(file) = to {
                let files = self.whose(names, &file.path);
                self.note(&files, &step(to, false));
            }
            let Some(file) = from else { continue };
            if came.contains(&*file.path) {
                continue;
            }
            let files = self.whose(names, &file.path);
            self.note(&files, &step(&None, to.is_some()));
            if to.is_none() && files.is_empty() {
                self.removed(&file.path, &step(&None, false), names);
            }
        }
    }

    /// Begins to follow a file that is gone, if it lay in something that is still there.
    fn removed(&mut self, path: &str, step: &Step, names: &mut Arc<Names>) {
        let homes = (self.homes)(path);
        let home = homes
            .iter()
            .find_map(|home| self.whose(names, home).first().copied());
        if home.is_none() {
            return;
        }
        let number = self.traces.len();
        self.traces.push(Trace {
            path: path.into(),
            home,
            steps: vec![step.clone()],
        });
        Arc::make_mut(names).insert(path.into(), vec![number]);
    }

    /// What a merge made that none of its parents had.
    fn merge(&mut self, commit: usize, several: &[Vec<Difference>], names: &Names) {
        let Some((first, others)) = several.split_first() else {
            return;
        };
        let others: Vec<BTreeMap<&str, &Difference>> = others
            .iter()
            .map(|differences| {
                let came = differences.iter();
                came.filter_map(|d| Some((&*d.to.as_ref()?.path, d)))
                    .collect()
            })
            .collect();
        let is_new = |difference: &Difference| {
            let blob = |file: &Option<File>| file.as_ref().map(|file| file.blob.clone());
            blob(&difference.from) != blob(&difference.to)
        };
        for difference in first.iter().filter(|difference| is_new(difference)) {
            let Some(file) = &difference.to else { continue };
            let there: Option<Vec<&Difference>> = others
                .iter()
                .map(|other| other.get(&*file.path).copied())
                .collect();
            let Some(there) = there.filter(|there| there.iter().all(|d| is_new(d))) else {
                continue;
            };
            let files = self.whose(names, &file.path);
            self.note(
                &files,
                &Step {
                    commit,
                    from: difference.from.clone(),
                    to: difference.to.clone(),
                    others: there.iter().filter_map(|d| d.from.clone()).collect(),
                    is_elsewhere: false,
                },
            );
        }
    }

    /// The names in a parent, given those in its child.
    fn names_before(&self, mut names: Arc<Names>, differences: &[Difference]) -> Arc<Names> {
        let renamed = differences.iter().filter_map(Difference::renamed);
        let moves: Vec<(&str, &str, Vec<FileNumber>)> = renamed
            .map(|(from, to)| (from, to, self.whose(&names, to)))
            .filter(|(.., files)| !files.is_empty())
            .collect();
        if moves.is_empty() {
            return names;
        }
        let before = Arc::make_mut(&mut names);
        for (_, to, _) in &moves {
            before.insert((*to).into(), Vec::new());
        }
        for (from, _, moved) in moves {
            let mut files = self.whose(before, from);
            files.extend(moved);
            files.sort_unstable();
            files.dedup();
            before.insert(from.into(), files);
        }
        names
    }

    /// The names of a commit that has several children.
    fn union(&self, one: &Names, other: &Names) -> Names {
        let paths: BTreeSet<&Box<str>> = one.keys().chain(other.keys()).collect();
        let both = paths.into_iter().map(|path| {
            let mut files = self.whose(one, path);
            files.extend(self.whose(other, path));
            files.sort_unstable();
            files.dedup();
            (path.clone(), files)
        });
        both.collect()
    }
}
