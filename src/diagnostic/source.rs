//! Sources and places in them.

use std::borrow::Cow;
use std::fmt::Debug;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::veil::{Piece, Veil};
use super::{Message, Place};

/// Names a file of [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A range of bytes in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `range` in `file`. Sources are limited to far less than 4 GiB when they are read.
    #[must_use]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            file,
            start: clamp(range.start),
            end: clamp(range.end.max(range.start)),
        }
    }

    /// Where `range` of a text of `length` bytes stands, if this span is that text between a quote and a
    /// quote. With escapes, each longer than what it stands for, that is not known: then all of it.
    #[must_use]
    pub fn between_quotes(self, length: usize, range: Range<usize>) -> Self {
        if self.range().len() != length + 2 {
            return self;
        }
        let start = self.start as usize + 1;
        Self::new(self.file, start + range.start..start + range.end)
    }

    /// The bytes it covers.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A place as a person counts: both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

#[derive(Clone, Debug)]
struct SourceFile {
    /// The path as shown, with `/` between the names.
    shown: Box<str>,
    text: Text,
}

#[derive(Clone, Debug)]
enum Text {
    /// Read again when a finding in it is shown: a site of a million files keeps none in memory.
    Disk(PathBuf),
    /// The same, in a folder with many others, at the path that is shown.
    Below(Arc<Path>),
    Memory(Arc<str>),
    /// What was read of a file that is no text, and where in it each part of that stands.
    Parts(Arc<str>, Arc<dyn Parts>),
}

/// Where the parts of a text stand in the file that they were read from, which has no lines: cells of a
/// workbook, paragraphs of a document.
pub trait Parts: Debug + Send + Sync {
    /// The part that holds the byte at `offset` of the text: the first byte of the part, and its place in
    /// words; none between the parts.
    fn part(&self, offset: usize) -> Option<(usize, Message)>;
}

/// The bytes of a file and where its lines start.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) bytes: Vec<u8>,
    lines: Vec<usize>,
}

impl Content {
    fn new(bytes: Vec<u8>) -> Self {
        let newlines = bytes.iter().enumerate().filter(|(_, b)| **b == b'\n');
        let lines = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1));
        Self {
            lines: lines.collect(),
            bytes,
        }
    }

    /// The line and column of a byte offset; a run of invalid UTF-8 before it counts as a character.
    pub(super) fn line_column(&self, offset: usize) -> LineColumn {
        let offset = offset.min(self.bytes.len());
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|line| self.lines.get(line));
        let before = self.bytes.get(start.copied().unwrap_or(0)..offset);
        let column = String::from_utf8_lossy(before.unwrap_or_default())
            .chars()
            .count();
        LineColumn {
            line,
            column: column + 1,
        }
    }
}

/// What is read again of a file at most, in bytes: as much as is read of any in which places are told.
const MOST: u64 = 64 * 1024 * 1024;

