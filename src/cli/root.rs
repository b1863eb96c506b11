//! The folder of the site, as `--root` names it.

use std::path::Path;

use crate::content;
use crate::diagnostic::Faults;

/// The folder that is meant where `--root` names none.
const HERE: &str = ".";

/// Makes sure that a folder holds a site, before anything else is asked of it.
pub(super) fn need(root: &Path) -> Result<(), Faults> {
    content::find(root).map_err(|fault| (*fault).into())
}

/// The same for what can be done without a site, such as looking at a pack: only a folder that was named
/// must hold one.
pub(super) fn need_if_named(root: &Path) -> Result<(), Faults> {
    match root == Path::new(HERE) {
        true => Ok(()),
        false => need(root),
    }
}
