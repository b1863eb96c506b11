//! What must be done for a release to stand beside the one that readers see.

use std::collections::{BTreeMap, BTreeSet};

use super::Standing;
use crate::publish::siblings;
use crate::release::{Digest, Manifest, ManifestFile, OutputPath};

/// Files of a release, by what becomes of them.
#[derive(Debug, Default)]
pub(in crate::publish) struct Plan {
    /// Files that the target does not have.
    pub(in crate::publish) sent: BTreeMap<OutputPath, ManifestFile>,
    /// Files that it has already, with their packed siblings.
    pub(in crate::publish) shared: BTreeMap<OutputPath, Shared>,
    /// Files of the release before that this one does not have.
    pub(in crate::publish) removed: BTreeSet<OutputPath>,
    /// Those of them that stay for one release, as pages that are open in browsers may ask for them.
    pub(in crate::publish) kept: BTreeMap<OutputPath, ManifestFile>,
}

/// A file that the release before has.
#[derive(Clone, Debug)]
pub(in crate::publish) struct Shared {
    /// Its path there: it may have moved.
    pub(in crate::publish) before: OutputPath,
    pub(in crate::publish) facts: ManifestFile,
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
        let mut by_content = BTreeMap::new();
        for (path, facts) in old.into_iter().flatten() {
            by_content.entry(content(path, facts)).or_insert(path);
        }
        for (path, facts) in new.files() {
            let before = match old.and_then(|old| old.get_key_value(path)) {
                Some((path, known)) if known == facts => Some(path),
                _ => by_content.get(&content(path, facts)).copied(),
            };
            let facts = *facts;
            match before.cloned() {
                Some(before) => {
                    let shared = Shared { before, facts };
                    plan.shared.insert(path.clone(), shared);
                }
                None => {
                    plan.sent.insert(path.clone(), facts);
                }
            }
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

/// What makes a file the same as another, its path aside: what it holds, and of which kind it is, by
/// which it has packed siblings or none.
fn content<'a>(path: &'a OutputPath, facts: &ManifestFile) -> (Digest, Option<&'a str>) {
    let name = path.as_str().rsplit('/').next();
    let ending = name.and_then(|name| Some(name.rsplit_once('.')?.1));
    (facts.sha256, ending)
}

impl Standing {
    /// The packed siblings of the file `before`, if they were made, for where it stands now: at `path`.
    pub(in crate::publish) fn siblings_of(
        &self,
        before: &OutputPath,
        path: &OutputPath,
    ) -> BTreeMap<OutputPath, Shared> {
        let known = &self.companion.siblings;
        let names = siblings::names(before).zip(siblings::names(path));
        let found = names.filter_map(|(before, path)| {
            let (before, &facts) = known.get_key_value(before.as_str())?;
            let before = before.clone();
            Some((OutputPath::parse(&path).ok()?, Shared { before, facts }))
        });
        found.collect()
    }
}
