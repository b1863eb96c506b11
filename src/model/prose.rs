use std::ops::Range;

use crate::diagnostic::Span;

/// A text in Markdown, kept exactly as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prose {
    /// The Markdown.
    pub source: Box<str>,
    /// Where it stands, the quotes around it included.
    pub span: Span,
    /// The byte of the file at which it starts, if all of it stands there as it is: that is not so in a
    /// TOML string with escapes.
    pub start: Option<usize>,
}

impl Prose {
    /// Where some of its bytes stand; all of it where that is not known.
    #[must_use]
    pub fn place(&self, range: Range<usize>) -> Span {
        match self.start {
            Some(start) => Span::new(self.span.file, start + range.start..start + range.end),
            None => self.span,
        }
    }
}
