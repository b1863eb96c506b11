//! Compares what stands at a target with what was published, file by file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::many::for_each;
use super::store::Store;
use super::{Release, Standing, State, holds, layout, there};
use crate::diagnostic::Faults;
use crate::publish::Inspection;
use crate::publish::fault::At as _;
use crate::release::{Digest, MANIFEST, ManifestFile};

/// How what stands there differs; every list is sorted.
#[derive(Debug, Default)]
pub(super) struct Differences {
    pub(super) missing: Vec<String>,
    pub(super) changed: Vec<String>,
    pub(super) extra: Vec<String>,
}

/// Reads every file of a release, by default of the one that readers see.
pub(in crate::publish) fn inspect(
    store: &dyn Store,
    wanted: Option<&str>,
    lasts: fn(&str) -> bool,
) -> Result<Inspection, Faults> {
    let state = State::read(store)?;
    let current = state.must_have_current(store)?;
    let id = match wanted {
        None => current.clone(),
        Some(wanted) => state.trail.find(&store.shown(""), wanted, &there(store)?)?,
    };
    let standing = Standing::read(store, &state)?;
    let release = Release::read(store, &state.trail, id)?;
    let found = match release.id == current {
        true => differences(store, &release, &standing, lasts)?,
        false => kept_differences(store, &release, &standing, lasts)?,
    };
    let digest = Digest::of(&release.json).to_string();
    let record = state.trail.of(&release.id);
    Ok(Inspection {
        is_recorded: record.is_some_and(|record| record.manifest_sha256 == digest),
        record: record.cloned(),
        broken_lines: state.trail.broken().to_vec(),
        is_cut: state.trail.cut().is_some(),
        unfinished: state.unfinished(),
        manifest: release.manifest,
        id: release.id,
        missing: found.missing,
        changed: found.changed,
        extra: found.extra,
    })
}

/// What readers see, against the release that they should see. Files that the release before left because
/// their names tell their content are no difference.
pub(super) fn differences(
    store: &dyn Store,
    release: &Release,
    standing: &Standing,
    lasts: fn(&str) -> bool,
) -> Result<Differences, Faults> {
    let there: BTreeSet<String> = store.list("").at(&store.shown(""))?.into_iter().collect();
    let lists = release.manifest.sums(&release.json);
    let lists = lists
        .map(|list| (list.name, ManifestFile::of(list.text.as_bytes())))
        .chain([(MANIFEST, ManifestFile::of(&release.json))]);
    let files = release.manifest.files().iter();
    let mut expected: BTreeMap<&str, ManifestFile> =
        files.map(|(path, facts)| (path.as_str(), *facts)).collect();
    expected.extend(lists);
    // What a page that is open in a browser may still ask for.
    let left = standing.left.iter().flat_map(|left| left.manifest.files());
    for (path, facts) in left {
        if lasts(path.as_str()) && there.contains(path.as_str()) {
            expected.entry(path.as_str()).or_insert(*facts);
        }
    }
    let places: Vec<_> = expected
        .iter()
        .map(|(path, facts)| (*path, (*path).to_owned(), *facts))
        .collect();
    let mut found = compare(store, &places)?;
    found.extra = there
        .into_iter()
        .filter(|path| !expected.contains_key(path.as_str()))
        .collect();
    Ok(found)
}

/// The contents of a release that readers do not see now.
fn kept_differences(
    store: &dyn Store,
    release: &Release,
    standing: &Standing,
    lasts: fn(&str) -> bool,
) -> Result<Differences, Faults> {
    let current = standing.current.as_ref();
    let files = release.manifest.files().iter();
    let places: Vec<_> = files
        .map(|(path, facts)| {
            let is_seen =
                current.is_some_and(|current| current.facts(path.as_str()) == Some(facts));
            let place = match is_seen {
                true => path.to_string(),
                false => layout::kept(path, facts, lasts(path.as_str())),
            };
            (path.as_str(), place, *facts)
        })
        .collect();
    compare(store, &places)
}

/// Reads files: what each is called, where it stands and what it should be.
fn compare(
    store: &dyn Store,
    places: &[(&str, String, ManifestFile)],
) -> Result<Differences, Faults> {
    let found = Mutex::new(Differences::default());
    for_each(store.at_once(), places, |(path, place, facts)| {
        let state = holds(store, place, facts)?;
        let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
        match state {
            Some(true) => {}
            Some(false) => found.changed.push((*path).to_owned()),
            None => found.missing.push((*path).to_owned()),
        }
        Ok(())
    })?;
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.missing.sort();
    found.changed.sort();
    Ok(found)
}
