//! The claims of a whole site.

use rayon::prelude::*;

use super::claim::{Claim, Place};
use super::claims;
use super::verdict::Verdict;
use crate::check::rule::Rule;
use crate::diagnostic::{Faults, Message, Span};
use crate::model::{Disclosure, Period, Site, Task};

/// Something that the site says with numbers, and whether they bear it out.
#[derive(Clone, Debug)]
pub struct NumberClaim {
    /// Where it stands.
    pub span: Span,
    /// Whether it holds; none if that cannot be decided.
    pub holds: Option<bool>,
    /// The rule that it is held against.
    pub rule: &'static Rule,
    /// The sum that was done, or why none could be.
    pub message: Message,
}

/// Everything that can be checked, task by task.
#[must_use]
pub fn number_claims(site: &Site) -> Vec<NumberClaim> {
    let tasks = tasks(site);
    let claims = tasks.par_iter().flat_map_iter(|&(task, period)| {
        of_task(task, period)
            .into_iter()
            .map(move |claim| NumberClaim {
                span: span(task, &claim),
                holds: match claim.verdict {
                    Verdict::Right => Some(true),
                    Verdict::Wrong | Verdict::Truncated => Some(false),
                    Verdict::Undecidable(_) => None,
                },
                rule: claim.about(),
                message: claim.message,
            })
    });
    claims.collect()
}

/// Tells the claims that do not hold, and gives the number of those that do.
pub(in crate::check) fn check(site: &Site, faults: &mut Faults) -> usize {
    let found: Vec<(Faults, usize)> = tasks(site)
        .par_iter()
        .map(|&(task, period)| {
            let (mut faults, mut verified) = (Faults::new(), 0);
            for claim in of_task(task, period) {
                let span = span(task, &claim);
                verified += usize::from(claim.verdict == Verdict::Right);
                if let Some(rule) = claim.rule() {
                    faults.push(rule.finding(claim.message).at(span));
                }
            }
            (faults, verified)
        })
        .collect();
    let mut verified = 0;
    for (more, right) in found {
        faults.append(more);
        verified += right;
    }
    verified
}

fn tasks(site: &Site) -> Vec<(&Task, Option<Period>)> {
    let of = |disclosure: &'_ Disclosure| disclosure.period.as_ref().map(|period| period.value);
    site.home
        .all_disclosures()
        .flat_map(|disclosure| {
            let tasks = disclosure.chapters().iter().flat_map(|c| &c.tasks);
            tasks.map(move |task| (task, of(disclosure)))
        })
        .collect()
}

fn of_task(task: &Task, period: Option<Period>) -> Vec<Claim> {
    let progress = task.progress.as_ref().map_or("", |prose| &*prose.source);
    claims(&task.title.value, progress, period)
}

fn span(task: &Task, claim: &Claim) -> Span {
    let range = claim.range.clone();
    match (&task.progress, claim.place) {
        (Some(progress), Place::Progress) => progress.place(range),
        _ => {
            let title = &task.title;
            title.span.between_quotes(title.value.len(), range)
        }
    }
}
