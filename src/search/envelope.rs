//! What every file of an index has around its body: a gzip member and a few bytes that say what it is
//! (`FORMAT.md`, section 1.1).
//!
//! miniz_oxide packs by portable code alone, so that the same index has the same bytes on every
//! machine; faster packers choose other instructions, and other bytes, by what the processor offers.

use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, TDEFLStatus, compress, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use super::bytes::{Reader, Writer};
use super::error::{Fault, WriteError};

const MAGIC: [u8; 3] = *b"gks";
/// The version of the format.
const VERSION: u8 = 1;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    Start = 1,
    Head = 2,
    Shard = 3,
    Facets = 4,
    Block = 5,
    Directory = 6,
    Labels = 7,
    Names = 8,
}

/// ID1, ID2, CM, FLG, MTIME (unknown), XFL (slowest), OS (unknown).
const GZIP: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255];
/// How hard miniz_oxide tries.
const LEVEL: i32 = 9;
/// No file unpacks to more, so that a damaged one cannot fill the memory.
const LARGEST: usize = 1 << 28;
/// Deflate cannot make one byte of more than so many.
const DEFLATE_LIMIT: usize = 1032;

/// Packs files one after the other.
pub(super) struct Packer {
    compressor: CompressorOxide,
}

impl std::fmt::Debug for Packer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Packer").finish_non_exhaustive()
    }
}

impl Packer {
    pub(super) fn new() -> Self {
        Self {
            compressor: CompressorOxide::new(create_comp_flags_from_zip_params(LEVEL, 0, 0)),
        }
    }

    /// The file of a kind and number with this body.
    pub(super) fn seal(
        &mut self,
        kind: Kind,
        number: usize,
        body: &Writer,
    ) -> Result<Vec<u8>, WriteError> {
        let mut payload = Writer::default();
        payload.bytes.reserve(body.bytes.len() + 8);
        payload.bytes.extend_from_slice(&MAGIC);
        payload.byte(VERSION);
        payload.byte(kind as u8);
        payload.count(number)?;
        payload.bytes.extend_from_slice(&body.bytes);
        let payload = payload.bytes;
        if payload.len() > LARGEST {
            return Err(WriteError::TooLarge);
        }
        let length = u32::try_from(payload.len()).map_err(|_| WriteError::TooLarge)?;
        let mut bytes = GZIP.to_vec();
        self.deflate(&payload, &mut bytes)?;
        bytes.extend_from_slice(&crc32fast::hash(&payload).to_le_bytes());
        bytes.extend_from_slice(&length.to_le_bytes());
        // All files of a segment are held until they are written.
        bytes.shrink_to_fit();
        Ok(bytes)
    }

    fn deflate(&mut self, payload: &[u8], out: &mut Vec<u8>) -> Result<(), WriteError> {
        self.compressor.reset();
        let start = out.len();
        let mut taken = 0;
        let mut written = 0;
        out.resize(start + (payload.len() / 2).max(256), 0);
        loop {
            let input = payload.get(taken..).unwrap_or_default();
            let output = out.get_mut(start + written..).unwrap_or_default();
            let (status, more, gained) =
                compress(&mut self.compressor, input, output, TDEFLFlush::Finish);
            taken += more;
            written += gained;
            match status {
                TDEFLStatus::Done => {
                    out.truncate(start + written);
                    return Ok(());
                }
                TDEFLStatus::Okay => {
                    let room = out.len() - start;
                    if written + 64 > room {
                        out.resize(start + room * 2, 0);
                    }
                }
                // Only wrong arguments lead here.
                TDEFLStatus::BadParam | TDEFLStatus::PutBufFailed => {
                    return Err(WriteError::TooLarge);
                }
            }
        }
    }
}

/// The body of a file.
#[derive(Debug)]
pub(super) struct Body {
    payload: Vec<u8>,
    start: usize,
}

impl Body {
    pub(super) fn reader(&self) -> Reader<'_> {
        Reader::new(self.payload.get(self.start..).unwrap_or_default())
    }
}

