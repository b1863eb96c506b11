//! What was corrected.

use std::borrow::Cow;

use serde::Serialize;

use super::{Frame, Link, Pager};

/// What was corrected in a disclosure or a task: `history.html`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct History<'a> {
    /// What every page has.
    pub frame: Frame<'a>,
    /// The disclosure or the task.
    pub subject: Link<'a>,
    /// The number of the task, such as `4.3`; none of a disclosure.
    pub label: Option<String>,
    /// 索引号 of the disclosure.
    pub index_number: &'a str,
    /// The day it was first published.
    pub published: String,
    /// The revisions of this page of the list, newest first.
    pub revisions: Vec<Revision<'a>>,
    /// Whether this page of the list has the oldest revisions.
    pub is_last: bool,
    /// Which page of the list it is; none is the newest.
    pub number: Option<usize>,
    /// The way to the other pages of the list.
    pub pager: Pager,
}

/// When something was last revised.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RevisedLink {
    /// The day.
    pub date: String,
    /// The page that tells what was revised.
    pub href: String,
}

/// A revision.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Revision<'a> {
    /// An `id` for the page it is on.
    pub id: String,
    /// The first twelve digits of the commit.
    pub commit: &'a str,
    /// The day and time.
    pub time: String,
    /// The same for machines.
    pub datetime: String,
    /// Who made it; none unless `site.toml` says that is told.
    pub author: Option<&'a str>,
    /// What the commit says of it in a line.
    pub subject: Cow<'a, str>,
    /// 更正说明.
    pub correction: Option<Cow<'a, str>>,
    /// What it touched.
    pub items: Vec<RevisedItem<'a>>,
    /// How many more things it touched.
    pub more: usize,
}

/// What a revision touched.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RevisedItem<'a> {
    /// What it is: a key of the theme's strings such as `task`.
    pub key: &'static str,
    /// The number of a task.
    pub label: Option<String>,
    /// Its title, with a link where there is a page for it; none of the subject of this page.
    pub title: Option<RevisedTitle<'a>>,
    /// What became of it as a whole: a key of the theme's strings such as `history_added`; none if only
    /// values of it changed.
    pub fate: Option<&'static str>,
    /// The values that changed.
    pub fields: Vec<RevisedField>,
}

/// The title of what was touched.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RevisedTitle<'a> {
    /// The title.
    pub title: Cow<'a, str>,
    /// Its page.
    pub href: Option<String>,
}

/// A value that changed.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RevisedField {
    /// Which: a key of the theme's strings such as `progress`.
    pub key: &'static str,
    /// The old and the new text in one.
    pub parts: Vec<MarkedPart>,
}

/// A part of a text and whether it was deleted or inserted.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MarkedPart {
    /// `same`, `del` or `ins`.
    pub mark: &'static str,
    /// The text.
    pub text: String,
}
