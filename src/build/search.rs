//! The search index of a release.

use rayon::prelude::*;

use super::stage::{failures, search_failed};
use crate::diagnostic::{Diagnostic, Faults};
use crate::pages::Plan;
use crate::release::{Key, Staging};
use crate::search::{self, KnownSegments, SearchFile, SegmentKey, Sink, Written};
use crate::url::OutputPath;

/// What is known of the segments of the last index is kept beside the release under this name.
const KEPT: &str = "search";

/// Makes and stages the search index: of its segments, those that are not in the last release, made by this
/// program from the same records.
pub(super) fn stage(
    program: Option<&[u8]>,
    plan: &Plan<'_>,
    staging: &mut Staging,
) -> Result<Written, Faults> {
    let kept = staging.kept(KEPT);
    let known = kept.and_then(|bytes| postcard::from_bytes(&bytes).ok());
    let known: KnownSegments = known.unwrap_or_default();
    let mut staged = Staged {
        program,
        staging,
        faults: Vec::new(),
    };
    let written = search::write(plan, &known, &mut staged);
    let faults = staged.faults;
    let written = written.map_err(|error| search_failed(&error))?;
    if !faults.is_empty() {
        return Err(faults.into_iter().collect::<Faults>().each_once());
    }
    if let Ok(bytes) = postcard::to_stdvec(&written.known) {
        staging.keep_beside(KEPT, bytes);
    }
    Ok(written)
}

/// The files of the index go to a release.
struct Staged<'s> {
    program: Option<&'s [u8]>,
    staging: &'s Staging,
    faults: Vec<Diagnostic>,
}

impl Staged<'_> {
    fn key(&self, made_from: &SegmentKey) -> Option<Key> {
        self.program.map(|program| Key::of([program, made_from]))
    }
}

impl Sink for Staged<'_> {
    fn keep(&mut self, made_from: &SegmentKey, paths: Vec<OutputPath>) -> Vec<OutputPath> {
        let Some(key) = self.key(made_from) else {
            return paths;
        };
        let staging = self.staging;
        let tried = paths.into_par_iter().map(|path| {
            let kept = staging.keep(&path, key);
            (path, kept)
        });
        let tried: Vec<(OutputPath, Result<bool, Faults>)> = tried.collect();
        let mut lacking = Vec::new();
        for (path, kept) in tried {
            match kept {
                Ok(true) => {}
                Ok(false) => lacking.push(path),
                Err(faults) => self.faults.extend(faults),
            }
        }
        lacking
    }

    fn put(&mut self, files: Vec<SearchFile>, made_from: Option<&SegmentKey>) {
        let key = made_from.and_then(|made_from| self.key(made_from));
        let staging = self.staging;
        let put = |file: SearchFile| staging.put_made_from(&file.path, &file.bytes, key);
        let results = files.into_par_iter().map(put);
        self.faults.par_extend(results.flat_map_iter(failures));
    }
}
