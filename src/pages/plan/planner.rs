//! The pages of the site's own and of the content tree.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Input, PageKind, PlannedCopy, PlannedFile, PlannedPage};
use crate::diagnostic::{Diagnostic, Faults, Span};
use crate::markdown;
use crate::model::ContentPath;
use crate::pages::corrections::Corrections;
use crate::pages::links::Targets;
use crate::pages::lists::Pages;
use crate::pages::paths;
use crate::say;
use crate::url::OutputPath;

/// What is planned so far, in the order in which it was found.
#[derive(Default)]
pub(super) struct Planner<'a> {
    pub(super) pages: Vec<PlannedPage<'a>>,
    pub(super) files: Vec<PlannedFile<'a>>,
    pub(super) copies: Vec<PlannedCopy<'a>>,
    pub(super) withdrawn: Vec<OutputPath>,
    /// Items and attached files by their content paths.
    pub(super) items: Vec<(Cow<'a, str>, OutputPath)>,
    /// Data files.
    pub(super) data: Vec<OutputPath>,
    /// The names of the headings of plain pages.
    pub(super) anchors: BTreeMap<OutputPath, Vec<String>>,
    /// Where redirects lead.
    pub(super) redirected: Vec<(OutputPath, Span)>,
    pub(super) faults: Faults,
}

impl<'a> Planner<'a> {
    pub(super) fn add(&mut self, path: OutputPath, kind: PageKind<'a>, origin: Option<Span>) {
        self.pages.push(PlannedPage { path, kind, origin });
    }

    pub(super) fn add_item(&mut self, content: impl Into<Cow<'a, str>>, path: OutputPath) {
        self.items.push((content.into(), path));
    }

    /// The pages by path. Of those at one path, the first counts.
    pub(super) fn take_pages(&mut self) -> Vec<PlannedPage<'a>> {
        let mut pages = std::mem::take(&mut self.pages);
        pages.sort_by(|one, other| one.path.cmp(&other.path));
        pages.dedup_by(|page, first| {
            let is_second = page.path == first.path;
            if is_second {
                self.faults.push(two_sources(page, first));
            }
            is_second
        });
        pages.shrink_to_fit();
        pages
    }

    /// What links can lead to.
    pub(super) fn take_targets(&mut self, pages: &[PlannedPage<'a>]) -> Targets<'a> {
        let mut others = std::mem::take(&mut self.data);
        others.reserve_exact(pages.len());
        others.extend(pages.iter().map(|page| page.path.clone()));
        let items = std::mem::take(&mut self.items);
        Targets::new(items, others, std::mem::take(&mut self.anchors))
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
            self.data.push(paths::catalogue_data(extension));
        }
        self.data.push(paths::catalogue_package());
        self.data.push(paths::catalogue_dcat(None));
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
            self.add_item(column.path.as_str(), paths::column(&column.path));
            if input.index.count_of_column(column) > 0 {
                self.data.push(paths::column_feed(&column.path));
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
        self.disclosures(index);
        for placed in &index.pages {
            let page = placed.page;
            let path = paths::page(&page.path);
            self.add_item(page.path.as_str(), path.clone());
            let body = page.body.as_ref();
            let names = body.map(|body| markdown::anchors(&body.source));
            (self.anchors).insert(path.clone(), names.unwrap_or_default());
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
                self.data.push(path);
            }
            self.data.push(paths::series_package(&series.slug));
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
    pub(super) fn is_reserved(&mut self, path: &ContentPath, span: Span) -> bool {
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
}

fn two_sources(page: &PlannedPage<'_>, first: &PlannedPage<'_>) -> Diagnostic {
    let path = &page.path;
    let fault = Diagnostic::error(
        "pages/two-sources",
        say!(
            "两处内容会写到同一个网址 `{path}`",
            "two sources would be written to the URL `{path}`"
        ),
    );
    let fault = match (page.origin, first.origin) {
        (Some(origin), Some(first)) => fault
            .at(origin)
            .related(first, say!("另一处", "the other one")),
        (Some(origin), None) => fault.at(origin),
        (None, Some(first)) => fault.at(first),
        (None, None) => fault,
    };
    fault.hint(say!("改动其中一处的名称", "rename one of them"))
}
