//! The revisions of everything in a site.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::DateTime;

use super::PARTS;
use super::cache::{Cache, Keep};
use super::change::{Edit, changes, only_new};
use super::git;
use super::item::{Item, ItemKind, homes};
use super::standing::{Ground, Lineage, Standings};
use super::state::Head;
use super::trace::{Step, Trace, trace};
use super::versions::{Key, Versions};
use super::walk::{self, Commit, File};
use crate::content::{FOLDER, Field, Kind, Value, Version};
use crate::diagnostic::Faults;
use crate::model::{Moment, UtcOffset};

/// How many digits of a commit's name are shown: always as many, as how many are needed to tell it from
/// others depends on what else a clone holds.
const SHORT: usize = 12;

/// A commit as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revised {
    /// Its full name.
    pub commit: Box<str>,
    /// When it was made, in seconds since 1970.
    pub time: i64,
    /// The name of who wrote it.
    pub author: Box<str>,
    /// The first paragraph of its message.
    pub subject: Box<str>,
    /// 更正说明: what its trailers `Correction:` say.
    pub correction: Option<Box<str>>,
}

impl Revised {
    /// The name that is shown: twelve hexadecimal digits.
    #[must_use]
    pub fn short(&self) -> &str {
        self.commit.get(..SHORT).unwrap_or(&self.commit)
    }

    /// When it was made, in an offset; none off the calendar.
    #[must_use]
    pub fn moment(&self, offset: UtcOffset) -> Option<Moment> {
        let start = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
        let utc = start
            .checked_add(jiff::SignedDuration::from_secs(self.time))
            .ok()?;
        Moment::shifted(utc, 0, offset)
    }
}

/// What a commit did to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The place of the commit in [`History::commits`].
    pub commit: usize,
    /// What became of the file.
    pub edit: Edit,
    /// Where it lay before, if that was elsewhere: a path in the site, or in the repository if the site
    /// did not hold it.
    pub moved_from: Option<Box<str>>,
    /// Whether the file of this name went elsewhere: what is older is the history of another.
    pub is_elsewhere: bool,
}

/// What git remembers of a site at one commit.
#[derive(Clone, Debug)]
pub struct History {
    /// The commits, newest first, each before its parents.
    pub commits: Vec<Revised>,
    items: BTreeMap<Box<str>, Item>,
    /// What is gone, by the file that says what it lay in.
    removed: BTreeMap<Box<str>, Vec<Item>>,
    standings: BTreeMap<Box<str>, Standings>,
    lineage: Lineage,
}

