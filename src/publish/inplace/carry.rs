//! Makes a release stand where another one did, in an order in which readers miss nothing.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::layout::{self, INTENT, SEAL, TRAIL};
use super::many::for_each;
use super::plan::{Plan, Put};
use super::store::{Looks, Store};
use super::{Intent, Release, Standing, State, holds};
use crate::diagnostic::Faults;
use crate::publish::fault::{At as _, foreign, unwritable};
use crate::publish::{Publication, Record};
use crate::release::{MANIFEST, is_reserved};

/// So many files of others are named.
const NAMED: usize = 3;

/// Where the files of a release come from.
pub(super) trait Source: Sync {
    /// Puts a file where readers see it. Gives how many bytes were sent.
    fn put(&self, store: &dyn Store, put: &Put, looks: Looks) -> Result<u64, Faults>;
}

/// A release on its way to its place.
pub(super) struct Carrying<'a> {
    pub(super) store: &'a dyn Store,
    pub(super) publication: &'a Publication<'a>,
    pub(super) standing: &'a Standing,
    pub(super) plan: &'a Plan,
    pub(super) release: &'a Release,
    pub(super) source: &'a dyn Source,
}

/// What went over.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sent {
    pub(super) files: usize,
    pub(super) bytes: u64,
}

impl Carrying<'_> {
    /// Does all of it. `state` is what the target holds, and `record` what will be added to its trail.
    pub(super) fn carry(&self, state: &mut State, record: Record) -> Result<Sent, Faults> {
        self.keep()?;
        if state.intent.is_some() {
            // It tells whether the trail ends as it should, and is about to be replaced.
            self.write_seal(state)?;
        }
        self.announce(&record)?;
        let sent = self.put()?;
        self.put_lists()?;
        state
            .trail
            .append(record)
            .map_err(|error| unwritable(&error))?;
        self.write_own(TRAIL, state.trail.text().as_bytes())?;
        self.write_seal(state)?;
        self.remove(state)?;
        let shown = self.store.shown(INTENT);
        self.store.remove(INTENT).at(&shown)?;
        Ok(sent)
    }

    fn lasts(&self, path: &str) -> bool {
        (self.publication.is_immutable)(path)
    }

    fn write_own(&self, path: &str, bytes: &[u8]) -> Result<(), Faults> {
        let written = self.store.write(path, bytes.to_vec(), Looks::OWN);
        written.at(&self.store.shown(path))
    }

    fn write_seal(&self, state: &State) -> Result<(), Faults> {
        let seal = state.trail.seal().map_err(|error| unwritable(&error))?;
        self.write_own(SEAL, &seal)
    }

    /// Lets the server copy aside what readers will not see any more.
    fn keep(&self) -> Result<(), Faults> {
        let contents: Vec<_> = self.plan.kept.iter().collect();
        for_each(self.store.at_once(), &contents, |(path, facts)| {
            let to = layout::kept(path, facts, self.lasts(path.as_str()));
            let shown = self.store.shown(&to);
            if self.store.stands(&to).at(&shown)? {
                return Ok(());
            }
            match self.store.copy(path.as_str(), &to, facts.size) {
                // Somebody took it away: then there is nothing to be kept.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
                copied => copied.at(&shown),
            }
        })
    }

    /// Writes down what is about to be done.
    fn announce(&self, record: &Record) -> Result<(), Faults> {
        self.write_own(&layout::manifest(&self.release.id), &self.release.json)?;
        let name = |release: &Release| release.id.to_string();
        let intent = Intent {
            record: record.clone(),
            stands: self.standing.all().map(name).collect(),
            begun: self.standing.begun.iter().map(name).collect(),
        };
        let json = serde_json::to_vec(&intent).map_err(|error| unwritable(&error))?;
        self.write_own(INTENT, &json)
    }

    fn put(&self) -> Result<Sent, Faults> {
        let (files, bytes, done) = (AtomicUsize::new(0), AtomicU64::new(0), AtomicUsize::new(0));
        let all = self.plan.puts().count();
        for group in &self.plan.puts {
            for_each(self.store.at_once(), group, |put| {
                let path = put.path.as_str();
                let is_there =
                    put.is_in_doubt && holds(self.store, path, &put.facts)? == Some(true);
                if !is_there {
                    let looks = Looks::of(path, self.lasts(path));
                    let sent = self.source.put(self.store, put, looks)?;
                    files.fetch_add(1, Ordering::Relaxed);
                    bytes.fetch_add(sent, Ordering::Relaxed);
                }
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                (self.publication.progress)(done, all);
                Ok(())
            })?;
        }
        Ok(Sent {
            files: files.into_inner(),
            bytes: bytes.into_inner(),
        })
    }

    fn put_lists(&self) -> Result<(), Faults> {
        let Release { manifest, json, .. } = self.release;
        let write = |path: &str, bytes: &[u8]| {
            let written = self
                .store
                .write(path, bytes.to_vec(), Looks::of(path, false));
            written.at(&self.store.shown(path))
        };
        for list in manifest.sums(json) {
            write(list.name, list.text.as_bytes())?;
        }
        write(MANIFEST, json)
    }

    /// Removes what earlier releases of ours left, and manifests of those that never became current.
    fn remove(&self, state: &State) -> Result<(), Faults> {
        let known = state.trail.ids();
        let never = self.standing.all().filter(|release| {
            let id = &release.id;
            !known.contains(id)
        });
        let removed = self.plan.removed.iter().map(ToString::to_string);
        let paths: Vec<_> = removed
            .chain(never.map(|release| layout::manifest(&release.id)))
            .collect();
        for_each(self.store.at_once(), &paths, |path| {
            self.store.remove(path).at(&self.store.shown(path))
        })
    }
}

/// Refuses to put files where something of others stands.
pub(super) fn refuse_foreign(
    store: &dyn Store,
    standing: &Standing,
    plan: &Plan,
) -> Result<(), Faults> {
    let new: Vec<&str> = plan
        .puts()
        .filter(|put| put.is_new)
        .map(|put| put.path.as_str())
        .collect();
    let is_first = standing.all().next().is_none();
    let in_the_way = if is_first {
        // One question for all of them; the lists of a release are new as well.
        let mut there = store.list("").at(&store.shown(""))?;
        there.retain(|path| is_reserved(path) || new.contains(&path.as_str()));
        there
    } else {
        let found = std::sync::Mutex::new(Vec::new());
        for_each(store.at_once(), &new, |path| {
            if store.stands(path).at(&store.shown(path))? {
                let mut found = found.lock().unwrap_or_else(|error| error.into_inner());
                found.push((*path).to_owned());
            }
            Ok(())
        })?;
        found
            .into_inner()
            .unwrap_or_else(|error| error.into_inner())
    };
    let mut in_the_way = in_the_way;
    in_the_way.sort();
    let named = in_the_way.iter().take(NAMED);
    let faults: Faults = named.flat_map(|path| foreign(&store.shown(path))).collect();
    match faults.is_empty() {
        true => Ok(()),
        false => Err(faults),
    }
}
