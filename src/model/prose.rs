use crate::diagnostic::Span;

/// A text in Markdown, kept exactly as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prose {
    /// The Markdown.
    pub source: Box<str>,
    /// Where it stands. In a TOML string with escapes, places inside it are not known exactly.
    pub span: Span,
    /// Whether byte `n` of the text is byte `span.start + n` of the file.
    pub verbatim: bool,
}
