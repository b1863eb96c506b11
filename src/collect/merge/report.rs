//! What came back, counted for the office.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::decide::Tally;
use crate::collect::WHOLE;
use crate::collect::returned::Return;
use crate::collect::survey::{Asked, Survey};
use crate::diagnostic::Sources;
use crate::model::ContentPath;

/// What came of a unit.
#[derive(Debug)]
pub struct UnitReport {
    /// The id of the unit.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it answered, and when.
    pub status: Status,
    /// The first day on which a workbook was filled in.
    pub filled: Option<Date>,
    /// Its files.
    pub files: Vec<String>,
    /// How many tasks it was asked about.
    pub asked: usize,
    /// Tasks of which an answer is written.
    pub changed: usize,
    /// Tasks whose answers the content says already.
    pub unchanged: usize,
    /// Tasks without an answer, of those in its files.
    pub empty: usize,
    /// Tasks of which an answer is open, and rows with answers that belong to no task.
    pub open: usize,
}

impl UnitReport {
    /// Whether it is the office itself, by the workbook of all units.
    #[must_use]
    pub fn is_office(&self) -> bool {
        self.id == WHOLE
    }

    /// Whether it has answered anything.
    #[must_use]
    pub fn is_in(&self) -> bool {
        matches!(
            self.status,
            Status::InTime | Status::Late | Status::NotStated
        )
    }
}

/// Whether a unit answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// In time, or there is no last day.
    InTime,
    /// After the last day.
    Late,
    /// On a day that it does not say.
    NotStated,
    /// By workbooks in which nothing is answered.
    Empty,
    /// By a file that cannot be taken.
    Unreadable,
    /// Not at all.
    Missing,
}

/// What a unit told the office beside a task.
#[derive(Debug)]
pub struct Remark {
    /// The name of the unit.
    pub unit: String,
    /// The task.
    pub path: ContentPath,
    /// What was promised.
    pub title: String,
    /// What it told.
    pub text: String,
}

/// The report of each unit, and of the office if it answered.
pub(super) fn units(
    survey: &Survey<'_>,
    returns: &[Return],
    tally: &[Tally],
    due: Option<Date>,
    sources: &Sources,
) -> Vec<UnitReport> {
    let units = survey.units().into_iter();
    let mut all: Vec<Asked> = units.map(|(id, _)| Asked::Unit(id)).collect();
    // Units that answer though they were not asked, and the office.
    for who in returns.iter().filter_map(|found| found.who) {
        if !all.contains(&who) {
            all.push(who);
        }
    }
    all.into_iter()
        .map(|who| unit(survey, who, returns, tally, due, sources))
        .collect()
}

fn unit(
    survey: &Survey<'_>,
    who: Asked,
    returns: &[Return],
    tally: &[Tally],
    due: Option<Date>,
    sources: &Sources,
) -> UnitReport {
    let own: Vec<&Return> = returns
        .iter()
        .filter(|found| found.who == Some(who))
        .collect();
    let failed = || {
        let mut failed = returns.iter().filter(|found| found.who.is_none());
        failed.any(|found| found.named == Some(who))
    };
    let filled = own.iter().filter_map(|found| found.filled).min();
    let told = own.iter().filter_map(|found| found.due).max();
    let rows = || tally.iter().filter(|row| row.who == who);
    let mut items = survey.items.iter();
    let leads = items.any(|item| item.is_led_by(who));
    let status = match (own.is_empty(), filled, due.or(told)) {
        (true, ..) if failed() => Status::Unreadable,
        (true, ..) => Status::Missing,
        // Who leads nothing may have nothing to add, and says so by a day.
        (false, day, _) if rows().all(|row| row.is_empty) && (day.is_none() || leads) => {
            Status::Empty
        }
        (false, None, _) => Status::NotStated,
        (false, Some(filled), Some(due)) if filled > due => Status::Late,
        (false, Some(_), _) => Status::InTime,
    };
    // Several files may answer for one task.
    let mut tasks: BTreeMap<Option<usize>, (bool, bool, bool)> = BTreeMap::new();
    for row in rows().filter(|row| row.item.is_some()) {
        let (answered, changed, open) = tasks.entry(row.item).or_default();
        *answered |= !row.is_empty;
        *changed |= row.is_changed;
        *open |= row.is_open;
    }
    let strays = rows().filter(|row| row.item.is_none()).count();
    let count =
        |is_it: fn(&(bool, bool, bool)) -> bool| tasks.values().filter(|t| is_it(t)).count();
    UnitReport {
        id: survey.id(who).to_owned(),
        name: survey.name(who).to_owned(),
        status,
        filled,
        files: own
            .iter()
            .map(|found| sources.shown(found.file).to_owned())
            .collect(),
        asked: survey
            .items
            .iter()
            .filter(|item| item.is_asked_of(who))
            .count(),
        changed: count(|(_, changed, _)| *changed),
        unchanged: count(|(answered, changed, open)| *answered && !changed && !open),
        empty: count(|(answered, ..)| !answered),
        open: count(|(.., open)| *open) + strays,
    }
}

/// What units told the office, in the order of the tasks.
pub(super) fn remarks(survey: &Survey<'_>, tally: &[Tally]) -> Vec<Remark> {
    let mut rows: Vec<&Tally> = tally.iter().filter(|row| row.remarks.is_some()).collect();
    rows.sort_by_key(|row| (row.item, row.who, row.file));
    let remark = |row: &Tally| {
        let item = survey.items.get(row.item?)?;
        Some(Remark {
            unit: survey.name(row.who).to_owned(),
            path: item.task.path.clone(),
            title: item.task.title.value.to_string(),
            text: row.remarks.clone()?,
        })
    };
    rows.into_iter().filter_map(remark).collect()
}
