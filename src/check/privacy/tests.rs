//! What is found, and what is not, in generated and written texts.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::bank::passes_luhn;
use super::found::{Found, Kind, Known};
use super::identity::check_character;
use super::scan::scan;
use crate::model::CreditCode;

fn known() -> Known {
    Known {
        as_of: "2020-07-31".parse().unwrap(),
        domain: "example.org.cn".into(),
        contacts: BTreeSet::from(["13900139000".into(), "gongkai@163.com".into()]),
    }
}

fn found(text: &str) -> Vec<Found> {
    scan(text, &known())
}

/// What is found: kind and mask.
fn shown(text: &str) -> Vec<(Kind, String)> {
    let found = found(text).into_iter();
    found.map(|found| (found.kind, found.mask)).collect()
}

fn one(text: &str) -> Option<(Kind, String)> {
    let mut all = shown(text);
    assert!(all.len() <= 1, "{text}: {all:?}");
    all.pop()
}

#[test]
fn identity_numbers() {
    use Kind::{Ambiguous, Identity, IdentityLike};
    for (number, kind) in [
        ("11010519491231002X", Some(Identity)),
        ("11010519491231002x", Some(Identity)),
        ("34052419800101001X", Some(Identity)),
        ("330105199003070018", Some(Identity)),
        ("330105 19900307 0018", Some(Identity)),
        ("330105-19900307-0018", Some(Identity)),
        ("３３０１０５１９９００３０７００１８", Some(Identity)),
        ("330105\u{200b}199003070018", Some(Identity)),
        ("330105\u{a0}199003070018", Some(Identity)),
        ("110105194912310021", Some(IdentityLike)),
        ("330105900307001", Some(IdentityLike)),
        ("110101199003070396", Some(Ambiguous)),
        ("44052418800101001X", None),
        ("115001020086700333", None),
        ("33010520200801001X", None),
        ("33010519900230001X", None),
        ("99010519900307001X", None),
        ("1330105199003070018", None),
        ("3301051990030700180", None),
        ("330105********0018", None),
    ] {
        let kind_found = one(&format!("号码{number}，")).map(|(kind, _)| kind);
        assert_eq!(kind_found, kind, "{number}");
    }
    assert_eq!(shown("330105199003070018")[0].1, "330***********0018");
}

#[test]
fn mobile_numbers() {
    for text in [
        "13800138000",
        "电话：138 0013 8000。",
        "联系人张某138-0013-8000",
        "+86 13800138000",
        "+86-138-0013-8000",
        "8613800138000",
        "tel:13800138000",
        "１３８００１３８０００",
        "[电话](tel:13800138000)",
        "项目联系人13800138000",
        "办公室0571-85300000、13800138000",
        "手机号码13800138000号码已公布",
        "2.13800138000",
    ] {
        let kind = one(text).map(|(kind, _)| kind);
        assert_eq!(kind, Some(Kind::Mobile), "{text}");
    }
    for text in [
        "1380013800",
        "138001380000",
        "12800138000",
        "13900139000",
        "0571-85300000",
        "合计13800138000元",
        "合计13,800,138,000元",
        "占13800138000.5",
        "第13800138000号",
        "编号：13800138000",
        "2020-13800138000",
        "ZJ13800138000",
        "https://www.example.gov.cn/t13800138000.html",
        "33010699991234",
        "138****8000",
    ] {
        assert_eq!(one(text), None, "{text}");
    }
    let both = shown("电话13800138000 13700137000");
    let masks: Vec<&str> = both.iter().map(|(_, mask)| mask.as_str()).collect();
    assert_eq!(masks, ["138****8000", "137****7000"]);
    assert_eq!(
        shown("13800138000,13700137000").len(),
        2,
        "a list is no amount"
    );
}

#[test]
fn bank_cards() {
    let card = |text| one(text).map(|(kind, _)| kind);
    assert_eq!(card("6212262201023557228"), Some(Kind::Card));
    assert_eq!(card("6212 2622 0102 3557 228"), Some(Kind::Card));
    assert_eq!(card("卡号：4111111111111111"), Some(Kind::Account));
    for text in [
        "4111111111111111",
        "6222020000000000006",
        "许可证号6212262201023557228",
        "62-1226-2201-0235-57228",
        "FG6212262201023557228",
    ] {
        assert_eq!(card(text), None, "{text}");
    }
}

