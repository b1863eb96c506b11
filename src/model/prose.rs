use std::ops::Range;

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

impl Prose {
    /// Where some of its bytes stand; all of it where that is not known.
    #[must_use]
    pub fn place(&self, range: Range<usize>) -> Span {
        if self.verbatim {
            let start = self.span.range().start;
            Span::new(self.span.file, start + range.start..start + range.end)
        } else {
            self.span.between_quotes(self.source.len(), range)
        }
    }
}
