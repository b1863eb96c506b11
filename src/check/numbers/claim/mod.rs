//! The kinds of claims that are looked for, one a file.

mod above;
mod named;
mod no_number;
mod partition;
mod period;
mod rate;
mod status;
mod target;

use std::ops::Range;

use super::sum::Approx;
use super::text::{Bound, Item, Text};
use super::token::Amount;
use super::verdict::{Verdict, Why};
use crate::check::numbers::rules;
use crate::check::rule::Rule;
use crate::diagnostic::Message;
use crate::model::Period;
use crate::say;

/// What a report says of one task.
pub(super) struct Task<'t> {
    pub(super) title: Text<'t>,
    pub(super) progress: Text<'t>,
    pub(super) period: Option<Period>,
}

/// Something that a text says with numbers, and whether they bear it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::check::numbers) struct Claim {
    /// Which text it stands in.
    pub(in crate::check::numbers) place: Place,
    /// The bytes of that text.
    pub(in crate::check::numbers) range: Range<usize>,
    /// What kind of claim it is.
    pub(in crate::check::numbers) kind: Kind,
    /// Whether it holds.
    pub(in crate::check::numbers) verdict: Verdict,
    /// The sum that was done, and what came of it.
    pub(in crate::check::numbers) message: Message,
}

/// The text that a claim stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::check::numbers) enum Place {
    /// What was promised.
    Title,
    /// What was done.
    Progress,
}

/// A kind of claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check::numbers) enum Kind {
    /// A percentage of something.
    Rate,
    /// Parts of a whole.
    Partition,
    /// What the progress names as the task's number.
    Target,
    /// Things that are named and counted.
    Named,
    /// More done than there is.
    AboveTotal,
    /// A target that the progress answers without a number.
    NoNumber,
    /// The time that figures are of.
    Period,
}

impl Claim {
    /// The rule that it is a finding of; `None` if it is right or cannot be decided.
    pub(super) fn rule(&self) -> Option<&'static Rule> {
        match (self.kind, &self.verdict) {
            (_, Verdict::Right | Verdict::Undecidable(_)) | (Kind::Named, _) => None,
            _ => Some(self.about()),
        }
    }

    /// The rule that it is held against. Names that are counted are parts of a whole.
    pub(super) fn about(&self) -> &'static Rule {
        match (self.kind, &self.verdict) {
            (Kind::Rate, Verdict::Truncated) => &rules::TRUNCATED,
            (Kind::Rate, _) => &rules::RATE,
            (Kind::Partition | Kind::Named, _) => &rules::PARTITION,
            (Kind::Target, _) => &rules::TARGET,
            (Kind::AboveTotal, _) => &rules::ABOVE_TOTAL,
            (Kind::NoNumber, _) => &rules::NO_NUMBER,
            (Kind::Period, _) => &rules::PERIOD,
        }
    }

    fn progress(item: &Item<'_>, kind: Kind, verdict: Verdict, message: Message) -> Self {
        Self {
            place: Place::Progress,
            range: item.range(),
            kind,
            verdict,
            message,
        }
    }

    /// A claim that cannot be decided: `what` the text says, and why that is not enough.
    fn open(item: &Item<'_>, kind: Kind, words: &str, why: Why) -> Self {
        let Message { zh, en } = why.message();
        let message = say!("{words}：{zh}", "{words}: {en}");
        Self::progress(item, kind, Verdict::Undecidable(why), message)
    }
}

/// Every claim of a task.
pub(super) fn find(task: &Task<'_>) -> Vec<Claim> {
    let mut claims = Vec::new();
    rate::find(task, &mut claims);
    partition::find(task, &mut claims);
    status::find(task, &mut claims);
    named::find(task, &mut claims);
    target::find(task, &mut claims);
    above::find(task, &mut claims);
    no_number::find(task, &mut claims);
    period::find(task, &mut claims);
    claims.sort_by_key(|claim| (claim.place, claim.range.start));
    claims
}

/// The items right before one, as far back as anything is looked for: a text of any length takes no
/// more than its share of time.
fn earlier<'i, 't>(items: &'i [Item<'t>], at: usize) -> &'i [Item<'t>] {
    items.get(at.saturating_sub(REACH)..at).unwrap_or_default()
}

/// The items right after one.
fn later<'i, 't>(items: &'i [Item<'t>], at: usize) -> &'i [Item<'t>] {
    let rest = items.get(at + 1..).unwrap_or_default();
    rest.get(..REACH).unwrap_or(rest)
}

/// How many numerals away something may be that belongs to a number.
const REACH: usize = 60;

/// A number and how far it may be from what was rounded to it.
fn approx(amount: Amount) -> Approx {
    Approx {
        value: amount.value,
        slack: amount.grain / rust_decimal::Decimal::TWO,
    }
}

/// Whether a number is meant as it stands.
fn exact(item: &Item<'_>) -> bool {
    item.bound == Bound::Exact
}
