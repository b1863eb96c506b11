//! Findings as the preview shows them: in the words and the form of the terminal.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Faults, Human, Lang, Severity, Sources};

/// A finding in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// How much it weighs.
    pub severity: Severity,
    /// The rule or another stable name.
    pub code: &'static str,
    /// The file it is about, from the folder of `site.toml`.
    pub path: Option<String>,
    /// What is wrong.
    pub message: String,
    /// All of it as on a terminal without colours, ending in a newline.
    pub text: String,
}

impl Shown {
    pub(super) fn of(fault: &Diagnostic, sources: &Sources, lang: Lang) -> Self {
        let human = Human { lang, color: false };
        let path = fault.place.as_ref();
        Self {
            severity: fault.severity,
            code: fault.code,
            path: path.map(|place| sources.path(place).into_owned()),
            message: sources.veiled(fault.message.text(lang)).into_owned(),
            text: human.show(fault, sources),
        }
    }

    pub(super) fn all(faults: &Faults, sources: &Sources, lang: Lang) -> Vec<Self> {
        let shown = |fault: &Diagnostic| Self::of(fault, sources, lang);
        faults.iter().map(shown).collect()
    }

    pub(super) fn errors(faults: &Faults, sources: &Sources, lang: Lang) -> Vec<Self> {
        let mut shown = Self::all(faults, sources, lang);
        shown.retain(|fault| fault.severity == Severity::Error);
        shown
    }
}
