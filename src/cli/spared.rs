//! What publishing and packing must not write into: the sources of a site, what it was built to, and
//! files that are there.

use std::path::{Path, PathBuf};

use crate::content;
use crate::diagnostic::{Diagnostic, Faults, Message};
use crate::publish::{Target, release_around};
use crate::release::{Conflict, conflict, kept_beside};
use crate::render;
use crate::say;

/// The files and folders of a site that are no place for anything else.
pub(super) fn protected(root: &Path) -> Vec<PathBuf> {
    let public = root.join("public");
    let beside = kept_beside(&public, "known").and_then(|inside| Some(inside.parent()?.to_owned()));
    let mut places = vec![
        root.join(content::SETTINGS),
        root.join(content::FOLDER),
        render::themes_folder(root),
        root.join(".git"),
        public,
    ];
    places.extend(beside);
    places
}

/// Refuses a target that is the folder of the site, or in which or around which the sources lie or what they
/// are built to; and a folder that is itself part of a release.
pub(super) fn refuse_target(target: &Target, root: &Path) -> Result<(), Faults> {
    let Target::Folder(folder) = target else {
        return Ok(());
    };
    refuse(
        folder,
        root,
        &say!(
            "发布到一个单独的文件夹，例如 `/srv/www/site`",
            "publish to a folder of its own, such as `/srv/www/site`"
        ),
    )
}

/// Refuses to write a pack among those, or in the place of a file unless that is asked for.
pub(super) fn refuse_pack(file: &Path, root: &Path, force: bool) -> Result<(), Faults> {
    refuse(
        file,
        root,
        &say!(
            "写到别处，例如 `../release.zip`",
            "write it elsewhere, such as to `../release.zip`"
        ),
    )?;
    let (what, hint) = match (file.is_dir(), file.symlink_metadata().is_ok()) {
        (true, _) => (
            say!("这是文件夹", "this is a folder"),
            say!(
                "写明文件名，例如 `release.zip`",
                "name a file, such as `release.zip`"
            ),
        ),
        (false, true) if !force => (
            say!("文件已经存在", "the file exists"),
            say!(
                "换一个名字，或用 `--force` 覆盖",
                "choose another name, or overwrite it with `--force`"
            ),
        ),
        (false, _) => return Ok(()),
    };
    let fault = Diagnostic::error("publish/exists", what);
    Err(fault.at_path(file.display().to_string()).hint(hint).into())
}

/// Refuses a place that is part of a release, or that lies among or around the sources.
fn refuse(place: &Path, root: &Path, hint: &Message) -> Result<(), Faults> {
    let shown = place.display().to_string();
    let message = if let Some(release) = release_around(place)? {
        let release = release.display();
        say!(
            "`{shown}` 属于已经生成或发布的网站 `{release}`",
            "`{shown}` is part of a site that was built or published, `{release}`"
        )
    } else if !root.join(content::SETTINGS).exists() {
        // A pack goes out where there is no site.
        return Ok(());
    } else {
        let protected = protected(root);
        let protected: Vec<&Path> = protected.iter().map(PathBuf::as_path).collect();
        match conflict(place, root, &protected)? {
            None => return Ok(()),
            Some(Conflict::Holds(other)) => {
                let other = other.display();
                say!(
                    "`{shown}` 就是 `{other}` 或包含它",
                    "`{shown}` is, or contains, `{other}`"
                )
            }
            Some(Conflict::LiesIn(other)) => {
                let other = other.display();
                say!(
                    "`{shown}` 位于 `{other}` 之内",
                    "`{shown}` lies in `{other}`"
                )
            }
        }
    };
    let fault = Diagnostic::error("publish/dangerous-place", message);
    Err(fault.at_path(shown).hint(hint.clone()).into())
}
