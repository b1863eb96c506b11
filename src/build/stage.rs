//! Everything that is written: pages, data, attached files, the theme's files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Faults};
use crate::export::{Export, ExportError, Fact, Facts};
use crate::pages::{self, Context, Plan, PlannedCopy, PlannedFile, PlannedPage, Sizes};
use crate::release::{Key, Staging};
use crate::render::{self, Theme};
use crate::say;
use crate::search::{WriteError, Written};

/// Progress is told after so many pages.
const PAGES_AT_ONCE: usize = 64;
/// A thread takes so many pages at a time: the longest of a site stand in a row, and none should be left with
/// all of them.
const PAGES_A_THREAD: usize = 16;

/// Tells why there is no search index.
pub(crate) fn search_failed(error: &WriteError) -> Diagnostic {
    let what = say!(
        "搜索索引写不出来：{error}",
        "the search index cannot be made: {error}"
    );
    Diagnostic::error("search/format", what)
}

/// Adds files that moved to what is written, be it more than once: data files to `exports`; attached files
/// are given back.
pub(crate) fn copies<'a>(
    plan: &Plan<'a>,
    exports: &mut Vec<Export<'_>>,
) -> Result<Vec<PlannedFile<'a>>, Faults> {
    let moves = plan.copies.iter().map(|copy| (&copy.from, &copy.to));
    let moves: BTreeMap<_, _> = moves.collect();
    let data = exports.iter().map(|file| (&file.path, file));
    let data: BTreeMap<_, _> = data.collect();
    let attached = plan.files.iter().map(|file| (&file.path, file.file));
    let attached: BTreeMap<_, _> = attached.collect();
    let mut faults = Faults::new();
    let mut files = Vec::new();
    let mut moved = Vec::new();
    let mut taken = BTreeSet::new();
    for PlannedCopy { from, to, redirect } in &plan.copies {
        // The plan has no circles.
        let mut now = to;
        while let Some(next) = moves.get(now) {
            now = next;
        }
        if data.contains_key(from) || attached.contains_key(from) || !taken.insert(from) {
            faults.push(
                Diagnostic::error(
                    "pages/two-sources",
                    say!(
                        "两处内容会写到同一个网址 `{from}`",
                        "two sources would be written to the URL `{from}`"
                    ),
                )
                .at(redirect.from.span),
            );
        } else if let Some(file) = data.get(now) {
            moved.push(file.at(from.clone()));
        } else if let Some(file) = attached.get(now) {
            files.push(PlannedFile {
                path: from.clone(),
                file,
            });
        } else {
            faults.push(pages::no_target(now, redirect.to.span));
        }
    }
    exports.extend(moved);
    if faults.is_empty() {
        Ok(files)
    } else {
        Err(faults)
    }
}

/// What a release holds besides its pages and the files that are attached to them; the search index is
/// staged already.
#[derive(Clone, Copy)]
pub(super) struct Files<'a> {
    /// Tells this program from others, if that is known.
    pub(super) program: Option<&'a [u8]>,
    pub(super) theme: &'a Theme,
    pub(super) exports: &'a [Export<'a>],
    pub(super) copied: &'a [PlannedFile<'a>],
    pub(super) search: &'a Written,
}

