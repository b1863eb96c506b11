//! The entry of “我为政府网站找错”.

use super::{WebUrl, WebUrlError};
use crate::diagnostic::Message;
use crate::say;

/// What stands for the URL of the page.
const PAGE: &str = "{url}";

/// Where a reader of a page reports what is wrong with it: a URL in which `{url}` stands for that of
/// the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportUrl(Box<str>);

/// Why a text is no such URL.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().en)]
pub enum ReportUrlError {
    /// It is no URL, whatever stands for that of the page.
    Url(WebUrlError),
    /// A brace that does not belong to `{url}`, with what it encloses.
    Placeholder(String),
    /// `{url}` stands in the host.
    Host,
}

impl ReportUrl {
    /// Reads one.
    ///
    /// # Errors
    /// When it is no URL, has another placeholder, or one in its host.
    pub fn parse(text: &str) -> Result<Self, ReportUrlError> {
        let plain = text.replace(PAGE, "");
        if let Some(start) = plain.find(['{', '}']) {
            let brace = plain.get(start..).unwrap_or_default();
            let end = brace.find('}').map_or(brace.len(), |end| end + 1);
            let brace = brace.get(..end).unwrap_or_default();
            return Err(ReportUrlError::Placeholder(brace.to_owned()));
        }
        WebUrl::parse(&plain).map_err(ReportUrlError::Url)?;
        let host = text.split_once("://").map_or(text, |(_, rest)| rest);
        let host = host.split(['/', '?', '#']).next().unwrap_or(host);
        if host.contains(PAGE) {
            return Err(ReportUrlError::Host);
        }
        Ok(Self(text.into()))
    }

    /// The URL to report faults of a page at; `page` is that page's URL, percent-encoded whole as a
    /// part of another.
    #[must_use]
    pub fn of_page(&self, page: &str) -> String {
        self.0.replace(PAGE, page)
    }
}

impl ReportUrlError {
    /// What is wrong, in both languages.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Url(error) => error.message(),
            Self::Placeholder(text) => say!(
                "`{text}` 不是可用的占位符，只有 `{{url}}`（当前页的网址）",
                "`{text}` is no placeholder; there is only `{{url}}`, the URL of the page"
            ),
            Self::Host => say!(
                "`{{url}}` 不能放在主机名里",
                "`{{url}}` cannot stand in the host"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_page_takes_its_place() {
        for (text, url) in [
            (
                "https://example.gov.cn/jump?code=1&url={url}",
                "https://example.gov.cn/jump?code=1&url=https%3A%2F%2Fa%2F",
            ),
            ("https://example.gov.cn/jump", "https://example.gov.cn/jump"),
            (
                "https://example.gov.cn?{url}#{url}",
                "https://example.gov.cn?https%3A%2F%2Fa%2F#https%3A%2F%2Fa%2F",
            ),
        ] {
            let report = ReportUrl::parse(text).unwrap();
            assert_eq!(report.of_page("https%3A%2F%2Fa%2F"), url);
        }
    }

    #[test]
    fn other_placeholders_are_told() {
        let placeholder = |text: &str| ReportUrlError::Placeholder(text.to_owned());
        for (text, error) in [
            ("{url}", ReportUrlError::Url(WebUrlError::Scheme)),
            ("https://{url}/", ReportUrlError::Url(WebUrlError::Host)),
            ("https://a{url}.cn/", ReportUrlError::Host),
            ("https://a.cn/?u={URL}", placeholder("{URL}")),
            (
                "https://a.cn/?u={url}&c={code}&d={x}",
                placeholder("{code}"),
            ),
            ("https://a.cn/?u={url", placeholder("{url")),
            ("https://a.cn/?u=url}", placeholder("}")),
            ("https://a.cn/?u={{url}}", placeholder("{}")),
        ] {
            assert_eq!(ReportUrl::parse(text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "(https://a)?[{}url/?.中 ]{0,20}") {
            if let Ok(url) = ReportUrl::parse(&text) {
                let of_page = url.of_page("x");
                prop_assert!(WebUrl::parse(&of_page).is_ok());
            }
        }
    }
}
