//! When a disclosure was public, commit by commit: what was written before that is nobody's to read.
//!
//! Of a disclosure only those commits are kept in which its card is another than in their first parent,
//! which are few. In any other commit it is what it is in the nearest of these that the commit comes from
//! by first parents.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::trace::Step;
use super::walk::{Commit, Difference, File};
use crate::content::Standing;
use crate::model::UtcOffset;

/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;

/// The commits as this needs them, made once for all disclosures.
pub(super) struct Ground<'a> {
    pub(super) lineage: Lineage,
    /// Newest first.
    merges: Vec<Merge<'a>>,
}

/// A commit with several parents.
struct Merge<'a> {
    place: usize,
    /// For each parent, the bytes that files have there and not in the merge.
    replaced: Vec<HashSet<&'a str>>,
}

/// The commits, each hanging on its first parent.
#[derive(Clone, Debug, Default)]
pub(super) struct Lineage {
    commits: Vec<Placed>,
}

#[derive(Clone, Debug)]
struct Placed {
    /// The places of its parents.
    parents: Vec<Option<usize>>,
    /// Its day in the site's offset, from 1970-01-01.
    day: i64,
    /// Those that come from it by first parents have the numbers from its own up to this one.
    number: usize,
    end: usize,
}

impl<'a> Ground<'a> {
    pub(super) fn new(commits: &'a [Commit], utc_offset: UtcOffset) -> Self {
        let is_merge = |(_, commit): &(usize, &Commit)| commit.parents.len() > 1;
        let merges = commits.iter().enumerate().filter(is_merge);
        let merges = merges.map(|(place, commit)| Merge {
            place,
            replaced: commit.differences.iter().map(|of| replaced(of)).collect(),
        });
        Self {
            lineage: Lineage::new(commits, utc_offset),
            merges: merges.collect(),
        }
    }
}

/// The bytes that were there before and are others after.
fn replaced(differences: &[Difference]) -> HashSet<&str> {
    let replaced = differences.iter().filter_map(|difference| {
        let from = &*difference.from.as_ref()?.blob;
        let is_same = |to: &File| *to.blob == *from;
        (!difference.to.as_ref().is_some_and(is_same)).then_some(from)
    });
    replaced.collect()
}

impl Lineage {
    fn new(commits: &[Commit], utc_offset: UtcOffset) -> Self {
        let places: HashMap<&str, usize> = commits
            .iter()
            .enumerate()
            .map(|(place, commit)| (&*commit.id, place))
            .collect();
        let east = i64::from(utc_offset.minutes()) * 60;
        let placed = commits.iter().map(|commit| Placed {
            parents: commit
                .parents
                .iter()
                .map(|parent| places.get(&**parent).copied())
                .collect(),
            day: (commit.time + east).div_euclid(DAY),
            number: 0,
            end: 0,
        });
        let mut lineage = Self {
            commits: placed.collect(),
        };
        lineage.count();
        lineage
    }

    /// Numbers the commits, each before those that come from it.
    fn count(&mut self) {
        let firsts: Vec<Option<usize>> = self
            .commits
            .iter()
            .map(|commit| commit.parents.first().copied().flatten())
            .collect();
        // Commits come newest first, each before its parents.
        let mut sizes = vec![1; firsts.len()];
        for (place, first) in firsts.iter().enumerate() {
            let size = sizes.get(place).copied().unwrap_or_default();
            if let Some(of_first) = first.and_then(|first| sizes.get_mut(first)) {
                *of_first += size;
            }
        }
        let mut next = 0;
        let mut next_of = vec![0; firsts.len()];
        let commits = self.commits.iter_mut().enumerate();
        for (((place, commit), first), size) in commits.zip(firsts).zip(sizes).rev() {
            let free = match first.and_then(|first| next_of.get_mut(first)) {
                Some(of_first) => of_first,
                None => &mut next,
            };
            commit.number = *free;
            *free += size;
            commit.end = *free;
            if let Some(own) = next_of.get_mut(place) {
                *own = commit.number + 1;
            }
        }
    }
}

/// A card, and the first day on which it made its disclosure public; none if it did not.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Card<'a> {
    blob: &'a str,
    since: Option<i64>,
}

