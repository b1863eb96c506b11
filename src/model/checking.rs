use serde::{Deserialize, Serialize};

use super::{Located, Text};
use crate::diagnostic::{Fingerprint, Severity};

/// How a site is checked.
#[derive(Clone, Debug, Default)]
pub struct Checking {
    /// What kind of site it is.
    pub profile: Profile,
    /// The rules that weigh more or less than by default.
    pub levels: Levels,
    /// Findings that are as they should be.
    pub allow: Vec<Located<Allowance>>,
}

/// The levels that a site sets, each for one rule.
#[derive(Clone, Debug, Default)]
pub struct Levels(pub Vec<LevelOf>);

/// The level of a rule.
#[derive(Clone, Debug)]
pub struct LevelOf {
    /// Its code.
    pub rule: Text,
    /// How much its findings weigh.
    pub level: Located<Level>,
}

/// How much the findings of a rule weigh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// They are not told.
    Off,
    /// They are told.
    Warning,
    /// They stop the build.
    Error,
}

impl Level {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Off, Self::Warning, Self::Error];

    /// The word it is written as.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity of the findings; none if they are not told.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// Findings of a rule in a file that somebody has looked at and found to be right.
#[derive(Clone, Debug)]
pub struct Allowance {
    /// The code of the rule.
    pub rule: Text,
    /// The path of the file, as findings show it.
    pub file: Text,
    /// The only finding that is meant; all of the rule in the file if it is absent.
    pub finding: Option<Located<Fingerprint>>,
    /// Why, for whoever reads it later.
    pub reason: Text,
}

/// What kind of site the rules are held against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Profile {
    /// Any site: what only a government website must have is a warning where it is missing.
    #[default]
    General,
    /// A government website.
    Gov,
}

impl Profile {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::General, Self::Gov];

    /// The word it is written as.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Gov => "gov",
        }
    }
}
