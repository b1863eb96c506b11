//! What git would call files of a work tree, read piece by piece: attached files can be large.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use sha1::Sha1;
use sha2::{Digest as _, Sha256};

/// The length of a name in a repository with SHA-256, in hexadecimal digits.
const SHA256_DIGITS: usize = 64;
/// So much is read at once.
const PIECE: usize = 64 * 1024;
/// A zero within so many bytes says to git that a file is no text.
const TOLD_BY: usize = 8000;
/// No pointer of Git LFS is longer, in bytes.
const LONGEST_POINTER: usize = 1024;

/// What git names some bytes: the digest of their kind, their length and themselves.
enum Naming {
    Sha1(Sha1),
    Sha256(Sha256),
}

impl Naming {
    /// Begins the name of so many bytes.
    fn new(digits: usize, length: u64) -> Self {
        let mut naming = match digits {
            SHA256_DIGITS => Self::Sha256(Sha256::new()),
            _ => Self::Sha1(Sha1::new()),
        };
        naming.add(format!("blob {length}\0").as_bytes());
        naming
    }

    fn add(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha1(digest) => digest.update(bytes),
            Self::Sha256(digest) => digest.update(bytes),
        }
    }

    fn name(self) -> Box<str> {
        match self {
            Self::Sha1(digest) => hexadecimal(&digest.finalize()),
            Self::Sha256(digest) => hexadecimal(&digest.finalize()),
        }
    }
}

fn hexadecimal(digest: &[u8]) -> Box<str> {
    let digits = digest.iter().map(|byte| format!("{byte:02x}"));
    digits.collect::<String>().into()
}

