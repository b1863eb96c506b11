//! Days and times.

use jiff::civil::{Date, DateTime, Time};
use serde_json::json;
use toml::de::DeValue;
use toml::value::{Datetime, Offset};

use super::Value;
use crate::content::fields::Input;
use crate::diagnostic::{Diagnostic, Faults, Message};
use crate::model::{Located, Moment, UtcOffset};
use crate::say;

impl Value for Date {
    fn expected() -> Message {
        say!("日期", "a date")
    }
    fn example() -> &'static str {
        "2020-07-22"
    }
    fn schema() -> serde_json::Value {
        json!({"type": "string", "format": "date"})
    }
    fn read(input: Input<'_, '_>, faults: &mut Faults) -> Option<Self> {
        let moment = read_datetime::<Self>(&input, faults)?;
        match (moment.date, moment.time) {
            (Some(date), None) => date_of::<Self>(&input, date, faults),
            _ => {
                input.bad_value::<Self>(
                    say!("应只有日期，没有时刻", "it must be a day without a time"),
                    faults,
                );
                None
            }
        }
    }
}

/// A day or a time; an offset, if given, is changed to the site's by [`PublishedAt::in_offset`].
#[derive(Clone)]
pub(in crate::content) struct PublishedAt {
    date: Date,
    time: Option<Time>,
    offset_minutes: Option<i16>,
}

impl PublishedAt {
    /// As it was written, but for the form of the time.
    pub(in crate::content) fn written(&self) -> String {
        let Self { date, time, .. } = *self;
        let moment = Moment { date, time }.full();
        match self.offset_minutes.and_then(UtcOffset::of_minutes) {
            Some(offset) => format!("{moment} {offset}"),
            None => moment,
        }
    }

    /// The same moment in the site's offset; it is told if that falls off the calendar.
    pub(in crate::content) fn in_offset(
        moment: Option<Located<Self>>,
        site: UtcOffset,
        faults: &mut Faults,
    ) -> Option<Located<Moment>> {
        let Located { value, span } = moment?;
        let there = match (value.time, value.offset_minutes) {
            (Some(time), Some(minutes)) => {
                Moment::shifted(DateTime::from_parts(value.date, time), minutes, site)
            }
            (time, _) => Some(Moment {
                date: value.date,
                time,
            }),
        };
        if there.is_none() {
            faults.push(
                Diagnostic::error(
                    "content/bad-value",
                    say!(
                        "换算到网站的时区后不在公历 9999 年之内",
                        "in the offset of the site it lies beyond the year 9999"
                    ),
                )
                .at(span),
            );
        }
        there.map(|value| Located { value, span })
    }
}

impl Value for PublishedAt {
    fn expected() -> Message {
        say!("日期或时刻", "a date or a time")
    }
    fn example() -> &'static str {
        "2020-07-22T15:36:51"
    }
    fn schema() -> serde_json::Value {
        json!({"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}, {"pattern": "^\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d)?"}]})
    }
    fn read(input: Input<'_, '_>, faults: &mut Faults) -> Option<Self> {
        let read = read_datetime::<Self>(&input, faults)?;
        let Some(date) = read.date else {
            input.bad_value::<Self>(say!("没有日期", "it has no date"), faults);
            return None;
        };
        let date = date_of::<Self>(&input, date, faults)?;
        let time = match read.time {
            None => None,
            Some(t) => {
                let second = t.second.unwrap_or(0).min(59);
                match (
                    i8::try_from(t.hour),
                    i8::try_from(t.minute),
                    i8::try_from(second),
                ) {
                    (Ok(h), Ok(m), Ok(s)) => Time::new(h, m, s, 0).ok(),
                    _ => None,
                }
            }
        };
        let offset_minutes = read.offset.map(|offset| match offset {
            Offset::Z => 0,
            Offset::Custom { minutes } => minutes,
        });
        Some(Self {
            date,
            time,
            offset_minutes,
        })
    }
}

fn read_datetime<T: Value>(input: &Input<'_, '_>, faults: &mut Faults) -> Option<Datetime> {
    match input.value {
        DeValue::Datetime(datetime) => Some(*datetime),
        DeValue::String(text) => {
            let why = if text.parse::<Datetime>().is_ok() {
                say!("日期不要加引号", "a date stands without quotes")
            } else {
                say!("`{text}` 不是日期", "`{text}` is not a date")
            };
            input.bad_value::<T>(why, faults);
            None
        }
        _ => {
            input.wrong_type::<T>(faults);
            None
        }
    }
}

fn date_of<T: Value>(
    input: &Input<'_, '_>,
    date: toml::value::Date,
    faults: &mut Faults,
) -> Option<Date> {
    let parts = (
        i16::try_from(date.year),
        i8::try_from(date.month),
        i8::try_from(date.day),
    );
    if let (Ok(year), Ok(month), Ok(day)) = parts
        && let Ok(date) = Date::new(year, month, day)
    {
        return Some(date);
    }
    input.bad_value::<T>(say!("没有这一天", "there is no such day"), faults);
    None
}
