//! Sources and places in them.

use std::borrow::Cow;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

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

#[derive(Debug)]
struct SourceFile {
    /// The path as shown, with `/` between the names.
    shown: String,
    text: Text,
}

#[derive(Debug)]
enum Text {
    /// Read again when a finding in it is shown: a site of a million files keeps none in memory.
    Disk(PathBuf),
    Memory(String),
}

/// The files of a run by id.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn add(&mut self, shown: String, text: Text) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile { shown, text });
        id
    }

    /// Adds a file on disk; `shown` is how its path is printed.
    pub fn add_file(&mut self, path: &Path, shown: impl Into<String>) -> FileId {
        self.add(shown.into(), Text::Disk(path.to_owned()))
    }

    /// Adds a text that is not a file on disk, such as a built-in template.
    pub fn add_text(&mut self, shown: impl Into<String>, text: impl Into<String>) -> FileId {
        self.add(shown.into(), Text::Memory(text.into()))
    }

    /// The path of a file as it is shown.
    #[must_use]
    pub fn shown(&self, file: FileId) -> &str {
        self.files
            .get(file.0 as usize)
            .map_or("?", |f| f.shown.as_str())
    }

    /// The bytes of a file; empty if it can no longer be read, as only the excerpt of a finding
    /// depends on them.
    #[must_use]
    pub fn bytes(&self, file: FileId) -> Cow<'_, [u8]> {
        match self.files.get(file.0 as usize).map(|f| &f.text) {
            Some(Text::Memory(text)) => Cow::Borrowed(text.as_bytes()),
            Some(Text::Disk(path)) => Cow::Owned(fs::read(path).unwrap_or_default()),
            None => Cow::Borrowed(&[]),
        }
    }

    /// Where a span starts, as a person counts.
    #[must_use]
    pub fn line_column(&self, span: Span) -> LineColumn {
        line_column(&self.bytes(span.file), span.range().start)
    }
}

/// The line and column of a byte offset; invalid UTF-8 before it counts a character per bad run.
pub(super) fn line_column(bytes: &[u8], offset: usize) -> LineColumn {
    let before = bytes.get(..offset.min(bytes.len())).unwrap_or_default();
    let line_start = before
        .iter()
        .rposition(|&b| b == b'\n')
        .map_or(0, |newline| newline + 1);
    let column = String::from_utf8_lossy(before.get(line_start..).unwrap_or_default())
        .chars()
        .count();
    LineColumn {
        line: before.iter().filter(|&&b| b == b'\n').count() + 1,
        column: column + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let text = "一\n标题 = 3".as_bytes();
        let offset = text.len() - 1;
        assert_eq!(line_column(text, offset), LineColumn { line: 2, column: 6 });
        assert_eq!(line_column(text, 0), LineColumn { line: 1, column: 1 });
        assert_eq!(
            line_column(text, 9999),
            LineColumn { line: 2, column: 7 },
            "an offset past the end is the end"
        );
    }

    #[test]
    fn a_file_that_vanished_has_no_excerpt() {
        let mut sources = Sources::new();
        let id = sources.add_file(Path::new("/does/not/exist"), "x.toml");
        assert_eq!(sources.shown(id), "x.toml");
        assert!(sources.bytes(id).is_empty());
    }
}
