//! Finds the files of a theme: the built-in ones, each replaced by one of the same name in
//! `themes/NAME`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::embedded;
use crate::diagnostic::{Diagnostic, Faults, FileId, Message, Sources, did_you_mean, reason};
use crate::model::Located;
use crate::say;

/// The largest file of a theme, in bytes.
const SIZE_LIMIT: u64 = 16 * 1024 * 1024;
/// The folders of a theme.
const PARTS: [&str; 4] = ["static", "strings", "styles", "templates"];
/// The name of the built-in theme.
const DEFAULT: &str = "default";

/// The folder of the themes of a site.
#[must_use]
pub fn themes_folder(root: &Path) -> PathBuf {
    root.join("themes")
}

/// A file of a theme: where it stands among the sources, and its bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct File {
    pub(super) id: FileId,
    pub(super) shown: String,
    pub(super) bytes: Vec<u8>,
}

/// The built-in files, replaced and added to by those of the site's theme.
pub(super) fn files(
    root: &Path,
    theme: &Located<Box<str>>,
    sources: &mut Sources,
    faults: &mut Faults,
) -> BTreeMap<String, File> {
    let name = theme.value.as_ref();
    let folder = themes_folder(root);
    let own = folder.join(name);
    let safe = !name.contains(['/', '\\']) && !name.starts_with('.');
    let own_is_there = safe && fs::symlink_metadata(&own).is_ok_and(|m| m.is_dir());
    if !own_is_there && name != DEFAULT {
        let known = fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .chain([DEFAULT.to_owned()])
            .collect::<Vec<_>>();
        let fault = Diagnostic::error(
            "theme/unknown",
            say!("没有主题 `{name}`", "there is no theme `{name}`"),
        )
        .at(theme.span);
        faults.push(match did_you_mean(name, known.iter().map(String::as_str)) {
            Some(meant) => fault.hint(say!("是否想写 `{meant}`？", "did you mean `{meant}`?")),
            None => fault.hint(say!(
                "主题放在 `themes/{name}` 文件夹",
                "a theme is a folder `themes/{name}`"
            )),
        });
    }
    let mut files = BTreeMap::new();
    if own_is_there {
        read_own(&own, name, sources, faults, &mut files);
    }
    for (path, text) in embedded::FILES {
        if files.contains_key(*path) {
            continue;
        }
        let shown = format!("(built-in theme) {path}");
        files.insert(
            (*path).to_owned(),
            File {
                id: sources.add_text(shown.clone(), *text),
                shown,
                bytes: text.as_bytes().to_vec(),
            },
        );
    }
    files
}

/// Reads the files of a theme's folder. What has no place in it is told.
fn read_own(
    folder: &Path,
    theme: &str,
    sources: &mut Sources,
    faults: &mut Faults,
    files: &mut BTreeMap<String, File>,
) {
    let shown = |path: &Path| -> String {
        let below = path.strip_prefix(folder).unwrap_or(path);
        let names = below.iter().map(|name| name.to_string_lossy());
        format!("themes/{theme}/{}", names.collect::<Vec<_>>().join("/"))
    };
    let mut entries = WalkDir::new(folder)
        .min_depth(1)
        .sort_by_file_name()
        .into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let why = match error.io_error() {
                    Some(error) => reason(error),
                    None => say!("{error}", "{error}"),
                };
                faults.push(unreadable(&why, shown(error.path().unwrap_or(folder))));
                continue;
            }
        };
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        let has_no_place = entry.depth() == 1 && !PARTS.iter().any(|p| entry.file_name() == *p);
        if is_hidden || has_no_place {
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
            if !is_hidden && !is_document(&entry) {
                faults.push(no_part(&entry, shown(entry.path())));
            }
            continue;
        }
        if entry.file_type().is_dir() {
            continue;
        }
        let shown = shown(entry.path());
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let names: Option<Vec<&str>> = below.iter().map(|name| name.to_str()).collect();
        let too_large = entry.metadata().is_ok_and(|m| m.len() > SIZE_LIMIT);
        let Some(names) = names.filter(|_| entry.file_type().is_file() && !too_large) else {
            let why = say!(
                "主题的文件应为不超过 16 MiB 的普通文件，名称为 UTF-8",
                "a theme holds regular files of at most 16 MiB, named in UTF-8"
            );
            faults.push(Diagnostic::error("theme/unexpected-file", why).at_path(shown));
            continue;
        };
        match fs::read(entry.path()) {
            Ok(bytes) => {
                let id = sources.add_file(entry.path(), shown.clone());
                files.insert(names.join("/"), File { id, shown, bytes });
            }
            Err(error) => faults.push(unreadable(&reason(&error), shown)),
        }
    }
}

fn unreadable(why: &Message, shown: String) -> Diagnostic {
    let (zh, en) = (&why.zh, &why.en);
    Diagnostic::error(
        "theme/unreadable",
        say!("无法读取：{zh}", "cannot be read: {en}"),
    )
    .at_path(shown)
}

/// Whether a file beside the parts of a theme is for its authors.
fn is_document(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.file_type().is_file() && (name.ends_with(".md") || name.starts_with("LICEN"))
}

/// Tells what has no meaning in a theme, such as a misspelt folder.
fn no_part(entry: &DirEntry, shown: String) -> Diagnostic {
    let found = entry.file_name().to_string_lossy();
    let fault = Diagnostic::error(
        "theme/unexpected-file",
        say!(
            "主题里不该有 `{found}`",
            "`{found}` has no place in a theme"
        ),
    )
    .at_path(shown);
    match did_you_mean(&found, PARTS) {
        Some(meant) => fault.hint(say!("是否想写 `{meant}`？", "did you mean `{meant}`?")),
        None => fault.hint(say!(
            "主题由 `templates`、`styles`、`static` 和 `strings` 四个文件夹组成",
            "a theme consists of the folders `templates`, `styles`, `static` and `strings`"
        )),
    }
}
