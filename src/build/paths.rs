//! Where paths come from that cannot be written beside each other.

use crate::diagnostic::{Diagnostic, Place};
use crate::export::Export;
use crate::pages::Plan;
use crate::release::{Excluded, exclusions};
use crate::render::Theme;
use crate::say;
use crate::url::OutputPath;

/// Tells what of a plan and its data files no release could hold, before anything is rendered.
pub(super) fn excluded(plan: &Plan<'_>, exports: &[Export<'_>], theme: &Theme) -> Vec<Diagnostic> {
    let written = plan.pages.iter().map(|page| &page.path);
    let written = written.chain(plan.files.iter().map(|file| &file.path));
    let written = written.chain(plan.copies.iter().map(|copy| &copy.from));
    let written = written.chain(exports.iter().map(|file| &file.path));
    let written = written.chain(theme.assets().map(|asset| &asset.path));
    let mut paths: Vec<&OutputPath> = written.collect();
    paths.sort_unstable();
    paths.dedup();
    let place = |path: &str| origin(plan, path);
    let found = exclusions(paths.into_iter()).into_iter();
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

/// Where what is written to a path was read.
fn origin(plan: &Plan<'_>, path: &str) -> Option<Place> {
    let page = plan.pages.iter().find(|page| page.path.as_str() == path);
    let file = || plan.files.iter().find(|file| file.path.as_str() == path);
    let copy = || plan.copies.iter().find(|copy| copy.from.as_str() == path);
    let page = page.and_then(|page| page.origin).map(Place::from);
    page.or_else(|| file().map(|file| file.file.id.into()))
        .or_else(|| copy().map(|copy| copy.redirect.from.span.into()))
}
