//! Makes the context of each kind of page.

mod comparison;
mod course;
mod disclosure;
mod history;
mod listing;
mod search;
mod series;
mod single;
mod unit;

pub(crate) use history::revision_id;

use serde::Serialize;

use super::context::Frame;
use super::downloads::Sizes;
use super::frame::From;
use super::plan::{PageKind, PlannedPage};
use super::{Plan, context};

/// What a template is given: the input of rendering.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
#[allow(missing_docs, reason = "each variant is the type of its name")]
pub enum Context<'p> {
    Home(context::Home<'p>),
    Column(context::Column<'p>),
    Disclosure(context::Disclosure<'p>),
    Chapter(context::Chapter<'p>),
    Task(Box<context::Task<'p>>),
    History(context::History<'p>),
    Units(context::Units<'p>),
    Unit(context::Unit<'p>),
    Page(context::Page<'p>),
    Catalogue(context::Catalogue<'p>),
    Series(context::Series<'p>),
    SeriesStep(context::SeriesStep<'p>),
    Redirect(context::Redirect<'p>),
    Withdrawn(context::Withdrawn<'p>),
    Search(context::Search<'p>),
    SiteMap(context::SiteMap<'p>),
    Proof(context::Proof<'p>),
    NotFound(context::NotFound<'p>),
}

impl<'p> Context<'p> {
    /// What every page has.
    #[must_use]
    pub fn frame(&self) -> &Frame<'p> {
        match self {
            Self::Home(page) => &page.frame,
            Self::Column(page) => &page.frame,
            Self::Disclosure(page) => &page.frame,
            Self::Chapter(page) => &page.frame,
            Self::Task(page) => &page.frame,
            Self::History(page) => &page.frame,
            Self::Units(page) => &page.frame,
            Self::Unit(page) => &page.frame,
            Self::Page(page) => &page.frame,
            Self::Catalogue(page) => &page.frame,
            Self::Series(page) => &page.frame,
            Self::SeriesStep(page) => &page.frame,
            Self::Redirect(page) => &page.frame,
            Self::Withdrawn(page) => &page.frame,
            Self::Search(page) => &page.frame,
            Self::SiteMap(page) => &page.frame,
            Self::Proof(page) => &page.frame,
            Self::NotFound(page) => &page.frame,
        }
    }
}

impl<'s> Plan<'s> {
    /// The context of a page of this plan. `sizes` tells how large the files beside the pages are: the
    /// data files that a page offers, and the search index that one begins with.
    #[must_use]
    pub fn context<'p>(&'p self, page: &'p PlannedPage<'s>, sizes: &Sizes) -> Context<'p> {
        let from = From {
            here: &page.path,
            base_path: None,
        };
        match page.kind {
            PageKind::Home => Context::Home(self.home(from)),
            PageKind::Column(column, lineage, number) => {
                Context::Column(self.column(column, lineage, number, from))
            }
            PageKind::Disclosure(placed) => {
                Context::Disclosure(self.disclosure(placed, sizes, from))
            }
            PageKind::Chapter(placed, chapter, position) => {
                Context::Chapter(self.chapter(placed, chapter, position, from))
            }
            PageKind::Task(placed, place, number) => {
                Context::Task(Box::new(self.task(placed, place, number, from)))
            }
            PageKind::DisclosureHistory(placed, number) => {
                Context::History(self.disclosure_history(placed, number, from))
            }
            PageKind::TaskHistory(placed, place, number) => {
                Context::History(self.task_history(placed, place, number, from))
            }
            PageKind::Units => Context::Units(self.units(from)),
            PageKind::Unit(id, number) => Context::Unit(self.unit(id, number, from)),
            PageKind::Page(placed) => Context::Page(self.page(placed, from)),
            PageKind::Catalogue(number) => Context::Catalogue(self.catalogue(number, sizes, from)),
            PageKind::Series(series) => Context::Series(self.series(series, sizes, from)),
            PageKind::SeriesStep(series, report) => {
                Context::SeriesStep(self.series_step(series, report, from))
            }
            PageKind::Resolver(placed) => Context::Redirect(self.resolver(placed, from)),
            PageKind::Redirect(redirect) => Context::Redirect(self.redirect(redirect, from)),
            PageKind::Withdrawn(withdrawal) => Context::Withdrawn(self.withdrawn(withdrawal, from)),
            PageKind::Search => Context::Search(self.search(sizes, from)),
            PageKind::SiteMap => Context::SiteMap(self.site_map(from)),
            PageKind::Proof => Context::Proof(self.proof(from)),
            PageKind::NotFound => {
                let base_path = Some(self.input.site.settings.base_path());
                Context::NotFound(self.not_found(From { base_path, ..from }))
            }
        }
    }
}
