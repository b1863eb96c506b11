//! Records: the pages that can be found (`FORMAT.md`, section 3).

use std::borrow::Cow;

use serde::Serialize;

use super::list::FIELDS;
use crate::markdown::to_text;
use crate::model::{Chapter, Prose, words};
use crate::pages::{Placed, PlacedPage, TaskPlace, paths};
use crate::url::OutputPath;

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[repr(u8)]
pub enum RecordKind {
    /// A task.
    Task = 1,
    /// A disclosure.
    Disclosure = 2,
    /// A plain page.
    Page = 3,
    /// A chapter that has a text of its own.
    Chapter = 4,
}

impl RecordKind {
    /// All kinds.
    const ALL: [Self; 4] = [Self::Task, Self::Disclosure, Self::Page, Self::Chapter];

    pub(super) fn of_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as u8 == byte)
    }

    /// The word for it in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Disclosure => "disclosure",
            Self::Page => "page",
            Self::Chapter => "chapter",
        }
    }
}

/// What results are narrowed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// The chapter, by its title.
    Chapter,
    /// A unit that answers for it, by its id.
    Unit,
    /// The period it reports on, as `2020-Q2`.
    Period,
    /// The column it lies in, by its path.
    Column,
    /// How far a task is, by the word of content files.
    Status,
}

impl Facet {
    /// All facets, in the order of the format.
    pub const ALL: [Self; 5] = [
        Self::Chapter,
        Self::Unit,
        Self::Period,
        Self::Column,
        Self::Status,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Chapter => "chapter",
            Self::Unit => "unit",
            Self::Period => "period",
            Self::Column => "column",
            Self::Status => "status",
        }
    }

    /// The facet of a name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name() == name)
    }
}

/// A page that can be found.
#[derive(Debug, Serialize)]
pub(super) struct Record<'a> {
    pub(super) kind: RecordKind,
    pub(super) path: OutputPath,
    pub(super) date: String,
    /// What it lies in.
    pub(super) parent: &'a str,
    pub(super) fields: [Cow<'a, str>; FIELDS],
    pub(super) facets: Facets<'a>,
}

/// The values of a record's facets.
#[derive(Debug, Default, Serialize)]
pub(super) struct Facets<'a> {
    pub(super) chapter: Option<&'a str>,
    pub(super) units: Vec<&'a str>,
    pub(super) period: Option<String>,
    pub(super) column: Option<&'a str>,
    pub(super) status: Option<&'static str>,
}

fn text(prose: &Option<Prose>) -> Option<String> {
    prose.as_ref().map(|prose| to_text(&prose.source))
}

fn lines<'t>(texts: impl IntoIterator<Item = Cow<'t, str>>) -> Cow<'t, str> {
    let mut texts = texts.into_iter();
    let Some(first) = texts.next() else {
        return Cow::default();
    };
    texts.fold(first, |mut all, text| {
        all.to_mut().push('\n');
        all.to_mut().push_str(&text);
        all
    })
}

/// How many records a disclosure makes.
pub(super) fn count_of(placed: &Placed<'_>) -> usize {
    let chapters = placed.disclosure.chapters().iter();
    1 + placed.tasks.len() + chapters.filter(|chapter| chapter.body.is_some()).count()
}

/// The records of a disclosure, in their order.
pub(super) fn of_disclosure<'a>(
    placed: &'a Placed<'a>,
    units: UnitIds<'a>,
) -> impl Iterator<Item = Record<'a>> {
    let chapters = (1..).zip(placed.disclosure.chapters());
    let rest = chapters.flat_map(move |(position, chapter)| {
        let own = chapter
            .body
            .is_some()
            .then(|| self::chapter(placed, chapter));
        let tasks = &placed.tasks;
        let start = tasks.partition_point(|place| place.chapter_position < position);
        let end = tasks.partition_point(|place| place.chapter_position <= position);
        let tasks = tasks.get(start..end).unwrap_or_default();
        let tasks = tasks.iter().map(move |place| task(placed, place, units));
        own.into_iter().chain(tasks)
    });
    std::iter::once(disclosure(placed)).chain(rest)
}

