//! Pairs of neighbouring characters (`FORMAT.md`, section 3).

/// Two characters that follow each other in a field; the second is NUL where a word or the field
/// ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Pair(char, char);

/// What stands for the end of a word or field.
pub(super) const END: char = '\0';

impl Pair {
    pub(super) fn new(first: char, second: char) -> Self {
        Self(first, second)
    }

    pub(super) fn of_codes(first: u32, second: u32) -> Option<Self> {
        Some(Self(char::from_u32(first)?, char::from_u32(second)?))
    }

    pub(super) fn codes(self) -> (u32, u32) {
        (self.0.into(), self.1.into())
    }

    pub(super) fn first(self) -> char {
        self.0
    }
}

/// The pairs of a folded field and the offset of each.
pub(super) fn pairs(field: &[char]) -> impl Iterator<Item = (u32, Pair)> {
    let next = field.iter().skip(1).chain(std::iter::once(&END));
    (0..)
        .zip(field.iter().zip(next))
        .filter(|(_, (first, _))| **first != ' ')
        .map(|(offset, (&first, &second))| {
            let second = if second == ' ' { END } else { second };
            (offset, Pair(first, second))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_but_spaces_begins_one() {
        let field: Vec<char> = "a桥 𠀀".chars().collect();
        let found: Vec<(u32, Pair)> = pairs(&field).collect();
        assert_eq!(
            found,
            [
                (0, Pair('a', '桥')),
                (1, Pair('桥', END)),
                (3, Pair('𠀀', END))
            ]
        );
        assert_eq!(pairs(&[]).count(), 0);
    }
}
