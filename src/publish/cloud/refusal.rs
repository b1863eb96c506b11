//! What a service says when it does not do what it was asked.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};

use quick_xml::Reader;
use quick_xml::events::Event;

/// So much of what a service says is told, in characters.
const SAID: usize = 200;

/// Why a service refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::publish) enum Why {
    /// It does not know who asks, or does not believe it.
    Credentials,
    /// The request was signed at another time than it is there.
    Clock,
    /// It has no such bucket, or has it in another region.
    Place,
    /// Who asks may not do this.
    Permission,
    /// There is no room left.
    Full,
    /// It cannot answer now.
    Busy,
    /// The connection failed or was cut.
    Network,
    /// The certificate of the server is not good.
    Certificate,
    /// Anything else.
    Other,
}

/// A refusal: why, and in the words of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::publish) struct Refusal {
    pub(in crate::publish) why: Why,
    said: String,
}

impl Refusal {
    pub(super) fn new(why: Why, said: impl Into<String>) -> Self {
        Self {
            why,
            said: said.into(),
        }
    }

    /// What an answer with this status and body says; none if that is for the caller to decide.
    pub(super) fn of(status: u16, body: &[u8]) -> Option<Self> {
        let answer = Answer::read(body);
        let code = answer.code.as_deref().unwrap_or_default();
        let why = match (status, code) {
            (..400, _) if !matches!(status, 300..=303 | 305..=399) => return None,
            (_, "NoSuchBucket" | "InvalidBucketName") => Why::Place,
            (404 | 405 | 409 | 412 | 416, _) => return None,
            (300..=399, _)
            | (_, "AuthorizationHeaderMalformed" | "IllegalLocationConstraintException") => {
                Why::Place
            }
            (_, "RequestTimeTooSkewed" | "RequestExpired" | "RequestIsExpired") => Why::Clock,
            (401, _) => Why::Credentials,
            (400 | 403, code) if CREDENTIALS.contains(&code) => Why::Credentials,
            (403, _) => Why::Permission,
            (507, _)
            | (_, "QuotaExceeded" | "InsufficientStorage" | "InsufficientStorageSpace") => {
                Why::Full
            }
            (408 | 429 | 500..=599, _) | (_, "RequestTimeout") => Why::Busy,
            _ => Why::Other,
        };
        Some(Self::new(why, answer.said(status)))
    }

    /// Whether another try may help.
    pub(super) fn is_passing(&self) -> bool {
        matches!(self.why, Why::Busy | Why::Network)
    }
}

/// Codes of services that do not accept who asks.
const CREDENTIALS: [&str; 15] = [
    "AuthFailure",
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidSecretId",
    "InvalidSecurity",
    "InvalidSecurityToken",
    "InvalidSignature",
    "InvalidToken",
    "NotSignedUp",
    "SecurityTokenExpired",
    "SignatureDoesNotMatch",
    "SignatureFailure",
    "TokenRefreshRequired",
];

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said)
    }
}

impl Error for Refusal {}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> Self {
        let kind = match refusal.why {
            Why::Full => ErrorKind::StorageFull,
            Why::Credentials | Why::Permission => ErrorKind::PermissionDenied,
            _ => ErrorKind::Other,
        };
        Self::new(kind, refusal)
    }
}

/// The error document of object stores: `<Error><Code>…</Code><Message>…</Message>…</Error>`. All else that
/// is in it, such as what was signed, is nobody's business.
#[derive(Default)]
struct Answer {
    code: Option<String>,
    message: Option<String>,
}

impl Answer {
    fn read(body: &[u8]) -> Self {
        let mut answer = Self::default();
        let Ok(text) = std::str::from_utf8(body) else {
            return answer;
        };
        let mut reader = Reader::from_str(text);
        let mut inside = None;
        loop {
            match reader.read_event() {
                Ok(Event::Start(start)) => {
                    let name = start.local_name();
                    let mut known = ["Code", "Message"].into_iter();
                    inside = known.position(|known| known == name.as_ref());
                }
                Ok(Event::Text(found)) => {
                    let found = found.as_ref().to_string();
                    match inside.take() {
                        Some(0) if answer.code.is_none() => answer.code = Some(found),
                        Some(1) if answer.message.is_none() => answer.message = Some(found),
                        _ => {}
                    }
                }
                Ok(Event::Eof) | Err(_) => return answer,
                Ok(_) => {}
            }
        }
    }

    fn said(&self, status: u16) -> String {
        let parts = [self.code.as_deref(), self.message.as_deref()];
        let said: Vec<&str> = parts.into_iter().flatten().map(str::trim).collect();
        let said: String = said
            .join(": ")
            .chars()
            .filter(|c| !c.is_control())
            .take(SAID)
            .collect();
        match said.as_str() {
            "" => format!("HTTP {status}"),
            said => format!("HTTP {status} {said}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(status: u16, code: &str) -> Option<Why> {
        let body = format!(
            "<?xml version=\"1.0\"?>\n<Error><Code>{code}</Code><Message>no</Message>\
             <StringToSign>secret</StringToSign></Error>"
        );
        Refusal::of(status, body.as_bytes()).map(|refusal| refusal.why)
    }

    #[test]
    fn codes_are_told_apart() {
        for (status, code, expected) in [
            (403, "RequestTimeTooSkewed", Why::Clock),
            (403, "InvalidAccessKeyId", Why::Credentials),
            (403, "SignatureDoesNotMatch", Why::Credentials),
            (400, "ExpiredToken", Why::Credentials),
            (401, "", Why::Credentials),
            (403, "AccessDenied", Why::Permission),
            (404, "NoSuchBucket", Why::Place),
            (301, "PermanentRedirect", Why::Place),
            (400, "AuthorizationHeaderMalformed", Why::Place),
            (507, "", Why::Full),
            (503, "SlowDown", Why::Busy),
            (500, "InternalError", Why::Busy),
            (400, "MalformedXML", Why::Other),
        ] {
            assert_eq!(why(status, code), Some(expected), "{status} {code}");
        }
        for (status, code) in [
            (404, "NoSuchKey"),
            (412, "PreconditionFailed"),
            (200, ""),
            (304, ""),
        ] {
            assert_eq!(why(status, code), None, "{status} {code}");
        }
    }

    #[test]
    fn what_was_signed_is_not_told() {
        let body = b"<Error><Code>SignatureDoesNotMatch</Code><Message>It differs.</Message>\
            <AWSAccessKeyId>AKID</AWSAccessKeyId><StringToSign>AWS4 secret</StringToSign></Error>";
        let told = Refusal::of(403, body).unwrap().to_string();
        assert_eq!(told, "HTTP 403 SignatureDoesNotMatch: It differs.");
        assert_eq!(Refusal::of(500, b"<html>").unwrap().to_string(), "HTTP 500");
        assert_eq!(Refusal::of(500, b"\xff").unwrap().to_string(), "HTTP 500");
    }
}
