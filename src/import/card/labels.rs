//! The labels of index cards and their synonyms, and the lines that belong to the page around it.

/// A field of the index card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// 名称; kept as the title of the card.
    Title,
    /// 索引号.
    IndexNumber,
    /// 文号.
    DocumentNumber,
    /// 发布机构.
    Publisher,
    /// 生成日期.
    Created,
    /// 发布日期.
    Published,
    /// 公开方式.
    Mode,
    /// 公开范围.
    Scope,
    /// 公开时限.
    Retention,
    /// 内容概述.
    Summary,
    /// 关键词.
    Keywords,
    /// 有效性.
    Validity,
    /// 主题分类.
    Subject,
    /// 组配分类.
    Group,
    /// 体裁分类.
    Genre,
    /// 附件.
    Attachment,
    /// 报告期, such as `2020-Q2`.
    Period,
    /// 系列.
    Series,
    /// 点击率: known, and dropped, as a static site counts nobody.
    Hits,
}

impl Field {
    /// The label that the field goes by.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Title => "名称",
            Self::IndexNumber => "索引号",
            Self::DocumentNumber => "文号",
            Self::Publisher => "发布机构",
            Self::Created => "生成日期",
            Self::Published => "发布日期",
            Self::Mode => "公开方式",
            Self::Scope => "公开范围",
            Self::Retention => "公开时限",
            Self::Summary => "内容概述",
            Self::Keywords => "关键词",
            Self::Validity => "有效性",
            Self::Subject => "主题分类",
            Self::Group => "组配分类",
            Self::Genre => "体裁分类",
            Self::Period => "报告期",
            Self::Series => "系列",
            Self::Attachment => "附件",
            Self::Hits => "点击率",
        }
    }

    /// The key of `disclosure.toml`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Title => "title",
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
            Self::Period => "period",
            Self::Series => "series",
            Self::Attachment => "attachments",
            Self::Hits => "hits",
        }
    }
}

/// How surely a word is a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Strength {
    /// It is nothing else.
    Strong,
    /// It may be a word of a text: inside a line and in a table it needs a colon.
    Weak,
}
use Strength::{Strong, Weak};

const LABELS: [(&str, Field, Strength); 49] = [
    ("信息索引号", Field::IndexNumber, Strong),
    ("索引号", Field::IndexNumber, Strong),
    ("索引", Field::IndexNumber, Weak),
    ("备注/文号", Field::DocumentNumber, Strong),
    ("备注／文号", Field::DocumentNumber, Strong),
    ("发文字号", Field::DocumentNumber, Strong),
    ("发文文号", Field::DocumentNumber, Strong),
    ("文号", Field::DocumentNumber, Strong),
    ("发布机构", Field::Publisher, Strong),
    ("发布单位", Field::Publisher, Strong),
    ("发文机关", Field::Publisher, Strong),
    ("发文单位", Field::Publisher, Strong),
    ("发布机关", Field::Publisher, Strong),
    ("公开单位", Field::Publisher, Strong),
    ("公开机构", Field::Publisher, Strong),
    ("生成日期", Field::Created, Strong),
    ("成文日期", Field::Created, Strong),
    ("发文日期", Field::Created, Strong),
    ("形成日期", Field::Created, Strong),
    ("发布日期", Field::Published, Strong),
    ("发布时间", Field::Published, Strong),
    ("公布日期", Field::Published, Strong),
    ("公开日期", Field::Published, Strong),
    ("公开方式", Field::Mode, Strong),
    ("公开范围", Field::Scope, Strong),
    ("公开时限", Field::Retention, Strong),
    ("附件", Field::Attachment, Weak),
    ("内容概述", Field::Summary, Strong),
    ("内容概要", Field::Summary, Strong),
    ("信息名称", Field::Title, Strong),
    ("名称", Field::Title, Weak),
    ("标题", Field::Title, Weak),
    ("有效性", Field::Validity, Weak),
    ("关键词", Field::Keywords, Weak),
    ("关键字", Field::Keywords, Weak),
    ("主题词", Field::Keywords, Weak),
    ("主题分类", Field::Subject, Strong),
    ("组配分类", Field::Group, Strong),
    ("体裁分类", Field::Genre, Strong),
    ("报告期", Field::Period, Weak),
    ("系列", Field::Series, Weak),
    ("点击率", Field::Hits, Weak),
    ("点击量", Field::Hits, Weak),
    ("点击数", Field::Hits, Weak),
    ("点击次数", Field::Hits, Weak),
    ("浏览次数", Field::Hits, Weak),
    ("浏览量", Field::Hits, Weak),
    ("阅读次数", Field::Hits, Weak),
    ("访问量", Field::Hits, Weak),
];

/// A label found at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) field: Field,
    /// How many bytes it and its colon take.
    pub(super) length: usize,
    strength: Strength,
    colon: bool,
}

impl Label {
    /// Whether it is a label even in the midst of other text.
    pub(super) fn is_sure(self) -> bool {
        self.colon || self.strength == Strong
    }
}

/// What a label may stand in.
const BRACKETS: [char; 3] = ['【', '[', '〔'];

/// The label that a text starts with: ended by a colon, white space or the end of the text. It may be
/// set wide (`文 号`) and in brackets (`【文号】`).
pub(super) fn label_at(text: &str) -> Option<Label> {
    let first = text.chars().find(|c| !BRACKETS.contains(c))?;
    LABELS
        .iter()
        .filter(|(name, ..)| name.starts_with(first))
        .filter_map(|&(name, field, strength)| {
            let (length, colon) = spelled(text, name)?;
            Some(Label {
                field,
                length,
                strength,
                colon,
            })
        })
        .max_by_key(|label| label.length)
}

