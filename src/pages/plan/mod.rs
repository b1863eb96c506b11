//! Decides which pages there are.

mod disclosures;
mod planner;
mod texts;
mod urls;

use std::collections::BTreeMap;

pub(super) use self::disclosures::file_path;
use self::planner::Planner;
pub use self::urls::no_target;
pub(super) use self::urls::page_path;
use super::common::{Commons, own_pages};
use super::context::SiteView;
use super::corrections::Corrections;
use super::entries::Entries;
use super::frame;
use super::index::{Index, Placed, PlacedPage, TaskPlace};
use super::links::Targets;
use super::paths;
use super::series::PlacedSeries;
use super::words::Words;
use crate::diagnostic::{Faults, Span};
use crate::history::History;
use crate::model::{
    Chapter, Column, ContentPath, FileRef, Redirect, Site, UnitId, Unread, Withdrawal,
};
use crate::url::OutputPath;

/// What a plan is made of.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The site.
    pub site: &'a Site,
    /// What of it is public on the day it is built for.
    pub index: &'a Index<'a>,
    /// What is in the tree but could not be read; links to it are not told as broken.
    pub unread: &'a Unread,
    /// The theme's strings.
    pub words: &'a Words,
    /// What git remembers of the site, if that is told.
    pub history: Option<&'a History>,
    /// Where the files of the theme's `static` folder are written, by their names there.
    pub assets: &'a BTreeMap<String, OutputPath>,
}

/// What a page shows.
#[derive(Clone, Copy, Debug)]
pub enum PageKind<'a> {
    /// The home page.
    Home,
    /// A page of a column's list; none is the newest. The column comes last, after those it lies in.
    Column(&'a Column, &'a [&'a Column], Option<usize>),
    /// A disclosure.
    Disclosure(&'a Placed<'a>),
    /// A chapter and its position in its disclosure, from 1.
    Chapter(&'a Placed<'a>, &'a Chapter, usize),
    /// A task and its number among the tasks of its disclosure, from 0.
    Task(&'a Placed<'a>, &'a TaskPlace<'a>, usize),
    /// A page of what was corrected in a disclosure; none is the newest.
    DisclosureHistory(&'a Placed<'a>, Option<usize>),
    /// A page of what was corrected in a task; none is the newest.
    TaskHistory(&'a Placed<'a>, &'a TaskPlace<'a>, Option<usize>),
    /// All units.
    Units,
    /// A page of what a unit answers for; none is the newest.
    Unit(UnitId, Option<usize>),
    /// A plain page.
    Page(&'a PlacedPage<'a>),
    /// A page of the catalogue; none is the newest.
    Catalogue(Option<usize>),
    /// A series.
    Series(&'a PlacedSeries<'a>),
    /// A report of a series, by its number, against the one before.
    SeriesStep(&'a PlacedSeries<'a>, usize),
    /// What an index number leads to.
    Resolver(&'a Placed<'a>),
    /// A moved URL and where it leads.
    Redirect(&'a Redirect),
    /// The notice in place of a withdrawn page.
    Withdrawn(&'a Withdrawal),
    /// The search page.
    Search,
    /// The site map page.
    SiteMap,
    /// How anybody checks that a page is genuine.
    Proof,
    /// The page for URLs that do not exist.
    NotFound,
}

/// A page and where it is written.
#[derive(Clone, Debug)]
pub struct PlannedPage<'a> {
    /// Where it is written.
    pub path: OutputPath,
    /// What it shows.
    pub kind: PageKind<'a>,
    /// Where its content was read; none for the site's own pages.
    pub origin: Option<Span>,
}

/// A file that is published as it is.
#[derive(Clone, Debug)]
pub struct PlannedFile<'a> {
    /// Where it is written.
    pub path: OutputPath,
    /// The file.
    pub file: &'a FileRef,
}

/// A file whose bytes are published at its old path as well, as no page can lead on from there.
#[derive(Clone, Debug)]
pub struct PlannedCopy<'a> {
    /// The old path.
    pub from: OutputPath,
    /// Where the file is now.
    pub to: OutputPath,
    /// What asks for it.
    pub redirect: &'a Redirect,
}

/// Everything that is written but for the files of the theme and of `export`.
#[derive(Debug)]
pub struct Plan<'a> {
    /// What it was made of.
    pub input: Input<'a>,
    /// The pages, by path.
    pub pages: Vec<PlannedPage<'a>>,
    /// The attached files, by path.
    pub files: Vec<PlannedFile<'a>>,
    /// Files that moved.
    pub copies: Vec<PlannedCopy<'a>>,
    /// Files that were withdrawn: their URLs are answered with nothing.
    pub withdrawn: Vec<OutputPath>,
    pub(super) targets: Targets<'a>,
    pub(super) entries: Entries<'a>,
    pub(super) commons: Commons,
    pub(super) corrections: Corrections<'a>,
    pub(super) site_view: SiteView<'a>,
}

/// Plans the pages of a site.
///
/// # Errors
/// If two sources would be written to one path, content takes a name that the site itself uses, or a
/// link in a text leads nowhere; all of them at once.
pub fn plan(input: Input<'_>) -> Result<Plan<'_>, Faults> {
    let corrections = Corrections::new(input);
    let mut planner = Planner::default();
    planner.own_pages(input);
    planner.tree(input);
    planner.series(input);
    planner.histories(input, &corrections);
    planner.url_changes(input.site);
    let pages = planner.take_pages();
    planner.redirects(&pages);
    let targets = planner.take_targets(&pages);
    planner.links(input, &targets);
    if planner.faults.has_errors() {
        planner.faults.sort();
        return Err(planner.faults);
    }
    let entries = Entries::new(input.site, input.index);
    let site_view = frame::site_view(&input.site.settings);
    let columns = input.site.home.walk();
    let places = (entries.places())
        .chain(own_pages().map(|(_, path)| path))
        .chain(columns.map(|column| paths::column_feed(&column.path)))
        .chain(input.assets.values().cloned());
    let commons = Commons::new(&site_view, places);
    planner
        .files
        .sort_by(|one, other| one.path.cmp(&other.path));
    Ok(Plan {
        input,
        pages,
        files: planner.files,
        copies: planner.copies,
        withdrawn: planner.withdrawn,
        targets,
        entries,
        commons,
        corrections,
        site_view,
    })
}

/// The folder that a file of the content tree stands in.
pub(super) fn folder_of(path: &ContentPath) -> ContentPath {
    path.parent().unwrap_or_default()
}
