//! Finds the period in a Chinese title.

use super::{Part, Period};
use crate::model::{ascii_digit, from_chinese, numeral};

/// See [`Period::from_title`].
pub(super) fn period(title: &str) -> Option<Period> {
    let title: Vec<char> = title.chars().map(ascii_digit).collect();
    let mut rest = title.as_slice();
    let mut found = None;
    while !rest.is_empty() {
        let (item, after) = item(rest);
        rest = after;
        match item {
            Item::Nothing => {}
            Item::Period(period) if found.is_none_or(|f| f == period) => found = Some(period),
            Item::Period(_) | Item::Unclear => return None,
        }
    }
    found
}

enum Item {
    Nothing,
    Period(Period),
    /// It speaks of time, but not of a period that can be told.
    Unclear,
}

/// What stands at the start, and what comes after it: at least a character less.
fn item(text: &[char]) -> (Item, &[char]) {
    let (run, after) = leading_numeral(text);
    if run.is_empty() {
        let after = text.split_first().map_or(text, |(_, after)| after);
        return match half(text) {
            // Half of which year?
            Some((_, after)) => (Item::Unclear, after),
            None => (Item::Nothing, after),
        };
    }
    if let Some(year) = year(run) {
        if let Some(known) = from_year(year, run, after) {
            return known;
        }
        if joins_another_year(after) {
            return (Item::Unclear, after);
        }
    }
    // A quarter or month without its year: the end of 1-5月 or 前三季度.
    let loose = eat(after, "季度").is_some() || (eat(after, "月").is_some() && !is_date(after));
    let item = if loose { Item::Unclear } else { Item::Nothing };
    (item, after)
}

/// What begins with a year; `run` is the year as written.
fn from_year<'a>(year: i16, run: &[char], after: &'a [char]) -> Option<(Item, &'a [char])> {
    let item = |part| Period::new(year, part).map_or(Item::Unclear, Item::Period);
    let marked = eat(after, "年").map(|rest| eat(rest, "度").unwrap_or(rest));
    // 一二三四 is a year only where 年 says so.
    if marked.is_none() && !run.iter().all(char::is_ascii_digit) {
        return None;
    }
    let rest = marked.unwrap_or(after);
    if let Some((n, rest)) = half(rest) {
        return Some((item(Part::Half(n)), rest));
    }
    let (run, after) = leading_numeral(eat(rest, "第").unwrap_or(rest));
    if let Some((n, rest)) = quarter(run, after) {
        return Some((item(Part::Quarter(n)), rest));
    }
    let rest = marked?;
    if let (Some(n), Some(rest)) = (small(run), eat(after, "月")) {
        let date = is_date(after);
        let item = if date {
            Item::Nothing
        } else {
            item(Part::Month(n))
        };
        return Some((item, rest));
    }
    Some((item(Part::Year), rest))
}

fn half(text: &[char]) -> Option<(i8, &[char])> {
    let first = eat(text, "上半年").map(|rest| (1, rest));
    first.or_else(|| eat(text, "下半年").map(|rest| (2, rest)))
}

fn quarter<'a>(run: &[char], after: &'a [char]) -> Option<(i8, &'a [char])> {
    let n = small(run).filter(|n| run.len() == 1 && *n <= 4)?;
    Some((n, eat(after, "季度")?))
}

/// Whether what follows the number of a month is a day of it.
fn is_date(after: &[char]) -> bool {
    eat(after, "月").is_some_and(|rest| {
        let (day, rest) = leading_numeral(rest);
        !day.is_empty() && (eat(rest, "日").is_some() || eat(rest, "号").is_some())
    })
}

/// Whether the year before it is the first of several: `2019-2020年`.
fn joins_another_year(after: &[char]) -> bool {
    let joins = |c: &&char| "-–—－~～至到、和与及".contains(**c);
    let after = trim(after);
    let rest = after.get(after.iter().take_while(joins).count()..);
    rest.is_some_and(|rest| rest.len() < after.len() && year(leading_numeral(rest).0).is_some())
}

