//! Takes old releases away.

use super::stands;
use crate::diagnostic::Faults;
use crate::publish::fault::At as _;
use crate::publish::files::{Files, Stands, remove_tree};
use crate::publish::layout::{companion, folder, incoming_of};
use crate::publish::{ReleaseId, Trail};

/// Removes the releases beyond the newest so many, and gives those that were there. One is moved away before
/// it is taken apart, so that nobody goes back to half of it; the next run removes what is left of it.
pub(super) fn prune(
    files: &dyn Files,
    trail: &Trail,
    keep: Option<u32>,
) -> Result<Vec<ReleaseId>, Faults> {
    let mut pruned = Vec::new();
    for id in keep.map(|keep| trail.beyond(keep)).unwrap_or_default() {
        let place = folder(&id);
        if stands(files, &place)? != Stands::Folder {
            continue;
        }
        let away = incoming_of(&id);
        let shown = files.shown(&place);
        if stands(files, &away)? != Stands::Nothing {
            remove_tree(files, &away).at(&shown)?;
        }
        files.rename(&place, &away).at(&shown)?;
        files.remove_file(&companion(&id)).at(&shown)?;
        remove_tree(files, &away).at(&shown)?;
        pruned.push(id);
    }
    Ok(pruned)
}
