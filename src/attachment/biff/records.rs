//! The records of a stream, and the values in them.

use crate::attachment::unreadable::Unreadable;

/// A record that goes on with the one before.
const CONTINUE: u16 = 0x003c;

/// Begins a part of the stream: the workbook, a sheet, a chart.
pub(super) const BOF: u16 = 0x0809;
/// Ends it.
pub(super) const EOF: u16 = 0x000a;

/// A record: its type and its data, with that of the records that go on with it.
#[derive(Debug)]
pub(super) struct Record<'b> {
    pub(super) kind: u16,
    pub(super) data: &'b [u8],
    pub(super) more: Vec<&'b [u8]>,
}

/// The records from a place in a stream on.
#[derive(Debug)]
pub(super) struct Records<'b> {
    rest: &'b [u8],
}

impl<'b> Records<'b> {
    /// Those from a place on.
    pub(super) fn at(stream: &'b [u8], offset: usize) -> Result<Self, Unreadable> {
        let rest = stream.get(offset..).ok_or(Unreadable::Damaged)?;
        Ok(Self { rest })
    }

    /// The next record, unless this is the end.
    pub(super) fn next(&mut self) -> Result<Option<Record<'b>>, Unreadable> {
        let Some((kind, data)) = self.one()? else {
            return Ok(None);
        };
        let mut more = Vec::new();
        while self.rest.starts_with(&CONTINUE.to_le_bytes()) {
            match self.one()? {
                Some((_, data)) => more.push(data),
                None => break,
            }
        }
        Ok(Some(Record { kind, data, more }))
    }

    fn one(&mut self) -> Result<Option<(u16, &'b [u8])>, Unreadable> {
        // The last sector of a stream may be filled up.
        if self.rest.iter().take(4).all(|byte| *byte == 0) {
            return Ok(None);
        }
        let mut values = Values::new(self.rest);
        let (kind, length) = (values.u16()?, values.u16()?);
        let data = values.take(length.into())?;
        self.rest = values.rest;
        Ok(Some((kind, data)))
    }
}

/// Reads values one after the other; where one is missing, the file is damaged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Values<'b> {
    rest: &'b [u8],
}

impl<'b> Values<'b> {
    pub(super) fn new(rest: &'b [u8]) -> Self {
        Self { rest }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.rest.len()
    }

    pub(super) fn take(&mut self, count: usize) -> Result<&'b [u8], Unreadable> {
        let (taken, rest) = self
            .rest
            .split_at_checked(count)
            .ok_or(Unreadable::Damaged)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Unreadable> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(Unreadable::Damaged)?;
        self.rest = rest;
        Ok(*taken)
    }

    pub(super) fn u8(&mut self) -> Result<u8, Unreadable> {
        Ok(u8::from_le_bytes(self.array()?))
    }

    pub(super) fn u16(&mut self) -> Result<u16, Unreadable> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    pub(super) fn u32(&mut self) -> Result<u32, Unreadable> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    pub(super) fn f64(&mut self) -> Result<f64, Unreadable> {
        Ok(f64::from_le_bytes(self.array()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_on_belongs_to_the_record_before() {
        let stream = [
            &[0xfc, 0, 1, 0, 7][..],
            &[0x3c, 0, 2, 0, 8, 9],
            &[0x0a, 0, 0, 0],
            &[0; 8],
        ]
        .concat();
        let mut records = Records::at(&stream, 0).unwrap();
        let first = records.next().unwrap().unwrap();
        assert_eq!(
            (first.kind, first.data, first.more),
            (0xfc, &[7][..], vec![&[8, 9][..]])
        );
        assert_eq!(records.next().unwrap().unwrap().kind, EOF);
        assert!(records.next().unwrap().is_none());
    }

    #[test]
    fn a_record_that_is_cut_off_is_damage() {
        let mut records = Records::at(&[0xfc, 0, 5, 0, 7], 0).unwrap();
        assert_eq!(records.next().unwrap_err(), Unreadable::Damaged);
        assert_eq!(Records::at(&[1], 2).unwrap_err(), Unreadable::Damaged);
    }
}
