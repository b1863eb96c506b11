//! What stands where on a target that keeps releases side by side.

use super::ReleaseId;
use super::id::short;
use crate::release::Digest;

/// The folder of releases.
pub(super) const RELEASES: &str = "releases";
/// The symbolic link to the release that readers see.
pub(super) const CURRENT: &str = "current";
/// The audit trail.
pub(super) const TRAIL: &str = "releases.jsonl";
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