/// Gives the units of a site by what mentions them.
pub(super) type UnitIds<'a> = &'a crate::model::Units;

fn shared<'a>(placed: &Placed<'a>) -> Facets<'a> {
    Facets {
        period: (placed.disclosure.period.as_ref()).map(|period| period.value.to_string()),
        column: placed.column().map(|column| column.path.as_str()),
        ..Facets::default()
    }
}

fn date(placed: &Placed<'_>) -> String {
    placed.disclosure.card.published.value.date.to_string()
}

fn disclosure<'a>(placed: &'a Placed<'a>) -> Record<'a> {
    let disclosure = placed.disclosure;
    let card = &disclosure.card;
    let number = card.index_number.value.as_str();
    let body = words(&card.summary).map(Cow::from);
    let body = body
        .into_iter()
        .chain(text(&disclosure.body).map(Cow::from))
        .chain(card.keywords.iter().map(|word| word.value.as_ref().into()))
        .chain((card.attachments.iter()).map(|attachment| attachment.title.value.as_ref().into()));
    Record {
        kind: RecordKind::Disclosure,
        path: paths::disclosure(&disclosure.path),
        date: date(placed),
        parent: placed.column().map_or("", |column| &column.title.value),
        fields: [
            card.title.value.as_ref().into(),
            lines(
                std::iter::once(number.into()).chain(words(&card.document_number).map(Cow::from)),
            ),
            Cow::default(),
            lines(body),
        ],
        facets: shared(placed),
    }
}

fn chapter<'a>(placed: &'a Placed<'a>, chapter: &'a Chapter) -> Record<'a> {
    Record {
        kind: RecordKind::Chapter,
        path: paths::chapter(&chapter.path),
        date: date(placed),
        parent: &placed.disclosure.card.title.value,
        fields: [
            chapter.title.value.as_ref().into(),
            Cow::default(),
            Cow::default(),
            text(&chapter.body).unwrap_or_default().into(),
        ],
        facets: Facets {
            chapter: Some(&chapter.title.value),
            ..shared(placed)
        },
    }
}

fn task<'a>(placed: &'a Placed<'a>, place: &'a TaskPlace<'a>, units: UnitIds<'a>) -> Record<'a> {
    let task = place.task;
    let mut ids: Vec<&str> = Vec::new();
    for mention in &task.units {
        let id = units.get(mention.unit).map(|unit| unit.id.as_str());
        // A unit may be named twice, by its name and an alias.
        ids.extend(id.filter(|id| !ids.contains(id)));
    }
    Record {
        kind: RecordKind::Task,
        path: paths::task(&task.path),
        date: date(placed),
        parent: &placed.disclosure.card.title.value,
        fields: [
            task.title.value.as_ref().into(),
            lines(task.units.iter().map(|unit| unit.name.as_ref().into())),
            place.chapter.title.value.as_ref().into(),
            text(&task.progress).unwrap_or_default().into(),
        ],
        facets: Facets {
            chapter: Some(&place.chapter.title.value),
            units: ids,
            status: task.status.as_ref().map(|status| status.value.word()),
            ..shared(placed)
        },
    }
}

/// The record of a plain page.
pub(super) fn of_page<'a>(placed: &'a PlacedPage<'a>) -> Record<'a> {
    let page = placed.page;
    let column = placed.columns.last();
    let body = words(&page.summary).map(Cow::from);
    Record {
        kind: RecordKind::Page,
        path: paths::page(&page.path),
        date: (page.updated.as_ref()).map_or_else(String::new, |day| day.value.date.to_string()),
        parent: column.map_or("", |column| &column.title.value),
        fields: [
            page.title.value.as_ref().into(),
            Cow::default(),
            Cow::default(),
            lines(body.into_iter().chain(text(&page.body).map(Cow::from))),
        ],
        facets: Facets {
            column: column.map(|column| column.path.as_str()),
            ..Facets::default()
        },
    }
}
