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
mod outline;
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
pub use outline::Outlines;
pub use plan::{Input, PageKind, Plan, PlannedCopy, PlannedFile, PlannedPage, no_target, plan};
pub use series::{InSeries, PlacedSeries};

pub use words::Words;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Message;
use crate::model::Site;
use crate::say;

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldBack {
    /// Disclosures and pages marked as drafts.
    pub drafts: usize,
    /// Disclosures whose day has not come.
    pub not_due: usize,
    /// Disclosures of another mode than 主动公开, which stay out on every day.
    pub not_proactive: usize,
}

impl HeldBack {
    /// The numbers in words; none if nothing was left out.
    #[must_use]
    pub fn told(self) -> Option<Message> {
        let Self {
            drafts,
            not_due,
            not_proactive,
        } = self;
        (self != Self::default()).then(|| {
            say!(
                "未发布：草稿 {drafts}，未到发布日期 {not_due}，不属于主动公开 {not_proactive}",
                "held back: {drafts} drafts, {not_due} not yet due, {not_proactive} of a mode other than 主动公开"
            )
        })
    }
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
            } else if !is_to_be_public(disclosure) {
                held.not_proactive += 1;
            } else if !is_public(disclosure, as_of) {
                held.not_due += 1;
            }
        }
    }
    held
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Mode;

    #[test]
    fn each_is_held_back_for_one_reason() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write(
            "site.toml",
            "name = \"甲网\"\nbase_url = \"https://www.example.gov.cn/\"\n[organisation]\nname = \"甲局\"\n",
        );
        write("content/a/column.toml", "title = \"甲\"\n");
        let states = [
            ("2020-01-01", false),
            ("2021-01-01", false),
            ("2021-01-01", true),
        ];
        for (mode, start) in Mode::ALL.iter().zip([1, 4, 7]) {
            for ((day, draft), number) in states.iter().zip(start..) {
                write(
                    &format!("content/a/{number}/disclosure.md"),
                    &format!(
                        "+++\ntitle = \"第{number}件\"\nindex_number = \"00000000-0/2020-0000{number}\"\n\
                         published = {day}\nmode = \"{}\"\ndraft = {draft}\n+++\n\n文字。\n",
                        mode.word()
                    ),
                );
            }
        }
        let site = crate::content::load(folder.path()).site.unwrap();
        let held = held_back(&site, jiff::civil::date(2020, 7, 22));
        let expected = HeldBack {
            drafts: 3,
            not_due: 1,
            not_proactive: 4,
        };
        assert_eq!(held, expected);
    }
}
