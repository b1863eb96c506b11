//! What the web tags of pages are made of.

use super::example::CARD;
use super::example::Example::{Card, Edit, Files};
use super::example::PAGE;
use super::rule::{Rule, Standing, Weight, both, custom, law};
use crate::diagnostic::{Diagnostic, Faults, Span};
use crate::model::{Column, IndexCard, Site, Text};
use crate::say;

pub(super) const RULES: &[Rule] = &[
    DOMAIN,
    COLUMN_TAGS,
    PAGE_DATE,
    SUMMARY,
    SUMMARY_LENGTH,
    KEYWORD,
];

const DOMAIN: Rule = Rule {
    code: "meta/domain",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: law(
        "《政府网站发展指引》（国办发〔2017〕47号）：政府网站使用 .gov.cn 域名",
        "the guidelines for government websites (国办发〔2017〕47号): they have a domain in .gov.cn",
    ),
    asks: both(
        "网站的域名（网页标签 SiteDomain）以 .gov.cn 结尾。",
        "The domain of the site, web tag SiteDomain, ends in .gov.cn.",
    ),
    fault: Edit(
        "site.toml",
        "https://www.example.gov.cn/\"\nsite_code",
        "https://www.example.com/\"\nsite_code",
    ),
    clean: &[
        Edit(
            "site.toml",
            "https://www.example.gov.cn/\"\nsite_code",
            "https://WWW.EXAMPLE.GOV.CN/\"\nsite_code",
        ),
        Edit(
            "site.toml",
            "https://www.example.gov.cn/\"\nsite_code",
            "https://www.example.gov.cn:8443/zwgk/\"\nsite_code",
        ),
        Edit(
            "site.toml",
            "https://www.example.gov.cn/\"\nsite_code",
            "http://example.gov.cn/\"\nsite_code",
        ),
    ],
};

/// A second column with these lines.
macro_rules! column {
    ($lines:literal) => {
        Files(&[(
            "content/notices/column.toml",
            concat!("title = \"通知公告\"\nbody = \"暂无通知。\"\n", $lines),
        )])
    };
}

const COLUMN_TAGS: Rule = Rule {
    code: "meta/column-tags",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: law(
        "《政府网站发展指引》（国办发〔2017〕47号）网页标签：栏目页必须有的",
        "the guidelines for government websites (国办发〔2017〕47号): the web tags that a column must have",
    ),
    asks: both(
        "栏目写明 description、keywords、category（网页标签 ColumnDescription、ColumnKeywords、ColumnType）；不写就只能用栏目名代替。",
        "A column states description, keywords and category for the web tags ColumnDescription, ColumnKeywords and ColumnType; without them its title has to do.",
    ),
    fault: column!("description = \"本机关的通知和公告\"\nkeywords = [\"通知\"]\n"),
    clean: &[
        column!(
            "description = \"本机关的通知和公告\"\nkeywords = [\"通知\"]\ncategory = \"通知公告\"\n"
        ),
        column!(
            "order = 2\ndescription = \"通知\"\nkeywords = [\"通知\", \"公告\"]\ncategory = \"政策文件\"\n"
        ),
        Edit("site.toml", "[foot]", "# 首页不是栏目\n[foot]"),
    ],
};

const PAGE_DATE: Rule = Rule {
    code: "meta/page-date",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: law(
        "《政府网站发展指引》（国办发〔2017〕47号）网页标签：文章页必须有 PubDate",
        "the guidelines for government websites (国办发〔2017〕47号): the web tag PubDate of an article",
    ),
    asks: both(
        "单页写明 updated（网页标签 PubDate）；全站只提示一次。",
        "A plain page states `updated`, the web tag PubDate. It is told once for the site.",
    ),
    fault: Edit(PAGE, "updated = 2020-07-22\n", ""),
    clean: &[
        Edit(PAGE, "updated = 2020-07-22\n", "updated = 2020-07-23\n"),
        Edit(PAGE, "updated = 2020-07-22\n", "draft = true\n"),
        Edit(
            PAGE,
            "updated = 2020-07-22\n",
            "updated = 2020-07-22T09:00:00\n",
        ),
    ],
};

