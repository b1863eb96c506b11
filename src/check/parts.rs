//! Parts of texts, as rules look at them.

use crate::model::{Column, Disclosure, Site};

/// A text without white space, as it is compared.
pub(super) fn squashed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The disclosures that are no drafts, each with the column it lies in.
pub(super) fn finished(site: &Site) -> impl Iterator<Item = (&Column, &Disclosure)> {
    site.home.walk().flat_map(|column| {
        let disclosures = column.disclosures.iter().filter(|d| !d.draft);
        disclosures.map(move |disclosure| (column, disclosure.as_ref()))
    })
}
