//! Collects the progress of a disclosure's tasks from the units that answer for them: a workbook for each
//! goes out, and what comes back goes into the task files.
//!
//! ```text
//! disclosure → Survey → workbooks ⇢ units ⇢ files → Return → answers ─┐
//!                 └──────────────────────────────────────────────────┴─▶ decisions → changes of task files
//! ```
//!
//! A row is known by the id in its hidden column, or by a title that only one task has. Nothing is guessed,
//! and nothing that somebody wrote is overwritten unless it is certain who wrote it: every conflict is a
//! finding, and is left out of what is written unless somebody decides it.
//!
//! | code | means |
//! | --- | --- |
//! | `collect/no-disclosure` | there is no such disclosure |
//! | `collect/no-tasks` | the disclosure has no tasks, and none to take them from was named |
//! | `collect/unknown-unit` | no unit goes by a name that was asked for, or it has no task |
//! | `collect/out-not-empty` | the folder for the workbooks holds other files |
//! | `collect/out-changed` | a workbook in the folder was filled in |
//! | `collect/cannot-make` | a workbook cannot be made or written |
//! | `collect/no-files` | there is no file to be merged, or too many |
//! | `collect/damaged-record` | the record of what was merged cannot be read |
//! | `collect/unreadable-file` | a file is damaged, encrypted or no workbook |
//! | `collect/no-table` | a workbook has no table with the columns that went out |
//! | `collect/repeated-column` | a table has a column twice |
//! | `collect/other-disclosure` | a workbook belongs to another disclosure |
//! | `collect/whose` | it is not certain which unit a workbook comes from |
//! | `collect/wrong-workbook` | a unit returned the workbook of another one |
//! | `collect/unread` | (warning) comments, hidden sheets and the like are not read |
//! | `collect/bad-date` | (warning) the day on which a workbook was filled in is no date |
//! | `collect/formula` | (warning) a cell has a formula; what it was last shown to say counts |
//! | `collect/number-as-text` | (warning) a number was typed as a text |
//! | `collect/by-title` | (warning) rows without their ids were found by their titles |
//! | `collect/bad-number` | a cell holds no number, or none that can be |
//! | `collect/date-as-number` | a cell for a number holds a date |
//! | `collect/error-cell` | the formula of a cell failed |
//! | `collect/uncomputed-cell` | the formula of a cell was never computed |
//! | `collect/control-character` | a text holds a control character |
//! | `collect/merged-cell` | an answer stands in a cell merged over several rows or columns |
//! | `collect/unknown-status` | a status is none of the five |
//! | `collect/half-completion` | of the numbers done and in all, one is missing |
//! | `collect/unknown-row` | a row with answers belongs to no task for certain |
//! | `collect/title-changed` | the title of a row is no longer that of its task |
//! | `collect/locked-cell` | another locked cell of a row was changed |
//! | `collect/repeated-row` | a task stands twice in a workbook |
//! | `collect/not-theirs` | a unit answered for a task that is not its own |
//! | `collect/answers-differ` | two units answer one task differently |
//! | `collect/two-returns` | two files of one unit answer one task differently |
//! | `collect/newer-return` | (warning) of several files of one unit, the one filled in last is taken |
//! | `collect/older-answer` | an answer that was merged and replaced comes again in another file |
//! | `collect/edited-since` | an answer would replace what was edited since the workbooks went out |

mod answer;
mod column;
mod mark;
mod merge;
mod returned;
mod row_id;
mod start;
mod survey;

#[cfg(test)]
mod tests;

pub use answer::{Answer, Field};
pub use merge::{
    Ask, Choice, FieldChange, Merge, Open, Question, Remark, Reply, Settings, Status, TaskChange,
    UnitReport, merge,
};
pub use start::{Kit, Terms, Workbook, take_over};
pub use survey::Survey;

/// What stands in an id of a row in place of a unit, where a workbook is that of all units; no unit can have
/// it as its id.
const WHOLE: &str = "*";
/// The name of the workbook of all units.
const WHOLE_NAME: &str = "总表";

/// Whether a file is none of a user's: hidden, or the lock of an office program.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$")
}
