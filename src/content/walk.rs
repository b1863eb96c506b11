//! Finds the files of the content tree. Whatever has no place in it is told: nothing is skipped but
//! dot files.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::listing::{Listed, Listing};
use crate::diagnostic::{Diagnostic, Faults, FileId, Sources, reason};
use crate::model::Unread;
use crate::say;

/// The deepest folder; real trees have about six levels, and paths stay within those of every server.
const DEPTH_LIMIT: usize = 10;

/// A folder of the content tree.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// How its path is shown.
    pub(super) shown: String,
    /// Its files by name.
    pub(super) files: BTreeMap<String, FileEntry>,
    /// Its folders by name.
    pub(super) folders: BTreeMap<String, Folder>,
    /// Whether it cannot be looked into.
    is_closed: bool,
}

impl Folder {
    /// The paths of all files, without the extensions of content files, and of all folders; and of those that
    /// cannot be looked into.
    pub(super) fn unread(&self) -> Unread {
        let mut unread = Unread::default();
        self.collect("", &mut unread);
        unread
    }

    fn collect(&self, prefix: &str, unread: &mut Unread) {
        if self.is_closed {
            unread.add_closed(prefix.trim_end_matches('/').to_owned());
        }
        for name in self.files.keys() {
            let stem = name
                .strip_suffix(".toml")
                .or_else(|| name.strip_suffix(".md"))
                .unwrap_or(name);
            unread.add(format!("{prefix}{stem}"));
        }
        for (name, folder) in &self.folders {
            unread.add(format!("{prefix}{name}"));
            folder.collect(&format!("{prefix}{name}/"), unread);
        }
    }

    /// Whether a file or folder is below this one.
    pub(super) fn has(&self, path: &Path) -> bool {
        let mut names = path.iter();
        let Some(last) = names.next_back().and_then(OsStr::to_str) else {
            return path.as_os_str().is_empty();
        };
        let folder = names.try_fold(self, |folder, name| folder.folders.get(name.to_str()?));
        folder.is_some_and(|folder| {
            folder.files.contains_key(last) || folder.folders.contains_key(last)
        })
    }

    /// Whether a folder is below this one, or is it itself.
    pub(super) fn has_folder(&self, path: &Path) -> bool {
        let mut names = path.iter();
        let folder = names.try_fold(self, |folder, name| folder.folders.get(name.to_str()?));
        folder.is_some()
    }
}

/// A file of the content tree.
#[derive(Debug)]
pub(super) struct FileEntry {
    pub(super) path: PathBuf,
    pub(super) id: FileId,
    pub(super) size: u64,
}

/// Arranges the files of a listing, that of the folder `shown` of the site in `site`. What has no place in the
/// tree is told, and not looked into.
pub(super) fn walk(
    site: &Path,
    listing: &Listing,
    shown: &str,
    sources: &mut Sources,
    faults: &mut Faults,
) -> Folder {
    let mut walk = Walk {
        site: site.into(),
        listing,
        sources,
        faults,
    };
    walk.folder(listing.root(), shown.to_owned(), 0)
}

struct Walk<'w> {
    site: Arc<Path>,
    listing: &'w Listing,
    sources: &'w mut Sources,
    faults: &'w mut Faults,
}

impl Walk<'_> {
    /// The folder at a path, which lies in so many others.
    fn folder(&mut self, path: &Path, shown: String, depth: usize) -> Folder {
        let mut folder = Folder {
            shown,
            ..Folder::default()
        };
        match self.listing.names(path) {
            Some(Ok(names)) => {
                for (name, listed) in names {
                    let path = path.join(name);
                    if let Err(fault) = self.put(&mut folder, name, path, listed, depth) {
                        self.faults.push(*fault);
                    }
                }
            }
            Some(Err(error)) => {
                folder.is_closed = true;
                let shown = folder.shown.clone();
                self.faults.push(unreadable(error, shown));
            }
            None => {}
        }
        folder
    }

    /// Puts what has a name into its folder, if it has a place there.
    fn put(
        &mut self,
        folder: &mut Folder,
        name: &OsStr,
        path: PathBuf,
        listed: &Listed,
        depth: usize,
    ) -> Result<(), Box<Diagnostic>> {
        let shown = format!("{}/{}", folder.shown, name.to_string_lossy());
        match listed {
            Listed::Unknown(error) => return Err(Box::new(unreadable(error, shown))),
            Listed::Other(metadata) if metadata.is_symlink() => {
                return Err(Box::new(symlink(&path, self.listing.root(), shown)));
            }
            _ => {}
        }
        let refuse =
            |code, what, shown| Err(Box::new(Diagnostic::error(code, what).at_path(shown)));
        let Some(name) = name.to_str() else {
            let what = say!("名称不是 UTF-8", "the name is not UTF-8");
            return refuse("content/bad-name", what, shown);
        };
        if depth >= DEPTH_LIMIT {
            let what = say!(
                "文件夹超过 {DEPTH_LIMIT} 层",
                "folders are nested more than {DEPTH_LIMIT} deep"
            );
            return refuse("content/too-deep", what, shown);
        }
        match listed {
            Listed::Other(metadata) if metadata.is_file() => {
                let id = self.sources.add_below(&self.site, shown);
                let size = metadata.len();
                let file = FileEntry { path, id, size };
                folder.files.insert(name.to_owned(), file);
            }
            Listed::Folder => {
                let below = self.folder(&path, shown, depth + 1);
                folder.folders.insert(name.to_owned(), below);
            }
            _ => {
                let what = say!("不是普通文件", "it is not a regular file");
                return refuse("content/unexpected-file", what, shown);
            }
        }
        Ok(())
    }
}

fn unreadable(error: &io::Error, shown: String) -> Diagnostic {
    let why = reason(error);
    let (zh, en) = (why.zh, why.en);
    Diagnostic::error(
        "content/unreadable",
        say!("无法读取：{zh}", "cannot be read: {en}"),
    )
    .at_path(shown)
}

fn symlink(path: &Path, root: &Path, shown: String) -> Diagnostic {
    let inside = match (fs::canonicalize(path), fs::canonicalize(root)) {
        (Ok(target), Ok(root)) => target.starts_with(root),
        _ => false,
    };
    let message = if inside {
        say!(
            "内容树里不能有符号链接",
            "the content tree may hold no symbolic link"
        )
    } else {
        say!(
            "符号链接指向内容树之外",
            "the symbolic link leads out of the content tree"
        )
    };
    Diagnostic::error("content/symlink", message)
        .at_path(shown)
        .hint(say!("把文件本身放进来", "put the file itself there"))
}
