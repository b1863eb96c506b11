//! The release: pages and attachments become one folder, all of it or nothing.
//!
//! This room knows bytes and paths only. A build opens a [`Staging`], puts every file of the new
//! release into it (from many threads), and commits. Until the commit point the output is byte for
//! byte what it was; after it, the release is carried to its end, by the next command if this one is
//! killed. What was released is told by a [`Manifest`] in the output, against which [`verify`]
//! compares the folder. Only files that a manifest of ours names are ever replaced or removed; dot
//! files and foreign files are left alone.
//!
//! # On disk
//!
//! ```text
//! public/                  the output
//!   manifest.json          what we wrote: path, size, SHA-256 and SM3 of every file
//!   SHA256SUMS SM3SUMS     the same for programs of the system, `sha256sum -c` and its like
//! .public.gongkai/         the work folder beside it, on the same file system
//!   lock                   held by the running build; the system releases it when the build dies
//!   stage/0/…  stage/f/…   the files that differ from the output, named by the hash of their path
//!   stage/manifest.json    the new manifest
//!   stage/output/…         all of a release that is the first in an output which was not there before
//!   commit.json            the journal: its appearance is the commit point
//!   known                  stamps, checksums and keys of the files of the last release
//!   note                   what the caller remembers of it
//!   history                what the caller read of the history
//!   search                 what the caller keeps of the search index
//! ```
//!
//! Such a first release becomes the output by one rename, and needs no journal. In later ones, a file
//! that only moves is staged as one more name of itself and not written again.
//!
//! The journal is flushed to the disk before it counts; the staged files are not, as that would make
//! a first build many times slower. So a killed process never costs anything; if the power fails
//! within the seconds around a commit, [`verify`] names what was lost and the next build restores it,
//! because a build compares with the files themselves and not with the manifest: by size, times and
//! inode if those are as this program left them, and otherwise byte by byte.
//!
//! `known`, `note`, `history` and `search` may be deleted at any time, and a damaged one counts as none: the next
//! build then takes longer and writes the same.
//!
//! # Codes
//!
//! | code | meaning | [`blame`] |
//! | --- | --- | --- |
//! | `release/foreign` | something that is not ours stands where the release must write | content |
//! | `release/two-sources` | two sources for one path, a path that is both a file and a folder, or two paths that differ in letter case only | content |
//! | `release/urls-lock` | a faulty line in `content/urls.lock` (spans are the caller's: see [`UrlsLock::parse`]) | content |
//! | `release/dangerous-output` | the output folder is, contains or lies in a folder of sources | usage |
//! | `release/as-of` | the date of the release is not `YYYY-MM-DD` | usage |
//! | `release/io` | reading or writing failed | environment |
//! | `release/locked` | another build is at work on the same output | environment |
//! | `release/manifest` | `manifest.json` is not one of ours, or damaged | environment |
//! | `release/no-manifest` | there is no release in the folder | environment |
//! | `release/journal` | the journal of an unfinished commit is damaged | environment |

mod commit;
#[cfg(test)]
mod commit_tests;
mod conflict;
mod digest;
mod disk;
mod guard;
mod io;
mod journal;
#[cfg(test)]
mod kill_tests;
mod known;
mod lock;
mod manifest;
mod staging;
mod stamp;
mod sums;
mod tree;
mod urls_lock;
mod verify;

pub use crate::url::{MANIFEST, OutputPath, SHA256SUMS, SM3SUMS};
pub use commit::Outcome;
pub use conflict::{Excluded, exclusions};
pub(crate) use digest::facts_of;
pub use digest::{Digest, Sm3Digest};
pub use disk::write_atomically;
pub use guard::{Conflict, conflict, refuse_dangerous_output, resolve};
pub use known::{Key, Left, forget, kept_beside};
pub(crate) use manifest::LONGEST as LONGEST_MANIFEST;
pub use manifest::{About, Manifest, ManifestFile};
pub use staging::Staging;
pub use stamp::Stamp;
pub use sums::{Sums, is_reserved};
pub use urls_lock::UrlsLock;
pub(crate) use verify::no_manifest;
pub use verify::{VerifyReport, verify};

/// Whose turn it is when a finding of this room stops a build; the exit code follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// The site's content, or foreign files in the output: exit code 1.
    Content,
    /// The command line or the configuration: exit code 2.
    Usage,
    /// The disk, or another process: exit code 3.
    Environment,
}

/// Whose turn it is after a finding with this code; `None` if the code is not of this room.
#[must_use]
pub fn blame(code: &str) -> Option<Blame> {
    match code {
        "release/foreign" | "release/two-sources" | "release/urls-lock" => Some(Blame::Content),
        "release/dangerous-output" | "release/as-of" => Some(Blame::Usage),
        _ => code.starts_with("release/").then_some(Blame::Environment),
    }
}

/// Whether `text` is a date of the calendar in the form `2020-07-22`. Such dates compare as strings.
fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        })
        && text.parse::<jiff::civil::Date>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_of_the_calendar() {
        for good in ["2020-07-22", "2024-02-29", "0001-01-01"] {
            assert!(is_date(good), "{good}");
        }
        for bad in [
            "",
            "2020-7-22",
            "2020-02-30",
            "2023-02-29",
            "20200722",
            "2020-07-22T",
            "2020/07/22",
            "+020-07-22",
            "２０20-07",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn every_code_has_somebody_to_blame() {
        assert_eq!(blame("release/foreign"), Some(Blame::Content));
        assert_eq!(blame("release/as-of"), Some(Blame::Usage));
        assert_eq!(blame("release/locked"), Some(Blame::Environment));
        assert_eq!(blame("content/unknown-key"), None);
    }
}
