//! CSV (RFC 4180) in UTF-8 with a byte order mark, so that Excel reads Chinese.

use super::ExportError;
use crate::model::{Completion, words};
use crate::pages::{Placed, Plan, paths};
use crate::url::absolute;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

pub(super) fn writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.to_vec())
}

pub(super) fn finish(writer: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, ExportError> {
    writer
        .into_inner()
        .map_err(|error| ExportError::Io(error.into_error()))
}

/// The column heads: Chinese on a Chinese site, otherwise English.
pub(super) fn head<'h>(plan: &Plan<'_>, zh: &'h [&'h str], en: &'h [&'h str]) -> &'h [&'h str] {
    if plan.input.site.settings.language.value.starts_with("zh") {
        zh
    } else {
        en
    }
}

/// The tasks of a disclosure, a row each.
fn task_rows(
    plan: &Plan<'_>,
    placed: &Placed<'_>,
    writer: &mut csv::Writer<Vec<u8>>,
) -> Result<(), ExportError> {
    let base_url = plan.input.site.settings.base_url.value.as_ref();
    for place in &placed.tasks {
        let item = place.task;
        let units: Vec<&str> = item.units.iter().map(|u| u.name.as_ref()).collect();
        let completion = item.completion.as_ref().map(|c| &c.value);
        let number = |f: fn(&Completion) -> String| completion.map(f).unwrap_or_default();
        let chapter_number = place.chapter.number.map(|n| n.to_string());
        writer.write_record([
            chapter_number.as_deref().unwrap_or_default(),
            &place.chapter.title.value,
            &format!("{}.{}", place.chapter_position, place.position),
            &item.title.value,
            &units.join("、"),
            item.progress.as_ref().map_or("", |p| p.source.as_ref()),
            item.status.as_ref().map_or("", |s| s.value.word()),
            &number(|c| c.done.to_string()),
            &number(|c| c.total.to_string()),
            completion
                .and_then(|c| c.unit.as_deref())
                .unwrap_or_default(),
            &number(|c| c.percent().map(|p| p.to_string()).unwrap_or_default()),
            &absolute(base_url, &paths::task(&item.path)),
        ])?;
    }
    Ok(())
}

/// `data.csv` of a disclosure.
pub(super) fn disclosure(plan: &Plan<'_>, placed: &Placed<'_>) -> Result<Vec<u8>, ExportError> {
    let mut writer = writer();
    writer.write_record(head(
        plan,
        &[
            "章序号",
            "章",
            "任务序号",
            "任务",
            "责任单位",
            "进展情况",
            "状态",
            "已完成",
            "总数",
            "计量单位",
            "完成率(%)",
            "网址",
        ],
        &[
            "chapter_number",
            "chapter",
            "task_number",
            "task",
            "units",
            "progress",
            "status",
            "done",
            "total",
            "counted_in",
            "percent",
            "url",
        ],
    ))?;
    task_rows(plan, placed, &mut writer)?;
    finish(writer)
}

/// The catalogue of all disclosures, a row each.
pub(super) fn catalogue(plan: &Plan<'_>) -> Result<Vec<u8>, ExportError> {
    let base_url = plan.input.site.settings.base_url.value.as_ref();
    let mut writer = writer();
    writer.write_record(head(
        plan,
        &[
            "索引号",
            "名称",
            "内容概述",
            "生成日期",
            "发布日期",
            "发布机构",
            "文号",
            "公开方式",
            "栏目",
            "网址",
        ],
        &[
            "index_number",
            "title",
            "summary",
            "created",
            "published",
            "publisher",
            "document_number",
            "mode",
            "column",
            "url",
        ],
    ))?;
    for placed in &plan.input.index.disclosures {
        let card = &placed.disclosure.card;
        let columns: Vec<&str> = placed
            .columns
            .iter()
            .skip(1)
            .map(|column| column.title.value.as_ref())
            .collect();
        writer.write_record([
            card.index_number.value.as_str(),
            &card.title.value,
            words(&card.summary).unwrap_or_default(),
            &card
                .created
                .as_ref()
                .map(|d| d.value.to_string())
                .unwrap_or_default(),
            &card.published.value.full(),
            words(&card.publisher).unwrap_or_default(),
            words(&card.document_number).unwrap_or_default(),
            card.mode.value.word(),
            &columns.join(" > "),
            &absolute(base_url, &paths::disclosure(&placed.disclosure.path)),
        ])?;
    }
    finish(writer)
}
