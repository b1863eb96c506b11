//! The columns and pages that every page leads to: the main navigation, and the foot.

use super::context::{Link, NavigationLink};
use super::frame::From;
use super::index::Index;
use super::{Plan, paths};
use crate::model::{Column, ContentPath, Duty, Page, Site};
use crate::url::OutputPath;

/// A column or page that every page leads to.
#[derive(Debug)]
struct Entry<'a> {
    place: &'a ContentPath,
    title: &'a str,
    path: OutputPath,
}

impl<'a> Entry<'a> {
    fn column(column: &'a Column) -> Self {
        Self {
            place: &column.path,
            title: &column.title.value,
            path: paths::column(&column.path),
        }
    }

    fn page(page: &'a Page) -> Self {
        Self {
            place: &page.path,
            title: &page.title.value,
            path: paths::page(&page.path),
        }
    }
}

/// What every page of a site leads to besides the site's own pages.
#[derive(Debug, Default)]
pub(super) struct Entries<'a> {
    main: Vec<Entry<'a>>,
    foot: Vec<Entry<'a>>,
}

impl<'a> Entries<'a> {
    /// The statutory columns and pages in their order, then the other columns of the first level.
    pub(super) fn new(site: &'a Site, index: &Index<'a>) -> Self {
        let mut entries = Self::default();
        for duty in Duty::ALL {
            let statutory = site.settings.statutory.value();
            // What leads nowhere has been told by the rules.
            let found = statutory
                .and_then(|statutory| statutory.place(duty))
                .and_then(|place| find(index, &place.value));
            let Some(entry) = found else {
                continue;
            };
            let list = if duty.is_main() {
                &mut entries.main
            } else {
                &mut entries.foot
            };
            // One page may serve two duties.
            if list.iter().all(|other| other.place != entry.place) {
                list.push(entry);
            }
        }
        let others: Vec<Entry<'_>> = (site.home.columns.iter())
            .filter(|column| !entries.has(&column.path))
            .map(Entry::column)
            .collect();
        entries.main.extend(others);
        entries
    }

    fn has(&self, place: &ContentPath) -> bool {
        self.all().any(|entry| entry.place == place)
    }

    fn all(&self) -> impl Iterator<Item = &Entry<'a>> {
        self.main.iter().chain(&self.foot)
    }

    /// Where they are.
    pub(super) fn places(&self) -> impl Iterator<Item = OutputPath> {
        self.all().map(|entry| entry.path.clone())
    }
}

/// The column or public page at a path of the tree.
fn find<'a>(index: &Index<'a>, place: &ContentPath) -> Option<Entry<'a>> {
    let columns = index.columns.iter().filter_map(|lineage| lineage.last());
    let column = columns
        .copied()
        .find(|column| column.path == *place && !place.is_root());
    column.map(Entry::column).or_else(|| {
        let placed = index.pages.iter().find(|p| p.page.path == *place)?;
        Some(Entry::page(placed.page))
    })
}

impl Plan<'_> {
    /// The number of the link of the navigation that a page of the kind `kind` belongs to; `way` are the
    /// columns that it lies in, and the page itself if it is a plain one.
    pub(super) fn current(&self, way: &[&ContentPath], kind: &str) -> Option<usize> {
        let entries = &self.entries.main;
        match kind {
            "home" => Some(0),
            "catalogue" => Some(entries.len() + 1),
            "units" | "unit" => Some(entries.len() + 2),
            // A column may lie in another: the nearest is meant.
            _ => (way.iter().rev())
                .find_map(|place| entries.iter().position(|entry| entry.place == *place))
                .map(|number| number + 1),
        }
    }

    /// The main navigation of a page that belongs to the link with the number `current`.
    pub(super) fn navigation<'p>(
        &'p self,
        from: From<'_>,
        current: Option<usize>,
    ) -> Vec<NavigationLink<'p>> {
        let words = self.input.words;
        let entries = self.entries.main.iter();
        let mut places = vec![(words.get("home"), from.to(&paths::home()))];
        places.extend(entries.map(|entry| (entry.title, from.to(&entry.path))));
        places.push((words.get("catalogue"), from.to(&paths::catalogue())));
        places.push((words.get("units"), from.to(&paths::units())));
        let numbered = places.into_iter().enumerate();
        numbered
            .map(|(number, (title, href))| NavigationLink {
                title,
                href,
                current: current == Some(number),
            })
            .collect()
    }

    /// The links at the foot of a page: the site's own pages, then the statutory ones that stand there.
    pub(super) fn foot_links<'p>(&'p self, from: From<'_>) -> Vec<Link<'p>> {
        let words = self.input.words;
        let mut links = vec![
            from.link(words.get("site_map"), &paths::site_map()),
            from.link(words.get("catalogue"), &paths::catalogue()),
            from.link(words.get("units"), &paths::units()),
        ];
        let entries = self.entries.foot.iter();
        links.extend(entries.map(|entry| from.link(entry.title, &entry.path)));
        links
    }
}
