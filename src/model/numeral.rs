//! Chinese numerals, as chapters are numbered: `(十一)`.

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const UNITS: [(u32, char); 3] = [(1000, '千'), (100, '百'), (10, '十')];

/// A number from 1 to 9999 in Chinese: `十一`, `二十`, `一百零五`, `一百一十`. Zero is `零`; a larger
/// number is given in ASCII digits.
#[must_use]
pub fn to_chinese(number: u32) -> String {
    if number > 9999 {
        return number.to_string();
    }
    let character = |n: u32| DIGITS.get(n as usize).copied().unwrap_or_default();
    if number == 0 {
        return character(0).to_string();
    }
    let mut text = String::new();
    let mut rest = number;
    let mut gap = false;
    for (value, unit) in UNITS {
        let count = rest / value;
        rest %= value;
        if count == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push(character(0));
            gap = false;
        }
        // 十一, but 一百一十一.
        if !(number < 20 && value == 10) {
            text.push(character(count));
        }
        text.push(unit);
    }
    if rest > 0 {
        if gap {
            text.push(character(0));
        }
        text.push(character(rest));
    }
    text
}

/// The number from 1 to 9999 that a text is: in Chinese (`一百零五`, `一百〇五`, `一十一` as well as
/// `十一`), in Chinese digits without units (`一〇五`, as long laws number their articles), or in
/// ASCII or full-width digits.
#[must_use]
pub fn from_chinese(text: &str) -> Option<u32> {
    let text: String = text
        .chars()
        .map(|c| match c {
            // The last is the circle that many type for the second.
            '〇' | '○' => '零',
            _ => super::ascii_digit(c),
        })
        .collect();
    let number = if text.chars().all(|c| c.is_ascii_digit()) {
        text.parse().ok()
    } else if text.chars().all(|c| digit(c).is_some()) {
        positional(&text)
    } else {
        spoken(&text)
    };
    number.filter(|n| (1..=9999).contains(n))
}

/// The value of one Chinese digit.
pub(super) fn digit(c: char) -> Option<u32> {
    let at = DIGITS.iter().position(|&d| d == c)?;
    u32::try_from(at).ok()
}

fn positional(text: &str) -> Option<u32> {
    if text.starts_with('零') || text.chars().count() > 4 {
        return None;
    }
    text.chars()
        .try_fold(0, |number, c| Some(number * 10 + digit(c)?))
}

/// Adds up what it says, then asks whether one would say it so.
fn spoken(text: &str) -> Option<u32> {
    let text = if text.starts_with("一十") {
        text.strip_prefix('一')?
    } else {
        text
    };
    let mut number = 0_u32;
    let mut count = None;
    for c in text.chars() {
        if let Some((value, _)) = UNITS.iter().find(|(_, unit)| *unit == c) {
            number = number.checked_add(count.take().unwrap_or(1) * value)?;
        } else {
            count = Some(digit(c)?);
        }
    }
    number = number.checked_add(count.unwrap_or(0))?;
    (to_chinese(number) == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn as_one_says_it() {
        for (number, text) in [
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (22, "二十二"),
            (100, "一百"),
            (105, "一百零五"),
            (110, "一百一十"),
            (111, "一百一十一"),
            (1000, "一千"),
            (1001, "一千零一"),
            (1010, "一千零一十"),
            (1100, "一千一百"),
            (2020, "二千零二十"),
            (9999, "九千九百九十九"),
        ] {
            assert_eq!(to_chinese(number), text);
            assert_eq!(from_chinese(text), Some(number));
        }
        assert_eq!(to_chinese(0), "零");
        assert_eq!(to_chinese(10_000), "10000");
    }

    #[test]
    fn other_ways_to_write_it() {
        for (text, number) in [
            ("一百〇五", 105),
            ("一百○五", 105),
            ("一十一", 11),
            ("一〇五", 105),
            ("二〇二〇", 2020),
            ("22", 22),
            ("02", 2),
            ("２２", 22),
        ] {
            assert_eq!(from_chinese(text), Some(number), "{text}");
        }
    }

    #[test]
    fn no_numbers() {
        for text in [
            "",
            "零",
            "〇",
            "0",
            "10000",
            "99999999999",
            "+5",
            "一0",
            "一百五",
            "百",
            "十十",
            "一百零十",
            "零五",
            "一百零零五",
            "十百",
            "二一十",
            "甲",
            "一万",
            "一 ",
            "一二三四五",
        ] {
            assert_eq!(from_chinese(text), None, "{text}");
        }
    }

    #[test]
    fn back_and_forth_over_the_whole_range() {
        for number in 1..=9999 {
            let text = to_chinese(number);
            assert_eq!(from_chinese(&text), Some(number), "{text}");
            assert_eq!(from_chinese(&text.replace('零', "〇")), Some(number));
            assert_eq!(from_chinese(&number.to_string()), Some(number));
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "[零〇一二三四五六七八九十百千0-9０-９]{0,40}|.*") {
            let _ = from_chinese(&text);
        }
    }
}
