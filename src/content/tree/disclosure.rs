//! Disclosures with their chapters and tasks.

use std::sync::Arc;

use rayon::prelude::*;

use super::files::files;
use super::place::{Marker, count, marker, misplaced, slug, stem, unexpected};
use super::{Read, Reader, attachments};
use crate::content::kinds;
use crate::content::values::PublishedAt;
use crate::content::walk::{FileEntry, Folder};
use crate::diagnostic::{Diagnostic, Faults, Place, did_you_mean};
use crate::model::{
    Chapter, ContentPath, Disclosure, Extent, IndexCard, Matter, Slug, Task, Text, UnitMention,
};
use crate::say;

/// The name of the folder of a disclosure's attachments.
const FILES: &str = "files";

impl Reader<'_> {
    pub(super) fn disclosure(
        &self,
        folder: &Folder,
        path: ContentPath,
        slug: Option<Slug>,
        name: &str,
        file: &FileEntry,
    ) -> Read<Arc<Disclosure>> {
        let read = self
            .item(file, name, kinds::disclosure::read)
            .with_text("body", |value| &mut value.body);
        let value = read.value;
        let span = read.span;
        let mut faults = read.faults;
        let (chapters, below) = self.chapters(folder, &path);
        faults.append(below);
        for (name, file) in &folder.files {
            if stem(name) != Some("disclosure") {
                faults.push(unexpected(file).hint(say!(
                    "任务放在各章的文件夹里，附件放在 `files` 里",
                    "tasks belong into the folders of their chapters, attachments into `files`"
                )));
            }
        }
        let files = folder
            .folders
            .get(FILES)
            .map_or_else(Vec::new, |folder| attachments::files(folder, &mut faults));
        if let Some(value) = &value {
            attachments::check(value, &files, &mut faults);
        }
        let disclosure = value.and_then(|value| {
            let published = PublishedAt::in_offset(value.published, self.offset, &mut faults);
            let published = published?;
            Some(Disclosure {
                path,
                slug: slug?,
                card: IndexCard {
                    title: value.title?,
                    index_number: value.index_number?,
                    document_number: value.document_number,
                    publisher: value.publisher,
                    created: value.created,
                    published,
                    mode: value.mode?,
                    scope: value.scope,
                    retention: value.retention,
                    summary: value.summary,
                    keywords: value.keywords,
                    validity: value.validity,
                    subject: value.subject,
                    group: value.group,
                    genre: value.genre,
                    attachments: value.attachments.into_iter().map(|a| a.value.0).collect(),
                },
                period: value.period,
                series: value.series,
                extent: match value.incomplete {
                    true => Extent::Part,
                    false => Extent::Whole,
                },
                draft: value.draft,
                body: value.body,
                matter: if chapters.is_empty() {
                    Matter::Document
                } else {
                    Matter::Tasks(chapters)
                },
                files,
                span,
            })
        });
        (disclosure.map(Arc::new), faults)
    }

    fn chapters(&self, folder: &Folder, path: &ContentPath) -> (Vec<Chapter>, Faults) {
        let mut faults = Faults::new();
        let read: Vec<Read<Chapter>> = folder
            .folders
            .par_iter()
            .filter(|(name, child)| name.as_str() != FILES && count(child) > 0)
            .map(|(name, child)| {
                let mut faults = Faults::new();
                let slug = slug(name, Place::Path(child.shown.clone()), &mut faults);
                match marker(child, &mut faults) {
                    Some((Marker::Chapter, marker, file)) => {
                        let path = slug
                            .as_ref()
                            .map(|slug| path.join(slug))
                            .unwrap_or_default();
                        let (chapter, below) = self.chapter(child, path, slug, marker, file);
                        faults.append(below);
                        (chapter, faults)
                    }
                    Some((_, _, file)) => {
                        faults.push(misplaced(file));
                        (None, faults)
                    }
                    None => (None, faults),
                }
            })
            .collect();
        let mut chapters = Vec::new();
        for (chapter, below) in read {
            chapters.extend(chapter);
            faults.append(below);
        }
        chapters.sort_by(|a, b| a.slug.cmp(&b.slug));
        (chapters, faults)
    }

    fn chapter(
        &self,
        folder: &Folder,
        path: ContentPath,
        slug: Option<Slug>,
        name: &str,
        file: &FileEntry,
    ) -> Read<Chapter> {
        let read = self
            .item(file, name, kinds::chapter::read)
            .with_text("body", |value| &mut value.body);
        let value = read.value;
        let mut faults = read.faults;
        for child in folder.folders.values().filter(|child| count(child) > 0) {
            faults.push(
                Diagnostic::error(
                    "content/unexpected-folder",
                    say!("章里不能再有文件夹", "a chapter holds no folders"),
                )
                .at_path(child.shown.clone()),
            );
        }
        let known = |name: &str| stem(name) == Some("chapter");
        let (tasks, below) = files(folder, &path, known, |slug, path, name, file| {
            self.task(slug, path, name, file)
        });
        faults.append(below);
        let chapter = value.and_then(|value| {
            Some(Chapter {
                path,
                slug: slug?,
                title: value.title?,
                number: value.number,
                body: value.body,
                tasks,
            })
        });
        (chapter, faults)
    }

    fn task(&self, slug: Slug, path: ContentPath, name: &str, file: &FileEntry) -> Read<Task> {
        let mut read = self
            .item(file, name, kinds::task::read)
            .with_text("progress", |value| &mut value.progress);
        let value = read.value.take();
        let task = value.and_then(|value| {
            // All of it before the title is missed, so that every fault is told.
            let mentions = value
                .units
                .into_iter()
                .filter_map(|name| self.mention(name, &mut read.faults));
            let mut units: Vec<_> = mentions.collect();
            // One or two of four, in every task.
            units.shrink_to_fit();
            Some(Task {
                path,
                slug,
                title: value.title?,
                units,
                progress: value.progress,
                status: value.status,
                completion: value.completion,
                key: value.key,
                span: read.span,
            })
        });
        (task, read.faults)
    }

    /// The unit that a name means; an unknown name is told.
    fn mention(&self, name: Text, faults: &mut Faults) -> Option<UnitMention> {
        let units = self.units?;
        let Some(unit) = units.find(&name.value) else {
            let text = &name.value;
            let fault = Diagnostic::error(
                "units/unknown",
                say!("未登记的责任单位 `{text}`", "unknown unit `{text}`"),
            )
            .at(name.span);
            faults.push(match did_you_mean(text, units.names()) {
                Some(meant) => fault.hint(say!("是否想写 `{meant}`？", "did you mean `{meant}`?")),
                None => fault.hint(say!(
                    "在 `content/units.toml` 登记这个单位",
                    "add it to `content/units.toml`"
                )),
            });
            return None;
        };
        Some(UnitMention {
            name: name.value,
            unit,
            span: name.span,
        })
    }
}
