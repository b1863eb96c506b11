//! Where each item is written. The content tree is the site: a folder becomes the `index.html` of a
//! folder, a file becomes a page of its name.

use crate::model::{ContentPath, Slug};
use crate::url::OutputPath;

fn inside(folder: &ContentPath, name: &str) -> OutputPath {
    OutputPath::of_slugs(if folder.is_root() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    })
}

/// A column: its newest list page.
#[must_use]
pub fn column(path: &ContentPath) -> OutputPath {
    inside(path, "index.html")
}

/// An older page of a list, counted from 1, the oldest.
#[must_use]
pub(super) fn list_page(path: &ContentPath, number: usize) -> OutputPath {
    inside(path, &format!("page-{number}.html"))
}

/// The Atom feed of a column; of the site for the root.
#[must_use]
pub fn column_feed(path: &ContentPath) -> OutputPath {
    inside(path, "feed.xml")
}

/// A disclosure.
#[must_use]
pub fn disclosure(path: &ContentPath) -> OutputPath {
    inside(path, "index.html")
}

/// A data file of a disclosure: `extension` is `csv`, `json`, `xlsx` or `docx`.
#[must_use]
pub fn disclosure_data(path: &ContentPath, extension: &'static str) -> OutputPath {
    inside(path, &format!("data.{extension}"))
}

/// What describes the data files of a disclosure.
#[must_use]
pub fn disclosure_package(path: &ContentPath) -> OutputPath {
    inside(path, PACKAGE)
}

/// The name of what describes data files (Frictionless Data Package).
const PACKAGE: &str = "datapackage.json";

/// A chapter.
#[must_use]
pub fn chapter(path: &ContentPath) -> OutputPath {
    inside(path, "index.html")
}

/// A task.
#[must_use]
pub fn task(path: &ContentPath) -> OutputPath {
    OutputPath::of_slugs(format!("{path}.html"))
}

/// The history of a disclosure: its newest page, or an older one, counted from 1, the oldest. No content
/// can be there, as no name of it holds a dot.
#[must_use]
pub fn disclosure_history(path: &ContentPath, number: Option<usize>) -> OutputPath {
    match number {
        None => inside(path, "history.html"),
        Some(number) => inside(path, &format!("history-{number}.html")),
    }
}

/// The history of a task, as that of a disclosure.
#[must_use]
pub fn task_history(path: &ContentPath, number: Option<usize>) -> OutputPath {
    OutputPath::of_slugs(match number {
        None => format!("{path}.history.html"),
        Some(number) => format!("{path}.history-{number}.html"),
    })
}

/// A plain page.
#[must_use]
pub fn page(path: &ContentPath) -> OutputPath {
    OutputPath::of_slugs(format!("{path}.html"))
}

/// A unit.
#[must_use]
pub fn unit(id: &Slug) -> OutputPath {
    OutputPath::of_slugs(format!("{UNITS}/{id}.html"))
}

/// A page of what a unit answers for: an older one, counted from 1, the oldest, or the newest.
#[must_use]
pub(super) fn unit_page(id: &Slug, number: Option<usize>) -> OutputPath {
    match number {
        None => unit(id),
        Some(number) => OutputPath::of_slugs(format!("{UNITS}/{id}/page-{number}.html")),
    }
}

/// A page of the site's own, such as `units/index.html`.
pub(super) fn own(path: &'static str) -> OutputPath {
    OutputPath::of_slugs(path.to_owned())
}

/// The folder of the units' pages.
pub(super) const UNITS: &str = "units";
/// The folder of the catalogue.
pub(super) const CATALOGUE: &str = "catalogue";
/// The folder of the pages that resolve index numbers.
pub(super) const INDEX_NUMBERS: &str = "index-numbers";
/// The folder of the series.
pub(super) const SERIES: &str = "series";
/// The folder of the theme's files.
pub const ASSETS: &str = "assets";
/// The folder of the search index.
pub const SEARCH: &str = "search";

/// Whether a file of the output, by its path, is another file whenever its content is another: then it may
/// be kept for ever by whoever has it.
#[must_use]
pub fn is_immutable(path: &str) -> bool {
    let inside = |folder: &str| {
        path.strip_prefix(folder)
            .is_some_and(|rest| rest.starts_with('/'))
    };
    inside(ASSETS) || inside(SEARCH) && path.ends_with(".bin")
}

/// Names at the root that the site itself uses and content may not.
pub(super) const RESERVED: [&str; 6] = [UNITS, CATALOGUE, INDEX_NUMBERS, SERIES, ASSETS, SEARCH];

/// All units.
pub(super) fn units() -> OutputPath {
    own("units/index.html")
}

/// The catalogue: its newest page.
#[must_use]
pub fn catalogue() -> OutputPath {
    own("catalogue/index.html")
}

/// An older page of the catalogue, counted from 1, the oldest.
pub(super) fn catalogue_page(number: usize) -> OutputPath {
    OutputPath::of_slugs(format!("{CATALOGUE}/page-{number}.html"))
}

/// The catalogue as a data file.
#[must_use]
pub fn catalogue_data(extension: &'static str) -> OutputPath {
    OutputPath::of_slugs(format!("{CATALOGUE}/catalogue.{extension}"))
}

/// What describes the catalogue as data files.
#[must_use]
pub fn catalogue_package() -> OutputPath {
    OutputPath::of_slugs(format!("{CATALOGUE}/{PACKAGE}"))
}

/// The catalogue for harvesters, or a part of it by its number, from 0.
#[must_use]
pub fn catalogue_dcat(part: Option<usize>) -> OutputPath {
    OutputPath::of_slugs(match part {
        None => format!("{CATALOGUE}/dcat.jsonld"),
        Some(number) => format!("{CATALOGUE}/dcat-{}.jsonld", number + 1),
    })
}

/// A series.
#[must_use]
pub fn series(slug: &str) -> OutputPath {
    OutputPath::of_slugs(format!("{SERIES}/{slug}/index.html"))
}

/// A period of a series against the one before.
#[must_use]
pub fn series_step(slug: &str, name: &str) -> OutputPath {
    OutputPath::of_slugs(format!("{SERIES}/{slug}/{name}.html"))
}

/// A series as a data file: `extension` is `csv`, `json` or `xlsx`.
#[must_use]
pub fn series_data(slug: &str, extension: &'static str) -> OutputPath {
    OutputPath::of_slugs(format!("{SERIES}/{slug}/data.{extension}"))
}

/// What describes a series as data files.
#[must_use]
pub fn series_package(slug: &str) -> OutputPath {
    OutputPath::of_slugs(format!("{SERIES}/{slug}/{PACKAGE}"))
}

/// How anybody checks that a page is genuine.
pub(super) fn proof() -> OutputPath {
    own("proof.html")
}

/// The search page.
pub(super) fn search() -> OutputPath {
    own("search/index.html")
}

/// What the path of the file begins with at which readers of the search index begin.
pub(super) const SEARCH_START: &str = "search/start-";

/// The site map page.
pub(super) fn site_map() -> OutputPath {
    own("site-map.html")
}

/// The home page.
#[must_use]
pub(super) fn home() -> OutputPath {
    own("index.html")
}
