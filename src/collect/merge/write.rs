//! Answers as changes of task files.

use std::path::Path;

use toml_edit::Value;

use super::decide::Decided;
use crate::collect::answer::{Answer, plain};
use crate::collect::survey::Survey;
use crate::diagnostic::{Faults, Sources};
use crate::edit::{Change, File, escaped};
use crate::model::Completion;

/// What is written into the files of tasks; none if one of them cannot be read any more, which is told.
pub(super) fn changes(
    survey: &Survey<'_>,
    decided: &Decided,
    root: &Path,
    sources: &Sources,
    faults: &mut Faults,
) -> Option<Vec<Change>> {
    let mut changes = Vec::new();
    let mut is_whole = true;
    for (number, answers) in &decided.writes {
        let Some(item) = survey.items.get(*number) else {
            continue;
        };
        let path = sources.shown(item.task.span.file).to_owned();
        let Some(mut file) = File::open(root, path, faults) else {
            is_whole = false;
            continue;
        };
        for answer in answers {
            write(&mut file, answer);
        }
        changes.push(file.into_change());
    }
    is_whole.then_some(changes)
}

fn write(file: &mut File, answer: &Answer) {
    match answer {
        Answer::Progress(text) => file.set_long_text("progress", &escaped(text)),
        Answer::Status(status) => file.set("status", status.word()),
        Answer::Completion(Completion { done, total, unit }) => {
            let number = |number| plain(number).parse::<Value>().ok();
            let unit = unit.as_deref().map(Value::from);
            let entries = [
                ("done", number(*done)),
                ("total", number(*total)),
                ("unit", unit),
            ];
            file.set_table("completion", &entries);
        }
    }
}
