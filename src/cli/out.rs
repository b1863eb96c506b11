//! Where a command writes what it is asked to write.

use std::path::Path;

use super::spared;
use crate::diagnostic::{Diagnostic, Faults};
use crate::publish::release_around;
use crate::release::resolve;
use crate::say;

/// Refuses a file or folder that would lie where the site `root` has its sources, git its own, or a release
/// its files: the next command would find it there and refuse to go on.
pub(super) fn refuse_taken(out: &Path, root: &Path) -> Result<(), Faults> {
    // What cannot be reached cannot be written either, and that tells why.
    let Ok(place) = resolve(out) else {
        return Ok(());
    };
    for own in spared::protected(root) {
        if place.starts_with(resolve(&own)?) {
            let shown = own.strip_prefix(root).unwrap_or(&own);
            return Err(taken(out, &shown.display().to_string()));
        }
    }
    if place.iter().any(|name| name == ".git") {
        return Err(taken(out, ".git"));
    }
    match release_around(&place)? {
        Some(release) => Err(taken(out, &release.display().to_string())),
        None => Ok(()),
    }
}

fn taken(out: &Path, own: &str) -> Faults {
    Diagnostic::error(
        "usage",
        say!(
            "这里不能写：`{own}` 里只放网站自己的文件",
            "nothing is written here: in `{own}` there are only files of the site itself"
        ),
    )
    .at_path(out.display().to_string())
    .hint(say!(
        "用 `--out` 写到别处，最好在网站的文件夹之外",
        "name another place with `--out`, best outside the site's folder"
    ))
    .into()
}
