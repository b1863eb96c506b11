//! Blocks: what records say, to be shown (`FORMAT.md`, section 5.4).

use rayon::prelude::*;

use crate::search::bytes::Writer;
use crate::search::envelope::{Kind, Packer};
use crate::search::error::WriteError;
use crate::search::record::Record;

/// How many records a block holds at most …
const MOST: usize = 4;
/// … and from how many bytes on it takes no more.
const ENOUGH: usize = 6144;

/// The blocks of a segment so far.
#[derive(Default)]
pub(super) struct Blocks {
    files: Vec<Vec<u8>>,
    counts: Vec<usize>,
    /// The last block, which may still grow.
    last: Writer,
    in_last: usize,
}

impl Blocks {
    /// Adds the next records.
    pub(super) fn add<'r>(
        &mut self,
        records: impl Iterator<Item = &'r Record<'r>>,
    ) -> Result<(), WriteError> {
        let mut full = Vec::new();
        for record in records {
            let length: usize = record.fields.iter().map(|field| field.len()).sum();
            let too_long = self.last.bytes.len() + length > ENOUGH;
            if self.in_last == MOST || (self.in_last > 0 && too_long) {
                full.push(self.close());
            }
            put(record, &mut self.last)?;
            self.in_last += 1;
        }
        self.pack(&full)
    }

    /// The files, and how many records each holds.
    pub(super) fn finish(mut self) -> Result<(Vec<Vec<u8>>, Vec<usize>), WriteError> {
        if self.in_last > 0 {
            let last = self.close();
            self.pack(&[last])?;
        }
        Ok((self.files, self.counts))
    }

    fn close(&mut self) -> Writer {
        self.counts.push(self.in_last);
        self.in_last = 0;
        std::mem::take(&mut self.last)
    }

    fn pack(&mut self, full: &[Writer]) -> Result<(), WriteError> {
        let first = self.files.len();
        let packed: Vec<Vec<u8>> = full
            .par_iter()
            .enumerate()
            .map_init(Packer::new, |packer, (number, body)| {
                packer.seal(Kind::Block, first + number, body)
            })
            .collect::<Result<_, WriteError>>()?;
        self.files.extend(packed);
        Ok(())
    }
}

fn put(record: &Record<'_>, body: &mut Writer) -> Result<(), WriteError> {
    body.byte(record.kind as u8);
    body.string(record.path.as_str())?;
    body.string(&record.date)?;
    body.string(record.parent)?;
    record
        .fields
        .iter()
        .try_for_each(|field| body.string(field))
}
