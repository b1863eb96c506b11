//! Releases to publish in tests, and who does.

use std::path::Path;

use super::{Outgoing, Publication, Record};
use crate::release::{OutputPath, Staging};

/// A release of files with these paths and texts, written to a folder.
pub(super) fn released(
    output: &Path,
    files: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<str>)>,
) -> Outgoing {
    let staging = Staging::open(output).unwrap();
    for (path, text) in files {
        let path = OutputPath::parse(path.as_ref()).unwrap();
        staging.put(&path, text.as_ref().as_bytes()).unwrap();
    }
    staging.commit("2020-07-22").unwrap();
    Outgoing::open(output).unwrap()
}

/// Somebody who publishes at a time; files in `assets/` have names that tell their content.
pub(super) fn publication(at: &str) -> Publication<'static> {
    Publication {
        record: Record::new(at.to_owned(), "x".to_owned(), "x"),
        host: "here, 1".to_owned(),
        max_remove: 100,
        may_take_back: true,
        is_kept: |path| path.ends_with(".html"),
        keep: None,
        full: false,
        dry_run: false,
        by_force: false,
        is_immutable: |path| path.starts_with("assets/"),
        progress: &|_, _| {},
    }
}
