//! Where paths come from that cannot be written beside each other.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Place};
use crate::export::Export;
use crate::pages::Plan;
use crate::release::{Excluded, exclusions};
use crate::render::Theme;
use crate::say;
use crate::url::OutputPath;

/// Tells what of a plan and its data files no release could hold, before anything is rendered.
pub(super) fn excluded(plan: &Plan<'_>, exports: &[Export<'_>], theme: &Theme) -> Vec<Diagnostic> {
    let own = exports.iter().map(|file| &file.path);
    let own = own.chain(theme.assets().map(|asset| &asset.path));
    let mut origins: BTreeMap<OutputPath, Option<Place>> =
        own.map(|path| (path.clone(), None)).collect();
    for page in &plan.pages {
        origins.insert(page.path.clone(), page.origin.map(Place::from));
    }
    for file in &plan.files {
        origins.insert(file.path.clone(), Some(file.file.id.into()));
    }
    for copy in &plan.copies {
        origins.insert(copy.from.clone(), Some(copy.redirect.from.span.into()));
    }
    let place = |path: &str| origins.get(path).cloned().flatten();
    let found = exclusions(origins.keys()).into_iter();
    let found = found.map(|Excluded { path, other, fault }| {
        let other = Some(other).filter(|other| *other != path.as_str());
        match (place(path.as_str()), other.and_then(place)) {
            (Some(at), Some(other)) => {
                let fault = fault.at(at);
                fault.related(other, say!("另一处", "the other one"))
            }
            (Some(at), None) | (None, Some(at)) => fault.at(at),
            (None, None) => fault,
        }
    });
    found.collect()
}
