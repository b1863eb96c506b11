//! Releases side by side: each in a folder of its own, unchanged files shared by hard links, and one
//! symbolic link that says which of them readers see.

mod back;
mod inspect;
mod plan;
mod prune;
mod send;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub(super) use back::roll_back;
pub(super) use inspect::inspect;
pub(super) use send::send;

use super::companion::Companion;
use super::fault::{At as _, damaged, foreign, nothing_published, pruned, taken, unwritable};
use super::files::{Files, Held, Lock, Stands, remove_tree};
use super::layout::{
    CURRENT, INTENT, LOCK, OWN, PART, RELEASES, SEAL, TRAIL, companion, folder, incoming_of,
    is_incoming,
};
use super::{Record, ReleaseId, Trail};
use crate::diagnostic::Faults;
use crate::release::{MANIFEST, Manifest};
use crate::say;

/// What a target holds.
#[derive(Debug)]
pub(super) struct State {
    pub(super) trail: Trail,
    /// What readers see.
    pub(super) current: Option<ReleaseId>,
    /// Whether the end of the trail is not what was written last, or not about what readers see.
    pub(super) is_cut: bool,
}

/// A release at the target.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) id: ReleaseId,
    pub(super) manifest: Manifest,
    pub(super) json: Vec<u8>,
    pub(super) companion: Companion,
}

impl State {
    /// Looks at a target without changing it. One that is empty, or that holds only files of others, is
    /// a target that nothing was published to.
    pub(super) fn read(files: &dyn Files) -> Result<Self, Faults> {
        let is_ours = stands(files, OWN)? == Stands::Folder;
        if !is_ours {
            for path in [RELEASES, CURRENT, TRAIL, OWN] {
                if stands(files, path)? != Stands::Nothing {
                    return Err(foreign(&files.shown(path)));
                }
            }
        }
        let current = match stands(files, CURRENT)? {
            Stands::Nothing => None,
            Stands::Link(to) => {
                let name = to
                    .strip_prefix(RELEASES)
                    .and_then(|to| to.strip_prefix('/'));
                match name.and_then(ReleaseId::parse) {
                    Some(id) => Some(id),
                    None => return Err(foreign(&files.shown(CURRENT))),
                }
            }
            _ => return Err(foreign(&files.shown(CURRENT))),
        };
        let mut trail = trail(files)?;
        let is_cut = |trail: &Trail| {
            let last = trail.records().last().and_then(Record::id);
            trail.cut().is_some() || last != current
        };
        // What a run was about to write is no fault.
        let mut is_about_to_be = false;
        if is_cut(&trail)
            && let Some(intent) = intent(files)?
        {
            trail.settle(&intent);
            is_about_to_be = trail.cut().is_none() && intent.id() == current;
        }
        Ok(Self {
            is_cut: is_cut(&trail) && !is_about_to_be,
            trail,
            current,
        })
    }

    /// The release that readers see.
    pub(super) fn standing(&self, files: &dyn Files) -> Result<Option<Standing>, Faults> {
        match &self.current {
            Some(id) => Standing::read(files, id.clone()).map(Some),
            None => Ok(None),
        }
    }

    /// The release that readers see, which must be there.
    pub(super) fn current(&self, files: &dyn Files) -> Result<&ReleaseId, Faults> {
        let current = self.current.as_ref();
        current.ok_or_else(|| nothing_published(&files.shown("")))
    }
}

impl Standing {
    /// Reads what a release at the target consists of.
    pub(super) fn read(files: &dyn Files, id: ReleaseId) -> Result<Self, Faults> {
        if stands(files, &folder(&id))? == Stands::Nothing {
            return Err(pruned(&files.shown(""), &id));
        }
        let path = format!("{}/{MANIFEST}", folder(&id));
        let shown = files.shown(&path);
        let Some(json) = files.read(&path).at(&shown)? else {
            return Err(damaged(&shown, &say!("文件不在", "it is missing")));
        };
        let manifest = Manifest::parse(&json, &shown)?;
        let path = companion(&id);
        let shown = files.shown(&path);
        let found = files.read(&path).at(&shown)?;
        let companion = found
            .as_deref()
            .and_then(Companion::parse)
            .unwrap_or_default();
        Ok(Self {
            id,
            manifest,
            json,
            companion,
        })
    }
}

/// The releases that are there still.
pub(super) fn there(files: &dyn Files) -> Result<BTreeSet<ReleaseId>, Faults> {
    let names = files.list(RELEASES).at(&files.shown(RELEASES))?;
    Ok(names
        .iter()
        .filter_map(|name| ReleaseId::parse(name))
        .collect())
}

fn stands(files: &dyn Files, path: &str) -> Result<Stands, Faults> {
    files.stands(path).at(&files.shown(path))
}

