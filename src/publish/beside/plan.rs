//! What must be done for a release to stand beside the one that readers see.

use std::collections::{BTreeMap, BTreeSet};

use super::Standing;
use crate::publish::siblings;
use crate::release::{Manifest, ManifestFile, OutputPath};

/// Files of a release, by what becomes of them.
#[derive(Debug, Default)]
pub(in crate::publish) struct Plan {
    /// Files that the target does not have.
    pub(in crate::publish) sent: BTreeMap<OutputPath, ManifestFile>,
    /// Files that it has already, with their packed siblings.
    pub(in crate::publish) shared: BTreeMap<OutputPath, ManifestFile>,
    /// Files of the release before that this one does not have.
    pub(in crate::publish) removed: BTreeSet<OutputPath>,
    /// Those of them that stay for one release, as pages that are open in browsers may ask for them.
    pub(in crate::publish) kept: BTreeMap<OutputPath, ManifestFile>,
}

impl Plan {
    /// What a release needs. `lasts` says of a path whether its name tells its content.
    pub(in crate::publish) fn new(
        new: &Manifest,
        before: Option<&Standing>,
        lasts: fn(&str) -> bool,
    ) -> Self {
        let mut plan = Self::default();
        let old = before.map(|before| before.manifest.files());
        for (path, facts) in new.files() {
            let is_there = old.is_some_and(|old| old.get(path) == Some(facts));
            let list = if is_there {
                &mut plan.shared
            } else {
                &mut plan.sent
            };
            list.insert(path.clone(), *facts);
        }
        for (path, facts) in old.into_iter().flatten() {
            if new.files().contains_key(path) {
                continue;
            }
            if lasts(path.as_str()) {
                plan.kept.insert(path.clone(), *facts);
            } else {
                plan.removed.insert(path.clone());
            }
        }
        plan
    }

    /// How much is sent, in bytes, packed siblings excepted.
    pub(in crate::publish) fn bytes(&self) -> u64 {
        self.sent.values().map(|facts| facts.size).sum()
    }
}

impl Standing {
    /// The packed siblings of a file, if they were made.
    pub(in crate::publish) fn siblings_of(
        &self,
        path: &OutputPath,
    ) -> Vec<(OutputPath, ManifestFile)> {
        let known = &self.companion.siblings;
        let found = siblings::names(path).filter_map(|name| known.get_key_value(name.as_str()));
        found.map(|(path, facts)| (path.clone(), *facts)).collect()
    }
}
