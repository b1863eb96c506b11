use crate::content::fields::{Fields, key};
use crate::content::values::TableValue;
use crate::diagnostic::{Diagnostic, Span};
use crate::model::{
    Checking, Located, Organisation, PublishTargets, Settings, Telling, Text, UtcOffset,
};
use crate::say;

/// How many items a page of a list holds unless `per_page` says otherwise.
const PER_PAGE: u32 = 20;

/// `site.toml`; none if a key that it cannot do without is missing or faulty.
pub(in crate::content) fn read(fields: &mut Fields<'_, '_>) -> Option<Settings> {
    let start = fields.span();
    let name = fields.required::<Box<str>>(key("name", "网站名称", "the name of the site"));
    let base_url = fields.required::<Box<str>>(key(
        "base_url",
        "网站的网址，以 / 结尾",
        "where the site will stand; ends in /",
    ));
    let base_url = base_url.filter(|url| {
        let why = base_url_fault(&url.value);
        if let Some(why) = &why {
            fields.faults.push(
                Diagnostic::error("content/bad-value", why.clone())
                    .at(url.span)
                    .hint(say!(
                        "例如 `base_url = \"https://www.example.gov.cn/\"`",
                        "for example `base_url = \"https://www.example.gov.cn/\"`"
                    )),
            );
        }
        why.is_none()
    });
    let language = fields.optional::<Box<str>>(key(
        "language",
        "页面语言：zh-CN 或 en",
        "the language of the pages: zh-CN or en",
    ));
    let utc_offset = fields.optional(key(
        "utc_offset",
        "所有时刻所在的时区，默认 +08:00",
        "the offset of all times; +08:00 by default",
    ));
    let theme = fields.optional(key(
        "theme",
        "主题：themes 下的文件夹名，其中的文件替换内置主题的同名文件",
        "the theme: a folder of `themes` whose files replace those of the built-in theme",
    ));
    let site_code = fields.stated(key(
        "site_code",
        "网站标识码",
        "the site's identification code",
    ));
    let description = fields.optional(key(
        "description",
        "网站简介",
        "what the site is, in a sentence",
    ));
    let notice = fields.optional(key(
        "notice",
        "显示在每一页上方的说明",
        "a note shown on every page",
    ));
    let per_page = fields.optional(key(
        "per_page",
        "列表每页的条数，默认 20",
        "how many items a page of a list holds; 20 by default",
    ));
    let organisation = fields.required::<Organisation>(key(
        "organisation",
        "主办单位",
        "who answers for the site",
    ));
    let foot = fields.stated(key(
        "foot",
        "每页页脚的法定内容",
        "what stands at the foot of every page",
    ));
    let statutory = fields.stated(key(
        "statutory",
        "法定的栏目和页面在内容树里的路径，如 guide = \"guide\"",
        "where the columns and pages stand that a disclosure site must have, such as guide = \"guide\"",
    ));
    let checking = fields.optional::<Checking>(key("check", "怎样检查", "how the site is checked"));
    let history = fields.optional::<Telling>(key(
        "history",
        "网站上的修订记录，如 show = false",
        "what the site tells of its revisions, such as show = false",
    ));
    let targets = fields.optional::<PublishTargets>(key(
        "targets",
        "发布到哪里：每个位置一个表，如 [targets.www]",
        "where the site is published to: a table for each place, such as [targets.www]",
    ));
    let default_text = |text: &str| Text {
        value: text.into(),
        span: start,
    };
    Some(Settings {
        name: name?,
        base_url: base_url?,
        language: language.unwrap_or_else(|| default_text("zh-CN")),
        utc_offset: utc_offset.map_or(UtcOffset::BEIJING, Located::into_value),
        theme: theme.unwrap_or_else(|| default_text("default")),
        site_code,
        description,
        organisation: organisation?.value,
        per_page: per_page.map_or(PER_PAGE, Located::into_value) as usize,
        notice,
        foot,
        statutory,
        checking: checking.map(Located::into_value).unwrap_or_default(),
        history: history.map(Located::into_value).unwrap_or_default(),
        targets: targets.map(Located::into_value).unwrap_or_default(),
        span: Span {
            end: start.start,
            ..start
        },
    })
}

fn base_url_fault(url: &str) -> Option<crate::diagnostic::Message> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let Some(rest) = rest else {
        return Some(say!(
            "`base_url` 要以 https:// 或 http:// 开头",
            "`base_url` must start with https:// or http://"
        ));
    };
    let host = rest.split('/').next().unwrap_or_default();
    if host.is_empty() || !rest.is_ascii() || rest.contains(['?', '#', ' ', '"', '<', '>', '\\']) {
        return Some(say!("`base_url` 不是网址", "`base_url` is not a URL"));
    }
    (!rest.ends_with('/')).then(|| say!("`base_url` 要以 / 结尾", "`base_url` must end in /"))
}

impl TableValue for Organisation {
    fn fields(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let name = fields.required(key("name", "全称", "its full name"));
        let index_prefix = fields.optional(key(
            "index_prefix",
            "本单位索引号的前缀，如 K1493206-6",
            "the prefix of its index numbers",
        ));
        Some(Self {
            name: name?,
            index_prefix,
        })
    }
}

/// `[history]`.
impl TableValue for Telling {
    fn fields(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let show = fields.optional::<bool>(key(
            "show",
            "页面上是否显示修订记录，默认 true",
            "whether pages tell revisions; true by default",
        ));
        let authors = fields.flag(key(
            "authors",
            "是否写出提交人的姓名，默认 false",
            "whether those who made them are named; false by default",
        ));
        Some(Self {
            show: show.is_none_or(|show| show.value),
            authors,
        })
    }
}
