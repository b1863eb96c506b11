//! The index card as rows, each by the label that `import` knows it by.

use super::Data;
use super::table::Cell;
use crate::model::{Disclosure, IndexCard, Text, words};

/// A field of the card.
pub(super) struct CardRow<'a> {
    /// What it is called in the language of the site.
    pub(super) label: &'static str,
    pub(super) value: Cell<'a>,
}

/// The card, the title first: every field that a published page shows, stated or not; the others only where
/// they are stated.
pub(super) fn rows<'a>(data: Data<'a>, disclosure: &'a Disclosure) -> Vec<CardRow<'a>> {
    let card = &disclosure.card;
    let row = |zh, en, value| CardRow {
        label: data.say(zh, en),
        value,
    };
    let text = |text: &'a Option<Text>| match words(text) {
        Some(text) => Cell::Text(text.into()),
        None => Cell::Empty,
    };
    let created = match &card.created {
        Some(day) => Cell::Day(day.value),
        None => Cell::Empty,
    };
    let mut rows = vec![
        row(
            "名称",
            "Title",
            Cell::Text(card.title.value.as_ref().into()),
        ),
        row(
            "索引号",
            "Index number",
            Cell::Text(card.index_number.value.as_str().into()),
        ),
        row("文号", "Document number", text(&card.document_number)),
        row("发布机构", "Publisher", text(&card.publisher)),
        row("生成日期", "Created", created),
        row("发布日期", "Published", Cell::Moment(card.published.value)),
        row(
            "公开方式",
            "Mode",
            Cell::Text(card.mode.value.word().into()),
        ),
        row("公开范围", "Scope", text(&card.scope)),
        row("公开时限", "Retention", text(&card.retention)),
    ];
    let period = match &disclosure.period {
        Some(period) => Cell::Text(period.value.to_string().into()),
        None => Cell::Empty,
    };
    let optional = [
        row("报告期", "Period", period),
        row("系列", "Series", text(&disclosure.series)),
        row("有效性", "Validity", text(&card.validity)),
        row("主题分类", "Subject", text(&card.subject)),
        row("组配分类", "Group", text(&card.group)),
        row("体裁分类", "Genre", text(&card.genre)),
        row("关键词", "Keywords", keywords(card)),
        row("内容概述", "Summary", text(&card.summary)),
    ];
    let attachments = card.attachments.iter().map(|attachment| {
        let title = attachment.title.value.as_ref();
        row("附件", "Attachment", Cell::Text(title.into()))
    });
    let optional = optional.into_iter().chain(attachments);
    rows.extend(optional.filter(|row| !matches!(row.value, Cell::Empty)));
    rows
}

fn keywords(card: &IndexCard) -> Cell<'_> {
    if card.keywords.is_empty() {
        return Cell::Empty;
    }
    let words: Vec<&str> = card.keywords.iter().map(|k| k.value.as_ref()).collect();
    Cell::Text(words.join("、").into())
}
