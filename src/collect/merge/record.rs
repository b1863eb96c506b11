//! What was merged before: a hidden file in the disclosure's folder, kept in git beside the tasks. It holds
//! no text, only what texts are known by. Without it more is asked, and nothing is lost.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::collect::Field;
use crate::collect::mark::Mark;
use crate::content::FOLDER;
use crate::diagnostic::{Diagnostic, reason};
use crate::edit::Change;
use crate::model::ContentPath;
use crate::say;

/// Its name.
const NAME: &str = ".collect.json";
/// Its form.
const VERSION: u32 = 1;

/// What was decided about each question.
#[derive(Debug)]
pub(super) struct Record {
    path: String,
    before: Option<String>,
    document: Document,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    /// By path of the task and key of the field.
    tasks: BTreeMap<String, BTreeMap<String, Settled>>,
}

/// What was decided about a question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Settled {
    /// What was written last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) written: Option<Mark>,
    /// Whose answer that was.
    #[serde(default)]
    pub(super) by: BTreeSet<String>,
    /// By unit: the answers that were decided about, and the file that each came in.
    #[serde(default)]
    pub(super) seen: BTreeMap<String, BTreeSet<Seen>>,
}

/// An answer, and the file that it came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Seen(pub(super) Mark, pub(super) Mark);

impl Settled {
    /// Whether an answer in a file was decided about.
    pub(super) fn has(&self, unit: &str, seen: Seen) -> bool {
        self.seen.get(unit).is_some_and(|all| all.contains(&seen))
    }

    /// Whether an answer of a unit was decided about, in whatever file.
    pub(super) fn has_answer(&self, unit: &str, answer: Mark) -> bool {
        let all = self.seen.get(unit);
        all.is_some_and(|all| all.iter().any(|Seen(own, _)| *own == answer))
    }
}

impl Record {
    /// Reads that of a disclosure; an empty one if there is none.
    pub(super) fn read(root: &Path, disclosure: &ContentPath) -> Result<Self, Box<Diagnostic>> {
        let path = format!("{FOLDER}/{disclosure}/{NAME}");
        let damaged = |zh: String, en: String| {
            Box::new(
                Diagnostic::error(
                    "collect/damaged-record",
                    say!(
                        "合并记录读不了：{zh}",
                        "the record of what was merged cannot be read: {en}"
                    ),
                )
                .at_path(path.clone())
                .hint(say!(
                    "从 git 里恢复，或删去它：删去后，以前定过的冲突会再问一次",
                    "restore it from git, or delete it: conflicts that were decided are asked again then"
                )),
            )
        };
        let before = match fs::read_to_string(root.join(&path)) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                let why = reason(&error);
                return Err(damaged(why.zh, why.en));
            }
        };
        let document = match &before {
            None => Document {
                version: VERSION,
                tasks: BTreeMap::new(),
            },
            Some(text) => serde_json::from_str(text)
                .map_err(|error| error.to_string())
                .and_then(|document: Document| match document.version {
                    VERSION => Ok(document),
                    other => Err(format!("version {other}")),
                })
                .map_err(|why| damaged(why.clone(), why))?,
        };
        Ok(Self {
            path,
            before,
            document,
        })
    }

    /// What was decided about a question.
    pub(super) fn get(&self, task: &ContentPath, field: Field) -> Settled {
        let fields = self.document.tasks.get(task.as_str());
        let settled = fields.and_then(|fields| fields.get(field.key()));
        settled.cloned().unwrap_or_default()
    }

    pub(super) fn set(&mut self, task: &ContentPath, field: Field, settled: Settled) {
        let fields = self.document.tasks.entry(task.to_string()).or_default();
        fields.insert(field.key().to_owned(), settled);
    }

    /// The file as it is then, unless it stays empty.
    pub(super) fn into_change(self) -> Option<Change> {
        if self.before.is_none() && self.document.tasks.is_empty() {
            return None;
        }
        let mut text = serde_json::to_string_pretty(&self.document).ok()?;
        text.push('\n');
        Some(Change::of_text(self.path, self.before, text))
    }
}
