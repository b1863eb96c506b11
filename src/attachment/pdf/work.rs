//! How much reading a document may cost: a small file can say of many places that the same large thing is
//! to be read there.

use std::collections::BTreeSet;

use lopdf::Stream;

use super::load::expanded;
use crate::attachment::unreadable::Unreadable;

/// What all pages may take, in bytes: as much as the largest file has, and four times that expanded.
const MOST: usize = 320 * 1024 * 1024;
/// What is taken by looking something up.
pub(super) const STEP: usize = 64;

/// What is taken at most for each byte of a stream that is damaged: no filter makes more of it.
const EXPANSION: usize = 1032;

/// What was read so far, each time anew: bytes that were taken and those that came of them.
#[derive(Debug, Default)]
pub(super) struct Work {
    bytes: usize,
    /// By where it stands in memory: streams that are damaged, perhaps only at their end.
    damaged: BTreeSet<*const Stream>,
}

impl Work {
    /// Counts so many bytes, or what takes as long.
    ///
    /// # Errors
    /// If that is too much.
    pub(super) fn add(&mut self, bytes: usize) -> Result<(), Unreadable> {
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes > MOST {
            return Err(Unreadable::Long);
        }
        Ok(())
    }

    /// What a stream expands to, if that is no more than so many bytes; none if it is damaged, which is found
    /// out once.
    ///
    /// # Errors
    /// If it expands to more, or all together is too much.
    pub(super) fn expanded(
        &mut self,
        stream: &Stream,
        limit: usize,
    ) -> Result<Option<Vec<u8>>, Unreadable> {
        let place = std::ptr::from_ref(stream);
        if self.damaged.contains(&place) {
            self.add(STEP)?;
            return Ok(None);
        }
        let written = stream.content.len();
        self.add(STEP.saturating_add(written))?;
        match expanded(stream, limit) {
            Ok(content) => {
                self.add(content.len())?;
                Ok(Some(content))
            }
            Err(Unreadable::Expands) => Err(Unreadable::Expands),
            Err(_) => {
                self.damaged.insert(place);
                self.add(limit.min(written.saturating_mul(EXPANSION)))?;
                Ok(None)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    /// Of five characters each a group is made; the last is none.
    #[test]
    fn a_stream_that_is_damaged_at_its_end_is_read_once() {
        let content = ["!!!!!".repeat(200).as_str(), "uuuuu"].concat();
        let filter = dictionary! { "Filter" => "ASCII85Decode" };
        let stream = Stream::new(filter, content.into_bytes());
        let mut work = Work::default();
        assert_eq!(work.expanded(&stream, 1 << 20), Ok(None));
        let first = work.bytes;
        assert!(first > 1_000 * 100, "nobody knows how far it was read");
        assert_eq!(work.expanded(&stream, 1 << 20), Ok(None));
        assert_eq!(work.bytes, first + STEP);
    }
}
