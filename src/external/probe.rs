//! What one URL answers, when all is tried that a patient reader would try.

use std::collections::BTreeSet;
use std::time::Duration;

use url::Url;

use super::gate::Gate;
use super::{Asking, Method, Reply};
use crate::check::{Answer, Trouble};

/// So many redirects are followed; browsers follow some more.
const REDIRECTS: usize = 10;
/// So often a server that is busy is asked again.
const RETRIES: u32 = 2;
/// The first wait for a server that is busy and does not say for how long; it doubles.
const BACKOFF: Duration = Duration::from_secs(2);
/// No longer than this is waited, whatever a server says.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) struct Probe<'a> {
    pub(super) asking: Asking<'a>,
    pub(super) gate: &'a Gate,
}

impl Probe<'_> {
    /// What a URL answers.
    pub(super) fn ask(&self, url: &Url) -> Answer {
        let mut seen = BTreeSet::from([url.as_str().to_owned()]);
        let mut at = url.clone();
        // Where only permanent redirects led.
        let mut moved: Option<Url> = None;
        let mut for_good = true;
        loop {
            let reply = match self.fetch(&at) {
                Ok(reply) => reply,
                Err(answer) => return answer,
            };
            if !matches!(reply.status, 301 | 302 | 303 | 307 | 308) {
                return verdict(reply.status, moved);
            }
            let next = reply.location.and_then(|to| at.join(&to).ok());
            let Some(mut next) = next else {
                // A redirect to nowhere.
                return Answer::Unreachable(Trouble::Redirects);
            };
            next.set_fragment(None);
            let is_page = matches!(next.scheme(), "http" | "https");
            if !is_page || !(self.asking.may_ask)(&next) {
                return Answer::Unreachable(Trouble::BadRedirect);
            }
            if seen.len() > REDIRECTS || !seen.insert(next.as_str().to_owned()) {
                return Answer::Unreachable(Trouble::Redirects);
            }
            for_good &= matches!(reply.status, 301 | 308);
            if for_good {
                moved = Some(next.clone());
            }
            at = next;
        }
    }

    /// Asks with `HEAD`, and where that gives no page with `GET`: there are servers that refuse the
    /// first, or answer it wrongly.
    fn fetch(&self, url: &Url) -> Result<Reply, Answer> {
        match self.patiently(Method::Head, url) {
            Ok(reply) if reply.status < 400 || is_busy(reply.status) => Ok(reply),
            Ok(_) | Err(Answer::Unreachable(Trouble::Cut)) => self.patiently(Method::Get, url),
            Err(answer) => Err(answer),
        }
    }

    /// Asks, and again while the server is busy.
    fn patiently(&self, method: Method, url: &Url) -> Result<Reply, Answer> {
        let Asking { fetch, wait, .. } = self.asking;
        let mut backoff = BACKOFF;
        let mut tries = 0;
        loop {
            let reply = self.gate.pass(url, wait, || fetch.fetch(method, url))?;
            let pause = reply.retry_after.unwrap_or(backoff);
            if !is_busy(reply.status) || tries == RETRIES || pause > PATIENCE {
                return Ok(reply);
            }
            wait(pause);
            backoff *= 2;
            tries += 1;
        }
    }
}

fn is_busy(status: u16) -> bool {
    matches!(status, 429 | 503)
}

/// What the status of the last page says. Of those that keep programs out, nothing is known: 4xx other
/// than 404 and 410, and 521, with which protections of Chinese sites ask for a script to be run.
fn verdict(status: u16, moved: Option<Url>) -> Answer {
    match status {
        404 | 410 => Answer::Gone(status),
        400..=499 | 521 => Answer::Undecided,
        500.. => Answer::Unreachable(Trouble::Status(status)),
        _ => match moved {
            Some(to) => Answer::Moved(to.into()),
            None => Answer::Fine,
        },
    }
}