/// What holds from some commits on: by the number of each, up to which number, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Marks<T>(BTreeMap<usize, (usize, Option<T>)>);

impl<T: Copy> Marks<T> {
    fn set(&mut self, commit: &Placed, what: Option<T>) {
        self.0.insert(commit.number, (commit.end, what));
    }

    /// What holds in a commit: that of the nearest one that it comes from.
    fn get(&self, commit: &Placed) -> Option<T> {
        let mut before = self.0.range(..=commit.number).rev();
        let nearest = before.find(|(_, (end, _))| commit.number < *end);
        nearest.and_then(|(_, (_, what))| *what)
    }
}

/// Whether a disclosure was public around each commit: the first day on which it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standings(Marks<i64>);

impl Standings {
    /// Whether it was public before a commit, and after it, on the day of the commit.
    pub(super) fn around(&self, commit: usize, lineage: &Lineage) -> (bool, bool) {
        let Some(commit) = lineage.commits.get(commit) else {
            return (false, false);
        };
        let is_public = |at: &Placed| self.0.get(at).is_some_and(|since| since <= commit.day);
        let was_public = |parent: &Option<usize>| {
            let parent = parent.and_then(|parent| lineage.commits.get(parent));
            parent.is_some_and(is_public)
        };
        // Of a merge, what any parent held back stays so.
        let before = !commit.parents.is_empty() && commit.parents.iter().all(was_public);
        (before, is_public(commit))
    }

    /// In how many commits the card became another one.
    #[cfg(test)]
    pub(super) fn kept(&self) -> usize {
        self.0.0.len()
    }

    /// Goes through what changed the card and through the merges, from the oldest on, with what the card said in each.
    pub(super) fn of(
        steps: &[Step],
        ground: &Ground<'_>,
        standing: impl Fn(&File) -> Option<Standing>,
    ) -> Self {
        let since = |file: &'_ File| {
            let standing = standing(file).filter(|standing| standing.is_public);
            standing.and_then(|standing| standing.published.and_then(day_number))
        };
        let said = steps.iter().map(|step| {
            let after = step.to.as_ref().map(|file| Card {
                blob: &file.blob,
                since: since(file),
            });
            (step.commit, after)
        });
        let said: BTreeMap<usize, Option<Card<'_>>> = said.collect();
        let commits = &ground.lineage.commits;
        let mut marks = Marks(BTreeMap::new());
        for (place, after) in &said {
            if let Some(commit) = commits.get(*place) {
                marks.set(commit, *after);
            }
        }
        // What came of the card in merges; those before its first commit had none.
        let oldest = said.keys().next_back().copied().unwrap_or_default();
        let later = ground.merges.partition_point(|merge| merge.place < oldest);
        for merge in ground.merges.iter().take(later).rev() {
            let Some(commit) = commits.get(merge.place) else {
                continue;
            };
            if said.contains_key(&merge.place) {
                continue;
            }
            let card = |parent: &Option<usize>| marks.get(commits.get((*parent)?)?);
            let first = commit.parents.first().and_then(card);
            let after = inherited(merge, commit.parents.iter().map(card));
            if after != first {
                marks.set(commit, after);
            }
        }
        let marks = marks.0.into_iter();
        let marks = marks.map(|(number, (end, card))| (number, (end, card.and_then(|c| c.since))));
        Self(Marks(marks.collect()))
    }
}

/// The card that a merge has from its parents: that of the first from which it does not differ.
fn inherited<'c>(
    merge: &Merge<'_>,
    cards: impl Iterator<Item = Option<Card<'c>>>,
) -> Option<Card<'c>> {
    cards.enumerate().find_map(|(place, card)| {
        let replaced = merge.replaced.get(place);
        card.filter(|card| replaced.is_none_or(|replaced| !replaced.contains(card.blob)))
    })
}

/// Days since 1970-01-01.
fn day_number((year, month, day): (i16, i8, i8)) -> Option<i64> {
    let date = jiff::civil::Date::new(year, month, day).ok()?;
    let start = jiff::civil::Date::constant(1970, 1, 1);
    let days = start.until(date).ok()?.get_days();
    Some(i64::from(days))
}
