//! What the texts of a site refer to.

use super::planner::{Planner, file_path};
use super::{Input, folder_of};
use crate::diagnostic::Diagnostic;
use crate::model::{ContentPath, Prose};
use crate::pages::{links, paths};
use crate::say;
use crate::url::OutputPath;

impl<'a> Planner<'a> {
    /// Tells links that lead nowhere, and files that nothing refers to.
    pub(super) fn links(&mut self, input: Input<'a>) {
        let index = input.index;
        let targets = &self.targets;
        let faults = &mut self.faults;
        let mut checked = links::Checked::default();
        let mut check_in =
            |prose: &Option<Prose>, own: Option<&OutputPath>, folder: &ContentPath| {
                if let Some(prose) = prose {
                    links::check(
                        prose,
                        own,
                        folder,
                        targets,
                        input.unread,
                        &mut checked,
                        faults,
                    );
                }
            };
        for placed in &index.pages {
            let path = paths::page(&placed.page.path);
            check_in(
                &placed.page.body,
                Some(&path),
                &folder_of(&placed.page.path),
            );
        }
        let mut check = |prose: &Option<Prose>, folder: &ContentPath| check_in(prose, None, folder);
        check(&input.site.units.body, &ContentPath::root());
        for lineage in &index.columns {
            if let Some(column) = lineage.last() {
                check(&column.body, &column.path);
            }
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
        let mut used = checked.used;
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
