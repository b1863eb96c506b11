//! Other sites: whether the pages that a site links to are there.
//!
//! The only room that uses the network, and only for `gongkai check --external`. It is polite: each URL
//! is asked once, a host one question at a time with a pause between them, pages are not loaded (`HEAD`,
//! or `GET` without reading what comes), and a server that asks for patience gets it. What was answered
//! is remembered in a [`Cache`], so that the next run asks little.

mod cache;
mod client;
mod gate;
mod probe;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use url::Url;

pub use self::cache::Cache;
pub use self::client::Client;
use self::gate::Gate;
use self::probe::Probe;
use crate::check::{Answer, Answers, Trouble};

/// So many hosts are asked at once.
const AT_ONCE: usize = 8;

/// How a request is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Only whether it is there.
    Head,
    /// The page, whose content is not read.
    Get,
}

/// What a server answered to one request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Where it says the page is.
    pub location: Option<String>,
    /// How long it asks to wait.
    pub retry_after: Option<Duration>,
}

/// Makes single requests, without following redirects.
pub trait Fetch: Sync {
    /// Asks for a URL.
    ///
    /// # Errors
    /// What a failed connection says of the URL.
    fn fetch(&self, method: Method, url: &Url) -> Result<Reply, Answer>;
}

/// What links are asked with.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// Makes the requests.
    pub fetch: &'a dyn Fetch,
    /// Waits, between requests to a host and before another try.
    pub wait: &'a (dyn Fn(Duration) + Sync),
    /// Whether a URL may be asked for: what lies on the network inside is nobody's business.
    pub may_ask: &'a (dyn Fn(&Url) -> bool + Sync),
    /// Called after each URL with how many are done, and of how many.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

/// What was answered.
#[derive(Debug, Default)]
pub struct Asked {
    /// The answers by URL.
    pub answers: Answers,
    /// How many of them came from the cache.
    pub from_cache: usize,
    /// How many hosts were asked in vain, if none answered: then it is not they who are out of reach.
    pub no_network: Option<usize>,
}

impl Asked {
    /// What the rules may rest on; nothing where the network failed.
    #[must_use]
    pub fn usable(&self) -> Option<Answers> {
        let is_usable = self.no_network.is_none();
        is_usable.then(|| self.answers.clone())
    }

    /// How many URLs are as they should not be.
    #[must_use]
    pub fn failed(&self) -> usize {
        let is_good = |answer: &&Answer| matches!(answer, Answer::Fine | Answer::Undecided);
        self.answers.len() - self.answers.values().filter(is_good).count()
    }

    /// Of how many URLs nothing can be said.
    #[must_use]
    pub fn undecided(&self) -> usize {
        let answers = self.answers.values();
        answers
            .filter(|answer| **answer == Answer::Undecided)
            .count()
    }
}

/// Asks for each of the URLs that the cache does not know, and remembers the answers in it.
#[must_use]
pub fn ask(urls: Vec<Url>, cache: &mut Cache, asking: Asking<'_>) -> Asked {
    let mut asked = Asked::default();
    let mut hosts: BTreeMap<String, Vec<Url>> = BTreeMap::new();
    for url in urls {
        match cache.get(url.as_str()) {
            Some(answer) => {
                asked.answers.insert(url.as_str().to_owned(), answer);
            }
            None => hosts.entry(gate::host(&url)).or_default().push(url),
        }
    }
    asked.from_cache = asked.answers.len();

    let several = Some(hosts.len()).filter(|hosts| *hosts > 1);
    let all = asked.from_cache + hosts.values().map(Vec::len).sum::<usize>();
    let done = AtomicUsize::new(asked.from_cache);
    let workers = AT_ONCE.min(hosts.len());
    let queue = Mutex::new(hosts.into_values());
    let gate = Gate::default();
    let probe = Probe {
        asking,
        gate: &gate,
    };
    let work = || {
        let mut answers = Vec::new();
        loop {
            let next = gate::locked(&queue).next();
            let Some(urls) = next else { break };
            for url in urls {
                answers.push((url.as_str().to_owned(), probe.ask(&url)));
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                (asking.progress)(done, all);
            }
        }
        answers
    };
    let found: Vec<(String, Answer)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        // One that failed leaves its hosts unasked: nothing is said of them.
        let joined = threads.into_iter().filter_map(|thread| thread.join().ok());
        joined.flatten().collect()
    });
    let is_silent = found.iter().all(|(_, answer)| is_silence(answer));
    asked.no_network = several.filter(|_| is_silent);
    for (url, answer) in found {
        if asked.no_network.is_some() {
            asked.answers.insert(url, Answer::Undecided);
        } else {
            cache.put(&url, &answer);
            asked.answers.insert(url, answer);
        }
    }
    asked
}

/// Whether no server said anything.
fn is_silence(answer: &Answer) -> bool {
    matches!(
        answer,
        Answer::Unreachable(Trouble::NoHost | Trouble::Refused | Trouble::TooSlow)
    )
}
