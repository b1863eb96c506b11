//! The whole way through, from the content tree to a release: what `gongkai build` does.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::content;
use crate::diagnostic::{Diagnostic, Faults, Message, Place, Sources, Span};
use crate::export::{self, ExportFile};
use crate::model::UtcOffset;
use crate::pages::{self, HeldBack, Index, Input, Plan, PlannedCopy, PlannedFile, Sizes, Words};
use crate::release::{self, Outcome, Staging, UrlsLock};
use crate::render::{self, Theme};
use crate::url::OutputPath;
use crate::{check, say};

/// What to build.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// The folder that holds `site.toml`.
    pub root: &'a Path,
    /// Where the release goes.
    pub output: &'a Path,
    /// The day it is built for, where the site's offset is given: nothing published later is in it.
    pub as_of: &'a dyn Fn(UtcOffset) -> Result<Date, Message>,
    /// Whether warnings stop the build, too.
    pub strict: bool,
    /// Whether to remember the URLs of this release in `content/urls.lock`.
    pub accept_urls: bool,
}

/// A part of the way, for those who watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading the content; counts files.
    Load,
    /// The rules; counts disclosures.
    Check,
    /// Deciding which pages there are; counts pages.
    Plan,
    /// Data files, feeds and site maps; counts files.
    Export,
    /// Rendering and staging; counts pages.
    Render,
    /// Making the release what the output holds; counts files.
    Commit,
}

/// What was built.
#[derive(Debug)]
pub struct Built {
    /// The day it was built for.
    pub as_of: Date,
    /// What the commit did.
    pub outcome: Outcome,
    /// How many pages there are.
    pub pages: usize,
    /// What was left out.
    pub held_back: HeldBack,
    /// How many URLs were newly remembered; none if that was not asked for.
    pub accepted_urls: Option<usize>,
}

/// How a build ended.
#[derive(Debug)]
pub struct Report {
    /// What was built; none if something stopped it, and then nothing was changed.
    pub built: Option<Built>,
    /// What was found: errors if it was stopped, warnings otherwise.
    pub faults: Faults,
    /// What the places of the findings refer to.
    pub sources: Sources,
}

/// Builds a site. `done` is called after each stage with how many items it handled.
pub fn build(options: Options<'_>, done: &mut dyn FnMut(Stage, usize)) -> Report {
    let loaded = content::load(options.root);
    let mut sources = loaded.sources;
    let mut faults = loaded.faults;
    done(Stage::Load, loaded.files);
    let built = match loaded.site {
        Some(site) => from_site(
            options,
            &site,
            &loaded.on_disk,
            &mut sources,
            &mut faults,
            done,
        ),
        None => Err(Faults::new()),
    };
    let built = match built {
        Ok(built) => Some(built),
        Err(more) => {
            faults.append(more);
            faults.sort();
            None
        }
    };
    Report {
        built,
        faults,
        sources,
    }
}

