//! Reads the site again whenever something may have changed, and shows it when it could be read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use tokio::sync::watch;

use super::generation::{self, Common, Outcome};
use super::inputs::{Inputs, shown};
use super::showing::Showing;
use super::watch::Watch;
use super::{Event, Folders};
use crate::content::Listing;

/// A change is over when nothing more came for so long: editors write twice, and git many files.
const SETTLE: Duration = Duration::from_millis(10);
/// After so many notices without a pause, the site is read all the same.
const MOST_NOTICES: usize = 50_000;
/// So often what was read is thrown away because something changed meanwhile.
const MOST_DISCARDED: usize = 5;
/// After it was read, the site is looked at once more, for what was not told.
const SECOND_LOOK: Duration = Duration::from_millis(250);
/// How often changes are looked for where they are not told.
const POLL: Duration = Duration::from_millis(500);
/// A file that was changed is read again in so many looks: on some file systems, two changes within two
/// seconds have the same time.
const DOUBTFUL_LOOKS: u8 = 6;

/// What the loop waits for.
pub(super) enum Message {
    /// Something may have changed: these paths, or any if none is named.
    Changed(Vec<PathBuf>),
    /// Changes are told from now on, or cannot be.
    Watching(Result<Watch, notify::Error>),
    /// A site was read.
    Loaded(Outcome),
    /// The program was interrupted.
    Stop,
}

/// The loop.
pub(super) struct Reload {
    common: Common,
    folders: Folders,
    send: Sender<Message>,
    showing: watch::Sender<Option<Arc<Showing>>>,
    watch: Option<Watch>,
    /// Whether changes are looked for, as they are not told, or not all of them.
    is_polling: bool,
    /// Whether a watch is to stand soon.
    is_watch_coming: bool,
    /// Whether it is still to be set up.
    is_watch_wanted: bool,
    /// What was there before the site was last read.
    seen: Arc<Inputs>,
    /// Changed files whose times are not to be trusted yet, and in how many more looks.
    doubtful: BTreeMap<PathBuf, u8>,
    number: u64,
    is_loading: bool,
    /// Whether something changed that was not read yet.
    is_dirty: bool,
    looks_again: bool,
    /// What was told to have changed since the site was last read.
    told: BTreeSet<PathBuf>,
    /// Whether something changed that was not told.
    is_missed: bool,
    notices: usize,
    discarded: usize,
}

impl Reload {
    pub(super) fn new(
        common: Common,
        send: Sender<Message>,
        showing: watch::Sender<Option<Arc<Showing>>>,
    ) -> Self {
        let is_polling = common.options.poll;
        Self {
            folders: common.release.folders().clone(),
            common,
            send,
            showing,
            watch: None,
            is_polling,
            is_watch_coming: !is_polling,
            is_watch_wanted: !is_polling,
            seen: Arc::default(),
            doubtful: BTreeMap::new(),
            number: 0,
            is_loading: false,
            is_dirty: true,
            looks_again: false,
            told: BTreeSet::new(),
            is_missed: true,
            notices: 0,
            discarded: 0,
        }
    }

    fn watch(&self) {
        let (folders, send) = (self.folders.clone(), self.send.clone());
        let start = move || {
            let changed = send.clone();
            let changed = move |paths| drop(changed.send(Message::Changed(paths)));
            drop(send.send(Message::Watching(Watch::start(&folders, changed))));
        };
        let thread = thread::Builder::new().name("watch".to_owned());
        if let Err(error) = thread.spawn(start) {
            let failed = Message::Watching(Err(notify::Error::io(error)));
            drop(self.send.send(failed));
        }
    }

