//! What stands where on a target on which the release stands in place.

use crate::publish::ReleaseId;
use crate::release::{ManifestFile, OutputPath};

/// What is only for this program, and for nobody to read who visits the site.
pub(in crate::publish) const OWN: &str = ".gongkai/";
/// Says who is at work.
pub(in crate::publish) const LOCK: &str = ".gongkai/lock";
/// The audit trail.
pub(super) const TRAIL: &str = ".gongkai/releases.jsonl";
/// How the audit trail ends.
pub(super) const SEAL: &str = ".gongkai/trail.json";
/// What is about to be done, for as long as it is not.
pub(super) const INTENT: &str = ".gongkai/intent.json";

/// The folder of manifests.
pub(super) const MANIFESTS: &str = ".gongkai/releases/";

/// The manifest of a release.
pub(super) fn manifest(id: &ReleaseId) -> String {
    format!("{MANIFESTS}{id}.json")
}

/// Where a content is kept that readers do not see any more. What readers are told with a file is copied with
/// it, so that contents are told apart by that as well: by the ending, and by whether the name of the file
/// told its content.
pub(super) fn kept(path: &OutputPath, facts: &ManifestFile, lasts: bool) -> String {
    let name = path.as_str().rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_plain =
        (1..=8).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    let folder = if lasts { "kept/lasting" } else { "kept" };
    let sha256 = facts.sha256;
    match is_plain {
        true => format!("{OWN}{folder}/{sha256}.{ending}"),
        false => format!("{OWN}{folder}/{sha256}"),
    }
}
