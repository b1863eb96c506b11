//! A series, its periods, and the way between its disclosures.

use crate::model::Extent;
use crate::pages::context::{self, Link, SeriesPeriod, SeriesPlace};
use crate::pages::downloads::Sizes;
use crate::pages::frame::{From, Parts};
use crate::pages::index::Placed;
use crate::pages::series::PlacedSeries;
use crate::pages::{Plan, paths, tags};

use super::comparison::counts;

impl<'s> Plan<'s> {
    pub(super) fn series<'p>(
        &'p self,
        series: &'p PlacedSeries<'s>,
        sizes: &Sizes,
        from: From<'p>,
    ) -> context::Series<'p> {
        let name = series.series.name;
        let parts = Parts::new("series")
            .step(name, paths::series(&series.slug))
            .title(name)
            .title(self.input.words.get("series"))
            .tags(tags::own_list(name, tags::CATALOGUE, &self.site_view));
        let reports = 0..series.series.reports.len();
        let undated = self.input.index.undated(series);
        context::Series {
            frame: self.frame(from, parts),
            title: name,
            periods: reports
                .filter_map(|report| self.series_period(series, report, from))
                .collect(),
            undated: self.disclosure_items(undated, from),
            completions: self.completions(series, series.series.courses(), from),
            downloads: self.data_files(sizes, from, |extension| {
                paths::series_data(&series.slug, extension)
            }),
            package: from.to(&paths::series_package(&series.slug)),
        }
    }

    fn series_period<'p>(
        &'p self,
        series: &'p PlacedSeries<'s>,
        number: usize,
        from: From<'_>,
    ) -> Option<SeriesPeriod<'p>> {
        let report = series.series.reports.get(number)?;
        let placed = self.input.index.report(series, number)?;
        let before = report.before().and_then(|n| series.series.reports.get(n));
        let page = series.page(number);
        Some(SeriesPeriod {
            period: report.period.to_string(),
            label: self.label(report.period),
            disclosure: self.disclosure_item(placed, from),
            part: report.disclosure.extent == Extent::Part,
            href: page.map(|name| from.to(&paths::series_step(&series.slug, name))),
            before: before.map(|before| self.label(before.period)),
            counts: report.tally.as_ref().map(counts).unwrap_or_default(),
        })
    }

    pub(super) fn series_step<'p>(
        &'p self,
        series: &'p PlacedSeries<'s>,
        number: usize,
        from: From<'p>,
    ) -> context::SeriesStep<'p> {
        let name = series.series.name;
        let report = series.series.reports.get(number);
        let label = report.map_or_else(String::new, |report| self.label(report.period));
        let parts = Parts::new("series-period")
            .step(name, paths::series(&series.slug))
            .step(label.clone(), from.here.clone())
            .title(format!("{name} {label}"))
            .title(self.input.words.get("series"))
            .tags(tags::own_list(name, tags::CATALOGUE, &self.site_view));
        let steps = series.series.steps(number);
        let courses = steps.iter().filter_map(|step| step.now);
        let courses = courses.map(|now| series.series.course(now));
        let page = |number: usize| {
            let report = series.series.reports.get(number)?;
            let path = paths::series_step(&series.slug, series.page(number)?);
            Some(from.link(self.label(report.period), &path))
        };
        let numbers = number + 1..series.series.reports.len();
        context::SeriesStep {
            frame: self.frame(from, parts),
            series: from.link(name, &paths::series(&series.slug)),
            disclosure: self.report_link(series, number, from),
            comparison: self.comparison(series, number, &steps, from),
            completions: self.completions(series, courses, from),
            previous: (0..number).rev().find_map(page),
            next: numbers.into_iter().find_map(page),
        }
    }

    /// The disclosure of a report.
    pub(super) fn report_link<'p>(
        &'p self,
        series: &PlacedSeries<'s>,
        number: usize,
        from: From<'_>,
    ) -> Link<'p> {
        match self.input.index.report(series, number) {
            Some(placed) => {
                let disclosure = placed.disclosure;
                let title = disclosure.card.title.value.as_ref();
                from.link(title, &paths::disclosure(&disclosure.path))
            }
            None => from.link("", &paths::series(&series.slug)),
        }
    }

    /// All series, by name.
    pub(super) fn series_links<'p>(&'p self, from: From<'_>) -> Vec<Link<'p>> {
        let all = self.input.index.series().iter();
        all.map(|series| from.link(series.series.name, &paths::series(&series.slug)))
            .collect()
    }

    /// The page of the series that a disclosure is in.
    pub(in crate::pages) fn series_href(
        &self,
        placed: &Placed<'s>,
        from: From<'_>,
    ) -> Option<String> {
        let place = self.input.index.in_series(placed)?;
        Some(from.to(&paths::series(&place.series.slug)))
    }

    /// The place of a disclosure among the others of its series.
    pub(super) fn series_place<'p>(
        &'p self,
        placed: &'p Placed<'s>,
        from: From<'_>,
    ) -> Option<SeriesPlace<'p>> {
        let place = self.input.index.in_series(placed)?;
        let neighbour = |number: Option<usize>| {
            let placed = self.input.index.report(place.series, number?)?;
            let disclosure = placed.disclosure;
            let title = disclosure.card.title.value.as_ref();
            Some(from.link(title, &paths::disclosure(&disclosure.path)))
        };
        let report = place.report;
        Some(SeriesPlace {
            href: from.to(&paths::series(&place.series.slug)),
            previous: neighbour(report.and_then(|number| number.checked_sub(1))),
            next: neighbour(report.and_then(|number| number.checked_add(1))),
        })
    }
}
