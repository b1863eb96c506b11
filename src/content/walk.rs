//! Finds the files of the content tree. Whatever has no place in it is told: nothing is skipped but
//! dot files.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

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

    /// Says of a folder below this one that it cannot be looked into.
    fn close(&mut self, path: &Path) {
        let found = path
            .iter()
            .try_fold(self, |folder, name| folder.folders.get_mut(name.to_str()?));
        if let Some(folder) = found {
            folder.is_closed = true;
        }
    }
}

/// A file of the content tree.
#[derive(Debug)]
pub(super) struct FileEntry {
    pub(super) path: PathBuf,
    pub(super) id: FileId,
    pub(super) size: u64,
}

/// Whether a file of this name is no content.
pub(crate) fn is_dot_file(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// All files of a folder of the site in the folder `site`.
pub(super) fn walk(site: &Path, shown: &str, sources: &mut Sources, faults: &mut Faults) -> Folder {
    let root = &site.join(shown);
    let site: Arc<Path> = site.into();
    let mut tree = Folder {
        shown: shown.to_owned(),
        ..Folder::default()
    };
    let entries = WalkDir::new(root)
        .min_depth(1)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_dot_file(entry.file_name()));
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(root);
                tree.close(path.strip_prefix(root).unwrap_or(Path::new("")));
                let shown = show(path, root, shown);
                faults.push(unreadable(&error, shown));
                continue;
            }
        };
        let shown = show(entry.path(), root, shown);
        if entry.file_type().is_symlink() {
            faults.push(symlink(entry.path(), root, shown));
            continue;
        }
        let names: Option<Vec<&str>> = entry
            .path()
            .strip_prefix(root)
            .ok()
            .and_then(|path| path.iter().map(|name| name.to_str()).collect());
        let Some(names) = names else {
            faults.push(
                Diagnostic::error(
                    "content/bad-name",
                    say!("名称不是 UTF-8", "the name is not UTF-8"),
                )
                .at_path(shown),
            );
            continue;
        };
        if names.len() > DEPTH_LIMIT {
            faults.push(
                Diagnostic::error(
                    "content/too-deep",
                    say!(
                        "文件夹超过 {DEPTH_LIMIT} 层",
                        "folders are nested more than {DEPTH_LIMIT} deep"
                    ),
                )
                .at_path(shown),
            );
            continue;
        }
        let Some((name, folders)) = names.split_last() else {
            continue;
        };
        let folder = folders.iter().fold(&mut tree, |folder, name| {
            folder.folders.entry((*name).to_owned()).or_default()
        });
        if entry.file_type().is_dir() {
            folder.folders.entry((*name).to_owned()).or_default().shown = shown;
            continue;
        }
        match entry.metadata() {
            Ok(metadata) if metadata.is_file() => {
                let id = sources.add_below(&site, shown);
                folder.files.insert(
                    (*name).to_owned(),
                    FileEntry {
                        path: entry.path().to_owned(),
                        id,
                        size: metadata.len(),
                    },
                );
            }
            Ok(_) => faults.push(
                Diagnostic::error(
                    "content/unexpected-file",
                    say!("不是普通文件", "it is not a regular file"),
                )
                .at_path(shown),
            ),
            Err(error) => faults.push(unreadable(&error, shown)),
        }
    }
    tree
}

fn unreadable(error: &walkdir::Error, shown: String) -> Diagnostic {
    let why = match error.io_error() {
        Some(error) => reason(error),
        None => say!("{error}", "{error}"),
    };
    let (zh, en) = (why.zh, why.en);
    Diagnostic::error(
        "content/unreadable",
        say!("无法读取：{zh}", "cannot be read: {en}"),
    )
    .at_path(shown)
}

/// A path below `root` as it is shown, with `/` between the names.
fn show(path: &Path, root: &Path, root_shown: &str) -> String {
    let mut shown = root_shown.to_owned();
    for name in path.strip_prefix(root).unwrap_or(path) {
        shown.push('/');
        shown.push_str(&name.to_string_lossy());
    }
    shown
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
