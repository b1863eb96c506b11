//! One file for each kind of content file: which keys it has and what they mean.

pub(super) mod calendar;
pub(super) mod chapter;
mod checking;
pub(super) mod column;
pub(super) mod disclosure;
mod foot;
pub(super) mod page;
pub(super) mod settings;
mod statutory;
mod target_keys;
mod targets;
pub(super) mod task;
pub(super) mod units;
pub(super) mod url_changes;
pub(super) mod words;

use super::fields::{Fields, Key, key};
use super::values::Markdown;
use crate::model::Prose;

const TITLE: Key = key(
    "title",
    "标题，与来源一字不差",
    "the title, to the character",
);
const BODY: Key = key(
    "body",
    "正文（Markdown）；在 .md 文件里写在 +++ 之后",
    "the text in Markdown; in a .md file it follows the front matter",
);
const DRAFT: Key = key("draft", "草稿：不会发布", "held back until it is finished");
const KEYWORDS: Key = key("keywords", "关键词", "words that describe it");
const SUMMARY: Key = key("summary", "内容概述", "what it says, in a sentence or two");

/// A Markdown text that stands in a TOML string.
fn prose(fields: &mut Fields<'_, '_>, key: Key) -> Option<Prose> {
    let text = fields.optional::<Markdown>(key)?;
    Some(Prose {
        source: text.value.text,
        span: text.span,
        start: text.value.start,
    })
}
