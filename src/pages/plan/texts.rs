//! What the texts of a site refer to.

use std::collections::BTreeSet;

use super::planner::{Planner, file_path};
use super::{Input, folder_of};
use crate::diagnostic::Diagnostic;
use crate::model::{ContentPath, Prose};
use crate::pages::links;
use crate::say;

impl<'a> Planner<'a> {
    /// Tells links that lead nowhere, and files that nothing refers to.
    pub(super) fn links(&mut self, input: Input<'a>) {
        let index = input.index;
        let targets = &self.targets;
        let faults = &mut self.faults;
        let mut used = BTreeSet::new();
        let mut check = |prose: &Option<Prose>, folder: &ContentPath| {
            if let Some(prose) = prose {
                links::check(prose, folder, targets, input.unread, &mut used, faults);
            }
        };
        check(&input.site.units.body, &ContentPath::root());
        for lineage in &index.columns {
            if let Some(column) = lineage.last() {
                check(&column.body, &column.path);
            }
        }
        for placed in &index.pages {
            check(&placed.page.body, &folder_of(&placed.page.path));
        }
        for placed in &index.disclosures {
            check(&placed.disclosure.body, &placed.disclosure.path);
            for chapter in placed.disclosure.chapters() {
                check(&chapter.body, &chapter.path);
            }
            for place in &placed.tasks {
                check(&place.task.progress, &place.chapter.path);
            }
        }
        for placed in &index.disclosures {
            let disclosure = placed.disclosure;
            let attached = &disclosure.card.attachments;
            used.extend(
                attached
                    .iter()
                    .filter_map(|attachment| attachment.file.as_ref())
                    .filter_map(|file| file_path(&disclosure.path, &file.value).ok()),
            );
        }
        for file in &self.files {
            if used.contains(&file.path) {
                continue;
            }
            let name = &file.file.name;
            self.faults.push(
                Diagnostic::error(
                    "attachment/unlisted",
                    say!(
                        "没有列为附件、也没有文字提到的文件 `{name}`",
                        "the file `{name}` is no attachment, and no text mentions it"
                    ),
                )
                .at_path(format!("{}/{}", crate::content::FOLDER, file.path))
                .hint(say!(
                    "在索引卡的 `attachments` 里列出，或移出 `files`；`files` 里的都会公开",
                    "list it in `attachments`, or take it out of `files`: what is there becomes public"
                )),
            );
        }
    }
}
