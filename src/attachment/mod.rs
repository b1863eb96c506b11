//! What attached files say: the bytes of a file become texts with their places, what the file says of
//! itself, and what is not seen when it is opened.
//!
//! Workbooks (also those of Office 97-2003), text documents and presentations of OOXML, PDF, text files, and
//! the Exif of pictures are read. A file is told
//! piece by piece to whoever asks, so that no more of it is kept than what its format needs, and
//! [`limits`](self) bound that: what has more is told as one that could not be looked into. Nothing in
//! a file can make it be read without end, lead to another file, or stop the program.

mod biff;
mod columns;
mod document;
mod heads;
mod hidden;
mod limits;
mod office;
mod package;
mod pdf;
mod picture;
mod place;
mod plain;
mod property;
mod ranges;
mod sheet;
mod slides;
mod told;
mod unreadable;
mod workbook;
mod xml;

#[cfg(test)]
pub(crate) mod tests;

use std::fs::File;
use std::io::Read;

pub(crate) use biff::{Book, Piece, Value};
pub use hidden::Hidden;
pub(crate) use package::Package;
pub use place::{Cell, Part, Place};
pub(crate) use plain::{decoded, delimiter, open_quote};
pub use property::Property;
pub use told::Told;
pub use unreadable::Unreadable;
pub(crate) use xml::{Node, Tag, Xml};

/// The bytes of a file that are looked at.
pub(crate) const FILE_LIMIT: u64 = limits::FILE;

use self::told::Out;
use crate::diagnostic::reason;
use crate::model::{FileKind, FileRef};

/// Reads an attached file from the disk, and tells what it holds.
///
/// # Errors
/// Why it could not be looked into; what was told before that holds.
pub fn read_file(file: &FileRef, tell: &mut dyn FnMut(Told<'_>)) -> Result<(), Unreadable> {
    if file.size > limits::FILE {
        return if is_picture(file.kind) {
            Ok(())
        } else {
            Err(Unreadable::Large)
        };
    }
    let mut bytes = Vec::new();
    File::open(&file.source)
        .and_then(|source| source.take(limits::FILE).read_to_end(&mut bytes))
        .map_err(|error| Unreadable::Disk(reason(&error)))?;
    read(&bytes, &file.name, tell)
}

/// Tells what a file of these bytes and this name holds. What it is, its bytes say; the name only, which
/// kind of text.
///
/// # Errors
/// Why it could not be looked into; what was told before that holds.
pub fn read(bytes: &[u8], name: &str, tell: &mut dyn FnMut(Told<'_>)) -> Result<(), Unreadable> {
    let mut out = Out::new(tell);
    let start = bytes.get(..bytes.len().min(FileKind::START));
    match FileKind::of(start.unwrap_or_default()) {
        kind if is_picture(kind) => {
            picture::read(bytes, &mut out);
            Ok(())
        }
        FileKind::Zip => office::read(bytes, &mut out),
        FileKind::Pdf => pdf::read(bytes, &mut out),
        FileKind::Compound if is_encrypted(bytes) => Err(Unreadable::Encrypted),
        FileKind::Compound => biff::read(bytes, &mut out),
        FileKind::Rtf => Err(Unreadable::Format("RTF")),
        FileKind::Rar => Err(Unreadable::Format("RAR")),
        FileKind::SevenZip => Err(Unreadable::Format("7z")),
        _ => {
            let is_table = [".csv", ".tsv"].iter().any(|end| ends_in(name, end));
            plain::read(bytes, is_table, &mut out)
        }
    }
}

/// Pictures hold no text that could be read, so that it does not matter how large they are.
fn is_picture(kind: FileKind) -> bool {
    matches!(
        kind,
        FileKind::Png | FileKind::Jpeg | FileKind::Gif | FileKind::Webp
    )
}

fn ends_in(name: &str, end: &str) -> bool {
    let start = name.len().checked_sub(end.len());
    let own = start.and_then(|start| name.get(start..));
    own.is_some_and(|own| own.eq_ignore_ascii_case(end))
}

/// Whether it is a file of a newer program in the packing of the older ones, which it has when it is encrypted.
fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    memchr::memmem::find(bytes, &name).is_some()
}