    /// Changes are told from now on. Those since the first look are looked for.
    fn watching(&mut self, watch: Result<Watch, notify::Error>, tell: &mut dyn FnMut(Event<'_>)) {
        self.is_watch_coming = false;
        match watch {
            Ok(watch) => {
                self.watch = Some(watch);
                self.refresh(tell);
                self.looks_again = true;
            }
            Err(error) => self.poll(&error, tell),
        }
    }

    fn poll(&mut self, error: &notify::Error, tell: &mut dyn FnMut(Event<'_>)) {
        self.watch = None;
        self.is_polling = true;
        let why = error.to_string();
        tell(Event::Polling { why: &why });
    }

    pub(super) fn until_stopped(
        &mut self,
        inbox: &Receiver<Message>,
        tell: &mut dyn FnMut(Event<'_>),
    ) {
        loop {
            let wait = if self.is_loading || self.is_watch_coming {
                None
            } else if self.is_dirty {
                Some(SETTLE)
            } else if self.is_polling {
                Some(POLL)
            } else if self.looks_again {
                Some(SECOND_LOOK)
            } else {
                None
            };
            let message = match wait {
                Some(wait) => inbox.recv_timeout(wait),
                None => inbox.recv().map_err(RecvTimeoutError::from),
            };
            match message {
                Ok(Message::Changed(paths)) => {
                    self.is_dirty = true;
                    self.is_missed |= paths.is_empty();
                    self.told.extend(paths);
                    self.notices += 1;
                    let is_free = !self.is_loading && !self.is_watch_coming;
                    if self.notices > MOST_NOTICES && is_free {
                        self.begin(tell);
                    }
                }
                Ok(Message::Watching(watch)) => self.watching(watch, tell),
                Ok(Message::Loaded(outcome)) => self.loaded(outcome, tell),
                Err(RecvTimeoutError::Timeout) => self.quiet(tell),
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Nothing came for a while.
    fn quiet(&mut self, tell: &mut dyn FnMut(Event<'_>)) {
        if self.is_dirty && !self.is_polling {
            self.begin(tell);
            return;
        }
        self.looks_again = false;
        let now = self.look();
        let is_other = !now.differences(&self.seen).is_empty();
        if self.is_polling && self.is_dirty {
            // A change is over when two looks see the same.
            if is_other {
                self.find(now);
            } else {
                self.begin(tell);
            }
        } else if is_other {
            self.is_dirty = true;
            if self.is_polling {
                self.find(now);
            } else {
                self.told.extend(now.differences(&self.seen));
            }
        }
        self.refresh(tell);
    }

    /// Notes what looks different from before, as nobody tells it.
    fn find(&mut self, now: Inputs) {
        self.told.extend(now.differences(&self.seen));
        self.doubt(&now);
        self.seen = Arc::new(now);
    }

    /// The inputs as they are now.
    fn look(&mut self) -> Inputs {
        let mut now = Inputs::look(&self.folders);
        let doubtful: BTreeSet<PathBuf> = self.doubtful.keys().cloned().collect();
        now.look_into(&doubtful);
        self.doubtful.retain(|_, looks| {
            *looks -= 1;
            *looks > 0
        });
        now
    }

    /// Looks at what was told to have changed, or at everything. Gives what did, and what the content folder
    /// was listed as if it was.
    fn look_at(&mut self, told: &BTreeSet<PathBuf>) -> (BTreeSet<PathBuf>, Option<Listing>) {
        if !self.is_polling && !self.is_missed {
            let seen = Arc::make_mut(&mut self.seen);
            let was_folder = told.iter().any(|path| seen.is_folder(path));
            if let Some(changed) = seen.look_again(told, &self.folders) {
                let is_folder = told.iter().any(|path| seen.is_folder(path));
                self.looks_again |= was_folder || is_folder;
                return (changed, None);
            }
        }
        self.looks_again = true;
        let (mut now, listing) = Inputs::look_and_list(&self.folders);
        let changed = match self.seen.is_empty() {
            // The first time, all of it is new.
            true => BTreeSet::new(),
            false => now.differences(&self.seen),
        };
        if self.is_polling {
            self.doubt(&now);
        } else if self.is_watch_coming {
            // Until it stands, a change may leave no trace but what the file holds.
            let young = now.young(self.common.options.now).into_iter();
            self.doubtful.extend(young.map(|path| (path, 1)));
        }
        now.look_into(&self.doubtful.keys().cloned().collect());
        self.seen = Arc::new(now);
        (changed, listing)
    }

    /// From now on, what changed is looked into.
    fn doubt(&mut self, now: &Inputs) {
        for path in now.differences(&self.seen) {
            self.doubtful.insert(path, DOUBTFUL_LOOKS);
        }
    }

    /// Watches what came, and gives up where the system cannot.
    fn refresh(&mut self, tell: &mut dyn FnMut(Event<'_>)) {
        if let Some(watch) = &mut self.watch {
            match watch.refresh(&self.told) {
                Ok(is_whole) => self.is_polling = !is_whole,
                Err(error) => self.poll(&error, tell),
            }
        }
    }

    /// Begins to read the site. It is watched only after the first time: that takes a while where there are many
    /// folders, and tells of every file that is opened.
    pub(super) fn begin(&mut self, tell: &mut dyn FnMut(Event<'_>)) {
        self.refresh(tell);
        let told = std::mem::take(&mut self.told);
        let (mut changed, listing) = self.look_at(&told);
        if self.is_polling {
            changed.extend(told.iter().cloned());
        }
        let root = self.folders.root();
        let paths: Vec<String> = match self.number {
            0 => Vec::new(),
            _ => changed.iter().map(|path| shown(path, root)).collect(),
        };
        tell(Event::Changed { paths: &paths });
        let memory = &self.common.memory;
        if self.is_missed {
            // A file may be another although it looks the same.
            memory.clear();
        } else {
            let other = changed.iter().chain(&told).chain(self.doubtful.keys());
            memory.forget(other.map(PathBuf::as_path));
        }
        memory.list(listing);
        self.is_missed = false;
        let reading = self.common.busy.begin();
        self.is_dirty = false;
        self.is_loading = true;
        self.notices = 0;
        let send = self.send.clone();
        generation::load(self.common.clone(), move |outcome| {
            drop(send.send(Message::Loaded(outcome)));
            drop(reading);
        });
    }

    /// Shows what was read, unless something changed meanwhile.
    fn loaded(&mut self, outcome: Outcome, tell: &mut dyn FnMut(Event<'_>)) {
        self.is_loading = false;
        if std::mem::take(&mut self.is_watch_wanted) {
            self.watch();
        }
        if self.is_dirty && self.discarded < MOST_DISCARDED {
            self.discarded += 1;
            return;
        }
        self.discarded = 0;
        self.number += 1;
        let before = self.showing.borrow().clone();
        let good = before.as_ref().and_then(|before| before.good.clone());
        let (good, faults, older_theme) = match outcome {
            Outcome::Good(generation) => {
                let older = good.map(|older| Arc::clone(&older.facts.theme));
                (Some(Arc::new(*generation)), Vec::new(), older)
            }
            Outcome::Faulty(faults) => {
                let older = before
                    .as_ref()
                    .and_then(|before| before.older_theme.clone());
                (good, faults, older)
            }
        };
        let pages = match faults.is_empty() {
            true => good.as_ref().map(|generation| generation.facts.pages),
            false => None,
        };
        let showing = Arc::new(Showing {
            number: self.number,
            inputs: Arc::clone(&self.seen),
            good,
            faults,
            older_theme,
        });
        self.showing.send_replace(Some(Arc::clone(&showing)));
        self.common.signals.shown(self.number);
        tell(Event::Loaded {
            pages,
            faults: &showing.faults,
        });
    }
}

#[cfg(test)]
mod tests;
