//! The only place that reads the clock.

use std::env::VarError;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::diagnostic::Message;
use crate::model::UtcOffset;
use crate::say;

/// The environment variable that stands in for the clock (reproducible-builds.org).
pub(super) const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// Today in an offset: from `SOURCE_DATE_EPOCH` if that is set, otherwise from the clock.
///
/// # Errors
/// If `SOURCE_DATE_EPOCH` is no number of seconds, or the time is off the calendar.
pub(super) fn today(offset: UtcOffset) -> Result<Date, Message> {
    let seconds = match std::env::var(EPOCH) {
        Ok(text) => text.trim().parse::<i64>().ok(),
        Err(VarError::NotUnicode(_)) => None,
        Err(VarError::NotPresent) => i64::try_from(seconds_since_1970()).ok(),
    };
    let date = |seconds| {
        let timestamp = Timestamp::from_second(seconds).ok()?;
        let offset = Offset::from_seconds(i32::from(offset.minutes()) * 60).ok()?;
        Some(offset.to_datetime(timestamp).date())
    };
    seconds.and_then(date).ok_or_else(|| {
        say!(
            "`{EPOCH}` 或系统时钟不是可用的时间",
            "`{EPOCH}` or the clock gives no usable time"
        )
    })
}

/// The time, to be compared with those of files.
pub(super) fn now() -> SystemTime {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the clock"
    )]
    SystemTime::now()
}

/// Now, in seconds since 1970: how old what was remembered is. 0 if the clock is before that.
pub(super) fn seconds_since_1970() -> u64 {
    now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// Now, in UTC, to the second: `2020-10-20T14:47:57Z`. It says when something was published, which no
/// variable may say otherwise.
pub(super) fn timestamp() -> String {
    let seconds = i64::try_from(seconds_since_1970()).unwrap_or_default();
    let timestamp = Timestamp::from_second(seconds).unwrap_or_default();
    timestamp.to_string()
}

/// Measures how long things take, to be shown and never to be written.
pub(super) struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    pub(super) fn start() -> Self {
        #[expect(clippy::disallowed_methods, reason = "only shown to the user")]
        let now = Instant::now();
        Self(now)
    }

    /// How long since the start.
    pub(super) fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    /// How long since the start or the last lap.
    pub(super) fn lap(&mut self) -> Duration {
        let elapsed = self.0.elapsed();
        *self = Self::start();
        elapsed
    }
}
