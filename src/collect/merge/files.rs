//! The files that came back.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::check::Privacy;
use crate::collect::returned::{self, Return};
use crate::collect::{Survey, is_hidden};
use crate::diagnostic::{Diagnostic, Faults, Sources, reason};
use crate::import::FILE_LIMIT;
use crate::say;

/// So many files are read in one run.
const MOST: usize = 5_000;
/// Folders are searched so deep.
const DEPTH: usize = 8;

/// The files at these paths and in these folders, sorted; those that are hidden and the locks of office
/// programs aside.
pub(super) fn list(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
    let mut files = Vec::new();
    for path in paths {
        let entries = WalkDir::new(path)
            .max_depth(DEPTH)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| {
                entry.depth() == 0 || !is_hidden(&entry.file_name().to_string_lossy())
            });
        for entry in entries {
            let entry = entry.map_err(|error| {
                let why = match error.io_error() {
                    Some(error) => reason(error),
                    None => say!("{error}", "{error}"),
                };
                let (zh, en) = (why.zh, why.en);
                let place = error.path().unwrap_or(path).display().to_string();
                Box::new(
                    Diagnostic::error("usage", say!("无法读取：{zh}", "cannot be read: {en}"))
                        .at_path(place),
                )
            })?;
            if entry.file_type().is_file() {
                files.push(entry.into_path());
            }
        }
    }
    files.sort();
    files.dedup();
    if files.is_empty() || files.len() > MOST {
        let count = files.len();
        let fault = Diagnostic::error(
            "collect/no-files",
            say!(
                "要合并的文件应有 1 到 {MOST} 个，这里有 {count} 个",
                "there must be 1 to {MOST} files to be merged, and there are {count}"
            ),
        );
        return Err(Box::new(match paths.first() {
            Some(path) => fault.at_path(path.display().to_string()),
            None => fault,
        }));
    }
    Ok(files)
}

/// Reads a file.
pub(super) fn read(
    path: &Path,
    survey: &Survey<'_>,
    sources: &mut Sources,
    faults: &mut Faults,
) -> Return {
    let id = sources.add_file(path, path.display().to_string());
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(FILE_LIMIT + 1).read_to_end(&mut bytes));
    if let Err(error) = read {
        let why = reason(&error);
        let (zh, en) = (why.zh, why.en);
        faults.push(
            Diagnostic::error(
                "collect/unreadable-file",
                say!("无法读取：{zh}", "cannot be read: {en}"),
            )
            .at(id),
        );
        // What was read of it is no workbook, and is told as such no second time.
        return Return::unread(id);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let file = returned::File {
        id,
        name: &name,
        bytes: &bytes,
    };
    returned::read(file, survey, sources, faults)
}

/// Hides what is private in cells, wherever these are shown.
pub(super) fn veil(returns: &[Return], privacy: &Privacy, sources: &mut Sources) {
    for row in returns.iter().flat_map(|found| &found.rows) {
        let answers = row.answers.iter().map(|(_, span)| *span);
        let texts = [&row.title, &row.remarks].into_iter().flatten();
        for span in answers.chain(texts.map(|text| text.span)) {
            let text = sources.text(span);
            let masked = privacy.mask(&text);
            if masked != text {
                sources.hide(span, &masked);
            }
        }
    }
}
