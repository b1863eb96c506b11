//! The files of a disclosure.

use std::fs::File;
use std::io::Read;

use super::place::count;
use crate::content::kinds;
use crate::content::walk::{FileEntry, Folder};
use crate::diagnostic::{Diagnostic, Faults, did_you_mean, reason};
use crate::model::{FileKind, FileRef};
use crate::say;

/// The files of a disclosure's `files` folder.
pub(super) fn files(folder: &Folder, faults: &mut Faults) -> Vec<FileRef> {
    for child in folder.folders.values().filter(|child| count(child) > 0) {
        faults.push(
            Diagnostic::error(
                "content/unexpected-folder",
                say!("`files` 里不能再有文件夹", "`files` holds no folders"),
            )
            .at_path(child.shown.clone()),
        );
    }
    folder
        .files
        .iter()
        .map(|(name, file)| {
            if file.size == 0 {
                faults.push(
                    Diagnostic::error(
                        "attachment/empty",
                        say!("附件是空文件", "the attached file is empty"),
                    )
                    .at(file.id),
                );
            }
            FileRef {
                name: name.as_str().into(),
                size: file.size,
                kind: kind(file, faults),
                id: file.id,
                source: file.path.clone(),
            }
        })
        .collect()
}

/// What a file is; one that cannot be read is told.
fn kind(file: &FileEntry, faults: &mut Faults) -> FileKind {
    let mut start = Vec::new();
    let limit = u64::try_from(FileKind::START).unwrap_or(u64::MAX);
    let read = File::open(&file.path).and_then(|f| f.take(limit).read_to_end(&mut start));
    if let Err(error) = read {
        let why = reason(&error);
        let (zh, en) = (why.zh, why.en);
        let fault = Diagnostic::error(
            "content/unreadable",
            say!("无法读取：{zh}", "cannot be read: {en}"),
        );
        faults.push(fault.at(file.id));
    }
    FileKind::of(&start)
}

/// Tells the attachments of an index card whose files are not there.
pub(super) fn check(
    value: &kinds::disclosure::DisclosureFile,
    files: &[FileRef],
    faults: &mut Faults,
) {
    for attachment in &value.attachments {
        let Some(file) = &attachment.value.0.file else {
            continue;
        };
        if files.iter().any(|f| f.name == file.value) {
            continue;
        }
        let name = &file.value;
        let fault = Diagnostic::error(
            "attachment/missing",
            say!(
                "找不到附件 `files/{name}`",
                "the attachment `files/{name}` is missing"
            ),
        )
        .at(file.span);
        // The path from the disclosure is a near miss, however long the folder's name is beside the file's.
        let name = name.strip_prefix("files/").unwrap_or(name);
        let names = || files.iter().map(|f| f.name.as_ref());
        let same = names().find(|own| *own == name);
        faults.push(match same.or_else(|| did_you_mean(name, names())) {
            Some(meant) => fault.hint(say!("是否想写 `{meant}`？", "did you mean `{meant}`?")),
            None => fault.hint(say!(
                "把文件放进公开信息的 `files` 文件夹",
                "put the file into the disclosure's `files` folder"
            )),
        });
    }
}
