//! Finds the numerals of a text from left to right.

use rust_decimal::Decimal;

use super::literal::{Literal, digit, literal};
use super::time::{Time, time};
use super::unit::{Suffix, Unit, plain_counter, suffix};
use super::{Amount, Kind, Numeral, Percent};
use crate::model::from_chinese;

/// Every numeral of the text, in order, none overlapping another.
pub(in crate::check::numbers) fn numerals(text: &str) -> Vec<Numeral> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut previous = None;
    while let Some(rest) = text.get(at..) {
        let Some(c) = rest.chars().next() else { break };
        let (len, kind) = numeral(rest, c, previous);
        let len = len.max(c.len_utf8());
        if let Some(kind) = kind {
            found.push(Numeral {
                range: at..at + len,
                kind,
            });
        }
        previous = text.get(at..at + len).and_then(|t| t.chars().next_back());
        at += len;
    }
    found
}

/// How many bytes to go on, and the numeral in them. `previous` is the character before the text.
fn numeral(text: &str, c: char, previous: Option<char>) -> (usize, Option<Kind>) {
    if c.is_ascii_alphabetic() {
        let run = code(text);
        let numbered = text
            .get(..run)
            .is_some_and(|t| t.contains(|c| digit(c).is_some()));
        return (run, numbered.then_some(Kind::Name));
    }
    if digit(c).is_some() {
        return in_digits(text, false);
    }
    match c {
        '-' | '－' | '−' | '+' => signed(text, c, previous),
        '第' => ordinal(text),
        '截' => until(text),
        '上' | '下' | '前' => match time(text) {
            Some(Time::Months(months, len)) => (len, Some(Kind::Time(months))),
            _ => (0, None),
        },
        '百' if text.starts_with("百分之") => percent_in_words(text),
        _ if is_chinese(c) => in_chinese(text),
        _ => (0, None),
    }
}

/// A hyphen before a number is its sign where the number is a percentage or what comes before it calls
/// for a value; elsewhere it joins.
fn signed(text: &str, sign: char, previous: Option<char>) -> (usize, Option<Kind>) {
    let after = text.get(sign.len_utf8()..).unwrap_or_default();
    let joins = previous.is_some_and(|c| c.is_ascii_alphanumeric() || digit(c).is_some());
    if joins || !after.starts_with(|c| digit(c).is_some()) {
        return (0, None);
    }
    let calls = previous.is_none_or(|c| "为率速比达约是幅长，,、(（:： ".contains(c));
    let (len, kind) = in_digits(after, sign != '+');
    match kind {
        Some(Kind::Percent(_)) => (sign.len_utf8() + len, kind),
        Some(Kind::Amount(_)) if calls => (sign.len_utf8() + len, kind),
        _ => (0, None),
    }
}

/// A run of letters, digits and what joins them: FG15-M1-02-3A, B1/B2-02A.
fn code(text: &str) -> usize {
    let part = |c: char| c.is_ascii_alphanumeric() || digit(c).is_some();
    let joint = |c: char| "-－/._&+#—:：".contains(c);
    let mut len = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let goes_on = part(c) || (joint(c) && chars.peek().is_some_and(|next| part(*next)));
        if !goes_on {
            break;
        }
        len += c.len_utf8();
    }
    len
}

fn in_digits(text: &str, negative: bool) -> (usize, Option<Kind>) {
    let name = |len| (len, Some(Kind::Name));
    match time(text) {
        Some(Time::Months(months, len)) => return (len, Some(Kind::Time(months))),
        Some(Time::Name(len) | Time::Day(_, len)) => return name(len),
        None => {}
    }
    let Some(number) = literal(text) else {
        return name(code(text));
    };
    let after = text.get(number.len..).unwrap_or_default();
    let next = |text: &str| text.chars().next();
    let then_digit = |text: &str| next(text).is_some_and(|c| digit(c).is_some());
    let Some(c) = next(after) else {
        return quantity(text, number, negative);
    };
    let tail = after.get(c.len_utf8()..).unwrap_or_default();
    let joined = "-－–—―~～".contains(c) && then_digit(tail);
    if joined || (matches!(c, '至' | '到') && then_digit(tail)) {
        return between(text, number, tail);
    }
    // Dates, versions, times, shares, and names that begin with a number: 2020/7/22, 3.0.1, 9:00, 3/4, 5G.
    let letters = c.is_ascii_alphabetic() && matches!(suffix(after), Suffix::Nothing);
    if letters || number.padded || c == '#' || ("/.:：".contains(c) && then_digit(tail)) {
        return name(code(text).max(number.len));
    }
    quantity(text, number, negative)
}

