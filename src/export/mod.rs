//! Files for machines beside the pages: data, feeds, site map.

mod csv_file;
mod feed;
mod json_file;
mod series_file;
mod sitemap;

use crate::model::Column;
use crate::pages::{Placed, PlacedSeries, Plan, paths};
use crate::url::OutputPath;

/// A file for machines that is made when it is asked for.
#[derive(Clone, Debug)]
pub struct Export<'p> {
    /// Where it is written.
    pub path: OutputPath,
    kind: Kind<'p>,
}

#[derive(Clone, Copy, Debug)]
enum Kind<'p> {
    DisclosureCsv(&'p Placed<'p>),
    DisclosureJson(&'p Placed<'p>),
    CatalogueCsv,
    CatalogueJson,
    SeriesCsv(&'p PlacedSeries<'p>),
    SeriesJson(&'p PlacedSeries<'p>),
    Feed(&'p Column),
    /// A part of the site map with its number, from 0.
    SiteMap(usize),
    /// The only site map, or the index of its parts.
    SiteMapIndex,
    Robots,
}

/// What can go wrong in writing a format, all of it into memory.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each variant is the error of its format")]
pub enum ExportError {
    #[error("CSV: {0}")]
    Csv(#[from] csv::Error),
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// The CSV and JSON of every disclosure with tasks, of every series and of the catalogue, the Atom feeds of the site and of
/// every column with disclosures, `sitemap.xml`, in parts if it is long, and `robots.txt`.
#[must_use]
pub fn exports<'p>(plan: &'p Plan<'_>) -> Vec<Export<'p>> {
    let index = plan.input.index;
    let mut exports = Vec::new();
    let mut add = |path, kind| exports.push(Export { path, kind });
    for placed in &index.disclosures {
        let disclosure = placed.disclosure;
        if !disclosure.chapters().is_empty() {
            let path = |extension| paths::disclosure_data(&disclosure.path, extension);
            add(path("csv"), Kind::DisclosureCsv(placed));
            add(path("json"), Kind::DisclosureJson(placed));
        }
    }
    add(paths::catalogue_data("csv"), Kind::CatalogueCsv);
    add(paths::catalogue_data("json"), Kind::CatalogueJson);
    for series in index.series() {
        let path = |extension| paths::series_data(&series.slug, extension);
        add(path("csv"), Kind::SeriesCsv(series));
        add(path("json"), Kind::SeriesJson(series));
    }
    for column in index.columns.iter().filter_map(|lineage| lineage.last()) {
        if index.count_of_column(column) > 0 {
            add(paths::column_feed(&column.path), Kind::Feed(column));
        }
    }
    for number in 0..sitemap::parts(plan) {
        add(sitemap::path(Some(number)), Kind::SiteMap(number));
    }
    add(sitemap::path(None), Kind::SiteMapIndex);
    add(sitemap::robots_path(), Kind::Robots);
    exports
}

impl Export<'_> {
    /// The same file at another place.
    #[must_use]
    pub fn at(&self, path: OutputPath) -> Self {
        Self { path, ..*self }
    }

    /// Makes the file. `plan` is the one that it is of.
    ///
    /// # Errors
    /// If its format cannot be written.
    pub fn bytes(&self, plan: &Plan<'_>) -> Result<Vec<u8>, ExportError> {
        match self.kind {
            Kind::DisclosureCsv(placed) => csv_file::disclosure(plan, placed),
            Kind::DisclosureJson(placed) => json_file::disclosure(plan, placed),
            Kind::CatalogueCsv => csv_file::catalogue(plan),
            Kind::CatalogueJson => json_file::catalogue(plan),
            Kind::SeriesCsv(series) => series_file::csv(plan, series),
            Kind::SeriesJson(series) => series_file::json(plan, series),
            Kind::Feed(column) => feed::feed(plan, column),
            Kind::SiteMap(number) => sitemap::part(plan, number),
            Kind::SiteMapIndex => sitemap::whole(plan),
            Kind::Robots => Ok(sitemap::robots(plan)),
        }
    }
}
