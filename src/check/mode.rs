//! What may be published at all (政府信息公开条例 articles 13 to 16).

use crate::diagnostic::{Diagnostic, Faults};
use crate::model::{Mode, Site};
use crate::say;

/// `mode/not-public`: only 主动公开 is rendered; anything else in the tree is there by mistake, unless
/// it is held back as a draft.
pub(super) fn check(site: &Site, faults: &mut Faults) {
    for disclosure in site.home.all_disclosures() {
        let mode = &disclosure.card.mode;
        if mode.value == Mode::Proactive || disclosure.draft {
            continue;
        }
        let word = mode.value.word();
        faults.push(
            Diagnostic::error(
                "mode/not-public",
                say!(
                    "公开方式为 `{word}` 的信息不能发布",
                    "information disclosed as `{word}` may not be published"
                ),
            )
            .at(mode.span)
            .hint(say!(
                "移出内容树，或写上 `draft = true` 暂不发布",
                "take it out of the content tree, or hold it back with `draft = true`"
            )),
        );
    }
}
