//! What comes nearest to a query that occurs nowhere (`FORMAT.md`, section 9.5).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::facets::Selection;
use super::{Files, Filter, Hit, Parts, Search};
use crate::search::error::SearchError;

/// How many features of a query count.
const FEATURES: usize = 16;
/// How many tiers are asked.
const TIERS: usize = 4;
/// How many records are given.
const COUNT: usize = 10;
/// Of so many features a record must have one.
const SHARE: usize = 3;

/// The pairs of the parts, and the parts of one character; each once.
fn features(parts: &Parts) -> Parts {
    let mut features: Parts = Vec::new();
    for part in parts {
        for feature in part.windows(part.len().clamp(1, 2)) {
            if features.len() < FEATURES && features.iter().all(|other| other != feature) {
                features.push(feature.to_vec());
            }
        }
    }
    features
}

impl<F: Files> Search<F> {
    pub(super) fn nearest(
        &mut self,
        parts: &Parts,
        filters: &[Filter],
    ) -> Result<Vec<Hit>, SearchError> {
        let features = features(parts);
        let least = features.len().div_ceil(SHARE);
        let mut found: Vec<(Reverse<usize>, usize, u32)> = Vec::new();
        let mut tiers: Vec<(usize, usize)> = Vec::new();
        for number in 0..self.segments.len() {
            if tiers.len() < TIERS {
                tiers.extend((0..self.tiers(number)?).map(|tier| (number, tier)));
            }
        }
        tiers.truncate(TIERS);
        for (number, tier) in tiers {
            let Some(segment) = self.segments.get_mut(number) else {
                continue;
            };
            let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
            for feature in &features {
                for record in segment.part(&self.files, feature, tier)?.records() {
                    *counts.entry(record).or_default() += 1;
                }
            }
            counts.retain(|_, count| *count >= least);
            if counts.is_empty() {
                continue;
            }
            if !filters.is_empty() {
                let selection = Selection::new(segment.facets(&self.files)?, filters);
                counts.retain(|record, _| selection.has(*record));
            }
            found.extend(
                counts
                    .iter()
                    .map(|(&record, &count)| (Reverse(count), number, record)),
            );
        }
        found.sort_unstable();
        found.truncate(COUNT);
        found
            .into_iter()
            .map(|(_, segment, record)| self.hit(segment, record, &features, None))
            .collect()
    }
}
