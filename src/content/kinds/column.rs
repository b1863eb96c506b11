use super::{BODY, KEYWORDS, TITLE, prose};
use crate::content::fields::{Fields, key};
use crate::model::{Prose, Text};

/// `column.toml`.
#[derive(Clone)]
pub(in crate::content) struct ColumnFile {
    pub(in crate::content) title: Option<Text>,
    pub(in crate::content) description: Option<Text>,
    pub(in crate::content) keywords: Vec<Text>,
    pub(in crate::content) category: Option<Text>,
    pub(in crate::content) order: Option<u32>,
    pub(in crate::content) body: Option<Prose>,
}

pub(in crate::content) fn read(fields: &mut Fields<'_, '_>) -> ColumnFile {
    ColumnFile {
        title: fields.required(TITLE),
        description: fields.optional(key(
            "description",
            "栏目内容说明（网页标签 ColumnDescription）",
            "what the column holds (web tag ColumnDescription)",
        )),
        keywords: fields.list(KEYWORDS),
        category: fields.optional(key(
            "category",
            "栏目类别，如 规划计划（网页标签 ColumnType）",
            "the kind of column (web tag ColumnType)",
        )),
        order: fields
            .optional(key(
                "order",
                "在同级栏目中的位置",
                "its place among its neighbours",
            ))
            .map(|order| order.value),
        body: prose(fields, BODY),
    }
}
