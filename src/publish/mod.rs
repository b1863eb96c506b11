//! Takes a release to where readers see it, and back.
//!
//! This room knows bytes and paths, and of the model only profiles and kinds of stores. What goes out is a release that was built: every file is compared
//! with its manifest as it is read. On a folder, of this machine or over SFTP, releases stand side by side:
//!
//! ```text
//! TARGET/
//!   current -> releases/20201020T144757Z-1a2b3c4d5e6f     what the web server serves
//!   releases/20201020T144757Z-1a2b3c4d5e6f/               a release: its files, manifest, sums, packed siblings
//!   releases/20201020T144757Z-1a2b3c4d5e6f.json           what that folder holds beyond the manifest
//!   releases/.incoming-1a2b3c4d5e6f/                      one on its way; the next run goes on with it
//!   releases.jsonl                                        the audit trail
//!   .gongkai/trail.json                                   how the trail ends
//!   .gongkai/lock                                         who is at work, on this machine
//!   .gongkai/remote-lock                                  who is at work, over SFTP: a link that says who
//!   .gongkai/intent.json                                  the record of a switch that is about to be made
//! ```
//!
//! A release is sent whole before one symbolic link is switched, so that readers see the old release or the
//! new one. Files that did not change, or only moved, are hard links. Files whose names tell their content stay for one
//! release longer, as pages that are open in browsers may still ask for them. A run that is killed leaves
//! readers where they were; the next one goes on with what was sent, and writes down a switch that was made.
//! Only what stands under these names is touched.
//!
//! An object store, or a server that speaks WebDAV, can do none of this: there, the release stands in place
//! (`inplace/`), and what it replaces is kept aside. Both sides write the same audit trail.
//!
//! # Codes
//!
//! | code | meaning |
//! | --- | --- |
//! | `publish/dangerous-place` | a target or pack would lie among the sources, or in a release |
//! | `publish/exists` | a pack would take the place of a file |
//! | `publish/foreign` | something that is not ours stands where a release must go |
//! | `publish/earlier-day` | readers see the site of a later day |
//! | `publish/urls-lost` | pages that readers have would vanish |
//! | `publish/too-many-removed` | more files would vanish than may |
//! | `publish/tampered` | a release at the target is not what was published |
//! | `publish/changed-source` | a file is not what the manifest says |
//! | `publish/no-pack` | there is no such pack, or no folder for one |
//! | `publish/not-a-pack` | the file is no pack |
//! | `publish/other-profile` | a pack was checked by another profile than the target asks for |
//! | `publish/nothing-published` | nothing was published to the target |
//! | `publish/unknown-release` | the target has no such release |
//! | `publish/locked` | somebody else publishes there |
//! | `publish/damaged` | a file at the target that is ours cannot be understood |
//! | `publish/io` | the disk or the network failed |
//! | `publish/no-credentials` | a target asks for credentials that are not stated |
//! | `publish/refused` | the target does not accept the credentials |
//! | `publish/forbidden` | the account may not do this there |
//! | `publish/clock` | the clock of this machine differs from that of the target |
//! | `publish/no-place` | the target does not have that bucket, or not there |

mod beside;
mod cloud;
mod companion;
#[cfg(test)]
mod count_tests;
mod fault;
mod files;
mod id;
mod inplace;
mod layout;
mod local;
mod outgoing;
mod owner;
mod pack;
mod publication;
mod record;
pub mod serving;
mod sftp;
mod siblings;
mod ssh;
#[cfg(test)]
mod testing;

use std::path::PathBuf;

pub use cloud::{CloudPlace, Secret};
pub use id::ReleaseId;
pub use layout::{is_target, published_at, release_around};
pub use outgoing::Outgoing;
pub use pack::{Packed, pack, verify_pack};
pub use publication::Publication;
pub use record::{Action, Record, Trail};
pub use ssh::SshHost;

use self::cloud::Cloud;
use self::fault::At as _;
use self::files::Files;
use self::inplace::Store;
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
    /// An object store, or a server that speaks WebDAV.
    Cloud(CloudPlace),
}

/// What a target can do, as far as it matters how releases stand there.
enum Side {
    /// Releases stand side by side.
    Beside(Box<dyn Files>),
    /// The release stands in place.
    InPlace(Box<dyn Store>),
}

