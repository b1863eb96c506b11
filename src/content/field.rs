use serde::{Deserialize, Serialize};

use crate::diagnostic::Message;
use crate::say;

/// A value of a file, by the name of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(
    missing_docs,
    reason = "each is the key of that name of a content file"
)]
pub enum Field {
    Title,
    Number,
    IndexNumber,
    DocumentNumber,
    Publisher,
    Created,
    Published,
    Mode,
    Scope,
    Retention,
    Summary,
    Keywords,
    Validity,
    Subject,
    Group,
    Genre,
    Attachments,
    Period,
    Series,
    Incomplete,
    Draft,
    Units,
    Progress,
    Status,
    Completion,
    Key,
    Description,
    Category,
    Order,
    Updated,
    Body,
}

impl Field {
    /// What it is called where no theme is at hand.
    #[must_use]
    pub fn label(self) -> Message {
        match self {
            Self::Title => say!("标题", "title"),
            Self::Number => say!("序号", "number"),
            Self::IndexNumber => say!("索引号", "index number"),
            Self::DocumentNumber => say!("文号", "document number"),
            Self::Publisher => say!("发布机构", "publisher"),
            Self::Created => say!("生成日期", "created"),
            Self::Published => say!("发布日期", "published"),
            Self::Mode => say!("公开方式", "mode of disclosure"),
            Self::Scope => say!("公开范围", "scope"),
            Self::Retention => say!("公开时限", "retention"),
            Self::Summary => say!("内容概述", "summary"),
            Self::Keywords => say!("关键词", "keywords"),
            Self::Validity => say!("有效性", "validity"),
            Self::Subject => say!("主题分类", "class by subject"),
            Self::Group => say!("组配分类", "class by combination"),
            Self::Genre => say!("体裁分类", "class by kind of text"),
            Self::Attachments => say!("附件", "attachments"),
            Self::Period => say!("期", "period"),
            Self::Series => say!("系列", "series"),
            Self::Incomplete => say!("只收录一部分", "only in part"),
            Self::Draft => say!("草稿", "draft"),
            Self::Units => say!("责任单位", "responsible units"),
            Self::Progress => say!("进展情况", "progress"),
            Self::Status => say!("进度状态", "status"),
            Self::Completion => say!("完成数", "completion"),
            Self::Key => say!("短名", "key"),
            Self::Description => say!("栏目说明", "description"),
            Self::Category => say!("栏目类别", "kind of column"),
            Self::Order => say!("位置", "order"),
            Self::Updated => say!("更新日期", "updated"),
            Self::Body => say!("正文", "text"),
        }
    }

    /// The key of the content file.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Number => "number",
            Self::IndexNumber => "index_number",
            Self::DocumentNumber => "document_number",
            Self::Publisher => "publisher",
            Self::Created => "created",
            Self::Published => "published",
            Self::Mode => "mode",
            Self::Scope => "scope",
            Self::Retention => "retention",
            Self::Summary => "summary",
            Self::Keywords => "keywords",
            Self::Validity => "validity",
            Self::Subject => "subject",
            Self::Group => "group",
            Self::Genre => "genre",
            Self::Attachments => "attachments",
            Self::Period => "period",
            Self::Series => "series",
            Self::Incomplete => "incomplete",
            Self::Draft => "draft",
            Self::Units => "units",
            Self::Progress => "progress",
            Self::Status => "status",
            Self::Completion => "completion",
            Self::Key => "key",
            Self::Description => "description",
            Self::Category => "category",
            Self::Order => "order",
            Self::Updated => "updated",
            Self::Body => "body",
        }
    }
}
