//! Parts of texts, as rules look at them.

use std::ops::Range;

use crate::diagnostic::Span;
use crate::model::{Column, Disclosure, Prose, Site};

/// Where a part of a text stands in its file; the whole text where that is not known.
pub(super) fn within(prose: &Prose, range: Range<usize>) -> Span {
    if !prose.verbatim {
        return prose.span;
    }
    let start = prose.span.start as usize;
    Span::new(prose.span.file, start + range.start..start + range.end)
}

/// A text without white space, as it is compared.
pub(super) fn squashed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The disclosures that are no drafts, each with the column it lies in.
pub(super) fn finished(site: &Site) -> impl Iterator<Item = (&Column, &Disclosure)> {
    site.home.walk().flat_map(|column| {
        let disclosures = column.disclosures.iter().filter(|d| !d.draft);
        disclosures.map(move |disclosure| (column, disclosure))
    })
}