fn from_site(
    options: Options<'_>,
    site: &crate::model::Site,
    on_disk: &BTreeSet<String>,
    sources: &mut Sources,
    faults: &mut Faults,
    done: &mut dyn FnMut(Stage, usize),
) -> Result<Built, Faults> {
    let as_of = (options.as_of)(site.settings.utc_offset)
        .map_err(|why| Faults::from(Diagnostic::error("usage", why)))?;
    // What is wrong with the content, the theme and the plan is told in one run.
    let theme = match Theme::load(options.root, &site.settings, sources) {
        Ok(theme) => Some(theme),
        Err(more) => {
            faults.append(more);
            None
        }
    };
    let nothing = BTreeSet::new();
    let unread = if faults.has_errors() {
        on_disk
    } else {
        &nothing
    };
    faults.append(check::check(site));
    let index = Index::new(site, as_of);
    done(Stage::Check, index.disclosures.len());
    let fallback = (Words::default(), BTreeMap::new());
    let (words, assets) = match &theme {
        Some(theme) => (theme.words(), theme.asset_paths()),
        None => (&fallback.0, &fallback.1),
    };
    let plan = pages::plan(Input {
        site,
        index: &index,
        unread,
        words,
        assets,
    })?;
    if faults.has_errors() || (options.strict && !faults.is_empty()) {
        return Err(Faults::new());
    }
    let Some(theme) = theme.as_ref() else {
        return Err(Faults::new());
    };
    done(Stage::Plan, plan.pages.len());

    let mut exported = exports(&plan)?;
    let copied_files = copies(&plan, &mut exported)?;
    done(Stage::Export, exported.len());
    let urls = public_urls(&plan, &exported);
    let mut lock = check_urls(options.root, as_of, &urls, sources)?;

    release::refuse_dangerous_output(
        options.output,
        options.root,
        &[
            &options.root.join(content::FOLDER),
            &render::themes_folder(options.root),
            &options.root.join(".git"),
        ],
    )?;
    let staging = Staging::open(options.output)?;
    stage(&plan, theme, &exported, &copied_files, &staging)?;
    done(Stage::Render, plan.pages.len());
    let outcome = staging.commit(&as_of.to_string())?;
    done(Stage::Commit, outcome.written + outcome.removed);

    let accepted_urls = if options.accept_urls {
        let added = accept(&mut lock, &plan, &urls, as_of);
        let path = urls_lock_path(options.root);
        match release::write_atomically(&path, lock.to_string().as_bytes()) {
            Ok(()) => Some(added),
            Err(more) => {
                // The release itself is done.
                faults.append(more);
                None
            }
        }
    } else {
        None
    };
    Ok(Built {
        as_of,
        outcome,
        pages: plan.pages.len(),
        held_back: pages::held_back(site, as_of),
        accepted_urls,
    })
}

fn exports(plan: &Plan<'_>) -> Result<Vec<ExportFile>, Faults> {
    let made = export::data_files(plan).and_then(|mut files| {
        files.extend(export::feeds(plan)?);
        files.extend(export::for_crawlers(plan)?);
        Ok(files)
    });
    made.map_err(|error| {
        let what = say!(
            "数据文件写不出来：{error}",
            "a data file cannot be made: {error}"
        );
        Diagnostic::error("export/format", what).into()
    })
}