/// Unpacks a file that should be the one of this kind and number.
pub(super) fn unseal(bytes: &[u8], kind: Kind, number: usize) -> Result<Body, Fault> {
    let payload = gunzip(bytes)?;
    let mut reader = Reader::new(&payload);
    if reader.take(MAGIC.len()) != Ok(&MAGIC[..]) {
        return Err(Fault::Magic);
    }
    let version = reader.byte()?;
    if version != VERSION {
        return Err(Fault::Version(version));
    }
    if reader.byte()? != kind as u8 || reader.size()? != number {
        return Err(Fault::Misplaced);
    }
    let start = payload.len() - reader.left();
    Ok(Body { payload, start })
}

/// Undoes gzip of one member without extra fields.
fn gunzip(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut reader = Reader::new(bytes);
    let head = reader.take(GZIP.len()).map_err(|_| Fault::Packing)?;
    if head.get(..4) != GZIP.get(..4) {
        return Err(Fault::Magic);
    }
    let packed = reader.left().checked_sub(8).ok_or(Fault::Packing)?;
    let packed = reader.take(packed)?;
    let mut number = || {
        let bytes = reader.take(4)?.try_into().map_err(|_| Fault::Packing)?;
        Ok(u32::from_le_bytes(bytes))
    };
    let (checksum, length) = (number()?, number()?);
    let length = usize::try_from(length).map_err(|_| Fault::Packing)?;
    // A claim that is too large must not fill the memory.
    if length > LARGEST || length / DEFLATE_LIMIT > packed.len() {
        return Err(Fault::Packing);
    }
    let mut payload = vec![0; length];
    let (status, taken, written) = decompress(
        &mut DecompressorOxide::new(),
        packed,
        &mut payload,
        0,
        TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
    );
    let whole = status == TINFLStatus::Done && taken == packed.len() && written == length;
    if whole && crc32fast::hash(&payload) == checksum {
        Ok(payload)
    } else {
        Err(Fault::Packing)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sealed(body: &[u8]) -> Vec<u8> {
        let body = Writer {
            bytes: body.to_vec(),
        };
        Packer::new().seal(Kind::Shard, 300, &body).unwrap()
    }

    #[test]
    fn another_file_is_refused() {
        let bytes = sealed(b"body");
        assert_eq!(
            unseal(&bytes, Kind::Shard, 300).unwrap().reader().take(4),
            Ok(&b"body"[..])
        );
        let refused = |bytes: &[u8], kind, number| unseal(bytes, kind, number).unwrap_err();
        assert_eq!(refused(&bytes, Kind::Shard, 301), Fault::Misplaced);
        assert_eq!(refused(&bytes, Kind::Head, 300), Fault::Misplaced);
        assert_eq!(refused(b"<!DOCTYPE html>", Kind::Shard, 0), Fault::Magic);
        assert_eq!(refused(b"", Kind::Shard, 0), Fault::Packing);
        let mut twice = bytes.clone();
        twice.extend_from_slice(&bytes);
        assert_eq!(refused(&twice, Kind::Shard, 300), Fault::Packing);
    }

    proptest! {
        #[test]
        fn a_body_comes_back(body in proptest::collection::vec(0..20_u8, 0..5000)) {
            let bytes = sealed(&body);
            let found = unseal(&bytes, Kind::Shard, 300).unwrap();
            prop_assert_eq!(found.reader().take(body.len()), Ok(&body[..]));
        }

        #[test]
        fn a_damaged_file_is_refused_or_right(
            body in proptest::collection::vec(0..20_u8, 0..500),
            at: prop::sample::Index,
            bit in 0..8_u32,
            cut: bool,
        ) {
            let mut bytes = sealed(&body);
            let at = at.index(bytes.len());
            if cut {
                bytes.truncate(at);
            } else {
                bytes[at] ^= 1_u8 << bit;
            }
            if let Ok(found) = unseal(&bytes, Kind::Shard, 300) {
                let mut reader = found.reader();
                prop_assert_eq!(reader.take(body.len()), Ok(&body[..]));
                prop_assert_eq!(reader.end(), Ok(()));
            }
        }
    }
}