const SUMMARY: Rule = Rule {
    code: "meta/summary",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: law(
        "《政府信息公开条例》第十二条：目录包括索引、名称、内容概述、生成日期",
        "article 12 of the Regulations on Open Government Information: a catalogue has index, name, summary and date",
    ),
    asks: both(
        "公开信息写明 summary（内容概述，网页标签 Description）。",
        "A disclosure states its summary, the web tag Description.",
    ),
    fault: Edit(CARD, "summary = \"各项重点任务的进展。\"\n", ""),
    clean: &[
        Edit(CARD, "各项重点任务的进展。", "十二项重点任务上半年的进展"),
        Edit(
            CARD,
            "summary = \"各项重点任务的进展。\"\n",
            "summary = \"区政府各项重点任务的进展\"\n",
        ),
        Edit(
            CARD,
            "summary = \"各项重点任务的进展。\"\n",
            "draft = true\n",
        ),
    ],
};

const SUMMARY_LENGTH: Rule = Rule {
    code: "meta/summary-text",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "有的地方规定内容概述不超过 100 字；搜索引擎显示的更短",
        "some places limit summaries to 100 characters, and search engines show fewer",
    ),
    asks: both(
        "内容概述在 4 到 200 字之间，不照抄标题。",
        "A summary has 4 to 200 characters and is not the title again.",
    ),
    fault: Edit(
        CARD,
        "各项重点任务的进展。",
        "2020年第二季度重点任务执行情况。",
    ),
    clean: &[
        Edit(
            CARD,
            "各项重点任务的进展。",
            "2020年第二季度重点任务执行情况和责任单位。",
        ),
        Edit(CARD, "各项重点任务的进展。", "重点任务进展"),
        Edit(
            PAGE,
            "updated = 2020-07-22\n",
            "updated = 2020-07-22\nsummary = \"怎样查询和申请\"\n",
        ),
    ],
};

const KEYWORD: Rule = Rule {
    code: "meta/keyword",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "读取网页标签 Keywords 的程序以逗号、分号、顿号分隔",
        "programs that read the web tag Keywords part it at commas and semicolons",
    ),
    asks: both(
        "关键词一项写一个，里面没有逗号、分号、顿号，也不重复。",
        "Every keyword is an item of its own, without commas or semicolons in it, and stands once.",
    ),
    fault: Card("keywords = [\"重点任务、执行情况\"]"),
    clean: &[
        Card("keywords = [\"重点任务\", \"执行情况\"]"),
        Card("keywords = [\"R&D 经费\", \"“最多跑一次”\"]"),
        Card("keywords = [\"重点任务\", \"重点\"]"),
    ],
};

/// The fewest and most characters of a summary.
const SUMMARY_CHARACTERS: std::ops::RangeInclusive<usize> = 4..=200;

pub(super) fn check(site: &Site, faults: &mut Faults) {
    let domain = site.settings.domain();
    if !domain.to_ascii_lowercase().ends_with(".gov.cn") {
        let fault = DOMAIN.finding(say!(
            "域名 `{domain}` 不以 .gov.cn 结尾",
            "the domain `{domain}` does not end in .gov.cn"
        ));
        faults.push(off(fault, &DOMAIN).at(site.settings.base_url.span));
    }
    let mut undated: Vec<Span> = Vec::new();
    for column in site.home.walk() {
        if !column.path.is_root() {
            column_tags(column, faults);
        }
        keywords(&column.keywords, faults);
        for page in column.pages.iter().filter(|page| !page.draft) {
            if page.updated.is_none() {
                undated.push(page.title.span);
            }
            summary_text(&page.title, page.summary.as_ref(), faults);
        }
        for disclosure in column.disclosures.iter().filter(|d| !d.draft) {
            card(&disclosure.card, faults);
        }
    }
    page_dates(&undated, faults);
}

