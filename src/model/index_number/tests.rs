use super::*;
use proptest::prelude::*;

fn number(text: &str) -> IndexNumber {
    IndexNumber::parse(text).unwrap()
}

fn org(text: &str) -> Prefix {
    Prefix::Org(OrgCode::parse(text).unwrap())
}

fn credit(text: &str) -> Prefix {
    Prefix::Credit(CreditCode::parse(text).unwrap())
}

fn other(text: &str) -> Prefix {
    Prefix::Other(text.to_owned())
}

#[test]
fn forms_in_use() {
    for (text, shape, prefix, period, serial) in [
        (
            "K1493206-6/2020-11938",
            Shape::Org,
            org("K14932066"),
            "2020",
            "11938",
        ),
        (
            "000014349/2017-00110",
            Shape::Org,
            org("000014349"),
            "2017",
            "00110",
        ),
        (
            "000014349/2018-00222",
            Shape::Org,
            org("000014349"),
            "2018",
            "00222",
        ),
        (
            "000014349/2020-00072",
            Shape::Org,
            org("000014349"),
            "2020",
            "00072",
        ),
        (
            "000014349/2020-405310",
            Shape::Org,
            org("000014349"),
            "2020",
            "405310",
        ),
        (
            "003110926/201510-00216",
            Shape::Org,
            org("003110926"),
            "201510",
            "00216",
        ),
        (
            "01527918X-2020-153077",
            Shape::Org,
            org("01527918X"),
            "2020",
            "153077",
        ),
        (
            "01527918-X-2020-153077",
            Shape::Org,
            org("01527918X"),
            "2020",
            "153077",
        ),
        (
            "11441700007280420Y/2021-00050",
            Shape::Credit,
            credit("11441700007280420Y"),
            "2021",
            "00050",
        ),
        (
            "11330683742010670P/2017-84094",
            Shape::Credit,
            credit("11330683742010670P"),
            "2017",
            "84094",
        ),
        (
            "11341700003244967K/202012-00140",
            Shape::Credit,
            credit("11341700003244967K"),
            "202012",
            "00140",
        ),
        (
            "20191202-189769",
            Shape::Dated,
            Prefix::None,
            "20191202",
            "189769",
        ),
        (
            "GSD0122-A01-2020-00012",
            Shape::Agency,
            other("GSD0122-A01"),
            "2020",
            "00012",
        ),
        (
            "Ｋ1493206－6／2020－11938",
            Shape::Org,
            org("K14932066"),
            "2020",
            "11938",
        ),
    ] {
        let number = number(text);
        assert_eq!(number.shape(), shape, "{text}");
        assert_eq!(number.prefix(), prefix, "{text}");
        assert_eq!(number.period().unwrap().to_string(), period, "{text}");
        assert_eq!(
            number.year(),
            period.get(..4).and_then(|y| y.parse().ok()),
            "{text}"
        );
        assert_eq!(number.serial().as_deref(), Some(serial), "{text}");
        let check = match shape {
            Shape::Org | Shape::Credit => Check::Right,
            _ => Check::NotApplicable,
        };
        assert_eq!(number.check(), check, "{text}");
        assert_eq!(number.to_string(), text);
    }
}

#[test]
fn unknown_forms_keep_the_parts_that_can_be_told() {
    for (text, prefix, period, serial) in [
        (
            "K1493206-6/2020-118",
            org("K14932066"),
            Some("2020"),
            Some("118"),
        ),
        (
            "K1493206-6/2020-1193800",
            org("K14932066"),
            Some("2020"),
            Some("1193800"),
        ),
        (
            "K149320-6/2020-11938",
            other("K149320-6"),
            Some("2020"),
            Some("11938"),
        ),
        (
            "11341700003244967I/2020-00140",
            other("11341700003244967I"),
            Some("2020"),
            Some("00140"),
        ),
        ("2020-11938", Prefix::None, Some("2020"), Some("11938")),
        ("/2020-11938", Prefix::None, Some("2020"), Some("11938")),
        ("K1493206-6/202013-11938", Prefix::None, None, None),
        ("K1493206-6/20200230-11938", Prefix::None, None, None),
        ("K1493206-6/1020-11938", Prefix::None, None, None),
        ("K1493206-6/2020/11938", Prefix::None, None, None),
        ("K1493206-6", Prefix::None, None, None),
        ("K1493206-6-11938", Prefix::None, None, None),
        ("530000201020200722001", Prefix::None, None, None),
        ("拱政〔2020〕12号", Prefix::None, None, None),
        ("1-", Prefix::None, None, None),
        ("-1", Prefix::None, None, None),
    ] {
        let number = number(text);
        assert_eq!(number.shape(), Shape::Unknown, "{text}");
        assert_eq!(number.prefix(), prefix, "{text}");
        assert_eq!(
            number.period().map(|p| p.to_string()).as_deref(),
            period,
            "{text}"
        );
        assert_eq!(number.serial().as_deref(), serial, "{text}");
    }
}

