//! Which findings are asked for: a build asks for what stops it, and the rest is not looked for.

use super::allowances;
use super::levels::severity;
use super::rule::Rule;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Checking;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Whatever the rules find.
    Everything,
    /// What is an error on this site; rules that only warn are not run.
    Errors,
}

/// What is asked for of a site.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'a> {
    checking: &'a Checking,
    asked: Asked,
}

impl<'a> Wanted<'a> {
    pub(super) fn new(checking: &'a Checking, asked: Asked) -> Self {
        Self { checking, asked }
    }

    /// Whether all rules are run. They are, too, where an allowance that matches nothing is an error:
    /// nobody knows before.
    pub(super) fn all(self) -> bool {
        self.asked == Asked::Everything || self.is_error(&allowances::UNUSED)
    }

    /// Whether some of these rules are run.
    pub(super) fn any(self, rules: &[Rule]) -> bool {
        self.all() || rules.iter().any(|rule| self.is_error(rule))
    }

    /// Whether a finding is told, when it weighs what it does on this site.
    pub(super) fn tells(self, finding: &Diagnostic) -> bool {
        match self.asked {
            Asked::Everything => true,
            Asked::Errors => finding.severity == Severity::Error,
        }
    }

    fn is_error(self, rule: &Rule) -> bool {
        severity(self.checking, rule) == Some(Severity::Error)
    }
}
