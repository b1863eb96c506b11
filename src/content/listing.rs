//! What stands in the folders of a tree, without reading any of it.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

/// Whether a file of this name is no content.
pub(crate) fn is_dot_file(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// A folder and all below it, as they were listed at one time, but for dot files, which are no content.
#[derive(Debug)]
pub(crate) struct Listing {
    root: PathBuf,
    /// By path, in the order of its bytes.
    folders: BTreeMap<OsString, io::Result<Names>>,
}

/// What stands in a folder.
pub(crate) type Names = BTreeMap<OsString, Listed>;

/// What has a name.
#[derive(Debug)]
pub(crate) enum Listed {
    Folder,
    /// A file, a symbolic link, or what else there is.
    Other(Metadata),
    /// What could not be looked at.
    Unknown(io::Error),
}

impl Listing {
    /// Lists a folder, on as many threads as there are.
    pub(crate) fn of(root: &Path) -> Self {
        let mut folders = BTreeMap::new();
        let mut level = vec![root.to_owned()];
        while !level.is_empty() {
            let listed: Vec<(PathBuf, io::Result<Names>)> = level
                .into_par_iter()
                .map(|path| {
                    let names = names(&path);
                    (path, names)
                })
                .collect();
            level = listed.iter().flat_map(below).collect();
            folders.extend(listed.into_iter().map(|(path, names)| (path.into(), names)));
        }
        Self {
            root: root.to_owned(),
            folders,
        }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// What stands in a folder of it.
    pub(super) fn names(&self, folder: &Path) -> Option<&io::Result<Names>> {
        self.folders.get(folder.as_os_str())
    }

    /// The folders by path, each with what stands in it or why it could not be looked into.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&OsString, &io::Result<Names>)> {
        self.folders.iter()
    }

    /// The folders that could be looked into, by path.
    pub(crate) fn folders(&self) -> impl Iterator<Item = (&OsString, &Names)> {
        self.all()
            .filter_map(|(path, names)| Some((path, names.as_ref().ok()?)))
    }
}

fn names(folder: &Path) -> io::Result<Names> {
    let mut names = Names::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if !is_dot_file(&name) {
            names.insert(name, listed(&entry));
        }
    }
    Ok(names)
}

fn listed(entry: &DirEntry) -> Listed {
    match entry.file_type() {
        Ok(kind) if kind.is_dir() => Listed::Folder,
        Ok(_) => entry.metadata().map_or_else(Listed::Unknown, Listed::Other),
        Err(error) => Listed::Unknown(error),
    }
}

/// The folders in a folder.
fn below((path, names): &(PathBuf, io::Result<Names>)) -> Vec<PathBuf> {
    let names = names.iter().flatten();
    let folders = names.filter(|(_, listed)| matches!(listed, Listed::Folder));
    folders.map(|(name, _)| path.join(name)).collect()
}