/// Two numbers joined by a sign; `tail` starts with the second.
fn between(text: &str, first: Literal, tail: &str) -> (usize, Option<Kind>) {
    let start = text.len() - tail.len();
    let Some(second) = literal(tail) else {
        return (code(text), Some(Kind::Name));
    };
    let run = code(text);
    let (len, kind) = quantity(tail, second, false);
    let end = start + len;
    // 0571-88888888, 2020-07-22, 9-2号.
    let rises = second.value > first.value && !first.padded && run <= start + second.len;
    match kind {
        Some(Kind::Amount(_) | Kind::Percent(_)) if rises => (end, Some(Kind::Between)),
        _ => (end.max(run), Some(Kind::Name)),
    }
}

/// A number with its scale, unit or per cent sign.
fn quantity(text: &str, number: Literal, negative: bool) -> (usize, Option<Kind>) {
    let mut value = number.value;
    value.set_sign_negative(negative);
    let after = text.get(number.len..).unwrap_or_default();
    let percent = after.trim_start_matches([' ', '\u{a0}']);
    if let Some(rest) = percent.strip_prefix(['%', '％']) {
        let percent = Percent {
            value,
            decimals: number.decimals,
        };
        return (text.len() - rest.len(), Some(Kind::Percent(percent)));
    }
    if percent.starts_with('‰') {
        return (number.len, Some(Kind::Name));
    }
    amount(text, after, value, number.decimals, false)
}

/// A number that ends where `after` begins.
fn amount(
    text: &str,
    after: &str,
    value: Decimal,
    decimals: u32,
    chinese: bool,
) -> (usize, Option<Kind>) {
    let (first, after) = roughly(after);
    let (scale, after) = scale(after);
    let (second, after) = roughly(after);
    let rough = first || second;
    let end = text.len() - after.len();
    let (unit, len, factor) = match suffix(after) {
        Suffix::Name(len) if scale == 1 && !rough => return (end + len, Some(Kind::Name)),
        Suffix::Unit(unit, len, factor) => (unit, len, factor),
        Suffix::Name(_) | Suffix::Nothing => (Unit::BARE, 0, 1),
    };
    let end = end + len;
    let made = || {
        let scale = Decimal::from(scale);
        let worth = scale.checked_mul(Decimal::from(factor))?;
        let step = Decimal::try_new(1, decimals).ok()?;
        let whole = unit.sort == super::Sort::Counter && (decimals == 0 && scale == Decimal::ONE);
        Some(Amount {
            value: value.checked_mul(worth)?,
            scale: worth,
            grain: if whole {
                Decimal::ZERO
            } else {
                worth.checked_mul(step)?
            },
            unit,
            rough,
            chinese,
        })
    };
    (end, Some(made().map_or(Kind::Name, Kind::Amount)))
}

/// 余, 多 or 来 between a number and its unit.
fn roughly(text: &str) -> (bool, &str) {
    match text.strip_prefix(['余', '多', '来', '几']) {
        Some(rest) => (true, rest),
        None => (false, text),
    }
}

/// 万, 亿 and 千 after a number in digits.
fn scale(text: &str) -> (u64, &str) {
    for name in [
        "万达", "万科", "万象", "千岛", "千克", "千瓦", "千米", "百分",
    ] {
        if text.starts_with(name) {
            return (1, text);
        }
    }
    for (word, scale) in [
        ("万亿", 1_000_000_000_000),
        ("千万", 10_000_000),
        ("百万", 1_000_000),
        ("万", 10_000),
        ("亿", 100_000_000),
        ("千", 1000),
        ("百", 100),
    ] {
        if let Some(rest) = text.strip_prefix(word) {
            return (scale, rest);
        }
    }
    (1, text)
}

