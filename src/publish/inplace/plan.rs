//! What must be done for a release to stand where another one does.

use std::collections::{BTreeMap, BTreeSet};

use super::Standing;
use crate::release::{Manifest, ManifestFile, OutputPath};

/// Into so many groups files fall, by who needs whom.
const GROUPS: usize = 5;

/// A file that must be put there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Put {
    pub(super) path: OutputPath,
    pub(super) facts: ManifestFile,
    /// Whether it may be there already.
    pub(super) is_in_doubt: bool,
    /// Whether something that is not ours may stand there.
    pub(super) is_new: bool,
}

/// Files, by what becomes of them.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Contents that readers will not see any more, by where they stand.
    pub(super) kept: BTreeMap<OutputPath, ManifestFile>,
    /// Files that are put there, in groups: a group is done before the next is begun.
    pub(super) puts: [Vec<Put>; GROUPS],
    /// How many files stay as they are.
    pub(super) same: usize,
    /// Files that are removed.
    pub(super) removed: BTreeSet<OutputPath>,
    /// Those of them that readers could see.
    pub(super) vanishing: BTreeSet<OutputPath>,
}

impl Plan {
    /// What must be done. `lasts` says of a path whether its name tells its content; such files stay for one
    /// release longer, as pages that are open in browsers may ask for them. `bad` are files that are known to
    /// be other than they should be.
    pub(super) fn new(
        new: &Manifest,
        standing: &Standing,
        lasts: fn(&str) -> bool,
        bad: &BTreeSet<String>,
    ) -> Self {
        let mut plan = Self::default();
        let current = standing.current.as_ref();
        let was = |path: &OutputPath| current.and_then(|current| current.facts(path.as_str()));
        // Runs that were broken off may have replaced or removed it.
        let is_touched = |path: &OutputPath| {
            let mut begun = standing.begun.iter();
            begun.any(|begun| begun.facts(path.as_str()) != was(path))
        };
        for (path, facts) in new.files() {
            let before = was(path);
            let is_touched = is_touched(path) || bad.contains(path.as_str());
            if before == Some(facts) && !is_touched {
                plan.same += 1;
                continue;
            }
            let is_ours = standing.has(path.as_str());
            let group = group(path, before.is_none(), lasts(path.as_str()));
            if let Some(group) = plan.puts.get_mut(group) {
                group.push(Put {
                    path: path.clone(),
                    facts: *facts,
                    is_in_doubt: is_ours && (is_touched || before.is_none()),
                    is_new: !is_ours,
                });
            }
        }
        for (path, facts) in standing.all().flat_map(|release| release.manifest.files()) {
            let coming = new.files().get(path);
            let is_current = was(path) == Some(facts);
            // What was touched has been kept before it was.
            if is_current && coming != Some(facts) && !is_touched(path) {
                plan.kept.insert(path.clone(), *facts);
            }
            if coming.is_none() && !(is_current && lasts(path.as_str())) {
                plan.removed.insert(path.clone());
                if is_current {
                    plan.vanishing.insert(path.clone());
                }
            }
        }
        plan
    }

    pub(super) fn puts(&self) -> impl Iterator<Item = &Put> {
        self.puts.iter().flatten()
    }
}

/// When a file may be put there: files that pages are shown with, pages that are new, what others link to them
/// with, index pages, and the first page of all.
fn group(path: &OutputPath, is_added: bool, lasts: bool) -> usize {
    let path = path.as_str();
    let is_index = path.ends_with("/index.html");
    match (lasts, path == "index.html", is_added, is_index) {
        (true, ..) => 0,
        (_, true, ..) => 4,
        (_, _, true, _) => 1,
        (_, _, _, false) => 2,
        (_, _, _, true) => 3,
    }
}
