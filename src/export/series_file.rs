//! A series as data: each promise with the tasks that it is, period by period.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ExportError;
use super::csv_file::{finish, head, writer};
use super::json_file::{CompletionJson, bytes, completion};
use crate::model::{Completion, Extent};
use crate::pages::{PlacedSeries, Plan, paths};
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
pub(super) fn json(plan: &Plan<'_>, placed: &PlacedSeries<'_>) -> Result<Vec<u8>, ExportError> {
    let base_url = plan.input.site.settings.base_url.value.as_ref();
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
            .filter_map(|at| stand(plan, placed, *at))
            .collect(),
    });
    bytes(&SeriesJson {
        name: series.name,
        url: absolute(base_url, &paths::series(&placed.slug)),
        reports: reports.collect(),
        promises: promises.collect(),
    })
}

fn stand<'a>(plan: &Plan<'_>, placed: &PlacedSeries<'a>, at: Appearance) -> Option<StandJson<'a>> {
    let base_url = plan.input.site.settings.base_url.value.as_ref();
    let series = &placed.series;
    let member = series.member(at)?;
    let task = member.task;
    let place = plan
        .input
        .index
        .report(placed, at.report)?
        .tasks
        .get(at.task)?;
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

/// `data.csv` of a series: a row a task, those of one promise under one number.
pub(super) fn csv(plan: &Plan<'_>, placed: &PlacedSeries<'_>) -> Result<Vec<u8>, ExportError> {
    let mut writer = writer();
    writer.write_record(head(
        plan,
        &[
            "事项",
            "期",
            "变化",
            "章",
            "任务序号",
            "任务",
            "状态",
            "已完成",
            "总数",
            "计量单位",
            "完成率(%)",
            "网址",
        ],
        &[
            "promise",
            "period",
            "change",
            "chapter",
            "task_number",
            "task",
            "status",
            "done",
            "total",
            "counted_in",
            "percent",
            "url",
        ],
    ))?;
    for (number, course) in (1..).zip(placed.series.courses()) {
        for at in course {
            let Some(stand) = stand(plan, placed, *at) else {
                continue;
            };
            let completion = placed
                .series
                .member(*at)
                .and_then(|m| m.task.completion.as_ref());
            let completion = completion.map(|completion| &completion.value);
            let figure = |f: fn(&Completion) -> String| completion.map(f).unwrap_or_default();
            writer.write_record([
                number.to_string().as_str(),
                &stand.period,
                stand.change.unwrap_or_default(),
                stand.chapter,
                &stand.label,
                stand.title,
                stand.status.unwrap_or_default(),
                &figure(|c| c.done.to_string()),
                &figure(|c| c.total.to_string()),
                completion
                    .and_then(|c| c.unit.as_deref())
                    .unwrap_or_default(),
                &figure(|c| c.percent().map(|p| p.to_string()).unwrap_or_default()),
                &stand.url,
            ])?;
        }
    }
    finish(writer)
}
