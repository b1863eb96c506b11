//! Identity numbers of persons (公民身份号码, GB 11643-1999).

use jiff::civil::Date;

use super::PERSONAL;
use super::folded::Folded;
use super::found::{Kind, Known};
use super::runs::Group;
use super::words::OTHER_NUMBERS;
use crate::check::example::Example::{Edit, Files, Progress, Title};
use crate::check::example::{CARD, PAGE};
use crate::check::rule::{Rule, Standing, Weight, both, standard};
use crate::model::CreditCode;

pub(super) const NUMBER: Rule = Rule {
    code: "privacy/identity-number",
    weight: Weight::Error,
    standing: Standing::Fixed,
    source: PERSONAL,
    asks: both(
        "公开的内容里没有居民身份证号码（18 位，地区、出生日期和校验码都成立）。",
        "No identity number of a person is made public: eighteen characters whose region, date of birth and check character hold.",
    ),
    fault: Progress("申请人（身份证11010119900307002X）已办结，已召开协调会。"),
    clean: &[
        Progress("申请人（身份证110101********002X）已办结，已召开协调会。"),
        Progress("与115001020086700333签订协议，已召开协调会。"),
        Title("推进330105202013180014号地块"),
        Edit(
            CARD,
            "K1493206-6/2020-11938",
            "11330105K149320662/2020-11938",
        ),
        Progress("项目代码2020-330105-48-01-012345已赋码，已召开协调会。"),
        // The code of a project, as the name of a page.
        Files(&[(
            "content/2020-330105-48-01-012345.md",
            "+++\ntitle = \"通知\"\nupdated = 2020-07-22\n+++\n\n各项工作已经完成。\n",
        )]),
    ],
};

pub(super) const LIKE: Rule = Rule {
    code: "privacy/identity-number-like",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: standard(
        "GB 11643-1999 公民身份号码",
        "GB 11643-1999 on the identity numbers of citizens",
    )
    .not_read(),
    asks: both(
        "公开的内容里没有像身份证号码的数字：校验码不对的 18 位号码，或 15 位旧号码。",
        "Nothing that looks like an identity number is made public: eighteen characters with another check character, or the fifteen of the old form.",
    ),
    fault: Progress("申请人110101199003070021已办结，已召开协调会。"),
    clean: &[
        Progress("代码110101199013070021已赋码，已召开协调会。"),
        Progress("工商注册号330105900307001，已召开协调会。"),
        Progress("流水号160101199003070021，已召开协调会。"),
        Title("登记330105901307001"),
    ],
};

pub(super) const AMBIGUOUS: Rule = Rule {
    code: "privacy/ambiguous-number",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: standard(
        "GB 32100-2015 与 GB 11643-1999 的校验码",
        "the check characters of GB 32100-2015 and GB 11643-1999",
    )
    .not_read(),
    asks: both(
        "既是统一社会信用代码又是身份证号码的，由人来看是哪一种。",
        "Of a number that is a unified social credit code and an identity number, a person sees which it is.",
    ),
    fault: Progress("与110101199003070396签订协议，已召开协调会。"),
    clean: &[
        Progress("与115001020086700333签订协议，已召开协调会。"),
        Progress("与11330105K149320662签订协议，已召开协调会。"),
        Files(&[(
            PAGE,
            "+++\ntitle = \"指南\"\n+++\n\n统一社会信用代码91350100M000100Y43。\n",
        )]),
    ],
};

/// What a group of digits is among identity numbers.
pub(super) fn kind(text: &Folded<'_>, group: Group<'_>, known: &Known) -> Option<Kind> {
    let digits = group.digits();
    match (digits.len(), group.x()) {
        (18, false) => of_eighteen(&digits, known),
        (17, true) => of_eighteen(&format!("{digits}X"), known),
        (15, false) if group.pieces.len() == 1 => {
            let is_other = text.is_called(group.from(), OTHER_NUMBERS);
            let is_old = is_region(&digits) && born(&format!("19{}", digits.get(6..12)?), known);
            (is_old && !is_other).then_some(Kind::IdentityLike)
        }
        _ => None,
    }
}

fn of_eighteen(number: &str, known: &Known) -> Option<Kind> {
    if !is_region(number) || !born(number.get(6..14)?, known) {
        return None;
    }
    let is_code = CreditCode::parse(number).is_ok_and(|code| code.is_valid());
    let is_right = check_character(number.get(..17)?) == number.chars().last();
    match (is_right, is_code) {
        (true, true) => Some(Kind::Ambiguous),
        (true, false) => Some(Kind::Identity),
        (false, true) => None,
        (false, false) => Some(Kind::IdentityLike),
    }
}

/// Whether the first two digits are those of a province.
fn is_region(number: &str) -> bool {
    let province: Option<u32> = number.get(..2).and_then(|two| two.parse().ok());
    matches!(
        province,
        Some(11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
    )
}

/// Whether eight digits are a day on which somebody may be born.
fn born(day: &str, known: &Known) -> bool {
    let part = |range: std::ops::Range<usize>| day.get(range)?.parse::<i16>().ok();
    let date = || {
        let (month, day) = (part(4..6)?, part(6..8)?);
        Date::new(part(0..4)?, month.try_into().ok()?, day.try_into().ok()?).ok()
    };
    date().is_some_and(|date| date.year() >= 1900 && date <= known.as_of)
}

/// The check character of seventeen digits, by ISO 7064 MOD 11-2.
pub(super) fn check_character(digits: &str) -> Option<char> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let values = digits.chars().map(|c| c.to_digit(10));
    let sum: Option<u32> = values
        .zip(WEIGHTS)
        .map(|(value, weight)| Some(value? * weight))
        .sum();
    "10X98765432".chars().nth((sum? % 11) as usize)
}