impl History {
    /// Reads it; none if nothing of the site is committed there. What was read before may be kept: the
    /// result is the same.
    ///
    /// # Errors
    /// If git fails on the way.
    pub fn read(
        root: &Path,
        head: &Head,
        utc_offset: UtcOffset,
        keep: Keep<'_>,
    ) -> Result<Option<Self>, Faults> {
        let entries = git::entries(root, &head.commit, &PARTS)?;
        if entries.is_empty() {
            return Ok(None);
        }
        let mut kept = keep
            .to_read()
            .map(|path| Cache::read(path, utc_offset))
            .unwrap_or_default();
        let known = kept.commits.first().map(|commit| commit.id.clone());
        let commits = walk::read(root, &head.commit, std::mem::take(&mut kept.commits))?;

        let prefix = &*head.prefix;
        let present: BTreeSet<&str> = entries.iter().map(|entry| &*entry.path).collect();
        let paths: Vec<Box<str>> = entries
            .iter()
            .map(|entry| format!("{prefix}{}", entry.path).into())
            .collect();
        let traces = trace(&commits, &paths, &|path| homes(path, prefix));
        let in_site = |path: &str| -> Box<str> { path.strip_prefix(prefix).unwrap_or(path).into() };
        let kinds: Vec<ItemKind> = traces
            .iter()
            .map(|trace| match trace.home {
                None => ItemKind::of(&in_site(&trace.path), &present),
                Some(_) => ItemKind::of_removed(&in_site(&trace.path)),
            })
            .collect();

        let wanted: BTreeSet<Key> = traces
            .iter()
            .zip(&kinds)
            .flat_map(|(trace, kind)| keys(trace, *kind))
            .collect();
        let same = kept.versions.hold(root, &wanted, utc_offset)?;
        if let Some(path) = keep.to_write()
            && (!same || known.as_ref() != Some(&head.commit))
        {
            Cache::write(path, utc_offset, &commits, &kept.versions);
        }

        let versions = &kept.versions;
        let ground = Ground::new(&commits, utc_offset);
        let mut history = Self {
            commits: commits.iter().map(revised).collect(),
            items: BTreeMap::new(),
            removed: BTreeMap::new(),
            standings: BTreeMap::new(),
            lineage: Lineage::default(),
        };
        for (trace, kind) in traces.iter().zip(kinds) {
            let revisions = trace.steps.iter().map(|step| Revision {
                commit: step.commit,
                edit: edit(step, kind, versions),
                moved_from: moved(step).map(in_site),
                is_elsewhere: step.is_elsewhere,
            });
            let item = Item {
                path: in_site(&trace.path),
                kind,
                title: trace.home.and_then(|_| title(trace, kind, versions)),
                revisions: revisions
                    .filter(|revision| is_told(revision, trace, &commits))
                    .collect(),
            };
            if kind == ItemKind::Disclosure && trace.home.is_none() {
                let of = |file: &File| {
                    let key = Key::new(&file.blob, Kind::Disclosure, &file.path);
                    versions.get(&key).and_then(|version| version.standing)
                };
                let standings = Standings::of(&trace.steps, &ground, of);
                history.standings.insert(item.path.clone(), standings);
            }
            match trace.home.and_then(|home| paths.get(home)) {
                Some(home) => history.removed.entry(in_site(home)).or_default().push(item),
                None => {
                    history.items.insert(item.path.clone(), item);
                }
            }
        }
        history.lineage = ground.lineage;
        Ok(Some(history))
    }

    /// What is told of a file, by its path in the site.
    #[must_use]
    pub fn of_file(&self, path: &str) -> Option<&Item> {
        self.items.get(path)
    }

    /// What is told of the content file of a path without extension, such as `content/plans/x/01/02`.
    #[must_use]
    pub fn of_content(&self, path: &str) -> Option<&Item> {
        ["toml", "md"]
            .iter()
            .find_map(|extension| self.items.get(format!("{path}.{extension}").as_str()))
    }

    /// All files in a folder of the site, in the order of their paths.
    pub fn in_folder(&self, folder: &str) -> impl Iterator<Item = &Item> {
        let prefix = match folder {
            "" => String::new(),
            folder => format!("{folder}/"),
        };
        let from: Box<str> = prefix.as_str().into();
        self.items
            .range(from..)
            .map(|(_, item)| item)
            .take_while(move |item| item.path.starts_with(&prefix))
    }

    /// Every file, and every one that was removed from a disclosure.
    pub fn everything(&self) -> impl Iterator<Item = &Item> {
        self.items.values().chain(self.removed.values().flatten())
    }

    /// The files that a path of the content or of the site means: one file, or all of a folder, with what
    /// was removed from it.
    #[must_use]
    pub fn find(&self, path: &str) -> Vec<&Item> {
        if let Some(item) = self.of_file(path) {
            return vec![item];
        }
        let path = path.trim_matches('/');
        let path = path.strip_suffix("index.html").unwrap_or(path);
        let path = path
            .strip_suffix(".html")
            .unwrap_or(path)
            .trim_end_matches('/');
        let path = match path.strip_prefix(FOLDER) {
            Some(inside) if inside.is_empty() || inside.starts_with('/') => path.to_owned(),
            _ => format!("{FOLDER}/{path}").trim_end_matches('/').to_owned(),
        };
        if let Some(item) = self.of_content(&path).or_else(|| self.of_file(&path)) {
            return vec![item];
        }
        let inside = format!("{path}/");
        let removed = self.removed.values().flatten();
        let removed = removed.filter(|item| item.path.starts_with(&inside));
        self.in_folder(&path).chain(removed).collect()
    }

