//! Sends a release and makes it current.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::plan::{Plan, Shared};
use super::prune::prune;
use super::{Standing, State, Work, stands, sweep_incoming};
use crate::diagnostic::{Diagnostic, Faults};
use crate::publish::companion::Companion;
use crate::publish::fault::{At as _, refuse_taking_back, refuse_too_many, unwritable};
use crate::publish::files::{Files, Stands};
use crate::publish::layout::{PART, companion, folder, incoming};
use crate::publish::{Action, Outgoing, Publication, Published, ReleaseId, siblings};
use crate::release::{Digest, MANIFEST, ManifestFile, OutputPath};

/// Publishes a release beside those that are there.
pub(in crate::publish) fn send(
    files: &dyn Files,
    outgoing: &Outgoing,
    publication: &Publication<'_>,
) -> Result<Published, Faults> {
    let (at, digest) = (&publication.record.at, Digest::of(outgoing.json()));
    if publication.dry_run {
        let id = ReleaseId::new(at, digest);
        let state = State::read(files)?;
        let before = state.standing(files)?;
        let mut plan = planned(outgoing, before.as_ref(), publication)?;
        if let Some(before) = &before {
            let shared = plan.shared.iter();
            let shared = shared.map(|(path, shared)| (path, &shared.before, &shared.facts));
            for path in missing(files, before, shared, publication.full)? {
                let shared = plan.shared.remove_entry(&path);
                plan.sent
                    .extend(shared.map(|(path, shared)| (path, shared.facts)));
            }
        }
        let mut published = told(&id, before.as_ref(), &plan);
        published.was_cut = state.is_cut;
        published.up_to_date = is_same(before.as_ref(), outgoing)
            && !publication.full
            && !state.is_cut
            && plan.sent.is_empty();
        return Ok(published);
    }
    let mut work = Work::begin(files, &publication.owner(), publication.by_force)?;
    let known = work.state.trail.ids();
    let (id, at) = ReleaseId::free(at, digest, |id| {
        Ok(known.contains(id) || stands(files, &folder(id))? != Stands::Nothing)
    })?;
    let before = work.state.standing(files)?;
    let plan = planned(outgoing, before.as_ref(), publication)?;
    let mut published = told(&id, before.as_ref(), &plan);
    published.was_cut = work.state.is_cut;
    if let Some(before) = &before
        && is_same(Some(before), outgoing)
        && !publication.full
        && !work.state.is_cut
        && all_there(files, before)?
    {
        published.id = before.id.clone();
        published.up_to_date = true;
        sweep_incoming(files, None)?;
        return Ok(published);
    }
    let place = incoming(digest);
    sweep_incoming(files, Some(&place))?;
    let is_resumed = stands(files, &place)? != Stands::Nothing;
    let sending = Sending {
        files,
        outgoing,
        before: before.as_ref(),
        place: &place,
        full: publication.full,
        progress: publication.progress,
        done: AtomicUsize::new(0),
        all: plan.sent.len() + plan.shared.len(),
    };
    let gathered = sending.gather(&plan)?;
    if is_resumed || files.may_have_left_parts() {
        sending.remove_parts(&plan)?;
    }
    published.shared_files = sending.all - gathered.sent.len();
    published.sent_files = gathered.sent.len() + gathered.siblings_sent;
    published.sent_siblings = gathered.siblings_sent;
    published.sent_bytes = gathered.bytes_sent;
    published.sent = gathered.sent.iter().cloned().collect();
    let json = gathered
        .companion
        .to_json()
        .map_err(|error| unwritable(&error))?;
    let shown = files.shown(&place);
    for list in outgoing.sums() {
        let path = format!("{place}/{}", list.name);
        files.write(&path, list.text.as_bytes(), true).at(&shown)?;
    }
    let path = format!("{place}/{MANIFEST}");
    files.write(&path, outgoing.json(), true).at(&shown)?;
    let path = companion(&id);
    files.write(&path, &json, true).at(&files.shown(&path))?;
    files.rename(&place, &folder(&id)).at(&shown)?;
    let mut record = publication.record_of(
        Action::Publish,
        &id,
        (outgoing.manifest(), outgoing.json()),
        before.as_ref().map(|before| &before.id),
    );
    record.at = at;
    work.switch(files, record)?;
    published.pruned = prune(files, &work.state.trail, publication.keep)?;
    Ok(published)
}

fn is_same(before: Option<&Standing>, outgoing: &Outgoing) -> bool {
    before.is_some_and(|before| before.json == outgoing.json())
}

