//! Files for machines and offices beside the pages: data, feeds, site map.

mod card;
mod csv_file;
mod data;
mod datapackage;
mod dcat;
mod docx;
mod feed;
mod json_file;
mod kept;
mod paper;
mod selection;
mod series_file;
mod sitemap;
mod table;
mod xlsx;
mod xml;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

pub use self::data::Data;
pub use self::kept::left_out;
pub use self::selection::{Filter, Selection, Standing};

use crate::model::Column;
use crate::pages::{Placed, PlacedSeries, Plan, paths};
use crate::url::OutputPath;

/// A format of data files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values.
    Csv,
    /// JSON.
    Json,
    /// A workbook.
    Xlsx,
    /// A text document.
    Docx,
}

impl Format {
    /// What names of such files end with.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
        }
    }
}

/// A file that is made when it is asked for.
#[derive(Clone, Debug)]
pub struct Export<'p> {
    /// Where it is written.
    pub path: OutputPath,
    kind: Kind<'p>,
}

#[derive(Clone, Copy, Debug)]
enum Kind<'p> {
    Disclosure(&'p Placed<'p>, Format),
    DisclosurePackage(&'p Placed<'p>),
    CatalogueCsv,
    CatalogueJson,
    CatalogueXlsx,
    CataloguePackage,
    /// The catalogue for harvesters, or a part of it with its number, from 0.
    Dcat(Option<usize>),
    SeriesCsv(&'p PlacedSeries<'p>),
    SeriesJson(&'p PlacedSeries<'p>),
    SeriesXlsx(&'p PlacedSeries<'p>),
    SeriesPackage(&'p PlacedSeries<'p>),
    Feed(&'p Column),
    /// A part of the site map with its number, from 0.
    SiteMap(usize),
    /// The only site map, or the index of its parts.
    SiteMapIndex,
    Robots,
}

/// What can be told of a file that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256 in lower-case hexadecimal digits.
    pub sha256: String,
}

impl Fact {
    /// Of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let digest = Sha256::digest(bytes);
        Self {
            bytes: bytes.len() as u64,
            sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }
}

/// What is known of files that were made, by path.
pub type Facts = BTreeMap<OutputPath, Fact>;

