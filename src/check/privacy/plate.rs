//! Plates of vehicles, those of new energy included.

use super::folded::Folded;
use super::found::{Found, Kind, masked};
use crate::check::example::Example::{Edit, Progress};
use crate::check::rule::{Rule, Standing, Weight, both, standard};

pub(super) const RULE: Rule = Rule {
    code: "privacy/plate",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: standard("GA 36 机动车号牌", "GA 36 on the plates of vehicles").not_read(),
    asks: both(
        "公开的内容里没有车牌号码，由人来看是不是个人车辆。",
        "No plate of a vehicle is made public unless a person has seen whose it is.",
    ),
    fault: Progress("车辆浙A·12B45已处理，已召开协调会。"),
    clean: &[
        Progress("车辆浙A·***45已处理，已召开协调会。"),
        Edit("site.toml", "浙ICP备00000000号-1", "浙ICP备12345678号-2"),
        Progress("推进江苏A12345地块，已召开协调会。"),
        Progress("许可证浙B2-20080224已换发，已召开协调会。"),
        Progress("整治川G318国道和沪G1501高速，已召开协调会。"),
    ],
};

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

/// Words whose last character is the short name of a province.
const WORDS: &[&str] = &[
    "北京", "南京", "天津", "江苏", "四川", "西藏", "辽宁", "南宁", "西宁", "海宁", "高新", "创新",
    "更新", "最新",
];

pub(super) fn scan(text: &Folded<'_>, found: &mut Vec<Found>) {
    for at in 0..text.len() {
        if text.at(at).is_some_and(|c| c.is_ascii_uppercase())
            && let Some(plate) = plate(text, at)
        {
            found.push(plate);
        }
    }
}

/// The plate whose letter for the authority stands at a place.
fn plate(text: &Folded<'_>, letter: usize) -> Option<Found> {
    let from = letter.checked_sub(1)?;
    let is_province = text.at(from).is_some_and(|c| PROVINCES.contains(c));
    let is_word = WORDS
        .iter()
        .any(|word| text.says_before(letter, 2, &[word]));
    if !is_province || (is_word && !text.says_before(from, 8, &["车", "牌"])) {
        return None;
    }
    let start = match text.at(letter + 1) {
        Some('·' | ' ' | '-') => letter + 2,
        _ => letter + 1,
    };
    let is_serial = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase();
    let length = (start..text.len())
        .take_while(|at| text.at(*at).is_some_and(is_serial))
        .count();
    let to = start + length;
    let goes_on = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let serial = text.part(start..to);
    if !is_number(&serial) || text.at(to).is_some_and(goes_on) {
        return None;
    }
    let range = text.bytes(from..to);
    let plain = text.part(from..letter + 1) + &serial;
    Some(Found {
        kind: Kind::Plate,
        original: text.original(range.clone()).to_owned(),
        range,
        mask: masked(&plain, 2, 2),
        plain,
    })
}

/// Whether it is the number of a plate: five digits of which two may be letters, or of new energy,
/// five digits and D or F after them, or one of A to K and perhaps one more letter before.
fn is_number(serial: &str) -> bool {
    let letters = serial.chars().filter(char::is_ascii_uppercase).count();
    if serial.contains(['I', 'O']) {
        return false;
    }
    let is_digits =
        |part: Option<&str>| part.is_some_and(|p| p.bytes().all(|b| b.is_ascii_digit()));
    match serial.len() {
        5 => letters <= 2,
        6 => {
            let is_large = is_digits(serial.get(..5)) && serial.ends_with(['D', 'F']);
            let is_small =
                serial.starts_with(|c| matches!(c, 'A'..='K')) && is_digits(serial.get(2..));
            is_large || is_small
        }
        _ => false,
    }
}
