//! Divides sorted pairs over files of a few kilobytes. Smaller ones would load faster, but make more
//! files, and a larger head.

use crate::search::bytes::Writer;
use crate::search::envelope::{Kind, Packer};
use crate::search::error::WriteError;
use crate::search::pair::{END, Pair};

use rayon::prelude::*;

/// A shard is closed at this size …
const ENOUGH: usize = 2560;
/// … or at this one where another first character begins: that makes a shorter key, and what is typed
/// after a first character is found in the same shard.
const ENOUGH_AT_CHARACTER: usize = 1792;
/// A value of this size is alone in its shard.
const LARGE: usize = 1280;

/// A pair and what is stored of it.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) pair: Pair,
    /// One value, or one for each tier.
    pub(super) values: Vec<Vec<u8>>,
}

/// Values by pair in files.
#[derive(Debug, Default)]
pub(super) struct Shards {
    /// Where each begins.
    pub(super) begin: Vec<Pair>,
    /// The files of each: one, or one for each tier.
    pub(super) files: Vec<Vec<Vec<u8>>>,
}

/// One shard: where it begins, and which entries are in it.
#[derive(Debug)]
struct Cut<'e> {
    begin: Pair,
    entries: &'e [Entry],
}

/// Divides values of ascending pairs into shards. `lengths` tells whether the length of each value
/// stands before the values.
pub(super) fn shards(entries: &[Entry], kind: Kind, lengths: bool) -> Result<Shards, WriteError> {
    let cuts = cut(entries);
    let files = cuts
        .par_iter()
        .enumerate()
        .map_init(Packer::new, |packer, (number, cut)| {
            // Only an entry alone in its shard has more values than one.
            let files = cut.entries.iter().map(|entry| entry.values.len()).max();
            (0..files.unwrap_or_default())
                .map(|file| {
                    let values = || {
                        cut.entries
                            .iter()
                            .filter_map(|entry| entry.values.get(file))
                    };
                    let mut body = Writer::default();
                    body.count(cut.entries.len())?;
                    body.keys(cut.entries.iter().map(|entry| entry.pair))?;
                    if lengths {
                        for value in values() {
                            body.count(value.len())?;
                        }
                    }
                    for value in values() {
                        body.bytes.extend_from_slice(value);
                    }
                    packer.seal(kind, number, &body)
                })
                .collect()
        })
        .collect::<Result<_, WriteError>>()?;
    Ok(Shards {
        begin: cuts.iter().map(|cut| cut.begin).collect(),
        files,
    })
}

fn cut(entries: &[Entry]) -> Vec<Cut<'_>> {
    let mut cuts = Vec::new();
    let mut rest = entries;
    let mut before: Option<Pair> = None;
    while let Some(Entry { pair: first, .. }) = rest.first() {
        let length = length_of_first(rest);
        let Some((shard, more)) = rest.split_at_checked(length) else {
            break;
        };
        let begin = match before {
            Some(before) => between(before, *first),
            None => Pair::new(first.first(), END),
        };
        before = shard.last().map(|entry| entry.pair);
        cuts.push(Cut {
            begin,
            entries: shard,
        });
        rest = more;
    }
    cuts
}

/// The key above one pair and not above the next that packs best: that with most zeros at its end.
fn between(before: Pair, next: Pair) -> Pair {
    let ((first, second), (before_first, before_second)) = (next.codes(), before.codes());
    if first != before_first {
        return Pair::new(next.first(), END);
    }
    let rounded = (0..21).rev().map(|bits| second >> bits << bits);
    rounded
        .filter(|&second| second > before_second)
        .find_map(|second| Pair::of_codes(first, second))
        .unwrap_or(next)
}

/// How many entries the first shard of these takes; at least one.
fn length_of_first(entries: &[Entry]) -> usize {
    let mut size = 0;
    let mut last: Option<Pair> = None;
    for (number, entry) in entries.iter().enumerate() {
        let pair = entry.pair;
        let length: usize = entry.values.iter().map(Vec::len).sum();
        let is_alone = entry.values.len() > 1 || length >= LARGE;
        if number > 0 {
            let at_character = last.is_some_and(|last| last.first() != pair.first());
            if is_alone || size >= ENOUGH || (at_character && size >= ENOUGH_AT_CHARACTER) {
                return number;
            }
        }
        size += length + 3;
        if is_alone {
            return number + 1;
        }
        last = Some(pair);
    }
    entries.len()
}
