//! SHA-256 of files.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// How much of a file is in memory at a time, in bytes.
const CHUNK: usize = 64 * 1024;

/// A SHA-256 checksum, shown as 64 lowercase hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub(super) [u8; 32]);

impl Digest {
    /// The checksum of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Reads 64 lowercase hexadecimal digits; `None` if it is anything else.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
        if pairs.len() != 32 || !rest.is_empty() {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = nibble(*high)? << 4 | nibble(*low)?;
        }
        Some(Self(bytes))
    }
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Counts and hashes what is read through it.
pub(super) struct Hashing<R> {
    inner: R,
    hasher: Sha256,
    size: u64,
}

impl<R: Read> Hashing<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            hasher: Sha256::new(),
            size: 0,
        }
    }

    /// The size in bytes and the checksum of all that was read.
    pub(super) fn finish(self) -> (u64, Digest) {
        (self.size, Digest(self.hasher.finalize().into()))
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hasher.update(buffer.get(..read).unwrap_or_default());
        self.size += read as u64;
        Ok(read)
    }
}

/// The size and checksum of all that a reader gives, without holding it in memory.
pub(super) fn digest_of(reader: impl Read) -> io::Result<(u64, Digest)> {
    let mut hashing = BufReader::with_capacity(CHUNK, Hashing::new(reader));
    loop {
        let read = hashing.fill_buf()?.len();
        if read == 0 {
            return Ok(hashing.into_inner().finish());
        }
        hashing.consume(read);
    }
}

/// Whether two readers give the same bytes. Both are read to their end if so.
pub(super) fn same(a: impl Read, b: impl Read) -> io::Result<bool> {
    let mut a = BufReader::with_capacity(CHUNK, a);
    let mut b = BufReader::with_capacity(CHUNK, b);
    loop {
        let (left, right) = (a.fill_buf()?, b.fill_buf()?);
        let both = left.len().min(right.len());
        if both == 0 {
            return Ok(left.is_empty() && right.is_empty());
        }
        if left.get(..both) != right.get(..both) {
            return Ok(false);
        }
        a.consume(both);
        b.consume(both);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hex() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Digest::of(b"").to_string(), empty);
        assert_eq!(Digest::parse(empty), Some(Digest::of(b"")));
        for bad in [
            "",
            "e3",
            &empty.to_uppercase(),
            &format!("{empty}00"),
            &empty.replace('e', "é"),
        ] {
            assert_eq!(Digest::parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn streaming_is_the_same_as_at_once(bytes: Vec<u8>, repeat in 1usize..300) {
            let bytes = bytes.repeat(repeat);
            let streamed = digest_of(bytes.as_slice()).unwrap();
            prop_assert_eq!(streamed, (bytes.len() as u64, Digest::of(&bytes)));
            prop_assert_eq!(Digest::parse(&streamed.1.to_string()), Some(streamed.1));
        }

        #[test]
        fn same_is_equality(a: Vec<u8>, b: Vec<u8>, repeat in 1usize..300) {
            let (long_a, long_b) = (a.repeat(repeat), b.repeat(repeat));
            prop_assert_eq!(same(long_a.as_slice(), long_b.as_slice()).unwrap(), long_a == long_b);
            prop_assert!(same(long_a.as_slice(), a.repeat(repeat).as_slice()).unwrap());
            let longer = [long_a.as_slice(), b"x"].concat();
            prop_assert!(!same(long_a.as_slice(), longer.as_slice()).unwrap());
        }
    }
}
