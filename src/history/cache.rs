//! What was read of a repository, kept so that only what is new need be read. It may be deleted at any
//! time; one that is damaged or of another program counts as none.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::versions::Versions;
use super::walk::Commit;
use crate::edit;
use crate::model::UtcOffset;

/// Changes with the form of the file.
const FORMAT: u32 = 1;
/// The length of the checksum at its end, in bytes.
const CHECKSUM: usize = 4;

/// Where what was read of a repository is kept.
#[derive(Clone, Copy, Debug)]
pub enum Keep<'a> {
    /// Nowhere.
    Nothing,
    /// In this file, which somebody else writes.
    Read(&'a Path),
    /// In this file.
    Write(&'a Path),
}

impl<'a> Keep<'a> {
    pub(super) fn to_read(self) -> Option<&'a Path> {
        match self {
            Self::Nothing => None,
            Self::Read(path) | Self::Write(path) => Some(path),
        }
    }

    pub(super) fn to_write(self) -> Option<&'a Path> {
        match self {
            Self::Nothing | Self::Read(_) => None,
            Self::Write(path) => Some(path),
        }
    }
}

/// What is remembered.
#[derive(Debug, Default)]
pub(super) struct Cache {
    pub(super) commits: Vec<Commit>,
    pub(super) versions: Versions,
}

#[derive(Deserialize)]
struct Read {
    format: u32,
    program: String,
    utc_offset: UtcOffset,
    commits: Vec<Commit>,
    versions: Versions,
}

#[derive(Serialize)]
struct Written<'a> {
    format: u32,
    program: &'a str,
    utc_offset: UtcOffset,
    commits: &'a [Commit],
    versions: &'a Versions,
}

impl Cache {
    pub(super) fn read(path: &Path, utc_offset: UtcOffset) -> Self {
        let read = || -> Option<Self> {
            let bytes = fs::read(path).ok()?;
            let (content, checksum) = bytes.split_at_checked(bytes.len().checked_sub(CHECKSUM)?)?;
            if crc32fast::hash(content).to_le_bytes() != checksum {
                return None;
            }
            let read: Read = postcard::from_bytes(content).ok()?;
            let is_ours = read.format == FORMAT
                && read.program == env!("CARGO_PKG_VERSION")
                && read.utc_offset == utc_offset;
            is_ours.then_some(Self {
                commits: read.commits,
                versions: read.versions,
            })
        };
        read().unwrap_or_default()
    }

    /// Writes it down. Where that cannot be done, the next time takes as long.
    pub(super) fn write(
        path: &Path,
        utc_offset: UtcOffset,
        commits: &[Commit],
        versions: &Versions,
    ) {
        let written = Written {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION"),
            utc_offset,
            commits,
            versions,
        };
        let Ok(mut bytes) = postcard::to_stdvec(&written) else {
            return;
        };
        let checksum = crc32fast::hash(&bytes).to_le_bytes();
        bytes.extend_from_slice(&checksum);
        drop(edit::replace(path, &bytes));
    }
}
