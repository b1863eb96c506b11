//! When a disclosure was public, commit by commit: what was written before that is nobody's to read.

use std::collections::HashMap;

use super::trace::Step;
use super::walk::{Commit, File};
use crate::content::Standing;
use crate::model::UtcOffset;

/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;

/// The commits as this needs them, made once for all disclosures.
pub(super) struct Ground<'a> {
    commits: &'a [Commit],
    /// The places of the parents of each.
    parents: Vec<Vec<Option<usize>>>,
    /// The day of each in the site's offset, from 1970-01-01.
    days: Vec<i64>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(commits: &'a [Commit], utc_offset: UtcOffset) -> Self {
        let places: HashMap<&str, usize> = commits
            .iter()
            .enumerate()
            .map(|(place, commit)| (&*commit.id, place))
            .collect();
        let parents = commits.iter().map(|commit| {
            let parents = commit.parents.iter();
            parents
                .map(|parent| places.get(&**parent).copied())
                .collect()
        });
        let east = i64::from(utc_offset.minutes()) * 60;
        let days = commits
            .iter()
            .map(|commit| (commit.time + east).div_euclid(DAY));
        Self {
            commits,
            parents: parents.collect(),
            days: days.collect(),
        }
    }
}

/// A card, and the first day on which it made its disclosure public; none if it did not.
#[derive(Clone, Copy)]
struct Card<'a> {
    blob: &'a str,
    since: Option<i64>,
}

/// Whether a disclosure was public around each commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standings {
    /// Before and after each commit, in the order of the commits.
    around: Vec<(bool, bool)>,
}

impl Standings {
    pub(super) fn around(&self, commit: usize) -> (bool, bool) {
        self.around.get(commit).copied().unwrap_or_default()
    }

    /// Goes through the commits from the oldest on, with what the card said in each.
    pub(super) fn of(
        steps: &[Step],
        ground: &Ground<'_>,
        standing: impl Fn(&File) -> Option<Standing>,
    ) -> Self {
        let card = |file: &'_ File| {
            let standing = standing(file).filter(|standing| standing.is_public);
            standing.and_then(|standing| standing.published.and_then(day_number))
        };
        let said = steps.iter().map(|step| {
            let after = step.to.as_ref().map(|file| Card {
                blob: &file.blob,
                since: card(file),
            });
            (step.commit, after)
        });
        let said: HashMap<usize, Option<Card<'_>>> = said.collect();
        let mut cards: Vec<Option<Card<'_>>> = vec![None; ground.commits.len()];
        let mut around = vec![(false, false); ground.commits.len()];
        let commits = ground.commits.iter().zip(&ground.parents).zip(&ground.days);
        for (place, ((commit, parents), day)) in commits.enumerate().rev() {
            let before: Vec<Option<Card<'_>>> = parents
                .iter()
                .map(|parent| cards.get((*parent)?).copied().flatten())
                .collect();
            let after = match said.get(&place) {
                Some(after) => *after,
                None => inherited(commit, &before),
            };
            let is_public = |card: &Option<Card<'_>>| {
                card.and_then(|card| card.since)
                    .is_some_and(|since| since <= *day)
            };
            // Of a merge, what any parent held back stays so.
            let was_public = !before.is_empty() && before.iter().all(is_public);
            if let Some(around) = around.get_mut(place) {
                *around = (was_public, is_public(&after));
            }
            if let Some(card) = cards.get_mut(place) {
                *card = after;
            }
        }
        Self { around }
    }
}

/// The card that a commit has from its parents: of a merge, that of the first from which it does not
/// differ.
fn inherited<'c>(commit: &Commit, parents: &[Option<Card<'c>>]) -> Option<Card<'c>> {
    if let [only] = parents {
        return *only;
    }
    let differs = |card: &Card<'_>, place: usize| {
        commit.differences.get(place).is_some_and(|differences| {
            differences.iter().any(|difference| {
                let is_it =
                    |file: &Option<File>| file.as_ref().is_some_and(|f| *f.blob == *card.blob);
                is_it(&difference.from) && !is_it(&difference.to)
            })
        })
    };
    parents
        .iter()
        .enumerate()
        .find_map(|(place, card)| card.filter(|card| !differs(card, place)))
}

/// Days since 1970-01-01.
fn day_number((year, month, day): (i16, i8, i8)) -> Option<i64> {
    let date = jiff::civil::Date::new(year, month, day).ok()?;
    let start = jiff::civil::Date::constant(1970, 1, 1);
    let days = start.until(date).ok()?.get_days();
    Some(i64::from(days))
}
