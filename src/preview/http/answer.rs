//! Answers and the header fields that all of them have.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::{Response, StatusCode};

use super::body::Body;
use crate::diagnostic::Message;

/// The policy that every page of the built-in theme brings with it.
pub(in crate::preview) const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'";

/// Header fields of every answer: those that the README recommends to hosts, and that nothing of a
/// preview is kept or read by another site.
const FIELDS: [(&str, &str); 5] = [
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

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
        true => "frame-ancestors 'none'".to_owned(),
        false => format!("{POLICY}; frame-ancestors 'none'"),
    };
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        let fields = answer.headers_mut();
        fields.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
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
    for (name, value) in FIELDS {
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

/// The media type of pages.
pub(super) const HTML: &str = "text/html; charset=utf-8";
/// The media type of text that is only shown.
pub(super) const TEXT: &str = "text/plain; charset=utf-8";
/// The media type of data.
pub(super) const JSON: &str = "application/json";

/// The media type of a file by its name.
pub(super) fn kind_of(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "txt" => TEXT,
        "json" => JSON,
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "doc" | "wps" => "application/msword",
        "xls" | "et" => "application/vnd.ms-excel",
        "ppt" | "dps" => "application/vnd.ms-powerpoint",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "ofd" => "application/ofd",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_that_of_the_pages() {
        let base = include_str!("../../../themes/default/templates/base.html");
        assert!(base.contains(&format!("content=\"{POLICY}\"")));
    }

    #[test]
    fn text_says_how_it_is_encoded() {
        assert_eq!(kind_of("a/data.CSV"), "text/csv; charset=utf-8");
        assert_eq!(kind_of("a.b/c"), "application/octet-stream");
    }
}
