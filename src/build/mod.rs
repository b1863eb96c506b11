//! The whole way through, from the content tree to a release: what `gongkai build` does, and as far
//! as that goes without rendering, `gongkai check`.

mod examine;
mod inputs;
pub(crate) mod stage;
mod urls;

use std::path::Path;
use std::time::SystemTime;

use jiff::civil::Date;

pub use examine::{Found, Request};

use self::examine::{Examined, Ready};
use self::inputs::Inputs;
use crate::content;
use crate::diagnostic::Faults;
use crate::pages::{self, HeldBack};
use crate::release::{self, Outcome, Staging};
use crate::render;

/// What to build.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Which site, and how it is looked at.
    pub request: Request<'a>,
    /// Where the release goes.
    pub output: &'a Path,
    /// Whether to remember the URLs of this release in `content/urls.lock`.
    pub accept_urls: bool,
    /// Whether everything is made anew, even what is known not to have changed.
    pub full: bool,
    /// When the build began. It tells whether a file that is changed from here on can be told from what it
    /// is now; nothing of it reaches a page.
    pub now: SystemTime,
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

/// Looks at a site without building it: everything that would stop a build before it renders, and all
/// that the rules find.
#[must_use]
pub fn check(request: Request<'_>) -> Found {
    examine::examine(request, &mut |_, _| {}, |_, _, _| Ok(())).found
}

/// Builds a site. `done` is called after each stage with how many items it handled; if nothing changed
/// since the last build, there is none.
pub fn build(options: Options<'_>, done: &mut dyn FnMut(Stage, usize)) -> Report {
    let inputs = match options.full {
        true => release::forget(options.output).map(|()| None),
        false => Ok(Inputs::look(options.request.root, options.now)),
    };
    let inputs = match inputs {
        Ok(inputs) => inputs,
        Err(faults) => return Report::stopped(faults),
    };
    if !options.accept_urls
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
        examine::examine(options.request, done, |ready, faults, done| {
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
        mut lock,
    } = ready;
    let search = stage::search_index(plan)?;
    done(Stage::Search, search.records);
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
    let mut staging = Staging::open(options.output)?;
    stage::stage(plan, theme, exports, copied_files, &search, &staging)?;
    done(Stage::Render, plan.pages.len());
    // A build that has something to tell tells it every time.
    if faults.is_empty()
        && let Some(inputs) = inputs
        && let Some(note) = inputs::note(inputs, site, as_of, plan.pages.len())
    {
        staging.note(note);
    }
    let outcome = staging.commit(&as_of.to_string())?;
    done(Stage::Commit, outcome.written + outcome.removed);

    let accepted_urls = if options.accept_urls {
        let added = urls::accept(&mut lock, plan, public, as_of);
        let path = urls::lock_path(root);
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
