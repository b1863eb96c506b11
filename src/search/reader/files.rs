//! Where files of an index come from.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::search::envelope::{Body, Kind, unseal};
use crate::search::error::{Fault, SearchError};

/// Gives files of an index by their paths below `search/`.
pub trait Files {
    /// The bytes of a file.
    ///
    /// # Errors
    /// If it is not there or cannot be read.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;
}

/// Files in a folder: the `search` folder of a built site.
#[derive(Clone, Debug)]
pub struct FilesIn(pub PathBuf);

impl Files for FilesIn {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        fs::read(self.0.join(path))
    }
}

/// Files in memory.
impl Files for BTreeMap<String, Vec<u8>> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let found = self.get(path).cloned();
        found.ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl<F: Files> Files for &F {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        F::read(self, path)
    }
}

/// The name of the start file in the `search` folder of a built site; none if there is no index.
///
/// # Errors
/// If the folder cannot be read, or several files could be the one.
pub fn find_start(folder: &Path) -> io::Result<Option<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut start = None;
    for entry in entries {
        let name = entry?.file_name();
        let Some(name) = name.to_str() else {
            continue;
        };
        if name.starts_with("start-") && name.ends_with(".bin") {
            if start.is_some() {
                return Err(io::Error::other("two start files"));
            }
            start = Some(name.to_owned());
        }
    }
    Ok(start)
}

/// The body of a file that should be of this kind and number.
pub(super) fn fetch(
    files: &impl Files,
    path: &str,
    kind: Kind,
    number: usize,
) -> Result<Body, SearchError> {
    let bytes = files.read(path).map_err(|source| SearchError::Read {
        path: path.to_owned(),
        source,
    })?;
    at(path, unseal(&bytes, kind, number))
}

/// Tells which file a fault is in.
pub(super) fn at<T>(path: &str, result: Result<T, Fault>) -> Result<T, SearchError> {
    result.map_err(|fault| SearchError::Damaged {
        path: path.to_owned(),
        fault,
    })
}