/// The first bytes of a file on disk. A device or a pipe does not hold what was read from it before.
fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if fs::metadata(path)?.is_file() {
        File::open(path)?.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// The files of [`Sources`].
#[derive(Clone, Debug, Default)]
pub struct SourceFiles(Arc<Vec<SourceFile>>);

/// The files of a run by id.
#[derive(Debug, Default)]
pub struct Sources {
    /// The first files, which others may have, too.
    shared: Arc<Vec<SourceFile>>,
    files: Vec<SourceFile>,
    veil: Box<Veil>,
    /// The file that was asked for last: findings are shown file by file.
    last: Mutex<Option<(FileId, Arc<Content>)>>,
}

impl Sources {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Its files, of which others can be made.
    pub fn share(&mut self) -> SourceFiles {
        if !self.files.is_empty() {
            Arc::make_mut(&mut self.shared).append(&mut self.files);
        }
        SourceFiles(Arc::clone(&self.shared))
    }

    /// These files with the same ids, and nothing hidden in them.
    #[must_use]
    pub fn with(files: SourceFiles) -> Self {
        Self {
            shared: files.0,
            ..Self::default()
        }
    }

    fn file(&self, id: FileId) -> Option<&SourceFile> {
        let at = id.0 as usize;
        match at.checked_sub(self.shared.len()) {
            None => self.shared.get(at),
            Some(at) => self.files.get(at),
        }
    }

    fn file_mut(&mut self, id: FileId) -> Option<&mut SourceFile> {
        let at = id.0 as usize;
        match at.checked_sub(self.shared.len()) {
            None => Arc::make_mut(&mut self.shared).get_mut(at),
            Some(at) => self.files.get_mut(at),
        }
    }

    fn add(&mut self, shown: String, text: Text) -> FileId {
        let number = self.shared.len() + self.files.len();
        let id = FileId(u32::try_from(number).unwrap_or(u32::MAX));
        let shown = shown.into();
        self.files.push(SourceFile { shown, text });
        id
    }

    /// Adds a file on disk; `shown` is how its path is printed.
    pub fn add_file(&mut self, path: &Path, shown: impl Into<String>) -> FileId {
        self.add(shown.into(), Text::Disk(path.to_owned()))
    }

    /// Adds a file on disk that lies at `shown` in a folder.
    pub fn add_below(&mut self, folder: &Arc<Path>, shown: String) -> FileId {
        self.add(shown, Text::Below(Arc::clone(folder)))
    }

    /// Adds a text that is not a file on disk, such as a built-in template.
    pub fn add_text(&mut self, shown: impl Into<String>, text: impl Into<String>) -> FileId {
        self.add(shown.into(), Text::Memory(text.into().into()))
    }

    /// From now on, places in a file are those in a text that was read from it: in another encoding, or,
    /// with `parts`, of a file that is no text.
    pub fn read_as(&mut self, file: FileId, text: Arc<str>, parts: Option<Arc<dyn Parts>>) {
        if let Some(known) = self.file_mut(file) {
            known.text = match parts {
                Some(parts) => Text::Parts(text, parts),
                None => Text::Memory(text),
            };
        }
        *self.last.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The part of a file without lines that a span starts in: its first byte, and its place in words.
    pub(super) fn part_of(&self, span: Span) -> Option<(usize, Message)> {
        match self.file(span.file).map(|f| &f.text) {
            Some(Text::Parts(_, parts)) => parts.part(span.range().start),
            _ => None,
        }
    }

    /// The path of a file as it is shown.
    #[must_use]
    pub fn shown(&self, file: FileId) -> &str {
        self.file(file).map_or("?", |f| &f.shown)
    }

    /// What a file holds; nothing if it can no longer be read, as only the excerpt of a finding
    /// depends on it.
    pub(super) fn content(&self, file: FileId) -> Arc<Content> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((id, content)) = last.as_ref()
            && *id == file
        {
            return Arc::clone(content);
        }
        let from = |path: &Path| read(path, MOST).unwrap_or_default();
        let bytes = match self.file(file) {
            Some(SourceFile { shown, text }) => match text {
                Text::Memory(text) | Text::Parts(text, _) => text.as_bytes().to_vec(),
                Text::Disk(path) => from(path),
                Text::Below(folder) => from(&folder.join(&**shown)),
            },
            None => Vec::new(),
        };
        let content = Arc::new(Content::new(bytes));
        *last = Some((file, Arc::clone(&content)));
        content
    }

    /// The paths of all files as they are shown.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let all = self.shared.iter().chain(&self.files);
        all.map(|file| &*file.shown)
    }

    /// From now on, every output shows `mask` in place of what stands at `span`.
    pub fn hide(&mut self, span: Span, mask: &str) {
        self.veil.place(span, mask);
    }

    /// From now on, every output shows `mask` in place of `text`, wherever it is repeated.
    pub fn hide_text(&mut self, text: &str, mask: &str) {
        self.veil.text(text, mask);
    }

    /// A text that goes out, without what is hidden.
    #[must_use]
    pub fn veiled<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.veil.over(text)
    }

    /// The path of a place as it goes out: a file name may be private, too.
    #[must_use]
    pub fn path<'a>(&'a self, place: &'a Place) -> Cow<'a, str> {
        self.veiled(place.path(self))
    }

    /// A part of a file as it goes out, piece by piece.
    pub(super) fn pieces<'a>(
        &'a self,
        file: FileId,
        bytes: &'a [u8],
        range: Range<usize>,
    ) -> Vec<Piece<'a>> {
        self.veil.pieces(file, bytes, range)
    }

    /// The text that a span covers, without what is hidden.
    #[must_use]
    pub fn text(&self, span: Span) -> String {
        let content = self.content(span.file);
        let Range { start, end } = span.range();
        let range = start..end.min(content.bytes.len());
        self.veil.part(span.file, &content.bytes, range)
    }

    /// Where a span starts, as a person counts.
    #[must_use]
    pub fn line_column(&self, span: Span) -> LineColumn {
        self.content(span.file).line_column(span.range().start)
    }

    /// One past where a span ends, as a person counts.
    #[must_use]
    pub fn end_line_column(&self, span: Span) -> LineColumn {
        self.content(span.file).line_column(span.range().end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let content = Content::new("一\n标题 = 3".into());
        let place = |line, column| LineColumn { line, column };
        assert_eq!(content.line_column(content.bytes.len() - 1), place(2, 6));
        assert_eq!(content.line_column(0), place(1, 1));
        assert_eq!(content.line_column(3), place(1, 2), "the newline itself");
        assert_eq!(content.line_column(4), place(2, 1));
        let past = content.line_column(9999);
        assert_eq!(past, place(2, 7), "an offset past the end is the end");
        assert_eq!(Content::new(Vec::new()).line_column(0), place(1, 1));
    }

    #[test]
    fn files_that_are_shared_keep_their_ids() {
        let mut sources = Sources::new();
        let first = sources.add_text("a", "");
        let mut other = Sources::with(sources.share());
        let [own, others] = [&mut sources, &mut other].map(|sources| sources.add_text("b", ""));
        assert_eq!(own, others);
        other.read_as(first, "x".into(), None);
        assert_eq!(&*other.content(first).bytes, b"x");
        assert!(sources.content(first).bytes.is_empty());
        let third = Sources::with(sources.share()).add_text("c", "");
        assert_eq!(sources.add_text("d", ""), third);
        let shown: Vec<&str> = sources.paths().collect();
        assert_eq!(shown, ["a", "b", "d"]);
        assert_eq!(sources.shown(third), "d");
    }

    #[test]
    fn a_file_is_read_again_only_so_far() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "abcde").unwrap();
        assert_eq!(read(&path, 3).unwrap(), b"abc");
        if cfg!(unix) {
            assert_eq!(read(Path::new("/dev/zero"), 3).unwrap(), b"");
        }
    }

    #[test]
    fn a_file_that_vanished_has_no_excerpt() {
        let mut sources = Sources::new();
        let id = sources.add_file(Path::new("/does/not/exist"), "x.toml");
        assert_eq!(sources.shown(id), "x.toml");
        assert!(sources.content(id).bytes.is_empty());
    }
}
