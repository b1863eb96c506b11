//! Writes the index of what is public.

mod blocks;
mod directory;
mod facets;
mod names;
mod places;
mod segment;
mod shards;
mod start;

use sha2::{Digest as _, Sha256};

pub(super) use self::segment::{Segment, Tiers, segment};
use super::error::WriteError;
use super::fold::{FoldTable, simplifications};
use super::record::{self, Record};
use crate::pages::{Placed, Plan, paths};
use crate::url::OutputPath;

/// From this number of records on a segment is closed.
const FULL: usize = 16384;

/// A file of an index.
#[derive(Clone, Debug)]
pub struct SearchFile {
    /// Where it is written.
    pub path: OutputPath,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The index of a site.
#[derive(Clone, Debug)]
pub struct SearchIndex {
    /// The file where a reader begins; a page that searches names it.
    pub start: OutputPath,
    /// All files, that one included.
    pub files: Vec<SearchFile>,
    /// How many records can be found.
    pub records: usize,
}

/// Writes the search index of a plan.
///
/// # Errors
/// If something is too large for the format.
pub fn index(plan: &Plan<'_>) -> Result<SearchIndex, WriteError> {
    index_in_segments(plan, FULL)
}

/// As [`index`], with closed segments of another size; for tests and measuring.
///
/// # Errors
/// If something is too large for the format.
pub fn index_in_segments(plan: &Plan<'_>, full: usize) -> Result<SearchIndex, WriteError> {
    let simplifications = simplifications()?;
    let table = FoldTable::new(simplifications.iter().copied());
    let index = plan.input.index;
    let units = &plan.input.site.units;
    let (open, closed) = divide(&index.disclosures, full);
    let of = |disclosures| records(disclosures, units);
    let mut pages: Vec<Record<'_>> = index.pages.iter().map(record::of_page).collect();
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    // Newest first; the open one is made even if it is empty. One is made after the other, each by all
    // threads, so that the lists of no more than one are in memory.
    let mut segments = vec![segment(of(open).chain(pages), &table, Tiers::DEFAULT)?];
    for disclosures in closed {
        segments.push(segment(of(disclosures), &table, Tiers::DEFAULT)?);
    }
    let labels = names::labels(plan)?;
    let names = names::names(plan, &table)?;
    assemble(segments, Tiers::DEFAULT, labels, names, &simplifications)
}

fn records<'a>(
    disclosures: &'a [Placed<'a>],
    units: record::UnitIds<'a>,
) -> impl Iterator<Item = Record<'a>> {
    disclosures
        .iter()
        .flat_map(move |placed| record::of_disclosure(placed, units))
}

/// An index of these segments, the open one first.
pub(super) fn assemble(
    segments: Vec<Segment>,
    tiers: Tiers,
    labels: Vec<u8>,
    names: Vec<u8>,
    simplifications: &[(char, char)],
) -> Result<SearchIndex, WriteError> {
    let directory = directory::directory(&segments)?;
    let start = start::start(&start::Parts {
        segments: &segments,
        tier: tiers.records,
        directory: &directory,
        labels: &labels,
        names: &names,
        simplifications,
    })?;
    let records = segments.iter().map(|segment| segment.records).sum();
    let mut files: Vec<SearchFile> = Vec::new();
    let start_path = path(&format!("start-{}.bin", hash(&[&start])));
    files.push(file(start_path.clone(), start));
    for segment in segments {
        files.extend(segment.files());
    }
    files.extend(directory.files());
    let own = |name: &str, bytes: &Vec<u8>| path(&format!("{name}-{}.bin", hash(&[bytes])));
    files.push(file(own("labels", &labels), labels));
    files.push(file(own("names", &names), names));
    // Two segments of the same content are one.
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.dedup_by(|a, b| a.path == b.path);
    Ok(SearchIndex {
        start: start_path,
        files,
        records,
    })
}

/// The disclosures of the open segment, and those of the closed ones, newest first.
fn divide<'p, 'a>(
    disclosures: &'p [Placed<'a>],
    full: usize,
) -> (&'p [Placed<'a>], Vec<&'p [Placed<'a>]>) {
    let mut closed = Vec::new();
    let mut open = disclosures;
    let mut records = 0;
    for (position, placed) in disclosures.iter().enumerate().rev() {
        records += record::count_of(placed);
        if records >= full {
            if let Some((newer, segment)) = open.split_at_checked(position) {
                closed.push(segment);
                open = newer;
            }
            records = 0;
        }
    }
    closed.reverse();
    (open, closed)
}

fn path(name: &str) -> OutputPath {
    OutputPath::of_slugs(format!("{}/{name}", paths::SEARCH))
}

fn file(path: OutputPath, bytes: Vec<u8>) -> SearchFile {
    SearchFile { path, bytes }
}

/// Eight bytes that name what is stored.
type Digest = [u8; 8];

/// The digest of files: one by its bytes, several by the length and the bytes of each.
fn digest<F: AsRef<[u8]>>(files: &[F]) -> Digest {
    let mut hasher = Sha256::new();
    for file in files {
        if files.len() > 1 {
            hasher.update((file.as_ref().len() as u64).to_le_bytes());
        }
        hasher.update(file.as_ref());
    }
    let all: [u8; 32] = hasher.finalize().into();
    all.first_chunk().copied().unwrap_or_default()
}

fn hash<F: AsRef<[u8]>>(files: &[F]) -> String {
    hex(digest(files))
}

/// A digest as it stands in paths.
pub(super) fn hex(digest: Digest) -> String {
    format!("{:016x}", u64::from_be_bytes(digest))
}
