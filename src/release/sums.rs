//! What a release consists of, in files that are checked without this program.
//!
//! `SHA256SUMS` and `SM3SUMS` stand beside the manifest and name every file of the release and the
//! manifest, one a line, as `sha256sum -c` and `cksum -a sm3 --check` read them. They follow from the
//! manifest, which therefore does not name them. No path needs escaping: an [`OutputPath`] holds
//! neither a backslash nor a line break.

use std::fmt::{self, Display};

use super::{MANIFEST, Manifest, ManifestFile, OutputPath, SHA256SUMS, SM3SUMS};

/// The files that tell what a release consists of, and are no part of what they tell.
pub(super) const RESERVED: [&str; 3] = [MANIFEST, SHA256SUMS, SM3SUMS];

/// Whether a path is that of the manifest or of its sums.
#[must_use]
pub fn is_reserved(path: &str) -> bool {
    RESERVED.contains(&path)
}

/// One of the lists that follow from a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sums {
    /// Its name in the output.
    pub name: &'static str,
    /// The whole list.
    pub text: String,
}

impl Sums {
    /// Where it stands in the output.
    #[must_use]
    pub fn path(&self) -> OutputPath {
        path(self.name)
    }
}

fn path(name: &str) -> OutputPath {
    OutputPath::of_slugs(name.to_owned())
}

impl Manifest {
    /// The lists of checksums of this manifest, of which `json` is the text.
    pub fn sums(&self, json: &[u8]) -> impl Iterator<Item = Sums> {
        self.lists(ManifestFile::of(json)).map(|list| Sums {
            name: list.name,
            text: list.to_string(),
        })
    }

    /// The same to be written, where `own` tells of the text of the manifest.
    pub(super) fn lists(&self, own: ManifestFile) -> impl Iterator<Item = List<'_>> {
        [SHA256SUMS, SM3SUMS].into_iter().map(move |name| List {
            name,
            manifest: self,
            own,
        })
    }
}

/// What one of the lists says.
pub(super) struct List<'a> {
    /// Its name in the output.
    pub(super) name: &'static str,
    manifest: &'a Manifest,
    own: ManifestFile,
}

impl List<'_> {
    /// Where it stands in the output.
    pub(super) fn path(&self) -> OutputPath {
        path(self.name)
    }
}

/// All of it. It is long: to a file it is written without holding it in memory.
impl Display for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = |facts: &ManifestFile, path: &str| match self.name {
            SHA256SUMS => writeln!(f, "{}  {path}", facts.sha256),
            _ => writeln!(f, "{}  {path}", facts.sm3),
        };
        line(&self.own, MANIFEST)?;
        let mut files = self.manifest.files().iter();
        files.try_for_each(|(path, facts)| line(facts, path.as_str()))
    }
}
