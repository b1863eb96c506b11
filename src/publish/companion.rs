//! What the folder of a release holds beyond its manifest: packed siblings of its files, and files of the
//! release before that pages still open in browsers may ask for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::release::{Digest, ManifestFile, OutputPath, Sm3Digest};

const FORMAT: u32 = 1;

/// The files beyond the manifest, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Companion {
    /// Packed siblings of files of the manifest.
    pub(super) siblings: BTreeMap<OutputPath, ManifestFile>,
    /// Files of earlier releases whose names tell their content.
    pub(super) kept: BTreeMap<OutputPath, ManifestFile>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    format: u32,
    siblings: Vec<RawFile>,
    kept: Vec<RawFile>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    path: String,
    size: u64,
    sha256: String,
    sm3: String,
}

impl Companion {
    pub(super) fn to_json(&self) -> serde_json::Result<Vec<u8>> {
        let mut json = serde_json::to_vec_pretty(&Raw {
            format: FORMAT,
            siblings: raw(&self.siblings),
            kept: raw(&self.kept),
        })?;
        json.push(b'\n');
        Ok(json)
    }

    /// Reads it; none if it is no such file.
    pub(super) fn parse(json: &[u8]) -> Option<Self> {
        let raw: Raw = serde_json::from_slice(json).ok()?;
        (raw.format == FORMAT).then_some(())?;
        Some(Self {
            siblings: read(raw.siblings)?,
            kept: read(raw.kept)?,
        })
    }
}

fn raw(files: &BTreeMap<OutputPath, ManifestFile>) -> Vec<RawFile> {
    let raw = |(path, facts): (&OutputPath, &ManifestFile)| RawFile {
        path: path.to_string(),
        size: facts.size,
        sha256: facts.sha256.to_string(),
        sm3: facts.sm3.to_string(),
    };
    files.iter().map(raw).collect()
}

fn read(files: Vec<RawFile>) -> Option<BTreeMap<OutputPath, ManifestFile>> {
    let read = |file: RawFile| {
        let facts = ManifestFile {
            size: file.size,
            sha256: Digest::parse(&file.sha256)?,
            sm3: Sm3Digest::parse(&file.sm3)?,
        };
        Some((OutputPath::parse(&file.path).ok()?, facts))
    };
    files.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_was_written() {
        let file = |path: &str| (OutputPath::parse(path).unwrap(), ManifestFile::of(b"x"));
        let companion = Companion {
            siblings: [file("a.html.gz")].into(),
            kept: [file("assets/b.css")].into(),
        };
        let json = companion.to_json().unwrap();
        assert_eq!(Companion::parse(&json), Some(companion));
        assert_eq!(Companion::parse(b"{}"), None);
    }
}
