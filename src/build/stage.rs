//! Everything that is written: pages, data, attached files, the theme's files.

use rayon::prelude::*;

use super::inputs;
use crate::diagnostic::{Diagnostic, Faults};
use crate::export::Export;
use crate::pages::{self, Context, Plan, PlannedCopy, PlannedFile, PlannedPage, Sizes};
use crate::release::{Key, Staging};
use crate::render::{self, Theme};
use crate::say;
use crate::search::{self, SearchIndex};
use crate::url::OutputPath;

/// The search index.
pub(crate) fn search_index(plan: &Plan<'_>) -> Result<SearchIndex, Faults> {
    search::index(plan).map_err(|error| {
        let what = say!(
            "搜索索引写不出来：{error}",
            "the search index cannot be made: {error}"
        );
        Diagnostic::error("search/format", what).into()
    })
}

/// Adds files that moved to what is written: data files to `exports`; attached files are given back.
pub(crate) fn copies<'a>(
    plan: &Plan<'a>,
    exports: &mut Vec<Export<'_>>,
) -> Result<Vec<PlannedFile<'a>>, Faults> {
    let mut faults = Faults::new();
    let mut files = Vec::new();
    for PlannedCopy { from, to, redirect } in &plan.copies {
        let taken = exports.iter().any(|file| file.path == *from)
            || plan
                .files
                .iter()
                .chain(&files)
                .any(|file| file.path == *from);
        if taken {
            let path = from;
            faults.push(
                Diagnostic::error(
                    "pages/two-sources",
                    say!(
                        "两处内容会写到同一个网址 `{path}`",
                        "two sources would be written to the URL `{path}`"
                    ),
                )
                .at(redirect.from.span),
            );
        } else if let Some(file) = exports.iter().find(|file| file.path == *to) {
            let moved = file.at(from.clone());
            exports.push(moved);
        } else if let Some(file) = plan.files.iter().find(|file| file.path == *to) {
            files.push(PlannedFile {
                path: from.clone(),
                file: file.file,
            });
        } else {
            faults.push(pages::no_target(to, redirect.to.span));
        }
    }
    if faults.is_empty() {
        Ok(files)
    } else {
        Err(faults)
    }
}

/// Renders every page and stages it with the files of the site, the theme, the exports and the search
/// index.
pub(super) fn stage(
    plan: &Plan<'_>,
    theme: &Theme,
    exports: &[Export<'_>],
    copied_files: &[PlannedFile<'_>],
    search: &SearchIndex,
    staging: &Staging,
) -> Result<(), Faults> {
    // The pages tell how large the other files are.
    let (mut sizes, mut faults) = stage_exports(plan, exports, staging);
    let of_search = search.files.iter();
    sizes.extend(of_search.map(|file| (file.path.clone(), file.bytes.len() as u64)));
    let program = inputs::program();
    faults.par_extend(plan.pages.par_iter().flat_map_iter(|page| {
        let context = plan.context(page, &sizes);
        failures(stage_page(
            program.as_deref(),
            theme,
            page,
            &context,
            staging,
        ))
    }));
    faults.par_extend(
        plan.files
            .par_iter()
            .chain(copied_files)
            .flat_map_iter(|file| failures(staging.put_file(&file.path, &file.file.source))),
    );
    faults.par_extend(
        search
            .files
            .par_iter()
            .flat_map_iter(|file| failures(staging.put(&file.path, &file.bytes))),
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
pub(crate) fn export_bytes(plan: &Plan<'_>, export: &Export<'_>) -> Result<Vec<u8>, Faults> {
    export.bytes(plan).map_err(|error| {
        let what = say!(
            "数据文件写不出来：{error}",
            "a data file cannot be made: {error}"
        );
        Diagnostic::error("export/format", what).into()
    })
}

/// Makes and stages the data files, feeds and site maps, one at a time, as they hold all of the content once
/// more. Gives their sizes.
fn stage_exports(
    plan: &Plan<'_>,
    exports: &[Export<'_>],
    staging: &Staging,
) -> (Sizes, Vec<Diagnostic>) {
    let staged: Vec<Result<(OutputPath, u64), Faults>> = exports
        .par_iter()
        .map(|export| {
            let bytes = export_bytes(plan, export)?;
            staging.put(&export.path, &bytes)?;
            Ok((export.path.clone(), bytes.len() as u64))
        })
        .collect();
    let mut sizes = Sizes::new();
    let mut faults = Vec::new();
    for result in staged {
        match result {
            Ok((path, size)) => {
                sizes.insert(path, size);
            }
            Err(more) => faults.extend(more),
        }
    }
    (sizes, faults)
}

fn failures(result: Result<(), Faults>) -> Vec<Diagnostic> {
    result.err().into_iter().flatten().collect()
}
