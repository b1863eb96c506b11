//! What a file or folder of the content tree is, by its name and place.

use crate::content::walk::{FileEntry, Folder};
use crate::diagnostic::{Diagnostic, Faults, Place};
use crate::model::Slug;
use crate::say;

/// How many files a folder holds, in all.
pub(super) fn count(folder: &Folder) -> usize {
    folder.files.len() + folder.folders.values().map(count).sum::<usize>()
}

/// The file of a stem, as `.toml` or `.md`. Both at once are told.
pub(super) fn find<'f>(
    folder: &'f Folder,
    stem: &str,
    faults: &mut Faults,
) -> Option<(&'f str, &'f FileEntry)> {
    let file = |extension| folder.files.get_key_value(&format!("{stem}.{extension}"));
    let (toml, markdown) = (file("toml"), file("md"));
    if let (Some((_, first)), Some((_, second))) = (toml, markdown) {
        faults.push(two_sources(second, first));
    }
    toml.or(markdown).map(|(name, file)| (name.as_str(), file))
}

/// Tells that two files say the same thing.
pub(super) fn two_sources(file: &FileEntry, first: &FileEntry) -> Diagnostic {
    Diagnostic::error(
        "content/two-sources",
        say!(
            "两个文件会写成同一页",
            "two files would become the same page"
        ),
    )
    .at(file.id)
    .related(first.id, say!("另一个", "the other one"))
    .hint(say!("留下一个，或改名", "keep one of them, or rename it"))
}

/// What a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    Column,
    Disclosure,
    Chapter,
}

impl Marker {
    pub(super) const ALL: [(&'static str, Self); 3] = [
        ("column", Self::Column),
        ("disclosure", Self::Disclosure),
        ("chapter", Self::Chapter),
    ];
}

/// The stem of a content file's name, if it is one.
pub(super) fn stem(name: &str) -> Option<&str> {
    name.strip_suffix(".toml")
        .or_else(|| name.strip_suffix(".md"))
}
/// The marker of a folder. None or several of them are told.
pub(super) fn marker<'f>(
    folder: &'f Folder,
    faults: &mut Faults,
) -> Option<(Marker, &'f str, &'f FileEntry)> {
    let mut found = folder.files.iter().filter_map(|(name, file)| {
        let stem = stem(name)?;
        let (_, kind) = Marker::ALL.iter().find(|(marker, _)| *marker == stem)?;
        Some((*kind, name.as_str(), file))
    });
    let first = found.next();
    let Some((_, _, first_file)) = first else {
        faults.push(
            Diagnostic::error(
                "content/no-marker",
                say!("文件夹没有说明它是什么", "nothing says what this folder is"),
            )
            .at_path(folder.shown.clone())
            .hint(say!(
                "加上 `column.toml`、`disclosure.toml` 或 `chapter.toml`",
                "add a `column.toml`, `disclosure.toml` or `chapter.toml`"
            )),
        );
        return None;
    };
    for (_, _, file) in found {
        faults.push(
            Diagnostic::error(
                "content/two-markers",
                say!("一个文件夹只能是一样东西", "a folder can be one thing only"),
            )
            .at(file.id)
            .related(first_file.id, say!("已有", "there is already"))
            .hint(say!("留下一个", "keep one of them")),
        );
    }
    first
}
pub(super) fn slug(name: &str, place: impl Into<Place>, faults: &mut Faults) -> Option<Slug> {
    match Slug::parse(name) {
        Ok(slug) => Some(slug),
        Err(error) => {
            let why = error.message();
            let (zh, en) = (why.zh, why.en);
            faults.push(
                Diagnostic::error(
                    "content/bad-name",
                    say!(
                        "名称 `{name}` 不能用作网址：{zh}",
                        "the name `{name}` cannot be part of a URL: {en}"
                    ),
                )
                .at(place)
                .hint(say!(
                    "用小写字母、数字和连字符，如 `2020-q2`",
                    "use lower-case letters, digits and hyphens, such as `2020-q2`"
                )),
            );
            None
        }
    }
}

pub(super) fn unexpected(file: &FileEntry) -> Diagnostic {
    Diagnostic::error(
        "content/unexpected-file",
        say!("这里不该有这个文件", "this file has no place here"),
    )
    .at(file.id)
}

pub(super) fn misplaced(file: &FileEntry) -> Diagnostic {
    Diagnostic::error(
        "content/misplaced",
        say!(
            "这样的文件夹不能放在这里",
            "a folder of this kind has no place here"
        ),
    )
    .at(file.id)
    .hint(say!(
        "栏目里放栏目和公开信息，公开信息里放章，章里放任务",
        "columns hold columns and disclosures, disclosures hold chapters, chapters hold tasks"
    ))
}
