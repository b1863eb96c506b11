//! Home addresses, down to the door.

use super::folded::Folded;
use super::found::{Found, Kind};
use crate::check::example::Example::Progress;
use crate::check::rule::{Rule, Standing, Weight, both};

pub(super) const RULE: Rule = Rule {
    code: "privacy/home-address",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: super::PERSONAL,
    asks: both(
        "公开的内容里没有写到门牌的住址，如几幢几单元几室。",
        "No home address down to the door is made public, such as 3幢2单元501室.",
    ),
    fault: Progress("住户位于3幢2单元501室，已召开协调会。"),
    clean: &[
        Progress("办公地点为台州路1号2号楼501室，已召开协调会。"),
        Progress("3幢2单元已完成加装电梯，已召开协调会。"),
        Progress("住户位于3幢*单元***室，已召开协调会。"),
    ],
};

pub(super) fn scan(text: &Folded<'_>, found: &mut Vec<Found>) {
    let doors = (0..text.len()).filter(|at| text.at(*at) == Some('室'));
    for door in doors {
        let Some(from) = start(text, door) else {
            continue;
        };
        let range = text.bytes(from..door + 1);
        let plain = text.part(from..door + 1);
        found.push(Found {
            kind: Kind::Address,
            original: text.original(range.clone()).to_owned(),
            range,
            mask: plain.replace(|c: char| c.is_ascii_digit(), "*"),
            plain,
        });
    }
}

/// Where the address of a door starts.
fn start(text: &Folded<'_>, door: usize) -> Option<usize> {
    let room = digits_before(text, door)?;
    let entrance = digits_before(text, word_before(text, room, &["单元"])?)?;
    digits_before(
        text,
        word_before(text, entrance, &["号楼", "幢", "栋", "座"])?,
    )
}

/// Where the digits before a place start.
fn digits_before(text: &Folded<'_>, place: usize) -> Option<usize> {
    let before = (0..place).rev();
    let length = before
        .take_while(|at| text.at(*at).is_some_and(|c| c.is_ascii_digit()))
        .count();
    (length > 0).then(|| place - length)
}

/// Where the word before a place starts.
fn word_before(text: &Folded<'_>, place: usize, words: &[&str]) -> Option<usize> {
    words
        .iter()
        .filter_map(|word| {
            let start = place.checked_sub(word.chars().count())?;
            text.goes_on(start, &[word]).then_some(start)
        })
        .next()
}
