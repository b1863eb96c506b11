//! Files for machines beside the pages: data, feeds, site map.

mod csv_file;
mod feed;
mod json_file;
mod sitemap;

use rayon::prelude::*;

use crate::pages::{Placed, Plan, paths};
use crate::url::OutputPath;

/// A file made for machines.
#[derive(Clone, Debug)]
pub struct ExportFile {
    /// Where it is written.
    pub path: OutputPath,
    /// Its bytes.
    pub bytes: Vec<u8>,
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

/// The CSV and JSON of every disclosure with tasks, and of the catalogue.
///
/// # Errors
/// If a format cannot be written.
pub fn data_files(plan: &Plan<'_>) -> Result<Vec<ExportFile>, ExportError> {
    let index = plan.input.index;
    let with_tasks: Vec<&Placed<'_>> = index
        .disclosures
        .iter()
        .filter(|placed| !placed.disclosure.chapters().is_empty())
        .collect();
    let files: Vec<[ExportFile; 2]> = with_tasks
        .into_par_iter()
        .map(|placed| {
            Ok([
                ExportFile {
                    path: paths::disclosure_data(&placed.disclosure.path, "csv"),
                    bytes: csv_file::disclosure(plan, placed)?,
                },
                ExportFile {
                    path: paths::disclosure_data(&placed.disclosure.path, "json"),
                    bytes: json_file::disclosure(plan, placed)?,
                },
            ])
        })
        .collect::<Result<_, ExportError>>()?;
    let mut files: Vec<ExportFile> = files.into_iter().flatten().collect();
    files.push(ExportFile {
        path: paths::catalogue_data("csv"),
        bytes: csv_file::catalogue(plan)?,
    });
    files.push(ExportFile {
        path: paths::catalogue_data("json"),
        bytes: json_file::catalogue(plan)?,
    });
    Ok(files)
}

/// The Atom feeds of the site and of every column with disclosures.
///
/// # Errors
/// If the format cannot be written.
pub fn feeds(plan: &Plan<'_>) -> Result<Vec<ExportFile>, ExportError> {
    plan.input
        .index
        .columns
        .par_iter()
        .filter_map(|lineage| lineage.last())
        .filter(|column| plan.input.index.count_of_column(column) > 0)
        .map(|column| {
            Ok(ExportFile {
                path: paths::column_feed(&column.path),
                bytes: feed::feed(plan, column)?,
            })
        })
        .collect()
}

/// `sitemap.xml`, in parts if it is long, and `robots.txt`.
///
/// # Errors
/// If the format cannot be written.
pub fn for_crawlers(plan: &Plan<'_>) -> Result<Vec<ExportFile>, ExportError> {
    let mut files = sitemap::sitemaps(plan)?;
    files.push(sitemap::robots(plan));
    Ok(files)
}
