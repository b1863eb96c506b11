//! A data set as a table: its columns, and its rows cell by cell. CSV, workbooks and what describes them
//! are made of the same, so that they cannot differ.

mod catalogue;
mod series;
mod shared;
mod tasks;

use std::borrow::Cow;

use jiff::civil::Date;
use rust_decimal::Decimal;

pub(super) use catalogue::catalogue;
pub(super) use series::series;
pub(super) use tasks::{Standing, of_disclosure, of_places, of_tasks, units};

use crate::model::{Moment, Status, Text, words};

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A short text.
    Text,
    /// A text of any length, in Markdown.
    Markdown,
    /// A whole number.
    Integer,
    /// A decimal number.
    Number,
    /// A day.
    Day,
    /// A day, or a day and a time.
    Moment,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A URL.
    Url,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// Its name on a Chinese site.
    pub(super) zh: &'static str,
    /// Its name on any other.
    pub(super) en: &'static str,
    /// What it says, in Chinese and English.
    pub(super) about: [&'static str; 2],
    pub(super) kind: Kind,
    /// Whether every row has it.
    pub(super) required: bool,
    /// Whether no two rows have the same.
    pub(super) unique: bool,
    /// How wide it is on a sheet, in characters.
    pub(super) width: u8,
}

impl Field {
    const fn new(
        names: [&'static str; 2],
        kind: Kind,
        width: u8,
        about: [&'static str; 2],
    ) -> Self {
        let [zh, en] = names;
        Self {
            zh,
            en,
            about,
            kind,
            required: false,
            unique: false,
            width,
        }
    }

    const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    const fn unique(self) -> Self {
        Self {
            required: true,
            unique: true,
            ..self
        }
    }

    /// Its name in the language of the site.
    pub(super) fn name(&self, zh: bool) -> &'static str {
        if zh { self.zh } else { self.en }
    }
}

/// What a cell says.
#[derive(Clone, Debug)]
pub(super) enum Cell<'a> {
    Empty,
    Text(Cow<'a, str>),
    Integer(u64),
    Number(Decimal),
    Day(Date),
    Moment(Moment),
    Status(Status),
}

impl<'a> Cell<'a> {
    fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// Of a value that may be absent.
    fn of<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Empty, cell)
    }

    fn known(text: &'a Option<Text>) -> Self {
        Self::of(words(text), Self::text)
    }

    /// As plain text, as in a CSV file.
    pub(super) fn plain(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Integer(number) => Cow::Owned(number.to_string()),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Day(day) => Cow::Owned(day.to_string()),
            Self::Moment(moment) => Cow::Owned(moment.full()),
            Self::Status(status) => Cow::Borrowed(status.word()),
        }
    }
}

/// A row: a cell a column.
pub(super) type Row<'a> = Vec<Cell<'a>>;

/// A data set.
pub(super) struct Table<'a> {
    /// What it is called, in the language of the site.
    pub(super) name: &'static str,
    pub(super) fields: Vec<&'static Field>,
    /// Its rows, each made when it is asked for.
    pub(super) rows: Box<dyn Iterator<Item = Row<'a>> + 'a>,
}

/// What each kind of table consists of, for what describes it.
pub(super) mod fields {
    pub(in crate::export) use super::catalogue::FIELDS as CATALOGUE;
    pub(in crate::export) use super::series::FIELDS as SERIES;
    pub(in crate::export) use super::tasks::FIELDS as TASKS;
}
