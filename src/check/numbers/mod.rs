//! Numbers that must fit each other: rates and what they are rates of, parts and their sum, what was
//! done and what was to be done, the time of figures and of the report.
//!
//! [`claims`] lists everything in a text that is said with numbers and can be checked, as right, wrong
//! or not decidable. It finds its way by the words that such reports are written with, so it says wrong
//! only where those leave no other reading: a false alarm costs more than a fault that is left to the
//! reader.

mod claim;
mod rules;
mod sum;
mod tell;
mod text;
mod token;
mod verdict;
mod words;

#[cfg(test)]
mod tests;

use crate::model::Period;
use claim::Claim;
pub(super) use rules::RULES;
pub(super) use tell::check;
pub use tell::{NumberClaim, number_claims};
use text::Text;

/// Every claim of a task, in the order of its texts. `period` is that of the report.
#[must_use]
fn claims(title: &str, progress: &str, period: Option<Period>) -> Vec<Claim> {
    let task = claim::Task {
        title: Text::new(title),
        progress: Text::new(progress),
        period,
    };
    claim::find(&task)
}

/// Whether a character is an ASCII or full-width digit.
fn is_digit(c: char) -> bool {
    token::digit(c).is_some()
}
