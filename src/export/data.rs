//! What data files are made from.

use jiff::civil::Date;

use crate::model::Site;
use crate::pages::{Index, Plan};

/// A site and what of it the files hold.
#[derive(Clone, Copy, Debug)]
pub struct Data<'a> {
    /// The site.
    pub site: &'a Site,
    /// What of it is public, or is asked for.
    pub index: &'a Index<'a>,
}

impl<'a> Data<'a> {
    /// What a plan is of.
    pub(super) fn of(plan: &'a Plan<'_>) -> Self {
        Self {
            site: plan.input.site,
            index: plan.input.index,
        }
    }

    pub(super) fn base_url(self) -> &'a str {
        &self.site.settings.base_url.value
    }

    /// Whether names are Chinese: on a Chinese site; otherwise they are English.
    pub(super) fn is_chinese(self) -> bool {
        self.site.settings.language.value.starts_with("zh")
    }

    /// The one in the language of the site.
    pub(super) fn say<T>(self, zh: T, en: T) -> T {
        if self.is_chinese() { zh } else { en }
    }

    /// As [`Data::say`], of a pair.
    pub(super) fn say_of<T>(self, (zh, en): (T, T)) -> T {
        self.say(zh, en)
    }

    /// The day of the latest disclosure: what stands for the day on which a file of all of them was made.
    pub(super) fn latest(self) -> Option<Date> {
        let published = self.index.disclosures.iter();
        published
            .map(|placed| placed.disclosure.card.published.value.date)
            .max()
    }
}
