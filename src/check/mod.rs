//! The rules that content must keep before it goes out, a family a file. A rule knows the model and
//! nothing of files or pages.

mod identity;
mod mode;

use crate::diagnostic::Faults;
use crate::model::Site;

/// Everything that the rules find, sorted by place.
#[must_use]
pub fn check(site: &Site) -> Faults {
    let mut faults = Faults::new();
    identity::check(site, &mut faults);
    mode::check(site, &mut faults);
    faults.sort();
    faults
}
