//! The rules that content must keep before it goes out, a family a file. A rule knows the model and
//! nothing of files or pages.

mod foot;
mod identity;
mod mode;
mod rules;
mod statutory;

use std::collections::BTreeSet;

use crate::diagnostic::Faults;
use crate::model::Site;

/// Everything that the rules find, sorted by place. `unread` are the paths of items that are in the
/// tree but could not be read; empty if everything was.
#[must_use]
pub fn check(site: &Site, unread: &BTreeSet<String>) -> Faults {
    let mut faults = Faults::new();
    foot::check(site, &mut faults);
    identity::check(site, &mut faults);
    mode::check(site, &mut faults);
    statutory::check(site, unread, &mut faults);
    let mut faults = rules::without_those_off(site, faults);
    rules::switches(site, &mut faults);
    faults.sort();
    faults
}
