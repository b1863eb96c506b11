//! What is shown at the moment, and how those who look at it are told that it changed.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use super::generation::{Generation, Side};
use super::{Inputs, Shown};
use crate::render::Theme;

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
    /// The theme of the generation before, whose files pages name that were asked for shortly before a change.
    pub(super) older_theme: Option<Arc<Theme>>,
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
    crowd: Mutex<Crowd>,
    changed: Condvar,
}

/// Who looks, and who works for them.
#[derive(Debug, Default)]
struct Crowd {
    viewers: usize,
    /// Whether a generation has its turn to find out what takes long.
    is_working: bool,
}

impl Signals {
    pub(super) fn new() -> Self {
        Self {
            signal: watch::Sender::new(Signal::default()),
            crowd: Mutex::default(),
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
        self.change(|crowd| crowd.viewers += 1);
        Viewer(Arc::clone(self))
    }

    fn change(&self, change: impl Fn(&mut Crowd)) {
        change(&mut self.crowd.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.notify_all();
    }

    /// Lets those who wait look again.
    pub(super) fn wake(&self) {
        self.change(|_| {});
    }

    /// Waits until somebody looks, a generation stayed for a moment, and no other one works: one at a time takes
    /// no more than its share of the machine. None if it is over before.
    pub(super) fn turn(self: &Arc<Self>, side: &Side) -> Option<Turn> {
        let mut crowd = self.crowd.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let waits =
                |crowd: &mut Crowd| !side.is_over() && (crowd.viewers == 0 || crowd.is_working);
            let waited = self.changed.wait_while(crowd, waits);
            crowd = waited.unwrap_or_else(PoisonError::into_inner);
            let rests = |_: &mut Crowd| !side.is_over();
            let waited = self.changed.wait_timeout_while(crowd, REST, rests);
            crowd = waited.unwrap_or_else(PoisonError::into_inner).0;
            if side.is_over() {
                return None;
            }
            if !crowd.is_working {
                crowd.is_working = true;
                return Some(Turn(Arc::clone(self)));
            }
        }
    }
}

/// The turn of a generation, until it is dropped.
#[derive(Debug)]
pub(super) struct Turn(Arc<Signals>);

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.change(|crowd| crowd.is_working = false);
    }
}

/// Somebody who looks.
#[derive(Debug)]
pub(super) struct Viewer(Arc<Signals>);

impl Drop for Viewer {
    fn drop(&mut self) {
        self.0
            .change(|crowd| crowd.viewers = crowd.viewers.saturating_sub(1));
    }
}