/// Gives every piece of a file.
fn pieces(path: &Path, mut each: impl FnMut(&[u8])) -> io::Result<()> {
    let mut file = File::open(path)?;
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(read) => each(piece.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Takes the CR before each LF out of text that comes in pieces.
#[derive(Default)]
struct Lines {
    /// Whether a CR was seen of which it is not known yet what follows.
    is_open: bool,
    /// How many were taken out.
    taken_out: u64,
}

impl Lines {
    fn add(&mut self, piece: &[u8], mut each: impl FnMut(&[u8])) {
        for part in piece.split_inclusive(|byte| *byte == b'\r') {
            if self.is_open {
                match part.first() {
                    Some(b'\n') => self.taken_out += 1,
                    _ => each(b"\r"),
                }
            }
            self.is_open = part.ends_with(b"\r");
            each(part.strip_suffix(b"\r").unwrap_or(part));
        }
    }

    fn end(self, mut each: impl FnMut(&[u8])) -> u64 {
        if self.is_open {
            each(b"\r");
        }
        self.taken_out
    }
}

/// What git names a file, as it is or, if that is what it is called in a commit, with its lines ended by LF.
/// `digits` is the length of names.
pub(super) fn name(path: &Path, digits: usize, committed: Option<&str>) -> io::Result<Box<str>> {
    let length = path.metadata()?.len();
    let mut naming = Naming::new(digits, length);
    let mut lines = Lines::default();
    let (mut at, mut is_text) = (0, true);
    pieces(path, |piece| {
        is_text &= !piece
            .iter()
            .take(TOLD_BY.saturating_sub(at))
            .any(|byte| *byte == 0);
        at = at.saturating_add(piece.len());
        naming.add(piece);
        lines.add(piece, |_| {});
    })?;
    let (plain, taken_out) = (naming.name(), lines.end(|_| {}));
    let is_other = committed.is_some_and(|committed| *committed != *plain);
    if !is_other || !is_text || taken_out == 0 {
        return Ok(plain);
    }
    let mut naming = Naming::new(digits, length.saturating_sub(taken_out));
    let mut lines = Lines::default();
    pieces(path, |piece| lines.add(piece, |part| naming.add(part)))?;
    lines.end(|part| naming.add(part));
    let with_lf = naming.name();
    Ok(match committed == Some(&*with_lf) {
        true => with_lf,
        false => plain,
    })
}

/// How a blob starts: as much of it as a pointer can be.
#[derive(Default)]
pub(super) struct Start {
    bytes: Vec<u8>,
    is_longer: bool,
}

impl Write for Start {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = LONGEST_POINTER.saturating_sub(self.bytes.len());
        self.is_longer |= bytes.len() > room;
        self.bytes.extend(bytes.iter().take(room));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Start {
    /// The pointer that it is, if it is one.
    pub(super) fn pointer(&self) -> Option<Pointer<'_>> {
        let text = str::from_utf8(&self.bytes).ok()?;
        let mut lines = text.lines();
        let version = lines.next()?;
        let sha256 = lines.next()?.strip_prefix("oid sha256:")?;
        let size = lines.next()?.strip_prefix("size ")?.parse().ok()?;
        let is_pointer = version == "version https://git-lfs.github.com/spec/v1"
            && lines.next().is_none()
            && !self.is_longer;
        is_pointer.then_some(Pointer { sha256, size })
    }
}

/// What Git LFS commits in place of a file: <https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md>.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pointer<'a> {
    sha256: &'a str,
    size: u64,
}

impl Pointer<'_> {
    /// Whether it stands for this file.
    pub(super) fn names(&self, path: &Path) -> io::Result<bool> {
        if path.metadata()?.len() != self.size {
            return Ok(false);
        }
        let mut digest = Sha256::new();
        pieces(path, |piece| digest.update(piece))?;
        Ok(*hexadecimal(&digest.finalize()) == *self.sha256)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn named(bytes: &[u8], digits: usize, committed: Option<&str>) -> Box<str> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, bytes).unwrap();
        name(&path, digits, committed).unwrap()
    }

    #[test]
    fn names_are_those_of_git() {
        let hello = "ce013625030ba8dba906f756967f9e9ca394464a";
        assert_eq!(
            &*named(b"", 40, None),
            "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
        );
        assert_eq!(&*named(b"hello\n", 40, None), hello);
        assert_eq!(
            &*named(b"", 64, None),
            "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813"
        );
        assert_eq!(&*named(b"hello\r\n", 40, Some(hello)), hello);
        assert_ne!(&*named(b"hello\r\n", 40, None), hello);
        assert_ne!(&*named(b"hello\r", 40, Some(hello)), hello);
    }

    /// Wherever a piece of a file ends, its lines end the same.
    #[test]
    fn line_ends_are_found_across_pieces() {
        let text = "a\r\nb\rc\n\r\r\nd\r".repeat(9000);
        let expected = text.replace("\r\n", "\n");
        let committed = named(expected.as_bytes(), 40, None);
        assert_eq!(named(text.as_bytes(), 40, Some(&committed)), committed);
        for size in 1..6 {
            let (mut lines, mut found) = (Lines::default(), Vec::new());
            for piece in text.as_bytes().chunks(size) {
                lines.add(piece, |part| found.extend_from_slice(part));
            }
            lines.end(|part| found.extend_from_slice(part));
            assert!(found == expected.as_bytes(), "{size}");
        }
        // What holds a zero is no text, and stays as it is.
        let data = [b"\0".as_slice(), text.as_bytes()].concat();
        let committed = named(&[b"\0".as_slice(), expected.as_bytes()].concat(), 40, None);
        assert_ne!(named(&data, 40, Some(&committed)), committed);
    }

    #[test]
    fn only_a_whole_pointer_is_one() {
        let sha256 = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";
        let good =
            format!("version https://git-lfs.github.com/spec/v1\noid sha256:{sha256}\nsize 11\n");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "hello world").unwrap();
        let names = |text: &str| {
            let mut start = Start::default();
            start.write_all(text.as_bytes()).unwrap();
            let pointer = start.pointer()?;
            Some(pointer.names(&path).unwrap())
        };
        assert_eq!(names(&good), Some(true));
        assert_eq!(names(&good.replace("b94d", "b94e")), Some(false));
        assert_eq!(names(&good.replace("11", "12")), Some(false));
        assert_eq!(names(&good.replace("v1", "v2")), None);
        assert_eq!(names(&format!("{good}x")), None);
        assert_eq!(names(&format!("{good}{}", "\n".repeat(2000))), None);
        assert_eq!(names(""), None);
    }
}
