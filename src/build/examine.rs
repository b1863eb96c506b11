//! Everything that is found before anything is rendered: what `gongkai check` tells, and what a build
//! starts with.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;

use super::{Stage, committed, paths, stage, urls};
use crate::attachment;
use crate::check::{self, Answers, Asked, Subject};
use crate::content;
use crate::diagnostic::{Allowed, Diagnostic, Faults, Message, Sources};
use crate::export::{self, Export};
use crate::history::{self, History, Keep, State};
use crate::model::{Profile, Site, Unread, UtcOffset};
use crate::pages::{self, Index, Input, Plan, PlannedFile, Words};
use crate::release::UrlsLock;
use crate::render::Theme;
use crate::url::OutputPath;

/// Asks other sites about the URLs that a site links to; nothing comes of it without a network.
pub type Ask<'a> = dyn Fn(&Site) -> Option<Answers> + 'a;

/// Where the history of a site is asked for.
#[derive(Clone, Copy)]
pub struct Past<'a> {
    /// A folder in the repository that holds the site: the site's own, unless an earlier state of it was
    /// taken out of there.
    pub repository: &'a Path,
    /// What git says of it.
    pub state: &'a State,
    /// Whether the commit holds the site as it is.
    pub holds: Holds,
    /// Whether the revisions are read; if not, only what keeps them from being told is.
    pub read: Option<Keep<'a>>,
}

/// Whether a commit holds a site as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// It does: the site was taken out of it.
    Surely,
    /// Files may differ, and their number is told.
    Perhaps,
    /// It must, or nothing is built.
    Must,
}

/// Which site is looked at, and how.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The folder that holds `site.toml`.
    pub root: &'a Path,
    /// The day it is looked at for, where the site's offset is given: nothing published later is in it.
    pub as_of: &'a dyn Fn(UtcOffset) -> Result<Date, Message>,
    /// The profile in place of that of `site.toml`.
    pub profile: Option<Profile>,
    /// Asks other sites, if they are to be asked; a build never does.
    pub ask: Option<&'a Ask<'a>>,
    /// Where its history is asked for.
    pub past: Past<'a>,
}

/// A site that can be built.
pub(super) struct Ready<'a> {
    pub(super) site: &'a Site,
    pub(super) as_of: Date,
    pub(super) plan: &'a Plan<'a>,
    pub(super) theme: &'a Theme,
    pub(super) exports: &'a [Export<'a>],
    pub(super) copied_files: &'a [PlannedFile<'a>],
    /// The URLs that readers may keep.
    pub(super) public: &'a BTreeSet<OutputPath>,
    pub(super) lock: UrlsLock,
    /// How many files of the site are not committed; none if nothing of it is, or nobody asks.
    pub(super) uncommitted: Option<usize>,
}

/// What was found, and what came of it.
#[derive(Debug)]
pub(super) struct Examined<T> {
    /// What `then` made of a site that can be built.
    pub(super) result: Option<T>,
    pub(super) found: Found,
}

/// What was found in a site.
#[derive(Debug, Default)]
pub struct Found {
    /// The day it was looked at for, if the site could be read.
    pub as_of: Option<Date>,
    /// The findings that stand, sorted by place.
    pub faults: Faults,
    /// Those that the site allows.
    pub allowed: Vec<Allowed>,
    /// How many statements of numbers were verified; none where their rules were not asked for.
    pub claims: usize,
    /// What the places of the findings refer to.
    pub sources: Sources,
}

/// A site as it was read.
#[derive(Debug)]
pub struct Read<'a> {
    /// The site, if there is one.
    pub site: Option<&'a Site>,
    /// What is in the tree and may not be in the site.
    pub unread: &'a Unread,
    /// The files that it was read from.
    pub sources: Sources,
    /// What is wrong with them.
    pub faults: Faults,
}

