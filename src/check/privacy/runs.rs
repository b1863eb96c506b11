//! Digits in a row, as people write long numbers: in pieces with a space, a hyphen or a dot between.

use super::folded::Folded;

/// Digits without anything between.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Its first character.
    pub(super) from: usize,
    /// One past its last digit.
    pub(super) to: usize,
    pub(super) digits: String,
    /// Whether an X stands behind it, as it may at the end of an identity number.
    pub(super) x: bool,
}

/// Pieces of which each is one separator away from the next.
pub(super) fn runs(text: &Folded<'_>) -> Vec<Vec<Piece>> {
    let is_digit = |at: usize| text.at(at).is_some_and(|c| c.is_ascii_digit());
    let mut runs: Vec<Vec<Piece>> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if !is_digit(at) {
            at += 1;
            continue;
        }
        let from = at;
        while is_digit(at) {
            at += 1;
        }
        let is_word = |c: char| c.is_ascii_alphanumeric();
        let piece = Piece {
            from,
            to: at,
            digits: text.part(from..at),
            x: matches!(text.at(at), Some('x' | 'X')) && !text.at(at + 1).is_some_and(is_word),
        };
        let is_separated = matches!(text.before(from), Some(' ' | '-' | '·'));
        match runs.last_mut() {
            Some(run) if is_separated && run.last().is_some_and(|last| last.to + 1 == from) => {
                run.push(piece);
            }
            _ => runs.push(vec![piece]),
        }
    }
    runs
}

/// Pieces that may be one number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group<'a> {
    pub(super) pieces: &'a [Piece],
    /// The piece before them in the run, unless it was found to be a number itself.
    pub(super) before: Option<&'a Piece>,
}

impl Group<'_> {
    pub(super) fn digits(&self) -> String {
        self.pieces.iter().map(|p| p.digits.as_str()).collect()
    }

    /// How many digits each piece has.
    pub(super) fn lengths(&self) -> Vec<usize> {
        self.pieces.iter().map(|p| p.digits.len()).collect()
    }

    pub(super) fn from(&self) -> usize {
        self.pieces.first().map_or(0, |piece| piece.from)
    }

    pub(super) fn to(&self) -> usize {
        self.pieces.last().map_or(0, |piece| piece.to)
    }

    pub(super) fn x(&self) -> bool {
        self.pieces.last().is_some_and(|piece| piece.x)
    }
}
