//! One question at a time for each host, and a pause between them, whichever thread asks.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use url::Url;

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

/// The hosts that were asked, each with whether it was.
#[derive(Debug, Default)]
pub(super) struct Gate(Mutex<BTreeMap<String, Arc<Mutex<bool>>>>);

impl Gate {
    /// Asks a host, when nobody else does and after a pause if somebody did.
    pub(super) fn pass<T>(
        &self,
        url: &Url,
        wait: &(dyn Fn(Duration) + Sync),
        ask: impl FnOnce() -> T,
    ) -> T {
        let host = Arc::clone(locked(&self.0).entry(host(url)).or_default());
        let mut was_asked = locked(&host);
        if *was_asked {
            wait(PAUSE);
        }
        *was_asked = true;
        ask()
    }
}

/// What a lock holds; no panic of another thread leaves it half changed.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
