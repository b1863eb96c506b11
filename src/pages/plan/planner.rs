//! The pages of the site's own and of the content tree.

use std::collections::BTreeMap;

use super::{Input, PageKind, PlannedCopy, PlannedFile};
use crate::diagnostic::{Diagnostic, Faults, Message, Span};
use crate::model::ContentPath;
use crate::pages::corrections::Corrections;
use crate::pages::index::Placed;
use crate::pages::links::Targets;
use crate::pages::lists::Pages;
use crate::pages::{DATA_FORMATS, paths};
use crate::say;
use crate::url::OutputPath;

/// What is planned so far.
pub(super) struct Planner<'a> {
    pub(super) places: BTreeMap<OutputPath, (PageKind<'a>, Option<Span>)>,
    pub(super) files: Vec<PlannedFile<'a>>,
    pub(super) copies: Vec<PlannedCopy<'a>>,
    pub(super) withdrawn: Vec<OutputPath>,
    pub(super) targets: Targets<'a>,
    pub(super) faults: Faults,
}

impl<'a> Planner<'a> {
    pub(super) fn add(&mut self, path: OutputPath, kind: PageKind<'a>, origin: Option<Span>) {
        self.targets.add_other(&path);
        if let Some((_, first)) = self.places.get(&path) {
            let fault = Diagnostic::error(
                "pages/two-sources",
                say!(
                    "两处内容会写到同一个网址 `{path}`",
                    "two sources would be written to the URL `{path}`"
                ),
            );
            let fault = match (origin, first) {
                (Some(origin), Some(first)) => fault
                    .at(origin)
                    .related(*first, say!("另一处", "the other one")),
                (Some(origin), None) => fault.at(origin),
                (None, Some(first)) => fault.at(*first),
                (None, None) => fault,
            };
            self.faults
                .push(fault.hint(say!("改动其中一处的名称", "rename one of them")));
            return;
        }
        self.places.insert(path, (kind, origin));
    }

    pub(super) fn own_pages(&mut self, input: Input<'a>) {
        self.add(paths::home(), PageKind::Home, None);
        self.add(paths::units(), PageKind::Units, None);
        self.add(paths::search(), PageKind::Search, None);
        self.add(paths::site_map(), PageKind::SiteMap, None);
        self.add(paths::proof(), PageKind::Proof, None);
        self.add(paths::own("404.html"), PageKind::NotFound, None);
        let pages = Pages::new(input.index.disclosures.len(), input.site.settings.per_page);
        self.add(paths::catalogue(), PageKind::Catalogue(None), None);
        for number in 1..=pages.older() {
            let kind = PageKind::Catalogue(Some(number));
            self.add(paths::catalogue_page(number), kind, None);
        }
        for extension in ["csv", "xlsx", "json"] {
            self.targets.add_other(&paths::catalogue_data(extension));
        }
        self.targets.add_other(&paths::catalogue_package());
        self.targets.add_other(&paths::catalogue_dcat(None));
        for (id, unit) in input.site.units.iter() {
            let older = input.index.unit_pages(id).older();
            for number in std::iter::once(None).chain((1..=older).map(Some)) {
                let path = paths::unit_page(&unit.id, number);
                self.add(path, PageKind::Unit(id, number), Some(unit.span));
            }
        }
    }

    pub(super) fn tree(&mut self, input: Input<'a>) {
        let index = input.index;
        for lineage in &index.columns {
            let Some(column) = lineage.last() else {
                continue;
            };
            self.targets
                .add_item(column.path.as_str(), paths::column(&column.path));
            if input.index.count_of_column(column) > 0 {
                self.targets.add_other(&paths::column_feed(&column.path));
            }
            if column.path.is_root() {
                continue;
            }
            if self.is_reserved(&column.path, column.span) {
                continue;
            }
            let items = index.count_of_column(column);
            let pages = Pages::new(items, input.site.settings.per_page);
            let path = paths::column(&column.path);
            self.add(
                path,
                PageKind::Column(column, lineage, None),
                Some(column.span),
            );
            for page in 1..=pages.older() {
                let path = paths::list_page(&column.path, page);
                self.add(
                    path,
                    PageKind::Column(column, lineage, Some(page)),
                    Some(column.span),
                );
            }
        }
        for placed in &index.disclosures {
            let disclosure = placed.disclosure;
            if !self.is_reserved(&disclosure.path, disclosure.span) {
                self.disclosure(placed);
            }
        }
        for placed in &index.pages {
            let page = placed.page;
            let path = paths::page(&page.path);
            self.targets.add_item(page.path.as_str(), path.clone());
            self.targets.add_anchors(path.clone(), page.body.as_ref());
            self.add(path, PageKind::Page(placed), Some(page.span));
        }
    }

