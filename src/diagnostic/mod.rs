//! The ground every room stands on: where something stands in a source, what is wrong with it, and
//! how that is shown to a person or a program.

mod baseline;
mod fingerprint;
mod human;
mod io_error;
mod json;
mod repeated;
mod sarif;
mod source;
mod suggest;
mod veil;

pub use baseline::Baseline;
pub use fingerprint::Fingerprint;
pub use human::{Human, is_plain, plain};
pub use io_error::reason;
pub use json::{
    AllowedFinding, ExternalLinks, FINDINGS_SCHEMA, Finding, FindingsDocument, allowed_findings,
    findings,
};
pub use sarif::{SarifKind, SarifRule, to_sarif, verified_to_sarif};
pub use source::{FileId, LineColumn, Parts, SourceFiles, Sources, Span};
pub use suggest::{Suggestions, did_you_mean};

use serde::Serialize;

/// The language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Simplified Chinese, the language of the offices this is built for.
    #[default]
    Zh,
    /// English.
    En,
}

/// A message in both languages, so that whoever shows it can choose.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Message {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Message {
    /// The message in one language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// Makes a [`Message`] of a Chinese and an English format string; variables are captured inline.
///
/// ```
/// let key = "titel";
/// let message = gongkai::say!("未知的键 `{key}`", "unknown key `{key}`");
/// assert_eq!(message.en, "unknown key `titel`");
/// ```
#[macro_export]
macro_rules! say {
    ($zh:literal, $en:literal $(,)?) => {
        $crate::diagnostic::Message {
            zh: format!($zh),
            en: format!($en),
        }
    };
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is written while one of these stands.
    Error,
    /// Shown; stops the build only under `--strict`.
    Warning,
}

/// What a diagnostic points at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A file or folder as a whole, by its path as shown to the user.
    Path(String),
    /// A source as a whole.
    File(FileId),
    /// A range of bytes of a source.
    Span(Span),
}

impl Place {
    /// The path of the file or folder as it is shown.
    #[must_use]
    pub fn path<'a>(&'a self, sources: &'a Sources) -> &'a str {
        match self {
            Self::Path(path) => path,
            Self::File(file) => sources.shown(*file),
            Self::Span(span) => sources.shown(span.file),
        }
    }

    /// Paths first; then by file, what concerns a file as a whole before what stands in it.
    fn order(&self) -> (u8, &str, FileId, Option<Span>) {
        match self {
            Self::Path(path) => (0, path, FileId::default(), None),
            Self::File(file) => (1, "", *file, None),
            Self::Span(span) => (1, "", span.file, Some(*span)),
        }
    }
}

impl From<FileId> for Place {
    fn from(file: FileId) -> Self {
        Self::File(file)
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self::Span(span)
    }
}

/// A second place that a finding is about, such as the other of two equal URLs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What stands there.
    pub message: Message,
}

/// One finding: what is wrong, where, and how to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it weighs.
    pub severity: Severity,
    /// A stable name such as `content/unknown-key`.
    pub code: &'static str,
    /// What is wrong.
    pub message: Message,
    /// Where.
    pub place: Option<Place>,
    /// What to write beside the marked text.
    pub label: Option<Message>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// What to do about it.
    pub hints: Vec<Message>,
}

impl Diagnostic {
    /// A finding of a weight that depends on something else.
    #[must_use]
    pub fn new(severity: Severity, code: &'static str, message: Message) -> Self {
        Self {
            severity,
            code,
            message,
            place: None,
            label: None,
            related: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// A finding that stops the build.
    #[must_use]
    pub fn error(code: &'static str, message: Message) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A finding that is shown and stops the build only under `--strict`.
    #[must_use]
    pub fn warning(code: &'static str, message: Message) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    fn order(&self) -> impl Ord + '_ {
        let place = self.place.as_ref().map(Place::order);
        (place, self.severity, self.code, &self.message)
    }

    /// Says where it is.
    #[must_use]
    pub fn at(mut self, place: impl Into<Place>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// Says where it is when only the file is known; `path` is shown as given.
    #[must_use]
    pub fn at_path(self, path: impl Into<String>) -> Self {
        self.at(Place::Path(path.into()))
    }

    /// Writes `message` beside the marked text.
    #[must_use]
    pub fn label(mut self, message: Message) -> Self {
        self.label = Some(message);
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn related(mut self, place: impl Into<Place>, message: Message) -> Self {
        self.related.push(Related {
            place: place.into(),
            message,
        });
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, message: Message) -> Self {
        self.hints.push(message);
        self
    }
}

/// A finding that somebody has looked at and found to be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// The finding.
    pub finding: Diagnostic,
    /// Why it is right.
    pub reason: Box<str>,
}

/// The findings of a run, in the order they were made until [`Faults::sort`] is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(Vec<Diagnostic>);

impl Faults {
    /// No finding yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all of another run.
    pub fn append(&mut self, other: Faults) {
        self.0.extend(other.0);
    }

    /// Sorts by place, so that the order does not depend on threads or stages.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| a.order().cmp(&b.order()));
    }

    /// All findings.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// How many there are of one severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|d| d.severity == severity).count()
    }

    /// Whether one of them stops the build.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Whether there is none at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Diagnostic> for Faults {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl IntoIterator for Faults {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<Diagnostic> for Faults {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        Self(iter.into_iter().collect())
    }
}

impl Extend<Diagnostic> for Faults {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, iter: I) {
        self.0.extend(iter);
    }
}
