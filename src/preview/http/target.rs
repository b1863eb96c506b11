//! Which file of the output an address means.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::url::OutputPath;

/// What stands for itself in the path of a URL.
const KEPT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What an address means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::preview) enum Target {
    /// A file of the output.
    File(OutputPath),
    /// The root of the host, while the site lies below it.
    Above,
    /// A path outside the site, or one that no file can have.
    Nothing,
    /// A path that somebody made up to get elsewhere.
    Bad,
}

impl Target {
    /// What the path of a URL means on a host where the site lies at `base`, from `/` to `/`.
    pub(in crate::preview) fn of(path: &str, base: &str) -> Self {
        let lower = path.to_ascii_lowercase();
        if ["%2f", "%5c", "%00", "\\"]
            .iter()
            .any(|bad| lower.contains(bad))
        {
            return Self::Bad;
        }
        let Ok(decoded) = percent_decode_str(path).decode_utf8() else {
            return Self::Bad;
        };
        if decoded.split('/').any(|name| matches!(name, "." | "..")) {
            return Self::Bad;
        }
        let Some(below) = decoded.strip_prefix(base) else {
            let is_above = base
                .strip_prefix(decoded.as_ref())
                .is_some_and(|rest| decoded.ends_with('/') || rest.starts_with('/'));
            return if is_above { Self::Above } else { Self::Nothing };
        };
        let whole = if below.is_empty() || below.ends_with('/') {
            format!("{below}index.html")
        } else {
            below.to_owned()
        };
        OutputPath::parse(&whole).map_or(Self::Nothing, Self::File)
    }
}

/// The path of a URL at which a file of the output is, where the site lies at `base`.
pub(in crate::preview) fn url_path(base: &str, path: &str) -> String {
    format!("{base}{}", utf8_percent_encode(path, KEPT))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn file(path: &str) -> Target {
        Target::File(OutputPath::parse(path).unwrap())
    }

    #[test]
    fn paths() {
        assert_eq!(Target::of("/", "/"), file("index.html"));
        assert_eq!(Target::of("/a/", "/"), file("a/index.html"));
        assert_eq!(Target::of("/open/a", "/open/"), file("a"));
        assert_eq!(Target::of("/%E9%99%84.xlsx", "/"), file("附.xlsx"));
        assert_eq!(Target::of("/", "/open/"), Target::Above);
        assert_eq!(Target::of("/open", "/open/"), Target::Above);
        assert_eq!(Target::of("/op", "/open/"), Target::Nothing);
        assert_eq!(Target::of("/else/a", "/open/"), Target::Nothing);
        for nothing in [
            "//a",
            "/a//b",
            "/.git/config",
            "/a/.b",
            "/c:/x",
            "/a.",
            "//evil.example/",
        ] {
            assert_eq!(Target::of(nothing, "/"), Target::Nothing, "{nothing}");
        }
        for bad in [
            "/../a",
            "/a/..",
            "/%2e%2e/a",
            "/a%2fb",
            "/a%5Cb",
            "/a\\b",
            "/%00",
            "/%ff",
            "/./a",
            "/..%2f..%2fetc/passwd",
            "/%2E./a",
        ] {
            assert_eq!(Target::of(bad, "/"), Target::Bad, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_path_and_back(path in "[a-z 附%#?&+]{0,8}[a-z](/[a-z0-9% ]{0,8}x){0,2}") {
            let url = url_path("/open/", &path);
            prop_assert_eq!(Target::of(&url, "/open/"), file(&path));
        }

        #[test]
        fn never_leaves_the_output(path in r"[/a.%20-9fcFC\\]{0,20}") {
            if let Target::File(path) = Target::of(&path, "/") {
                let path = path.under(std::path::Path::new(""));
                let is_name = |part| matches!(part, std::path::Component::Normal(_));
                prop_assert!(path.components().all(is_name), "{path:?}");
            }
        }
    }
}
