//! The columns and pages that a disclosure site must have.

use std::collections::BTreeMap;

use super::example::Example::{Edit, Files};
use super::foot::lacking;
use super::rule::{Rule, Standing, Weight, both, custom, law};
use crate::diagnostic::{Faults, Message, Span, did_you_mean};
use crate::model::{Duty, Site, Stated, Statutory, Unread};
use crate::say;

pub(super) const RULES: &[Rule] = &[COLUMN, TARGET];

const COLUMN: Rule = Rule {
    code: "site/statutory-column",
    weight: Weight::ErrorInGov,
    standing: Standing::Optional,
    source: law(
        "国办公开办函〔2019〕61号规定的四个栏目；《政府信息公开条例》第二十九条的依申请公开；《无障碍环境建设法》第三十二条",
        "the four columns of 国办公开办函〔2019〕61号; disclosure on request by article 29 of the Regulations; accessibility by article 32 of its law",
    )
    .not_read(),
    asks: both(
        "网站要写明公开指南、制度、法定主动公开内容、年报、依申请公开、无障碍声明和联系我们在哪里。",
        "A site states where its guide, rules, statutory disclosures, annual reports, disclosure on request, accessibility statement and contact are.",
    ),
    fault: Edit("site.toml", "annual_reports = \"plans\"\n", ""),
    clean: &[
        Edit("site.toml", "annual_reports = \"plans\"", "annual_reports = \"guide\""),
        Edit("site.toml", "[statutory]", "# 法定栏目\n[statutory]"),
        Files(&[("content/annual-reports.md", "+++\ntitle = \"年报\"\n+++\n\n2019年年报。\n")]),
    ],
};

const TARGET: Rule = Rule {
    code: "site/statutory-target",
    weight: Weight::Error,
    standing: Standing::Fixed,
    source: custom(
        "导航和页脚的链接要有去处",
        "the links of the navigation and the foot must lead somewhere",
    ),
    asks: both(
        "`[statutory]` 写的路径必须是已发布的栏目或单页。",
        "What `[statutory]` names must be a column or a plain page that is published.",
    ),
    fault: Edit(
        "site.toml",
        "annual_reports = \"plans\"",
        "annual_reports = \"reports\"",
    ),
    clean: &[
        Edit(
            "site.toml",
            "annual_reports = \"plans\"",
            "annual_reports = \"guide\"",
        ),
        Edit("site.toml", "rules = \"guide\"", "rules = \"plans\""),
        Files(&[(
            "content/draft.md",
            "+++\ntitle = \"草稿\"\ndraft = true\n+++\n\n未完成。\n",
        )]),
    ],
};

/// Items with files in the tree that could not be read are not told as absent: `unread`.
pub(super) fn check(site: &Site, unread: &Unread, faults: &mut Faults) {
    let none = Statutory::default();
    match &site.settings.statutory {
        Stated::Given(statutory) => {
            missing(&statutory.value, statutory.span, faults);
            targets(site, &statutory.value, unread, faults);
        }
        Stated::Absent => missing(&none, site.settings.span, faults),
        Stated::Faulty => {}
    }
}

/// `site/statutory-column`.
fn missing(statutory: &Statutory, place: Span, faults: &mut Faults) {
    let missing: Vec<Duty> = statutory.missing().collect();
    if missing.is_empty() {
        return;
    }
    let names = |pick: fn((&'static str, &'static str)) -> &'static str| -> Vec<&str> {
        missing.iter().map(|duty| pick(duty.names())).collect()
    };
    let zh = names(|(zh, _)| zh).join("、");
    let en = names(|(_, en)| en).join(", ");
    let keys: Vec<String> = missing
        .iter()
        .map(|duty| format!("\n{} = \"…\"", duty.key()))
        .collect();
    let keys = keys.concat();
    let lines = say!(
        "[statutory]    # 栏目或单页在 content 里的路径，如 plans、guide{keys}",
        "[statutory]    # paths of columns or plain pages in content, such as plans or guide{keys}"
    );
    let message = say!(
        "没有写明法定栏目和页面在哪里：{zh}",
        "nothing says where these columns and pages are: {en}"
    );
    let fault = lacking(&COLUMN, message, &lines);
    faults.push(fault.at(place));
}

/// What a path of the tree stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    /// A column or a page that is published.
    Public,
    Draft,
    Disclosure,
}

/// `site/statutory-target`: each must be a column or a plain page of the tree that is published.
fn targets(site: &Site, statutory: &Statutory, unread: &Unread, faults: &mut Faults) {
    let mut known: BTreeMap<&str, Target> = BTreeMap::new();
    for column in site.home.walk() {
        known.insert(column.path.as_str(), Target::Public);
        known.extend(column.pages.iter().map(|page| {
            let draft = page.draft.then_some(Target::Draft);
            (page.path.as_str(), draft.unwrap_or(Target::Public))
        }));
        let disclosures = column.disclosures.iter();
        known.extend(disclosures.map(|d| (d.path.as_str(), Target::Disclosure)));
    }
    for place in Duty::ALL.iter().filter_map(|duty| statutory.place(*duty)) {
        let path = place.value.as_str();
        let (what, hint) = match known.get(path) {
            Some(Target::Public) => continue,
            Some(Target::Draft) => (
                say!("`{path}` 还是草稿", "`{path}` is still a draft"),
                say!(
                    "去掉那一页的 `draft = true`，或先不写这一行",
                    "take `draft = true` out of that page, or leave this line out for now"
                ),
            ),
            Some(Target::Disclosure) => (
                say!(
                    "`{path}` 是一条公开信息，不是栏目或单页",
                    "`{path}` is a disclosure, not a column or plain page"
                ),
                say!("写它所在的栏目", "name the column that it lies in"),
            ),
            None if unread.contains(path) => continue,
            None => (
                say!(
                    "内容树里没有栏目或单页 `{path}`",
                    "there is no column or plain page `{path}` in the content tree"
                ),
                nearest(path, &known),
            ),
        };
        faults.push(TARGET.finding(what).at(place.span).hint(hint));
    }
}

fn nearest(path: &str, known: &BTreeMap<&str, Target>) -> Message {
    let names = known
        .iter()
        .filter(|(path, target)| !path.is_empty() && **target == Target::Public)
        .map(|(path, _)| *path);
    did_you_mean(path, names).map_or_else(
        || {
            say!(
                "写内容树里的路径，如 `guide` 指 `content/guide.md`，`plans` 指 `content/plans/`",
                "write a path of the content tree: `guide` is `content/guide.md`, `plans` is `content/plans/`"
            )
        },
        |meant| say!("是否想写 `{meant}`？", "did you mean `{meant}`?"),
    )
}
