//! URLs of other websites.

use std::fmt;

use crate::diagnostic::Message;
use crate::say;

/// An absolute `https` or `http` URL, of characters that a URL may hold as they are (RFC 3986).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebUrl(Box<str>);

/// Why a text is no such URL.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().en)]
pub enum WebUrlError {
    /// It does not start with `https://` or `http://`.
    Scheme,
    /// There is no host, or none that could be one.
    Host,
    /// A character that must be percent-encoded.
    Character(char),
}

impl WebUrl {
    /// Reads a URL.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, WebUrlError> {
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .ok_or(WebUrlError::Scheme)?;
        if let Some(other) = text.chars().find(|&c| !may_stand(c)) {
            return Err(WebUrlError::Character(other));
        }
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        // No user name: one before an `@` looks like the host and is not.
        let is_host = host.starts_with(|c: char| c.is_ascii_alphanumeric())
            && host
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':'));
        if is_host {
            Ok(Self(text.into()))
        } else {
            Err(WebUrlError::Host)
        }
    }

    /// The URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a character may stand in a URL as it is.
fn may_stand(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
}

impl fmt::Display for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl WebUrlError {
    /// What is wrong, in both languages.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Scheme => say!(
                "网址要以 https:// 或 http:// 开头",
                "a URL starts with https:// or http://"
            ),
            Self::Host => say!(
                "网址里没有正确的主机名",
                "there is no proper host in the URL"
            ),
            Self::Character(c) => say!(
                "网址里不能直接写 {c:?}，应写成 %XX",
                "a URL cannot have {c:?} as it is: percent-encode it"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn urls() {
        for text in [
            "https://www.example.gov.cn",
            "http://127.0.0.1:8080/a?b=c&d=%E4%B8%AD#e",
            "https://bszs.conac.cn/sitename?method=show&id=0123",
        ] {
            assert_eq!(WebUrl::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn no_urls() {
        use WebUrlError::{Character, Host, Scheme};
        for (text, error) in [
            ("", Scheme),
            ("www.example.gov.cn", Scheme),
            ("//www.example.gov.cn/", Scheme),
            ("javascript:alert(1)", Scheme),
            ("https://", Host),
            ("https:///a", Host),
            ("https://?a", Host),
            ("https://.example.gov.cn/", Host),
            ("https://www.gov.cn@example.com/", Host),
            ("https://例.cn/", Character('例')),
            ("https://example.gov.cn/a b", Character(' ')),
            ("https://example.gov.cn/\"", Character('"')),
            ("https://example.gov.cn/{x}", Character('{')),
        ] {
            assert_eq!(WebUrl::parse(text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text: String, rest in "https?://.*") {
            let _ = WebUrl::parse(&text);
            if let Ok(url) = WebUrl::parse(&rest) {
                prop_assert!(url.as_str().is_ascii());
            }
        }
    }
}
