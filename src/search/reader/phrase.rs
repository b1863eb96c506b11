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
    /// Every occurrence of a part.
    pub(super) fn part(
        &mut self,
        files: &impl Files,
        part: &[char],
    ) -> Result<Postings, SearchError> {
        match part {
            [] => Ok(Postings::default()),
            [one] => self.character(files, *one),
            _ => self.phrase(files, part),
        }
    }

    fn character(&mut self, files: &impl Files, c: char) -> Result<Postings, SearchError> {
        let head = self.head(files)?;
        let first = shard_of(&head.begin, Pair::new(c, END)).unwrap_or_default();
        let last = shard_of(&head.begin, Pair::new(c, char::MAX));
        let Some(last) = last else {
            return Ok(Postings::default());
        };
        let mut lists = Vec::new();
        for number in first..=last {
            let path = self.shard_path(number);
            let shard = self.shard(files, number)?;
            let of_character = (0..).zip(&shard.keys).filter(|(_, key)| key.first() == c);
            for (position, _) in of_character {
                lists.push(at(&path, shard.list_at(position, head.records))?);
            }
        }
        Ok(Postings::union(&lists))
    }

    fn phrase(&mut self, files: &impl Files, part: &[char]) -> Result<Postings, SearchError> {
        let head = self.head(files)?;
        let pairs: Vec<Pair> = part
            .windows(2)
            .filter_map(|pair| match pair {
                [a, b] => Some(Pair::new(*a, *b)),
                _ => None,
            })
            .collect();
        let mut lists: Vec<(u32, Postings)> = Vec::new();
        for (offset, pair) in self.covering(&head, &pairs) {
            let list = self.list(files, pair)?;
            if list.len() == 0 {
                return Ok(Postings::default());
            }
            lists.push((offset, list));
        }
        // The shortest first: what it leaves is looked for in the others.
        lists.sort_by_key(|(offset, list)| (list.len(), *offset));
        let mut lists = lists.into_iter();
        let Some((offset, shortest)) = lists.next() else {
            return Ok(Postings::default());
        };
        let mut found = shortest.moved_back(offset * STEP);
        for (offset, list) in lists {
            found = found.followed_by(&list, offset * STEP);
        }
        Ok(found)
    }

    /// The pairs to look for: the first, the last, and of those between so many that no two
    /// neighbours are left out; those whose shards have been read or are small.
    fn covering(&self, head: &Head, pairs: &[Pair]) -> Vec<(u32, Pair)> {
        let cost = |pair: &Pair| match shard_of(&head.begin, *pair) {
            // Not in the segment: nothing more need be read.
            None => 0,
            Some(number) if self.has_shard(number) => 0,
            Some(number) => 1 + u64::from(head.sizes.get(number).copied().unwrap_or_default()),
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
