//! What git remembers of the site that is shown.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use super::Options;
use crate::build;
use crate::history::{self, Head, History, Keep, State};
use crate::model::{Site, UtcOffset};

/// The history as it was last read: the site is read far more often than something is committed.
#[derive(Debug, Default)]
pub(super) struct Past(Mutex<Option<Read>>);

#[derive(Clone, Debug)]
struct Read {
    head: Head,
    utc_offset: UtcOffset,
    history: Option<Arc<History>>,
}

impl Past {
    /// The history that the pages of a site tell, as a build would read it. Nothing is written.
    pub(super) fn of(&self, options: &Options, site: &Site) -> Option<Arc<History>> {
        let utc_offset = site.settings.utc_offset;
        if !site.settings.history.show {
            return None;
        }
        let State::At(head) = State::of(&options.root) else {
            return None;
        };
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(read) = last.as_ref()
            && read.head == head
            && read.utc_offset == utc_offset
        {
            return read.history.clone();
        }
        let kept = build::kept_history(&options.output, &options.root);
        let keep = kept.as_deref().map_or(Keep::Nothing, Keep::Read);
        // As in a build, a clone that lacks what was there before tells nothing.
        let history = History::read(&options.root, &head, utc_offset, keep).unwrap_or_default();
        let history = history.map(Arc::new);
        *last = Some(Read {
            head,
            utc_offset,
            history: history.clone(),
        });
        history
    }
}

/// The files of the site that are not committed; none where that cannot be said.
pub(super) fn uncommitted(options: &Options) -> BTreeSet<String> {
    let found = match State::of(&options.root) {
        State::At(head) => history::uncommitted(&options.root, &head.commit),
        _ => return BTreeSet::new(),
    };
    found.ok().flatten().into_iter().flatten().collect()
}
