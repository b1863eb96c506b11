//! How much somebody waits for.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// How many answers are being made and readings are under way, so that other work can wait for them.
#[derive(Debug, Default)]
pub(super) struct Busy {
    answers: Mutex<usize>,
    changed: Condvar,
}

/// Something to do that somebody waits for. It is over when this is dropped, however it ends.
#[derive(Debug)]
pub(super) struct Doing(Arc<Busy>);

impl Drop for Doing {
    fn drop(&mut self) {
        self.0.count(|answers| answers.saturating_sub(1));
    }
}

impl Busy {
    /// Counts something to do.
    pub(super) fn begin(self: &Arc<Self>) -> Doing {
        self.count(|answers| answers + 1);
        Doing(Arc::clone(self))
    }

    fn count(&self, change: impl Fn(usize) -> usize) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        *answers = change(*answers);
        self.changed.notify_all();
    }

    /// How many there are.
    #[cfg(test)]
    pub(super) fn answers(&self) -> usize {
        *self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits while there is something to do that somebody waits for.
    pub(super) fn give_way(&self) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        while *answers > 0 {
            let waited = self.changed.wait(answers);
            answers = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }
}
