//! Writes the index of what is public.

mod assembly;
mod blocks;
mod directory;
mod facets;
mod key;
mod known;
mod names;
mod places;
mod segment;
mod shards;
mod start;

use sha2::{Digest as _, Sha256};

pub use self::assembly::Sink;
pub(super) use self::assembly::{Assembly, Parts};
pub use self::key::SegmentKey;
pub use self::known::KnownSegments;
pub(super) use self::segment::Tiers;
#[cfg(test)]
pub(super) use self::segment::segment;
use super::error::WriteError;
use super::fold::{FoldTable, simplifications};
use super::record::{self, Record};
use crate::pages::{Placed, PlacedPage, Plan, paths};
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

/// What a written index has.
#[derive(Debug)]
pub struct Written {
    /// The file where a reader begins, and its size in bytes.
    pub start: (OutputPath, u64),
    /// How many records can be found.
    pub records: usize,
    /// What the next index need not make again.
    pub known: KnownSegments,
}

/// Makes the search index of a plan, as [`write()`] does, in memory.
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
    in_memory(|assembly| write_in_segments(plan, full, assembly))
}

/// Writes the search index of a plan: gives its files to `sink`, many at a time, as soon as they are made.
/// Segments that `known` knows, and that are still where they were put, are not made again.
///
/// # Errors
/// If something is too large for the format. What was put until then is worth nothing.
pub fn write(
    plan: &Plan<'_>,
    known: &KnownSegments,
    sink: &mut (dyn Sink + Send),
) -> Result<Written, WriteError> {
    write_in_segments(plan, FULL, Assembly::new(known, sink))
}

fn write_in_segments(
    plan: &Plan<'_>,
    full: usize,
    mut assembly: Assembly<'_>,
) -> Result<Written, WriteError> {
    let simplifications = simplifications()?;
    let table = FoldTable::new(simplifications.iter().copied());
    let index = plan.input.index;
    let units = &plan.input.site.units;
    let (open, closed) = divide(&index.disclosures, full);
    let mut pages: Vec<&PlacedPage<'_>> = index.pages.iter().collect();
    pages.sort_by_key(|page| paths::page(&page.page.path));
    // Newest first; the open one is made even if it is empty.
    let pages = || pages.iter().map(|page| record::of_page(page));
    let tiers = Tiers::DEFAULT;
    let segments = || -> Result<(), WriteError> {
        assembly.add(|| records(open, units).chain(pages()), &table, tiers)?;
        for disclosures in closed {
            assembly.add(|| records(disclosures, units), &table, tiers)?;
        }
        Ok(())
    };
    // Names are read by one thread, and so are parts of what makes a segment.
    let (added, names) = rayon::join(segments, || names::names(plan, &table));
    added?;
    assembly.finish(Parts {
        tiers,
        labels: names::labels(plan)?,
        names: names?,
        simplifications: &simplifications,
    })
}

/// An index in memory.
pub(super) fn in_memory(
    write: impl FnOnce(Assembly<'_>) -> Result<Written, WriteError>,
) -> Result<SearchIndex, WriteError> {
    let mut files = InMemory::default();
    let nothing = KnownSegments::default();
    let Written { start, records, .. } = write(Assembly::new(&nothing, &mut files))?;
    let InMemory(mut files) = files;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(SearchIndex {
        start: start.0,
        files,
        records,
    })
}

/// Files as they come.
#[derive(Default)]
struct InMemory(Vec<SearchFile>);

impl Sink for InMemory {
    fn keep(&mut self, _: &SegmentKey, paths: Vec<OutputPath>) -> Vec<OutputPath> {
        paths
    }

    fn put(&mut self, files: Vec<SearchFile>, _: Option<&SegmentKey>) {
        self.0.extend(files);
    }
}

fn records<'a>(
    disclosures: &'a [Placed<'a>],
    units: record::UnitIds<'a>,
) -> impl Iterator<Item = Record<'a>> {
    disclosures
        .iter()
        .flat_map(move |placed| record::of_disclosure(placed, units))
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
