//! What stands where on a target that keeps releases side by side.

use std::path::{Path, PathBuf};

use super::ReleaseId;
use super::id::short;
use crate::diagnostic::Faults;
use crate::release::{Digest, Manifest, resolve};

/// The folder of releases.
pub(super) const RELEASES: &str = "releases";
/// The symbolic link to the release that readers see.
pub(super) const CURRENT: &str = "current";
/// The audit trail.
pub(super) const TRAIL: &str = "releases.jsonl";
/// How the audit trail ends.
pub(super) const SEAL: &str = ".gongkai/trail.json";
/// What is only for this program. Its presence says that the target is ours.
pub(super) const OWN: &str = ".gongkai";
/// Says who is at work.
pub(super) const LOCK: &str = ".gongkai/lock";
/// Says who is at work from another machine.
pub(super) const REMOTE_LOCK: &str = ".gongkai/remote-lock";
/// The record of a switch that is about to be made.
pub(super) const INTENT: &str = ".gongkai/intent.json";
/// How files begin that are being written.
pub(super) const PART: &str = ".part-";
/// How folders begin whose release is on its way.
const INCOMING: &str = ".incoming-";

/// The folder of a release.
pub(super) fn folder(id: &ReleaseId) -> String {
    format!("{RELEASES}/{id}")
}

/// What the folder of a release holds beyond its manifest.
pub(super) fn companion(id: &ReleaseId) -> String {
    format!("{RELEASES}/{id}.json")
}

/// Where a release with this manifest gathers.
pub(super) fn incoming(manifest: Digest) -> String {
    format!("{RELEASES}/{INCOMING}{}", short(manifest))
}

/// Where a release of this name gathered.
pub(super) fn incoming_of(id: &ReleaseId) -> String {
    format!("{RELEASES}/{INCOMING}{}", id.digits())
}

/// Whether a name in the folder of releases is one of a release on its way.
pub(super) fn is_incoming(name: &str) -> bool {
    name.starts_with(INCOMING)
}

/// Whether a folder is a target that releases stand at side by side.
#[must_use]
pub fn is_target(folder: &Path) -> bool {
    folder.join(OWN).is_dir() && folder.join(RELEASES).is_dir()
}

/// The target of a folder that is a release there, and its name unless it is what readers see.
#[must_use]
pub fn published_at(folder: &Path) -> Option<(PathBuf, Option<ReleaseId>)> {
    let real = folder.canonicalize().ok()?;
    let id = ReleaseId::parse(real.file_name()?.to_str()?)?;
    let releases = real.parent().filter(|at| at.ends_with(RELEASES))?;
    let target = releases.parent().filter(|at| is_target(at))?;
    let current = target.join(CURRENT).canonicalize().ok();
    let is_current = current.as_ref() == Some(&real);
    Some((target.to_owned(), (!is_current).then_some(id)))
}

/// The release that a folder is or lies in: one that was built, or one at a target, or what else a target
/// keeps for itself.
///
/// # Errors
/// `release/io` if the folder cannot be looked at.
pub fn release_around(folder: &Path) -> Result<Option<PathBuf>, Faults> {
    let real = resolve(folder)?;
    let is_release = |place: &&Path| {
        let target = place.parent();
        let is_kept = target.is_some_and(|target| {
            target.join(OWN).is_dir() && [RELEASES, OWN].iter().any(|name| place.ends_with(name))
        });
        is_kept || !place.join(OWN).exists() && matches!(Manifest::read(place), Ok(Some(_)))
    };
    Ok(real.ancestors().find(is_release).map(Path::to_owned))
}
