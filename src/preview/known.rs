//! What was found out of files by earlier generations: most are the same after a change as before it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::release::Digest;
use crate::url::OutputPath;

/// What is known of files by their paths, each with what it was made from.
#[derive(Debug)]
pub(super) struct Known<T>(Mutex<BTreeMap<OutputPath, (Digest, T)>>);

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> Known<T> {
    /// What is known of a file that is made from what `key` stands for.
    pub(super) fn get(&self, path: &OutputPath, key: Digest) -> Option<T> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (made_from, what) = known.get(path)?;
        (*made_from == key).then(|| what.clone())
    }

    pub(super) fn remember(&self, path: &OutputPath, key: Digest, what: T) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(path.clone(), (key, what));
    }
}