    /// The pages of series.
    pub(super) fn series(&mut self, input: Input<'a>) {
        for series in input.index.series() {
            let path = paths::series(&series.slug);
            self.add(path, PageKind::Series(series), series.span);
            for extension in ["csv", "xlsx", "json"] {
                let path = paths::series_data(&series.slug, extension);
                self.targets.add_other(&path);
            }
            self.targets.add_other(&paths::series_package(&series.slug));
            for number in 0..series.series.reports.len() {
                if let Some(name) = series.page(number) {
                    let path = paths::series_step(&series.slug, name);
                    self.add(path, PageKind::SeriesStep(series, number), series.span);
                }
            }
        }
    }

    /// The pages that tell what was corrected.
    pub(super) fn histories(&mut self, input: Input<'a>, corrections: &Corrections<'a>) {
        let per_page = input.site.settings.per_page;
        let numbers = |revisions: usize| {
            let older = Pages::new(revisions, per_page).older();
            std::iter::once(None).chain((1..=older).map(Some))
        };
        for placed in &input.index.disclosures {
            let disclosure = placed.disclosure;
            let revisions = corrections.of_disclosure(disclosure);
            if revisions.is_empty() {
                continue;
            }
            for number in numbers(revisions.len()) {
                let path = paths::disclosure_history(&disclosure.path, number);
                let kind = PageKind::DisclosureHistory(placed, number);
                self.add(path, kind, Some(disclosure.span));
            }
            for place in &placed.tasks {
                let revisions = corrections.of_task(place.task);
                if revisions.is_empty() {
                    continue;
                }
                for number in numbers(revisions.len()) {
                    let path = paths::task_history(&place.task.path, number);
                    let kind = PageKind::TaskHistory(placed, place, number);
                    self.add(path, kind, Some(place.task.span));
                }
            }
        }
    }

    /// Content may not take a folder at the root that the site itself writes to.
    fn is_reserved(&mut self, path: &ContentPath, span: Span) -> bool {
        let name = path.as_str();
        let is_reserved = paths::RESERVED.contains(&name);
        if is_reserved {
            self.faults.push(
                Diagnostic::error(
                    "pages/reserved",
                    say!(
                        "网站自己要用 `{name}` 这个名称",
                        "the site itself uses the name `{name}`"
                    ),
                )
                .at(span)
                .hint(say!("给文件夹换个名称", "rename the folder")),
            );
        }
        is_reserved
    }

    fn disclosure(&mut self, placed: &'a Placed<'a>) {
        let disclosure = placed.disclosure;
        let path = paths::disclosure(&disclosure.path);
        self.targets
            .add_item(disclosure.path.as_str(), path.clone());
        self.add(path, PageKind::Disclosure(placed), Some(disclosure.span));
        for (position, chapter) in (1..).zip(disclosure.chapters()) {
            let path = paths::chapter(&chapter.path);
            self.targets.add_item(chapter.path.as_str(), path.clone());
            self.add(
                path,
                PageKind::Chapter(placed, chapter, position),
                Some(chapter.title.span),
            );
        }
        for (number, place) in placed.tasks.iter().enumerate() {
            let task = place.task;
            let path = paths::task(&task.path);
            self.targets.add_item(task.path.as_str(), path.clone());
            let kind = PageKind::Task(placed, place, number);
            self.add(path, kind, Some(task.span));
        }
        if !disclosure.chapters().is_empty() {
            for extension in DATA_FORMATS {
                let path = paths::disclosure_data(&disclosure.path, extension);
                self.targets.add_other(&path);
            }
            self.targets
                .add_other(&paths::disclosure_package(&disclosure.path));
        }
        let index_number = &disclosure.card.index_number;
        let name = index_number.value.file_name();
        match OutputPath::parse(&format!("{}/{name}.html", paths::INDEX_NUMBERS)) {
            Ok(path) => self.add(path, PageKind::Resolver(placed), Some(index_number.span)),
            Err(why) => self
                .faults
                .push(Diagnostic::error("pages/bad-path", why).at(index_number.span)),
        }
        for file in &disclosure.files {
            match file_path(&disclosure.path, &file.name) {
                Ok(path) => {
                    self.targets
                        .add_item(path.as_str().to_owned(), path.clone());
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
