//! The whole way through, from the content tree to a release: what `gongkai build` does.

mod stage;
mod urls;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;

use crate::check;
use crate::content;
use crate::diagnostic::{Diagnostic, Faults, Message, Sources};
use crate::model::UtcOffset;
use crate::pages::{self, HeldBack, Index, Input, Words};
use crate::release::{self, Outcome, Staging};
use crate::render::{self, Theme};

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
    /// The search index; counts records.
    Search,
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
    /// What was found: errors if it was stopped, or if its URLs could not be remembered; warnings
    /// otherwise.
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
    let subject = check::Subject {
        site,
        unread,
        as_of,
    };
    faults.append(check::check(subject, sources).faults);
    let index = Index::new(site, as_of);
    done(Stage::Check, index.disclosures.len());
    let fallback = (Words::default(), BTreeMap::new());
    let (words, assets) = match &theme {
        Some(theme) => (theme.words(), theme.asset_paths()),
        None => (&fallback.0, &fallback.1),
    };
    let input = Input {
        site,
        index: &index,
        unread,
        words,
        assets,
    };
    // What is not yet due must not stop the build of its day, when nobody may be there to mend it.
    let later = Index::new(site, Date::MAX);
    if later.disclosures.len() > index.disclosures.len() {
        pages::plan(Input {
            index: &later,
            ..input
        })?;
    }
    let plan = pages::plan(input)?;
    if faults.has_errors() || (options.strict && !faults.is_empty()) {
        return Err(Faults::new());
    }
    let Some(theme) = theme.as_ref() else {
        return Err(Faults::new());
    };
    done(Stage::Plan, plan.pages.len());

    let mut exported = stage::exports(&plan)?;
    let copied_files = stage::copies(&plan, &mut exported)?;
    done(Stage::Export, exported.len());
    let search = stage::search_index(&plan)?;
    done(Stage::Search, search.records);
    let public = urls::public(&plan, &exported);
    let mut lock = urls::check(options.root, as_of, &public, sources)?;

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
    stage::stage(&plan, theme, &exported, &copied_files, &search, &staging)?;
    done(Stage::Render, plan.pages.len());
    let outcome = staging.commit(&as_of.to_string())?;
    done(Stage::Commit, outcome.written + outcome.removed);

    let accepted_urls = if options.accept_urls {
        let added = urls::accept(&mut lock, &plan, &public, as_of);
        let path = urls::lock_path(options.root);
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
