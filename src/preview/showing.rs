//! What is shown at the moment, and how those who look at it are told that it changed.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use super::generation::{Generation, Side};
use super::{Inputs, Shown};
use crate::render::Asset;

/// What takes long is begun after a site stayed as it is for so long.
const REST: Duration = Duration::from_millis(300);

/// What is shown.
#[derive(Debug)]
pub(super) struct Showing {
    /// Counts how often the site was read.
    pub(super) number: u64,
    /// What was read last.
    pub(super) inputs: Arc<Inputs>,
    /// The last generation that could be shown.
    pub(super) good: Option<Arc<Generation>>,
    /// What is wrong with what was read last.
    pub(super) faults: Vec<Shown>,
    /// Theme files of the generation before, for pages that were asked for shortly before a change.
    pub(super) older_assets: Vec<Asset>,
}

/// What changed, as counters: whoever sees another number asks for the state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signal {
    /// [`Showing::number`].
    pub(super) generation: u64,
    /// Counts how often something was found out beside.
    pub(super) news: u64,
}

/// Tells everybody who looks.
#[derive(Debug)]
pub(super) struct Signals {
    signal: watch::Sender<Signal>,
    viewers: Mutex<usize>,
    changed: Condvar,
}

impl Signals {
    pub(super) fn new() -> Self {
        Self {
            signal: watch::Sender::new(Signal::default()),
            viewers: Mutex::new(0),
            changed: Condvar::new(),
        }
    }

    pub(super) fn subscribe(&self) -> watch::Receiver<Signal> {
        self.signal.subscribe()
    }

    pub(super) fn shown(&self, number: u64) {
        self.signal.send_modify(|signal| signal.generation = number);
    }

    pub(super) fn news(&self) {
        self.signal.send_modify(|signal| signal.news += 1);
    }

    /// Counts somebody who looks until the value is dropped.
    pub(super) fn viewer(self: &Arc<Self>) -> Viewer {
        self.count(|viewers| viewers + 1);
        Viewer(Arc::clone(self))
    }

    fn count(&self, change: impl Fn(usize) -> usize) {
        let mut viewers = self.viewers.lock().unwrap_or_else(PoisonError::into_inner);
        *viewers = change(*viewers);
        self.changed.notify_all();
    }

    /// Lets those who wait look again.
    pub(super) fn wake(&self) {
        self.count(|viewers| viewers);
    }

    /// Waits until somebody looks and a generation stayed for a moment. False if it is over before.
    pub(super) fn wait_for_viewers(&self, side: &Side) -> bool {
        let mut viewers = self.viewers.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if side.is_over() {
                return false;
            }
            if *viewers == 0 {
                let waited = self.changed.wait(viewers);
                viewers = waited.unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let rest = self
                .changed
                .wait_timeout_while(viewers, REST, |_| !side.is_over());
            drop(rest.unwrap_or_else(PoisonError::into_inner));
            return !side.is_over();
        }
    }
}

/// Somebody who looks.
#[derive(Debug)]
pub(super) struct Viewer(Arc<Signals>);

impl Drop for Viewer {
    fn drop(&mut self) {
        self.0.count(|viewers| viewers.saturating_sub(1));
    }
}