/// How many bytes of `text` spell `name`, its brackets and colon, and whether there is a colon.
fn spelled(text: &str, name: &str) -> Option<(usize, bool)> {
    let mut rest = text;
    let bracket = rest.starts_with(BRACKETS);
    rest = rest.trim_start_matches(BRACKETS);
    for (index, c) in name.chars().enumerate() {
        if index > 0 {
            rest = rest.trim_start();
        }
        rest = rest.strip_prefix(c)?;
    }
    if bracket {
        rest = rest.strip_prefix(['】', ']', '〕'])?;
    }
    let after = rest.trim_start().strip_prefix([':', '：']);
    if let Some(after) = after {
        return Some((text.len() - after.len(), true));
    }
    let ended = bracket || rest.is_empty() || rest.starts_with(char::is_whitespace);
    ended.then_some((text.len() - rest.len(), false))
}

/// Whether a line is the start of an index card, wherever it stands.
pub(in crate::import) fn begins_with_strong_label(text: &str) -> bool {
    label_at(text).is_some_and(|label| label.strength == Strong)
}

/// Whether a line begins with the name of a label, though it is not set apart as one.
pub(super) fn begins_like_label(text: &str) -> bool {
    LABELS
        .iter()
        .any(|(name, _, strength)| *strength == Strong && text.starts_with(name))
}

/// Whole lines of the page around the text.
const FOOTER_WORDS: [&str; 20] = [
    "打印",
    "打印本页",
    "打印此页",
    "打印文章",
    "关闭",
    "关闭本页",
    "关闭窗口",
    "关闭此页",
    "返回顶部",
    "返回",
    "分享",
    "分享到",
    "收藏",
    "收藏本页",
    "上一篇",
    "下一篇",
    "纠错",
    "我要纠错",
    "扫一扫",
    "扫一扫在手机打开当前页",
];

/// What lines of the page around the text begin with.
const FOOTER_STARTS: [&str; 18] = [
    "上一篇:",
    "上一篇：",
    "下一篇:",
    "下一篇：",
    "版权所有",
    "主办单位:",
    "主办单位：",
    "主办:",
    "主办：",
    "承办单位:",
    "承办单位：",
    "网站标识码",
    "政府网站标识码",
    "Copyright",
    "copyright",
    "分享到:",
    "分享到：",
    "技术支持",
];

/// Whether a line belongs to the page around the text: buttons, the bottom of the site.
pub(in crate::import) fn is_footer(text: &str) -> bool {
    let part = |part: &str| {
        let part = part.trim_matches(|c: char| matches!(c, '【' | '】' | '[' | ']' | '|' | '·'));
        let part = part.trim_end_matches([':', '：']);
        part.is_empty() || FOOTER_WORDS.contains(&part)
    };
    FOOTER_STARTS.iter().any(|start| text.starts_with(start))
        || is_registration(text)
        || text.split([' ', '\u{a0}', '\u{3000}', '|', '\t']).all(part)
        || is_bracket_row(text)
}

/// `浙ICP备05010518号-2`, `浙公网安备 33010502000001号`: short, and with such a number.
fn is_registration(text: &str) -> bool {
    let numbered = ["ICP备", "公网安备"].iter().any(|mark| {
        let rest = text
            .split_once(mark)
            .map_or("", |(_, rest)| rest.trim_start());
        rest.starts_with(|c: char| c.is_ascii_digit()) && rest.contains('号')
    });
    numbered && text.chars().count() <= 60 && !text.contains(['。', ',', '，', ';', '；'])
}

/// `【打印】【关闭】`
fn is_bracket_row(text: &str) -> bool {
    text.starts_with(['【', '['])
        && text
            .split(['【', '】', '[', ']', ' '])
            .filter(|part| !part.is_empty())
            .all(|part| FOOTER_WORDS.contains(&part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_end_where_a_word_ends() {
        let field = |text| label_at(text).map(|label| (label.field, label.length));
        assert_eq!(field("索引号"), Some((Field::IndexNumber, 9)));
        assert_eq!(
            field("文 号：〔2020〕1号"),
            Some((Field::DocumentNumber, 10))
        );
        assert_eq!(field("【文号】无"), Some((Field::DocumentNumber, 12)));
        assert_eq!(
            field("备注/文号 公开时限"),
            Some((Field::DocumentNumber, 13))
        );
        assert_eq!(field("发布日期:2020"), Some((Field::Published, 13)));
        assert_eq!(field("附件一"), None);
        assert_eq!(field("发布机构改革"), None);
        assert_eq!(field(""), None);
    }

    #[test]
    fn the_page_around_the_text() {
        for text in [
            "打印 关闭",
            "【打印】【关闭】",
            "打印本页 | 关闭窗口",
            "上一篇: 2020第一季度",
            "版权所有: 拱墅区人民政府",
            "浙ICP备05010518号",
            "分享到：",
        ] {
            assert!(is_footer(text), "{text}");
        }
        for text in [
            "关闭企业3家",
            "分享经济发展",
            "主办单位运行正常",
            "已完成ICP备案",
        ] {
            assert!(!is_footer(text), "{text}");
        }
    }
}
