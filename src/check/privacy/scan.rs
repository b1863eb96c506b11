//! What is private in one text.

use super::folded::{Folded, may_be_private};
use super::found::{Found, Kind, Known, masked};
use super::runs::{Group, Piece, runs};
use super::{address, bank, identity, mail, mobile, passport, plate};
use crate::model::CreditCode;

/// Everything that is private in a text, in order.
pub(super) fn scan(text: &str, known: &Known) -> Vec<Found> {
    if !may_be_private(text) {
        return Vec::new();
    }
    let text = Folded::of(text);
    let mut found = Vec::new();
    for run in runs(&text) {
        numbers(&text, &run, known, &mut found);
    }
    mail::scan(&text, known, &mut found);
    plate::scan(&text, &mut found);
    passport::scan(&text, &mut found);
    address::scan(&text, &mut found);
    found.sort_by_key(|found| (found.range.start, found.range.end));
    found
}

/// The numbers in a run of pieces: from the first piece on, each alone before it is joined with those
/// that follow.
fn numbers(text: &Folded<'_>, run: &[Piece], known: &Known, found: &mut Vec<Found>) {
    let mut rest = run;
    let mut before = None;
    while let [first, after @ ..] = rest {
        match number(text, rest, before, known) {
            Some((number, length)) => {
                found.push(number);
                before = None;
                rest = rest.get(length..).unwrap_or_default();
            }
            None => {
                before = Some(first);
                rest = after;
            }
        }
    }
}

/// The number that starts with the first piece, and of how many it is made.
fn number(
    text: &Folded<'_>,
    pieces: &[Piece],
    before: Option<&Piece>,
    known: &Known,
) -> Option<(Found, usize)> {
    /// The longest numbers are those of bank cards.
    const LONGEST: usize = 19;
    let mut digits = 0;
    for (at, piece) in pieces.iter().enumerate() {
        digits += piece.digits.len();
        if digits > LONGEST {
            return None;
        }
        let pieces = pieces.get(..=at)?;
        let group = Group { pieces, before };
        if at == 0 && is_credit_code(text, piece) && identity::kind(text, group, known).is_none() {
            return None;
        }
        let kind = identity::kind(text, group, known)
            .or_else(|| mobile::kind(text, group, known))
            .or_else(|| bank::kind(text, group));
        if let Some(kind) = kind {
            return Some((made(text, group, kind), pieces.len()));
        }
    }
    None
}

/// Whether a piece belongs to the unified social credit code of an organisation.
fn is_credit_code(text: &Folded<'_>, piece: &Piece) -> bool {
    let is_part = |at: &usize| text.at(*at).is_some_and(|c| c.is_ascii_alphanumeric());
    let before = (0..piece.from).rev().take_while(is_part).count();
    let after = (piece.to..text.len()).take_while(is_part).count();
    let (from, to) = (piece.from - before, piece.to + after);
    to - from == 18 && CreditCode::parse(&text.part(from..to)).is_ok_and(|code| code.is_valid())
}

fn made(text: &Folded<'_>, group: Group<'_>, kind: Kind) -> Found {
    let is_identity = matches!(kind, Kind::Identity | Kind::IdentityLike | Kind::Ambiguous);
    let x = is_identity && group.x();
    let range = text.bytes(group.from()..group.to() + usize::from(x));
    let mut plain = group.digits();
    if x {
        plain.push('X');
    }
    Found {
        kind,
        original: text.original(range.clone()).to_owned(),
        range,
        mask: masked(&plain, 3, 4),
        plain,
    }
}
