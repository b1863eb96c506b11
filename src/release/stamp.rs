//! What a file system says of a file, without reading it.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// How long ago a file must have changed for the next change to have another time, in nanoseconds: the
/// clocks of systems tick every few milliseconds, those of some file systems every two seconds.
const TICK: i64 = 20_000_000;
const COARSE_TICK: i64 = 2 * SECOND;
const SECOND: i64 = 1_000_000_000;

/// Tells one state of a file from another: its size, times and place on the disk. As long as it is the
/// same, so is the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    size: u64,
    /// In nanoseconds since 1970; 0 if the system does not tell.
    modified: i64,
    /// When anything about the file changed, its name included, which cannot be set back.
    changed: i64,
    inode: u64,
}

impl Stamp {
    /// The stamp of a file that is described like this.
    #[must_use]
    pub fn of(found: &Metadata) -> Self {
        #[cfg(unix)]
        let (changed, inode) = {
            use std::os::unix::fs::MetadataExt;
            let changed = found
                .ctime()
                .saturating_mul(SECOND)
                .saturating_add(found.ctime_nsec());
            (changed, found.ino())
        };
        #[cfg(not(unix))]
        let (changed, inode) = (0, 0);
        Self {
            size: found.len(),
            modified: found.modified().map_or(0, nanoseconds),
            changed,
            inode,
        }
    }

    /// The file's size in bytes.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// When the file was last written.
    pub(super) fn modified(&self) -> i64 {
        self.modified
    }

    /// Whether a change after `moment`, in nanoseconds since 1970, would be seen. One within the same
    /// tick of the clock would not.
    pub(super) fn is_settled_at(&self, moment: i64) -> bool {
        let tick = if self.modified % SECOND == 0 {
            COARSE_TICK
        } else {
            TICK
        };
        self.modified.max(self.changed) + tick < moment
    }

    /// Whether a change after `moment` would be seen.
    #[must_use]
    pub fn is_settled(&self, moment: SystemTime) -> bool {
        self.is_settled_at(nanoseconds(moment))
    }
}

fn nanoseconds(time: SystemTime) -> i64 {
    let number = |duration: Duration| i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => number(since),
        Err(before) => -number(before.duration()),
    }
}
