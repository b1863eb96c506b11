use super::{FileKind, Text};
use crate::diagnostic::{FileId, Span};

/// A file that belongs to a disclosure and is published beside it.
#[derive(Clone, Debug)]
pub struct FileRef {
    /// Its name inside the disclosure's `files` folder.
    pub name: Box<str>,
    /// Size in bytes.
    pub size: u64,
    /// What it is by its first bytes.
    pub kind: FileKind,
    /// Names it in findings.
    pub id: FileId,
    /// Where it lies, for copying.
    pub source: std::path::PathBuf,
}

/// 附件: what the index card names as attached.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// The name shown.
    pub title: Text,
    /// The name of its file in `files`. A source may name an attachment without offering the file.
    pub file: Option<Text>,
    /// Where it is declared.
    pub span: Span,
}
