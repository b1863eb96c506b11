use std::process::ExitCode;

use crate::content::SETTINGS;
use crate::diagnostic::{Diagnostic, Faults, Place, Severity, Sources};
use crate::release::{Blame, blame};

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Everything was done.
    Done,
    /// The content has errors, or warnings under `--strict`.
    Content,
    /// The command line or the configuration is wrong.
    Usage,
    /// The disk, a lock or another part of the environment failed.
    Environment,
}

impl Exit {
    /// What follows from findings: an environment that fails outweighs wrong usage, and that the
    /// content.
    pub(super) fn of(faults: &Faults, sources: &Sources) -> Self {
        let in_settings = |fault: &Diagnostic| match &fault.place {
            Some(Place::Span(span)) => sources.shown(span.file) == SETTINGS,
            Some(Place::File(file)) => sources.shown(*file) == SETTINGS,
            _ => false,
        };
        let weight = |fault: &Diagnostic| match blame(fault.code) {
            Some(Blame::Environment) => (2, Self::Environment),
            Some(Blame::Usage) => (1, Self::Usage),
            _ if ENVIRONMENT.contains(&fault.code) => (2, Self::Environment),
            _ if USAGE.contains(&fault.code) || in_settings(fault) => (1, Self::Usage),
            _ => (0, Self::Content),
        };
        faults
            .iter()
            .filter(|fault| fault.severity == Severity::Error)
            .map(weight)
            .max_by_key(|(weight, _)| *weight)
            .map_or(Self::Content, |(_, exit)| exit)
    }
}

/// Findings outside the release for which the disk or the network is to blame.
const ENVIRONMENT: [&str; 16] = [
    "collect/cannot-make",
    "content/unreadable",
    "edit/unwritable",
    "export/unwritable",
    "external/no-network",
    "history/failed",
    "history/no-git",
    "publish/clock",
    "publish/damaged",
    "publish/forbidden",
    "publish/io",
    "publish/locked",
    "search/unreadable",
    "serve/cannot-listen",
    "serve/port-taken",
    "theme/unreadable",
];

/// Findings outside the release that are about how the program was called.
const USAGE: [&str; 34] = [
    "build/rev-output",
    "collect/no-disclosure",
    "collect/no-files",
    "collect/out-changed",
    "collect/out-not-empty",
    "collect/unknown-unit",
    "content/no-site",
    "export/exists",
    "export/nothing",
    "history/no-commit",
    "history/no-release",
    "history/no-repository",
    "history/shallow",
    "history/unknown-path",
    "history/unknown-revision",
    "import/bad-target",
    "init/not-empty",
    "publish/credentials-inside",
    "publish/dangerous-place",
    "publish/exists",
    "publish/no-credentials",
    "publish/no-identity",
    "publish/no-pack",
    "publish/no-place",
    "publish/not-a-pack",
    "publish/nothing-published",
    "publish/other-profile",
    "publish/refused",
    "publish/unknown-release",
    "publish/unknown-target",
    "search/no-index",
    "theme/no-language",
    "theme/unknown",
    "usage",
];

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Content => 1,
            Exit::Usage => 2,
            Exit::Environment => 3,
        })
    }
}
