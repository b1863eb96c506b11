//! Which requests are refused before anything is looked up.

use std::net::IpAddr;

use hyper::header::{HOST, HeaderMap, HeaderName, ORIGIN};
use hyper::{Method, Request, Response, StatusCode};

use super::body::Body;
use super::{Server, answer, reserved};
use crate::say;

/// The longest address of a request, in bytes.
const LONGEST_URI: usize = 4096;

/// The answer to a request that is refused.
pub(super) fn refuse<B>(server: &Server, request: &Request<B>) -> Option<Response<Body>> {
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let what = say!("只能读取", "only reading is possible");
        let mut refused = answer::say(StatusCode::METHOD_NOT_ALLOWED, &what);
        let methods = hyper::header::HeaderValue::from_static("GET, HEAD");
        refused.headers_mut().insert(hyper::header::ALLOW, methods);
        return Some(refused);
    }
    let uri = request.uri();
    let length = uri.path_and_query().map_or(0, |whole| whole.as_str().len());
    if length > LONGEST_URI {
        let what = say!("网址过长", "the address is too long");
        return Some(answer::say(StatusCode::URI_TOO_LONG, &what));
    }
    let hosts: Vec<_> = request.headers().get_all(HOST).iter().collect();
    let [host] = hosts.as_slice() else {
        let what = say!("请求应有一个 Host", "a request has one Host");
        return Some(answer::say(StatusCode::BAD_REQUEST, &what));
    };
    let is_open = !server.address.ip().is_loopback();
    let named = host.to_str().unwrap_or_default();
    let authority = uri
        .authority()
        .map_or(named, |authority| authority.as_str());
    if !is_own(named, is_open) || !is_own(authority, is_open) {
        let what = say!(
            "只用 localhost 或 IP 地址访问预览，以免别的网站借域名读取",
            "a preview is reached by localhost or an IP address, lest another site reads it by a name of its own"
        );
        return Some(answer::say(StatusCode::MISDIRECTED_REQUEST, &what));
    }
    if uri.path().starts_with(reserved::PREFIX) && is_foreign(request.headers(), named) {
        let what = say!(
            "不接受别的网站的请求",
            "requests of other sites are refused"
        );
        return Some(answer::say(StatusCode::FORBIDDEN, &what));
    }
    None
}

/// Whether a host is one by which only this machine is meant. A name can be made to lead here by whoever
/// owns it; an address cannot.
fn is_own(host: &str, is_open: bool) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        _ => host,
    };
    if name.eq_ignore_ascii_case("localhost") {
        return true;
    }
    let name = match name.strip_prefix('[') {
        Some(inner) => inner.strip_suffix(']').unwrap_or(inner),
        None => name,
    };
    name.parse::<IpAddr>()
        .is_ok_and(|address| is_open || address.is_loopback())
}

/// Whether a browser says that another site asks.
fn is_foreign(headers: &HeaderMap, host: &str) -> bool {
    const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
    let is_other =
        |value: &hyper::header::HeaderValue| !matches!(value.as_bytes(), b"same-origin" | b"none");
    let other_origin = |value: &hyper::header::HeaderValue| {
        value.as_bytes() != format!("http://{host}").as_bytes()
    };
    headers.get_all(FETCH_SITE).iter().any(is_other)
        || headers.get_all(ORIGIN).iter().any(other_origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_somebody_else_is_refused() {
        for host in [
            "localhost",
            "LocalHost:8000",
            "127.0.0.1:1",
            "[::1]:8000",
            "127.9.9.9",
        ] {
            assert!(is_own(host, false), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:80",
            "192.168.1.5",
            "[::1",
            "::1]",
            "localhost:80:80",
            "user@localhost",
            "0",
        ] {
            let is_odd_address = matches!(host, "[::1" | "::1]");
            assert!(is_odd_address || !is_own(host, false), "{host}");
        }
        assert!(is_own("192.168.1.5:8000", true));
        assert!(!is_own("evil.example", true));
    }
}
