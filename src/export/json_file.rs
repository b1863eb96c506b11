//! JSON (RFC 8259) with keys in a fixed order.

use serde::Serialize;

use super::selection::Of;
use super::{Data, ExportError};
use crate::model::{Completion, Extent, words as known};
use crate::pages::{InSeries, Placed, TaskPlace, paths};
use crate::url::absolute;

#[derive(Serialize)]
struct DisclosureJson<'a> {
    /// Whether it is public, where it may not be.
    #[serde(skip_serializing_if = "Option::is_none")]
    standing: Option<&'static str>,
    #[serde(flatten)]
    card: CardJson<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<&'a str>,
    /// Whether only a part of it is there.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    incomplete: bool,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    /// What became of it since the period before in its series.
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<&'static str>,
    /// The same task in an earlier period.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<String>,
    url: String,
}

/// Numbers as text, so that no reader rounds them.
#[derive(Serialize)]
pub(super) struct CompletionJson<'a> {
    done: String,
    total: String,
    unit: Option<&'a str>,
    percent: Option<String>,
}

pub(super) fn bytes(value: &impl Serialize) -> Result<Vec<u8>, ExportError> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn card<'a>(data: Data<'_>, placed: &'a Placed<'a>) -> CardJson<'a> {
    let card = &placed.disclosure.card;
    let base_url = data.base_url();
    let offset = data.site.settings.utc_offset;
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

pub(super) fn completion(completion: &Completion) -> CompletionJson<'_> {
    CompletionJson {
        done: completion.done.to_string(),
        total: completion.total.to_string(),
        unit: completion.unit.as_deref(),
        percent: completion.percent().map(|p| p.to_string()),
    }
}

/// A task, by its number among those of its disclosure; `series` is the place of that.
fn task<'a>(
    place: &TaskPlace<'a>,
    number: usize,
    series: Option<InSeries<'_, 'a>>,
    base_url: &str,
) -> TaskJson<'a> {
    let task = place.task;
    let step = series.and_then(|place| place.series.series.step(place.appearance(number)?));
    let previous = step.and_then(|step| series?.series.series.member(step.then?));
    TaskJson {
        label: format!("{}.{}", place.chapter_position, place.position),
        title: &task.title.value,
        units: task.units.iter().map(|unit| unit.name.as_ref()).collect(),
        progress: task.progress.as_ref().map(|p| p.source.as_ref()),
        status: task.status.as_ref().map(|status| status.value.word()),
        completion: task.completion.as_ref().map(|c| completion(&c.value)),
        key: task.key.as_ref().map(|key| key.value.as_str()),
        change: step.map(|step| step.what.word()),
        previous: previous.map(|then| absolute(base_url, &paths::task(&then.task.path))),
        url: absolute(base_url, &paths::task(&task.path)),
    }
}

/// What a disclosure says, with these of its tasks, each with its number among all of them; chapters without
/// any only if it is `whole`.
fn value<'a>(
    data: Data<'a>,
    placed: &'a Placed<'a>,
    tasks: impl Iterator<Item = (usize, &'a TaskPlace<'a>)>,
    is_whole: bool,
    standing: Option<&'static str>,
) -> DisclosureJson<'a> {
    let base_url = data.base_url();
    let disclosure = placed.disclosure;
    let series = data.index.in_series(placed);
    let mut places = tasks.peekable();
    let chapters = disclosure.chapters().iter().map(|chapter| ChapterJson {
        number: chapter.number,
        title: &chapter.title.value,
        url: absolute(base_url, &paths::chapter(&chapter.path)),
        tasks: std::iter::from_fn(|| {
            places.next_if(|(_, place)| place.chapter.path == chapter.path)
        })
        .map(|(number, place)| task(place, number, series, base_url))
        .collect(),
    });
    DisclosureJson {
        chapters: chapters
            .filter(|chapter| is_whole || !chapter.tasks.is_empty())
            .collect(),
        card: card(data, placed),
        standing,
        period: disclosure.period.as_ref().map(|p| p.value.to_string()),
        series: known(&disclosure.series),
        incomplete: disclosure.extent == Extent::Part,
    }
}

/// `data.json` of a disclosure.
pub(super) fn disclosure<'a>(
    data: Data<'a>,
    placed: &'a Placed<'a>,
) -> Result<Vec<u8>, ExportError> {
    let tasks = placed.tasks.iter().enumerate();
    bytes(&value(data, placed, tasks, true, None))
}

/// What was selected: a disclosure, or a list of several.
pub(super) fn selection<'a>(
    data: Data<'a>,
    of: &[Of<'a>],
    is_whole: bool,
    standing: &dyn Fn(&Placed<'_>) -> Option<&'static str>,
) -> Result<Vec<u8>, ExportError> {
    let values: Vec<DisclosureJson<'_>> = of
        .iter()
        .map(|(placed, selected)| {
            let mut selected = selected.iter().peekable();
            let tasks = placed.tasks.iter().enumerate().filter(move |(_, place)| {
                let next = selected.next_if(|next| next.task.path == place.task.path);
                next.is_some()
            });
            value(data, placed, tasks, is_whole, standing(placed))
        })
        .collect();
    match values.as_slice() {
        [single] => bytes(single),
        several => bytes(&several),
    }
}

/// The catalogue of all disclosures.
pub(super) fn catalogue(data: Data<'_>) -> Result<Vec<u8>, ExportError> {
    let cards: Vec<_> = data
        .index
        .disclosures
        .iter()
        .map(|placed| card(data, placed))
        .collect();
    bytes(&cards)
}
