//! Where a file stands in the output.

use std::borrow::Borrow;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer, de};

use crate::diagnostic::Message;
use crate::say;

/// The longest path, in bytes: what object stores allow for a key.
const LONGEST_PATH: usize = 1024;
/// The longest name of a file or folder, in bytes: what file systems allow.
const LONGEST_SEGMENT: usize = 255;

/// The path of a file in the output, such as `plans/key-tasks/index.html`.
///
/// Names are separated by `/`. A path is never absolute, never leaves the output, and never names a
/// dot file; what Windows would read as another path (`\`, `:`, a name ending in a dot or a space)
/// is refused everywhere, so that a release is the same on every machine. A clone is the same text in
/// memory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(Arc<str>);

impl OutputPath {
    /// Reads a path.
    ///
    /// # Errors
    /// What is wrong with it, if it is not a path of a file in the output.
    pub fn parse(text: &str) -> Result<Self, Message> {
        match fault(text) {
            Some(message) => Err(message),
            None => Ok(Self(text.into())),
        }
    }

    /// A path made of slugs and fixed names, of which the content tree allows too few and too short
    /// ones to pass any limit.
    pub(crate) fn of_slugs(text: String) -> Self {
        debug_assert!(fault(&text).is_none(), "{text}");
        Self(text.into())
    }

    /// The path as text, with `/` between the names.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where it is in the folder `output`.
    #[must_use]
    pub fn under(&self, output: &Path) -> PathBuf {
        under(output, &self.0)
    }

    /// The folders it stands in, the outermost first: `a` and `a/b` for `a/b/c`.
    pub(crate) fn folders(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0
            .match_indices('/')
            .filter_map(|(at, _)| self.0.get(..at))
    }
}

/// Where a path that is known to be valid is in the folder `output`.
pub(crate) fn under(output: &Path, path: &str) -> PathBuf {
    let mut full = output.to_owned();
    full.extend(path.split('/'));
    full
}

fn fault(text: &str) -> Option<Message> {
    let shown = text.escape_debug();
    if text.is_empty() {
        return Some(say!("路径为空", "the path is empty"));
    }
    if text.len() > LONGEST_PATH {
        let length = text.len();
        return Some(say!(
            "路径过长：{length} 字节，最多 {LONGEST_PATH} 字节",
            "the path is too long: {length} bytes, at most {LONGEST_PATH} are allowed"
        ));
    }
    if text.starts_with('/') {
        return Some(say!(
            "路径 `{shown}` 不能以 `/` 开头",
            "the path `{shown}` must not start with `/`"
        ));
    }
    if let Some(bad) = text
        .chars()
        .find(|c| c.is_control() || matches!(c, '\\' | ':'))
    {
        let bad = bad.escape_debug();
        return Some(say!(
            "路径 `{shown}` 含有不允许的字符 `{bad}`",
            "the path `{shown}` contains the character `{bad}`, which is not allowed"
        ));
    }
    text.split('/').find_map(|segment| {
        if segment.is_empty() {
            Some(say!(
                "路径 `{shown}` 中有空的一段",
                "the path `{shown}` has an empty segment"
            ))
        } else if segment.len() > LONGEST_SEGMENT {
            let length = segment.len();
            Some(say!(
                "路径 `{shown}` 中有一段过长：{length} 字节，最多 {LONGEST_SEGMENT} 字节",
                "a segment of the path `{shown}` is too long: {length} bytes, at most {LONGEST_SEGMENT} are allowed"
            ))
        } else if segment.starts_with('.') {
            Some(say!(
                "路径 `{shown}` 中的一段以 `.` 开头",
                "a segment of the path `{shown}` starts with `.`"
            ))
        } else if segment.ends_with(['.', ' ']) {
            Some(say!(
                "路径 `{shown}` 中的一段以 `.` 或空格结尾",
                "a segment of the path `{shown}` ends in `.` or a space"
            ))
        } else {
            None
        }
    })
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A path sorts, compares and hashes as its text, so maps can be asked by text.
impl Borrow<str> for OutputPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Serialize for OutputPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for OutputPath {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(|message| de::Error::custom(message.en))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Component;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_a_path() {
        let longest = "名".repeat(85);
        for good in [
            "index.html",
            "a/b/index.html",
            "规划计划/a b.pdf",
            "a..b",
            &longest,
        ] {
            assert_eq!(OutputPath::parse(good).unwrap().as_str(), good);
        }
        let too_long = "a".repeat(256);
        let too_deep = "a/".repeat(600) + "a";
        for bad in [
            "",
            "/",
            "/a",
            "a/",
            "a//b",
            ".",
            "..",
            "a/../b",
            "a/./b",
            ".git/config",
            "a/.b",
            "a\\b",
            "C:/a",
            "a:b",
            "a\0",
            "a\nb",
            "a./b",
            "a /b",
            "a\u{85}b",
            &too_long,
            &too_deep,
        ] {
            let message = OutputPath::parse(bad).unwrap_err();
            assert!(!message.zh.is_empty() && !message.en.is_empty(), "{bad:?}");
        }
    }

    #[test]
    fn folders_outermost_first() {
        let path = OutputPath::parse("a/b/c").unwrap();
        assert_eq!(path.folders().collect::<Vec<_>>(), ["a", "a/b"]);
        assert_eq!(OutputPath::parse("a").unwrap().folders().count(), 0);
        assert_eq!(path.under(Path::new("/o")), Path::new("/o/a/b/c"));
    }

    #[test]
    fn deserialising_validates() {
        assert!(serde_json::from_str::<OutputPath>(r#""a/b""#).is_ok());
        assert!(serde_json::from_str::<OutputPath>(r#""../b""#).is_err());
        assert!(serde_json::from_str::<OutputPath>("3").is_err());
    }

    proptest! {
        #[test]
        fn a_path_never_leaves_the_output(text in r"([a-z.\\/: 名\x00]{0,12}|\PC{0,8}|(\.{0,3}[a-b]?/){0,4})") {
            if let Ok(path) = OutputPath::parse(&text) {
                let full = path.under(Path::new("out"));
                let names: Vec<_> = full.components().collect();
                prop_assert_eq!(names.len(), text.split('/').count() + 1);
                for name in &names {
                    prop_assert!(matches!(name, Component::Normal(_)), "{:?}", name);
                }
                prop_assert!(!text.split('/').any(|s| s.starts_with('.')));
                let json = serde_json::to_string(&path).unwrap();
                prop_assert_eq!(serde_json::from_str::<OutputPath>(&json).unwrap(), path.clone());
                for folder in path.folders() {
                    prop_assert!(OutputPath::parse(folder).is_ok());
                }
            }
        }
    }
}
