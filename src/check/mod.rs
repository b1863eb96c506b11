//! The rules that content must keep before it goes out, a family a file. A rule knows the model and
//! nothing of files or pages.
//!
//! Each family declares its rules next to the code that checks them; [`rules`] gathers them. How much a
//! finding weighs is settled here, when all are found: by its rule, the profile and the levels that the
//! site sets.

mod allowances;
mod asked;
mod chapters;
mod columns;
mod dates;
mod document_number;
mod example;
mod external;
mod files;
mod foot;
mod headings;
mod identity;
mod issue;
mod levels;
mod metadata;
mod mode;
mod numbers;
mod parts;
mod period;
mod privacy;
mod rule;
pub mod rules;
mod series;
mod statutory;
mod tasks;
mod texts;
mod units;

#[cfg(test)]
mod tests;

use jiff::civil::Date;

pub use asked::Asked;
pub use example::{CARD, DAY, Example, PAGE, SITE, TASK};
pub use external::{Answer, Answers, Distrust, Trouble, external_urls, is_internal};
pub use levels::severity;
pub use numbers::{NumberClaim, number_claims};
pub use privacy::{Privacy, ReadAttachment};
pub use rule::{Basis, Both, Rule, Source, SourceKind, Standing, Weight};

use self::asked::Wanted;
use crate::diagnostic::{Allowed, Faults, Sources};
use crate::model::{Site, Unread};

/// What is checked.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The site.
    pub site: &'a Site,
    /// What is in the tree but could not be read.
    pub unread: &'a Unread,
    /// The day it is checked for.
    pub as_of: Date,
    /// How attached files are read.
    pub read_attachment: ReadAttachment,
    /// What other sites answered; none if nobody asked them.
    pub answers: Option<&'a Answers>,
}

impl Subject<'_> {
    /// Whether something in the tree could not be read, so that what is missing may be there.
    fn is_incomplete(self) -> bool {
        !self.unread.is_empty()
    }
}

/// What was found.
#[derive(Debug, Default)]
pub struct Checked {
    /// The findings that stand, sorted by place.
    pub faults: Faults,
    /// Those that the site allows, sorted by place.
    pub allowed: Vec<Allowed>,
    /// How many statements of numbers were verified; none where their rules were not run.
    pub claims: usize,
}

/// The rules of a file, and what runs them.
type Family = (&'static [Rule], fn(Subject<'_>, &mut Faults));

/// Those that need nothing but what is checked.
const FAMILIES: &[Family] = &[
    (chapters::RULES, |subject, faults| {
        chapters::check(subject.site, subject.is_incomplete(), faults);
    }),
    (columns::RULES, |subject, faults| {
        let incomplete = subject.is_incomplete();
        columns::check(subject.site, subject.as_of, incomplete, faults);
    }),
    (dates::RULES, |subject, faults| {
        dates::check(subject.site, faults);
    }),
    (document_number::RULES, |subject, faults| {
        document_number::check(subject.site, faults);
    }),
    (external::RULES, |subject, faults| {
        external::check(subject.site, subject.answers, faults);
    }),
    (files::RULES, |subject, faults| {
        files::check(subject.site, faults);
    }),
    (foot::RULES, |subject, faults| {
        foot::check(subject.site, faults);
    }),
    (headings::RULES, |subject, faults| {
        headings::check(subject.site, faults);
    }),
    (identity::RULES, |subject, faults| {
        identity::check(subject.site, faults);
    }),
    (issue::RULES, |subject, faults| {
        issue::check(subject.site, faults);
    }),
    (levels::RULES, |subject, faults| {
        levels::check(subject.site, faults);
    }),
    (metadata::RULES, |subject, faults| {
        metadata::check(subject.site, faults);
    }),
    (mode::RULES, |subject, faults| {
        mode::check(subject.site, faults);
    }),
    (period::RULES, |subject, faults| {
        period::check(subject.site, faults);
    }),
    (series::RULES, |subject, faults| {
        series::check(subject.site, subject.is_incomplete(), faults);
    }),
    (statutory::RULES, |subject, faults| {
        statutory::check(subject.site, subject.unread, faults);
    }),
    (tasks::RULES, |subject, faults| {
        tasks::check(subject.site, subject.is_incomplete(), faults);
    }),
    (units::RULES, |subject, faults| {
        units::check(subject.site, subject.is_incomplete(), faults);
    }),
];

/// What the rules find that is asked for. `sources` are the files that the site was read from; what is
/// private in them is hidden from then on, whatever is asked for.
#[must_use]
pub fn check(subject: Subject<'_>, asked: Asked, sources: &mut Sources) -> Checked {
    let site = subject.site;
    let checking = &site.settings.checking;
    let wanted = Wanted::new(checking, asked);
    let mut faults = Faults::new();
    for (rules, find) in FAMILIES {
        if wanted.any(rules) {
            find(subject, &mut faults);
        }
    }
    privacy::check(subject, sources, &mut faults);
    let claims = match wanted.any(numbers::RULES) {
        true => numbers::check(site, &mut faults),
        false => 0,
    };
    if texts::RULES.iter().any(|rules| wanted.any(rules)) {
        texts::check(site, &mut faults);
    }

    let mut faults = levels::apply(checking, faults);
    faults.sort();
    let was_run = |rule: &str| {
        let was_asked = subject.answers.is_some() || !external::needs_answers(rule);
        wanted.all() && !subject.is_incomplete() && was_asked
    };
    let (faults, mut allowed) = allowances::apply(site, sources, was_run, faults);
    let faults = levels::apply(checking, faults).into_iter();
    let mut faults: Faults = faults.filter(|fault| wanted.tells(fault)).collect();
    faults.sort();
    allowed.retain(|allowed| wanted.tells(&allowed.finding));
    Checked {
        faults,
        allowed,
        claims,
    }
}