/// Adds files that moved to what is written: data files to `exported`; attached files are given back.
fn copies<'a>(
    plan: &Plan<'a>,
    exported: &mut Vec<ExportFile>,
) -> Result<Vec<PlannedFile<'a>>, Faults> {
    let mut faults = Faults::new();
    let mut files = Vec::new();
    for PlannedCopy { from, to, redirect } in &plan.copies {
        let taken = exported.iter().any(|file| file.path == *from)
            || plan.files.iter().any(|file| file.path == *from);
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
        } else if let Some(file) = exported.iter().find(|file| file.path == *to) {
            let bytes = file.bytes.clone();
            exported.push(ExportFile {
                path: from.clone(),
                bytes,
            });
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

/// Renders every page and stages it with the files of the site, the theme and the exports.
fn stage(
    plan: &Plan<'_>,
    theme: &Theme,
    exported: &[ExportFile],
    copied_files: &[PlannedFile<'_>],
    staging: &Staging,
) -> Result<(), Faults> {
    let sizes: Sizes = exported
        .iter()
        .map(|file| (file.path.clone(), file.bytes.len() as u64))
        .collect();
    let mut faults: Vec<Diagnostic> = plan
        .pages
        .par_iter()
        .flat_map_iter(|page| {
            let context = plan.context(page, &sizes);
            match render::render(theme, &context, page.origin) {
                Ok(bytes) => failures(staging.put(&page.path, &bytes)),
                Err(faults) => faults.into_iter().collect(),
            }
        })
        .collect();
    faults.par_extend(
        exported
            .par_iter()
            .flat_map_iter(|file| failures(staging.put(&file.path, &file.bytes))),
    );
    faults.par_extend(
        plan.files
            .par_iter()
            .chain(copied_files)
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

fn failures(result: Result<(), Faults>) -> Vec<Diagnostic> {
    result.err().into_iter().flatten().collect()
}

/// Every URL that readers or programs may keep: pages, attachments, data and feeds, but not the
/// theme's files, whose names change with their content, nor the parts of a site map.
fn public_urls(plan: &Plan<'_>, exported: &[ExportFile]) -> BTreeSet<OutputPath> {
    let pages = plan.pages.iter().map(|page| &page.path);
    let files = plan.files.iter().map(|file| &file.path);
    let data = exported.iter().map(|file| &file.path);
    let moved = plan.copies.iter().map(|copy| &copy.from);
    pages
        .chain(files)
        .chain(data)
        .chain(moved)
        .chain(&plan.withdrawn)
        .filter(|path| !path.as_str().starts_with("sitemap-") && path.as_str() != "404.html")
        .cloned()
        .collect()
}

/// Remembers the URLs of a release, each with the first day on which it must be there: that of its
/// disclosure, or the day of the release. Gives how many are new.
fn accept(lock: &mut UrlsLock, plan: &Plan<'_>, urls: &BTreeSet<OutputPath>, as_of: Date) -> usize {
    let mut since: BTreeMap<Date, BTreeSet<OutputPath>> = BTreeMap::new();
    let due: Vec<(String, Date)> = plan
        .input
        .index
        .disclosures
        .iter()
        .map(|placed| placed.disclosure)
        .map(|d| (format!("{}/", d.path), d.card.published.value.date))
        .collect();
    let folders: BTreeMap<&str, Date> = due
        .iter()
        .map(|(path, day)| (path.as_str(), *day))
        .collect();
    for url in urls {
        // The folder of a disclosure is the last that sorts before what is in it.
        let folder = folders.range(..=url.as_str()).next_back();
        let day = folder
            .filter(|(folder, _)| url.as_str().starts_with(**folder))
            .map_or(as_of, |(_, day)| *day);
        since.entry(day).or_default().insert(url.clone());
    }
    since
        .iter()
        .map(|(day, urls)| lock.accept(urls, &day.to_string()))
        .sum()
}

fn urls_lock_path(root: &Path) -> std::path::PathBuf {
    root.join(content::FOLDER).join(content::URLS_LOCK)
}

/// Checks that no URL of an earlier release is lost. Gives what `content/urls.lock` remembers.
fn check_urls(
    root: &Path,
    as_of: Date,
    urls: &BTreeSet<OutputPath>,
    sources: &mut Sources,
) -> Result<UrlsLock, Faults> {
    let path = urls_lock_path(root);
    let shown = format!("{}/{}", content::FOLDER, content::URLS_LOCK);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(UrlsLock::default());
        }
        Err(error) => {
            let what = say!("无法读取：{error}", "cannot be read: {error}");
            return Err(Diagnostic::error("content/unreadable", what)
                .at_path(shown)
                .into());
        }
    };
    let file = sources.add_file(&path, shown);
    let lock = UrlsLock::parse(&text).map_err(|found| {
        let mut faults = Faults::new();
        for (range, message) in found {
            let place = Place::from(Span::new(file, range));
            faults.push(Diagnostic::error("release/urls-lock", message).at(place));
        }
        faults
    })?;
    let mut faults = Faults::new();
    for lost in lock.lost(urls, &as_of.to_string()) {
        let start = text
            .match_indices(lost.as_str())
            .map(|(at, _)| at)
            .find(|at| {
                text.get(at + lost.as_str().len()..)
                    .is_none_or(|rest| rest.is_empty() || rest.starts_with(['\n', '\r']))
            })
            .unwrap_or(0);
        faults.push(
            Diagnostic::error(
                "urls/lost",
                say!(
                    "已发布的网址 `{lost}` 不见了",
                    "the published URL `{lost}` is lost"
                ),
            )
            .at(Span::new(file, start..start + lost.as_str().len()))
            .hint(say!(
                "在 `content/urls.toml` 写上它移到了哪里（[[redirect]]），或已撤回（[[withdrawn]]）",
                "say in `content/urls.toml` where it moved ([[redirect]]) or that it was withdrawn ([[withdrawn]])"
            )),
        );
    }
    if faults.is_empty() {
        Ok(lock)
    } else {
        Err(faults)
    }
}