impl Target {
    fn side(&self) -> Result<Side, Faults> {
        Ok(match self {
            Self::Folder(path) => Side::Beside(Box::new(Local::new(path))),
            Self::Sftp(host) => Side::Beside(Box::new(Remote::new(host).at(&host.host)?)),
            Self::Cloud(place) => Side::InPlace(Box::new(Cloud::new(place).at(&place.shown(""))?)),
        })
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
    /// The files of the manifest that the target did not have, or not as they should be.
    pub sent: Vec<OutputPath>,
    /// How many files went over, packed siblings among them.
    pub sent_files: usize,
    /// How many of them are packed siblings; none of a dry run, as those are packed only when they are sent.
    pub sent_siblings: usize,
    /// Their size together, in bytes.
    pub sent_bytes: u64,
    /// How many files of the manifest were there already.
    pub shared_files: usize,
    /// The files of the release before that this one does not have.
    pub removed: Vec<OutputPath>,
    /// Older releases that were taken away.
    pub pruned: Vec<ReleaseId>,
    /// Whether the audit trail did not end as it was written last; it goes on all the same, and tells that.
    pub was_cut: bool,
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
    /// Whether the trail does not end as it was written last.
    pub is_cut: bool,
    /// A release that a run was broken off at, so that readers see a part of it.
    pub unfinished: Option<ReleaseId>,
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
            && !self.is_cut
            && self.unfinished.is_none()
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
    /// A release that a run was broken off at, so that readers see a part of it. This can be only where the
    /// release stands in place.
    pub unfinished: Option<ReleaseId>,
    /// What was made current, when and by whom.
    pub trail: Trail,
    /// The releases that were taken away, of which only the trail tells.
    pub gone: Vec<ReleaseId>,
    /// Whether the trail does not end as it was written last, or not with what readers see.
    pub is_cut: bool,
}

/// Publishes a release and makes it what readers see.
///
/// # Errors
/// Any of this room. On a folder or over SFTP, readers then still see what they saw before; in any case,
/// running it again goes on.
pub fn publish(
    target: &Target,
    outgoing: &Outgoing,
    publication: &Publication<'_>,
) -> Result<Published, Faults> {
    match target.side()? {
        Side::Beside(files) => beside::send(files.as_ref(), outgoing, publication),
        Side::InPlace(store) => inplace::send(store.as_ref(), outgoing, publication),
    }
}

/// Makes an earlier release what readers see: the one whose name holds `wanted`, or else the one before. Where
/// a publish was broken off in place, that is what was there before it.
///
/// # Errors
/// `publish/tampered` if that release is not what it was; any other of this room.
pub fn roll_back(
    target: &Target,
    wanted: Option<&str>,
    publication: &Publication<'_>,
) -> Result<RolledBack, Faults> {
    match target.side()? {
        Side::Beside(files) => beside::roll_back(files.as_ref(), wanted, publication),
        Side::InPlace(store) => inplace::roll_back(store.as_ref(), wanted, publication),
    }
}

/// Tells what was published to a target.
///
/// # Errors
/// `publish/foreign`, `publish/damaged`, `publish/io`, and those of reaching the target.
pub fn releases(target: &Target) -> Result<Releases, Faults> {
    Ok(match target.side()? {
        Side::Beside(files) => {
            let state = beside::State::read(files.as_ref())?;
            Releases {
                current: state.current,
                unfinished: None,
                is_cut: state.is_cut,
                gone: state.trail.gone(&beside::there(files.as_ref())?),
                trail: state.trail,
            }
        }
        Side::InPlace(store) => {
            let state = inplace::State::read(store.as_ref())?;
            Releases {
                current: state.current(),
                unfinished: state.unfinished(),
                is_cut: state.trail.cut().is_some(),
                gone: state.trail.gone(&inplace::there(store.as_ref())?),
                trail: state.trail,
            }
        }
    })
}

/// Compares a release at a target with its manifest: the one whose name holds `wanted`, or else the one
/// that readers see. `is_immutable` says of a path whether the file is another whenever its content is.
///
/// # Errors
/// Any of this room.
pub fn inspect(
    target: &Target,
    wanted: Option<&str>,
    is_immutable: fn(&str) -> bool,
) -> Result<Inspection, Faults> {
    match target.side()? {
        Side::Beside(files) => beside::inspect(files.as_ref(), wanted),
        Side::InPlace(store) => inplace::inspect(store.as_ref(), wanted, is_immutable),
    }
}
