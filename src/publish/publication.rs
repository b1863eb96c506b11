//! Who publishes, and how.

use std::fmt;

use super::{Action, Record, ReleaseId};
use crate::release::Manifest;

/// How a release is published, and by whom.
pub struct Publication<'a> {
    /// Who does what, when, to where; what the release itself tells is filled in.
    pub record: Record,
    /// The machine and process, for whoever finds the target locked.
    pub host: String,
    /// How many of the files of the release before may vanish, in percent.
    pub max_remove: u8,
    /// Whether readers may lose pages, and an earlier day may follow a later one, as somebody asked for that.
    pub may_take_back: bool,
    /// Whether readers may keep the address of a file, by its path.
    pub is_kept: fn(&str) -> bool,
    /// How many releases stay at the target, at least two; none to keep all.
    pub keep: Option<u32>,
    /// Whether to read what the target has, rather than to trust that nobody has changed it.
    pub full: bool,
    /// Whether to tell only what would be done.
    pub dry_run: bool,
    /// Whether to take over a lock that somebody left behind.
    pub by_force: bool,
    /// Whether a file, by its path, is another file whenever its content is another.
    pub is_immutable: fn(&str) -> bool,
    /// Is called from many threads with how many of how many files are there.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

impl fmt::Debug for Publication<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let record = &self.record;
        f.debug_struct("Publication")
            .field("record", record)
            .finish_non_exhaustive()
    }
}

impl Publication<'_> {
    /// Whom others find at work.
    pub(super) fn owner(&self) -> String {
        let (who, at) = (&self.record.who, &self.record.at);
        format!("{who}, {at}, {}\n", self.host)
    }

    /// The record of a release that becomes current, with its manifest and the text of that.
    pub(super) fn record_of(
        &self,
        action: Action,
        id: &ReleaseId,
        (manifest, json): (&Manifest, &[u8]),
        previous: Option<&ReleaseId>,
    ) -> Record {
        let mut record = Record {
            action,
            release: id.to_string(),
            commit: manifest.about().commit.clone(),
            as_of: manifest.as_of().to_owned(),
            program: manifest.generator().to_owned(),
            files: manifest.files().len(),
            bytes: manifest.total_bytes(),
            previous: previous.map(ToString::to_string),
            ..self.record.clone()
        };
        record.set_manifest(json);
        record
    }
}