/// What can go wrong in writing a format, all of it into memory.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each variant is the error of its format")]
pub enum ExportError {
    #[error("CSV: {0}")]
    Csv(#[from] csv::Error),
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("XLSX: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    #[error("ZIP: {0}")]
    Zip(#[from] zip::result::ZipError),
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// The data files of every disclosure with tasks, of every series and of the catalogue, what describes them, the
/// Atom feeds of the site and of every column with disclosures, `sitemap.xml`, in parts if it is long, and
/// `robots.txt`.
#[must_use]
pub fn exports<'p>(plan: &'p Plan<'_>) -> Vec<Export<'p>> {
    let index = plan.input.index;
    let mut exports = Vec::new();
    let mut add = |path, kind| exports.push(Export { path, kind });
    for placed in &index.disclosures {
        let disclosure = placed.disclosure;
        if !disclosure.chapters().is_empty() {
            let path = |extension| paths::disclosure_data(&disclosure.path, extension);
            for format in [Format::Csv, Format::Json, Format::Xlsx, Format::Docx] {
                if format != Format::Xlsx || kept::fits(placed) {
                    add(path(format.extension()), Kind::Disclosure(placed, format));
                }
            }
            let package = paths::disclosure_package(&disclosure.path);
            add(package, Kind::DisclosurePackage(placed));
        }
    }
    add(paths::catalogue_data("csv"), Kind::CatalogueCsv);
    add(paths::catalogue_data("json"), Kind::CatalogueJson);
    add(paths::catalogue_data("xlsx"), Kind::CatalogueXlsx);
    add(paths::catalogue_package(), Kind::CataloguePackage);
    add(paths::catalogue_dcat(None), Kind::Dcat(None));
    for number in 0..dcat::parts(Data::of(plan)) {
        let part = Some(number);
        add(paths::catalogue_dcat(part), Kind::Dcat(part));
    }
    for series in index.series() {
        let path = |extension| paths::series_data(&series.slug, extension);
        add(path("csv"), Kind::SeriesCsv(series));
        add(path("json"), Kind::SeriesJson(series));
        add(path("xlsx"), Kind::SeriesXlsx(series));
        add(
            paths::series_package(&series.slug),
            Kind::SeriesPackage(series),
        );
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

    /// The data files that it tells sizes and digests of: they are made before it.
    #[must_use]
    pub fn tells_of(&self, plan: &Plan<'_>) -> Vec<OutputPath> {
        match self.kind {
            Kind::DisclosurePackage(placed) => {
                vec![paths::disclosure_data(&placed.disclosure.path, "csv")]
            }
            Kind::CataloguePackage => vec![paths::catalogue_data("csv")],
            Kind::SeriesPackage(series) => vec![paths::series_data(&series.slug, "csv")],
            Kind::Dcat(part) => dcat::tells_of(Data::of(plan), part),
            _ => Vec::new(),
        }
    }

    /// What it is made from and nothing else, where finding that out costs far less than making it; with the
    /// same program the same gives the same bytes. `plan` is the one that it is of.
    ///
    /// # Errors
    /// As [`Export::bytes`].
    pub fn made_from(&self, plan: &Plan<'_>) -> Result<Option<Vec<u8>>, ExportError> {
        let data = Data::of(plan);
        match self.kind {
            Kind::Disclosure(placed, Format::Xlsx | Format::Docx) => {
                kept::disclosure(data, placed).map(Some)
            }
            Kind::CatalogueXlsx => kept::of_many(data, table::catalogue(data)).map(Some),
            Kind::SeriesXlsx(series) => {
                let mut from = kept::of_many(data, table::series(data, series))?;
                from.extend(series.series.name.as_bytes());
                Ok(Some(from))
            }
            _ => Ok(None),
        }
    }

    /// Makes the file. `plan` is the one that it is of, `facts` are those of the files that it tells of.
    ///
    /// # Errors
    /// If its format cannot be written.
    pub fn bytes(&self, plan: &Plan<'_>, facts: &Facts) -> Result<Vec<u8>, ExportError> {
        let data = Data::of(plan);
        let csv = |path: OutputPath| facts.get(&path);
        match self.kind {
            Kind::Disclosure(placed, format) => disclosure(data, placed, format),
            Kind::DisclosurePackage(placed) => {
                let path = paths::disclosure_data(&placed.disclosure.path, "csv");
                datapackage::disclosure(data, placed, csv(path))
            }
            Kind::CatalogueCsv => csv_file::csv(data, table::catalogue(data)),
            Kind::CatalogueJson => json_file::catalogue(data),
            Kind::CatalogueXlsx => {
                let site = data.site.settings.name.value.as_ref();
                let title = format!("{site} {}", data.say("目录", "Catalogue"));
                let about = without_card(&title, data);
                xlsx::workbook(data, &about, table::catalogue(data))
            }
            Kind::CataloguePackage => {
                datapackage::catalogue(data, csv(paths::catalogue_data("csv")))
            }
            Kind::Dcat(part) => dcat::catalogue(data, part, facts),
            Kind::SeriesCsv(series) => csv_file::csv(data, table::series(data, series)),
            Kind::SeriesJson(series) => series_file::json(data, series),
            Kind::SeriesXlsx(series) => {
                let about = without_card(series.series.name, data);
                xlsx::workbook(data, &about, table::series(data, series))
            }
            Kind::SeriesPackage(series) => {
                let path = paths::series_data(&series.slug, "csv");
                datapackage::series(data, series, csv(path))
            }
            Kind::Feed(column) => feed::feed(plan, column),
            Kind::SiteMap(number) => sitemap::part(plan, number),
            Kind::SiteMapIndex => sitemap::whole(plan),
            Kind::Robots => Ok(sitemap::robots(plan)),
        }
    }
}

/// A disclosure in one of its formats.
fn disclosure<'a>(
    data: Data<'a>,
    placed: &'a Placed<'a>,
    format: Format,
) -> Result<Vec<u8>, ExportError> {
    match format {
        Format::Csv => csv_file::csv(data, table::of_disclosure(data, placed)),
        Format::Json => json_file::disclosure(data, placed),
        Format::Xlsx => {
            let about = about(data, placed);
            xlsx::workbook(data, &about, table::of_disclosure(data, placed))
        }
        Format::Docx => docx::document(data, &paper::of_disclosure(data, placed)),
    }
}

/// What the workbook of a disclosure is about.
fn about<'a>(data: Data<'a>, placed: &'a Placed<'a>) -> xlsx::About<'a> {
    let card = &placed.disclosure.card;
    xlsx::About {
        title: &card.title.value,
        subject: Some(card.index_number.value.as_str()),
        day: Some(card.published.value.date),
        card: card::rows(data, placed.disclosure),
        mark: None,
    }
}

/// What a workbook of many disclosures is about.
fn without_card<'a>(title: &'a str, data: Data<'_>) -> xlsx::About<'a> {
    xlsx::About {
        title,
        subject: None,
        day: data.latest(),
        card: Vec::new(),
        mark: None,
    }
}
