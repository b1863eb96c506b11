use super::Text;
use crate::diagnostic::Severity;

/// How a site is checked.
#[derive(Clone, Debug, Default)]
pub struct Checking {
    /// What kind of site it is.
    pub profile: Profile,
    /// The rules that are switched off, by their codes.
    pub off: Vec<Text>,
}

/// What kind of site the rules are held against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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

    /// How much it weighs if something is missing that only a government website must have.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::General => Severity::Warning,
            Self::Gov => Severity::Error,
        }
    }
}
