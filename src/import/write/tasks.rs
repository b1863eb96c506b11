//! The files of tasks.

use std::str::FromStr as _;

use rust_decimal::Decimal;
use toml_edit::{Array, Value};

use super::chapters::free;
use crate::diagnostic::{Diagnostic, Faults, Span};
use crate::edit::{Change, File, escaped, says};
use crate::import::document::{Chapter, Task};
use crate::model::{Completion, Slug};
use crate::say;

/// The key of the long text of a task.
const PROGRESS: &str = "progress";
/// The key of what was done of how much.
const COMPLETION: &str = "completion";

/// What the rows of a chapter make of the files in its folder.
pub(super) fn changes(
    files: Vec<(Slug, File)>,
    folder: &str,
    chapter: &Chapter,
    faults: &mut Faults,
) -> Vec<Change> {
    let titles: Vec<&str> = files
        .iter()
        .map(|(_, file)| file.text("title").unwrap_or(""))
        .collect();
    let wanted: Vec<&str> = chapter
        .tasks
        .iter()
        .map(|task| &*task.title.value)
        .collect();
    tell_duplicates(chapter, faults);
    let matches = matches(&wanted, &titles);
    let is_new_chapter = files.is_empty();
    let mut names: Vec<String> = files
        .iter()
        .map(|(slug, _)| slug.as_str().to_owned())
        .collect();
    let width = chapter.tasks.len().to_string().len().max(2);
    let next = names
        .iter()
        .filter_map(|name| name.parse::<usize>().ok())
        .max()
        .unwrap_or(0)
        + 1;
    let mut left: Vec<Option<File>> = files.into_iter().map(|(_, file)| Some(file)).collect();
    let mut changes = Vec::new();
    for (index, task) in chapter.tasks.iter().enumerate() {
        let found = matches.get(index).copied().flatten();
        let file = found.and_then(|at| left.get_mut(at)).and_then(Option::take);
        let mut file = match file {
            Some(file) => file,
            None => {
                let number = if is_new_chapter { index + 1 } else { next };
                let name = free(number, width, &names);
                let path = format!("{folder}/{name}.toml");
                names.push(name);
                let followed = matches.iter().skip(index + 1).any(Option::is_some);
                if followed {
                    faults.push(out_of_order(&path, task.title.span));
                }
                File::new(path)
            }
        };
        write(&mut file, task, faults);
        changes.push(file.into_change());
    }
    for kept in left.into_iter().flatten() {
        let title = kept.text("title").unwrap_or("-");
        faults.push(
            Diagnostic::warning(
                "import/kept-task",
                say!(
                    "来源里没有这项任务，原样保留：{title}",
                    "the source does not have this task; it is kept: {title}"
                ),
            )
            .at_path(kept.path()),
        );
    }
    changes
}

fn write(file: &mut File, task: &Task, faults: &mut Faults) {
    if let Some(old) = file.text("title").filter(|old| *old != &*task.title.value) {
        faults.push(renamed(
            file.path(),
            task.title.span,
            old,
            &task.title.value,
        ));
    }
    file.set("title", &*task.title.value);
    if task.units.is_empty() {
        file.remove("units");
    } else {
        file.set(
            "units",
            Array::from_iter(task.units.iter().map(|unit| &*unit.value)),
        );
    }
    match &task.progress {
        None => file.remove_long_text(PROGRESS),
        Some(progress) => {
            // Marks that were added by hand stay as long as the text is the same.
            let there = file
                .long_text(PROGRESS)
                .is_some_and(|old| match task.is_ours {
                    true => old == &*progress.value,
                    false => says(old, &progress.value),
                });
            if !there && task.is_ours {
                file.set_long_text(PROGRESS, &progress.value);
            } else if !there {
                file.set_long_text(PROGRESS, &escaped(&progress.value));
            }
        }
    }
    match &task.status {
        Some(status) => file.set("status", status.value.word()),
        None if task.is_ours => file.remove("status"),
        None => {}
    }
    match &task.completion {
        Some(completion) => set_completion(file, &completion.value),
        None if task.is_ours => file.remove(COMPLETION),
        None => {}
    }
}

