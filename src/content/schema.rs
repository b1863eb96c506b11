//! JSON Schema of every kind of content file, derived from the code that reads it.

use serde_json::{Value, json};

use super::fields::describe;
use super::kinds;

/// A kind of content file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `site.toml`.
    Site,
    /// `content/units.toml`.
    Units,
    /// `content/urls.toml`.
    Urls,
    /// `content/calendar.toml`.
    Calendar,
    /// `content/words.toml`.
    Words,
    /// `column.toml`.
    Column,
    /// `disclosure.toml`.
    Disclosure,
    /// `chapter.toml`.
    Chapter,
    /// A task.
    Task,
    /// A plain page.
    Page,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::Site,
        Self::Units,
        Self::Urls,
        Self::Calendar,
        Self::Words,
        Self::Column,
        Self::Disclosure,
        Self::Chapter,
        Self::Task,
        Self::Page,
    ];

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Units => "units",
            Self::Urls => "urls",
            Self::Calendar => "calendar",
            Self::Words => "words",
            Self::Column => "column",
            Self::Disclosure => "disclosure",
            Self::Chapter => "chapter",
            Self::Task => "task",
            Self::Page => "page",
        }
    }
}

/// The JSON Schema (draft-07, which TOML editors know) of a kind of file.
#[must_use]
pub fn schema(kind: Kind) -> Value {
    let mut schema = match kind {
        Kind::Site => describe(|fields| {
            kinds::settings::read(fields);
        }),
        Kind::Units => describe(|fields| {
            kinds::units::read(fields);
        }),
        Kind::Urls => describe(|fields| {
            kinds::url_changes::read(fields);
        }),
        Kind::Calendar => describe(|fields| {
            kinds::calendar::read(fields);
        }),
        Kind::Words => describe(|fields| {
            kinds::words::read(fields);
        }),
        Kind::Column => describe(|fields| {
            kinds::column::read(fields);
        }),
        Kind::Disclosure => describe(|fields| {
            kinds::disclosure::read(fields);
        }),
        Kind::Chapter => describe(|fields| {
            kinds::chapter::read(fields);
        }),
        Kind::Task => describe(|fields| {
            kinds::task::read(fields);
        }),
        Kind::Page => describe(|fields| {
            kinds::page::read(fields);
        }),
    };
    if let Some(object) = schema.as_object_mut() {
        object.insert(
            "$schema".into(),
            json!("http://json-schema.org/draft-07/schema#"),
        );
        object.insert("title".into(), json!(format!("gongkai {}", kind.name())));
    }
    schema
}
