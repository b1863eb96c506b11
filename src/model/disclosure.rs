use jiff::civil::Date;

use super::{
    Attachment, Chapter, ContentPath, FileRef, IndexNumber, Located, Moment, Period, Prose, Slug,
    Text,
};
use crate::diagnostic::Span;

/// 公开方式, after 政府信息公开条例 articles 13 to 16.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// 主动公开: the only mode that is ever rendered.
    Proactive,
    /// 依申请公开.
    OnRequest,
    /// 不予公开.
    Withheld,
}

impl Mode {
    /// All modes.
    pub const ALL: [Self; 3] = [Self::Proactive, Self::OnRequest, Self::Withheld];

    /// The word of the field.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Proactive => "主动公开",
            Self::OnRequest => "依申请公开",
            Self::Withheld => "不予公开",
        }
    }
}

/// 索引卡: what identifies and describes a disclosure.
#[derive(Clone, Debug)]
pub struct IndexCard {
    /// 名称.
    pub title: Text,
    /// 索引号.
    pub index_number: Located<IndexNumber>,
    /// 文号.
    pub document_number: Option<Text>,
    /// 发布机构.
    pub publisher: Option<Text>,
    /// 生成日期: when the information was made.
    pub created: Option<Located<Date>>,
    /// 发布日期: when it is published. Nothing is written before that day.
    pub published: Located<Moment>,
    /// 公开方式.
    pub mode: Located<Mode>,
    /// 公开范围.
    pub scope: Option<Text>,
    /// 公开时限: for how long it stays public; not the limit of twenty working days to publish it.
    pub retention: Option<Text>,
    /// 内容概述.
    pub summary: Option<Text>,
    /// 关键词.
    pub keywords: Vec<Text>,
    /// 有效性: 有效, 失效 or 废止.
    pub validity: Option<Text>,
    /// 主题分类.
    pub subject: Option<Text>,
    /// 组配分类.
    pub group: Option<Text>,
    /// 体裁分类.
    pub genre: Option<Text>,
    /// 附件.
    pub attachments: Vec<Attachment>,
}

/// What a disclosure says.
#[derive(Clone, Debug)]
pub enum Matter {
    /// A task table: chapters with their tasks.
    Tasks(Vec<Chapter>),
    /// A plain document.
    Document,
}

/// How much of what was published a disclosure holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// A part, as no more is available: what it lacks may stand in the rest.
    Part,
}

/// 公开信息: one published item with one index number.
#[derive(Clone, Debug)]
pub struct Disclosure {
    /// Its folder.
    pub path: ContentPath,
    /// The name of its folder.
    pub slug: Slug,
    /// Its index card.
    pub card: IndexCard,
    /// 期: the time it reports on.
    pub period: Option<Located<Period>>,
    /// 系列: names the plan that is reported period after period.
    pub series: Option<Text>,
    /// How much of it is there.
    pub extent: Extent,
    /// Held back until it is finished.
    pub draft: bool,
    /// The text of a plain document, or what stands before the chapters.
    pub body: Option<Prose>,
    /// What it says.
    pub matter: Matter,
    /// The files in its `files` folder, by name.
    pub files: Vec<FileRef>,
    /// Where it is declared.
    pub span: Span,
}

impl Disclosure {
    /// Its chapters; none if it is a plain document.
    #[must_use]
    pub fn chapters(&self) -> &[Chapter] {
        match &self.matter {
            Matter::Tasks(chapters) => chapters,
            Matter::Document => &[],
        }
    }
}
