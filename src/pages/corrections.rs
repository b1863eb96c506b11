//! What was corrected in what is public, as git remembers it.
//!
//! Only what a reader could have seen is told: revisions of a disclosure that was public, by its own
//! card on the day of the commit, both before and after it. What changed only the form of a file is told
//! where its commit explains a correction, and otherwise left out.

use std::collections::BTreeMap;

use crate::check::Privacy;
use crate::content::FOLDER;
use crate::history::{Edit, History, Item, Revised};
use crate::model::{Chapter, ContentPath, Disclosure, Task};
use crate::pages::index::{Index, Placed, TaskPlace};
use crate::pages::plan::Input;

/// What a revision touched.
#[derive(Clone, Copy, Debug)]
pub(super) enum What<'a> {
    /// The index card, with what stands before the chapters.
    Card,
    /// A chapter.
    Chapter(&'a Chapter),
    /// A task.
    Task(&'a TaskPlace<'a>),
    /// An attached file, by its name.
    File(&'a str),
    /// A chapter or task that is gone, by its last title.
    Gone(&'a str),
}

/// A part of a disclosure that a revision touched.
#[derive(Clone, Copy, Debug)]
pub(super) struct Touched<'a> {
    pub(super) what: What<'a>,
    pub(super) edit: &'a Edit,
    /// All that git remembers of it.
    pub(super) item: &'a Item,
}

/// A revision of a disclosure, or of a task in it.
#[derive(Clone, Debug)]
pub struct Correction<'a> {
    /// The commit.
    pub revised: &'a Revised,
    /// What it touched, in the order of the disclosure.
    pub(super) touched: Vec<Touched<'a>>,
}

/// The revisions that are told.
#[derive(Debug)]
pub(super) struct Corrections<'a> {
    disclosures: BTreeMap<&'a ContentPath, Vec<Correction<'a>>>,
    tasks: BTreeMap<&'a ContentPath, Vec<Correction<'a>>>,
    pub(super) privacy: Privacy,
}

impl<'a> Corrections<'a> {
    /// Finds those of everything that is public.
    pub(super) fn new(input: Input<'a>) -> Self {
        let mut corrections = Self {
            disclosures: BTreeMap::new(),
            tasks: BTreeMap::new(),
            privacy: Privacy::new(&input.site.settings),
        };
        if let Some(history) = input.history {
            corrections.gather(history, input.index);
        }
        corrections
    }

    /// The revisions of a disclosure and of all that is in it, newest first.
    pub(super) fn of_disclosure(&self, disclosure: &Disclosure) -> &[Correction<'a>] {
        self.disclosures
            .get(&disclosure.path)
            .map_or(&[], Vec::as_slice)
    }

    /// The revisions of a task, newest first.
    pub(super) fn of_task(&self, task: &Task) -> &[Correction<'a>] {
        self.tasks.get(&task.path).map_or(&[], Vec::as_slice)
    }

    fn gather(&mut self, history: &'a History, index: &'a Index<'a>) {
        for placed in &index.disclosures {
            let path = &placed.disclosure.path;
            let Some(card) = history.of_content(&format!("{FOLDER}/{path}/disclosure")) else {
                continue;
            };
            let mut by_commit: BTreeMap<usize, Vec<Touched<'a>>> = BTreeMap::new();
            for (what, item) in parts(history, placed, card) {
                let mut own: Vec<(usize, Touched<'a>)> = Vec::new();
                for revision in &item.revisions {
                    if revision.is_elsewhere {
                        break;
                    }
                    let is_explained = history
                        .commit(revision.commit)
                        .is_some_and(|commit| commit.correction.is_some());
                    let is_told = !revision.edit.is_of_form_only() || is_explained;
                    if is_told && history.was_public(&card.path, revision.commit) == (true, true) {
                        let edit = &revision.edit;
                        own.push((revision.commit, Touched { what, edit, item }));
                    }
                }
                for (commit, touched) in &own {
                    by_commit.entry(*commit).or_default().push(*touched);
                }
                if let What::Task(place) = what
                    && !own.is_empty()
                {
                    let own = own.into_iter().filter_map(|(commit, touched)| {
                        Some(Correction {
                            revised: history.commit(commit)?,
                            touched: vec![touched],
                        })
                    });
                    self.tasks.insert(&place.task.path, own.collect());
                }
            }
            let all = by_commit.into_iter().filter_map(|(commit, touched)| {
                Some(Correction {
                    revised: history.commit(commit)?,
                    touched,
                })
            });
            let all: Vec<Correction<'a>> = all.collect();
            if !all.is_empty() {
                self.disclosures.insert(path, all);
            }
        }
    }
}

/// The parts of a disclosure with what git remembers of each.
fn parts<'a>(
    history: &'a History,
    placed: &'a Placed<'a>,
    card: &'a Item,
) -> Vec<(What<'a>, &'a Item)> {
    let mut parts = vec![(What::Card, card)];
    let disclosure = placed.disclosure;
    for chapter in disclosure.chapters() {
        let item = history.of_content(&format!("{FOLDER}/{}/chapter", chapter.path));
        parts.extend(item.map(|item| (What::Chapter(chapter), item)));
    }
    for place in &placed.tasks {
        let item = history.of_content(&format!("{FOLDER}/{}", place.task.path));
        parts.extend(item.map(|item| (What::Task(place), item)));
    }
    for file in &disclosure.files {
        let path = format!("{FOLDER}/{}/files/{}", disclosure.path, file.name);
        let item = history.of_file(&path);
        parts.extend(item.map(|item| (What::File(&file.name), item)));
    }
    for item in history.removed_from(&card.path) {
        let name = item.path.rsplit('/').next().unwrap_or(&item.path);
        parts.push((What::Gone(item.title.as_deref().unwrap_or(name)), item));
    }
    parts
}
