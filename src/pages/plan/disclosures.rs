//! The pages and files of disclosures.

use rayon::prelude::*;

use super::planner::Planner;
use super::{PageKind, PlannedFile};
use crate::diagnostic::{Diagnostic, Message};
use crate::model::ContentPath;
use crate::pages::index::{Index, Placed};
use crate::pages::outline::Part;
use crate::pages::{DATA_FORMATS, paths};
use crate::url::OutputPath;

/// The pages of so many disclosures wait to be added to the others.
const AT_ONCE: usize = 64;

impl<'a> Planner<'a> {
    pub(super) fn disclosures(&mut self, index: &'a Index<'a>) {
        let mut disclosures: Vec<&Placed<'a>> = index.disclosures.iter().collect();
        disclosures.sort_by_key(|placed| &placed.disclosure.path);
        let pages = disclosures.iter().map(|placed| placed.outline.pages.len());
        let pages: usize = pages.sum();
        self.pages.reserve(pages);
        self.items.reserve(pages);
        for some in disclosures.chunks(AT_ONCE) {
            let parts = some.par_iter().map(|placed| Self::part(placed));
            for part in parts.collect::<Vec<_>>() {
                self.append(part);
            }
        }
        for placed in &index.disclosures {
            self.resolver(placed);
        }
    }

    /// What the index number of a disclosure leads to.
    fn resolver(&mut self, placed: &'a Placed<'a>) {
        let index_number = &placed.disclosure.card.index_number;
        let name = index_number.value.file_name();
        match OutputPath::parse(&format!("{}/{name}.html", paths::INDEX_NUMBERS)) {
            Ok(path) => self.add(path, PageKind::Resolver(placed), Some(index_number.span)),
            Err(why) => self
                .faults
                .push(Diagnostic::error("pages/bad-path", why).at(index_number.span)),
        }
    }

    /// The pages and files of a disclosure alone, by path.
    fn part(placed: &'a Placed<'a>) -> Self {
        let mut part = Self::default();
        let disclosure = placed.disclosure;
        if !part.is_reserved(&disclosure.path, disclosure.span) {
            part.disclosure(placed);
        }
        part
    }

    /// Adds what was found of a disclosure.
    fn append(&mut self, part: Self) {
        self.pages.extend(part.pages);
        self.files.extend(part.files);
        self.items.extend(part.items);
        self.data.extend(part.data);
        self.faults.append(part.faults);
    }

    fn disclosure(&mut self, placed: &'a Placed<'a>) {
        let disclosure = placed.disclosure;
        let shown = |part| match part {
            Part::Own => Some((
                &disclosure.path,
                PageKind::Disclosure(placed),
                disclosure.span,
            )),
            Part::Chapter(number) => {
                let chapter = disclosure.chapters().get(number)?;
                let kind = PageKind::Chapter(placed, chapter, number + 1);
                Some((&chapter.path, kind, chapter.title.span))
            }
            Part::Task(number) => {
                let place = placed.tasks.get(number)?;
                let kind = PageKind::Task(placed, place, number);
                Some((&place.task.path, kind, place.task.span))
            }
        };
        let outline = &placed.outline;
        for (path, part) in &outline.pages {
            if let Some((_, kind, span)) = shown(*part) {
                self.add(path.clone(), kind, Some(span));
            }
        }
        for (path, part) in outline.items.iter().filter_map(|at| outline.pages.get(*at)) {
            if let Some((content, ..)) = shown(*part) {
                self.add_item(content.as_str(), path.clone());
            }
        }
        if !disclosure.chapters().is_empty() {
            for extension in DATA_FORMATS {
                let path = paths::disclosure_data(&disclosure.path, extension);
                self.data.push(path);
            }
            self.data.push(paths::disclosure_package(&disclosure.path));
        }
        for file in &disclosure.files {
            match file_path(&disclosure.path, &file.name) {
                Ok(path) => {
                    self.add_item(path.as_str().to_owned(), path.clone());
                    self.files.push(PlannedFile { path, file });
                }
                Err(why) => self
                    .faults
                    .push(Diagnostic::error("pages/bad-path", why).at_path(format!(
                        "{}/{}/files",
                        crate::content::FOLDER,
                        disclosure.path
                    ))),
            }
        }
    }
}

/// Where a file of a disclosure's `files` folder is written.
pub(in crate::pages) fn file_path(
    disclosure: &ContentPath,
    name: &str,
) -> Result<OutputPath, Message> {
    OutputPath::parse(&format!("{disclosure}/files/{name}"))
}
