//! A promise through the periods of its series.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::pages::Plan;
use crate::pages::context::{
    CompletionRow, Completions, Course, CourseChart, CourseColumn, CourseStop,
};
use crate::pages::frame::From;
use crate::pages::index::Placed;
use crate::pages::overview::status_view;
use crate::pages::paths;
use crate::pages::series::PlacedSeries;
use crate::pages::views::completion_view;
use crate::series::{Appearance, Move, is_same_title};

/// How many promises the chart of a series shows.
const MOST_ROWS: usize = 30;
/// How wide the place of a period is in a chart.
const PLACE: usize = 10;

impl<'s> Plan<'s> {
    /// The course of a task through the periods of its series; none if there are no others.
    pub(super) fn course<'p>(
        &'p self,
        placed: &'p Placed<'s>,
        task: usize,
        from: From<'_>,
    ) -> Option<Course<'p>> {
        let place = self.input.index.in_series(placed)?;
        let here = place.appearance(task)?;
        let series = place.series;
        let course = series.series.course(here);
        let first = course.first()?.report;
        let mut stops: Vec<CourseStop<'p>> = Vec::new();
        for report in first..series.series.reports.len() {
            let at = course.iter().find(|at| at.report == report);
            let stop = match at {
                Some(at) => self.stop(series, *at, here, from)?,
                None => self.absence(series, report)?,
            };
            match stops.last_mut() {
                Some(last) if last.absent && stop.absent && last.part == stop.part => {
                    last.until = Some(stop.label);
                }
                _ => stops.push(stop),
            }
        }
        if stops.len() < 2 {
            return None;
        }
        Some(Course {
            series: from.link(series.series.name, &paths::series(&series.slug)),
            stops,
            chart: self
                .chart(series, course)
                .filter(|chart| chart.columns.len() > 1),
        })
    }

    fn stop<'p>(
        &'p self,
        series: &'p PlacedSeries<'s>,
        at: Appearance,
        here: Appearance,
        from: From<'_>,
    ) -> Option<CourseStop<'p>> {
        let member = series.series.member(at)?;
        let own = series.series.member(here)?;
        let task = member.task;
        let current = at == here;
        let step = series.series.step(at);
        let stood_still = step.is_some_and(|step| step.what == Move::StoodStill);
        let title = task.title.value.as_ref();
        Some(CourseStop {
            label: self.label(series.series.reports.get(at.report)?.period),
            until: None,
            href: (!current).then(|| from.to(&paths::task(&task.path))),
            current,
            absent: false,
            part: false,
            other_title: (!is_same_title(title, &own.task.title.value)).then_some(title),
            stood_still,
            status: task.status.as_ref().map(status_view),
            completion: completion_view(task),
            progress: match current || stood_still {
                true => None,
                false => self.prose(&task.progress, &member.chapter.path, from),
            },
        })
    }

    /// A period that lacks a promise.
    fn absence<'p>(&self, series: &PlacedSeries<'s>, report: usize) -> Option<CourseStop<'p>> {
        Some(CourseStop {
            label: self.label(series.series.reports.get(report)?.period),
            until: None,
            href: None,
            current: false,
            absent: true,
            part: !series.series.covers_all(report),
            other_title: None,
            stood_still: false,
            status: None,
            completion: None,
            progress: None,
        })
    }

    /// How much of a promise is done, a column a period; none if no period says so.
    fn chart<'p>(
        &'p self,
        series: &'p PlacedSeries<'s>,
        course: &[Appearance],
    ) -> Option<CourseChart<'p>> {
        let columns: Vec<_> = course
            .iter()
            .filter_map(|at| {
                let task = series.series.member(*at)?.task;
                let percent = task.completion.as_ref()?.value.percent()?;
                let height = percent.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED);
                Some(CourseColumn {
                    label: self.label(series.series.reports.get(at.report)?.period),
                    completion: completion_view(task)?,
                    x: at.report * PLACE,
                    y: Decimal::ONE_HUNDRED
                        .checked_sub(height)?
                        .normalize()
                        .to_string(),
                })
            })
            .collect();
        (!columns.is_empty()).then(|| CourseChart {
            width: series.series.reports.len() * PLACE,
            columns,
        })
    }

    /// How much of some promises is done, of those that say so most often, in the order they come in.
    pub(super) fn completions<'p, 'c>(
        &'p self,
        series: &'p PlacedSeries<'s>,
        courses: impl Iterator<Item = &'c [Appearance]>,
        from: From<'_>,
    ) -> Completions<'p> {
        let states = |at: &&Appearance| {
            let member = series.series.member(**at);
            member.is_some_and(|member| member.task.completion.is_some())
        };
        let mut stated: Vec<(usize, usize, &[Appearance])> = courses
            .enumerate()
            .map(|(number, course)| (course.iter().filter(states).count(), number, course))
            .filter(|(count, ..)| *count > 0)
            .collect();
        stated.sort_by_key(|(count, number, _)| (std::cmp::Reverse(*count), *number));
        let shown: BTreeSet<(usize, &[Appearance])> = stated
            .iter()
            .take(MOST_ROWS)
            .map(|(_, number, course)| (*number, *course))
            .collect();
        let rows = shown.into_iter().filter_map(|(_, course)| {
            let latest = course.iter().rev().find(states)?;
            let task = series.series.member(*latest)?.task;
            Some(CompletionRow {
                task: from.link(task.title.value.as_ref(), &paths::task(&task.path)),
                chart: self.chart(series, course)?,
            })
        });
        Completions {
            rows: rows.collect(),
            more: stated.len().saturating_sub(MOST_ROWS),
        }
    }
}
