//! Takes a release to where readers see it, and back.
//!
//! This room knows bytes and paths only. What goes out is a release that was built: every file is compared
//! with its manifest as it is read. On a folder, of this machine or over SFTP, releases stand side by side:
//!
//! ```text
//! TARGET/
//!   current -> releases/20201020T144757Z-1a2b3c4d5e6f     what the web server serves
//!   releases/20201020T144757Z-1a2b3c4d5e6f/               a release: its files, manifest, sums, packed siblings
//!   releases/20201020T144757Z-1a2b3c4d5e6f.json           what that folder holds beyond the manifest
//!   releases/.incoming-1a2b3c4d5e6f/                      one on its way; the next run goes on with it
//!   releases.jsonl                                        the audit trail
//!   .gongkai/lock                                         who is at work, on this machine
//!   .gongkai/remote-lock                                  who is at work, over SFTP: a link that says who
//!   .gongkai/intent.json                                  the record of a switch that is about to be made
//! ```
//!
//! A release is sent whole before one symbolic link is switched, so that readers see the old release or the
//! new one. Files that did not change are hard links. Files whose names tell their content stay for one
//! release longer, as pages that are open in browsers may still ask for them. A run that is killed leaves
//! readers where they were; the next one goes on with what was sent, and writes down a switch that was made.
//! Only what stands under these names is touched.
//!
//! # Codes
//!
//! | code | meaning |
//! | --- | --- |
//! | `publish/foreign` | something that is not ours stands where a release must go |
//! | `publish/too-many-removed` | more files would vanish than may |
//! | `publish/tampered` | a release at the target is not what was published |
//! | `publish/changed-source` | a file is not what the manifest says |
//! | `publish/not-a-pack` | the file is no pack |
//! | `publish/nothing-published` | nothing was published to the target |
//! | `publish/unknown-release` | the target has no such release |
//! | `publish/locked` | somebody else publishes there |
//! | `publish/damaged` | a file at the target that is ours cannot be understood |
//! | `publish/io` | the disk or the network failed |

mod beside;
mod companion;
#[cfg(test)]
mod count_tests;
mod fault;
mod files;
mod id;
mod layout;
mod local;
mod outgoing;
mod pack;
mod record;
pub mod serving;
mod sftp;
mod siblings;
mod ssh;

use std::fmt;
use std::path::PathBuf;

pub use id::ReleaseId;
pub use outgoing::Outgoing;
pub use pack::{Packed, pack, verify_pack};
pub use record::{Action, Record, Trail};
pub use ssh::SshHost;

use self::beside::State;
use self::fault::At as _;
use self::files::Files;
use self::local::Local;
use self::sftp::Remote;
use crate::diagnostic::Faults;
use crate::release::{Manifest, OutputPath};

/// Where releases go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A folder of this machine, or one that is mounted on it.
    Folder(PathBuf),
    /// A folder of another machine, over SFTP.
    Sftp(SshHost),
}

impl Target {
    fn files(&self) -> Result<Box<dyn Files>, Faults> {
        Ok(match self {
            Self::Folder(path) => Box::new(Local::new(path)),
            Self::Sftp(host) => Box::new(Remote::new(host).at(&host.host)?),
        })
    }
}

/// How a release is published, and by whom.
pub struct Publication<'a> {
    /// Who does what, when, to where; what the release itself tells is filled in.
    pub record: Record,
    /// The machine and process, for whoever finds the target locked.
    pub host: String,
    /// How many of the files of the release before may vanish, in percent.
    pub max_remove: u8,
    /// Whether to tell only what would be done.
    pub dry_run: bool,
    /// Whether to take over a lock that somebody left behind.
    pub by_force: bool,
    /// Whether a file, by its path, is another file whenever its content is another.
    pub is_immutable: fn(&str) -> bool,
    /// Is called from many threads with how many of how many files are there.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

impl fmt::Debug for Publication<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let record = &self.record;
        f.debug_struct("Publication")
            .field("record", record)
            .finish_non_exhaustive()
    }
}

/// What publishing did, or would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The release that readers see now.
    pub id: ReleaseId,
    /// The one that they saw before.
    pub previous: Option<ReleaseId>,
    /// Whether it was there already, whole.
    pub up_to_date: bool,
    /// The files of the manifest that the target did not have.
    pub sent: Vec<OutputPath>,
    /// How many files went over, packed siblings among them.
    pub sent_files: usize,
    /// Their size together, in bytes.
    pub sent_bytes: u64,
    /// How many files of the manifest were there already.
    pub shared_files: usize,
    /// The files of the release before that this one does not have.
    pub removed: Vec<OutputPath>,
}

/// What a rollback did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RolledBack {
    /// The release that readers saw.
    pub from: ReleaseId,
    /// The one that they see now; the same if nothing was done.
    pub to: ReleaseId,
}

/// How a release at a target differs from its manifest; every list is sorted.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// The release.
    pub id: ReleaseId,
    /// The last record about it.
    pub record: Option<Record>,
    /// Whether its manifest is the one that was published by that record.
    pub is_recorded: bool,
    /// The lines of the audit trail that do not follow the line before them.
    pub broken_lines: Vec<usize>,
    /// What should be there.
    pub manifest: Manifest,
    /// Files that are not there.
    pub missing: Vec<String>,
    /// Files whose content is another, or that are no plain files.
    pub changed: Vec<String>,
    /// Files that nobody published.
    pub extra: Vec<String>,
}

impl Inspection {
    /// Whether the release is just what was published.
    #[must_use]
    pub fn is_genuine(&self) -> bool {
        self.is_recorded
            && self.broken_lines.is_empty()
            && self.missing.is_empty()
            && self.changed.is_empty()
            && self.extra.is_empty()
    }
}

/// What a target holds.
#[derive(Clone, Debug)]
pub struct Releases {
    /// What readers see.
    pub current: Option<ReleaseId>,
    /// What was made current, when and by whom.
    pub trail: Trail,
}

/// Publishes a release and makes it what readers see.
///
/// # Errors
/// Any of this room. Readers then still see what they saw before, and running it again goes on.
pub fn publish(
    target: &Target,
    outgoing: &Outgoing,
    publication: &Publication<'_>,
) -> Result<Published, Faults> {
    beside::send(target.files()?.as_ref(), outgoing, publication)
}

/// Makes an earlier release what readers see: the one whose name holds `wanted`, or else the one before.
///
/// # Errors
/// `publish/tampered` if that release is not what it was; any other of this room.
pub fn roll_back(
    target: &Target,
    wanted: Option<&str>,
    publication: &Publication<'_>,
) -> Result<RolledBack, Faults> {
    beside::roll_back(target.files()?.as_ref(), wanted, publication)
}

/// Tells what was published to a target.
///
/// # Errors
/// `publish/foreign`, `publish/damaged`, `publish/io`.
pub fn releases(target: &Target) -> Result<Releases, Faults> {
    let state = State::read(target.files()?.as_ref())?;
    Ok(Releases {
        current: state.current,
        trail: state.trail,
    })
}

/// Compares a release at a target with its manifest: the one whose name holds `wanted`, or else the one
/// that readers see.
///
/// # Errors
/// Any of this room.
pub fn inspect(target: &Target, wanted: Option<&str>) -> Result<Inspection, Faults> {
    beside::inspect(target.files()?.as_ref(), wanted)
}
