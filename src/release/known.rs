//! What is known of the files of the last release, so that those which stay need not be made, read or
//! written again. It lies in the work folder and may be deleted at any time.

use std::fs::{self, File};
use std::io::{self, BufWriter, IntoInnerError, Read as _, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rayon::prelude::*;
use serde::{Deserialize, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use super::digest::{Digest, Sm3Digest, digest_of};
use super::disk::Disk;
use super::io::{Context, Tried, optional};
use super::lock::WorkFolder;
use super::stamp::Stamp;
use super::{Manifest, ManifestFile, OutputPath};
use crate::diagnostic::Faults;
use crate::url::under;

/// Changes with the form of the file.
const FORMAT: u32 = 3;
/// The length of the checksum at the end of a file, in bytes.
const CHECKSUM: usize = 32;

/// Stands for everything that a file was made from. Two files with one key are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key([u8; 16]);

impl Key {
    /// The key of a file that was made from these and nothing else.
    #[must_use]
    pub fn of(parts: [&[u8]; 2]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
        let digest: [u8; 32] = digest.finalize().into();
        let mut key = [0; 16];
        for (to, from) in key.iter_mut().zip(digest) {
            *to = from;
        }
        Self(key)
    }
}

/// A file of the last release.
#[derive(Debug, Serialize, Deserialize)]
struct Entry<P> {
    path: P,
    stamp: Stamp,
    sha256: [u8; 32],
    sm3: [u8; 32],
    key: Option<Key>,
}

impl<P> Entry<P> {
    fn new(path: P, facts: &ManifestFile, stamp: Stamp, key: Option<Key>) -> Self {
        Self {
            path,
            stamp,
            sha256: facts.sha256.0,
            sm3: facts.sm3.0,
            key,
        }
    }

    fn facts(&self) -> ManifestFile {
        ManifestFile {
            size: self.stamp.size(),
            sha256: Digest(self.sha256),
            sm3: Sm3Digest(self.sm3),
        }
    }

    /// Whether the file at `target` is still this one. It is read only where its stamp does not tell;
    /// `remembered` is when the stamp was written down.
    fn is_at(&self, target: &Path, remembered: i64) -> bool {
        let Ok(found) = fs::symlink_metadata(target) else {
            return false;
        };
        if !found.is_file() || found.len() != self.stamp.size() {
            return false;
        }
        if Stamp::of(&found) == self.stamp && self.stamp.is_settled_at(remembered) {
            return true;
        }
        File::open(target)
            .and_then(digest_of)
            .is_ok_and(|sha256| sha256.0 == self.sha256)
    }
}

#[derive(Serialize)]
struct Written<'a> {
    format: u32,
    list: Vec<Entry<&'a str>>,
    files: WrittenFiles<'a>,
}

/// The files of a manifest, each with its stamp and what it was made from, in their order.
struct WrittenFiles<'a> {
    manifest: &'a Manifest,
    stamps: &'a [Stamp],
    keys: &'a [(OutputPath, Key)],
}

impl Serialize for WrittenFiles<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let files = self.manifest.files().iter().zip(self.stamps);
        let mut keys = self.keys.iter().peekable();
        serializer.collect_seq(files.map(|((path, facts), stamp)| {
            let key = keys.next_if(|(of, _)| of == path).map(|(_, key)| *key);
            Entry::new(path.as_str(), facts, *stamp, key)
        }))
    }
}

#[derive(Deserialize)]
struct Read<'a> {
    format: u32,
    /// The manifest and its sums.
    #[serde(borrow)]
    list: Vec<Entry<&'a str>>,
    /// All other files by path.
    files: Vec<Entry<&'a str>>,
}

/// The files of the last release by path.
#[derive(Debug, Default)]
pub(super) struct Known {
    files: Vec<Entry<Box<str>>>,
    remembered: i64,
    /// The numbers of the files, by their checksums.
    by_content: OnceLock<Vec<usize>>,
}

impl Known {
    /// What the work folder remembers; nothing if it is not there, damaged, or of another version.
    pub(super) fn read(work: &WorkFolder) -> Self {
        let Some((bytes, remembered)) = read(work) else {
            return Self::default();
        };
        let files = parse(&bytes).map_or_else(Vec::new, |read| read.files);
        let files = files.into_iter().map(|entry| Entry {
            path: entry.path.into(),
            stamp: entry.stamp,
            sha256: entry.sha256,
            sm3: entry.sm3,
            key: entry.key,
        });
        Self {
            files: files.collect(),
            remembered,
            by_content: OnceLock::new(),
        }
    }

