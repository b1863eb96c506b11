//! Makes an earlier release stand in the place again, from what the target has.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use super::carry::{Carrying, Source};
use super::layout;
use super::many::for_each;
use super::plan::{Plan, Put};
use super::store::{Looks, Store};
use super::{Locked, Release, Standing, State, holds, there};
use crate::diagnostic::Faults;
use crate::publish::fault::{At as _, tampered};
use crate::publish::{Action, Publication, RolledBack};

/// The contents that were kept.
struct Kept {
    lasts: fn(&str) -> bool,
}

impl Kept {
    fn place(&self, put: &Put) -> String {
        layout::kept(&put.path, &put.facts, (self.lasts)(put.path.as_str()))
    }
}

impl Source for Kept {
    fn put(&self, store: &dyn Store, put: &Put, _looks: Looks) -> Result<u64, Faults> {
        let path = put.path.as_str();
        let copied = store.copy(&self.place(put), path, put.facts.size);
        copied.at(&store.shown(path))?;
        Ok(0)
    }
}

/// Goes back to a release: the one that is wanted, or else to what was there before a publish that was broken
/// off, or else to the one before that which readers see.
pub(in crate::publish) fn roll_back(
    store: &dyn Store,
    wanted: Option<&str>,
    publication: &Publication<'_>,
) -> Result<RolledBack, Faults> {
    State::read(store)?.must_have_current(store)?;
    let _lock = Locked::take(store, &publication.owner(), publication.by_force)?;
    let mut state = State::read(store)?;
    let current = state.must_have_current(store)?;
    let unfinished = state.unfinished();
    let shown = store.shown("");
    let id = match (wanted, &unfinished) {
        (Some(wanted), _) => state.trail.find(&shown, wanted, &there(store)?)?,
        (None, Some(_)) => current.clone(),
        (None, None) => state.trail.before(&shown, &current)?,
    };
    let done = RolledBack {
        from: unfinished.unwrap_or_else(|| current.clone()),
        to: id.clone(),
    };
    if id == current && state.intent.is_none() {
        return Ok(done);
    }
    let standing = Standing::read(store, &state)?;
    let release = Release::read(store, &state.trail, id)?;
    let source = Kept {
        lasts: publication.is_immutable,
    };
    let plan = Plan::new(
        &release.manifest,
        &standing,
        publication.is_immutable,
        &BTreeSet::new(),
    );
    assert_kept(store, &release, &plan, &source)?;
    let record = publication.record_of(
        Action::Rollback,
        &release.id,
        (&release.manifest, &release.json),
        Some(&current),
    );
    let carrying = Carrying {
        store,
        publication,
        standing: &standing,
        plan: &plan,
        release: &release,
        source: &source,
    };
    carrying.carry(&mut state, record)?;
    Ok(done)
}

/// Refuses a release of which something is not what it was: every content that is needed is read.
fn assert_kept(
    store: &dyn Store,
    release: &Release,
    plan: &Plan,
    source: &Kept,
) -> Result<(), Faults> {
    let bad = Mutex::new(Vec::new());
    let puts: Vec<_> = plan.puts().collect();
    for_each(store.at_once(), &puts, |put| {
        if holds(store, &source.place(put), &put.facts)? != Some(true) {
            let mut bad = bad.lock().unwrap_or_else(PoisonError::into_inner);
            bad.push((put.path.to_string(), source.place(put)));
        }
        Ok(())
    })?;
    let mut bad = bad.into_inner().unwrap_or_else(PoisonError::into_inner);
    bad.sort();
    let names: Vec<_> = bad.iter().map(|(path, _)| path.clone()).collect();
    match names.as_slice() {
        [] => Ok(()),
        names => Err(tampered(&release.id, names, |path| {
            let place = bad.iter().find(|(name, _)| name == path);
            store.shown(place.map_or(path, |(_, place)| place))
        })),
    }
}
