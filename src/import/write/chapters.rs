//! The folders of chapters.

use super::tasks;
use super::tree::ChapterFolder;
use crate::diagnostic::{Diagnostic, Faults};
use crate::edit::{Change, File};
use crate::import::document::{Chapter, Document};
use crate::say;

/// What the chapters of the page make of the disclosure's folders.
pub(super) fn changes(
    folders: Vec<ChapterFolder>,
    folder: &str,
    document: &Document,
    faults: &mut Faults,
) -> Vec<Change> {
    let mut names: Vec<String> = folders.iter().map(|f| f.slug.as_str().to_owned()).collect();
    let numbers = document
        .chapters
        .iter()
        .filter_map(|chapter| chapter.number);
    let highest = numbers.max().unwrap_or(0) as usize;
    let width = highest
        .max(document.chapters.len())
        .to_string()
        .len()
        .max(2);
    let mut left: Vec<Option<ChapterFolder>> = folders.into_iter().map(Some).collect();
    let mut changes = Vec::new();
    for (index, chapter) in document.chapters.iter().enumerate() {
        let found = match find(&left, chapter, faults) {
            Ok(found) => found.and_then(|at| left.get_mut(at)).and_then(Option::take),
            Err(()) => continue,
        };
        let (path, mut file, tasks) = match found {
            Some(there) => (format!("{folder}/{}", there.slug), there.file, there.tasks),
            None => {
                let number = chapter.number.map_or(index + 1, |n| n as usize);
                let name = free(number, width, &names);
                let path = format!("{folder}/{name}");
                names.push(name);
                (
                    path.clone(),
                    File::new(format!("{path}/chapter.toml")),
                    Vec::new(),
                )
            }
        };
        let old = file
            .text("title")
            .filter(|old| *old != &*chapter.title.value);
        if let Some(old) = old {
            let new = &chapter.title.value;
            faults.push(tasks::renamed(file.path(), chapter.title.span, old, new));
        }
        file.set("title", &*chapter.title.value);
        if let Some(number) = chapter.number {
            file.set("number", i64::from(number));
        }
        changes.push(file.into_change());
        changes.extend(tasks::changes(tasks, &path, chapter, faults));
    }
    for kept in left.into_iter().flatten() {
        faults.push(
            Diagnostic::warning(
                "import/kept-chapter",
                say!(
                    "来源里没有这一章，原样保留",
                    "the source does not have this chapter; it is kept"
                ),
            )
            .at_path(kept.file.path()),
        );
    }
    changes
}

/// The folder of a chapter: by its number, else by its title. Both must not name two folders.
fn find(
    folders: &[Option<ChapterFolder>],
    chapter: &Chapter,
    faults: &mut Faults,
) -> Result<Option<usize>, ()> {
    let number = |folder: &ChapterFolder| {
        folder
            .file
            .get("number")
            .and_then(toml_edit::Item::as_integer)
    };
    let position = |wanted: &dyn Fn(&ChapterFolder) -> bool| {
        folders
            .iter()
            .position(|folder| folder.as_ref().is_some_and(wanted))
    };
    let by_number = chapter
        .number
        .and_then(|wanted| position(&|folder| number(folder) == Some(i64::from(wanted))));
    let by_title = position(&|folder| folder.file.text("title") == Some(&*chapter.title.value));
    match (by_number, by_title) {
        (Some(a), Some(b)) if a != b => {
            let path = |at: usize| {
                let folder = folders.get(at).and_then(Option::as_ref);
                folder.map_or_else(String::new, |folder| folder.file.path().to_owned())
            };
            faults.push(
                Diagnostic::error(
                    "import/heading-conflict",
                    say!(
                        "这一章的序号和标题分别与现有的两章相同",
                        "the number of this chapter is that of one existing chapter, its title that of another"
                    ),
                )
                .at(chapter.title.span)
                .related(place(path(a)), say!("序号相同", "the same number"))
                .related(place(path(b)), say!("标题相同", "the same title"))
                .hint(say!(
                    "先在内容里改正序号或标题",
                    "correct the number or title in the content first"
                )),
            );
            Err(())
        }
        (by_number, by_title) => Ok(by_number.or(by_title)),
    }
}

fn place(path: String) -> crate::diagnostic::Place {
    crate::diagnostic::Place::Path(path)
}

/// The number as a name that is not taken yet, or the next one.
pub(super) fn free(number: usize, width: usize, taken: &[String]) -> String {
    let mut number = number;
    loop {
        let name = format!("{number:0width$}");
        let same = |taken: &String| taken.trim_start_matches('0') == name.trim_start_matches('0');
        if !taken.iter().any(same) {
            return name;
        }
        number += 1;
    }
}
