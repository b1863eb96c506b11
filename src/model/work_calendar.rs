//! Which days are working days.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};

/// Which days are worked: Monday to Friday but for holidays, and the Saturdays and Sundays that make
/// up for them (调休), as 国务院办公厅 announces for each year.
///
/// Of a year that nothing is known of, all from Monday to Friday are working days.
#[derive(Clone, Debug, Default)]
pub struct WorkCalendar {
    years: BTreeSet<i16>,
    holidays: BTreeSet<Date>,
    workdays: BTreeSet<Date>,
}

/// What is announced for a year. Its days may begin in the December before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkYear {
    /// The year.
    pub year: i16,
    /// The days off, those among them that are Saturdays or Sundays anyway included.
    pub holidays: BTreeSet<Date>,
    /// The Saturdays and Sundays that are worked.
    pub workdays: BTreeSet<Date>,
}

/// A day by which something is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The last day on which it is in time.
    pub day: Date,
    /// The years in question whose holidays are not known.
    pub unknown_years: Vec<i16>,
}

impl WorkCalendar {
    /// Adds a year; whether it was not yet there.
    pub fn add(&mut self, year: WorkYear) -> bool {
        let is_new = self.years.insert(year.year);
        if is_new {
            self.holidays.extend(year.holidays);
            self.workdays.extend(year.workdays);
        }
        is_new
    }

    /// Whether a day is worked.
    #[must_use]
    pub fn is_workday(&self, day: Date) -> bool {
        self.workdays.contains(&day) || (!self.holidays.contains(&day) && !is_weekend(day))
    }

    /// The last of so many working days after `day`, which is not counted itself; `None` where the
    /// calendar ends before that.
    #[must_use]
    pub fn deadline(&self, day: Date, workdays: u32) -> Option<Deadline> {
        let mut last = day;
        for _ in 0..workdays {
            last = last.tomorrow().ok()?;
            while !self.is_workday(last) {
                last = last.tomorrow().ok()?;
            }
        }
        let unknown_years = (day.year()..=last.year())
            .filter(|year| !self.years.contains(year))
            .collect();
        Some(Deadline {
            day: last,
            unknown_years,
        })
    }
}

/// Whether a day is a Saturday or Sunday.
#[must_use]
pub fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn days(from: Date, to: Date) -> impl Iterator<Item = Date> {
        from.series(1.day()).take_while(move |day| *day <= to)
    }

    /// Some of 2020, from 国办发明电〔2019〕16号 and 国办发明电〔2020〕1号.
    fn calendar() -> WorkCalendar {
        let mut calendar = WorkCalendar::default();
        let year = WorkYear {
            year: 2020,
            holidays: days(date(2020, 1, 24), date(2020, 2, 2))
                .chain(days(date(2020, 10, 1), date(2020, 10, 8)))
                .collect(),
            workdays: BTreeSet::from([date(2020, 1, 19), date(2020, 9, 27), date(2020, 10, 10)]),
        };
        assert!(calendar.add(year.clone()));
        assert!(!calendar.add(year), "a year is added once");
        calendar
    }

    fn deadline(calendar: &WorkCalendar, day: Date, workdays: u32) -> (String, Vec<i16>) {
        let deadline = calendar.deadline(day, workdays).unwrap();
        (deadline.day.to_string(), deadline.unknown_years)
    }

    #[test]
    fn working_days_are_counted_from_the_day_after() {
        let known = calendar();
        let unknown = WorkCalendar::default();
        let july = date(2020, 7, 22);
        assert_eq!(deadline(&known, july, 0), ("2020-07-22".into(), vec![]));
        assert_eq!(deadline(&known, july, 20), ("2020-08-19".into(), vec![]));
        assert_eq!(
            deadline(&unknown, july, 20),
            ("2020-08-19".into(), vec![2020])
        );
        // The Spring Festival of 2020, with its extension.
        let january = date(2020, 1, 20);
        assert_eq!(deadline(&known, january, 3).0, "2020-01-23");
        assert_eq!(deadline(&known, january, 4).0, "2020-02-03");
        assert_eq!(deadline(&known, january, 20).0, "2020-02-25");
        assert_eq!(deadline(&unknown, january, 20).0, "2020-02-17");
        // A Sunday and a Saturday that are worked.
        let september = date(2020, 9, 25);
        assert_eq!(deadline(&known, september, 1).0, "2020-09-27");
        assert_eq!(deadline(&known, september, 6).0, "2020-10-10");
        assert_eq!(
            deadline(&known, date(2020, 12, 24), 20),
            ("2021-01-21".into(), vec![2021])
        );
        assert_eq!(known.deadline(date(9999, 12, 30), 20), None);
    }

    proptest! {
        #[test]
        fn so_many_working_days_lie_between(offset in 0_i32..1000, workdays in 1_u32..60) {
            let calendar = calendar();
            let start = date(2019, 6, 1).saturating_add(offset.days());
            let end = calendar.deadline(start, workdays).unwrap().day;
            let between = days(start.tomorrow().unwrap(), end);
            let worked = between.filter(|day| calendar.is_workday(*day)).count();
            prop_assert_eq!(worked, workdays as usize);
            prop_assert!(calendar.is_workday(end));
        }
    }
}
