//! The versions of files that revisions speak of, each read once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::git::Blobs;
use crate::content::{self, Kind, Version};
use crate::diagnostic::Faults;
use crate::model::UtcOffset;

/// Versions by what they were read from; none where that could not be read.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Versions(BTreeMap<Key, Option<Version>>);

/// The bytes of a file, and as what they are read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Key {
    blob: Box<str>,
    kind: u8,
    is_markdown: bool,
}

impl Key {
    pub(super) fn new(blob: &str, kind: Kind, path: &str) -> Self {
        let place = Kind::ALL.iter().position(|known| *known == kind);
        Self {
            blob: blob.into(),
            kind: place
                .and_then(|at| u8::try_from(at).ok())
                .unwrap_or(u8::MAX),
            is_markdown: path.ends_with(".md"),
        }
    }

    fn read(&self, bytes: Vec<u8>, offset: UtcOffset) -> Option<Version> {
        let kind = *Kind::ALL.get(usize::from(self.kind))?;
        let name = if self.is_markdown { ".md" } else { ".toml" };
        content::version(kind, name, bytes, offset)
    }
}

impl Versions {
    pub(super) fn get(&self, key: &Key) -> Option<&Version> {
        self.0.get(key)?.as_ref()
    }

    /// Holds the versions `wanted` and no others. Says whether it held just these before.
    pub(super) fn hold(
        &mut self,
        root: &Path,
        wanted: &BTreeSet<Key>,
        offset: UtcOffset,
    ) -> Result<bool, Faults> {
        let before = self.0.len();
        self.0.retain(|key, _| wanted.contains(key));
        let missing: Vec<&Key> = wanted
            .iter()
            .filter(|key| !self.0.contains_key(key))
            .collect();
        if missing.is_empty() {
            return Ok(before == self.0.len());
        }
        let mut blobs = Blobs::open(root)?;
        // So many at once, that what is read stays small beside what is kept.
        for keys in missing.chunks(1024) {
            let mut read = Vec::with_capacity(keys.len());
            for key in keys {
                let mut bytes = Vec::new();
                blobs.copy(&key.blob, &mut bytes)?;
                read.push((*key, bytes));
            }
            let parsed: Vec<(Key, Option<Version>)> = read
                .into_par_iter()
                .map(|(key, bytes)| (key.clone(), key.read(bytes, offset)))
                .collect();
            self.0.extend(parsed);
        }
        Ok(false)
    }
}
