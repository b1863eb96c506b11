use super::{BODY, TITLE, prose};
use crate::content::fields::{Fields, key};
use crate::model::{Prose, Text};

/// `chapter.toml`.
#[derive(Clone)]
pub(in crate::content) struct ChapterFile {
    pub(in crate::content) title: Option<Text>,
    pub(in crate::content) number: Option<u32>,
    pub(in crate::content) body: Option<Prose>,
}

pub(in crate::content) fn read(fields: &mut Fields<'_, '_>) -> ChapterFile {
    ChapterFile {
        title: fields.required(TITLE),
        number: fields
            .optional(key(
                "number",
                "来源给这一章的序号；来源没有编号就不写",
                "the number that the source gives this chapter, if it gives one",
            ))
            .map(|number| number.value),
        body: prose(fields, BODY),
    }
}