/// A finding with how to switch its rule off.
fn off(fault: Diagnostic, rule: &Rule) -> Diagnostic {
    let code = rule.code;
    fault.hint(say!(
        "本站用不着时，可在 `[check.levels]` 里关掉：`\"{code}\" = \"off\"`",
        "where this does not apply, switch it off in `[check.levels]`: `\"{code}\" = \"off\"`"
    ))
}

/// `meta/column-tags`.
fn column_tags(column: &Column, faults: &mut Faults) {
    let missing: Vec<&str> = [
        (column.description.is_none(), "description"),
        (column.keywords.is_empty(), "keywords"),
        (column.category.is_none(), "category"),
    ]
    .into_iter()
    .filter_map(|(is_missing, key)| is_missing.then_some(key))
    .collect();
    if missing.is_empty() {
        return;
    }
    let (zh, en) = (missing.join("、"), missing.join(", "));
    let fault = COLUMN_TAGS
        .finding(say!("栏目没有写明 {zh}", "the column does not state {en}"))
        .at(column.title.span);
    faults.push(fault.hint(say!(
        "例如 `description = \"…\"`、`keywords = [\"…\"]`、`category = \"规划计划\"`",
        "for example `description = \"…\"`, `keywords = [\"…\"]`, `category = \"规划计划\"`"
    )));
}

/// `meta/page-date`.
fn page_dates(undated: &[Span], faults: &mut Faults) {
    if undated.is_empty() {
        return;
    }
    let count = undated.len();
    let fault = PAGE_DATE.finding(say!(
        "{count} 个单页没有写明 `updated`",
        "{count} plain pages do not state `updated`"
    ));
    let hint = say!(
        "例如 `updated = 2020-07-22`",
        "for example `updated = 2020-07-22`"
    );
    faults.push(super::texts::listed(fault, undated).hint(hint));
}

fn card(card: &IndexCard, faults: &mut Faults) {
    if card.summary.is_none() {
        let fault = SUMMARY
            .finding(say!("没有内容概述", "there is no summary"))
            .at(card.title.span);
        faults.push(fault.hint(say!(
            "加上 `summary = \"…\"`，一两句话说明内容",
            "add `summary = \"…\"`, what it says in a sentence or two"
        )));
    }
    summary_text(&card.title, card.summary.as_ref(), faults);
    keywords(&card.keywords, faults);
}

/// `meta/summary-text`.
fn summary_text(title: &Text, summary: Option<&Text>, faults: &mut Faults) {
    let Some(summary) = summary else {
        return;
    };
    let words =
        |text: &Text| -> String { text.value.chars().filter(|c| c.is_alphanumeric()).collect() };
    let length = summary.value.chars().count();
    let what = if words(title) == words(summary) {
        say!("内容概述照抄了标题", "the summary is the title again")
    } else if length < *SUMMARY_CHARACTERS.start() {
        say!(
            "内容概述只有 {length} 字",
            "the summary has only {length} characters"
        )
    } else if length > *SUMMARY_CHARACTERS.end() {
        say!(
            "内容概述有 {length} 字，太长",
            "the summary has {length} characters, too many"
        )
    } else {
        return;
    };
    faults.push(SUMMARY_LENGTH.finding(what).at(summary.span));
}

/// `meta/keyword`.
fn keywords(list: &[Text], faults: &mut Faults) {
    for (number, keyword) in list.iter().enumerate() {
        let word = &keyword.value;
        if word.contains([',', '，', ';', '；', '、']) {
            let fault = KEYWORD.finding(say!(
                "关键词 `{word}` 里有分隔符，会被当成几个",
                "the keyword `{word}` holds a mark that parts it"
            ));
            let hint = say!(
                "一项写一个：`[\"…\", \"…\"]`",
                "write one an item: `[\"…\", \"…\"]`"
            );
            faults.push(fault.at(keyword.span).hint(hint));
        } else if let Some(first) = list.iter().take(number).find(|other| other.value == *word) {
            let fault = KEYWORD.finding(say!(
                "关键词 `{word}` 写了两次",
                "the keyword `{word}` is given twice"
            ));
            let related = say!("第一次在这里", "it is first given here");
            faults.push(fault.at(keyword.span).related(first.span, related));
        }
    }
}
