//! Texts: UTF-16, or only the lower bytes of it.

use super::records::{Record, Values};
use crate::attachment::limits::SHARED;
use crate::attachment::unreadable::Unreadable;

/// Set where a text has two bytes a character.
const WIDE: u8 = 0x01;
/// Set where it says how it is read aloud.
const ALOUD: u8 = 0x04;
/// Set where parts of it look different.
const RICH: u8 = 0x08;

/// A text whose length takes one byte.
pub(super) fn short(values: &mut Values<'_>) -> Result<String, Unreadable> {
    let count = values.u8()?;
    plain(values, count.into())
}

/// A text whose length takes two bytes.
pub(super) fn long(values: &mut Values<'_>) -> Result<String, Unreadable> {
    let count = values.u16()?;
    plain(values, count.into())
}

fn plain(values: &mut Values<'_>, count: usize) -> Result<String, Unreadable> {
    let is_wide = values.u8()? & WIDE != 0;
    let mut units = Vec::with_capacity(count);
    take(values, count, is_wide, &mut units)?;
    Ok(String::from_utf16_lossy(&units))
}

/// Reads so many characters.
fn take(
    values: &mut Values<'_>,
    count: usize,
    is_wide: bool,
    units: &mut Vec<u16>,
) -> Result<(), Unreadable> {
    if is_wide {
        let bytes = values.take(count * 2)?;
        let (pairs, _) = bytes.as_chunks();
        units.extend(pairs.iter().map(|pair| u16::from_le_bytes(*pair)));
    } else {
        units.extend(values.take(count)?.iter().map(|byte| u16::from(*byte)));
    }
    Ok(())
}

/// A text that may go on in the records after its own.
pub(super) fn long_of(record: &Record<'_>, start: usize) -> Result<String, Unreadable> {
    let mut chunks = Chunks::new(record);
    chunks.skip(start)?;
    let count = chunks.u16()?;
    let flags = chunks.now.u8()?;
    chunks.text(count.into(), flags)
}

/// The texts that the cells of a workbook share.
pub(super) fn shared(record: &Record<'_>) -> Result<Vec<Box<str>>, Unreadable> {
    let mut chunks = Chunks::new(record);
    let (_uses, count) = (chunks.now.u32()?, chunks.now.u32()?);
    let mut texts = Vec::new();
    let mut bytes = 0;
    for _ in 0..count {
        let text = chunks.rich()?;
        bytes += text.len();
        if bytes > SHARED {
            return Err(Unreadable::Long);
        }
        texts.push(text.into());
    }
    Ok(texts)
}

/// The data of a record and of those that go on with it.
struct Chunks<'r, 'b> {
    now: Values<'b>,
    after: std::slice::Iter<'r, &'b [u8]>,
}

impl<'r, 'b> Chunks<'r, 'b> {
    fn new(record: &'r Record<'b>) -> Self {
        Self {
            now: Values::new(record.data),
            after: record.more.iter(),
        }
    }

    /// Goes on with the next record if this one is read.
    fn fill(&mut self) -> Result<(), Unreadable> {
        while self.now.is_empty() {
            let next = self.after.next().ok_or(Unreadable::Damaged)?;
            self.now = Values::new(next);
        }
        Ok(())
    }

    fn u16(&mut self) -> Result<u16, Unreadable> {
        self.fill()?;
        self.now.u16()
    }

    fn skip(&mut self, mut count: usize) -> Result<(), Unreadable> {
        while count > 0 {
            self.fill()?;
            let here = count.min(self.now.len());
            self.now.take(here)?;
            count -= here;
        }
        Ok(())
    }

    fn rich(&mut self) -> Result<String, Unreadable> {
        let count = self.u16()?;
        let flags = self.now.u8()?;
        let runs = match flags & RICH {
            0 => 0,
            _ => usize::from(self.now.u16()?) * 4,
        };
        let aloud = match flags & ALOUD {
            0 => 0,
            _ => usize::try_from(self.now.u32()?).unwrap_or(usize::MAX),
        };
        let text = self.text(count.into(), flags)?;
        self.skip(runs)?;
        self.skip(aloud)?;
        Ok(text)
    }

    /// So many characters; a record in which they go on says anew how wide they are.
    fn text(&mut self, mut left: usize, mut flags: u8) -> Result<String, Unreadable> {
        let mut units = Vec::with_capacity(left);
        loop {
            let is_wide = flags & WIDE != 0;
            let here = left.min(self.now.len() / if is_wide { 2 } else { 1 });
            take(&mut self.now, here, is_wide, &mut units)?;
            left -= here;
            if left == 0 {
                return Ok(String::from_utf16_lossy(&units));
            }
            let rest = self.now.len();
            self.now.take(rest)?;
            self.fill()?;
            flags = self.now.u8()?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record<'b>(data: &'b [u8], more: &[&'b [u8]]) -> Record<'b> {
        Record {
            kind: 0xfc,
            data,
            more: more.to_vec(),
        }
    }

    #[test]
    fn shared_texts_go_on_in_the_next_record() {
        let first = [
            &[2, 0, 0, 0, 2, 0, 0, 0][..],
            // “a公开b”, of which the record holds two characters.
            &[4, 0, 1, b'a', 0, 0x6c, 0x51],
        ]
        .concat();
        // The rest of it; then “开” with the look of a part, which goes on, and how it is read.
        let second = [
            &[1, 0x00, 0x5f, b'b', 0][..],
            &[1, 0, 1 | 4 | 8, 1, 0, 3, 0, 0, 0, 0x00, 0x5f, 9],
        ]
        .concat();
        let third = [9, 9, 9, 7, 7, 7];
        let texts = shared(&record(&first, &[&second, &third])).unwrap();
        assert_eq!(texts, ["a公开b".into(), "开".into()]);
    }

    #[test]
    fn a_text_may_change_its_width_where_it_goes_on() {
        let first = [3, 0, 0, b'a'];
        let second = [1, 0x00, 0x5f, b'b', 0];
        assert_eq!(long_of(&record(&first, &[&second]), 0).unwrap(), "a开b");
        assert_eq!(
            long_of(&record(&first, &[]), 0).unwrap_err(),
            Unreadable::Damaged
        );
    }

    #[test]
    fn counts_that_are_not_true_are_damage() {
        let first = [255, 255, 255, 255, 255, 255, 255, 255];
        assert_eq!(
            shared(&record(&first, &[])).unwrap_err(),
            Unreadable::Damaged
        );
        assert_eq!(
            long(&mut Values::new(&[255, 255, 0, 1])).unwrap_err(),
            Unreadable::Damaged
        );
    }
}
