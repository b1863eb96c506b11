//! What a release consists of, in files that are checked without this program.
//!
//! `SHA256SUMS` and `SM3SUMS` stand beside the manifest and name every file of the release and the
//! manifest, one a line, as `sha256sum -c` and `cksum -a sm3 --check` read them. They follow from the
//! manifest, which therefore does not name them. No path needs escaping: an [`OutputPath`] holds
//! neither a backslash nor a line break.

use std::fmt::Display;

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
        OutputPath::of_slugs(self.name.to_owned())
    }
}

impl Manifest {
    /// The lists of checksums of this manifest, of which `json` is the text.
    pub fn sums(&self, json: &[u8]) -> impl Iterator<Item = Sums> {
        self.sums_with(ManifestFile::of(json))
    }

    /// The lists of checksums of this manifest, each made when it is asked for; `own` tells of its text.
    pub(super) fn sums_with(&self, own: ManifestFile) -> impl Iterator<Item = Sums> {
        [SHA256SUMS, SM3SUMS].into_iter().map(move |name| Sums {
            name,
            text: match name {
                SHA256SUMS => list(self, own.sha256, |file| file.sha256),
                _ => list(self, own.sm3, |file| file.sm3),
            },
        })
    }
}

fn list<D: Display>(manifest: &Manifest, own: D, of: impl Fn(&ManifestFile) -> D) -> String {
    let mut text = String::new();
    let mut line = |digest: D, path: &str| text.push_str(&format!("{digest}  {path}\n"));
    line(own, MANIFEST);
    for (path, file) in manifest.files() {
        line(of(file), path.as_str());
    }
    text
}
