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

/// What a written index has.
#[derive(Clone, Debug)]
pub struct Written {
    /// The file where a reader begins, and its size in bytes.
    pub start: (OutputPath, u64),
    /// How many records can be found.
    pub records: usize,
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
    in_memory(|put| write_in_segments(plan, full, put))
}

/// Writes the search index of a plan: gives its files to `put`, many at a time, as soon as they are made.
///
/// # Errors
/// If something is too large for the format. What was put until then is worth nothing.
pub fn write(plan: &Plan<'_>, put: &mut dyn FnMut(Vec<SearchFile>)) -> Result<Written, WriteError> {
    write_in_segments(plan, FULL, put)
}

fn write_in_segments(
    plan: &Plan<'_>,
    full: usize,
    put: &mut dyn FnMut(Vec<SearchFile>),
) -> Result<Written, WriteError> {
    let simplifications = simplifications()?;
    let table = FoldTable::new(simplifications.iter().copied());
    let index = plan.input.index;
    let units = &plan.input.site.units;
    let (open, closed) = divide(&index.disclosures, full);
    let mut pages: Vec<Record<'_>> = index.pages.iter().map(record::of_page).collect();
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    // Newest first; the open one is made even if it is empty.
    let open = segment(records(open, units).chain(pages), &table, Tiers::DEFAULT);
    let closed = closed
        .into_iter()
        .map(|disclosures| segment(records(disclosures, units), &table, Tiers::DEFAULT));
    let parts = Parts {
        tiers: Tiers::DEFAULT,
        labels: names::labels(plan)?,
        names: names::names(plan, &table)?,
        simplifications: &simplifications,
    };
    assemble(std::iter::once(open).chain(closed), parts, put)
}

/// An index in memory.
pub(super) fn in_memory(
    write: impl FnOnce(&mut dyn FnMut(Vec<SearchFile>)) -> Result<Written, WriteError>,
) -> Result<SearchIndex, WriteError> {
    let mut files = Vec::new();
    let Written { start, records } = write(&mut |more| files.extend(more))?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(SearchIndex {
        start: start.0,
        files,
        records,
    })
}

fn records<'a>(
    disclosures: &'a [Placed<'a>],
    units: record::UnitIds<'a>,
) -> impl Iterator<Item = Record<'a>> {
    disclosures
        .iter()
        .flat_map(move |placed| record::of_disclosure(placed, units))
}

/// What an index has besides its segments.
pub(super) struct Parts<'a> {
    pub(super) tiers: Tiers,
    pub(super) labels: Vec<u8>,
    pub(super) names: Vec<u8>,
    pub(super) simplifications: &'a [(char, char)],
}

/// An index of these segments, the open one first. They are made one after the other, each by all threads,
/// and put at once, so that the lists and files of no more than one are in memory.
pub(super) fn assemble(
    made: impl Iterator<Item = Result<Segment, WriteError>>,
    parts: Parts<'_>,
    put: &mut dyn FnMut(Vec<SearchFile>),
) -> Result<Written, WriteError> {
    let mut segments: Vec<Segment> = Vec::new();
    for segment in made {
        let mut segment = segment?;
        let files = segment.take_files();
        // Two segments of the same content are one.
        if segments.iter().all(|other| other.digest != segment.digest) {
            put(files);
        }
        segments.push(segment);
    }
    let directory = directory::directory(&segments)?;
    let Parts {
        tiers,
        labels,
        names,
        simplifications,
    } = parts;
    let start = start::start(&start::Parts {
        segments: &segments,
        tier: tiers.records,
        directory: &directory,
        labels: &labels,
        names: &names,
        simplifications,
    })?;
    let start_path = path(&format!("start-{}.bin", hash(&[&start])));
    let size = start.len() as u64;
    let mut files = vec![file(start_path.clone(), start)];
    files.extend(directory.files());
    let own = |name: &str, bytes: &Vec<u8>| path(&format!("{name}-{}.bin", hash(&[bytes])));
    files.push(file(own("labels", &labels), labels));
    files.push(file(own("names", &names), names));
    put(files);
    Ok(Written {
        start: (start_path, size),
        records: segments.iter().map(|segment| segment.records).sum(),
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
