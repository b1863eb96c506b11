//! What `gongkai check` finds, and which page each finding belongs to.

use std::collections::BTreeSet;

use super::{Options, Shown};
use crate::build::{self, Found, Holds, Past, Read, Request};
use crate::content::FOLDER;
use crate::diagnostic::Severity;
use crate::history::State;
use crate::pages::{PageKind, PlannedPage};

/// What the rules find in a site.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings(Vec<Shown>);

impl Findings {
    /// Finds exactly what `gongkai check` does, private texts masked.
    pub(super) fn of(options: &Options, read: Read<'_>) -> Self {
        let found = with_request(options, |request| build::check_read(request, read));
        Self(Shown::all(&found.faults, &found.sources, options.lang))
    }

    /// What keeps a site from being built, which is read anew.
    pub(super) fn errors(options: &Options) -> Vec<Shown> {
        let found = with_request(options, build::check);
        Shown::errors(&found.faults, &found.sources, options.lang)
    }

    pub(super) fn count(&self, severity: Severity) -> usize {
        let is = |shown: &&Shown| shown.severity == severity;
        self.0.iter().filter(is).count()
    }

    /// The findings in the files that a page is made of.
    pub(super) fn of_page(&self, page: &PlannedPage<'_>) -> Vec<Shown> {
        let scope = Scope::of(page);
        let is_of_page = |shown: &&Shown| {
            let path = shown.path.as_deref();
            path.is_some_and(|path| scope.holds(path))
        };
        self.0.iter().filter(is_of_page).cloned().collect()
    }
}

/// Whether one of these files makes a page.
pub(super) fn makes(paths: &BTreeSet<String>, page: &PlannedPage<'_>) -> bool {
    let scope = Scope::of(page);
    paths.iter().any(|path| scope.holds(path))
}

/// Checks on one thread of its own: the others are for those who wait.
fn with_request(options: &Options, check: impl FnOnce(Request<'_>) -> Found + Send) -> Found {
    let check = || {
        let state = State::of(&options.root);
        check(Request {
            root: &options.root,
            as_of: options.as_of.as_ref(),
            profile: None,
            ask: None,
            past: Past {
                repository: &options.root,
                state: &state,
                holds: Holds::Perhaps,
                read: None,
            },
        })
    };
    match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
        Ok(thread) => thread.install(check),
        Err(_) => check(),
    }
}

/// Which files a page is made of.
#[derive(Debug, PartialEq, Eq)]
enum Scope {
    /// All in a folder.
    Folder(String),
    /// A file by its path up to the dot of its extension.
    File(String),
    /// None that belongs to it alone.
    Nothing,
}

impl Scope {
    fn of(page: &PlannedPage<'_>) -> Self {
        match page.kind {
            PageKind::Home => Self::File("site.".to_owned()),
            PageKind::Column(column, ..) => Self::File(format!("{FOLDER}/{}/column.", column.path)),
            PageKind::Disclosure(placed) => {
                Self::Folder(format!("{FOLDER}/{}/", placed.disclosure.path))
            }
            PageKind::Chapter(_, chapter, _) => Self::Folder(format!("{FOLDER}/{}/", chapter.path)),
            PageKind::Task(_, place, _) => Self::File(format!("{FOLDER}/{}.", place.task.path)),
            PageKind::Units | PageKind::Unit(..) => Self::File(format!("{FOLDER}/units.")),
            PageKind::Page(placed) => Self::File(format!("{FOLDER}/{}.", placed.page.path)),
            PageKind::Redirect(_) | PageKind::Withdrawn(_) => Self::File(format!("{FOLDER}/urls.")),
            PageKind::Catalogue(_)
            | PageKind::Series(_)
            | PageKind::SeriesStep(..)
            | PageKind::DisclosureHistory(..)
            | PageKind::TaskHistory(..)
            | PageKind::Resolver(_)
            | PageKind::Search
            | PageKind::SiteMap
            | PageKind::Proof
            | PageKind::NotFound => Self::Nothing,
        }
    }

    fn holds(&self, path: &str) -> bool {
        match self {
            Self::Folder(folder) => {
                path.starts_with(folder.as_str()) || format!("{path}/") == *folder
            }
            Self::File(stem) => path
                .strip_prefix(stem.as_str())
                .is_some_and(|extension| !extension.contains(['/', '.'])),
            Self::Nothing => false,
        }
    }
}
