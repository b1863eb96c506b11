//! The rules that content must keep before it goes out, a family a file. A rule knows the model and
//! nothing of files or pages.
//!
//! Each family declares its rules next to the code that checks them; [`rules`] gathers them. How much a
//! finding weighs is settled here, when all are found: by its rule, the profile and the levels that the
//! site sets.

mod allowances;
mod chapters;
mod columns;
mod dates;
mod document_number;
mod example;
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

use std::collections::BTreeSet;

use jiff::civil::Date;

pub use example::{CARD, DAY, Example, PAGE, SITE, TASK};
pub use levels::severity;
pub use numbers::{NumberClaim, number_claims};
pub use privacy::ReadAttachment;
pub use rule::{Basis, Both, Rule, Source, SourceKind, Standing, Weight};

use crate::diagnostic::{Allowed, Faults, Sources};
use crate::model::Site;

/// What is checked.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The site.
    pub site: &'a Site,
    /// The paths of items that are in the tree but could not be read; empty if everything was.
    pub unread: &'a BTreeSet<String>,
    /// The day it is checked for.
    pub as_of: Date,
    /// How attached files are read.
    pub read_attachment: ReadAttachment,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Checked {
    /// The findings that stand, sorted by place.
    pub faults: Faults,
    /// Those that the site allows, sorted by place.
    pub allowed: Vec<Allowed>,
    /// How many statements of numbers were verified.
    pub claims: usize,
}

/// Everything that the rules find. `sources` are the files that the site was read from; what is private
/// in them is hidden from then on.
#[must_use]
pub fn check(subject: Subject<'_>, sources: &mut Sources) -> Checked {
    let Subject {
        site,
        unread,
        as_of,
        read_attachment: _,
    } = subject;
    let is_incomplete = !unread.is_empty();
    let mut faults = Faults::new();
    chapters::check(site, is_incomplete, &mut faults);
    columns::check(site, as_of, is_incomplete, &mut faults);
    dates::check(site, &mut faults);
    document_number::check(site, &mut faults);
    foot::check(site, &mut faults);
    headings::check(site, &mut faults);
    identity::check(site, &mut faults);
    issue::check(site, &mut faults);
    period::check(site, &mut faults);
    privacy::check(subject, sources, &mut faults);
    series::check(site, is_incomplete, &mut faults);
    tasks::check(site, is_incomplete, &mut faults);
    units::check(site, is_incomplete, &mut faults);
    mode::check(site, &mut faults);
    let claims = numbers::check(site, &mut faults);
    statutory::check(site, unread, &mut faults);
    files::check(site, &mut faults);
    metadata::check(site, &mut faults);
    texts::check(site, &mut faults);
    levels::check(site, &mut faults);

    let checking = &site.settings.checking;
    let mut faults = levels::apply(checking, faults);
    faults.sort();
    let (faults, allowed) = allowances::apply(site, sources, is_incomplete, faults);
    let mut faults = levels::apply(checking, faults);
    faults.sort();
    Checked {
        faults,
        allowed,
        claims,
    }
}
