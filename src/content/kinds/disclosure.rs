use jiff::civil::Date;

use super::{BODY, DRAFT, KEYWORDS, SUMMARY, TITLE, prose};
use crate::content::fields::{Fields, key};
use crate::content::values::{PublishedAt, TableValue};
use crate::model::{Attachment, IndexNumber, Located, Mode, Period, Prose, Text};

/// `disclosure.toml`: the index card and what belongs to it.
#[derive(Clone)]
pub(in crate::content) struct DisclosureFile {
    pub(in crate::content) title: Option<Text>,
    pub(in crate::content) index_number: Option<Located<IndexNumber>>,
    pub(in crate::content) document_number: Option<Text>,
    pub(in crate::content) publisher: Option<Text>,
    pub(in crate::content) created: Option<Located<Date>>,
    pub(in crate::content) published: Option<Located<PublishedAt>>,
    pub(in crate::content) mode: Option<Located<Mode>>,
    pub(in crate::content) scope: Option<Text>,
    pub(in crate::content) retention: Option<Text>,
    pub(in crate::content) summary: Option<Text>,
    pub(in crate::content) keywords: Vec<Text>,
    pub(in crate::content) validity: Option<Text>,
    pub(in crate::content) subject: Option<Text>,
    pub(in crate::content) group: Option<Text>,
    pub(in crate::content) genre: Option<Text>,
    pub(in crate::content) attachments: Vec<Located<AttachmentFields>>,
    pub(in crate::content) period: Option<Located<Period>>,
    pub(in crate::content) series: Option<Text>,
    pub(in crate::content) incomplete: bool,
    pub(in crate::content) draft: bool,
    pub(in crate::content) body: Option<Prose>,
}

pub(in crate::content) fn read(fields: &mut Fields<'_, '_>) -> DisclosureFile {
    DisclosureFile {
        title: fields.required(TITLE),
        index_number: fields.required(key("index_number", "索引号", "the index number")),
        document_number: fields.optional(key("document_number", "文号", "the document number")),
        publisher: fields.optional(key("publisher", "发布机构", "the office that publishes it")),
        created: fields.optional(key("created", "生成日期", "when the information was made")),
        published: fields.required(key(
            "published",
            "发布日期；在这一天之前不会发布",
            "when it is published; nothing is written before that day",
        )),
        mode: fields.required(key(
            "mode",
            "公开方式；只有主动公开的才会发布",
            "the mode of disclosure; only 主动公开 is ever published",
        )),
        scope: fields.optional(key("scope", "公开范围", "to whom it is disclosed")),
        retention: fields.optional(key(
            "retention",
            "公开时限，如 长期公开",
            "for how long it stays public",
        )),
        summary: fields.optional(SUMMARY),
        keywords: fields.list(KEYWORDS),
        validity: fields.optional(key("validity", "有效性", "whether it is in force")),
        subject: fields.optional(key("subject", "主题分类", "class by subject")),
        group: fields.optional(key("group", "组配分类", "class by combination")),
        genre: fields.optional(key("genre", "体裁分类", "class by kind of text")),
        attachments: fields.list(key("attachments", "附件", "attached files")),
        period: fields.optional(key("period", "所报告的期", "the period it reports on")),
        series: fields.optional(key(
            "series",
            "系列：同一计划逐期报告时写同一个名称",
            "names the plan that is reported period after period",
        )),
        incomplete: fields.flag(key(
            "incomplete",
            "只收录了报告的一部分，其余无从取得：没有收录的任务不算取消",
            "only a part of the report is available: tasks that it lacks are not told as given up",
        )),
        draft: fields.flag(DRAFT),
        body: prose(fields, BODY),
    }
}

/// One of `attachments`.
#[derive(Clone)]
pub(in crate::content) struct AttachmentFields(pub(in crate::content) Attachment);

impl TableValue for AttachmentFields {
    fn fields(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let span = fields.span();
        let title = fields.required(TITLE);
        let file = fields.optional(key(
            "file",
            "`files` 文件夹里的文件名；来源没有提供文件就不写",
            "the name of the file in `files`; absent if the source offers none",
        ));
        Some(Self(Attachment {
            title: title?,
            file,
            span,
        }))
    }
}
