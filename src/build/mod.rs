//! The whole way through, from the content tree to a release: what `gongkai build` does, and as far
//! as that goes without rendering, `gongkai check`.

mod committed;
mod examine;
mod inputs;
mod paths;
mod search;
pub(crate) mod stage;
mod urls;

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::civil::Date;

pub use examine::{Ask, Found, Holds, Past, Read, Request};
pub use urls::{Remembered, may_be_kept};

use self::examine::{Examined, Ready};
use self::inputs::{Inputs, Outline};
use crate::check::Asked;
use crate::content;
use crate::diagnostic::Faults;
use crate::pages::{self, HeldBack};
use crate::release::{self, About, Digest, Outcome, Staging};
use crate::render;

/// What to build.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Which site, and how it is looked at.
    pub request: Request<'a>,
    /// Where the release goes.
    pub output: &'a Path,
    /// Whether warnings stop it, too. Otherwise only the rules whose findings are errors are run.
    pub strict: bool,
    /// What it is built for.
    pub purpose: Purpose,
    /// Whether everything is made anew, even what is known not to have changed.
    pub full: bool,
    /// When the build began. It tells whether a file that is changed from here on can be told from what it
    /// is now; nothing of it reaches a page.
    pub now: SystemTime,
    /// Is called while pages are rendered, from many threads, with how many of how many are done.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

/// What a site is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To look at it.
    Look,
    /// To look at it, and its URLs are remembered in `content/urls.lock` at once.
    AcceptUrls,
    /// To be published: it is what the commit holds ([`Holds::Must`]) from the first file read to the last,
    /// and what `content/urls.lock` is to say is told, to be written once readers have it.
    Publish,
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
    /// The search index; counts records.
    Search,
    /// Rendering and staging; counts pages.
    Render,
    /// Making the release what the output holds; counts files.
    Commit,
}

impl Stage {
    /// The stage after this one.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Load => Some(Self::Check),
            Self::Check => Some(Self::Plan),
            Self::Plan => Some(Self::Search),
            Self::Search => Some(Self::Render),
            Self::Render => Some(Self::Commit),
            Self::Commit => None,
        }
    }
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
    /// What `content/urls.lock` is to say of a site that is published.
    pub urls: Option<Remembered>,
    /// Whether the site is to tell its revisions.
    pub tells_history: bool,
    /// How many files of the site are not committed; none if it is in no repository.
    pub uncommitted: Option<usize>,
}

/// How a build ended.
#[derive(Debug)]
pub struct Report {
    /// What was built; none if something stopped it, and then nothing was changed.
    pub built: Option<Built>,
    /// What was found: what stopped it, or errors if its URLs could not be remembered.
    pub found: Found,
}

impl Report {
    fn stopped(faults: Faults) -> Self {
        Self {
            built: None,
            found: Found {
                faults,
                ..Found::default()
            },
        }
    }
}

/// Where the history that was read for an output is kept: beside what else is remembered of it. Nowhere if
/// nothing may be written there.
#[must_use]
pub fn kept_history(output: &Path, root: &Path) -> Option<PathBuf> {
    let protected = [root.join(content::FOLDER), render::themes_folder(root)];
    let protected: Vec<&Path> = protected.iter().map(PathBuf::as_path).collect();
    release::refuse_dangerous_output(output, root, &protected).ok()?;
    release::kept_beside(output, "history")
}

/// Looks at a site without building it: everything that would stop a build before it renders, and all
/// that the rules find.
#[must_use]
pub fn check(request: Request<'_>) -> Found {
    let nobody = &mut |_, _| {};
    examine::examine(request, Asked::Everything, nobody, |_, _, _| Ok(())).found
}

/// Looks for everything that is wrong with a site that was read already, as [`check`] does.
pub fn check_read(request: Request<'_>, read: Read<'_>) -> Found {
    let nobody = &mut |_, _| {};
    let goes_on = |_: Ready<'_>, _: &mut Faults, _: &mut dyn FnMut(Stage, usize)| Ok(());
    examine::examine_read(request, Asked::Everything, read, nobody, goes_on).found
}