/// Looks at a site for what is asked; `then` goes on with one that can be built.
pub(super) fn examine<T>(
    request: Request<'_>,
    asked: Asked,
    done: &mut dyn FnMut(Stage, usize),
    then: impl FnOnce(Ready<'_>, &mut Faults, &mut dyn FnMut(Stage, usize)) -> Result<T, Faults>,
) -> Examined<T> {
    let mut loaded = content::load(request.root);
    if let (Some(site), Some(profile)) = (&mut loaded.site, request.profile) {
        site.settings.checking.profile = profile;
    }
    done(Stage::Load, loaded.files);
    let read = Read {
        site: loaded.site.as_ref(),
        unread: &loaded.unread,
        sources: loaded.sources,
        faults: loaded.faults,
    };
    examine_read(request, asked, read, done, then)
}

/// Looks at a site that was read already.
pub(super) fn examine_read<T>(
    request: Request<'_>,
    asked: Asked,
    read: Read<'_>,
    done: &mut dyn FnMut(Stage, usize),
    then: impl FnOnce(Ready<'_>, &mut Faults, &mut dyn FnMut(Stage, usize)) -> Result<T, Faults>,
) -> Examined<T> {
    let mut found = Found {
        as_of: None,
        faults: read.faults,
        allowed: Vec::new(),
        claims: 0,
        sources: read.sources,
    };
    let result = match read.site {
        Some(site) => from_site(request, asked, site, read.unread, &mut found, done, then),
        None => Err(Faults::new()),
    };
    let result = match result {
        Ok(result) => Some(result),
        Err(more) => {
            found.faults.append(more);
            None
        }
    };
    found.faults.sort();
    Examined { result, found }
}

fn from_site<T>(
    request: Request<'_>,
    asked: Asked,
    site: &Site,
    unread: &Unread,
    found: &mut Found,
    done: &mut dyn FnMut(Stage, usize),
    then: impl FnOnce(Ready<'_>, &mut Faults, &mut dyn FnMut(Stage, usize)) -> Result<T, Faults>,
) -> Result<T, Faults> {
    let as_of = (request.as_of)(site.settings.utc_offset)
        .map_err(|why| Faults::from(Diagnostic::error("usage", why)))?;
    found.as_of = Some(as_of);
    // What is wrong with the content, the theme and the plan is told in one run.
    let theme = match Theme::load(request.root, &site.settings, &mut found.sources) {
        Ok(theme) => {
            if asked == Asked::Everything {
                found.faults.extend(theme.warnings().iter().cloned());
            }
            Some(theme)
        }
        Err(more) => {
            found.faults.append(more);
            None
        }
    };
    let answers = request.ask.and_then(|ask| ask(site));
    let subject = Subject {
        site,
        unread,
        as_of,
        read_attachment: attachment::read_file,
        answers: answers.as_ref(),
    };
    let checked = check::check(subject, asked, &mut found.sources);
    found.faults.append(checked.faults);
    found.allowed = checked.allowed;
    found.claims = checked.claims;
    let (history, uncommitted) = past(request, site, found)?;
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
        history: history.as_ref(),
        assets,
    };
    // What is not yet due must not stop the build of its day, when nobody may be there to mend it.
    if pages::held_back(site, as_of).not_due > 0 {
        let later = Index::new(site, Date::MAX);
        pages::plan(Input {
            index: &later,
            ..input
        })?;
    }
    let plan = pages::plan(input)?;
    found.faults.extend(export::left_out(&index));
    if found.faults.has_errors() {
        return Err(Faults::new());
    }
    let Some(theme) = theme.as_ref() else {
        return Err(Faults::new());
    };
    done(Stage::Plan, plan.pages.len());

    let mut exports = export::exports(&plan);
    let copied_files = stage::copies(&plan, &mut exports)?;
    let public = urls::public(&plan, &exports);
    found.faults.extend(paths::excluded(&plan, &exports, theme));
    let lock = urls::check(request.root, as_of, &public, &mut found.sources)?;
    if found.faults.has_errors() {
        return Err(Faults::new());
    }
    let ready = Ready {
        site,
        as_of,
        plan: &plan,
        theme,
        exports: &exports,
        copied_files: &copied_files,
        public: &public,
        lock,
        uncommitted,
    };
    then(ready, &mut found.faults, done)
}

/// The history of a site, if it is told, and how many of its files are not committed. What keeps it from
/// being told is found.
fn past(
    request: Request<'_>,
    site: &Site,
    found: &mut Found,
) -> Result<(Option<History>, Option<usize>), Faults> {
    let Past {
        repository,
        state,
        holds,
        read,
    } = request.past;
    let telling = site.settings.history;
    if telling.show {
        found.faults.extend(state.warning());
    }
    let (Some(head), Some(keep)) = (state.head(), read) else {
        return match holds {
            Holds::Must => Err(state.fault(request.root)),
            Holds::Surely | Holds::Perhaps => Ok((None, None)),
        };
    };
    let uncommitted = match holds {
        Holds::Surely => Some(0),
        Holds::Perhaps => {
            let paths = history::uncommitted(request.root, &head.commit)?;
            paths.map(|paths| paths.len())
        }
        Holds::Must => {
            let paths = committed::differing(request.root, state, head)?;
            found.faults.extend(committed::fault(&paths));
            Some(paths.len())
        }
    };
    let history = match telling.show && uncommitted.is_some() {
        true => match History::read(repository, head, site.settings.utc_offset, keep) {
            Ok(history) => history,
            // A clone may lack what was there before; the site as it is can be built all the same.
            Err(faults) => {
                let said = faults.iter().next().map(|fault| fault.message.en.clone());
                let failed = State::Failed(said.unwrap_or_default());
                found.faults.extend(failed.warning());
                None
            }
        },
        false => None,
    };
    Ok((history, uncommitted))
}
