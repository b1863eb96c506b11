//! The id of a row, by which it is known however the table was sorted.

use std::fmt;
use std::str::FromStr;

use super::mark::Mark;
use crate::model::ContentPath;

/// What an id begins with.
const FORM: &str = "G1";

/// The id of a row: which task it is, whose workbook it was in, what its locked cells said, and what the
/// task said then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RowId {
    pub(super) path: ContentPath,
    /// The id of the unit.
    pub(super) unit: String,
    /// Of the cells in the columns [`super::column::Column::LOCKED`].
    pub(super) locked: [Mark; 4],
    /// Of what the task stated of each [`super::Field`].
    pub(super) base: [Mark; 3],
}

impl fmt::Display for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{FORM}|{}|{}|", self.path, self.unit)?;
        write_marks(f, &self.locked)?;
        f.write_str("|")?;
        write_marks(f, &self.base)
    }
}

fn write_marks(f: &mut fmt::Formatter<'_>, marks: &[Mark]) -> fmt::Result {
    for (number, mark) in marks.iter().enumerate() {
        let part = if number == 0 { "" } else { "-" };
        write!(f, "{part}{mark}")?;
    }
    Ok(())
}

impl FromStr for RowId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let parts: Vec<&str> = text.split('|').collect();
        let [FORM, path, unit, locked, base] = parts.as_slice() else {
            return Err(());
        };
        Ok(Self {
            path: ContentPath::parse(path).map_err(|_| ())?,
            unit: (*unit).to_owned(),
            locked: marks(locked)?,
            base: marks(base)?,
        })
    }
}

fn marks<const N: usize>(text: &str) -> Result<[Mark; N], ()> {
    let marks: Result<Vec<Mark>, ()> = text.split('-').map(str::parse).collect();
    marks?.try_into().map_err(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_comes_back_and_nothing_else_is_one() {
        let id = RowId {
            path: ContentPath::parse("plans/2020-q3/01/02").unwrap(),
            unit: "qu-ke-ji-ju".into(),
            locked: ["a", "b", "c", "d"].map(Mark::of),
            base: ["e", "f", "g"].map(Mark::of),
        };
        let text = id.to_string();
        assert_eq!(text.parse(), Ok(id));
        for end in 1..text.len() {
            let part = text.get(..end).unwrap();
            assert!(part.parse::<RowId>().is_err(), "{part}");
        }
        assert!("G2".to_owned().parse::<RowId>().is_err());
        assert!(text.replace("G1", "G2").parse::<RowId>().is_err());
    }
}
