//! One question at a time for each host, and a pause between them, whichever thread asks; none for one
//! that is not there.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use url::Url;

use crate::check::{Answer, Trouble};

/// The pause between two questions to a host.
pub(super) const PAUSE: Duration = Duration::from_millis(500);

/// What of a URL is one server: host and port.
pub(super) fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or_default();
    // Both ports of a host are one machine; others may be another.
    match port {
        80 | 443 => host.to_owned(),
        _ => format!("{host}:{port}"),
    }
}

/// So many questions in a row may go unanswered before a server is given up.
const PATIENCE: u8 = 2;

/// The hosts that were asked.
#[derive(Debug, Default)]
pub(super) struct Gate(Mutex<BTreeMap<String, Arc<Mutex<Host>>>>);

/// What is known of a host.
#[derive(Debug, Default)]
struct Host {
    was_asked: bool,
    /// By port, how many questions in a row took too long.
    slow: BTreeMap<u16, u8>,
    /// By port, what is wrong with it: the other pages need not be asked for.
    lost: BTreeMap<u16, Trouble>,
}

impl Gate {
    /// Asks a host, when nobody else does and after a pause if somebody did; not one that is lost.
    pub(super) fn pass<T>(
        &self,
        url: &Url,
        wait: &(dyn Fn(Duration) + Sync),
        ask: impl FnOnce() -> Result<T, Answer>,
    ) -> Result<T, Answer> {
        let port = url.port_or_known_default().unwrap_or_default();
        let host = Arc::clone(locked(&self.0).entry(host(url)).or_default());
        let mut host = locked(&host);
        if let Some(trouble) = host.lost.get(&port) {
            return Err(Answer::Unreachable(*trouble));
        }
        if host.was_asked {
            wait(PAUSE);
        }
        host.was_asked = true;
        let answer = ask();
        let slow = host.slow.entry(port).or_default();
        match answer {
            Err(Answer::Unreachable(Trouble::TooSlow)) => *slow += 1,
            _ => *slow = 0,
        }
        let is_given_up = *slow == PATIENCE;
        match answer {
            Err(Answer::Unreachable(trouble @ (Trouble::NoHost | Trouble::Refused))) => {
                host.lost.insert(port, trouble);
            }
            _ if is_given_up => {
                host.lost.insert(port, Trouble::TooSlow);
            }
            _ => {}
        }
        answer
    }
}

/// What a lock holds; no panic of another thread leaves it half changed.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
