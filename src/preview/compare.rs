//! What a preview differs in from the last release: pages added, changed and removed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

use super::folders::Folders;
use super::generation::Side;
use super::known::Known;
use super::live::Live;
use crate::pages::PlannedPage;
use crate::release::{Digest, Manifest};
use crate::url::OutputPath;

/// So often it is told how far the comparison is, at most.
const STEPS: usize = 50;
/// It is not told after fewer pages than this.
const SHORTEST_STEP: usize = 50;

/// The last release, read when it is first needed and again when its manifest is another.
#[derive(Debug)]
pub(super) struct Release {
    folders: Folders,
    read: Mutex<Option<(Digest, Option<Arc<Manifest>>)>>,
}

impl Release {
    pub(super) fn new(folders: Folders) -> Self {
        Self {
            folders,
            read: Mutex::new(None),
        }
    }

    pub(super) fn folders(&self) -> &Folders {
        &self.folders
    }

    /// Its manifest; none if there is no release that can be read.
    pub(super) fn manifest(&self) -> Option<Arc<Manifest>> {
        let bytes = std::fs::read(self.folders.manifest()).ok()?;
        let digest = Digest::of(&bytes);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        match &*read {
            Some((known, manifest)) if *known == digest => manifest.clone(),
            _ => {
                let manifest = Manifest::parse(&bytes, "manifest.json").ok().map(Arc::new);
                *read = Some((digest, manifest.clone()));
                manifest
            }
        }
    }

    /// A file of it, if it is as the manifest says.
    pub(super) fn file(&self, path: &OutputPath) -> Option<Vec<u8>> {
        let manifest = self.manifest()?;
        let listed = manifest.files().get(path)?;
        let bytes = std::fs::read(path.under(self.folders.output())).ok()?;
        (Digest::of(&bytes) == listed.sha256).then_some(bytes)
    }
}

/// How a page stands to the last release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Change {
    Added,
    Changed,
    Removed,
    Same,
}

impl Change {
    pub(super) fn of(path: &OutputPath, digest: Digest, manifest: &Manifest) -> Self {
        match manifest.files().get(path) {
            None => Self::Added,
            Some(file) if file.sha256 == digest => Self::Same,
            Some(_) => Self::Changed,
        }
    }
}

/// A page that differs.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Differing {
    pub(super) path: String,
    pub(super) change: Change,
    /// None of a page that was removed.
    pub(super) title: Option<String>,
}

/// How far the comparison is, and what it found.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Comparison {
    /// The day of the release; none if there is no release.
    pub(super) as_of: Option<String>,
    /// Whether the paths were compared: what was added and removed is known then.
    pub(super) is_begun: bool,
    /// How many pages were compared.
    pub(super) done: usize,
    /// How many there are to compare.
    pub(super) of: usize,
    /// Pages by path.
    pub(super) differing: BTreeMap<String, Differing>,
}

impl Comparison {
    pub(super) fn count(&self, change: Change) -> usize {
        let is = |differing: &&Differing| differing.change == change;
        self.differing.values().filter(is).count()
    }

    fn add(&mut self, path: &OutputPath, change: Change, title: Option<String>) {
        let path = path.to_string();
        let differing = Differing {
            path: path.clone(),
            change,
            title,
        };
        self.differing.insert(path, differing);
    }
}

fn is_page(path: &OutputPath) -> bool {
    path.as_str().ends_with(".html")
}

fn put(side: &Side, comparison: &Comparison) {
    let mut shared = side
        .comparison
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    *shared = Arc::new(comparison.clone());
    drop(shared);
    side.signals.news();
}

/// Compares which pages there are.
pub(super) fn paths(live: &Live<'_>, side: &Side, release: &Release) {
    let mut comparison = Comparison {
        is_begun: true,
        ..Comparison::default()
    };
    if let Some(manifest) = release.manifest() {
        comparison.as_of = Some(manifest.as_of().to_owned());
        let pages = &live.plan.pages;
        for page in pages {
            if manifest.files().contains_key(&page.path) {
                comparison.of += 1;
            } else {
                let title = live.title(page);
                comparison.add(&page.path, Change::Added, Some(title));
            }
        }
        let is_gone = |path: &&OutputPath| is_page(path) && live.page(path).is_none();
        for path in manifest.files().keys().filter(is_gone) {
            comparison.add(path, Change::Removed, None);
        }
    }
    put(side, &comparison);
}

/// Compares what is in the pages, one after the other, giving way to answers.
pub(super) fn pages(live: &Live<'_>, side: &Side, release: &Release, known: &Known<Digest>) {
    let Some(manifest) = release.manifest() else {
        return;
    };
    let mut comparison = Comparison::clone(&side.comparison());
    let step = SHORTEST_STEP.max(comparison.of / STEPS);
    let is_in_both = |page: &&PlannedPage<'_>| manifest.files().contains_key(&page.path);
    for page in live.plan.pages.iter().filter(is_in_both) {
        side.busy.give_way();
        if side.is_over() {
            return;
        }
        // A page that cannot be rendered tells why when it is looked at.
        let change = live.digest(page, known).map_or(Change::Changed, |digest| {
            Change::of(&page.path, digest, &manifest)
        });
        if change == Change::Changed {
            comparison.add(&page.path, change, Some(live.title(page)));
        }
        comparison.done += 1;
        if comparison.done.is_multiple_of(step) && comparison.done < comparison.of {
            put(side, &comparison);
        }
    }
    comparison.of = comparison.done;
    put(side, &comparison);
}
