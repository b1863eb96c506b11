//! Checksums of files: SHA-256, and SM3 for those whom 国密 rules ask for it.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};

use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use sm3::Sm3;

use super::ManifestFile;

/// How much of a file is in memory at a time, in bytes.
const CHUNK: usize = 64 * 1024;

/// A SHA-256 checksum (FIPS 180-4), shown as 64 lowercase hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub(super) [u8; 32]);

/// An SM3 checksum (GB/T 32905), shown as 64 lowercase hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sm3Digest(pub(super) [u8; 32]);

impl Digest {
    /// The checksum of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// A checksum that was made elsewhere.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads 64 lowercase hexadecimal digits; `None` if it is anything else.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        parse(hex).map(Self)
    }
}

impl Sm3Digest {
    /// The checksum of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sm3::digest(bytes).into())
    }

    /// Reads 64 lowercase hexadecimal digits; `None` if it is anything else.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        parse(hex).map(Self)
    }
}

fn parse(hex: &str) -> Option<[u8; 32]> {
    let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
    if pairs.len() != 32 || !rest.is_empty() {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = nibble(*high)? << 4 | nibble(*low)?;
    }
    Some(bytes)
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
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Display for Sm3Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

/// The digits of a checksum, which the lists of a large release hold by the million.
fn hex(bytes: &[u8; 32]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    let digit = |half| char::from_digit(u32::from(half), 16).unwrap_or_default();
    digits.map(digit).collect()
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Sm3Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Counts and hashes what is read or written through it.
pub(super) struct Hashing<R> {
    inner: R,
    sha256: Sha256,
    sm3: Sm3,
    size: u64,
}

impl<R> Hashing<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            sha256: Sha256::new(),
            sm3: Sm3::new(),
            size: 0,
        }
    }

    /// What a manifest tells of all of it.
    pub(super) fn finish(self) -> ManifestFile {
        ManifestFile {
            size: self.size,
            sha256: Digest(self.sha256.finalize().into()),
            sm3: Sm3Digest(self.sm3.finalize().into()),
        }
    }

    fn update(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
        self.sm3.update(bytes);
        self.size += bytes.len() as u64;
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// What a manifest tells of all that a reader gives, without holding it in memory.
pub(crate) fn facts_of(reader: impl Read) -> io::Result<ManifestFile> {
    let mut hashing = Hashing::new(reader);
    each_chunk(&mut hashing, |_| {})?;
    Ok(hashing.finish())
}

/// The checksum of all that a reader gives, without holding it in memory.
pub(super) fn digest_of(reader: impl Read) -> io::Result<Digest> {
    let mut sha256 = Sha256::new();
    each_chunk(reader, |chunk| sha256.update(chunk))?;
    Ok(Digest(sha256.finalize().into()))
}

fn each_chunk(reader: impl Read, mut each: impl FnMut(&[u8])) -> io::Result<()> {
    let mut reader = BufReader::with_capacity(CHUNK, reader);
    loop {
        let chunk = reader.fill_buf()?;
        let read = chunk.len();
        if read == 0 {
            return Ok(());
        }
        each(chunk);
        reader.consume(read);
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

    #[test]
    fn sm3_is_that_of_the_standard() {
        // GB/T 32905-2016, A.1.
        let abc = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
        assert_eq!(Sm3Digest::of(b"abc").to_string(), abc);
    }

    proptest! {
        #[test]
        fn streaming_is_the_same_as_at_once(bytes: Vec<u8>, repeat in 1usize..300) {
            let bytes = bytes.repeat(repeat);
            let streamed = facts_of(bytes.as_slice()).unwrap();
            prop_assert_eq!(streamed, ManifestFile::of(&bytes));
            prop_assert_eq!(digest_of(bytes.as_slice()).unwrap(), streamed.sha256);
            prop_assert_eq!(Digest::parse(&streamed.sha256.to_string()), Some(streamed.sha256));
            prop_assert_eq!(Sm3Digest::parse(&streamed.sm3.to_string()), Some(streamed.sm3));
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
