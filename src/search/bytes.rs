//! The values that files are made of (`FORMAT.md`, section 1.2).

use super::error::{Fault, WriteError};
use super::pair::Pair;

/// A number above all that a varint holds.
const LIMIT: u32 = 1 << 31;

/// Bytes being written.
#[derive(Debug, Default)]
pub(super) struct Writer {
    pub(super) bytes: Vec<u8>,
}

impl Writer {
    pub(super) fn varint(&mut self, value: u32) -> Result<(), WriteError> {
        push_varint(&mut self.bytes, value)
    }

    /// A number of things.
    pub(super) fn count(&mut self, value: usize) -> Result<(), WriteError> {
        self.varint(u32::try_from(value).map_err(|_| WriteError::TooLarge)?)
    }

    pub(super) fn byte(&mut self, value: u8) {
        self.bytes.push(value);
    }

    pub(super) fn string(&mut self, text: &str) -> Result<(), WriteError> {
        self.count(text.len())?;
        self.bytes.extend_from_slice(text.as_bytes());
        Ok(())
    }

    pub(super) fn zigzag(&mut self, value: i32) -> Result<(), WriteError> {
        let bits = (value << 1) ^ (value >> 31);
        self.varint(bits.cast_unsigned())
    }

    /// Pairs in ascending order, each as what it is more than the one before.
    pub(super) fn keys(&mut self, pairs: impl IntoIterator<Item = Pair>) -> Result<(), WriteError> {
        let mut before = Pair::default();
        let mut first = true;
        for pair in pairs {
            let (a, b) = pair.codes();
            let (a_before, b_before) = before.codes();
            let step = a.checked_sub(a_before).ok_or(WriteError::TooLarge)?;
            self.varint(step)?;
            self.varint(if step == 0 && !first {
                b.checked_sub(b_before).ok_or(WriteError::TooLarge)?
            } else {
                b
            })?;
            before = pair;
            first = false;
        }
        Ok(())
    }
}

/// Appends a varint.
pub(super) fn push_varint(bytes: &mut Vec<u8>, value: u32) -> Result<(), WriteError> {
    if value >= LIMIT {
        return Err(WriteError::TooLarge);
    }
    let mut rest = value;
    loop {
        let low = u8::try_from(rest & 0x7f).unwrap_or_default();
        rest >>= 7;
        if rest == 0 {
            bytes.push(low);
            return Ok(());
        }
        bytes.push(low | 0x80);
    }
}

/// Bytes being read; every step tells if they are not what they should be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }

    pub(super) fn byte(&mut self) -> Result<u8, Fault> {
        let (&first, rest) = self.rest.split_first().ok_or(Fault::Length)?;
        self.rest = rest;
        Ok(first)
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Fault::Length)?;
        self.rest = rest;
        Ok(taken)
    }

    pub(super) fn varint(&mut self) -> Result<u32, Fault> {
        let mut value = 0_u64;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return u32::try_from(value)
                    .ok()
                    .filter(|&value| value < LIMIT)
                    .ok_or(Fault::Value);
            }
        }
        Err(Fault::Value)
    }

    /// A number of things that take at least one byte each, so that a wrong one cannot ask for more
    /// memory than the file itself.
    pub(super) fn count(&mut self) -> Result<usize, Fault> {
        let count = self.size()?;
        if count > self.rest.len() {
            return Err(Fault::Length);
        }
        Ok(count)
    }

    /// A number that is no more than a size.
    pub(super) fn size(&mut self) -> Result<usize, Fault> {
        usize::try_from(self.varint()?).map_err(|_| Fault::Value)
    }

    pub(super) fn string(&mut self) -> Result<&'a str, Fault> {
        let length = self.count()?;
        std::str::from_utf8(self.take(length)?).map_err(|_| Fault::Value)
    }

    pub(super) fn zigzag(&mut self) -> Result<i64, Fault> {
        let bits = i64::from(self.varint()?);
        Ok(if bits & 1 == 0 {
            bits / 2
        } else {
            -(bits / 2) - 1
        })
    }

    pub(super) fn digest(&mut self) -> Result<[u8; 8], Fault> {
        self.take(8)?.try_into().map_err(|_| Fault::Length)
    }

    /// `count` keys in ascending order, no two equal.
    pub(super) fn keys(&mut self, count: usize) -> Result<Vec<Pair>, Fault> {
        let mut keys: Vec<Pair> = Vec::with_capacity(count.min(self.rest.len()));
        for _ in 0..count {
            let before = keys.last().copied();
            let (a_before, b_before) = before.unwrap_or_default().codes();
            let step = self.varint()?;
            let b = self.varint()?;
            let b = if step == 0 && before.is_some() {
                b_before.checked_add(b).ok_or(Fault::Value)?
            } else {
                b
            };
            let a = a_before.checked_add(step).ok_or(Fault::Value)?;
            let pair = Pair::of_codes(a, b).ok_or(Fault::Value)?;
            if before.is_some_and(|before| before >= pair) {
                return Err(Fault::Value);
            }
            keys.push(pair);
        }
        Ok(keys)
    }

    /// That nothing is left.
    pub(super) fn end(&self) -> Result<(), Fault> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(Fault::Length)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(
            numbers in proptest::collection::vec(0..LIMIT, 0..20),
            signed in -(1_i32 << 30)..1 << 30,
            text: String,
        ) {
            let mut writer = Writer::default();
            for &number in &numbers {
                writer.varint(number).unwrap();
            }
            writer.zigzag(signed).unwrap();
            writer.string(&text).unwrap();
            let mut reader = Reader::new(&writer.bytes);
            for &number in &numbers {
                prop_assert_eq!(reader.varint(), Ok(number));
            }
            prop_assert_eq!(reader.zigzag(), Ok(i64::from(signed)));
            prop_assert_eq!(reader.string(), Ok(text.as_str()));
            prop_assert_eq!(reader.end(), Ok(()));
        }

        #[test]
        fn keys_are_read(pairs: std::collections::BTreeSet<(char, char)>) {
            let pairs: Vec<Pair> = pairs.into_iter().map(|(a, b)| Pair::new(a, b)).collect();
            let mut writer = Writer::default();
            writer.keys(pairs.iter().copied()).unwrap();
            let mut reader = Reader::new(&writer.bytes);
            prop_assert_eq!(reader.keys(pairs.len()).unwrap(), pairs);
            prop_assert_eq!(reader.end(), Ok(()));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>, count in 0..50_usize) {
            let reader = || Reader::new(&bytes);
            prop_assert!(reader().varint().is_ok_and(|n| n < LIMIT) || reader().varint().is_err());
            prop_assert!(reader().string().is_ok() || reader().string().is_err());
            prop_assert!(reader().keys(count).is_ok_and(|keys| keys.is_sorted()) || count > 0);
        }
    }

    #[test]
    fn a_varint_has_a_limit() {
        assert!(Writer::default().varint(LIMIT).is_err());
        assert_eq!(
            Reader::new(&[0xff, 0xff, 0xff, 0xff, 0x07]).varint(),
            Ok(LIMIT - 1)
        );
        for bytes in [&[0x80, 0x80, 0x80, 0x80, 0x08][..], &[0xff; 6]] {
            assert_eq!(Reader::new(bytes).varint(), Err(Fault::Value));
        }
        assert_eq!(Reader::new(&[0x80]).varint(), Err(Fault::Length));
    }
}
