//! Which pages exist, at which path, and what each is made of.
//!
//! [`plan`] decides from the [`Site`] and the day which pages there are; [`Plan::context`] makes the
//! typed context of one of them when it is asked for, so that a page can be rendered alone and no
//! more than a few contexts are in memory at once.

mod common;
mod compose;
pub mod context;
mod corrections;
mod downloads;
mod entries;
mod foot;
mod frame;
mod index;
mod json_ld;
mod links;
mod lists;
mod overview;
pub mod paths;
mod plan;
mod series;
mod tags;
mod views;
mod words;

pub use compose::Context;
pub(crate) use compose::revision_id;
pub use corrections::Correction;
pub use downloads::{DATA_FORMATS, Sizes};
pub use index::{Index, Placed, PlacedPage, TaskPlace};
pub use plan::{Input, PageKind, Plan, PlannedCopy, PlannedFile, PlannedPage, no_target, plan};
pub use series::{InSeries, PlacedSeries};

pub use words::Words;

use crate::model::Site;

/// How many of the latest disclosures stand on the home page and in feeds.
pub const LATEST: usize = 20;

/// Which disclosures of a site are public on a day.
fn is_public(disclosure: &crate::model::Disclosure, as_of: jiff::civil::Date) -> bool {
    !disclosure.draft
        && is_to_be_public(disclosure)
        && disclosure.card.published.value.date <= as_of
}

/// Which disclosures are public once they are finished and due.
fn is_to_be_public(disclosure: &crate::model::Disclosure) -> bool {
    disclosure.card.mode.value == crate::model::Mode::Proactive
}

/// What a build on a day leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeldBack {
    /// Disclosures and pages marked as drafts.
    pub drafts: usize,
    /// Disclosures whose day has not come.
    pub not_due: usize,
}

/// Counts what a build on a day leaves out.
#[must_use]
pub fn held_back(site: &Site, as_of: jiff::civil::Date) -> HeldBack {
    let mut held = HeldBack::default();
    for column in site.home.walk() {
        held.drafts += column.pages.iter().filter(|page| page.draft).count();
        for disclosure in &column.disclosures {
            if disclosure.draft {
                held.drafts += 1;
            } else if !is_public(disclosure, as_of) {
                held.not_due += 1;
            }
        }
    }
    held
}
