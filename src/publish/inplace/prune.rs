//! Takes old releases away: their manifests, and the contents that only they had.

use std::collections::BTreeSet;

use super::Release;
use super::layout::{self, MANIFESTS};
use super::many::for_each;
use super::store::Store;
use crate::diagnostic::Faults;
use crate::publish::fault::At as _;
use crate::publish::{Publication, ReleaseId, Trail};

/// Removes the releases beyond the newest so many, and gives those that were there. The manifests of those
/// that stay are read for it. A manifest goes last, so that the next run removes what is left.
pub(super) fn prune(
    store: &dyn Store,
    trail: &Trail,
    publication: &Publication<'_>,
) -> Result<Vec<ReleaseId>, Faults> {
    let beyond = publication.keep.map(|keep| trail.beyond(keep));
    let beyond = beyond.unwrap_or_default();
    if beyond.is_empty() {
        return Ok(beyond);
    }
    let there = store.list(MANIFESTS).at(&store.shown(MANIFESTS))?;
    let known: Vec<_> = trail.ids().iter().map(layout::manifest).collect();
    let is_there = |id: &ReleaseId| there.contains(&layout::manifest(id));
    let (gone, stay): (Vec<_>, Vec<_>) = trail
        .ids()
        .into_iter()
        .filter(is_there)
        .partition(|id| beyond.contains(id));
    if gone.is_empty() {
        return Ok(gone);
    }
    let contents = |ids: &[ReleaseId]| -> Result<BTreeSet<String>, Faults> {
        let mut contents = BTreeSet::new();
        for id in ids {
            let release = Release::read(store, trail, id.clone())?;
            let files = release.manifest.files().iter();
            contents.extend(files.map(|(path, facts)| {
                let lasts = (publication.is_immutable)(path.as_str());
                layout::kept(path, facts, lasts)
            }));
        }
        Ok(contents)
    };
    let (dropped, needed) = (contents(&gone)?, contents(&stay)?);
    let dropped: Vec<_> = dropped.difference(&needed).cloned().collect();
    // Runs that were broken off before they touched anything leave one that nobody knows of.
    let unknown = there.iter().filter(|path| !known.contains(path)).cloned();
    let manifests: Vec<_> = gone.iter().map(layout::manifest).chain(unknown).collect();
    for paths in [dropped, manifests] {
        for_each(store.at_once(), &paths, |path| {
            store.remove(path).at(&store.shown(path))
        })?;
    }
    Ok(gone)
}
