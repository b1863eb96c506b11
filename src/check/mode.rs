//! What may be published at all (政府信息公开条例 articles 13 to 16).

use super::example::Example::{Edit, Files};
use super::rule::{Rule, Standing, Weight, both, law};
use crate::diagnostic::Faults;
use crate::model::{Mode, Site};
use crate::say;

pub(super) const RULES: &[Rule] = &[NOT_PUBLIC];

const NOT_PUBLIC: Rule = Rule {
    code: "mode/not-public",
    weight: Weight::Error,
    standing: Standing::Fixed,
    source: law(
        "《政府信息公开条例》第十三条至第十六条",
        "articles 13 to 16 of the Regulations on Open Government Information",
    ),
    asks: both(
        "内容树里除草稿外只能有主动公开的信息；其他的多半是放错了。",
        "The content tree holds only what is disclosed proactively, drafts aside: anything else is there by mistake.",
    ),
    fault: Edit("content/plans/q2/disclosure.toml", "主动公开", "依申请公开"),
    clean: &[
        Edit(
            "content/plans/q2/disclosure.toml",
            "mode = \"主动公开\"",
            "mode = \"依申请公开\"\ndraft = true",
        ),
        Edit(
            "content/plans/q2/disclosure.toml",
            "mode = \"主动公开\"",
            "mode = \"主动公开\"\ndraft = true",
        ),
        Files(&[(
            "content/on-request.md",
            "+++\ntitle = \"依申请公开\"\n+++\n\n怎样申请公开政府信息。\n",
        )]),
    ],
};

/// Only 主动公开 is rendered; anything else must be held back as a draft.
pub(super) fn check(site: &Site, faults: &mut Faults) {
    for disclosure in site.home.all_disclosures() {
        let mode = &disclosure.card.mode;
        if mode.value == Mode::Proactive || disclosure.draft {
            continue;
        }
        let word = mode.value.word();
        faults.push(
            NOT_PUBLIC
                .finding(say!(
                    "公开方式为 `{word}` 的信息不能发布",
                    "information disclosed as `{word}` may not be published"
                ))
                .at(mode.span)
                .hint(say!(
                    "移出内容树，或写上 `draft = true` 暂不发布",
                    "take it out of the content tree, or hold it back with `draft = true`"
                )),
        );
    }
}
