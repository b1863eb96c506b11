//! The time that a report is about.

use std::cmp::Reverse;
use std::fmt;

use jiff::civil::{Date, date};

use crate::diagnostic::Message;
use crate::say;

mod title;

const YEARS: std::ops::RangeInclusive<i16> = 1000..=9999;

/// The time that a report is about: `2020`, `2020-H1`, `2020-Q2` or `2020-07`.
///
/// Periods are ordered by their last day, and of those with one last day the shorter comes first,
/// as the reports do: `2020-06`, `2020-Q2`, `2020-H1`, `2020-07`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    year: i16,
    part: Part,
}

/// The part of a year that a [`Period`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// All of it.
    Year,
    /// A half, 1 or 2.
    Half(i8),
    /// A quarter, 1 to 4.
    Quarter(i8),
    /// A month, 1 to 12.
    Month(i8),
}

/// Why a text is no period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().en)]
pub enum PeriodError {
    /// None of the four forms.
    Form,
    /// A half other than 1 and 2.
    Half,
    /// A month other than 01 to 12.
    Month,
    /// A quarter other than 1 to 4.
    Quarter,
    /// A year before 1000.
    Year,
}

impl Part {
    /// How many such parts a year has, and which one this is, from 1.
    fn place(self) -> (i8, i8) {
        match self {
            Self::Year => (1, 1),
            Self::Half(n) => (2, n),
            Self::Quarter(n) => (4, n),
            Self::Month(n) => (12, n),
        }
    }

    /// The same kind of part at another place.
    fn with(self, n: i8) -> Self {
        match self {
            Self::Year => Self::Year,
            Self::Half(_) => Self::Half(n),
            Self::Quarter(_) => Self::Quarter(n),
            Self::Month(_) => Self::Month(n),
        }
    }
}

impl Period {
    /// The period that is this part of this year; `None` if the year has no such part, or less or
    /// more than four digits.
    #[must_use]
    pub fn new(year: i16, part: Part) -> Option<Self> {
        let (count, n) = part.place();
        (YEARS.contains(&year) && (1..=count).contains(&n)).then_some(Self { year, part })
    }

    /// Reads `2020`, `2020-H1`, `2020-Q2` or `2020-07`; `H` and `Q` may be lower-case.
    ///
    /// # Errors
    /// When it is none of them.
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        let (year, part) = match text.split_once('-') {
            Some((year, part)) => (year, Some(part)),
            None => (text, None),
        };
        let year: i16 = number(year, 4).ok_or(PeriodError::Form)?;
        if !YEARS.contains(&year) {
            return Err(PeriodError::Year);
        }
        let (part, error) = match part {
            None => (Some(Part::Year), PeriodError::Form),
            Some(part) => match part.strip_prefix(['H', 'h', 'Q', 'q']) {
                None => (number(part, 2).map(Part::Month), PeriodError::Month),
                Some(n) if part.starts_with(['H', 'h']) => {
                    (number(n, 1).map(Part::Half), PeriodError::Half)
                }
                Some(n) => (number(n, 1).map(Part::Quarter), PeriodError::Quarter),
            },
        };
        Self::new(year, part.ok_or(PeriodError::Form)?).ok_or(error)
    }

    /// The one period that a Chinese title names, such as `2020第二季度政府工作报告重点任务`.
    ///
    /// `None` if it names none, two different ones, or a time that is no period, such as
    /// `2020年前三季度`, `2020年1-5月` and `2019-2020年`. Dates are passed over.
    #[must_use]
    pub fn from_title(title: &str) -> Option<Self> {
        title::period(title)
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// Which part of the year it is.
    #[must_use]
    pub fn part(self) -> Part {
        self.part
    }

    /// The first day.
    #[must_use]
    pub fn start(self) -> Date {
        let (count, n) = self.part.place();
        // A period has a year and a month that exist, so this cannot panic.
        date(self.year, (n - 1) * (12 / count) + 1, 1)
    }

    /// The last day.
    #[must_use]
    pub fn end(self) -> Date {
        let (count, n) = self.part.place();
        date(self.year, n * (12 / count), 1).last_of_month()
    }

    /// The next period of the same length; `None` after the year 9999.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        let (count, n) = self.part.place();
        if n < count {
            Self::new(self.year, self.part.with(n + 1))
        } else {
            Self::new(self.year.checked_add(1)?, self.part.with(1))
        }
    }

    /// The period of the same length before it; `None` before the year 1000.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        let (count, n) = self.part.place();
        if n > 1 {
            Self::new(self.year, self.part.with(n - 1))
        } else {
            Self::new(self.year.checked_sub(1)?, self.part.with(count))
        }
    }

    /// As a Chinese title says it: `2020年第二季度`.
    #[must_use]
    pub fn label_zh(self) -> String {
        let year = self.year;
        match self.part {
            Part::Year => format!("{year}年"),
            Part::Half(1) => format!("{year}年上半年"),
            Part::Half(_) => format!("{year}年下半年"),
            Part::Quarter(n) => {
                let quarter = super::to_chinese(n.unsigned_abs().into());
                format!("{year}年第{quarter}季度")
            }
            Part::Month(month) => format!("{year}年{month}月"),
        }
    }

    /// As an English title says it: `Q2 2020`.
    #[must_use]
    pub fn label_en(self) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let year = self.year;
        match self.part {
            Part::Year => year.to_string(),
            Part::Half(n) => format!("H{n} {year}"),
            Part::Quarter(n) => format!("Q{n} {year}"),
            Part::Month(n) => {
                let month = usize::from(n.unsigned_abs()) - 1;
                format!("{} {year}", MONTHS.get(month).unwrap_or(&""))
            }
        }
    }
}

