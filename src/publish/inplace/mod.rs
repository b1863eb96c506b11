//! A release in place: for object stores and WebDAV, which can neither switch folders nor share files.
//!
//! ```text
//! TARGET/
//!   index.html, manifest.json, …        the release that readers see
//!   .gongkai/releases.jsonl             the audit trail; its last line tells which release that is
//!   .gongkai/trail.json                 how the trail ends
//!   .gongkai/lock                       who is at work
//!   .gongkai/intent.json                what is being done, and which files are in doubt while it is
//!   .gongkai/releases/ID.json           the manifest of each release
//!   .gongkai/kept/SHA256.html           contents of earlier releases that readers do not see any more
//! ```
//!
//! Before a file is replaced or removed, the server copies its content aside, so that going back needs nothing
//! but what the target has. Only then the intent is written, and only then files that readers see are touched:
//! those first that others need, index pages last, removals after all. So without an intent the place is just
//! the last release of the trail; with one, the files in which the releases differ that it names are looked at
//! one by one. Whoever is broken off is finished by the next run, whatever that publishes.

mod back;
mod carry;
mod inspect;
mod layout;
mod many;
#[cfg(test)]
mod memory;
mod plan;
mod prune;
mod send;
mod store;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub(super) use back::roll_back;
pub(super) use inspect::inspect;
pub(super) use layout::{LOCK, OWN};
pub(super) use send::send;
pub(super) use store::{Looks, Store};

use self::layout::{INTENT, MANIFESTS, SEAL, TRAIL};
use super::fault::{At as _, damaged, nothing_published, pruned, taken, tampered};
use super::owner::is_left_behind;
use super::{Record, ReleaseId, Trail};
use crate::diagnostic::Faults;
use crate::release::{Digest, MANIFEST, Manifest, ManifestFile};
use crate::say;

/// What is being done at a target. It is there for as long as a run is at work, or was broken off.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Intent {
    /// What will be added to the trail.
    record: Record,
    /// The releases of which files may stand there, besides the one that comes.
    stands: Vec<String>,
    /// Those of them that runs began to put there and did not finish.
    begun: Vec<String>,
}

/// A release that the target knows.
#[derive(Debug)]
struct Release {
    id: ReleaseId,
    manifest: Manifest,
    json: Vec<u8>,
}

/// What a target holds.
#[derive(Debug)]
pub(super) struct State {
    pub(super) trail: Trail,
    intent: Option<Intent>,
}

impl State {
    /// Looks at a target without changing it.
    pub(super) fn read(store: &dyn Store) -> Result<Self, Faults> {
        let read = |path| store.read(path).at(&store.shown(path));
        let (text, seal) = (read(TRAIL)?, read(SEAL)?);
        let mut trail = Trail::read((TRAIL, text.as_deref()), (SEAL, seal.as_deref()), |path| {
            store.shown(path)
        })?;
        let intent: Option<Intent> = match read(INTENT)? {
            Some(json) => Some(
                serde_json::from_slice(&json)
                    .map_err(|error| damaged(&store.shown(INTENT), &say!("{error}", "{error}")))?,
            ),
            None => None,
        };
        if let Some(intent) = &intent {
            trail.settle(&intent.record);
        }
        Ok(Self { trail, intent })
    }

    /// The release that readers see, if nothing is in the middle of being done.
    pub(super) fn current(&self) -> Option<ReleaseId> {
        self.trail.records().last().and_then(Record::id)
    }

    /// What a run was broken off at, unless only what it had to remove is left.
    pub(super) fn unfinished(&self) -> Option<ReleaseId> {
        let intent = self.intent.as_ref()?;
        let is_finished = self.trail.ends_with(&intent.record);
        if is_finished {
            None
        } else {
            intent.record.id()
        }
    }

    /// Refuses a trail whose end was taken away or changed so that it tells another release than readers see:
    /// nothing else tells which that is.
    fn must_tell_current(&self, store: &dyn Store) -> Result<(), Faults> {
        let sealed = self.trail.sealed_release();
        match (self.trail.cut(), sealed) {
            (Some(lines), Some(id)) if self.current().as_ref() != Some(&id) => {
                let why = say!(
                    "应有 {lines} 行，末行是 {id} 的记录：有人改动或删去了末尾",
                    "it had {lines} lines, the last about {id}: somebody changed its end or took it away"
                );
                Err(damaged(&store.shown(TRAIL), &why))
            }
            _ => Ok(()),
        }
    }

    /// The release that readers see, which must be there.
    fn must_have_current(&self, store: &dyn Store) -> Result<ReleaseId, Faults> {
        self.must_tell_current(store)?;
        let current = self.current();
        current.ok_or_else(|| nothing_published(&store.shown("")))
    }
}

