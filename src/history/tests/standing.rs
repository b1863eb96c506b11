//! What is kept of a card's course is what going through every commit gives.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::content::Standing;
use crate::history::standing::{Ground, Standings};
use crate::history::trace::Step;
use crate::history::walk::{Commit, Difference, File};
use crate::model::UtcOffset;

/// What a card with these bytes says: for some, the day of January 1970 on which it is published.
const SAYS: [(&str, Option<i8>); 4] = [("a", Some(1)), ("b", None), ("c", Some(4)), ("d", Some(9))];

fn standing(file: &File) -> Option<Standing> {
    let (_, day) = SAYS.iter().find(|(blob, _)| **blob == *file.blob)?;
    Some(Standing {
        is_public: day.is_some(),
        published: day.map(|day| (1970, 1, day)),
    })
}

/// Before and after each commit, found out by going through all of them from the oldest on.
fn plainly(steps: &[Step], commits: &[Commit]) -> Vec<(bool, bool)> {
    let said: BTreeMap<usize, Option<&File>> = steps
        .iter()
        .map(|step| (step.commit, step.to.as_ref()))
        .collect();
    let mut cards: Vec<Option<&File>> = vec![None; commits.len()];
    let mut around = vec![(false, false); commits.len()];
    for (place, commit) in commits.iter().enumerate().rev() {
        let parents = commit.parents.iter();
        let before: Vec<Option<&File>> = parents
            .map(|id| cards[commits.iter().position(|commit| commit.id == *id).unwrap()])
            .collect();
        let inherited = || {
            let differs = |card: &File, parent: usize| {
                let is_it =
                    |file: &Option<File>| file.as_ref().is_some_and(|f| f.blob == card.blob);
                let mut differences = commit.differences[parent].iter();
                differences.any(|difference| is_it(&difference.from) && !is_it(&difference.to))
            };
            let mut cards = before.iter().enumerate();
            match before.as_slice() {
                [only] => *only,
                _ => cards.find_map(|(parent, card)| card.filter(|card| !differs(card, parent))),
            }
        };
        cards[place] = said.get(&place).copied().unwrap_or_else(inherited);
        let is_public = |card: &Option<&File>| {
            let day = card
                .and_then(standing)
                .and_then(|standing| standing.published);
            day.is_some_and(|(_, _, day)| i64::from(day) - 1 <= commit.time / 86400)
        };
        let was_public = !before.is_empty() && before.iter().all(is_public);
        around[place] = (was_public, is_public(&cards[place]));
    }
    around
}

fn file() -> impl Strategy<Value = Option<File>> {
    prop::option::of(prop::sample::select(&SAYS[..])).prop_map(|said| {
        said.map(|(blob, _)| File {
            path: "card".into(),
            blob: blob.into(),
        })
    })
}

/// A commit at a place, as a day, how far its parents are, and what it differs in from each.
type Drawn = (i64, Vec<(usize, Vec<Difference>)>);

fn drawn() -> impl Strategy<Value = Drawn> {
    let difference = (file(), file()).prop_map(|(from, to)| Difference { from, to });
    let parent = (1..4_usize, prop::collection::vec(difference, 0..2));
    (0..10_i64, prop::collection::vec(parent, 1..3))
}

fn commits(drawn: Vec<Drawn>) -> Vec<Commit> {
    let all = drawn.len();
    let commits = drawn
        .into_iter()
        .enumerate()
        .map(|(place, (day, parents))| {
            let there = |(back, _): &(usize, Vec<Difference>)| place + back < all;
            let parents: Vec<_> = parents.into_iter().filter(there).collect();
            let ids = parents
                .iter()
                .map(|(back, _)| (place + back).to_string().into());
            Commit {
                id: place.to_string().into(),
                parents: ids.collect(),
                time: day * 86400,
                author: "".into(),
                subject: "".into(),
                correction: None,
                differences: parents
                    .into_iter()
                    .map(|(_, differences)| differences)
                    .collect(),
            }
        });
    commits.collect()
}

fn steps(said: Vec<(usize, Option<File>)>, commits: usize) -> Vec<Step> {
    let said: BTreeMap<usize, Option<File>> = said.into_iter().collect();
    let steps = said.into_iter().filter(|(commit, _)| *commit < commits);
    let step = |(commit, to)| Step {
        commit,
        from: None,
        to,
        others: Vec::new(),
        is_elsewhere: false,
    };
    steps.map(step).collect()
}

proptest! {
    #[test]
    fn the_same_as_commit_by_commit(
        drawn in prop::collection::vec(drawn(), 1..16),
        said in prop::collection::vec((0..16_usize, file()), 0..5),
    ) {
        let commits = commits(drawn);
        let steps = steps(said, commits.len());
        let ground = Ground::new(&commits, UtcOffset::parse("+00:00").unwrap());
        let standings = Standings::of(&steps, &ground, standing);
        let found: Vec<_> = (0..commits.len())
            .map(|commit| standings.around(commit, &ground.lineage))
            .collect();
        prop_assert_eq!(found, plainly(&steps, &commits));
    }
}

/// A site may have as many disclosures as commits.
#[test]
fn only_changes_are_kept() {
    let merge = (9, vec![(1, Vec::new()), (2, Vec::new())]);
    let other = (9, vec![(1, Vec::new())]);
    let commits = commits(vec![[merge, other]; 500].concat());
    let a = File {
        path: "card".into(),
        blob: "a".into(),
    };
    let steps = steps(vec![(300, None), (700, Some(a))], commits.len());
    let ground = Ground::new(&commits, UtcOffset::parse("+00:00").unwrap());
    let standings = Standings::of(&steps, &ground, standing);
    assert_eq!(standings.kept(), 2);
    for (commit, expected) in [(701, false), (699, true), (301, true), (299, false)] {
        assert_eq!(standings.around(commit, &ground.lineage).1, expected);
    }
}
