//! Short digests, by which it is noticed that a text was changed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::series::folded;

/// What a text is known by: 32 bits of its SHA-256, as eight hexadecimal digits. It guards against
/// accidents, not against somebody who wants two texts to look the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark(u32);

impl Mark {
    pub(super) fn of(bytes: impl AsRef<[u8]>) -> Self {
        let first = Sha256::digest(bytes).into_iter().take(4);
        Self(first.fold(0, |mark, byte| (mark << 8) | u32::from(byte)))
    }

    /// Of what a cell shows: white space, marks without width and differences of width aside, which other
    /// programs may change.
    pub(super) fn of_cell(text: &str) -> Self {
        let seen: String = text
            .chars()
            .filter(|c| !matches!(c, '\u{200b}' | '\u{feff}'))
            .collect();
        Self::of(folded(&seen))
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl FromStr for Mark {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let is_mark = text.len() == 8 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let number = u32::from_str_radix(text, 16).ok().filter(|_| is_mark);
        number.map(Self).ok_or(())
    }
}

impl Serialize for Mark {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Mark {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map_err(|()| serde::de::Error::custom("eight hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_stable_and_come_back() {
        let mark = Mark::of("");
        assert_eq!(mark.to_string(), "e3b0c442");
        assert_eq!("e3b0c442".parse(), Ok(mark));
        for text in ["", "e3b0c44", "e3b0c4422", "+3b0c442", "xxxxxxxx"] {
            assert!(text.parse::<Mark>().is_err(), "{text}");
        }
        assert_eq!(Mark::of_cell("增长 15％\n"), Mark::of_cell("增长15%"));
        assert_ne!(Mark::of_cell("增长15%"), Mark::of_cell("增长15"));
    }
}