/// The releases whose manifests are there still.
pub(super) fn there(store: &dyn Store) -> Result<BTreeSet<ReleaseId>, Faults> {
    let paths = store.list(MANIFESTS).at(&store.shown(MANIFESTS))?;
    let ids = paths.iter().filter_map(|path| {
        let name = path.strip_prefix(MANIFESTS)?.strip_suffix(".json")?;
        ReleaseId::parse(name)
    });
    Ok(ids.collect())
}

impl Release {
    /// Reads the manifest of a release, as long as it is the one that was written.
    fn read(store: &dyn Store, trail: &Trail, id: ReleaseId) -> Result<Self, Faults> {
        let path = layout::manifest(&id);
        let shown = store.shown(&path);
        let Some(json) = store.read(&path).at(&shown)? else {
            return Err(pruned(&store.shown(""), &id));
        };
        let digest = Digest::of(&json).to_string();
        let is_recorded = trail
            .of(&id)
            .is_none_or(|record| record.manifest_sha256 == digest);
        if !is_recorded || !digest.starts_with(id.digits()) {
            return Err(tampered(&id, &[MANIFEST.to_owned()], |_| shown.clone()));
        }
        Ok(Self {
            manifest: Manifest::parse(&json, &shown)?,
            id,
            json,
        })
    }

    fn facts(&self, path: &str) -> Option<&ManifestFile> {
        self.manifest.files().get(path)
    }
}

/// The releases of which files may stand at a target.
#[derive(Debug, Default)]
struct Standing {
    /// What readers see, but for what runs that were broken off have replaced.
    current: Option<Release>,
    /// What those runs began to put there.
    begun: Vec<Release>,
    /// Others, of which files may be left.
    left: Vec<Release>,
}

impl Standing {
    fn read(store: &dyn Store, state: &State) -> Result<Self, Faults> {
        let mut standing = Self::default();
        let current = state.current();
        let intent = state.intent.as_ref();
        let unfinished = state.unfinished().is_some();
        let begun: Vec<_> = intent
            .filter(|_| unfinished)
            .into_iter()
            .flat_map(|intent| intent.begun.iter().chain([&intent.record.release]))
            .collect();
        let previous = state.trail.records().last();
        let previous = previous.and_then(|record| record.previous.as_ref());
        let left = intent.into_iter().flat_map(|intent| {
            let record = [&intent.record.release];
            intent.stands.iter().chain(&intent.begun).chain(record)
        });
        let mut seen: Vec<ReleaseId> = current.iter().cloned().collect();
        let mut read = |name: &String| match ReleaseId::parse(name) {
            Some(id) if !seen.contains(&id) => {
                seen.push(id.clone());
                Release::read(store, &state.trail, id).map(Some)
            }
            _ => Ok(None),
        };
        for name in begun {
            standing.begun.extend(read(name)?);
        }
        for name in previous.into_iter().chain(left) {
            standing.left.extend(read(name)?);
        }
        if let Some(id) = current {
            standing.current = Some(Release::read(store, &state.trail, id)?);
        }
        Ok(standing)
    }

    /// Every release of which files may stand there.
    fn all(&self) -> impl Iterator<Item = &Release> {
        self.current.iter().chain(&self.begun).chain(&self.left)
    }

    /// Whether a file is one that we put there, or may have.
    fn has(&self, path: &str) -> bool {
        self.all().any(|release| release.facts(path).is_some())
    }
}

/// Whether a file stands at a path with just this content, which is read to tell.
fn holds(store: &dyn Store, path: &str, facts: &ManifestFile) -> Result<Option<bool>, Faults> {
    let bytes = store.read(path).at(&store.shown(path))?;
    Ok(bytes.map(|bytes| ManifestFile::of(&bytes) == *facts))
}

/// The lock of a target, which ends when this is dropped.
struct Locked<'a> {
    store: &'a dyn Store,
    owner: String,
}

impl<'a> Locked<'a> {
    fn take(store: &'a dyn Store, owner: &str, by_force: bool) -> Result<Self, Faults> {
        let shown = store.shown(LOCK);
        let locked = || Self {
            store,
            owner: owner.to_owned(),
        };
        if store.claim(owner).at(&shown)? {
            return Ok(locked());
        }
        let by = store.owner().at(&shown)?;
        if by_force || is_left_behind(by.trim(), owner.trim()) {
            store.unclaim().at(&shown)?;
            if store.claim(owner).at(&shown)? {
                return Ok(locked());
            }
        }
        Err(taken(&shown, &by))
    }
}

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        // If it cannot be removed, the next run says who left it; one that took it over keeps it.
        if self.store.owner().is_ok_and(|owner| owner == self.owner) {
            drop(self.store.unclaim());
        }
    }
}
