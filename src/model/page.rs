use super::{ContentPath, Moment, Prose, Slug, Text};
use crate::diagnostic::Span;
use crate::model::Located;

/// A plain page such as the guide (指南): a title and a text, without an index card.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its path.
    pub path: ContentPath,
    /// The name of its file.
    pub slug: Slug,
    /// Its title.
    pub title: Text,
    /// What it is about, in a sentence.
    pub summary: Option<Text>,
    /// When it was last brought up to date.
    pub updated: Option<Located<Moment>>,
    /// Held back until it is finished.
    pub draft: bool,
    /// Its text.
    pub body: Option<Prose>,
    /// Where it is declared.
    pub span: Span,
}
