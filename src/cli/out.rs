//! Where a command writes what it is asked to write.

use std::path::Path;

use crate::content;
use crate::diagnostic::{Diagnostic, Faults};
use crate::release::{Manifest, resolve};
use crate::say;

/// What the site has in its folder.
const OWN: [&str; 5] = [
    content::SETTINGS,
    content::FOLDER,
    "themes",
    "public",
    ".public.gongkai",
];

/// Refuses a file or folder that would lie where the site `root` has its sources, git its own, or a release
/// its files: the next command would find it there and refuse to go on.
pub(super) fn refuse_taken(out: &Path, root: &Path) -> Result<(), Faults> {
    // What cannot be reached cannot be written either, and that tells why.
    let Ok(place) = resolve(out) else {
        return Ok(());
    };
    for own in OWN {
        if place.starts_with(resolve(&root.join(own))?) {
            return Err(taken(out, own));
        }
    }
    if place.iter().any(|name| name == ".git") {
        return Err(taken(out, ".git"));
    }
    let release = place
        .ancestors()
        .find(|folder| matches!(Manifest::read(folder), Ok(Some(_))));
    match release {
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
