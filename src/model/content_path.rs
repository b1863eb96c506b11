use std::fmt;

use super::{Slug, SlugError};

/// The path of an item in the content tree, without extension: `plans/key-tasks/2020-q2/01/02`; the
/// root is empty. It is what the item's URL is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentPath(Box<str>);

impl ContentPath {
    /// The root of the tree.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads a path as it is written by hand: `guide`, `/plans/` and `guide.md` are paths as well.
    ///
    /// # Errors
    /// When a name in it cannot be one, or there is none.
    pub fn parse(text: &str) -> Result<Self, SlugError> {
        let text = text.strip_prefix('/').unwrap_or(text);
        let text = ["/", ".md", ".toml"]
            .into_iter()
            .find_map(|end| text.strip_suffix(end))
            .unwrap_or(text);
        text.split('/').try_fold(Self::root(), |folder, name| {
            Slug::parse(name).map(|slug| folder.join(&slug))
        })
    }

    /// The item named `slug` in this folder.
    #[must_use]
    pub fn join(&self, slug: &Slug) -> Self {
        if self.is_root() {
            Self(slug.as_str().into())
        } else {
            Self(format!("{}/{}", self.0, slug.as_str()).into())
        }
    }

    /// The folder that holds it; none for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        if self.is_root() {
            return None;
        }
        Some(Self(
            self.0
                .rsplit_once('/')
                .map_or("", |(folder, _)| folder)
                .into(),
        ))
    }

    /// Whether it is the root of the tree.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The path with `/` between the names.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ContentPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_written_by_hand() {
        for (text, path) in [
            ("guide", "guide"),
            ("guide.md", "guide"),
            ("/guide.toml", "guide"),
            ("plans/key-tasks/", "plans/key-tasks"),
            ("/plans/2020-q2/", "plans/2020-q2"),
        ] {
            assert_eq!(ContentPath::parse(text).unwrap().as_str(), path, "{text}");
        }
        for text in [
            "", "/", "a//b", "../a", "./a", "a.html", "指南", "a/ b", "//a",
        ] {
            assert!(ContentPath::parse(text).is_err(), "{text}");
        }
    }
}