/// Whether a file is there as it should be, as far as that can be told quickly, or as it is when it is read.
fn is_there(
    files: &dyn Files,
    path: &str,
    facts: &ManifestFile,
    full: bool,
) -> Result<bool, Faults> {
    let shown = files.shown(path);
    if !files.holds(path, facts).at(&shown)? {
        return Ok(false);
    }
    if !full {
        return Ok(true);
    }
    let bytes = files.read(path).at(&shown)?;
    Ok(bytes.is_some_and(|bytes| ManifestFile::of(&bytes) == *facts))
}

/// Whether all files of a release are there as they should be.
fn all_there(files: &dyn Files, standing: &Standing) -> Result<bool, Faults> {
    let expected = standing.manifest.files().iter();
    let expected = expected.map(|(path, facts)| (path, path, facts));
    Ok(missing(files, standing, expected, false)?.is_empty())
}

/// Those of some files that a release should have, and has not as they should be: each with its path in
/// that release.
fn missing<'p>(
    files: &dyn Files,
    standing: &Standing,
    expected: impl Iterator<Item = (&'p OutputPath, &'p OutputPath, &'p ManifestFile)>,
    full: bool,
) -> Result<BTreeSet<OutputPath>, Faults> {
    let place = folder(&standing.id);
    let expected: Vec<_> = expected.collect();
    let missing: Result<Vec<_>, Faults> = expected
        .into_par_iter()
        .map(|(path, before, facts)| {
            let is_there = is_there(files, &format!("{place}/{before}"), facts, full)?;
            Ok((!is_there).then(|| path.clone()))
        })
        .collect();
    Ok(missing?.into_iter().flatten().collect())
}

/// What must be done, if that is not more than may be done.
fn planned(
    outgoing: &Outgoing,
    before: Option<&Standing>,
    publication: &Publication<'_>,
) -> Result<Plan, Faults> {
    let plan = Plan::new(outgoing.manifest(), before, publication.is_immutable);
    let all = before.map_or(0, |before| before.manifest.files().len());
    refuse_too_many(&plan.removed, all, publication.max_remove)?;
    if let Some(before) = before {
        let (removed, new) = (&plan.removed, outgoing.manifest());
        refuse_taking_back(removed, &before.manifest, new, publication)?;
    }
    Ok(plan)
}

fn told(id: &ReleaseId, before: Option<&Standing>, plan: &Plan) -> Published {
    Published {
        id: id.clone(),
        previous: before.map(|before| before.id.clone()),
        up_to_date: false,
        sent: plan.sent.keys().cloned().collect(),
        sent_files: plan.sent.len(),
        sent_siblings: 0,
        sent_bytes: plan.bytes(),
        shared_files: plan.shared.len(),
        removed: plan.removed.iter().cloned().collect(),
        pruned: Vec::new(),
        was_cut: false,
    }
}

struct Sending<'a> {
    files: &'a dyn Files,
    outgoing: &'a Outgoing,
    before: Option<&'a Standing>,
    place: &'a str,
    /// Whether files of the release before are read before they are shared.
    full: bool,
    progress: &'a (dyn Fn(usize, usize) + Sync),
    done: AtomicUsize,
    all: usize,
}

#[derive(Default)]
struct Gathered {
    companion: Companion,
    /// Those of the release before among them that were not as they should be.
    sent: BTreeSet<OutputPath>,
    siblings_sent: usize,
    bytes_sent: u64,
}

