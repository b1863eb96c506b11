use std::collections::BTreeSet;

/// What lies in the content tree and may not be in the site, as something could not be read.
#[derive(Clone, Debug, Default)]
pub struct Unread {
    /// The paths of items that are there.
    items: BTreeSet<String>,
    /// The paths of folders of which nobody knows what lies in them.
    closed: BTreeSet<String>,
}

impl Unread {
    /// Adds an item that is there.
    pub fn add(&mut self, path: String) {
        self.items.insert(path);
    }

    /// Adds a folder that cannot be looked into.
    pub fn add_closed(&mut self, path: String) {
        self.closed.insert(path);
    }

    /// Whether everything was read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.closed.is_empty()
    }

    /// Whether there may be an item of this path.
    #[must_use]
    pub fn contains(&self, path: &str) -> bool {
        if self.items.contains(path) {
            return true;
        }
        let folders = path.rmatch_indices('/').map(|(at, _)| path.get(..at));
        let mut folders = folders.flatten().chain([""]);
        !self.closed.is_empty() && folders.any(|folder| self.closed.contains(folder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anything_may_be_in_a_closed_folder() {
        let mut unread = Unread::default();
        assert!(unread.is_empty() && !unread.contains("a"));
        unread.add("a".to_owned());
        unread.add_closed("b/c".to_owned());
        assert!(unread.contains("a") && unread.contains("b/c/d") && unread.contains("b/c/d/e"));
        assert!(!unread.contains("a/b") && !unread.contains("b/cd") && !unread.contains("b"));
        unread.add_closed(String::new());
        assert!(unread.contains("b"));
    }
}
