use super::{BODY, DRAFT, SUMMARY, TITLE, prose};
use crate::content::fields::{Fields, key};
use crate::content::values::PublishedAt;
use crate::model::{Located, Prose, Text};

/// A plain page, such as `guide.md`.
#[derive(Clone)]
pub(in crate::content) struct PageFile {
    pub(in crate::content) title: Option<Text>,
    pub(in crate::content) summary: Option<Text>,
    pub(in crate::content) updated: Option<Located<PublishedAt>>,
    pub(in crate::content) draft: bool,
    pub(in crate::content) body: Option<Prose>,
}

pub(in crate::content) fn read(fields: &mut Fields<'_, '_>) -> PageFile {
    PageFile {
        title: fields.required(TITLE),
        summary: fields.optional(SUMMARY),
        updated: fields.optional(key(
            "updated",
            "最近更新的日期",
            "when it was last brought up to date",
        )),
        draft: fields.flag(DRAFT),
        body: prose(fields, BODY),
    }
}
