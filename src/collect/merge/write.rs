//! Answers as changes of task files.

use std::path::Path;

use toml_edit::Value;

use super::decide::Decided;
use crate::collect::answer::{Answer, plain};
use crate::collect::survey::Survey;
use crate::diagnostic::{Faults, Sources};
use crate::edit::{Change, File, escaped};
use crate::model::Completion;

/// What is written into the files of tasks.
pub(super) fn changes(
    survey: &Survey<'_>,
    decided: &Decided,
    root: &Path,
    sources: &Sources,
    faults: &mut Faults,
) -> Vec<Change> {
    let mut changes = Vec::new();
    for (number, answers) in &decided.writes {
        let Some(item) = survey.items.get(*number) else {
            continue;
        };
        let path = sources.shown(item.task.span.file).to_owned();
        let Some(mut file) = File::open(root, path, faults) else {
            continue;
        };
        for answer in answers {
            write(&mut file, answer);
        }
        changes.push(file.into_change());
    }
    changes
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
