use std::fmt;

use super::Slug;

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