/// Renders every page and stages it with the files of the site, the theme and the exports. `progress` is
/// told how many of how many pages are done.
pub(super) fn stage(
    plan: &Plan<'_>,
    files: Files<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
    staging: &Staging,
) -> Result<(), Faults> {
    let Files {
        program,
        theme,
        exports,
        copied,
        search,
    } = files;
    // The pages tell how large the other files are.
    let (facts, mut faults) = stage_exports(program, plan, exports, staging);
    let mut sizes: Sizes = facts
        .into_iter()
        .map(|(path, fact)| (path, fact.bytes))
        .collect();
    sizes.extend([search.start.clone()]);
    let done = AtomicUsize::new(0);
    progress(0, plan.pages.len());
    let pages = plan.pages.par_iter().with_max_len(PAGES_A_THREAD);
    faults.par_extend(pages.flat_map_iter(|page| {
        let before = done.fetch_add(1, Ordering::Relaxed);
        if (before + 1).is_multiple_of(PAGES_AT_ONCE) {
            progress(before + 1, plan.pages.len());
        }
        let context = plan.context(page, &sizes);
        failures(stage_page(program, theme, page, &context, staging))
    }));
    faults.par_extend(
        plan.files
            .par_iter()
            .chain(copied)
            .flat_map_iter(|file| failures(staging.put_file(&file.path, &file.file.source))),
    );
    for asset in theme.assets() {
        faults.extend(failures(staging.put(&asset.path, &asset.bytes)));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults.into_iter().collect::<Faults>().each_once())
    }
}

/// A page is a pure function of theme and context: one that the same program made from the same stays as
/// it is.
fn stage_page(
    program: Option<&[u8]>,
    theme: &Theme,
    page: &PlannedPage<'_>,
    context: &Context<'_>,
    staging: &Staging,
) -> Result<(), Faults> {
    let key = program
        .zip(render::digest(theme, context))
        .map(|(program, digest)| Key::of([program, &digest]));
    if let Some(key) = key
        && staging.keep(&page.path, key)?
    {
        return Ok(());
    }
    let bytes = render::render(theme, context, page.origin)?;
    staging.put_made_from(&page.path, &bytes, key)
}

/// Makes a data file, a feed or a site map.
pub(crate) fn export_bytes(
    plan: &Plan<'_>,
    export: &Export<'_>,
    facts: &Facts,
) -> Result<Vec<u8>, Faults> {
    export.bytes(plan, facts).map_err(|error| no_export(&error))
}

fn no_export(error: &ExportError) -> Faults {
    let what = say!(
        "数据文件写不出来：{error}",
        "a data file cannot be made: {error}"
    );
    Diagnostic::error("export/format", what).into()
}

/// Makes and stages the data files, feeds and site maps; those last that tell of others. Gives what is known
/// of them.
fn stage_exports(
    program: Option<&[u8]>,
    plan: &Plan<'_>,
    exports: &[Export<'_>],
    staging: &Staging,
) -> (Facts, Vec<Diagnostic>) {
    let (first, last): (Vec<_>, Vec<_>) = exports
        .iter()
        .partition(|export| export.tells_of(plan).is_empty());
    let mut facts = Facts::new();
    let mut faults = Vec::new();
    for exports in [first, last] {
        let staged: Vec<Result<Fact, Faults>> = exports
            .par_iter()
            .map(|export| stage_export(program, plan, export, &facts, staging))
            .collect();
        for (export, result) in exports.iter().zip(staged) {
            match result {
                Ok(fact) => {
                    facts.insert(export.path.clone(), fact);
                }
                Err(more) => faults.extend(more),
            }
        }
    }
    (facts, faults)
}

/// A file of which it is known what it is made from stays as it is if that is the same.
fn stage_export(
    program: Option<&[u8]>,
    plan: &Plan<'_>,
    export: &Export<'_>,
    facts: &Facts,
    staging: &Staging,
) -> Result<Fact, Faults> {
    let from = export.made_from(plan).map_err(|error| no_export(&error))?;
    let key = program.zip(from.as_deref());
    let key = key.map(|(program, from)| Key::of([program, from]));
    if let Some(key) = key
        && let Some((bytes, sha256)) = staging.keep_known(&export.path, key)?
    {
        let sha256 = sha256.to_string();
        return Ok(Fact { bytes, sha256 });
    }
    let bytes = export_bytes(plan, export, facts)?;
    staging.put_made_from(&export.path, &bytes, key)?;
    Ok(Fact::of(&bytes))
}

pub(super) fn failures(result: Result<(), Faults>) -> Vec<Diagnostic> {
    result.err().into_iter().flatten().collect()
}
