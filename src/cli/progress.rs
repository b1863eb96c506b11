//! What is shown on a terminal while work lasts.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::output::{Format, Output};
use crate::diagnostic::{Lang, Message};

/// Work that is over sooner shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often the display moves, so that a long step does not look stuck.
const TICK: Duration = Duration::from_millis(100);

/// A line at the foot of the terminal, gone when this is dropped. Where nobody watches, it is none.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    lang: Lang,
    /// Its end tells the thread that waits to show the line that there is nothing to show any more.
    _ended: Sender<()>,
}

impl Progress {
    pub(super) fn new(output: &Output) -> Self {
        let bar = ProgressBar::hidden();
        let (ended, wait) = channel();
        if output.format == Format::Human && io::stderr().is_terminal() {
            let bar = bar.clone();
            thread::spawn(move || {
                if wait.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                    bar.enable_steady_tick(TICK);
                }
            });
        }
        Self {
            bar,
            lang: output.lang,
            _ended: ended,
        }
    }

    /// Says what is being done now.
    pub(super) fn stage(&self, what: &Message) {
        self.bar.set_style(ProgressStyle::default_spinner());
        self.bar.set_message(what.text(self.lang).to_owned());
    }

    /// Says how many of how many items are done.
    pub(super) fn items(&self, done: usize, all: usize) {
        if self.bar.length() != Some(all as u64)
            && let Ok(style) =
                ProgressStyle::with_template("{spinner} {msg} {wide_bar} {pos}/{len} {eta}")
        {
            self.bar.set_style(style);
        }
        self.bar.set_length(all as u64);
        self.bar.set_position(done as u64);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