    /// The file of the last release, if it still stands in the output.
    pub(super) fn unchanged(
        &self,
        path: &OutputPath,
        output: &Path,
    ) -> Option<(ManifestFile, Option<Key>)> {
        let found = self
            .files
            .binary_search_by(|entry| entry.path.as_ref().cmp(path.as_str()));
        let entry = self.files.get(found.ok()?)?;
        entry
            .is_at(&path.under(output), self.remembered)
            .then(|| (entry.facts(), entry.key))
    }

    /// What a manifest tells of a file: of one with the content of a file of the last release, both checksums are
    /// known by one of them.
    pub(super) fn facts(&self, bytes: &[u8]) -> ManifestFile {
        let sha256 = Digest::of(bytes);
        let size = bytes.len() as u64;
        match self.with_content(sha256) {
            Some(entry) if entry.stamp.size() == size => entry.facts(),
            _ => ManifestFile {
                size,
                sha256,
                sm3: Sm3Digest::of(bytes),
            },
        }
    }

    /// The path of a file of the last release with this content, if one still stands in the output as far
    /// as its stamp tells.
    pub(super) fn same_content(&self, facts: &ManifestFile, output: &Path) -> Option<&str> {
        let entry = self.with_content(facts.sha256)?;
        let found = fs::symlink_metadata(under(output, &entry.path)).ok()?;
        let stands = found.is_file()
            && entry.facts() == *facts
            && Stamp::of(&found) == entry.stamp
            && entry.stamp.is_settled_at(self.remembered);
        stands.then_some(&entry.path)
    }

    /// A file of the last release with this checksum.
    fn with_content(&self, wanted: Digest) -> Option<&Entry<Box<str>>> {
        let sha256 = |number: &usize| self.files.get(*number).map(|entry| entry.sha256);
        let numbers = self.by_content.get_or_init(|| {
            let mut numbers: Vec<usize> = (0..self.files.len()).collect();
            numbers.sort_by_key(sha256);
            numbers
        });
        let wanted = Some(wanted.0);
        let first = numbers.partition_point(|number| sha256(number) < wanted);
        let entry = self.files.get(*numbers.get(first)?)?;
        (Some(entry.sha256) == wanted).then_some(entry)
    }
}

/// The last release, with what was noted of it.
#[derive(Debug)]
pub struct Left {
    output: PathBuf,
    work: WorkFolder,
    note: Vec<u8>,
}

impl Left {
    /// The last release in `output`, if it was noted and is finished.
    #[must_use]
    pub fn find(output: &Path) -> Option<Self> {
        let output = fs::canonicalize(output).ok()?;
        let work = WorkFolder::beside(&output).ok()?;
        let note = read_sealed(&work.note())?;
        (!work.journal().exists()).then_some(Self { output, work, note })
    }

    /// What was noted.
    #[must_use]
    pub fn note(&self) -> &[u8] {
        &self.note
    }

    /// Whether every file still stands as the release left it. Gives their number and size in bytes, the
    /// manifest and its sums excepted; none if somebody changed or removed one. Files that are not ours do not count.
    #[must_use]
    pub fn stands(&self) -> Option<(usize, u64)> {
        let (bytes, remembered) = read(&self.work)?;
        let Read { list, files, .. } = parse(&bytes)?;
        let stand = list
            .par_iter()
            .chain(&files)
            .all(|entry| entry.is_at(&under(&self.output, entry.path), remembered));
        let size = files.iter().map(|entry| entry.stamp.size()).sum();
        stand.then_some((files.len(), size))
    }
}

/// Where a caller may keep a file of its own beside an output, in the work folder; none if there can be
/// none. What lies there may go at any time.
#[must_use]
pub fn kept_beside(output: &Path, name: &str) -> Option<PathBuf> {
    let output = match fs::canonicalize(output) {
        Ok(output) => output,
        Err(_) => {
            let output = std::path::absolute(output).ok()?;
            let parent = fs::canonicalize(output.parent()?).ok()?;
            parent.join(output.file_name()?)
        }
    };
    WorkFolder::beside(&output).ok().map(|work| work.kept(name))
}

/// Forgets what is known of the last release, so that the next build makes and compares everything.
///
/// # Errors
/// `release/io`.
pub fn forget(output: &Path) -> Result<(), Faults> {
    let Some(output) = optional(fs::canonicalize(output)).tried(Tried::Inspect, output)? else {
        return Ok(());
    };
    let work = WorkFolder::beside(&output)?;
    let disk = Disk::default();
    disk.remove_file(&work.note())?;
    disk.remove_file(&work.known())
}

