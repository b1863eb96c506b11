//! Packed files: what OOXML files consist of.

use std::io::{self, Cursor, ErrorKind, Read};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::limits::{ENTRIES, ENTRY, EXPANDED, RATIO, SMALL};
use super::unreadable::Unreadable;
use super::xml::Xml;

/// A packed file that is read.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    /// What its entries expanded to so far, in bytes.
    expanded: u64,
}

impl<'a> Package<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let open = ZipArchive::new(Cursor::new(bytes));
        let mut archive = open.map_err(|error| reason(&error))?;
        if archive.len() > ENTRIES {
            return Err(Unreadable::Entries);
        }
        let overlap = archive.has_overlapping_files();
        if archive.has_duplicate_names() || overlap.map_err(|error| reason(&error))? {
            return Err(Unreadable::Ambiguous);
        }
        let names = archive.file_names().map(|name| match name {
            Ok(name) => Ok(name.into_owned()),
            Err(error) => Err(reason(&error)),
        });
        Ok(Self {
            names: names.collect::<Result<_, _>>()?,
            archive,
            expanded: 0,
        })
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }

    /// How many pictures it holds.
    pub(crate) fn pictures(&self) -> usize {
        let names = self.names.iter();
        names.filter(|name| name.contains("/media/")).count()
    }

    /// The names of the XML files in a folder, in order.
    pub(super) fn in_folder(&self, folder: &str) -> Vec<String> {
        let is_inside = |name: &&String| name.starts_with(folder) && name.ends_with(".xml");
        let mut names: Vec<String> = self.names.iter().filter(is_inside).cloned().collect();
        names.sort();
        names
    }

    /// Reads an XML file; none if there is none of that name.
    pub(crate) fn part<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Xml<'_>) -> Result<T, Unreadable>,
    ) -> Result<Option<T>, Unreadable> {
        self.entry(name, |source| read(&mut Xml::new(source)))
    }

    /// The bytes of a file; none if there is none of that name.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        self.entry(name, |source| {
            let mut bytes = Vec::new();
            match source.read_to_end(&mut bytes) {
                Ok(_) => Ok(bytes),
                Err(error) if error.kind() == ErrorKind::FileTooLarge => Err(Unreadable::Expands),
                Err(_) => Err(Unreadable::Damaged),
            }
        })
    }

    fn entry<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut dyn Read) -> Result<T, Unreadable>,
    ) -> Result<Option<T>, Unreadable> {
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(reason(&error)),
        };
        let by_size = file.compressed_size().saturating_mul(RATIO).max(SMALL);
        let rest = EXPANDED.saturating_sub(self.expanded);
        let limit = by_size.min(ENTRY).min(rest);
        let mut metered = Metered { file, left: limit };
        let result = read(&mut metered);
        self.expanded += limit - metered.left;
        result.map(Some)
    }
}

/// An entry that may expand to so many bytes.
struct Metered<'f, R: Read> {
    file: ZipFile<'f, R>,
    left: u64,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        let read = u64::try_from(count).unwrap_or(u64::MAX);
        self.left = self
            .left
            .checked_sub(read)
            .ok_or(io::Error::from(ErrorKind::FileTooLarge))?;
        Ok(count)
    }
}

fn reason(error: &ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Unreadable::Encrypted
        }
        _ => Unreadable::Damaged,
    }
}