/// A year of exactly four digits, ASCII or Chinese.
fn year(run: &[char]) -> Option<i16> {
    let year = i16::try_from(value(run)?).ok()?;
    (run.len() == 4 && !run.contains(&'十') && super::YEARS.contains(&year)).then_some(year)
}

fn small(run: &[char]) -> Option<i8> {
    i8::try_from(value(run)?).ok()
}

fn value(run: &[char]) -> Option<u32> {
    from_chinese(&run.iter().collect::<String>())
}

/// The numeral at the start, ASCII or Chinese, and what comes after it.
fn leading_numeral(text: &[char]) -> (&[char], &[char]) {
    let text = trim(text);
    let ascii = text.iter().take_while(|c| c.is_ascii_digit()).count();
    let is_chinese = |c: char| matches!(c, '十' | '〇' | '○') || numeral::digit(c).is_some();
    let chinese = text.iter().take_while(|c| is_chinese(**c)).count();
    text.split_at_checked(ascii.max(chinese))
        .unwrap_or((&[], text))
}

/// What follows a word, if the text starts with it, spaces before it aside.
fn eat<'a>(text: &'a [char], word: &str) -> Option<&'a [char]> {
    word.chars().try_fold(trim(text), |rest, c| {
        let (first, rest) = rest.split_first()?;
        (*first == c).then_some(rest)
    })
}

fn trim(text: &[char]) -> &[char] {
    let spaces = text.iter().take_while(|c| c.is_whitespace()).count();
    text.get(spaces..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(title: &str) -> Option<String> {
        period(title).map(|p| p.to_string())
    }

    #[test]
    fn titles_with_one_period() {
        for (title, period) in [
            ("2020第二季度政府工作报告重点任务执行情况", "2020-Q2"),
            ("拱墅区2020年第二季度重点任务", "2020-Q2"),
            ("2020年二季度", "2020-Q2"),
            ("2020年2季度", "2020-Q2"),
            ("2020年第4季度", "2020-Q4"),
            ("2020 2季度", "2020-Q2"),
            ("２０２０年第２季度", "2020-Q2"),
            ("2020 年 第 2 季度", "2020-Q2"),
            ("2020年度第二季度", "2020-Q2"),
            ("二〇二〇年第二季度", "2020-Q2"),
            ("二○二○年度", "2020"),
            ("2020年上半年工作", "2020-H1"),
            ("2020下半年", "2020-H2"),
            ("2020年7月", "2020-07"),
            ("2020年07月份", "2020-07"),
            ("2020年十二月", "2020-12"),
            ("2020年度报告", "2020"),
            ("2020年政府工作报告重点任务", "2020"),
            ("2020年一般公共预算", "2020"),
            ("2020年第一批十件实事128项", "2020"),
            ("2020年第二季度(2020年第2季度)", "2020-Q2"),
            ("2020年第二季度(截至2020年7月22日)", "2020-Q2"),
            ("2020年第二季度(截至7月22日)", "2020-Q2"),
            ("2020年第二季度 K1493206-6/2020-11938", "2020-Q2"),
        ] {
            assert_eq!(found(title).as_deref(), Some(period), "{title}");
        }
    }

    #[test]
    fn titles_without_or_with_more() {
        for title in [
            "",
            "政府工作报告重点任务",
            "第二季度",
            "上半年工作",
            "2020",
            "12020年第二季度",
            "2020季度",
            "2020年第五季度",
            "2020年13月",
            "2020年7月22日",
            "2020-07-22",
            "2020年前三季度",
            "2020年第一至三季度",
            "2020年一、二季度",
            "2020年第一季度至第三季度",
            "2020年1-5月",
            "2020年7月和8月",
            "2020年第二季度和2019年第二季度",
            "2020年、2021年",
            "2019-2020年",
            "2016——2020年度",
            "2019和2020年",
            "2020年政府工作报告第二季度执行情况",
            "一二三四季度",
        ] {
            assert_eq!(found(title), None, "{title}");
        }
    }

    proptest! {
        #[test]
        fn never_panics_and_ends(text in "[0-9０-９一二十〇年第季度上下半月日 至-]{0,20}|.*") {
            let _ = period(&text);
        }
    }
}
