//! Links between the files of the output, and to them from elsewhere.

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use super::OutputPath;

/// What a path segment of a URL may not hold as it is (RFC 3986, section 3.3), and characters that
/// would need care in HTML.
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'\'')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// All but the unreserved characters (RFC 3986, section 2.3).
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What a folder's page is called.
const INDEX: &str = "index.html";

/// A text as it may stand in the path of a URL.
#[must_use]
pub fn encode(path: &str) -> String {
    utf8_percent_encode(path, SEGMENT).to_string()
}

/// A text as it may stand as one value in another URL, itself a URL or not.
#[must_use]
pub fn encode_component(text: &str) -> String {
    utf8_percent_encode(text, COMPONENT).to_string()
}

/// What leads from the folder of `from` to the root of the output: empty, or `../` repeated.
#[must_use]
pub fn root(from: &OutputPath) -> String {
    "../".repeat(from.as_str().matches('/').count())
}

/// The relative link from one file of the output to another. It names the file, `index.html`
/// included, so that it works in a folder opened without a server as well.
#[must_use]
pub fn href(from: &OutputPath, to: &OutputPath) -> String {
    let (from, to) = (from.as_str(), to.as_str());
    let shared = from
        .bytes()
        .zip(to.bytes())
        .take_while(|(a, b)| a == b)
        .zip(1..)
        .filter(|((byte, _), _)| *byte == b'/')
        .last()
        .map_or(0, |(_, length)| length);
    let left = from
        .bytes()
        .skip(shared)
        .filter(|byte| *byte == b'/')
        .count();
    let own = to.get(shared..).unwrap_or(to);
    let mut link = String::with_capacity(3 * left + own.len());
    link.extend(std::iter::repeat_n("../", left));
    link.extend(utf8_percent_encode(own, SEGMENT));
    link
}

/// The absolute URL of a file; a folder's page is named by the folder.
#[must_use]
pub fn absolute(base_url: &str, to: &OutputPath) -> String {
    let path = to.as_str();
    let path = match path.strip_suffix(INDEX) {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    };
    let mut url = String::with_capacity(base_url.len() + path.len());
    url.push_str(base_url);
    url.extend(utf8_percent_encode(path, SEGMENT));
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> OutputPath {
        OutputPath::parse(text).unwrap()
    }

    #[test]
    fn links_are_relative_and_name_the_file() {
        for (from, to, link) in [
            ("index.html", "index.html", "index.html"),
            ("index.html", "a/index.html", "a/index.html"),
            ("a/b/c.html", "a/b/d.html", "d.html"),
            ("a/b/c.html", "a/index.html", "../index.html"),
            ("a/b/c.html", "x/y.html", "../../x/y.html"),
            ("a.html", "files/表 1.pdf", "files/%E8%A1%A8%201.pdf"),
            ("a/b.html", "a&b/c#d.html", "../a%26b/c%23d.html"),
        ] {
            assert_eq!(href(&path(from), &path(to)), link, "{from} to {to}");
        }
        assert_eq!(root(&path("index.html")), "");
        assert_eq!(root(&path("a/b/c.html")), "../../");
    }

    #[test]
    fn a_url_within_a_url() {
        assert_eq!(
            encode_component("https://a.cn/x-y_z.~/?a=1&b=%E4#中"),
            "https%3A%2F%2Fa.cn%2Fx-y_z.~%2F%3Fa%3D1%26b%3D%25E4%23%E4%B8%AD"
        );
    }

    #[test]
    fn absolute_urls_name_folders() {
        let base = "https://example.gov.cn/x/";
        assert_eq!(absolute(base, &path("index.html")), base);
        assert_eq!(
            absolute(base, &path("a/index.html")),
            "https://example.gov.cn/x/a/"
        );
        assert_eq!(
            absolute(base, &path("a/b.html")),
            "https://example.gov.cn/x/a/b.html"
        );
        assert_eq!(
            absolute(base, &path("a/myindex.html")),
            "https://example.gov.cn/x/a/myindex.html"
        );
    }
}
