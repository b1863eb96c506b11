//! A series as data: each promise with the tasks that it is, period by period.

use std::collections::BTreeMap;

use serde::Serialize;

use super::json_file::{CompletionJson, bytes, completion};
use super::{Data, ExportError};
use crate::model::Extent;
use crate::pages::{PlacedSeries, paths};
use crate::series::{Appearance, Move};
use crate::url::absolute;

#[derive(Serialize)]
struct SeriesJson<'a> {
    name: &'a str,
    url: String,
    reports: Vec<ReportJson<'a>>,
    promises: Vec<PromiseJson<'a>>,
}

#[derive(Serialize)]
struct ReportJson<'a> {
    period: String,
    title: &'a str,
    index_number: &'a str,
    url: String,
    /// Whether only a part of it is there.
    incomplete: bool,
    tasks: usize,
    /// The period that it is held against.
    before: Option<String>,
    /// How many promises each thing became of since then.
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<BTreeMap<&'static str, usize>>,
}

#[derive(Serialize)]
struct PromiseJson<'a> {
    tasks: Vec<StandJson<'a>>,
}

/// A task: where a promise stands in a period.
#[derive(Serialize)]
struct StandJson<'a> {
    period: String,
    /// What became of it since the period before.
    change: Option<&'static str>,
    label: String,
    chapter: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    completion: Option<CompletionJson<'a>>,
    url: String,
}

/// `data.json` of a series.
pub(super) fn json(data: Data<'_>, placed: &PlacedSeries<'_>) -> Result<Vec<u8>, ExportError> {
    let base_url = data.base_url();
    let series = &placed.series;
    let period = |number: usize| {
        let report = series.reports.get(number)?;
        Some(report.period.to_string())
    };
    let reports = series.reports.iter().map(|report| {
        let card = &report.disclosure.card;
        ReportJson {
            period: report.period.to_string(),
            title: &card.title.value,
            index_number: card.index_number.value.as_str(),
            url: absolute(base_url, &paths::disclosure(&report.disclosure.path)),
            incomplete: report.disclosure.extent == Extent::Part,
            tasks: report.tasks.len(),
            before: report.before().and_then(period),
            changes: report.tally.as_ref().map(|tally| {
                let all = Move::ALL.into_iter();
                all.map(|what| (what.word(), tally.count(what))).collect()
            }),
        }
    });
    let promises = series.courses().map(|course| PromiseJson {
        tasks: course
            .iter()
            .filter_map(|at| stand(data, placed, *at))
            .collect(),
    });
    bytes(&SeriesJson {
        name: series.name,
        url: absolute(base_url, &paths::series(&placed.slug)),
        reports: reports.collect(),
        promises: promises.collect(),
    })
}

fn stand<'a>(data: Data<'_>, placed: &PlacedSeries<'a>, at: Appearance) -> Option<StandJson<'a>> {
    let base_url = data.base_url();
    let series = &placed.series;
    let member = series.member(at)?;
    let task = member.task;
    let place = data.index.report(placed, at.report)?.tasks.get(at.task)?;
    Some(StandJson {
        period: series.reports.get(at.report)?.period.to_string(),
        change: series.step(at).map(|step| step.what.word()),
        label: format!("{}.{}", place.chapter_position, place.position),
        chapter: &member.chapter.title.value,
        title: &task.title.value,
        key: task.key.as_ref().map(|key| key.value.as_str()),
        status: task.status.as_ref().map(|status| status.value.word()),
        completion: task.completion.as_ref().map(|c| completion(&c.value)),
        url: absolute(base_url, &paths::task(&task.path)),
    })
}
