//! The numerals of a text, each with its place.

mod literal;
mod scan;
mod time;
mod unit;

use std::ops::Range;

use rust_decimal::Decimal;

pub(super) use literal::digit;
pub(super) use scan::numerals;
pub(super) use time::Months;
pub(super) use unit::{Sort, Unit};

/// A numeral and what belongs to it, such as `359.397亩`, `-18.33%`, `1-3月` and `FG15-M1-02-3A`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numeral {
    /// The bytes of the text from its first digit or sign to the end of its unit.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) kind: Kind,
}

/// What a numeral is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// How much or how many.
    Amount(Amount),
    /// A share or a change in per cent.
    Percent(Percent),
    /// From one number to another: `3-5个`, `10-20%`.
    Between,
    /// Months of a year.
    Time(Months),
    /// A year, a day, an ordinal, the number of a plot or a document: nothing to reckon with.
    Name,
}

/// A number with what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Amount {
    /// The value in the unit's own terms: `1.2万平方米` is 12000.
    pub(super) value: Decimal,
    /// What one of the number as written is worth: 10000 there.
    pub(super) scale: Decimal,
    /// How far apart two numbers are that can be told from each other as written, 1000 there; zero
    /// for things that are counted one by one.
    pub(super) grain: Decimal,
    /// What is counted.
    pub(super) unit: Unit,
    /// Whether it says itself that it is rough: `500余户`.
    pub(super) rough: bool,
    /// Whether it is written in Chinese: `两个`.
    pub(super) chinese: bool,
}

/// A percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Percent {
    /// The value; 60.07 of `60.07%`.
    pub(super) value: Decimal,
    /// How many decimals it states.
    pub(super) decimals: u32,
}

#[cfg(test)]
mod tests;
