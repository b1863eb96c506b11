//! The words of links, and links to pages that are not encrypted.

use std::collections::BTreeMap;

use super::super::example::Example::Body;
use super::super::rule::{Rule, Standing, Weight, both, custom, standard};
use super::scope::Said;
use crate::diagnostic::Faults;
use crate::markdown::{Labelled, Survey};
use crate::say;

pub(in super::super) const RULES: &[Rule] = &[TEXT, SAME_TEXT, INSECURE];

const TEXT: Rule = Rule {
    code: "access/link-text",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: standard(
        "WCAG 2.2 的 2.4.4（对应 GB/T 37668 待核）",
        "WCAG 2.2, 2.4.4 (what GB/T 37668 has for it is not known)",
    ),
    asks: both(
        "链接的文字说明去哪里，不写“点击这里”，也不写网址。",
        "The words of a link say where it leads; they are neither 点击这里 nor a URL.",
    ),
    fault: Body("申请表[点击这里](/guide)下载。"),
    clean: &[
        Body("见[申请表](/guide)，[这里的规定](/guide)另有说明。"),
        Body(
            "见[申请表](/guide)，网址是 `https://www.example.gov.cn/`，信箱是 <a@example.gov.cn>。",
        ),
        Body("[更多规划计划](/plans/)"),
    ],
};

const SAME_TEXT: Rule = Rule {
    code: "access/same-link-text",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: standard(
        "WCAG 2.2 的 2.4.4（对应 GB/T 37668 待核）",
        "WCAG 2.2, 2.4.4 (what GB/T 37668 has for it is not known)",
    ),
    asks: both(
        "一段文字里，同样的链接文字通向同一个地方。",
        "In one text, links with the same words lead to the same place.",
    ),
    fault: Body("见[说明](/guide)，另见[说明](/plans/)。"),
    clean: &[
        Body("见[说明](/guide)，另见[说明](/guide)。"),
        Body("见[说明](/guide)，另见[栏目说明](/plans/)。"),
        Body("见[说明](/guide)，另见[说明](guide.md)。"),
    ],
};

const INSECURE: Rule = Rule {
    code: "link/insecure",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "http 网页可能被篡改，浏览器会警告",
        "an http page may be altered on its way, and browsers warn of it",
    ),
    asks: both(
        "链接用 https，不用 http。",
        "Links are https rather than http.",
    ),
    fault: Body("见[示例网站](http://www.example.com/)。"),
    clean: &[
        Body("见[示例网站](https://www.example.com/)。"),
        Body("本机地址 `http://localhost/` 只用于测试。"),
        Body("见[指南](/guide)，或写信到 <a@example.gov.cn>。"),
    ],
};

/// Words that say nothing of where a link leads.
const EMPTY: [&str; 19] = [
    "点击",
    "点击这里",
    "点击此处",
    "点这里",
    "点此",
    "这里",
    "此处",
    "请点击",
    "请点击这里",
    "链接",
    "点击查看",
    "查看",
    "详情",
    "更多",
    "点击下载",
    "下载",
    "here",
    "click here",
    "more",
];

pub(super) fn check(said: &Said<'_>, survey: &Survey, faults: &mut Faults) {
    let mut targets: BTreeMap<&str, &Labelled> = BTreeMap::new();
    for link in &survey.links {
        let place = said.place(link.range.clone());
        if is_insecure(&link.destination) {
            let fault = INSECURE.finding(say!("链接没有加密", "the link is not encrypted"));
            let hint = say!(
                "对方支持时改为 https://",
                "write https:// if the other site has it"
            );
            faults.push(fault.at(place).hint(hint));
        }
        let label = link.label.trim();
        if link.holds_image {
            continue;
        }
        if let Some(what) = fault(link, label) {
            let hint = say!(
                "写明去处，如 `[申请表](…)`",
                "say where it leads: `[申请表](…)`"
            );
            faults.push(TEXT.finding(what).at(place).hint(hint));
            continue;
        }
        let first = *targets.entry(label).or_insert(link);
        if target(&first.destination) != target(&link.destination) {
            let fault = SAME_TEXT.finding(say!(
                "“{label}”通向两个地方",
                "links with the words `{label}` lead to two places"
            ));
            let other = say!("另一个链接", "the other link");
            faults.push(
                fault
                    .at(place)
                    .related(said.place(first.range.clone()), other),
            );
        }
    }
}

/// What is wrong with the words of a link.
fn fault(link: &Labelled, label: &str) -> Option<crate::diagnostic::Message> {
    let starts = ["http://", "https://", "www."];
    if label.is_empty() {
        Some(say!("链接没有文字", "the link has no words"))
    } else if link.is_bare || starts.iter().any(|start| label.starts_with(start)) {
        Some(say!("链接的文字是网址", "the words of the link are a URL"))
    } else if EMPTY.iter().any(|empty| label.eq_ignore_ascii_case(empty)) {
        Some(say!(
            "链接文字“{label}”没有说明去哪里",
            "the words `{label}` do not say where the link leads"
        ))
    } else {
        None
    }
}

fn is_insecure(destination: &str) -> bool {
    let rest = destination
        .get(..7)
        .is_some_and(|start| start.eq_ignore_ascii_case("http://"));
    let host = destination.get(7..).unwrap_or_default();
    rest && !["localhost", "127.0.0.1"]
        .iter()
        .any(|own| host.starts_with(own))
}

/// A destination by what it names: one item has several ways to be written.
fn target(destination: &str) -> &str {
    let end = destination.trim_start_matches("./").trim_start_matches('/');
    let end = end.strip_suffix('/').unwrap_or(end);
    end.strip_suffix(".md")
        .or_else(|| end.strip_suffix(".toml"))
        .unwrap_or(end)
}
