//! Answers and the header fields that all of them have.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::{Response, StatusCode};

use super::body::Body;
use crate::diagnostic::Message;
use crate::publish::serving::{FRAMES, HEADERS, IMMUTABLE};

pub(super) use crate::publish::serving::{HTML, POLICY, TEXT, media_type as kind_of};

/// An answer with a body that is there.
pub(super) fn of(
    status: StatusCode,
    kind: &'static str,
    bytes: impl Into<Bytes>,
) -> Response<Body> {
    let bytes = bytes.into();
    // A theme may have a policy of its own, which its pages bring with them.
    let is_usual = kind == HTML && contains(&bytes, POLICY.as_bytes());
    let mut answer = with(status, kind, Body::Whole(Full::new(bytes)));
    let policy = match kind == HTML && !is_usual {
        true => FRAMES.to_owned(),
        false => format!("{POLICY}; {FRAMES}"),
    };
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        let fields = answer.headers_mut();
        fields.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    answer
}

/// An answer that may be kept, as its path tells its content: pages are shown anew without asking for it again.
pub(super) fn lasting(kind: &'static str, bytes: impl Into<Bytes>) -> Response<Body> {
    let mut answer = of(StatusCode::OK, kind, bytes);
    let fields = answer.headers_mut();
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static(IMMUTABLE));
    answer
}

/// An answer with any body.
pub(super) fn with(status: StatusCode, kind: &'static str, body: Body) -> Response<Body> {
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    let fields = answer.headers_mut();
    fields.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    common(fields);
    answer
}

fn common(fields: &mut HeaderMap) {
    // Nothing of a preview is kept but what never changes.
    for (name, value) in HEADERS.into_iter().chain([("cache-control", "no-store")]) {
        fields.insert(name, HeaderValue::from_static(value));
    }
}

/// A line of text in both languages: the browser that reads it may belong to anybody.
pub(super) fn say(status: StatusCode, message: &Message) -> Response<Body> {
    let (zh, en) = (&message.zh, &message.en);
    of(status, TEXT, format!("{zh}\n{en}\n"))
}

/// Leads on to another path of this server.
pub(super) fn redirect(path: &str) -> Response<Body> {
    let mut answer = of(StatusCode::TEMPORARY_REDIRECT, TEXT, Bytes::new());
    if let Ok(path) = HeaderValue::from_str(path) {
        answer.headers_mut().insert(header::LOCATION, path);
    }
    answer
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// The media type of data.
pub(super) const JSON: &str = "application/json";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_that_of_the_pages() {
        let base = include_str!("../../../themes/default/templates/base.html");
        assert!(base.contains(&format!("content=\"{POLICY}\"")));
    }
}