/// 第3批, 第一季度.
fn ordinal(text: &str) -> (usize, Option<Kind>) {
    if let Some(Time::Months(months, len)) = time(text) {
        return (len, Some(Kind::Time(months)));
    }
    let rest = text.strip_prefix('第').unwrap_or(text);
    let run = rest
        .chars()
        .take_while(|c| digit(*c).is_some() || is_chinese(*c));
    let run: usize = run.map(char::len_utf8).sum();
    if run == 0 {
        return (0, None);
    }
    let after = rest.get(run..).unwrap_or_default();
    let unit = match suffix(after) {
        Suffix::Unit(_, len, _) | Suffix::Name(len) => len,
        Suffix::Nothing => 0,
    };
    ('第'.len_utf8() + run + unit, Some(Kind::Name))
}

/// 截至5月底.
fn until(text: &str) -> (usize, Option<Kind>) {
    let Some(rest) = text.strip_prefix("截至").or(text.strip_prefix("截止")) else {
        return (0, None);
    };
    let rest = rest.strip_prefix(['到', '至']).unwrap_or(rest);
    let start = text.len() - rest.len();
    match time(rest) {
        Some(Time::Months(months, len) | Time::Day(months, len)) => {
            // What is counted up to a month is counted from the first one.
            let (first, single) = (1, false);
            let months = super::Months {
                first,
                single,
                ..months
            };
            (start + len, Some(Kind::Time(months)))
        }
        Some(Time::Name(len)) => (start + len, Some(Kind::Name)),
        None => (start, None),
    }
}

fn is_chinese(c: char) -> bool {
    "零〇一二三四五六七八九十百千两".contains(c)
}

/// A numeral in Chinese: a time, or a number of things from two on. One, as in 一批, says little.
fn in_chinese(text: &str) -> (usize, Option<Kind>) {
    if let Some(Time::Months(months, len)) = time(text) {
        return (len, Some(Kind::Time(months)));
    }
    let run = text.chars().take_while(|c| is_chinese(*c));
    let run: usize = run.map(char::len_utf8).sum();
    let (digits, after) = text.split_at_checked(run).unwrap_or((text, ""));
    let (rough, unit) = roughly(after);
    let spoken = digits.replace('两', "二");
    // 三四个 is three or four.
    let one_by_one = digits.chars().count() > 1 && !digits.contains(['十', '百', '千']);
    // One counts 两次; 二次 is an adjective.
    let one_by_one = one_by_one || digits == "二";
    match (plain_counter(unit), from_chinese(&spoken)) {
        (Some(_), Some(n)) if n > 1 && !one_by_one && digits != "千" => {
            let (len, kind) = amount(text, after, Decimal::from(n), 0, true);
            (
                len,
                kind.filter(|_| !rough || digits.contains(['十', '百', '千'])),
            )
        }
        _ => (run, None),
    }
}

/// 百分之六十.
fn percent_in_words(text: &str) -> (usize, Option<Kind>) {
    let rest = text.strip_prefix("百分之").unwrap_or(text);
    let start = text.len() - rest.len();
    if let Some(number) = literal(rest) {
        let percent = Percent {
            value: number.value,
            decimals: number.decimals,
        };
        return (start + number.len, Some(Kind::Percent(percent)));
    }
    let run: usize = rest
        .chars()
        .take_while(|c| is_chinese(*c))
        .map(char::len_utf8)
        .sum();
    let words = rest.get(..run).unwrap_or_default();
    let value = match words {
        "百" => Some(100),
        _ => from_chinese(words),
    };
    let percent = value.map(|n| Percent {
        value: Decimal::from(n),
        decimals: 0,
    });
    (start + run, Some(percent.map_or(Kind::Name, Kind::Percent)))
}