/// Writes down what the caller remembers of a release.
pub(super) fn note_down(file: &Path, disk: &Disk, note: &[u8]) -> Result<(), Faults> {
    disk.write_by(file, |file| {
        let mut sealing = Sealing::new(file);
        sealing.write_all(note)?;
        sealing.seal()
    })
}

/// What was written down; none if it is not there, or damaged.
pub(super) fn read_sealed(file: &Path) -> Option<Vec<u8>> {
    let mut note = fs::read(file).ok()?;
    note.truncate(unsealed(&note)?.len());
    Some(note)
}

/// The file with what is known, and when it was written. It is written after every other file, and by
/// the clock of the same file system.
fn read(work: &WorkFolder) -> Option<(Vec<u8>, i64)> {
    let mut file = File::open(work.known()).ok()?;
    let written = Stamp::of(&file.metadata().ok()?).modified();
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).ok()?;
    Some((bytes, written))
}

/// Remembers the files of a release that was just committed, those of `keys` with what they were made from, in
/// the order of paths; `list` is the manifest and its sums. Where one is gone again, nothing is.
pub(super) fn remember(
    output: &Path,
    work: &WorkFolder,
    disk: &Disk,
    manifest: &Manifest,
    list: &[(&str, ManifestFile)],
    keys: &[(OutputPath, Key)],
) -> Result<(), Faults> {
    let stamp = |path: &str| {
        let found = fs::symlink_metadata(under(output, path));
        found.ok().map(|found| Stamp::of(&found))
    };
    let paths: Vec<&OutputPath> = manifest.files().keys().collect();
    let stamps = paths.par_iter().map(|path| stamp(path.as_str()));
    let stamps: Option<Vec<Stamp>> = stamps.collect();
    let list = list
        .iter()
        .map(|(path, facts)| Some(Entry::new(*path, facts, stamp(path)?, None)));
    let (Some(stamps), Some(list)) = (stamps, list.collect()) else {
        return Ok(());
    };
    let written = Written {
        format: FORMAT,
        list,
        files: WrittenFiles {
            manifest,
            stamps: &stamps,
            keys,
        },
    };
    disk.write_by(&work.known(), |file| {
        let to = BufWriter::new(Sealing::new(file));
        let to = postcard::to_io(&written, to).map_err(io::Error::other)?;
        to.into_inner().map_err(IntoInnerError::into_error)?.seal()
    })
}

/// Makes the checksum of what is written through it, to stand at its end.
struct Sealing<W> {
    inner: W,
    sha256: Sha256,
}

impl<W: Write> Sealing<W> {
    fn new(inner: W) -> Self {
        let sha256 = Sha256::new();
        Self { inner, sha256 }
    }

    fn seal(mut self) -> io::Result<()> {
        self.inner.write_all(&self.sha256.finalize())?;
        self.inner.flush()
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.sha256.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// The bytes before their checksum; none if they are not those that it was made of.
fn unsealed(bytes: &[u8]) -> Option<&[u8]> {
    let (content, checksum) = bytes.split_at_checked(bytes.len().checked_sub(CHECKSUM)?)?;
    (Sha256::digest(content).as_slice() == checksum).then_some(content)
}

fn parse(bytes: &[u8]) -> Option<Read<'_>> {
    let read: Read<'_> = postcard::from_bytes(unsealed(bytes)?).ok()?;
    (read.format == FORMAT).then_some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_known_of_a_release_that_lacks_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("public");
        fs::create_dir(&output).unwrap();
        let (work, disk) = (WorkFolder::beside(&output).unwrap(), Disk::default());
        let paths = ["a.html", "b.html"].map(|path| OutputPath::parse(path).unwrap());
        let files = paths.clone().map(|path| (path, ManifestFile::of(b"")));
        let manifest = Manifest::new("2020-07-22", files.into());
        let remember = || remember(&output, &work, &disk, &manifest, &[], &[]);
        for (path, known) in paths.iter().zip([0, 2]) {
            fs::write(path.under(&output), "").unwrap();
            remember().unwrap();
            assert_eq!(Known::read(&work).files.len(), known);
        }
        fs::remove_file(work.known()).unwrap();
        fs::remove_file(output.join("a.html")).unwrap();
        remember().unwrap();
        assert!(!work.known().exists());
    }
}