    /// What was removed from the disclosure whose card is this file.
    #[must_use]
    pub fn removed_from(&self, card: &str) -> &[Item] {
        self.removed.get(card).map_or(&[], Vec::as_slice)
    }

    /// A commit by its place.
    #[must_use]
    pub fn commit(&self, place: usize) -> Option<&Revised> {
        self.commits.get(place)
    }

    /// Whether the disclosure whose card is this file was public before a commit, and after it: by what the
    /// card said there, on the day of the commit.
    #[must_use]
    pub fn was_public(&self, card: &str, commit: usize) -> (bool, bool) {
        self.standings
            .get(card)
            .map_or((false, false), |standings| {
                standings.around(commit, &self.lineage)
            })
    }
}

fn revised(commit: &Commit) -> Revised {
    Revised {
        commit: commit.id.clone(),
        time: commit.time,
        author: commit.author.clone(),
        subject: commit.subject.clone(),
        correction: commit.correction.clone(),
    }
}

/// A merge is told where it made something new.
fn is_told(revision: &Revision, trace: &Trace, commits: &[Commit]) -> bool {
    let is_merge = commits
        .get(revision.commit)
        .is_some_and(|commit| commit.parents.len() > 1);
    !(is_merge && revision.edit.is_of_form_only() && trace.home.is_none())
}

fn moved(step: &Step) -> Option<&str> {
    let (from, to) = (step.from.as_ref()?, step.to.as_ref()?);
    (from.path != to.path).then_some(&*from.path)
}

/// The versions that are needed to tell the revisions of a file.
fn keys(trace: &Trace, kind: ItemKind) -> Vec<Key> {
    let Some(content) = kind.content() else {
        return Vec::new();
    };
    let key = |file: &File| Key::new(&file.blob, content, &file.path);
    let is_card = kind == ItemKind::Disclosure;
    let mut keys = Vec::new();
    for step in &trace.steps {
        let both = [&step.from, &step.to];
        if is_card || both.iter().all(|file| file.is_some()) {
            keys.extend(both.into_iter().flatten().chain(&step.others).map(key));
        }
    }
    if trace.home.is_some() {
        let last = trace.steps.first().and_then(|step| step.from.as_ref());
        keys.extend(last.map(key));
    }
    keys
}

fn edit(step: &Step, kind: ItemKind, versions: &Versions) -> Edit {
    let (from, to) = match (&step.from, &step.to) {
        (None, _) => return Edit::Added,
        (_, None) => return Edit::Removed,
        (Some(from), Some(to)) => (from, to),
    };
    if from.blob == to.blob {
        return Edit::Changed(Vec::new());
    }
    let Some(content) = kind.content() else {
        return Edit::Replaced;
    };
    let of = |file: &File| versions.get(&Key::new(&file.blob, content, &file.path));
    let (Some(before), Some(after)) = (of(from), of(to)) else {
        return Edit::Unreadable;
    };
    let others: Vec<Option<&Version>> = step.others.iter().map(of).collect();
    Edit::Changed(only_new(changes(before, after), &others))
}

/// The last title of what is gone.
fn title(trace: &Trace, kind: ItemKind, versions: &Versions) -> Option<Box<str>> {
    let last = trace.steps.first()?.from.as_ref()?;
    let version = versions.get(&Key::new(&last.blob, kind.content()?, &last.path))?;
    let title = version
        .facts
        .iter()
        .find(|fact| fact.field == Field::Title)?;
    match &title.value {
        Value::Text(title) => Some(title.clone()),
        Value::List(_) => None,
    }
}
