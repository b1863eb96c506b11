//! What became of promises from one period to the next, of a whole report or of one unit.

use crate::model::{Extent, UnitId};
use crate::pages::context::{
    Comparison, MoveChapter, MoveCount, MoveEnd, MoveGroup, MoveRow, UnitSeries,
};
use crate::pages::frame::From;
use crate::pages::overview::status_view;
use crate::pages::series::PlacedSeries;
use crate::pages::views::{chapter_title, completion_view};
use crate::pages::{Plan, paths};
use crate::series::{Appearance, Move, Step, Tally, is_same_title};

impl<'s> Plan<'s> {
    /// What became of promises in a report of a series since the one before.
    pub(super) fn comparison<'p>(
        &'p self,
        series: &'p PlacedSeries<'s>,
        number: usize,
        steps: &[Step],
        from: From<'_>,
    ) -> Comparison<'p> {
        let reports = &series.series.reports;
        let report = reports.get(number);
        let base = report.and_then(|report| report.before());
        let before = base.and_then(|base| reports.get(base));
        let label = |report: Option<&crate::series::Report<'_>>| {
            report.map_or_else(String::new, |report| self.label(report.period))
        };
        let is_part = |report: Option<&crate::series::Report<'_>>| {
            report.is_some_and(|report| report.disclosure.extent == Extent::Part)
        };
        let mut link = self.report_link(series, base.unwrap_or(number), from);
        link.title = label(before).into();
        Comparison {
            label: label(report),
            before: link,
            part: is_part(report),
            before_part: is_part(before),
            counts: counts(&Tally::of(steps)),
            groups: Move::ALL
                .into_iter()
                .filter_map(|what| self.group(series, base, what, steps, from))
                .collect(),
        }
    }

    /// The promises that one thing became of; none if it became of none.
    fn group<'p>(
        &'p self,
        series: &'p PlacedSeries<'s>,
        base: Option<usize>,
        what: Move,
        steps: &[Step],
        from: From<'_>,
    ) -> Option<MoveGroup<'p>> {
        let steps: Vec<&Step> = steps.iter().filter(|step| step.what == what).collect();
        if steps.is_empty() {
            return None;
        }
        let chapter = |step: &Step| {
            let member = series.series.member(step.now.or(step.then)?)?;
            Some(member.chapter)
        };
        let same = |a: &&Step, b: &&Step| match (chapter(a), chapter(b)) {
            (Some(a), Some(b)) => std::ptr::eq(a, b),
            _ => false,
        };
        let chapters = steps.chunk_by(same).filter_map(|steps| {
            let chapter = chapter(steps.first()?)?;
            Some(MoveChapter {
                chapter: from.link(chapter_title(chapter), &paths::chapter(&chapter.path)),
                rows: steps
                    .iter()
                    .filter_map(|step| self.move_row(series, base, step, from))
                    .collect(),
            })
        });
        Some(MoveGroup {
            word: what.word(),
            key: move_key(what),
            count: steps.len(),
            chapters: chapters.collect(),
        })
    }

    fn move_row<'p>(
        &'p self,
        series: &'p PlacedSeries<'s>,
        base: Option<usize>,
        step: &Step,
        from: From<'_>,
    ) -> Option<MoveRow<'p>> {
        let title = |at: Option<Appearance>| {
            let member = series.series.member(at?)?;
            Some(member.task.title.value.as_ref())
        };
        let (now, then) = (title(step.now), title(step.then));
        let since = step.then.filter(|then| Some(then.report) != base);
        let since = since.and_then(|then| series.series.reports.get(then.report));
        Some(MoveRow {
            title: now.or(then)?,
            now: self.move_end(series, step.now, from),
            then: self.move_end(series, step.then, from),
            former_title: then.filter(|then| now.is_some_and(|now| !is_same_title(now, then))),
            since: since.map(|report| self.label(report.period)),
        })
    }

    fn move_end<'p>(
        &'p self,
        series: &'p PlacedSeries<'s>,
        at: Option<Appearance>,
        from: From<'_>,
    ) -> Option<MoveEnd<'p>> {
        let at = at?;
        let placed = self.input.index.report(series, at.report)?;
        let place = placed.tasks.get(at.task)?;
        Some(MoveEnd {
            label: format!("{}.{}", place.chapter_position, place.position),
            href: from.to(&paths::task(&place.task.path)),
            status: place.task.status.as_ref().map(status_view),
            completion: completion_view(place.task),
        })
    }

    /// What became of the promises of a unit in the latest period of each series.
    pub(super) fn unit_series<'p>(&'p self, id: UnitId, from: From<'_>) -> Vec<UnitSeries<'p>> {
        let all = self.input.index.series().iter().zip(1..);
        all.filter_map(|(series, place)| {
            let report = series.series.reports.len().checked_sub(1)?;
            let page = series.page(report)?;
            let steps = self.steps_of_unit(id, series, report);
            if steps.is_empty() {
                return None;
            }
            let courses = steps.iter().filter_map(|step| step.now.or(step.then));
            let courses = courses.map(|at| series.series.course(at));
            let path = paths::series(&series.slug);
            Some(UnitSeries {
                series: from.link(series.series.name, &path),
                href: from.to(&paths::series_step(&series.slug, page)),
                id: format!("s-{place}"),
                completions: self.completions(series, courses, from),
                comparison: self.comparison(series, report, &steps, from),
            })
        })
        .collect()
    }

    /// What became of the promises that a unit answers for in a report, or did where it lacks them.
    fn steps_of_unit(&self, id: UnitId, series: &PlacedSeries<'s>, report: usize) -> Vec<Step> {
        let index = self.input.index;
        let tasks = |report: usize| {
            let placed = index.report(series, report);
            let tasks = placed.map_or(&[][..], |placed| index.tasks_of_unit_in(id, placed));
            tasks.iter().map(move |&task| Appearance { report, task })
        };
        let mut steps: Vec<Step> = tasks(report)
            .filter_map(|now| series.series.step(now))
            .collect();
        for &base in series.series.bases(report) {
            steps.extend(tasks(base).filter_map(|then| series.series.lack(report, then)));
        }
        steps
    }
}

/// How many promises each thing became of. What hangs on a part of a report is only there where it is so.
pub(super) fn counts(tally: &Tally) -> Vec<MoveCount> {
    let all = Move::ALL.into_iter();
    all.map(|what| MoveCount {
        word: what.word(),
        key: move_key(what),
        count: tally.count(what),
    })
    .collect()
}

/// The key of a move's name in the theme's strings.
fn move_key(what: Move) -> String {
    format!("move_{}", what.word().replace('-', "_"))
}