#[test]
fn other_kinds() {
    let mask = |text: &str| one(text).map(|(_, mask)| mask);
    assert_eq!(mask("寄至zhang.san@qq.com。"), Some("z***@qq.com".into()));
    assert_eq!(mask("寄至ｚｓ＠163.com"), Some("z***@163.com".into()));
    for text in [
        "a@hzgs.gov.cn",
        "a@mail.example.org.cn",
        "gongkai@163.com",
        "a@b",
        "@某人",
    ] {
        assert_eq!(mask(text), None, "{text}");
    }
    assert_eq!(mask("a@fakegov.cn"), Some("a***@fakegov.cn".into()));
    assert_eq!(mask("浙A12345"), Some("浙A***45".into()));
    assert_eq!(mask("浙A·D12345"), Some("浙A****45".into()));
    assert_eq!(mask("浙A12345F"), Some("浙A****5F".into()));
    for text in [
        "浙ICP备12345678号",
        "浙公网安备33010502000000号",
        "浙A123",
        "浙A1234567",
        "浙A1I345",
        "北京A12345",
        "地块FG10-B41-01、GS1308-M2-16",
        "杭政工出[2019]19号",
    ] {
        assert_eq!(mask(text), None, "{text}");
    }
    assert_eq!(mask("3号楼1单元201室"), Some("*号楼*单元***室".into()));
}

/// Han text around a number, without words that say what it is.
fn han() -> impl Strategy<Value = String> {
    "[\u{4e00}-\u{9fa5}，。；：（）“”]{0,12}".prop_filter("no words", |text| {
        !text.ends_with('第')
            && super::words::OTHER_NUMBERS
                .iter()
                .all(|w| !text.contains(w))
    })
}

/// The first seventeen digits of an identity number.
fn body() -> impl Strategy<Value = String> {
    let region = prop::sample::select(vec!["11", "23", "33", "44", "54", "62", "82"]);
    (
        region,
        0u32..10000,
        1900u32..2020,
        1u32..13,
        1u32..29,
        0u32..1000,
    )
        .prop_map(|(region, place, year, month, day, serial)| {
            format!("{region}{place:04}{year}{month:02}{day:02}{serial:03}")
        })
}

proptest! {
    #[test]
    fn valid_identity_numbers_are_found_anywhere(before in han(), body in body(), after in han()) {
        let number = format!("{body}{}", check_character(&body).unwrap());
        let text = format!("{before}{number}{after}");
        let all = found(&text);
        prop_assert_eq!(all.len(), 1);
        prop_assert!(matches!(all[0].kind, Kind::Identity | Kind::Ambiguous));
        prop_assert_eq!(text.get(all[0].range.clone()), Some(number.as_str()));
        prop_assert!(!all[0].mask.contains(number.get(3..14).unwrap()));
    }

    #[test]
    fn others_are_no_errors(before in han(), body in body(), wrong in 0usize..11, after in han()) {
        let check = "10X98765432".chars().nth(wrong).unwrap();
        prop_assume!(check_character(&body) != Some(check));
        let text = format!("{before}{body}{check}{after}");
        let kinds: Vec<Kind> = found(&text).iter().map(|f| f.kind).collect();
        prop_assert!(!kinds.contains(&Kind::Identity), "{:?}", kinds);
    }

    #[test]
    fn cards_are_found_by_their_check_digit(before in han(), rest in "[0-9]{13,16}", after in han()) {
        let digits = format!("62{rest}");
        let is_right = |check: &u32| passes_luhn(&format!("{digits}{check}"));
        let right = (0..10).find(is_right).unwrap();
        prop_assert_eq!((0..10).filter(is_right).count(), 1);
        for check in 0..10 {
            let number = format!("{digits}{check}");
            let all = found(&format!("{before}{number}{after}"));
            let is_card = all.iter().any(|f| f.kind == Kind::Card);
            // An identity number of Gansu comes first, and the code of an organisation.
            let is_code = CreditCode::parse(&number).is_ok_and(|code| code.is_valid());
            let is_other = is_code || all.iter().any(|f| f.kind != Kind::Card);
            prop_assert!(is_other || is_card == (check == right), "{}", number);
        }
    }

    #[test]
    fn mobile_numbers_are_found_anywhere(before in han(), rest in "[3-9][0-9]{9}", after in "[，。；）]?") {
        let number = format!("1{rest}");
        prop_assume!(number != "13900139000");
        let all = found(&format!("{before}{number}{after}"));
        prop_assert_eq!(all.len(), 1);
        prop_assert_eq!(&all[0].plain, &number);
    }

    #[test]
    fn nothing_fails_and_ranges_are_those_of_the_text(text in "[0-9Xx \\-·＠@A-Z京浙室单元幢\u{200b}１２。]{0,60}") {
        for found in found(&text) {
            prop_assert_eq!(text.get(found.range.clone()), Some(found.original.as_str()));
        }
    }
}
