//! JSON (RFC 8259) with keys in a fixed order.

use serde::Serialize;

use super::ExportError;
use crate::model::words as known;
use crate::pages::{Placed, Plan, TaskPlace, paths};
use crate::url::absolute;

#[derive(Serialize)]
struct DisclosureJson<'a> {
    #[serde(flatten)]
    card: CardJson<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<&'a str>,
    chapters: Vec<ChapterJson<'a>>,
}

#[derive(Serialize)]
struct CardJson<'a> {
    index_number: &'a str,
    title: &'a str,
    document_number: Option<&'a str>,
    publisher: Option<&'a str>,
    created: Option<String>,
    published: String,
    mode: &'static str,
    scope: Option<&'a str>,
    retention: Option<&'a str>,
    summary: Option<&'a str>,
    keywords: Vec<&'a str>,
    columns: Vec<&'a str>,
    attachments: Vec<&'a str>,
    url: String,
}

#[derive(Serialize)]
struct ChapterJson<'a> {
    number: Option<u32>,
    title: &'a str,
    url: String,
    tasks: Vec<TaskJson<'a>>,
}

#[derive(Serialize)]
struct TaskJson<'a> {
    label: String,
    title: &'a str,
    units: Vec<&'a str>,
    /// Markdown.
    progress: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    completion: Option<CompletionJson<'a>>,
    url: String,
}

/// Numbers as text, so that no reader rounds them.
#[derive(Serialize)]
struct CompletionJson<'a> {
    done: String,
    total: String,
    unit: Option<&'a str>,
    percent: Option<String>,
}

fn bytes(value: &impl Serialize) -> Result<Vec<u8>, ExportError> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn card<'a>(plan: &Plan<'_>, placed: &'a Placed<'a>) -> CardJson<'a> {
    let card = &placed.disclosure.card;
    let base_url = plan.input.site.settings.base_url.value.as_ref();
    let offset = plan.input.site.settings.utc_offset;
    CardJson {
        index_number: card.index_number.value.as_str(),
        title: &card.title.value,
        document_number: known(&card.document_number),
        publisher: known(&card.publisher),
        created: card.created.as_ref().map(|day| day.value.to_string()),
        published: card.published.value.iso(offset),
        mode: card.mode.value.word(),
        scope: known(&card.scope),
        retention: known(&card.retention),
        summary: known(&card.summary),
        keywords: card.keywords.iter().map(|k| k.value.as_ref()).collect(),
        columns: placed
            .columns
            .iter()
            .skip(1)
            .map(|column| column.title.value.as_ref())
            .collect(),
        attachments: card
            .attachments
            .iter()
            .map(|attachment| attachment.title.value.as_ref())
            .collect(),
        url: absolute(base_url, &paths::disclosure(&placed.disclosure.path)),
    }
}

fn task<'a>(place: &TaskPlace<'a>, base_url: &str) -> TaskJson<'a> {
    let task = place.task;
    TaskJson {
        label: format!("{}.{}", place.chapter_position, place.position),
        title: &task.title.value,
        units: task.units.iter().map(|unit| unit.name.as_ref()).collect(),
        progress: task.progress.as_ref().map(|p| p.source.as_ref()),
        status: task.status.as_ref().map(|status| status.value.word()),
        completion: task.completion.as_ref().map(|c| CompletionJson {
            done: c.value.done.to_string(),
            total: c.value.total.to_string(),
            unit: c.value.unit.as_deref(),
            percent: c.value.percent().map(|p| p.to_string()),
        }),
        url: absolute(base_url, &paths::task(&task.path)),
    }
}

/// `data.json` of a disclosure.
pub(super) fn disclosure(plan: &Plan<'_>, placed: &Placed<'_>) -> Result<Vec<u8>, ExportError> {
    let base_url = plan.input.site.settings.base_url.value.as_ref();
    let disclosure = placed.disclosure;
    let mut places = placed.tasks.iter().peekable();
    let chapters = disclosure.chapters().iter().map(|chapter| ChapterJson {
        number: chapter.number,
        title: &chapter.title.value,
        url: absolute(base_url, &paths::chapter(&chapter.path)),
        tasks: std::iter::from_fn(|| places.next_if(|place| place.chapter.path == chapter.path))
            .map(|place| task(place, base_url))
            .collect(),
    });
    bytes(&DisclosureJson {
        chapters: chapters.collect(),
        card: card(plan, placed),
        period: disclosure.period.as_ref().map(|p| p.value.to_string()),
        series: known(&disclosure.series),
    })
}

/// The catalogue of all disclosures.
pub(super) fn catalogue(plan: &Plan<'_>) -> Result<Vec<u8>, ExportError> {
    let cards: Vec<_> = plan
        .input
        .index
        .disclosures
        .iter()
        .map(|placed| card(plan, placed))
        .collect();
    bytes(&cards)
}
