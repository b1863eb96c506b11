//! The names of published releases.

use std::fmt;

use jiff::{SignedDuration, Timestamp};

use crate::diagnostic::Faults;
use crate::release::Digest;

/// How many digits of the digest a name has.
const DIGITS: usize = 12;

/// The name of a published release, such as `20201020T144757Z-1a2b3c4d5e6f`: when it was published, in
/// UTC, and how the SHA-256 of its manifest begins. Names sort by time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReleaseId(String);

impl ReleaseId {
    /// The name of a release with this manifest; `at` is a time as [`Record::at`](super::Record) has it.
    #[must_use]
    pub fn new(at: &str, manifest: Digest) -> Self {
        let time: String = at.chars().filter(|c| !matches!(c, '-' | ':')).collect();
        Self(format!("{time}-{}", short(manifest)))
    }

    /// The name of a release with this manifest that no other has, and the time that it tells: a second later
    /// for as long as it is taken, as the same release may be published twice within one.
    pub(super) fn free(
        at: &str,
        manifest: Digest,
        is_taken: impl Fn(&Self) -> Result<bool, Faults>,
    ) -> Result<(Self, String), Faults> {
        let mut at = at.to_owned();
        loop {
            let id = Self::new(&at, manifest);
            let later = at.parse::<Timestamp>().ok();
            let later = later.and_then(|at| at.checked_add(SignedDuration::from_secs(1)).ok());
            match later {
                Some(later) if is_taken(&id)? => at = later.to_string(),
                _ => return Ok((id, at)),
            }
        }
    }

    /// Reads a name; `None` if it is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (time, digits) = text.split_once('-')?;
        let is_time = time.len() == 16
            && time.bytes().enumerate().all(|(i, b)| match i {
                8 => b == b'T',
                15 => b == b'Z',
                _ => b.is_ascii_digit(),
            });
        let is_digest = digits.len() == DIGITS
            && digits
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        (is_time && is_digest).then(|| Self(text.to_owned()))
    }

    /// How the digest of its manifest begins.
    pub(super) fn digits(&self) -> &str {
        self.0.split_once('-').map_or("", |(_, digits)| digits)
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How a digest begins.
pub(super) fn short(digest: Digest) -> String {
    digest.to_string().chars().take(DIGITS).collect()
}

impl fmt::Display for ReleaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_taken_is_that_of_a_second_later() {
        let digest = Digest::of(b"");
        let taken = [
            "20201020T235959Z-e3b0c44298fc",
            "20201021T000000Z-e3b0c44298fc",
        ];
        let is_taken = |id: &ReleaseId| Ok(taken.contains(&id.as_str()));
        let (id, at) = ReleaseId::free("2020-10-20T23:59:59Z", digest, is_taken).unwrap();
        assert_eq!(id.as_str(), "20201021T000001Z-e3b0c44298fc");
        assert_eq!(at, "2020-10-21T00:00:01Z");
    }

    #[test]
    fn a_name_tells_time_and_digest() {
        let id = ReleaseId::new("2020-10-20T14:47:57Z", Digest::of(b""));
        assert_eq!(id.as_str(), "20201020T144757Z-e3b0c44298fc");
        assert_eq!(ReleaseId::parse(id.as_str()), Some(id.clone()));
        assert_eq!(id.digits(), "e3b0c44298fc");
        for bad in [
            "",
            "20201020T144757Z",
            "20201020T144757Z-e3b0c44298f",
            "20201020T144757Z-E3B0C44298FC",
            "2020-10-20T14:47:57Z-e3b0c44298fc",
            "../20201020T144757Z-e3b0c44298fc",
        ] {
            assert_eq!(ReleaseId::parse(bad), None, "{bad}");
        }
    }
}