impl Sending<'_> {
    /// Brings everything together in a folder of its own, where a part of it may be already.
    fn gather(&self, plan: &Plan) -> Result<Gathered, Faults> {
        self.folders(plan)?;
        let gathered = Mutex::new(Gathered::default());
        let every = || -> Vec<Diagnostic> {
            let sent = plan.sent.par_iter();
            let shared = plan.shared.par_iter();
            sent.map(|(path, facts)| (path, facts, None))
                .chain(shared.map(|(path, shared)| (path, &shared.facts, Some(shared))))
                .flat_map_iter(|(path, facts, shared)| {
                    let result = match shared {
                        None => self.send(path, facts, &gathered),
                        Some(shared) => self.share(path, shared, &gathered),
                    };
                    let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
                    (self.progress)(done, self.all);
                    result.err().into_iter().flatten()
                })
                .collect()
        };
        let threads = self.files.at_once().max(rayon::current_num_threads());
        let faults = match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
            Ok(pool) => pool.install(every),
            Err(_) => every(),
        };
        if !faults.is_empty() {
            return Err(faults.into_iter().collect::<Faults>().each_once());
        }
        let mut gathered = gathered
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        for (path, facts) in &plan.kept {
            // A name that tells its content holds it whoever keeps it; if it is gone, so it was before.
            let (before, facts) = (path.clone(), *facts);
            if self.link_from_before(path, &Shared { before, facts })? {
                gathered.companion.kept.insert(path.clone(), facts);
            }
        }
        Ok(gathered)
    }

    /// Makes the folders of the release.
    fn folders(&self, plan: &Plan) -> Result<(), Faults> {
        let create = |path: String| self.files.create_folder(&path).at(&self.files.shown(&path));
        self.folders_of(plan).try_for_each(create)
    }

    /// The folders of the release, the outer ones before what is in them.
    fn folders_of<'p>(&'p self, plan: &'p Plan) -> impl Iterator<Item = String> + 'p {
        let paths = plan
            .sent
            .keys()
            .chain(plan.shared.keys())
            .chain(plan.kept.keys());
        let folders: BTreeSet<&str> = paths.flat_map(|path| path.folders()).collect();
        let folders = folders.into_iter();
        let inner = folders.map(|folder| format!("{}/{folder}", self.place));
        std::iter::once(self.place.to_owned()).chain(inner)
    }

    /// Removes what was being written when a run or a connection ended, and has been written since.
    fn remove_parts(&self, plan: &Plan) -> Result<(), Faults> {
        for folder in self.folders_of(plan) {
            let shown = self.files.shown(&folder);
            for name in self.files.list(&folder).at(&shown)? {
                if name.starts_with(PART) {
                    self.files
                        .remove_file(&format!("{folder}/{name}"))
                        .at(&shown)?;
                }
            }
        }
        Ok(())
    }

    fn target(&self, path: &OutputPath) -> String {
        format!("{}/{path}", self.place)
    }

    /// Sends a file and its siblings.
    fn send(
        &self,
        path: &OutputPath,
        facts: &ManifestFile,
        gathered: &Mutex<Gathered>,
    ) -> Result<(), Faults> {
        let bytes = self.outgoing.bytes(path, facts)?;
        self.put(path, &bytes, facts)?;
        {
            let mut gathered = gathered.lock().unwrap_or_else(PoisonError::into_inner);
            gathered.sent.insert(path.clone());
            gathered.bytes_sent += facts.size;
        }
        let packed = siblings::of(path, &bytes).at(path.as_str())?;
        for (path, packed) in packed {
            let facts = ManifestFile::of(&packed);
            self.put(&path, &packed, &facts)?;
            let mut gathered = gathered.lock().unwrap_or_else(PoisonError::into_inner);
            gathered.siblings_sent += 1;
            gathered.bytes_sent += facts.size;
            gathered.companion.siblings.insert(path, facts);
        }
        Ok(())
    }

    /// Lets a file of the release before stand in this one, too, with its siblings.
    fn share(
        &self,
        path: &OutputPath,
        shared: &Shared,
        gathered: &Mutex<Gathered>,
    ) -> Result<(), Faults> {
        if !self.link_from_before(path, shared)? {
            return self.send(path, &shared.facts, gathered);
        }
        let siblings = self
            .before
            .map(|before| before.siblings_of(&shared.before, path))
            .unwrap_or_default();
        for (sibling, packed) in &siblings {
            if !self.link_from_before(sibling, packed)? {
                return self.send(path, &shared.facts, gathered);
            }
        }
        let siblings = siblings
            .into_iter()
            .map(|(path, packed)| (path, packed.facts));
        let mut gathered = gathered.lock().unwrap_or_else(PoisonError::into_inner);
        gathered.companion.siblings.extend(siblings);
        Ok(())
    }

    /// Writes a file, unless an earlier try has done so.
    fn put(&self, path: &OutputPath, bytes: &[u8], facts: &ManifestFile) -> Result<(), Faults> {
        let target = self.target(path);
        let shown = self.files.shown(&target);
        if self.files.holds(&target, facts).at(&shown)? {
            return Ok(());
        }
        self.files.write(&target, bytes, false).at(&shown)
    }

    /// Links a file of the release before, if it is there as it should be; says whether it was.
    fn link_from_before(&self, path: &OutputPath, shared: &Shared) -> Result<bool, Faults> {
        let Some(before) = self.before else {
            return Ok(false);
        };
        let facts = &shared.facts;
        let target = self.target(path);
        let shown = self.files.shown(&target);
        let from = format!("{}/{}", folder(&before.id), shared.before);
        if !is_there(self.files, &from, facts, self.full)? {
            return Ok(false);
        }
        if self.files.stands(&target).at(&shown)? != Stands::Nothing {
            if self.files.holds(&target, facts).at(&shown)? {
                return Ok(true);
            }
            self.files.remove_file(&target).at(&shown)?;
        }
        self.files.link(&from, &target).at(&shown)?;
        Ok(true)
    }
}