fn trail(files: &dyn Files) -> Result<Trail, Faults> {
    let read = |path| files.read(path).at(&files.shown(path));
    let (text, seal) = (read(TRAIL)?, read(SEAL)?);
    Trail::read((TRAIL, text.as_deref()), (SEAL, seal.as_deref()), |path| {
        files.shown(path)
    })
}

/// What a run is about to do, or was when it was broken off; none if that cannot be understood.
fn intent(files: &dyn Files) -> Result<Option<Record>, Faults> {
    let json = files.read(INTENT).at(&files.shown(INTENT))?;
    Ok(json.and_then(|json| serde_json::from_slice(&json).ok()))
}

/// A target at work on, whose last work, if it was broken off, has been finished or undone.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) state: State,
    _lock: Box<dyn Held>,
}

impl Work {
    pub(super) fn begin(files: &dyn Files, owner: &str, by_force: bool) -> Result<Self, Faults> {
        // Before anything is made: what stands there may not be ours.
        State::read(files)?;
        for path in ["", OWN] {
            files.create_folder(path).at(&files.shown(path))?;
        }
        let lock = match files.lock(owner, by_force).at(&files.shown(LOCK))? {
            Lock::Held(lock) => lock,
            Lock::Taken(by) => return Err(taken(&files.shown(LOCK), &by)),
        };
        files.create_folder(RELEASES).at(&files.shown(RELEASES))?;
        let mut state = State::read(files)?;
        finish(files, &mut state)?;
        sweep(files, &state)?;
        Ok(Self { state, _lock: lock })
    }

    /// Makes a release what readers see, and remembers that in the trail. Whoever is broken off here is
    /// finished by the next.
    pub(super) fn switch(&mut self, files: &dyn Files, record: Record) -> Result<(), Faults> {
        let Some(id) = record.id() else {
            return Ok(());
        };
        let json = serde_json::to_vec(&record).map_err(|error| unwritable(&error))?;
        files.write(INTENT, &json, true).at(&files.shown(INTENT))?;
        files
            .point(CURRENT, &folder(&id))
            .at(&files.shown(CURRENT))?;
        self.state.current = Some(id);
        remember(files, &mut self.state, record)
    }
}

/// Adds a record about what readers see by now, if that has not been done.
fn remember(files: &dyn Files, state: &mut State, record: Record) -> Result<(), Faults> {
    if !state.trail.ends_with(&record) {
        state
            .trail
            .append(record)
            .map_err(|error| unwritable(&error))?;
        let text = state.trail.text().as_bytes();
        files.write(TRAIL, text, true).at(&files.shown(TRAIL))?;
    }
    let seal = state.trail.seal().map_err(|error| unwritable(&error))?;
    files.write(SEAL, &seal, true).at(&files.shown(SEAL))?;
    state.is_cut = false;
    files.remove_file(INTENT).at(&files.shown(INTENT))
}

/// Finishes a switch that was broken off: it was made, or it was not.
fn finish(files: &dyn Files, state: &mut State) -> Result<(), Faults> {
    let is_made = |record: &Record| record.id().is_some() && record.id() == state.current;
    match intent(files)?.filter(is_made) {
        Some(record) => remember(files, state, record),
        None => files.remove_file(INTENT).at(&files.shown(INTENT)),
    }
}

/// Takes back releases that were sent whole and never became current: they are on their way still. Where
/// somebody changed the trail, it does not tell which these are.
fn sweep(files: &dyn Files, state: &State) -> Result<(), Faults> {
    if state.is_cut || !state.trail.broken().is_empty() {
        return Ok(());
    }
    let known = state.trail.ids();
    let is_known = |id: &ReleaseId| known.contains(id) || state.current.as_ref() == Some(id);
    let shown = files.shown(RELEASES);
    for name in files.list(RELEASES).at(&shown)? {
        if let Some(id) = ReleaseId::parse(&name) {
            if is_known(&id) {
                continue;
            }
            let incoming = incoming_of(&id);
            if stands(files, &incoming)? == Stands::Nothing {
                files.rename(&folder(&id), &incoming).at(&shown)?;
            } else {
                remove_tree(files, &folder(&id)).at(&shown)?;
            }
        } else if let Some(id) = name.strip_suffix(".json").and_then(ReleaseId::parse)
            && !is_known(&id)
        {
            files.remove_file(&companion(&id)).at(&shown)?;
        }
    }
    Ok(())
}

/// Removes what was sent of releases and never finished, but for the one at `keep`, and files that were
/// being written beside them.
fn sweep_incoming(files: &dyn Files, keep: Option<&str>) -> Result<(), Faults> {
    let shown = files.shown(RELEASES);
    for name in files.list(RELEASES).at(&shown)? {
        let path = format!("{RELEASES}/{name}");
        if is_incoming(&name) && keep != Some(path.as_str()) {
            remove_tree(files, &path).at(&shown)?;
        } else if name.starts_with(PART) {
            files.remove_file(&path).at(&shown)?;
        }
    }
    Ok(())
}
