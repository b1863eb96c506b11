//! The values of an index card.

use jiff::civil::{Date, Time};

use crate::model::Moment;

/// A value of an index card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text, to the character.
    Text(Box<str>),
    /// A day or a time.
    Moment(Moment),
}

impl Value {
    /// What both say, if they agree. A day agrees with a time on the same day, which says more.
    pub(super) fn agreed(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Moment(a), Self::Moment(b)) if a.date == b.date => match (a.time, b.time) {
                (Some(x), Some(y)) => (x == y).then_some(Self::Moment(*a)),
                (Some(_), None) => Some(Self::Moment(*a)),
                _ => Some(Self::Moment(*b)),
            },
            _ => (self == other).then(|| self.clone()),
        }
    }
}

/// Reads `2020-07-22`, `2020/7/22`, `2020.7.22` or `2020年7月22日`, with or without a time.
pub(super) fn moment(text: &str) -> Option<Moment> {
    let (day, time) = match text.split_once('日') {
        Some((day, time)) => (day, time.trim()),
        None => match text.split_once(|c: char| c.is_whitespace() || c == 'T') {
            Some((day, time)) => (day, time.trim()),
            None => (text, ""),
        },
    };
    let mut numbers = day.split(['-', '/', '.', '年', '月']).map(str::trim);
    let year = numbers.next().filter(|year| year.len() == 4)?;
    let month = numbers.next()?;
    let day = numbers.next()?;
    if numbers.next().is_some() {
        return None;
    }
    let date = Date::new(number(year)?, number(month)?, number(day)?).ok()?;
    let time = if time.is_empty() {
        None
    } else {
        Some(time_of_day(time)?)
    };
    Some(Moment { date, time })
}

fn time_of_day(text: &str) -> Option<Time> {
    let mut numbers = text.split([':', '：']);
    let hour = number(numbers.next()?)?;
    let minute = number(numbers.next()?)?;
    let second = match numbers.next() {
        Some(second) => number(second)?,
        None => 0,
    };
    if numbers.next().is_some() {
        return None;
    }
    Time::new(hour, minute, second, 0).ok()
}

fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times() {
        for (text, full) in [
            ("2020-07-22", "2020-07-22"),
            ("2020/7/22", "2020-07-22"),
            ("2020年7月22日", "2020-07-22"),
            ("2020-07-22 15:36:51", "2020-07-22 15:36:51"),
            ("2020年7月22日 15：36", "2020-07-22 15:36:00"),
        ] {
            assert_eq!(moment(text).unwrap().full(), full);
        }
        for text in [
            "",
            "2020",
            "2020-13-01",
            "20-07-22",
            "2020-07-22 25:00",
            "2020-07-22 下午",
            "1-2-3-4",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_agrees_with_its_times() {
        let value = |text| Value::Moment(moment(text).unwrap());
        let (day, time) = (value("2020-07-22"), value("2020-07-22 15:36:51"));
        assert_eq!(day.agreed(&time), Some(time.clone()));
        assert_eq!(time.agreed(&day), Some(time.clone()));
        assert_eq!(time.agreed(&value("2020-07-22 15:36")), None);
        assert_eq!(day.agreed(&value("2020-07-23")), None);
    }
}
