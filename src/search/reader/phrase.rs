//! Where a part of a query occurs (`FORMAT.md`, section 9.2).

use super::files::{Files, at};
use super::segment::{Head, Segment};
use crate::search::error::SearchError;
use crate::search::list::{Postings, STEP};
use crate::search::pair::{END, Pair};

/// The shard that may hold a pair, of shards that begin at these.
pub(super) fn shard_of(begin: &[Pair], pair: Pair) -> Option<usize> {
    begin.partition_point(|begin| *begin <= pair).checked_sub(1)
}

impl Segment {
    /// Every occurrence of a part in a tier.
    pub(super) fn part(
        &mut self,
        files: &impl Files,
        part: &[char],
        tier: usize,
    ) -> Result<Postings, SearchError> {
        match part {
            [] => Ok(Postings::default()),
            [one] => self.character(files, *one, tier),
            _ => self.phrase(files, part, tier),
        }
    }

    fn character(
        &mut self,
        files: &impl Files,
        c: char,
        tier: usize,
    ) -> Result<Postings, SearchError> {
        let head = self.head(files)?;
        let mut lists = Vec::new();
        for number in head.shards(Pair::new(c, END), Pair::new(c, char::MAX)) {
            let (path, shard) = self.shard(files, number, tier)?;
            let of_character = (0..).zip(&shard.keys).filter(|(_, key)| key.first() == c);
            for (position, _) in of_character {
                lists.push(at(&path, shard.list_at(position, head.records))?);
            }
        }
        Ok(Postings::union(&lists).within(&head.tier(tier)))
    }

    fn phrase(
        &mut self,
        files: &impl Files,
        part: &[char],
        tier: usize,
    ) -> Result<Postings, SearchError> {
        let head = self.head(files)?;
        let pairs: Vec<Pair> = part
            .windows(2)
            .filter_map(|pair| match pair {
                [a, b] => Some(Pair::new(*a, *b)),
                _ => None,
            })
            .collect();
        let mut chosen = self.covering(&head, &pairs, tier);
        // Long lists come last: often nothing is left that must be looked for in them.
        chosen.sort_by_key(|(offset, pair)| (head.is_split(*pair), *offset));
        let mut found: Option<Postings> = None;
        for (offset, pair) in chosen {
            let list = self.list(files, pair, tier)?;
            let left = match found {
                None => list.moved_back(offset * STEP),
                Some(found) => found.followed_by(&list, offset * STEP),
            };
            if left.len() == 0 {
                return Ok(left);
            }
            found = Some(left);
        }
        Ok(found.unwrap_or_default())
    }

    /// The pairs to look for: the first, the last, and of those between so many that no two
    /// neighbours are left out; those whose shards have been read, or whose lists are short.
    fn covering(&self, head: &Head, pairs: &[Pair], tier: usize) -> Vec<(u32, Pair)> {
        let cost = |pair: &Pair| match shard_of(&head.begin, *pair) {
            // Not in the segment: nothing more need be read.
            None => 0,
            Some(number) if self.has_shard(number, tier) => 0,
            Some(_) => 1 + u64::from(head.is_split(*pair)),
        };
        // The least cost of a way that ends with each pair, and the pair before it.
        let mut ways: Vec<(u64, Option<usize>)> = Vec::new();
        for (number, pair) in pairs.iter().enumerate() {
            let before = [number.checked_sub(1), number.checked_sub(2)]
                .into_iter()
                .flatten()
                .filter_map(|before| Some((ways.get(before)?.0, before)))
                .min();
            let (least, before) = match before {
                Some((least, before)) => (least, Some(before)),
                None => (0, None),
            };
            ways.push((least + cost(pair), before));
        }
        let mut chosen = Vec::new();
        let mut at = pairs.len().checked_sub(1);
        while let Some(number) = at {
            if let (Some(pair), Ok(offset)) = (pairs.get(number), u32::try_from(number)) {
                chosen.push((offset, *pair));
            }
            at = ways.get(number).and_then(|(_, before)| *before);
        }
        chosen
    }
}
