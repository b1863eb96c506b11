//! The same data on demand: what is asked for of a site, in a file of its own.

use super::docx::{Paper, Section};
use super::table::{self, Table};
use super::{Data, ExportError, Format, about, csv_file, docx, json_file, paper, xlsx};
use crate::model::{ContentPath, Period, UnitId};
use crate::pages::{Placed, TaskPlace};

/// Which tasks are asked for: those to which everything applies that is given.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Those of this disclosure.
    pub disclosure: Option<ContentPath>,
    /// Those for which this unit answers, with others or alone.
    pub unit: Option<UnitId>,
    /// Those of the chapters with this title, number or path.
    pub chapter: Option<String>,
    /// Those of disclosures that report on this time.
    pub period: Option<Period>,
}

/// How a disclosure stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is public.
    Public,
    /// It is a draft.
    Draft,
    /// Its day has not come.
    NotDue,
}

impl Standing {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Public => ("已公开", "public"),
            Self::Draft => ("草稿，尚未公开", "draft, not public"),
            Self::NotDue => ("未到发布日期，尚未公开", "not yet due, not public"),
        }
    }
}

/// Tasks of one disclosure.
pub(super) type Of<'a> = (&'a Placed<'a>, Vec<&'a TaskPlace<'a>>);

/// What was asked for.
pub struct Selection<'a> {
    data: Data<'a>,
    title: String,
    /// With at least one task each, newest first.
    of: Vec<Of<'a>>,
    /// Whether a disclosure was asked for as a whole.
    is_whole: bool,
    /// How each disclosure stands, where some may not be public.
    standing: Option<&'a dyn Fn(&Placed<'_>) -> Standing>,
}

impl<'a> Selection<'a> {
    /// Finds what is asked for. With `standing`, files say of every disclosure how it stands.
    #[must_use]
    pub fn new(
        data: Data<'a>,
        filter: &Filter,
        standing: Option<&'a dyn Fn(&Placed<'_>) -> Standing>,
    ) -> Self {
        let of = data.index.disclosures.iter().filter_map(|placed| {
            let tasks: Vec<_> = placed
                .tasks
                .iter()
                .filter(|place| filter.takes(placed, place))
                .collect();
            (!tasks.is_empty()).then_some((placed, tasks))
        });
        let of: Vec<Of<'a>> = of.collect();
        Self {
            title: title(data, filter, &of),
            is_whole: filter.unit.is_none() && filter.chapter.is_none(),
            data,
            of,
            standing,
        }
    }

    /// How many disclosures it takes from, and how many tasks.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let tasks = self.of.iter().map(|(_, tasks)| tasks.len()).sum();
        (self.of.len(), tasks)
    }

    /// How many of its disclosures are not public.
    #[must_use]
    pub fn held_back(&self) -> usize {
        let held = self
            .of
            .iter()
            .filter(|(placed, _)| self.mark(placed).is_some());
        held.count()
    }

    /// Writes it in a format.
    ///
    /// # Errors
    /// If the format cannot hold it: a cell of a workbook takes 32,767 characters.
    pub fn bytes(&self, format: Format) -> Result<Vec<u8>, ExportError> {
        let data = self.data;
        match (format, self.single()) {
            (Format::Csv, _) => self.with_table(&mut |table| csv_file::csv(data, table)),
            (Format::Json, _) => json_file::selection(data, &self.of, self.is_whole, &|placed| {
                Some(data.say_of(self.standing?(placed).names()))
            }),
            (Format::Xlsx, single) => {
                let about = match single {
                    Some(placed) => xlsx::About {
                        title: &self.title,
                        mark: self.mark(placed),
                        ..about(data, placed)
                    },
                    None => xlsx::About {
                        mark: self.any_mark(),
                        ..super::without_card(&self.title, data)
                    },
                };
                self.with_table(&mut |table| xlsx::workbook(data, &about, table))
            }
            (Format::Docx, _) => {
                let section = |(placed, tasks): &Of<'a>| Section {
                    mark: self.mark(placed),
                    body: placed.disclosure.body.as_ref().filter(|_| self.is_whole),
                    chapters: paper::chapters(placed, tasks.clone(), self.is_whole),
                    ..paper::section(data, placed)
                };
                let paper = Paper {
                    title: &self.title,
                    day: data.latest(),
                    mark: self.any_mark(),
                    sections: self.of.iter().map(section).collect(),
                };
                docx::document(data, &paper)
            }
        }
    }

    /// The only disclosure, if there is but one and it need not be said that it is public.
    fn single(&self) -> Option<&'a Placed<'a>> {
        match self.of.as_slice() {
            [(placed, _)] => Some(placed),
            _ => None,
        }
    }

    fn with_table<T>(&self, then: &mut dyn FnMut(Table<'_>) -> T) -> T {
        match (self.of.as_slice(), self.standing) {
            ([(_, tasks)], None) => then(table::of_tasks(self.data, tasks.iter().copied())),
            _ => {
                let data = self.data;
                let names = |placed: &Placed<'_>| {
                    let standing = self.standing.map_or(Standing::Public, |of| of(placed));
                    data.say_of(standing.names())
                };
                let standing: Option<table::Standing<'_>> = self.standing.map(|_| &names as _);
                then(table::of_places(data, &self.of, standing))
            }
        }
    }

    /// What is said of a disclosure that is not public.
    fn mark(&self, placed: &Placed<'_>) -> Option<&'static str> {
        let standing = self.standing?(placed);
        (standing != Standing::Public).then(|| self.data.say_of(standing.names()))
    }

    fn any_mark(&self) -> Option<&'static str> {
        let whole = self
            .data
            .say("含尚未公开的内容", "not all of this is public");
        match self.of.as_slice() {
            [(placed, _)] => self.mark(placed),
            _ => (self.held_back() > 0).then_some(whole),
        }
    }
}

impl Filter {
    fn takes(&self, placed: &Placed<'_>, place: &TaskPlace<'_>) -> bool {
        let disclosure = placed.disclosure;
        let chapter = place.chapter;
        let is_chapter = |wanted: &String| {
            *chapter.title.value == **wanted
                || chapter.path.as_str() == wanted
                || chapter.number.is_some_and(|n| n.to_string() == *wanted)
        };
        self.disclosure
            .as_ref()
            .is_none_or(|path| disclosure.path == *path)
            && self.period.is_none_or(|wanted| {
                disclosure
                    .period
                    .as_ref()
                    .is_some_and(|p| p.value == wanted)
            })
            && self.chapter.as_ref().is_none_or(is_chapter)
            && self
                .unit
                .is_none_or(|unit| place.task.units.iter().any(|mention| mention.unit == unit))
    }
}

/// What was asked for, in words: the title of the only disclosure or the period, the unit, the chapter.
fn title(data: Data<'_>, filter: &Filter, of: &[Of<'_>]) -> String {
    let mut words: Vec<String> = Vec::new();
    match (of, filter.period) {
        ([(placed, _)], _) => words.push(placed.disclosure.card.title.value.to_string()),
        (_, Some(period)) => words.push(data.say(period.label_zh(), period.label_en())),
        _ => words.push(data.site.settings.name.value.to_string()),
    }
    let unit = filter.unit.and_then(|unit| data.site.units.get(unit));
    words.extend(unit.map(|unit| unit.name.value.to_string()));
    words.extend(filter.chapter.clone());
    words.join(" ")
}