/// Builds a site. `done` is called after each stage with how many items it handled; if nothing changed
/// since the last build, there is none.
pub fn build(options: Options<'_>, done: &mut dyn FnMut(Stage, usize)) -> Report {
    let asked = if options.strict {
        Asked::Everything
    } else {
        Asked::Errors
    };
    if options.full
        && let Err(faults) = release::forget(options.output)
    {
        return Report::stopped(faults);
    }
    let inputs = Inputs::look(&options);
    if options.purpose == Purpose::Look
        && let Some(inputs) = &inputs
        && let Some(built) = inputs::unchanged(&options, inputs)
    {
        return Report {
            found: Found {
                as_of: Some(built.as_of),
                ..Found::default()
            },
            built: Some(built),
        };
    }
    let Examined { result, found } =
        examine::examine(options.request, asked, done, |ready, faults, done| {
            release(options, inputs, ready, faults, done)
        });
    Report {
        built: result,
        found,
    }
}

fn release(
    options: Options<'_>,
    inputs: Option<Inputs>,
    ready: Ready<'_>,
    faults: &mut Faults,
    done: &mut dyn FnMut(Stage, usize),
) -> Result<Built, Faults> {
    let Ready {
        site,
        as_of,
        plan,
        theme,
        exports,
        copied_files,
        public,
        lock,
        uncommitted,
    } = ready;
    if options.strict && !faults.is_empty() {
        return Err(Faults::new());
    }
    let root = options.request.root;
    release::refuse_dangerous_output(
        options.output,
        root,
        &[
            &root.join(content::FOLDER),
            &render::themes_folder(root),
            &root.join(".git"),
        ],
    )?;
    let head = options.request.past.state.head();
    let commit = head.filter(|_| uncommitted == Some(0));
    let commit = commit.map(|head| head.commit.to_string());
    let mut staging = Staging::open(options.output)?;
    let program = inputs::program();
    let program = program.as_deref();
    let search = search::stage(program, plan, &mut staging)?;
    done(Stage::Search, search.records);
    let files = stage::Files {
        program,
        theme,
        exports,
        copied: copied_files,
        search: &search,
    };
    stage::stage(plan, files, options.progress, &staging)?;
    done(Stage::Render, plan.pages.len());
    if options.purpose == Purpose::Publish {
        committed::still(&options, inputs.as_ref())?;
    }
    // A build that has something to tell tells it every time; what another profile passes, the site's own
    // may not.
    let outline = Outline {
        pages: plan.pages.len(),
        held_back: pages::held_back(site, as_of),
        tells_history: site.settings.history.show,
        uncommitted,
    };
    if faults.is_empty()
        && options.request.profile.is_none()
        && let Some(inputs) = inputs
        && let Some(note) = inputs::note(inputs, site, as_of, outline)
    {
        staging.note(note);
    }
    let outcome = staging.commit(About {
        as_of: as_of.to_string(),
        commit,
        theme: Some(Digest::from_bytes(theme.digest())),
        pages: plan.pages.len(),
    })?;
    done(Stage::Commit, outcome.written + outcome.removed);

    let remembered = || Remembered::new(root, lock, plan, public, as_of);
    let (mut accepted_urls, mut urls) = (None, None);
    match options.purpose {
        Purpose::Look => {}
        Purpose::AcceptUrls => {
            let remembered = remembered();
            match remembered.write() {
                Ok(()) => accepted_urls = Some(remembered.added),
                // The release itself is done.
                Err(more) => faults.append(more),
            }
        }
        Purpose::Publish => urls = Some(remembered()),
    }
    Ok(Built {
        as_of,
        outcome,
        pages: outline.pages,
        held_back: outline.held_back,
        accepted_urls,
        urls,
        tells_history: outline.tells_history,
        uncommitted: outline.uncommitted,
    })
}
