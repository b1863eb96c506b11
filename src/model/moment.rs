use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

/// The site's offset from UTC in minutes; all times of a site are in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UtcOffset(i16);

impl UtcOffset {
    /// Beijing time, without summer time since 1992.
    pub const BEIJING: Self = Self(8 * 60);

    /// Reads `+08:00`; hours to 14, minutes to 59.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, rest) = match text.split_at_checked(1)? {
            ("+", rest) => (1, rest),
            ("-", rest) => (-1, rest),
            _ => return None,
        };
        let (hours, minutes) = rest.split_once(':')?;
        let two_digits = |s: &str| {
            (s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit()))
                .then(|| s.parse::<i16>().ok())
                .flatten()
        };
        let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
        (hours <= 14 && minutes <= 59).then_some(Self(sign * (hours * 60 + minutes)))
    }

    /// The offset of so many minutes east of UTC; none beyond 14 hours.
    #[must_use]
    pub fn of_minutes(minutes: i16) -> Option<Self> {
        (minutes.unsigned_abs() <= 14 * 60 + 59).then_some(Self(minutes))
    }

    /// Minutes east of UTC.
    #[must_use]
    pub fn minutes(self) -> i16 {
        self.0
    }
}

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { '-' } else { '+' };
        let minutes = self.0.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// A day, or a time of day, in the site's offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The day.
    pub date: Date,
    /// The time, where the source gives one.
    pub time: Option<Time>,
}

impl Moment {
    /// `2020-07-22 15:36:51`, or only the day.
    #[must_use]
    pub fn full(self) -> String {
        match self.time {
            Some(time) => format!("{} {}", self.date, seconds(time)),
            None => self.date.to_string(),
        }
    }

    /// `2020-07-22 15:36`, as the web tag `PubDate` wants it: 24 hours, seconds cut and not rounded
    /// (《政府网站发展指引》 web tags; DOMAIN M-003). Midnight where only the day is known.
    #[must_use]
    pub fn web_tag(self) -> String {
        let time = self.time.unwrap_or(Time::midnight());
        format!("{} {:02}:{:02}", self.date, time.hour(), time.minute())
    }

    /// RFC 3339 in the site's offset; midnight where only the day is known.
    #[must_use]
    pub fn rfc3339(self, offset: UtcOffset) -> String {
        let time = self.time.unwrap_or(Time::midnight());
        format!("{}T{}{offset}", self.date, seconds(time))
    }

    /// The day alone where that is all that is known, otherwise RFC 3339 in the site's offset.
    #[must_use]
    pub fn iso(self, offset: UtcOffset) -> String {
        match self.time {
            Some(_) => self.rfc3339(offset),
            None => self.date.to_string(),
        }
    }

    /// The same instant from one offset to another.
    #[must_use]
    pub fn shifted(date_time: DateTime, from_minutes: i16, to: UtcOffset) -> Option<Self> {
        let by = jiff::SignedDuration::from_mins(i64::from(to.0) - i64::from(from_minutes));
        let there = date_time.checked_add(by).ok()?;
        Some(Self {
            date: there.date(),
            time: Some(there.time()),
        })
    }
}

fn seconds(time: Time) -> String {
    format!(
        "{:02}:{:02}:{:02}",
        time.hour(),
        time.minute(),
        time.second()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets() {
        for (text, minutes) in [("+08:00", 480), ("-03:30", -210), ("+00:00", 0)] {
            let offset = UtcOffset::parse(text).unwrap();
            assert_eq!(offset.minutes(), minutes);
            assert_eq!(offset.to_string(), text);
        }
        for text in ["", "+8", "08:00", "+24:00", "+08:60", "＋08:00", "+-8:00"] {
            assert_eq!(UtcOffset::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_web_tag_cuts_seconds_and_counts_24_hours() {
        let date = Date::constant(2020, 7, 22);
        let moment = Moment {
            date,
            time: Some(Time::constant(15, 36, 51, 0)),
        };
        assert_eq!(moment.web_tag(), "2020-07-22 15:36");
        assert_eq!(moment.full(), "2020-07-22 15:36:51");
        assert_eq!(
            moment.rfc3339(UtcOffset::BEIJING),
            "2020-07-22T15:36:51+08:00"
        );
        let day = Moment { date, time: None };
        assert_eq!(day.web_tag(), "2020-07-22 00:00");
        assert_eq!(day.full(), "2020-07-22");
        assert_eq!(day.iso(UtcOffset::BEIJING), "2020-07-22");
    }

    #[test]
    fn an_instant_moves_between_offsets() {
        let utc = Date::constant(2020, 12, 31).at(20, 0, 0, 0);
        let moment = Moment::shifted(utc, 0, UtcOffset::BEIJING).unwrap();
        assert_eq!(moment.full(), "2021-01-01 04:00:00");
    }
}
