//! Publishes a release that was built.

use std::collections::BTreeSet;

use super::carry::{Carrying, Source, refuse_foreign};
use super::inspect::differences;
use super::plan::{Plan, Put};
use super::prune::prune;
use super::store::{Looks, Store};
use super::{Locked, Release, Standing, State};
use crate::diagnostic::Faults;
use crate::publish::fault::{At as _, refuse_taking_back, refuse_too_many};
use crate::publish::{Action, Outgoing, Publication, Published, ReleaseId};
use crate::release::Digest;

impl Source for Outgoing {
    fn put(&self, store: &dyn Store, put: &Put, looks: Looks) -> Result<u64, Faults> {
        let bytes = self.bytes(&put.path, &put.facts)?;
        let path = put.path.as_str();
        store.write(path, bytes, looks).at(&store.shown(path))?;
        Ok(put.facts.size)
    }
}

/// Publishes a release in the place of the one that is there.
pub(in crate::publish) fn send(
    store: &dyn Store,
    outgoing: &Outgoing,
    publication: &Publication<'_>,
) -> Result<Published, Faults> {
    let _lock = match publication.dry_run {
        true => None,
        false => Some(Locked::take(
            store,
            &publication.owner(),
            publication.by_force,
        )?),
    };
    let mut state = State::read(store)?;
    state.must_tell_current(store)?;
    let standing = Standing::read(store, &state)?;
    let is_settled = state.intent.is_none();
    let same = standing
        .current
        .as_ref()
        .filter(|current| is_settled && current.json == outgoing.json())
        .filter(|_| state.trail.cut().is_none());
    // Where nothing changed, somebody may want to have put right what others did; and nobody waits long.
    let mut bad = BTreeSet::new();
    let looked_at = match publication.full {
        true => standing.current.as_ref(),
        false => same,
    };
    if let Some(current) = looked_at {
        let found = differences(store, current, &standing, publication.is_immutable)?;
        bad.extend(found.missing.into_iter().chain(found.changed));
    }
    let manifest = outgoing.manifest();
    let plan = Plan::new(manifest, &standing, publication.is_immutable, &bad);
    let known = state.trail.ids();
    let (id, at) = ReleaseId::free(&publication.record.at, Digest::of(outgoing.json()), |id| {
        Ok(known.contains(id))
    })?;
    let release = Release {
        id,
        manifest: manifest.clone(),
        json: outgoing.json().to_vec(),
    };
    let current = standing.current.as_ref();
    let mut published = Published {
        id: release.id.clone(),
        previous: current.map(|current| current.id.clone()),
        up_to_date: false,
        sent: plan.puts().map(|put| put.path.clone()).collect(),
        sent_files: plan.puts().count(),
        sent_siblings: 0,
        sent_bytes: plan.puts().map(|put| put.facts.size).sum(),
        shared_files: plan.same,
        removed: plan.removed.iter().cloned().collect(),
        pruned: Vec::new(),
        was_cut: state.trail.cut().is_some(),
    };
    if let Some(same) = same.filter(|_| bad.is_empty()) {
        published.id = same.id.clone();
        published.up_to_date = true;
        return Ok(published);
    }
    let all = current.map_or(0, |current| current.manifest.files().len());
    refuse_too_many(&plan.vanishing, all, publication.max_remove)?;
    if let Some(current) = current {
        refuse_taking_back(&plan.vanishing, &current.manifest, manifest, publication)?;
    }
    refuse_foreign(store, &standing, &plan)?;
    if publication.dry_run {
        return Ok(published);
    }
    let mut record = publication.record_of(
        Action::Publish,
        &release.id,
        (manifest, outgoing.json()),
        current.map(|current| &current.id),
    );
    record.at = at;
    let carrying = Carrying {
        store,
        publication,
        standing: &standing,
        plan: &plan,
        release: &release,
        source: outgoing,
    };
    let sent = carrying.carry(&mut state, record)?;
    published.sent_files = sent.files;
    published.sent_bytes = sent.bytes;
    published.pruned = prune(store, &state.trail, publication)?;
    Ok(published)
}