#[test]
fn no_index_numbers() {
    for (text, error) in [
        ("", IndexNumberError::Empty),
        (" ", IndexNumberError::Whitespace),
        (" K1493206-6/2020-11938", IndexNumberError::Whitespace),
        (
            "K1493206-6/2020-11938\u{3000}",
            IndexNumberError::Whitespace,
        ),
        ("K1493206-6 /2020-11938", IndexNumberError::Whitespace),
        ("2020\u{A8}1", IndexNumberError::Whitespace),
        ("2020-1\n", IndexNumberError::Control('\n')),
        ("2020\0", IndexNumberError::Control('\0')),
        ("\u{FEFF}2020-1", IndexNumberError::Control('\u{FEFF}')),
        ("2020-\u{200B}1", IndexNumberError::Control('\u{200B}')),
        ("索引号", IndexNumberError::NoDigits),
        ("二〇二〇", IndexNumberError::NoDigits),
        ("/", IndexNumberError::NoDigits),
    ] {
        assert_eq!(IndexNumber::parse(text), Err(error), "{text:?}");
    }
    assert!(IndexNumber::parse(&"1".repeat(64)).is_ok());
    assert_eq!(
        IndexNumber::parse(&"1".repeat(65)),
        Err(IndexNumberError::TooLong(65))
    );
    assert_eq!(
        IndexNumberError::NoDigits.to_string(),
        "the index number has no digit"
    );
}

#[test]
fn wrong_check_characters() {
    assert_eq!(
        number("K1493206-7/2020-11938").check(),
        Check::Wrong {
            found: '7',
            expected: '6'
        }
    );
    assert_eq!(
        number("91310115MA1H8R7C6D/2020-00001").check(),
        Check::Wrong {
            found: 'D',
            expected: '7'
        }
    );
}

#[test]
fn one_number_written_differently() {
    for text in [
        "K1493206-6/2020-11938",
        "K14932066/2020-11938",
        "k1493206-6/2020-11938",
        "Ｋ1493206－6／2020－11938",
    ] {
        assert_eq!(number(text).normal(), "K14932066/2020-11938", "{text}");
    }
    assert_eq!(number("20191202-189769").normal(), "20191202-189769");
    assert_eq!(
        number("gsd0122-a01-2020-00012").normal(),
        "GSD0122-A01-2020-00012"
    );
}

#[test]
fn file_names() {
    for (text, name) in [
        ("K1493206-6/2020-11938", "K1493206-6_2020-11938"),
        ("k1493206-6／2020-11938", "K1493206-6_2020-11938"),
        ("K1493206-6_2020-11938", "K1493206-6~5F~2020-11938"),
        ("../1", "~2E~~2E~_1"),
        ("..\\1", "~2E~~2E~~5C~1"),
        (".1", "~2E~1"),
        ("1.", "1~2E~"),
        ("-1", "~2D~1"),
        ("com1", "~43~OM1"),
        ("COM12", "COM12"),
        ("拱1", "~62F1~1"),
        ("1~", "1~7E~"),
    ] {
        assert_eq!(number(text).file_name(), name, "{text}");
    }
    let long = |c: &str| number(&(c.repeat(63) + "1")).file_name();
    assert_eq!(long("拱").len(), 66);
    assert_ne!(long("拱"), long("墅"));
}

