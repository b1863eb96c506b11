//! Requests over HTTP and TLS.

use std::io;
use std::time::Duration;

use jiff::fmt::rfc2822::DateTimeParser;
use ureq::config::Config;
use ureq::http::{HeaderMap, header};
use ureq::{Agent, Error, Proxy};
use url::Url;

use super::{Fetch, Method, Reply};
use crate::check::{Answer, Distrust, Trouble};

/// Whom servers see.
const USER_AGENT: &str = concat!("gongkai/", env!("CARGO_PKG_VERSION"), " (checks links)");

/// So long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);
/// So long a whole request may take.
const WHOLE: Duration = Duration::from_secs(20);
/// So much of a head is read.
const HEAD: usize = 64 * 1024;

/// Makes requests over the network, through the proxy that the environment names, if it does.
#[derive(Debug)]
pub struct Client(Agent);

impl Default for Client {
    fn default() -> Self {
        Self::new(WHOLE, Proxy::try_from_env())
    }
}

impl Client {
    /// One whose requests take no longer than this.
    pub(super) fn new(whole: Duration, proxy: Option<Proxy>) -> Self {
        let config: Config = Agent::config_builder()
            .user_agent(USER_AGENT)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(HEAD)
            .max_idle_connections(0)
            .proxy(proxy)
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(whole))
            .build();
        Self(config.into())
    }
}

impl Fetch for Client {
    fn fetch(&self, method: Method, url: &Url) -> Result<Reply, Answer> {
        let request = match method {
            Method::Head => self.0.head(url.as_str()),
            Method::Get => self.0.get(url.as_str()),
        };
        // Of the body, nothing is read: the connection is closed when the response goes.
        let response = request.call().map_err(|error| failure(&error))?;
        let headers = response.headers();
        Ok(Reply {
            status: response.status().as_u16(),
            location: text(headers, header::LOCATION),
            retry_after: retry_after(headers),
        })
    }
}

/// A header as text; some servers write Chinese into it as it is.
fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    let value = headers.get(name)?.as_bytes();
    std::str::from_utf8(value).ok().map(str::to_owned)
}

/// How long a server asks to wait: seconds, or a time, which is held against its own clock (RFC 9110,
/// section 10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = text(headers, header::RETRY_AFTER)?;
    if let Ok(seconds) = value.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let parser = DateTimeParser::new();
    let at = parser.parse_timestamp(&value).ok()?;
    let now = parser.parse_timestamp(&text(headers, header::DATE)?).ok()?;
    let seconds = at.as_second().saturating_sub(now.as_second());
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

/// What a failed request says of the URL.
fn failure(error: &Error) -> Answer {
    let trouble = match error {
        Error::HostNotFound => Trouble::NoHost,
        Error::ConnectionFailed | Error::ConnectProxyFailed(_) => Trouble::Refused,
        Error::Timeout(_) => Trouble::TooSlow,
        Error::Rustls(error) => return encryption(error),
        Error::Io(error) => {
            let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
            if let Some(error) = inner {
                return encryption(error);
            }
            match error.kind() {
                io::ErrorKind::ConnectionRefused
                | io::ErrorKind::HostUnreachable
                | io::ErrorKind::NetworkUnreachable => Trouble::Refused,
                io::ErrorKind::TimedOut => Trouble::TooSlow,
                _ => Trouble::Cut,
            }
        }
        // A URL that the library cannot ask for, or a proxy that is not one.
        Error::BadUri(_) | Error::Http(_) | Error::InvalidProxyUrl => return Answer::Undecided,
        _ => Trouble::Cut,
    };
    Answer::Unreachable(trouble)
}

/// A certificate that is not good is told. Other failures to agree on a cipher may be ours: browsers
/// know older ones.
fn encryption(error: &rustls::Error) -> Answer {
    use rustls::CertificateError as Fault;
    let rustls::Error::InvalidCertificate(fault) = error else {
        return Answer::Undecided;
    };
    Answer::Certificate(match fault {
        Fault::Expired
        | Fault::ExpiredContext { .. }
        | Fault::NotValidYet
        | Fault::NotValidYetContext { .. } => Distrust::Expired,
        Fault::NotValidForName | Fault::NotValidForNameContext { .. } => Distrust::OtherHost,
        Fault::UnknownIssuer => Distrust::UnknownIssuer,
        _ => Distrust::Faulty,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        let pairs = pairs.iter().map(|(name, value)| {
            let value = header::HeaderValue::from_bytes(value.as_bytes()).unwrap();
            (name.clone(), value)
        });
        pairs.collect()
    }

    #[test]
    fn how_long_to_wait_is_read_in_both_forms() {
        let after = |pairs: &[(header::HeaderName, &str)]| retry_after(&headers(pairs));
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(after(&[(header::RETRY_AFTER, "120")]), seconds(120));
        let date = (header::DATE, "Wed, 22 Jul 2020 07:00:00 GMT");
        let later = (header::RETRY_AFTER, "Wed, 22 Jul 2020 07:00:09 GMT");
        let earlier = (header::RETRY_AFTER, "Wed, 22 Jul 2020 06:00:00 GMT");
        assert_eq!(after(&[date.clone(), later.clone()]), seconds(9));
        assert_eq!(after(&[date, earlier]), seconds(0));
        assert_eq!(after(&[later]), None, "its clock is not known");
        assert_eq!(after(&[(header::RETRY_AFTER, "soon")]), None);
        assert_eq!(after(&[]), None);
    }

    #[test]
    fn a_certificate_is_told_from_other_failures() {
        use rustls::CertificateError::{BadEncoding, Expired, NotValidForName, UnknownIssuer};
        for (fault, distrust) in [
            (Expired, Distrust::Expired),
            (NotValidForName, Distrust::OtherHost),
            (UnknownIssuer, Distrust::UnknownIssuer),
            (BadEncoding, Distrust::Faulty),
        ] {
            let error = || rustls::Error::InvalidCertificate(fault.clone());
            let told = Answer::Certificate(distrust);
            assert_eq!(failure(&Error::Rustls(error())), told);
            let wrapped = io::Error::new(io::ErrorKind::InvalidData, error());
            assert_eq!(failure(&Error::Io(wrapped)), told);
        }
        let old = rustls::Error::HandshakeNotComplete;
        assert_eq!(failure(&Error::Rustls(old)), Answer::Undecided);
    }
}
