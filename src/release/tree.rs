//! What stands where in the output, without ever following a symbolic link.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Faults, Message};
use crate::say;

use super::OutputPath;
use super::disk::Disk;
use super::io::{Context, Tried, optional};
use crate::url::under;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Absent,
    Folder,
    File,
    Link,
    /// A pipe, a device and the like.
    Other,
}

/// What stands at a path; a link is a link, wherever it points.
pub(super) fn kind(path: &Path) -> Result<Kind, Faults> {
    let found = optional(fs::symlink_metadata(path)).tried(Tried::Inspect, path)?;
    Ok(match found.map(|m| m.file_type()) {
        None => Kind::Absent,
        Some(t) if t.is_symlink() => Kind::Link,
        Some(t) if t.is_dir() => Kind::Folder,
        Some(t) if t.is_file() => Kind::File,
        Some(_) => Kind::Other,
    })
}

/// A `release/foreign` finding at a path of the output.
pub(super) fn foreign(output: &Path, path: &str, message: Message) -> Diagnostic {
    Diagnostic::error("release/foreign", message)
        .at_path(under(output, path).display().to_string())
        .hint(say!(
            "gongkai 只替换或删除自己写入的文件。请将它移走，或改用别的输出文件夹",
            "gongkai replaces and removes only what it wrote itself: move this away, or choose another output folder"
        ))
}

/// A `release/foreign` finding: files of the release would be reached through a link.
pub(super) fn through_link(output: &Path, folder: &str) -> Diagnostic {
    foreign(
        output,
        folder,
        say!(
            "`{folder}` 是符号链接，发布会写到输出文件夹之外",
            "`{folder}` is a symbolic link: the release would write outside the output folder"
        ),
    )
}

/// A `release/foreign` finding: a file stands where the release needs a folder.
pub(super) fn not_a_folder(output: &Path, folder: &str) -> Diagnostic {
    foreign(
        output,
        folder,
        say!(
            "发布需要文件夹 `{folder}`，但那里有一个不属于本站的文件",
            "the release needs the folder `{folder}`, but a file that is not ours stands there"
        ),
    )
}

/// The folders of the output, each looked at once.
pub(super) struct Folders<'a> {
    output: &'a Path,
    seen: BTreeMap<String, Kind>,
}

impl<'a> Folders<'a> {
    pub(super) fn of(output: &'a Path) -> Self {
        Self {
            output,
            seen: BTreeMap::new(),
        }
    }

    fn look(&mut self, folder: &str) -> Result<Kind, Faults> {
        if let Some(kind) = self.seen.get(folder) {
            return Ok(*kind);
        }
        let found = kind(&under(self.output, folder))?;
        self.seen.insert(folder.to_owned(), found);
        Ok(found)
    }

    /// The outermost of the path's folders that is not a folder, and what it is instead.
    pub(super) fn obstacle<'p>(
        &mut self,
        path: &'p OutputPath,
    ) -> Result<Option<(&'p str, Kind)>, Faults> {
        for folder in path.folders() {
            match self.look(folder)? {
                Kind::Folder => {}
                kind => return Ok(Some((folder, kind))),
            }
        }
        Ok(None)
    }

    /// Creates the folders of a path.
    pub(super) fn create(&mut self, path: &OutputPath, disk: &Disk) -> Result<(), Faults> {
        for folder in path.folders() {
            match self.look(folder)? {
                Kind::Folder => {}
                Kind::Absent => {
                    disk.create_folder(&under(self.output, folder))?;
                    self.seen.insert(folder.to_owned(), Kind::Folder);
                }
                Kind::Link => return Err(through_link(self.output, folder).into()),
                Kind::File | Kind::Other => {
                    return Err(not_a_folder(self.output, folder).into());
                }
            }
        }
        Ok(())
    }
}