#[test]
fn serialized_as_displayed() {
    let number = number("k1493206-6/202007-11938");
    assert_eq!(
        serde_json::to_string(&number).unwrap(),
        "\"k1493206-6/202007-11938\""
    );
    assert_eq!(
        serde_json::to_string(&number.period()).unwrap(),
        "\"202007\""
    );
}

fn any_prefix() -> impl Strategy<Value = (String, Prefix)> {
    prop_oneof![
        ("[0-9A-Z]{8}", "[0-9X]", "-?").prop_map(|(body, check, hyphen)| {
            let code = OrgCode::parse(&format!("{body}{check}")).unwrap();
            (format!("{body}{hyphen}{check}"), Prefix::Org(code))
        }),
        "[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}".prop_map(|text| {
            let code = CreditCode::parse(&text).unwrap();
            (text, Prefix::Credit(code))
        }),
    ]
}

fn any_period() -> impl Strategy<Value = IndexPeriod> {
    let day = (1_i8..=12, 1_i8..=28);
    prop_oneof![
        YEARS.prop_map(IndexPeriod::Year),
        (YEARS, 1_u8..=12).prop_map(|(year, month)| IndexPeriod::Month(year, month)),
        (YEARS, day).prop_map(|(year, (month, day))| {
            IndexPeriod::Day(Date::new(year.cast_signed(), month, day).unwrap())
        }),
    ]
}

/// Texts that are nearly numbers, and any others.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[KkＫ0-9X/_~.-]{1,24}",
        "[0-9A-Z]{8}-?[0-9X][/-]20[0-9]{2}-[0-9]{1,6}",
        "\\PC{0,64}[0-9]",
        any::<String>(),
    ]
}

/// What file names stand for.
fn unescaped(name: &str) -> String {
    let pieces = name.split('~').enumerate();
    let piece = |(at, piece): (usize, &str)| match at % 2 {
        0 => piece.replace('_', "/"),
        _ => {
            let code = u32::from_str_radix(piece, 16).unwrap();
            char::from_u32(code).unwrap().to_string()
        }
    };
    pieces.map(piece).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn numbers_made_of_parts_parse_to_them(
        (text, prefix) in any_prefix(),
        separator in "[/-]",
        period in any_period(),
        serial in "[0-9]{4,6}",
    ) {
        let number = number(&format!("{text}{separator}{period}-{serial}"));
        prop_assert_eq!(number.shape(), match prefix {
            Prefix::Org(_) => Shape::Org,
            _ => Shape::Credit,
        });
        prop_assert_eq!(number.normal(), format!("{prefix}{separator}{period}-{serial}"));
        prop_assert_eq!(number.prefix(), prefix);
        prop_assert_eq!(number.year(), Some(period.year()));
        prop_assert_eq!(number.period(), Some(period));
        prop_assert_eq!(number.serial(), Some(serial));
    }

    #[test]
    fn days_and_serials_parse_to_them(period in any_period(), serial in "[0-9]{4,6}") {
        let number = number(&format!("{period}-{serial}"));
        let day = matches!(period, IndexPeriod::Day(_));
        prop_assert_eq!(number.shape() == Shape::Dated, day);
        prop_assert_eq!(number.period(), Some(period));
        prop_assert_eq!(number.serial(), Some(serial));
    }

    #[test]
    fn any_text_is_kept_and_named_safely(text in any_text()) {
        let Ok(number) = IndexNumber::parse(&text) else { return Ok(()) };
        prop_assert_eq!(number.to_string(), text);
        let _ = (number.shape(), number.check(), number.year(), number.serial());

        let normal = number.normal();
        prop_assert_eq!(IndexNumber::parse(&normal).unwrap().normal(), normal);

        let name = number.file_name();
        prop_assert!(!name.is_empty() && name.len() <= MAX_FILE_NAME);
        prop_assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_~".contains(&b)));
        prop_assert!(!name.starts_with('-'));
        if !name.starts_with("~~") {
            prop_assert_eq!(unescaped(&name), number.folded());
        }
    }
}