/// Writes what was done of how much, unless the file says the same.
fn set_completion(file: &mut File, completion: &Completion) {
    let number = |number: Decimal| Value::from_str(&number.to_string()).ok();
    let (Some(done), Some(total)) = (number(completion.done), number(completion.total)) else {
        return;
    };
    let unit = completion.unit.as_deref().map(Value::from);
    let entries = [("done", Some(done)), ("total", Some(total)), ("unit", unit)];
    file.set_table(COMPLETION, &entries);
}

/// Which file belongs to which row: by title, the n-th of several with the same one; and if then one
/// row and one file are left over at the same position of equally long lists, they are the same task
/// with a corrected title.
fn matches(wanted: &[&str], titles: &[&str]) -> Vec<Option<usize>> {
    let mut taken = vec![false; titles.len()];
    let mut matches: Vec<Option<usize>> = wanted
        .iter()
        .map(|wanted| {
            let mut files = titles.iter().zip(&mut taken).enumerate();
            let (at, (_, taken)) =
                files.find(|(_, (title, taken))| *title == wanted && !**taken)?;
            *taken = true;
            Some(at)
        })
        .collect();
    let mut rows = matches
        .iter()
        .enumerate()
        .filter(|(_, found)| found.is_none());
    let row = rows.next().map(|(at, _)| at);
    let more_rows = rows.next().is_some();
    let mut files = taken.iter().enumerate().filter(|(_, taken)| !**taken);
    let file = files.next().map(|(at, _)| at);
    let more_files = files.next().is_some();
    if row == file
        && !more_rows
        && !more_files
        && wanted.len() == titles.len()
        && let Some(slot) = row.and_then(|at| matches.get_mut(at))
    {
        *slot = file;
    }
    matches
}

fn tell_duplicates(chapter: &Chapter, faults: &mut Faults) {
    for (index, task) in chapter.tasks.iter().enumerate() {
        let mut before = chapter.tasks.iter().take(index);
        if let Some(first) = before.find(|first| first.title.value == task.title.value) {
            faults.push(
                Diagnostic::warning(
                    "import/duplicate-task",
                    say!(
                        "同一章里有两项任务的名称相同",
                        "two tasks of a chapter have the same title"
                    ),
                )
                .at(task.title.span)
                .related(
                    first.title.span,
                    say!("另一项在这里", "the other one is here"),
                ),
            );
        }
    }
}

fn out_of_order(path: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(
        "import/new-task-order",
        say!(
            "新任务写成 `{path}`，排在来源中在它之后的任务后面",
            "the new task becomes `{path}`, after tasks that follow it in the source"
        ),
    )
    .at(span)
    .hint(say!(
        "要调整次序，就改文件名",
        "rename the files to change the order"
    ))
}

/// A title in the tree is replaced by the source's.
pub(super) fn renamed(path: &str, span: Span, old: &str, new: &str) -> Diagnostic {
    Diagnostic::warning(
        "import/renamed",
        say!(
            "`{path}` 的标题由“{old}”改为“{new}”",
            "the title of `{path}` changes from “{old}” to “{new}”"
        ),
    )
    .at(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_find_their_files() {
        let all = |list: &[Option<usize>], expected: &[Option<usize>]| assert_eq!(list, expected);
        all(&matches(&["a", "b"], &["a", "b"]), &[Some(0), Some(1)]);
        all(&matches(&["b", "a"], &["a", "b"]), &[Some(1), Some(0)]);
        all(
            &matches(&["a", "x", "c"], &["a", "b", "c"]),
            &[Some(0), Some(1), Some(2)],
        );
        all(
            &matches(&["x", "a", "b"], &["a", "b", "c"]),
            &[None, Some(0), Some(1)],
        );
        all(&matches(&["a", "x"], &["a"]), &[Some(0), None]);
        all(&matches(&["x", "y"], &["a", "b"]), &[None, None]);
        all(&matches(&["a", "a"], &["a", "a"]), &[Some(0), Some(1)]);
    }
}
