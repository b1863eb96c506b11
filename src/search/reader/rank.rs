//! The order of what is found (`FORMAT.md`, section 9.4).

use std::cmp::Ordering;

use super::segment::Head;
use crate::search::list::{FIELDS, Posting, Postings, field, length_of, offset};

/// A record that was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) segment: usize,
    pub(super) record: u32,
    pub(super) score: f64,
}

/// The weights of the fields in BM25F but for the text, whose weight is 1.
const TITLE: f64 = 3.0;
const UNITS: f64 = 2.0;
const CHAPTER: f64 = 1.5;
/// b of BM25: how much a text that is longer than others counts less …
const BY_LENGTH: f64 = 0.75;
/// … and how much the other fields.
const BY_SHORT_LENGTH: f64 = 0.3;
/// k1 of BM25.
const SATURATION: f64 = 1.2;

/// Where records are found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) segment: usize,
    pub(super) tier: usize,
}

/// Some records of a tier in their order; `postings` are those of the parts.
pub(super) fn ranked(
    Place { segment, tier }: Place,
    head: &Head,
    parts: &[Vec<char>],
    postings: &[Postings],
    records: &[u32],
) -> Vec<Found> {
    let average = |sum: u32| f64::from(sum) / f64::from(head.records);
    let averages = (average(head.text_length), average(head.short_length));
    let weights: Vec<f64> = postings
        .iter()
        .map(|postings| rarity(head.tier(tier).len(), postings.len()))
        .collect();
    let mut found: Vec<Found> = records
        .iter()
        .map(|&record| Found {
            segment,
            record,
            score: score(record, averages, parts, postings, &weights),
        })
        .collect();
    found.sort_by(|a, b| {
        let by_score = b.score.partial_cmp(&a.score).unwrap_or(Ordering::Equal);
        by_score.then(a.record.cmp(&b.record))
    });
    found
}

/// The inverse document frequency of a part that occurs in some of all records: a logarithm to base 2
/// that is linear between powers of 2, so that every reader computes the same bits.
fn rarity(records: usize, with: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let mut ratio = (number(records) + 1.0) / (number(with) + 0.5);
    let mut whole = 0.0;
    while ratio >= 2.0 {
        ratio /= 2.0;
        whole += 1.0;
    }
    whole + (ratio - 1.0)
}

fn score(
    record: u32,
    (text_average, short_average): (f64, f64),
    parts: &[Vec<char>],
    postings: &[Postings],
    weights: &[f64],
) -> f64 {
    let found: Vec<Posting<'_>> = postings.iter().filter_map(|p| p.get(record)).collect();
    let mut score = 0.0;
    for (posting, rarity) in found.iter().zip(weights) {
        let mut times = [0_u32; FIELDS];
        for &code in posting.codes {
            if let Some(times) = times.get_mut(field(code)) {
                *times += 1;
            }
        }
        let [title, units, chapter, text] = times.map(f64::from);
        let short = (TITLE * title + UNITS * units) + CHAPTER * chapter;
        let lengths = posting.lengths;
        let short_norm = norm(BY_SHORT_LENGTH, f64::from(lengths.short) / short_average);
        let text_norm = norm(BY_LENGTH, length_of(lengths.class) / text_average);
        let weight = short / short_norm + text / text_norm;
        score += rarity * (weight / (weight + SATURATION));
    }
    if found.len() > 1 {
        score *= 1.0 + nearness(&found, parts);
    }
    score
}

/// By how much less a field counts that has this share of the average length.
fn norm(by_length: f64, share: f64) -> f64 {
    (1.0 - by_length) + by_length * share
}

/// How near to each other the parts stand in the field where they are nearest.
fn nearness(found: &[Posting<'_>], parts: &[Vec<char>]) -> f64 {
    let lengths: Vec<u32> = parts
        .iter()
        .map(|part| u32::try_from(part.len()).unwrap_or(u32::MAX))
        .collect();
    let all: u32 = lengths.iter().sum();
    let mut nearest = 0.0_f64;
    for wanted in 0..FIELDS {
        let mut places: Vec<(u32, usize)> = found
            .iter()
            .enumerate()
            .flat_map(|(part, posting)| posting.codes.iter().map(move |&code| (code, part)))
            .filter(|&(code, _)| field(code) == wanted)
            .map(|(code, part)| (offset(code), part))
            .collect();
        places.sort_unstable();
        let mut last: Vec<Option<u32>> = vec![None; found.len()];
        let mut smallest: Option<u32> = None;
        for (place, part) in places {
            if let Some(last) = last.get_mut(part) {
                *last = Some(place);
            }
            let Some(starts) = last.iter().copied().collect::<Option<Vec<u32>>>() else {
                continue;
            };
            let ends = starts
                .iter()
                .zip(&lengths)
                .map(|(start, length)| start + length);
            let window = ends.max().unwrap_or_default() - starts.iter().min().unwrap_or(&0);
            smallest = Some(smallest.map_or(window, |s| s.min(window)));
        }
        if let Some(window) = smallest {
            nearest = nearest.max((f64::from(all) / f64::from(window.max(1))).min(1.0));
        }
    }
    nearest
}
