//! The catalogue of all disclosures (政府信息公开条例 article 12), a row each.

use super::{Cell, Field, Kind, Table};
use crate::export::Data;
use crate::model::Mode;
use crate::pages::paths;
use crate::url::absolute;

const MODES: &[&str] = &[
    Mode::Proactive.word(),
    Mode::OnRequest.word(),
    Mode::Withheld.word(),
];

pub(in crate::export) static FIELDS: [Field; 10] = [
    Field::new(
        ["索引号", "index_number"],
        Kind::Text,
        24,
        ["索引号", "The index number."],
    )
    .unique(),
    Field::new(["名称", "title"], Kind::Text, 40, ["名称", "The title."]).required(),
    Field::new(
        ["内容概述", "summary"],
        Kind::Text,
        40,
        ["内容概述", "What it is about."],
    ),
    Field::new(
        ["生成日期", "created"],
        Kind::Day,
        12,
        ["信息形成的日期", "When it was made."],
    ),
    Field::new(
        ["发布日期", "published"],
        Kind::Moment,
        20,
        [
            "发布的日期，来源写明时刻的带时刻",
            "When it was published: a day, or a day and a time.",
        ],
    )
    .required(),
    Field::new(
        ["发布机构", "publisher"],
        Kind::Text,
        18,
        ["发布机构", "Who published it."],
    ),
    Field::new(
        ["文号", "document_number"],
        Kind::Text,
        18,
        ["文号", "The document number."],
    ),
    Field::new(
        ["公开方式", "mode"],
        Kind::Word(MODES),
        11,
        ["公开方式", "How it is made public."],
    )
    .required(),
    Field::new(
        ["栏目", "column"],
        Kind::Text,
        26,
        ["栏目，从上到下", "The columns that lead to it."],
    ),
    Field::new(["网址", "url"], Kind::Url, 30, ["网页", "Its page."]).unique(),
];

/// The catalogue.
pub(in crate::export) fn catalogue(data: Data<'_>) -> Table<'_> {
    let base_url = data.base_url();
    let rows = data.index.disclosures.iter().map(move |placed| {
        let card = &placed.disclosure.card;
        let columns: Vec<&str> = placed
            .columns
            .iter()
            .skip(1)
            .map(|column| column.title.value.as_ref())
            .collect();
        let columns = columns.join(" > ");
        vec![
            Cell::text(card.index_number.value.as_str()),
            Cell::text(card.title.value.as_ref()),
            Cell::known(&card.summary),
            Cell::of(card.created.as_ref(), |day| Cell::Day(day.value)),
            Cell::Moment(card.published.value),
            Cell::known(&card.publisher),
            Cell::known(&card.document_number),
            Cell::text(card.mode.value.word()),
            if columns.is_empty() {
                Cell::Empty
            } else {
                Cell::text(columns)
            },
            Cell::text(absolute(
                base_url,
                &paths::disclosure(&placed.disclosure.path),
            )),
        ]
    });
    Table {
        name: data.say("目录", "Catalogue"),
        fields: FIELDS.iter().collect(),
        rows: Box::new(rows),
    }
}
