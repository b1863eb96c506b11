//! What a rule is: what it asks, why, how much it weighs, and examples that a test proves.

use super::example::Example;
use crate::diagnostic::{Diagnostic, Message, Severity};
use crate::model::Profile;
use crate::say;

/// A rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its stable name, `family/name`.
    pub code: &'static str,
    /// How much its findings weigh unless the site sets another level.
    pub weight: Weight,
    /// Whether the site may lower that.
    pub standing: Standing,
    /// Why it is one.
    pub source: Source,
    /// What it asks, in one or two sentences.
    pub asks: Both,
    /// What it finds.
    pub fault: Example,
    /// What lies close to that and is right; at least three.
    pub clean: &'static [Example],
}

impl Rule {
    /// The part of the code before the slash.
    #[must_use]
    pub fn family(&self) -> &'static str {
        self.code.split_once('/').map_or(self.code, |(f, _)| f)
    }

    /// Whether single findings of it may be allowed: not of those about settings and allowances.
    #[must_use]
    pub fn can_be_allowed(&self) -> bool {
        self.family() != "check"
    }

    /// A finding of this rule. Its severity is settled when all are gathered.
    pub(super) fn finding(&self, message: Message) -> Diagnostic {
        let severity = self.weight.severity(Profile::General);
        Diagnostic::new(severity, self.code, message)
    }
}

/// How much the findings of a rule weigh by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// They stop the build.
    Error,
    /// They are told.
    Warning,
    /// They are told, and stop the build in the profile `gov`.
    ErrorInGov,
}

impl Weight {
    /// The severity in a profile.
    #[must_use]
    pub fn severity(self, profile: Profile) -> Severity {
        match (self, profile) {
            (Self::Error, _) | (Self::ErrorInGov, Profile::Gov) => Severity::Error,
            (Self::Warning, _) | (Self::ErrorInGov, Profile::General) => Severity::Warning,
        }
    }
}

/// Whether a site may lower the level of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Never: it follows from a law, a standard or the data itself. A single finding may be allowed.
    Fixed,
    /// It may: what it asks for is custom, or known only from accounts of its source.
    Optional,
}

/// Why a rule is one.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// Of what kind it is.
    pub kind: SourceKind,
    /// What it is called, with its number and article.
    pub name: Both,
    /// How it is known.
    pub basis: Basis,
}

/// Of what kind a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// A law, a regulation or a notice of an authority.
    Law,
    /// A standard.
    Standard,
    /// Custom: good practice, or what this program needs to do its work.
    Custom,
}

impl SourceKind {
    /// What it is called.
    #[must_use]
    pub fn name(self) -> Message {
        match self {
            Self::Law => say!("法规文件", "law"),
            Self::Standard => say!("标准", "standard"),
            Self::Custom => say!("惯例", "custom"),
        }
    }
}

/// How a source is known. A rule whose source nobody has read is never an error by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Its text was read, at least in excerpt.
    Read,
    /// From memory or from accounts of it.
    Memory,
}

/// A text in both languages that is known when the program is made.
#[derive(Clone, Copy, Debug)]
pub struct Both {
    /// Simplified Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl Both {
    /// As a message.
    #[must_use]
    pub fn message(self) -> Message {
        let Self { zh, en } = self;
        say!("{zh}", "{en}")
    }
}

/// Makes a text in both languages.
pub(super) const fn both(zh: &'static str, en: &'static str) -> Both {
    Both { zh, en }
}

/// A law, regulation or notice that was read.
pub(super) const fn law(zh: &'static str, en: &'static str) -> Source {
    source(SourceKind::Law, zh, en)
}

/// A standard that was read.
pub(super) const fn standard(zh: &'static str, en: &'static str) -> Source {
    source(SourceKind::Standard, zh, en)
}

/// Custom.
pub(super) const fn custom(zh: &'static str, en: &'static str) -> Source {
    source(SourceKind::Custom, zh, en)
}

const fn source(kind: SourceKind, zh: &'static str, en: &'static str) -> Source {
    Source {
        kind,
        name: both(zh, en),
        basis: Basis::Read,
    }
}

impl Source {
    /// What it is, its name and how it is known, in a line.
    #[must_use]
    pub fn message(&self) -> Message {
        let (kind, Both { zh, en }) = (self.kind.name(), self.name);
        let (kind_zh, kind_en) = (kind.zh, kind.en);
        match self.basis {
            Basis::Read => say!("{kind_zh}，{zh}", "{kind_en}, {en}"),
            Basis::Memory => say!(
                "{kind_zh}，{zh}（未读到原文）",
                "{kind_en}, {en} (not read in the original)"
            ),
        }
    }

    /// The same, known from memory or from accounts.
    pub(super) const fn not_read(self) -> Self {
        Self {
            basis: Basis::Memory,
            ..self
        }
    }
}