/// A number of exactly this many ASCII digits.
fn number<T: std::str::FromStr>(text: &str, digits: usize) -> Option<T> {
    let fits = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok())?
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |p: Self| (p.end(), Reverse(p.start()));
        key(*self).cmp(&key(*other))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.year;
        match self.part {
            Part::Year => write!(f, "{year}"),
            Part::Half(n) => write!(f, "{year}-H{n}"),
            Part::Quarter(n) => write!(f, "{year}-Q{n}"),
            Part::Month(n) => write!(f, "{year}-{n:02}"),
        }
    }
}

super::serialize_as_text!(Period);

impl PeriodError {
    /// What is wrong, in both languages.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Form => say!(
                "期应写作 `2020`、`2020-H1`、`2020-Q2` 或 `2020-07`",
                "a period is written `2020`, `2020-H1`, `2020-Q2` or `2020-07`"
            ),
            Self::Half => say!("半年只有 H1 和 H2", "a half is H1 or H2"),
            Self::Month => say!("月份应为 01 至 12", "a month is 01 to 12"),
            Self::Quarter => say!("季度应为 Q1 至 Q4", "a quarter is Q1 to Q4"),
            Self::Year => say!("年份应为 1000 至 9999", "a year is 1000 to 9999"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn period(text: &str) -> Period {
        Period::parse(text).unwrap()
    }

    #[test]
    fn the_four_forms() {
        for (text, start, end, zh, en) in [
            ("2020", "2020-01-01", "2020-12-31", "2020年", "2020"),
            (
                "2020-H1",
                "2020-01-01",
                "2020-06-30",
                "2020年上半年",
                "H1 2020",
            ),
            (
                "2020-H2",
                "2020-07-01",
                "2020-12-31",
                "2020年下半年",
                "H2 2020",
            ),
            (
                "2020-Q2",
                "2020-04-01",
                "2020-06-30",
                "2020年第二季度",
                "Q2 2020",
            ),
            (
                "2020-Q4",
                "2020-10-01",
                "2020-12-31",
                "2020年第四季度",
                "Q4 2020",
            ),
            (
                "2020-02",
                "2020-02-01",
                "2020-02-29",
                "2020年2月",
                "February 2020",
            ),
            (
                "2021-02",
                "2021-02-01",
                "2021-02-28",
                "2021年2月",
                "February 2021",
            ),
            (
                "9999-12",
                "9999-12-01",
                "9999-12-31",
                "9999年12月",
                "December 9999",
            ),
        ] {
            let period = period(text);
            assert_eq!(period.to_string(), text);
            assert_eq!(period.start().to_string(), start);
            assert_eq!(period.end().to_string(), end);
            assert_eq!(period.label_zh(), zh);
            assert_eq!(period.label_en(), en);
            assert_eq!(
                serde_json::to_string(&period).unwrap(),
                format!("\"{text}\"")
            );
        }
        assert_eq!(period("2020-q2"), period("2020-Q2"));
    }

    #[test]
    fn no_periods() {
        for (text, error) in [
            ("", PeriodError::Form),
            ("20", PeriodError::Form),
            ("2020-", PeriodError::Form),
            ("2020-7", PeriodError::Form),
            ("2020-+7", PeriodError::Form),
            ("2020-07-22", PeriodError::Form),
            ("2020Q2", PeriodError::Form),
            ("2020-Q", PeriodError::Form),
            ("2020-Q02", PeriodError::Form),
            ("2020年", PeriodError::Form),
            ("２０２０", PeriodError::Form),
            ("2020-00", PeriodError::Month),
            ("2020-13", PeriodError::Month),
            ("2020-Q0", PeriodError::Quarter),
            ("2020-Q5", PeriodError::Quarter),
            ("2020-H3", PeriodError::Half),
            ("0999", PeriodError::Year),
        ] {
            assert_eq!(Period::parse(text), Err(error), "{text}");
        }
        assert_eq!(Period::new(2020, Part::Quarter(-1)), None);
        assert_eq!(Period::new(i16::MAX, Part::Year), None);
    }

    #[test]
    fn in_time() {
        let sorted = [
            "2019", "2020-01", "2020-03", "2020-Q1", "2020-06", "2020-Q2", "2020-H1", "2020-07",
            "2020-Q3", "2020-12", "2020-Q4", "2020-H2", "2020", "2021-01",
        ];
        for pair in sorted.windows(2) {
            assert!(period(pair[0]) < period(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn neighbours() {
        let next = |text| period(text).next().map(|p| p.to_string());
        assert_eq!(next("2020").as_deref(), Some("2021"));
        assert_eq!(next("2020-H2").as_deref(), Some("2021-H1"));
        assert_eq!(next("2020-Q2").as_deref(), Some("2020-Q3"));
        assert_eq!(next("2020-12").as_deref(), Some("2021-01"));
        assert_eq!(next("9999-Q4"), None);
        assert_eq!(period("1000-H1").previous(), None);
    }

    fn any_period() -> impl Strategy<Value = Period> {
        let part = prop_oneof![
            Just(Part::Year),
            (1_i8..=2).prop_map(Part::Half),
            (1_i8..=4).prop_map(Part::Quarter),
            (1_i8..=12).prop_map(Part::Month),
        ];
        (1001_i16..=9998, part).prop_map(|(year, part)| Period::new(year, part).unwrap())
    }

    proptest! {
        #[test]
        fn text_and_back(period in any_period()) {
            prop_assert_eq!(Period::parse(&period.to_string()), Ok(period));
            prop_assert_eq!(Period::from_title(&period.label_zh()), Some(period));
        }

        #[test]
        fn next_follows_without_a_gap(period in any_period()) {
            let next = period.next().unwrap();
            prop_assert_eq!(next.previous(), Some(period));
            prop_assert_eq!(period.end().tomorrow().unwrap(), next.start());
            prop_assert!(period < next);
            prop_assert!(period.start() < period.end());
        }

        #[test]
        fn equal_in_order_is_equal(a in any_period(), b in any_period()) {
            let b = Period { year: a.year, ..b };
            prop_assert_eq!(a.cmp(&b).is_eq(), a == b);
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        }

        #[test]
        fn never_panics(text in "[0-9]{3,5}-[HhQq]?[0-9]{0,3}|.*") {
            let _ = Period::parse(&text);
        }
    }
}
