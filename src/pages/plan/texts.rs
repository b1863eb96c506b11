//! What the texts of a site refer to.

use super::planner::Planner;
use super::{Input, file_path, folder_of};
use crate::diagnostic::Diagnostic;
use crate::model::{ContentPath, Prose};
use crate::pages::index::Placed;
use crate::pages::links::Targets;
use crate::pages::outline::Part;
use crate::pages::{links, paths};
use crate::say;
use crate::url::OutputPath;

impl<'a> Planner<'a> {
    /// Tells links that lead nowhere, and files that nothing refers to.
    pub(super) fn links(&mut self, input: Input<'a>, targets: &Targets<'a>) {
        let index = input.index;
        let faults = &mut self.faults;
        let mut checked = links::Checked::default();
        let mut check_in = |prose: &Prose, own: Option<&OutputPath>, folder: &ContentPath| {
            links::check(
                prose,
                own,
                folder,
                targets,
                input.unread,
                &mut checked,
                faults,
            );
        };
        for placed in &index.pages {
            if let Some(body) = &placed.page.body {
                let path = paths::page(&placed.page.path);
                check_in(body, Some(&path), &folder_of(&placed.page.path));
            }
        }
        let mut check = |prose: &Prose, folder: &ContentPath| check_in(prose, None, folder);
        if let Some(body) = &input.site.units.body {
            check(body, &ContentPath::root());
        }
        for column in index.columns.iter().filter_map(|lineage| lineage.last()) {
            if let Some(body) = &column.body {
                check(body, &column.path);
            }
        }
        for placed in &index.disclosures {
            // Most have no links.
            for (prose, folder) in placed.outline.texts.iter().filter_map(|p| text(placed, *p)) {
                check(prose, folder);
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

/// The text of a part of a disclosure, and the folder it stands in.
fn text<'a>(placed: &Placed<'a>, part: Part) -> Option<(&'a Prose, &'a ContentPath)> {
    let disclosure = placed.disclosure;
    match part {
        Part::Own => Some((disclosure.body.as_ref()?, &disclosure.path)),
        Part::Chapter(number) => {
            let chapter = disclosure.chapters().get(number)?;
            Some((chapter.body.as_ref()?, &chapter.path))
        }
        Part::Task(number) => {
            let place = placed.tasks.get(number)?;
            Some((place.task.progress.as_ref()?, &place.chapter.path))
        }
    }
}
