//! Values of the command line.

use std::error::Error;
use std::fmt;
use std::net::IpAddr;

use jiff::civil::Date;

use crate::diagnostic::Message;
use crate::say;

/// Why a value cannot be taken: what is expected in its place.
#[derive(Debug)]
pub(super) struct Unfit(pub(super) Message);

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.en)
    }
}

impl Error for Unfit {}

/// A day.
pub(super) fn day(text: &str) -> Result<Date, Unfit> {
    text.parse().map_err(|_| {
        Unfit(say!(
            "日期写成 年-月-日，如 2020-07-22",
            "a day is written YYYY-MM-DD, such as 2020-07-22"
        ))
    })
}

/// A whole number from `least` to `most`.
pub(super) fn whole<T: TryFrom<u32>>(
    least: u32,
    most: u32,
) -> impl Fn(&str) -> Result<T, Unfit> + Clone {
    move |text| {
        let number = text.parse().ok();
        let number = number.filter(|number| (least..=most).contains(number));
        number
            .and_then(|number| T::try_from(number).ok())
            .ok_or_else(|| {
                Unfit(say!(
                    "应是 {least} 到 {most} 的整数",
                    "a whole number from {least} to {most} is expected"
                ))
            })
    }
}

/// An address of this machine.
pub(super) fn address(text: &str) -> Result<IpAddr, Unfit> {
    text.parse().map_err(|_| {
        Unfit(say!(
            "应是 IP 地址，如 127.0.0.1 或 0.0.0.0",
            "an IP address is expected, such as 127.0.0.1 or 0.0.0.0"
        ))
    })
}
