//! Loads a PDF within bounds. lopdf bounds how deep objects are nested and what one stream expands to;
//! how much all of it takes in memory is bounded here.

use std::cell::Cell;

use lopdf::{DecompressError, Document, Error, LoadOptions, Object, ObjectId, Stream};
use memchr::memmem;

use crate::attachment::unreadable::Unreadable;

/// What one stream of objects may expand to, in bytes. Programs put a few hundred objects into one.
const STREAM: usize = 8 * 1024 * 1024;
/// What objects other than streams may take in the file, in bytes: read, they take up to sixty times
/// that.
const WRITTEN: usize = 16 * 1024 * 1024;
/// How many objects there may be, those within others counted. Each takes about a hundred bytes.
const OBJECTS: usize = 4_000_000;

thread_local! {
    /// How many more objects may be loaded by this thread, which loads but one file.
    static LEFT: Cell<Option<usize>> = const { Cell::new(Some(OBJECTS)) };
}

/// Loads a PDF, in a thread that loads no other.
pub(super) fn load(bytes: &[u8]) -> Result<Document, Unreadable> {
    if written(bytes) > WRITTEN {
        return Err(Unreadable::Long);
    }
    let options = LoadOptions {
        filter: Some(counted),
        max_decompressed_size: Some(STREAM),
        ..LoadOptions::default()
    };
    let document = Document::load_mem_with_options(bytes, options);
    let document = document.map_err(|error| reason(&error))?;
    if LEFT.get().is_none() {
        return Err(Unreadable::Long);
    }
    if document.is_encrypted() {
        return Err(Unreadable::Encrypted);
    }
    if document.page_iter().next().is_none() {
        return Err(Unreadable::Damaged);
    }
    Ok(document)
}

/// Lets an object pass while there may be more. What is asked is whether it may pass, or what passes
/// in its place.
fn counted(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let left = LEFT.get().and_then(|left| left.checked_sub(count(object)));
    LEFT.set(left);
    left.map(|_| (id, object.clone()))
}

/// How many objects an object is; how deep they are nested, lopdf bounds.
fn count(object: &Object) -> usize {
    1 + match object {
        Object::Array(objects) => objects.iter().map(count).sum(),
        Object::Dictionary(dictionary) => dictionary.iter().map(|(_, own)| count(own)).sum(),
        Object::Stream(stream) => stream.dict.iter().map(|(_, own)| count(own)).sum(),
        _ => 0,
    }
}

/// How many bytes stand outside streams.
fn written(bytes: &[u8]) -> usize {
    let mut written = 0;
    let mut rest = bytes;
    while let Some(start) = memmem::find(rest, b"stream") {
        let (before, stream) = rest.split_at(start);
        let Some(end) = memmem::find(stream, b"endstream") else {
            break;
        };
        written += before.len();
        rest = stream.get(end + b"endstream".len()..).unwrap_or_default();
    }
    written + rest.len()
}

/// What a stream expands to, if that is no more than so many bytes.
///
/// # Errors
/// If it is damaged, or expands to more.
pub(super) fn expanded(stream: &Stream, limit: usize) -> Result<Vec<u8>, Unreadable> {
    let content = stream.get_plain_content_with_limit(limit);
    content.map_err(|error| reason(&error))
}

pub(super) fn reason(error: &Error) -> Unreadable {
    match error {
        Error::Decompress(
            DecompressError::MemoryLimitExceeded { .. } | DecompressError::TooManyFilters { .. },
        ) => Unreadable::Expands,
        Error::Decryption(_) | Error::InvalidPassword | Error::UnsupportedSecurityHandler(_) => {
            Unreadable::Encrypted
        }
        _ => Unreadable::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_outside_streams() {
        assert_eq!(written(b"1 0 obj <<>> stream\nxyz\nendstream endobj"), 20);
        assert_eq!(written(b"no such thing"), 13);
        assert_eq!(written(b"a stream without end"), 20);
        assert_eq!(written(b""), 0);
    }
}
