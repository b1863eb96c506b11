//! Text documents (ECMA-376) for the paper file: the title, the index card, and chapter by chapter a table of
//! its tasks. They say what a reader of the page sees, so Markdown is written out (`markdown::to_lines`).
//! Nothing in them tells who made them or when.

mod body;
mod frame;
mod package;
mod xml;

#[cfg(test)]
mod tests;

use jiff::civil::Date;

use super::card::CardRow;
use super::{Data, ExportError};
use crate::model::Prose;
use crate::pages::TaskPlace;

/// What a document holds.
pub(super) struct Paper<'a> {
    /// What its properties and every page say it is.
    pub(super) title: &'a str,
    /// The day that stands for that of its making.
    pub(super) day: Option<Date>,
    /// What every page says beside, such as that it is a draft.
    pub(super) mark: Option<&'static str>,
    pub(super) sections: Vec<Section<'a>>,
}

/// A disclosure, or what was asked for of it.
pub(super) struct Section<'a> {
    pub(super) title: &'a str,
    /// What stands below the title, such as that it is a draft.
    pub(super) mark: Option<&'static str>,
    pub(super) card: Vec<CardRow<'a>>,
    pub(super) body: Option<&'a Prose>,
    pub(super) chapters: Vec<Part<'a>>,
}

/// A chapter.
pub(super) struct Part<'a> {
    pub(super) number: Option<u32>,
    pub(super) title: &'a str,
    pub(super) body: Option<&'a Prose>,
    pub(super) tasks: Vec<&'a TaskPlace<'a>>,
}

/// Makes a document.
pub(super) fn document(data: Data<'_>, paper: &Paper<'_>) -> Result<Vec<u8>, ExportError> {
    package::pack(&[
        ("[Content_Types].xml", frame::CONTENT_TYPES.into()),
        ("_rels/.rels", frame::RELATIONS.into()),
        ("docProps/core.xml", frame::properties(data, paper)?.into()),
        ("word/document.xml", body::write(data, paper)?.into()),
        ("word/_rels/document.xml.rels", frame::PARTS.into()),
        ("word/styles.xml", frame::styles(data).into_bytes().into()),
        ("word/settings.xml", frame::SETTINGS.into()),
        ("word/fontTable.xml", frame::FONTS.as_bytes().into()),
        ("word/header1.xml", frame::header(data, paper)?.into()),
        ("word/footer1.xml", frame::footer(data)?.into()),
    ])
}
