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
pub(super) type Entry = (Pair, Vec<u8>);

/// Values by pair in files.
#[derive(Debug, Default)]
pub(super) struct Shards {
    /// Where each begins.
    pub(super) begin: Vec<Pair>,
    /// What is in each, unpacked, in bytes.
    pub(super) sizes: Vec<usize>,
    /// The files.
    pub(super) files: Vec<Vec<u8>>,
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
    let sealed = cuts
        .par_iter()
        .enumerate()
        .map_init(Packer::new, |packer, (number, cut)| {
            let mut body = Writer::default();
            body.count(cut.entries.len())?;
            body.keys(cut.entries.iter().map(|(pair, _)| *pair))?;
            if lengths {
                for (_, value) in cut.entries {
                    body.count(value.len())?;
                }
            }
            for (_, value) in cut.entries {
                body.bytes.extend_from_slice(value);
            }
            packer.seal(kind, number, &body)
        })
        .collect::<Result<Vec<_>, WriteError>>()?;
    let mut shards = Shards {
        begin: cuts.iter().map(|cut| cut.begin).collect(),
        ..Shards::default()
    };
    for file in sealed {
        shards.sizes.push(file.unpacked);
        shards.files.push(file.bytes);
    }
    Ok(shards)
}

fn cut(entries: &[Entry]) -> Vec<Cut<'_>> {
    let mut cuts = Vec::new();
    let mut rest = entries;
    let mut before: Option<Pair> = None;
    while let Some((first, _)) = rest.first() {
        let length = length_of_first(rest);
        let Some((shard, more)) = rest.split_at_checked(length) else {
            break;
        };
        // The shortest key between the shards: where a first character begins, the least of its pairs.
        let begin = match before {
            Some(before) if before.first() == first.first() => *first,
            _ => Pair::new(first.first(), END),
        };
        before = shard.last().map(|(pair, _)| *pair);
        cuts.push(Cut {
            begin,
            entries: shard,
        });
        rest = more;
    }
    cuts
}

/// How many entries the first shard of these takes; at least one.
fn length_of_first(entries: &[Entry]) -> usize {
    let mut size = 0;
    let mut last: Option<Pair> = None;
    for (number, (pair, value)) in entries.iter().enumerate() {
        if number > 0 {
            let at_character = last.is_some_and(|last| last.first() != pair.first());
            if value.len() >= LARGE
                || size >= ENOUGH
                || (at_character && size >= ENOUGH_AT_CHARACTER)
            {
                return number;
            }
        }
        size += value.len() + 3;
        if value.len() >= LARGE {
            return number + 1;
        }
        last = Some(*pair);
    }
    entries.len()
}
