use std::collections::BTreeSet;

use super::revisions::Revision;
use crate::content::{FOLDER, Kind};

/// What a file of a site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// The index card of a disclosure.
    Disclosure,
    /// A chapter.
    Chapter,
    /// A task.
    Task,
    /// A column.
    Column,
    /// A plain page.
    Page,
    /// A file that a disclosure offers.
    Attachment,
    /// Anything else: settings, units, files of the theme.
    Other,
}

/// A file of a site, and its revisions.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its path in the site, such as `content/plans/2020-q2/01/02.toml`; of one that is gone, the last.
    pub path: Box<str>,
    /// What it is.
    pub kind: ItemKind,
    /// Of one that is gone, its last title.
    pub title: Option<Box<str>>,
    /// What was done to it, newest first.
    pub revisions: Vec<Revision>,
}

/// The stem of a content file.
fn stem(name: &str) -> Option<&str> {
    name.strip_suffix(".toml")
        .or_else(|| name.strip_suffix(".md"))
}

/// The two names that a content file of a stem may have in a folder.
fn either(folder: &str, stem: &str) -> [String; 2] {
    ["toml", "md"].map(|extension| format!("{folder}/{stem}.{extension}"))
}

impl ItemKind {
    /// What the file at a path is, by its name and by what lies beside it.
    pub(super) fn of(path: &str, present: &BTreeSet<&str>) -> Self {
        let Some(inside) = path
            .strip_prefix(FOLDER)
            .and_then(|path| path.strip_prefix('/'))
        else {
            return Self::Other;
        };
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let has = |folder: &str, stem| {
            either(folder, stem)
                .iter()
                .any(|f| present.contains(f.as_str()))
        };
        let above = folder.rsplit_once('/').map_or("", |(above, _)| above);
        if folder.ends_with("/files") && has(above, "disclosure") {
            return Self::Attachment;
        }
        let Some(stem) = path.rsplit('/').next().and_then(stem) else {
            return Self::Other;
        };
        match stem {
            "disclosure" => Self::Disclosure,
            "chapter" => Self::Chapter,
            "column" => Self::Column,
            "units" | "urls" | "calendar" | "words" if !inside.contains('/') => Self::Other,
            _ if has(folder, "chapter") => Self::Task,
            _ => Self::Page,
        }
    }

    /// What a file was that was removed from a disclosure.
    pub(super) fn of_removed(path: &str) -> Self {
        let mut names = path.rsplit('/');
        let (name, folder) = (names.next(), names.next());
        match name.and_then(stem) {
            _ if folder == Some("files") => Self::Attachment,
            Some("chapter") => Self::Chapter,
            Some("disclosure" | "column") | None => Self::Other,
            Some(_) => Self::Task,
        }
    }

    /// As what its text is read, if that makes a page.
    pub(super) fn content(self) -> Option<Kind> {
        match self {
            Self::Disclosure => Some(Kind::Disclosure),
            Self::Chapter => Some(Kind::Chapter),
            Self::Task => Some(Kind::Task),
            Self::Column => Some(Kind::Column),
            Self::Page => Some(Kind::Page),
            Self::Attachment | Self::Other => None,
        }
    }
}

/// The cards of disclosures that a file of the repository may have lain in, the nearest first.
pub(super) fn homes(path: &str, prefix: &str) -> Vec<String> {
    let mut homes = Vec::new();
    let is_content = path
        .strip_prefix(prefix)
        .and_then(|path| path.strip_prefix(FOLDER))
        .is_some_and(|path| path.starts_with('/'));
    let mut folder = path;
    // A task lies in its chapter, and that in its disclosure.
    for _ in 0..2 {
        let Some((above, _)) = folder.rsplit_once('/').filter(|_| is_content) else {
            break;
        };
        homes.extend(either(above, "disclosure"));
        folder = above;
    }
    homes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_name_and_its_place_say() {
        let paths = [
            ("content/column.toml", ItemKind::Column),
            ("content/guide.md", ItemKind::Page),
            ("content/units.toml", ItemKind::Other),
            ("content/plans/2020/01/01.toml", ItemKind::Task),
            ("content/plans/2020/01/chapter.toml", ItemKind::Chapter),
            ("content/plans/2020/disclosure.md", ItemKind::Disclosure),
            ("content/plans/2020/files/a.xlsx", ItemKind::Attachment),
            ("content/plans/units.toml", ItemKind::Page),
            ("site.toml", ItemKind::Other),
            ("themes/a/strings/en.toml", ItemKind::Other),
        ];
        let present: BTreeSet<&str> = paths.iter().map(|(path, _)| *path).collect();
        for (path, kind) in paths {
            assert_eq!(ItemKind::of(path, &present), kind, "{path}");
        }
        assert_eq!(ItemKind::of_removed("content/a/01/02.md"), ItemKind::Task);
        assert_eq!(
            ItemKind::of_removed("content/a/01/chapter.md"),
            ItemKind::Chapter
        );
        assert_eq!(
            homes("site/content/a/01/02.md", "site/")
                .first()
                .map(String::as_str),
            Some("site/content/a/01/disclosure.toml")
        );
        assert_eq!(homes("site/content/a/01/02.md", "site/").len(), 4);
        assert!(homes("other/content/a/01/02.md", "site/").is_empty());
    }
}
