//! Months, quarters and halves of a year.

use super::literal::digit;
use crate::model::from_chinese;

/// Months of a year, such as those of 一季度.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check::numbers) struct Months {
    /// The year, where it is said.
    pub(in crate::check::numbers) year: Option<i16>,
    /// The first month, 1 to 12.
    pub(in crate::check::numbers) first: i8,
    /// The last month, 1 to 12.
    pub(in crate::check::numbers) last: i8,
    /// Whether it is one month, which may be when something happened.
    pub(in crate::check::numbers) single: bool,
}

/// What a text that may be of time starts with.
pub(super) enum Time {
    /// Months, and how many bytes they take.
    Months(Months, usize),
    /// A day of a month, and how many bytes it takes.
    Day(Months, usize),
    /// A year or the like.
    Name(usize),
}

const SIGNS: [char; 8] = ['-', '－', '–', '—', '―', '~', '～', '至'];

/// The time that the text starts with.
pub(super) fn time(text: &str) -> Option<Time> {
    let year = year(text);
    let (number, at) = year.map_or((None, 0), |(year, len)| (Some(year), len));
    let rest = text.get(at..)?;
    let months = |first, last, single, len| {
        Some(Time::Months(
            Months {
                year: number,
                first,
                last,
                single,
            },
            at + len,
        ))
    };
    if let Some((first, last, len)) = part(rest) {
        return months(first, last, false, len);
    }
    if let Some((first, len)) = small(rest) {
        let after = rest.get(len..)?;
        let named = after.strip_prefix('月');
        let joined = named.unwrap_or(after);
        let sign = joined.strip_prefix(SIGNS).or(joined.strip_prefix('到'));
        if let Some(end) = sign
            && let Some((last, bytes)) = small(end)
            && let Some(tail) = end.get(bytes..).and_then(|t| t.strip_prefix('月'))
            && month(first) <= month(last)
        {
            let tail = tail.strip_prefix('份').unwrap_or(tail);
            if let Some(day) = day(tail) {
                return Some(Time::Name(rest.len() - day.len() + at));
            }
            return months(
                month(first)?,
                month(last)?,
                first == last,
                rest.len() - tail.len(),
            );
        }
        if let (Some(tail), Some(month)) = (named, month(first)) {
            if let Some(day) = day(tail) {
                let months = Months {
                    year: number,
                    first: month,
                    last: month,
                    single: true,
                };
                return Some(Time::Day(months, rest.len() - day.len() + at));
            }
            let words = ["份", "底", "末", "初", "上旬", "中旬", "下旬"];
            let end = words.iter().find_map(|word| tail.strip_prefix(word));
            return months(month, month, true, rest.len() - end.unwrap_or(tail).len());
        }
    }
    (at > 0).then_some(Time::Name(at))
}

/// 一季度, 前三季度, 前5个月, 上半年.
fn part(text: &str) -> Option<(i8, i8, usize)> {
    for (word, first, last) in [("上半年", 1, 6), ("下半年", 7, 12)] {
        if text.starts_with(word) {
            return Some((first, last, word.len()));
        }
    }
    let from_start = text.strip_prefix('前');
    let number = from_start.or(text.strip_prefix('第')).unwrap_or(text);
    let c = number.chars().next()?;
    let n = match c {
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        _ => i8::try_from(digit(c)?).ok()?,
    };
    let after = number.get(c.len_utf8()..)?;
    if from_start.is_some()
        && let Some((last, bytes)) = small(number)
        && let Some(after) = number.get(bytes..).and_then(|t| t.strip_prefix("个月"))
    {
        return Some((1, month(last)?, text.len() - after.len()));
    }
    let after = after
        .strip_prefix("个")
        .unwrap_or(after)
        .strip_prefix("季度")?;
    let first = if from_start.is_some() { 1 } else { 3 * n - 2 };
    (1..=4)
        .contains(&n)
        .then_some((first, 3 * n, text.len() - after.len()))
}

/// A year of four digits and 年: `2020年`, `2019年度`.
fn year(text: &str) -> Option<(i16, usize)> {
    let mut value = 0_i16;
    let mut len = 0;
    for c in text.chars().take(4) {
        value = value * 10 + i16::try_from(digit(c)?).ok()?;
        len += c.len_utf8();
    }
    let after = text.get(len..)?.strip_prefix('年')?;
    let after = after.strip_prefix('度').unwrap_or(after);
    (1900..2200)
        .contains(&value)
        .then_some((value, text.len() - after.len()))
}

/// One or two digits, or a numeral from 一 to 十二.
fn small(text: &str) -> Option<(u32, usize)> {
    let len = |ok: fn(char) -> bool| {
        let run = text.chars().take(3).take_while(|c| ok(*c));
        run.map(char::len_utf8).sum::<usize>()
    };
    let run = match len(|c| digit(c).is_some()) {
        0 => len(|c| "一二三四五六七八九十".contains(c)),
        run => run,
    };
    let n = from_chinese(text.get(..run)?)?;
    (n <= 31).then_some((n, run))
}

fn month(n: u32) -> Option<i8> {
    i8::try_from(n).ok().filter(|n| (1..=12).contains(n))
}

/// What follows a day of the month: 22日.
fn day(text: &str) -> Option<&str> {
    let (_, len) = small(text)?;
    text.get(len..)?.strip_prefix(['日', '号'])
}
