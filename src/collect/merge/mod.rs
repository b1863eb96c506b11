//! What came back goes into the task files.
//!
//! [`place`](self) finds the task of each row, `decide` what becomes of the answers to each question,
//! `record` remembers what was decided, so that the same files merged again change nothing, and `report`
//! counts for the office.

mod decide;
mod files;
mod place;
mod record;
mod report;
mod write;

use std::path::{Path, PathBuf};

use jiff::civil::Date;

pub use report::{Remark, Status, UnitReport};

use self::decide::Decider;
use self::record::Record;
use super::answer::{Answer, Field};
use super::mark::Mark;
use super::survey::{Asked, Survey};
use crate::check::Privacy;
use crate::diagnostic::{Diagnostic, Faults, Sources, Span};
use crate::edit::{self, Change};
use crate::model::ContentPath;

/// What the caller says.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// The folder of the site.
    pub root: &'a Path,
    /// Files that came back, and folders that hold them.
    pub paths: &'a [PathBuf],
    /// The last day on which a workbook is in time; that which the workbooks say unless it is given.
    pub due: Option<Date>,
}

/// What a merge would do.
#[derive(Debug)]
pub struct Merge {
    /// Each unit that was asked, in the order of the site's list, and the office if it answered.
    pub units: Vec<UnitReport>,
    /// The tasks that change, in their order.
    pub tasks: Vec<TaskChange>,
    /// The questions that are open, in the order in which they came up.
    pub open: Vec<Open>,
    /// What units told the office.
    pub remarks: Vec<Remark>,
    /// How many files were read, and how many of them could not be taken.
    pub files: (usize, usize),
    /// The files that are written.
    pub changes: Vec<Change>,
}

impl Merge {
    /// Writes everything or nothing into the site's folder.
    ///
    /// # Errors
    /// If a file was changed meanwhile or cannot be written.
    pub fn apply(&self, root: &Path) -> Result<(), Faults> {
        edit::apply(root, &self.changes)
    }
}

/// A task that changes.
#[derive(Debug)]
pub struct TaskChange {
    /// Its path.
    pub path: ContentPath,
    /// What was promised.
    pub title: String,
    /// What becomes of it.
    pub fields: Vec<FieldChange>,
}

/// What becomes of a field.
#[derive(Debug)]
pub struct FieldChange {
    /// Which.
    pub field: Field,
    /// What it said, as shown in Chinese; none if nothing.
    pub before: Option<String>,
    /// What it says then.
    pub after: Answer,
    /// Whose answer it is.
    pub by: Vec<String>,
}

/// A conflict that nobody has decided.
#[derive(Debug)]
pub struct Open {
    /// The code of its finding.
    pub code: &'static str,
    /// The task that it is about.
    pub path: Option<ContentPath>,
    /// What of the task.
    pub field: Option<Field>,
    /// Whose answers they are.
    pub units: Vec<String>,
}

/// A conflict that somebody may decide.
#[derive(Debug)]
pub struct Question<'q> {
    /// What is wrong.
    pub finding: &'q Diagnostic,
    /// The task that it is about, if it is one task.
    pub task: Option<&'q str>,
    /// What of the task.
    pub field: Option<Field>,
    /// What the content says now; none if it says nothing or is no choice.
    pub ours: Option<String>,
    /// What can be taken.
    pub replies: &'q [Reply],
    /// Whether all replies can be written one after the other.
    pub both: bool,
    /// The reply of the unit that leads, by its number.
    pub proposed: Option<usize>,
}

/// A reply that can be taken.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Whose it is.
    pub who: String,
    /// What it says.
    pub text: String,
}

/// What somebody decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The content stays, and the replies are not asked about again.
    Keep,
    /// The reply with this number is taken.
    Take(usize),
    /// All of them are written, one after the other.
    Both,
    /// It stays open.
    Skip,
}

/// Asks somebody.
pub type Ask<'a> = dyn FnMut(&Question<'_>, &Sources) -> Choice + 'a;

/// An answer and where it comes from.
#[derive(Clone, Debug)]
struct Candidate {
    item: usize,
    who: Asked,
    answer: Answer,
    span: Span,
    /// What its file is known by.
    file: Mark,
    /// The day on which its file was filled in.
    filled: Option<Date>,
    /// What the task said when the workbook went out; none if that is not known.
    base: Option<Mark>,
    /// Its row in the tally.
    row: usize,
}

/// Reads what came back and finds out what becomes of it; nothing is written. Conflicts that `ask` does not
/// decide are told and left out. `read` hears how many of how many files were read.
pub fn merge(
    survey: &Survey<'_>,
    settings: Settings<'_>,
    sources: &mut Sources,
    ask: &mut Ask<'_>,
    read: &mut dyn FnMut(usize, usize),
) -> (Option<Merge>, Faults) {
    let mut faults = Faults::new();
    let record = match Record::read(settings.root, &survey.disclosure.path) {
        Ok(record) => record,
        Err(fault) => return (None, (*fault).into()),
    };
    let paths = match files::list(settings.paths) {
        Ok(paths) => paths,
        Err(fault) => return (None, (*fault).into()),
    };
    let mut returns = Vec::new();
    for (done, path) in paths.iter().enumerate() {
        read(done, paths.len());
        returns.push(files::read(path, survey, sources, &mut faults));
    }
    files::veil(&returns, &Privacy::new(&survey.site.settings), sources);
    let mut decider = Decider::new(survey, record, sources, ask, &mut faults);
    for found in &returns {
        decider.take(found);
    }
    let decided = decider.decide();
    // What was decided must not be remembered unless it is written.
    let changes = write::changes(survey, &decided, settings.root, sources, &mut faults);
    let Some(mut changes) = changes else {
        return (None, faults);
    };
    changes.extend(decided.record.into_change());
    faults.sort();
    let merge = Merge {
        units: report::units(survey, &returns, &decided.tally, settings.due, sources),
        remarks: report::remarks(survey, &decided.tally),
        files: (
            returns.len(),
            returns.iter().filter(|found| found.who.is_none()).count(),
        ),
        tasks: decided.tasks,
        open: decided.open,
        changes,
    };
    (Some(merge), faults)
}
