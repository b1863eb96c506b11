//! Headings within texts.

use super::example::Example::{Body, Progress};
use super::parts::squashed;
use super::rule::{Rule, Standing, Weight, both, custom};
use crate::diagnostic::Faults;
use crate::markdown;
use crate::model::{Prose, Site, Text};
use crate::say;

pub(super) const RULES: &[Rule] = &[REPEATS_TITLE];

const REPEATS_TITLE: Rule = Rule {
    code: "heading/repeats-title",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "页面已经有标题，正文开头再写一次就是两个",
        "a page has its title already: in the text as well, it is there twice",
    ),
    asks: both(
        "正文不以标题本身作小标题。",
        "No heading in a text repeats the title of what it stands in.",
    ),
    fault: Progress("# 推进重点项目\n\n各项工作按计划推进，已召开协调会。"),
    clean: &[
        Progress("# 推进情况\n\n各项工作按计划推进，已召开协调会。"),
        Progress("推进重点项目，已召开协调会。"),
        Body("# 指南怎样使用\n\n按目录查询。"),
    ],
};

pub(super) fn check(site: &Site, faults: &mut Faults) {
    for column in site.home.walk() {
        text(&column.title, &column.body, faults);
        for page in &column.pages {
            text(&page.title, &page.body, faults);
        }
        for disclosure in &column.disclosures {
            text(&disclosure.card.title, &disclosure.body, faults);
            for chapter in disclosure.chapters() {
                text(&chapter.title, &chapter.body, faults);
                for task in &chapter.tasks {
                    text(&task.title, &task.progress, faults);
                }
            }
        }
    }
}

fn text(title: &Text, prose: &Option<Prose>, faults: &mut Faults) {
    let Some(prose) = prose else { return };
    for heading in markdown::headings(&prose.source) {
        let words = heading.text.trim();
        if squashed(words) != squashed(&title.value) {
            continue;
        }
        faults.push(
            REPEATS_TITLE
                .finding(say!(
                    "正文里的标题“{words}”就是页面的标题",
                    "the heading “{words}” is the title again"
                ))
                .at(prose.place(heading.range))
                .hint(say!(
                    "删掉这个标题：页面会显示",
                    "take it out: the page shows its title"
                )),
        );
    }
}
