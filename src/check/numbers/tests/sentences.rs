//! Tables of labelled sentences.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::claim::{Claim, Kind, Place};
use super::super::claims;
use super::super::verdict::Verdict;
use crate::model::Period;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    sentence: Vec<Sentence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    #[serde(default)]
    title: String,
    progress: String,
    #[serde(default = "second_quarter")]
    period: String,
    expect: Vec<String>,
}

fn second_quarter() -> String {
    "2020-Q2".to_owned()
}

/// A claim as the tables write it; `None` if it is not decided.
pub(super) fn label(claim: &Claim, title: &str, progress: &str) -> Option<String> {
    let kind = match claim.kind {
        Kind::Rate => "rate",
        Kind::Partition => "partition",
        Kind::Target => "target",
        Kind::Named => "named",
        Kind::AboveTotal => "above-total",
        Kind::NoNumber => "no-number",
        Kind::Period => "period",
    };
    let verdict = match claim.verdict {
        Verdict::Right => "right",
        Verdict::Wrong => "wrong",
        Verdict::Truncated => "truncated",
        Verdict::Undecidable(_) => return None,
    };
    let text = match claim.place {
        Place::Title => title,
        Place::Progress => progress,
    };
    Some(format!(
        "{kind} {verdict} {}",
        text.get(claim.range.clone())?
    ))
}

/// How many labels were found, were found wrongly, and were not found.
#[derive(Default)]
struct Score {
    found: usize,
    false_ones: usize,
    missed: usize,
}

impl Score {
    fn precision(&self) -> f64 {
        self.found as f64 / (self.found + self.false_ones) as f64
    }

    fn recall(&self) -> f64 {
        self.found as f64 / (self.found + self.missed) as f64
    }
}

/// Scores a table: all labels, and those of faults only.
#[expect(clippy::print_stdout, reason = "the figures are what is asked for")]
fn score(table: &str) -> (Score, Score) {
    let table: Table = toml::from_str(table).unwrap();
    let (mut all, mut faults) = (Score::default(), Score::default());
    for Sentence {
        title,
        progress,
        period,
        expect,
    } in &table.sentence
    {
        let period = Period::parse(period).unwrap();
        let found = claims(title, progress, Some(period));
        let mut open: BTreeMap<&str, i32> = BTreeMap::new();
        for label in expect {
            *open.entry(label).or_default() += 1;
        }
        let labels: Vec<_> = found
            .iter()
            .filter_map(|c| Some((label(c, title, progress)?, c)))
            .collect();
        for (label, claim) in &labels {
            let left = open.entry(label).or_default();
            let known = *left > 0;
            *left -= 1;
            for score in [&mut all, &mut faults]
                .into_iter()
                .take(if label.contains(" right ") { 1 } else { 2 })
            {
                if known {
                    score.found += 1;
                } else {
                    score.false_ones += 1;
                }
            }
            if !known {
                println!(
                    "FALSE  {label}: {}\n       {title} | {progress}",
                    claim.message.zh
                );
            }
        }
        for (label, left) in open {
            if left > 0 {
                println!("MISSED {label}\n       {title} | {progress}");
                for claim in &found {
                    println!("         {:?} {}", claim.kind, claim.message.zh);
                }
                all.missed += 1;
                faults.missed += usize::from(!label.contains(" right "));
            }
        }
    }
    for (name, score) in [("all verdicts", &all), ("faults", &faults)] {
        println!(
            "{} sentences, {name}: {} found, {} false, {} missed; precision {:.3}, recall {:.3}",
            table.sentence.len(),
            score.found,
            score.false_ones,
            score.missed,
            score.precision(),
            score.recall()
        );
    }
    (all, faults)
}

fn assert_bounds(table: &str) {
    let (all, faults) = score(table);
    for score in [all, faults] {
        assert!(score.precision() >= 0.98);
        assert!(score.recall() >= 0.9);
    }
}

#[test]
fn precise_and_complete() {
    assert_bounds(include_str!("sentences.toml"));
}

#[test]
fn on_sentences_written_later() {
    assert_bounds(include_str!("held-out.toml"));
}

#[test]
fn on_a_second_set() {
    assert_bounds(include_str!("held-out-2.toml"));
}

#[test]
fn on_a_third_set() {
    assert_bounds(include_str!("held-out-3.toml"));
}

#[test]
fn on_a_fourth_set() {
    assert_bounds(include_str!("held-out-4.toml"));
}
