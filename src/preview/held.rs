//! What a preview shows that a build would hold back.

use jiff::civil::Date;
use serde::Serialize;

use crate::model::Disclosure;
use crate::pages::{PageKind, Plan, PlannedPage};

/// Why a page is held back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub(super) enum Held {
    /// It is marked as a draft.
    Draft,
    /// Its day has not come.
    NotDue {
        /// That day.
        date: String,
    },
}

/// A page that is held back, and why.
#[derive(Clone, Debug, Serialize)]
pub(super) struct HeldPage {
    path: String,
    #[serde(flatten)]
    held: Held,
}

impl Held {
    /// Why a build of this day would hold a page back, if it would.
    pub(super) fn of(page: &PlannedPage<'_>, as_of: Date) -> Option<Self> {
        match page.kind {
            PageKind::Disclosure(placed)
            | PageKind::Chapter(placed, ..)
            | PageKind::Task(placed, ..)
            | PageKind::DisclosureHistory(placed, _)
            | PageKind::TaskHistory(placed, ..)
            | PageKind::Resolver(placed) => Self::of_disclosure(placed.disclosure, as_of),
            PageKind::Page(placed) => placed.page.draft.then_some(Self::Draft),
            _ => None,
        }
    }

    fn of_disclosure(disclosure: &Disclosure, as_of: Date) -> Option<Self> {
        let due = disclosure.card.published.value.date;
        if disclosure.draft {
            Some(Self::Draft)
        } else {
            let date = due.to_string();
            (due > as_of).then_some(Self::NotDue { date })
        }
    }
}

/// The disclosures and plain pages that are held back.
pub(super) fn pages(plan: &Plan<'_>, as_of: Date) -> Vec<HeldPage> {
    let is_item =
        |page: &&PlannedPage<'_>| matches!(page.kind, PageKind::Disclosure(_) | PageKind::Page(_));
    let held = |page: &PlannedPage<'_>| {
        Some(HeldPage {
            path: page.path.to_string(),
            held: Held::of(page, as_of)?,
        })
    };
    plan.pages.iter().filter(is_item).filter_map(held).collect()
}
