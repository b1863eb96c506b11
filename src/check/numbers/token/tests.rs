//! Numerals in the ways that reports write them.

use proptest::prelude::*;

use super::*;

/// The numerals of a text, each as its words and what it is.
fn read(text: &str) -> Vec<String> {
    let show = |numeral: Numeral| {
        let words = text.get(numeral.range).unwrap();
        match numeral.kind {
            Kind::Amount(a) => {
                let rough = if a.rough { " rough" } else { "" };
                format!("{words} = {} {}{rough}", a.value.normalize(), a.unit.name)
            }
            Kind::Percent(p) => format!("{words} = {} %", p.value),
            Kind::Between => format!("{words} between"),
            Kind::Time(m) => {
                let year = m.year.map_or(String::new(), |year| format!("{year} "));
                format!("{words} = {year}{}..{}", m.first, m.last)
            }
            Kind::Name => format!("{words} name"),
        }
    };
    numerals(text).into_iter().map(show).collect()
}

#[test]
fn amounts() {
    for (text, expected) in [
        ("出让9宗359.397亩", "9宗 = 9 宗|359.397亩 = 359.397 亩"),
        ("完成38.05万平方米", "38.05万平方米 = 380500 平方米"),
        ("签约近2000平,台账3平台", "2000平 = 2000 平方米|3 name"),
        ("投资6.2亿元", "6.2亿元 = 620000000 元"),
        ("８０项，１．５万元", "８０项 = 80 项|１．５万元 = 15000 元"),
        ("1,691项", "1,691项 = 1691 项"),
        ("街道3,5个", "3 = 3 |5个 = 5 个"),
        (
            "500余户,30多家",
            "500余户 = 500 户 rough|30多家 = 30 家 rough",
        ),
        ("18.7公里,300米", "18.7公里 = 18700 米|300米 = 300 米"),
        ("58万科项目", "58 = 58 "),
        (
            "两个园区、八张表、十二家、三四个、一批",
            "两个 = 2 个|十二家 = 12 家",
        ),
        ("三方协同、四处走访、二次审核", ""),
        ("123456789012345678901项", "123456789012345678901 name"),
    ] {
        assert_eq!(read(text).join("|"), expected, "{text}");
    }
}

#[test]
fn percentages_and_ranges() {
    for (text, expected) in [
        ("增速-5.9%", "-5.9% = -5.9 %"),
        ("为-18.33%, GDP", "-18.33% = -18.33 %"),
        ("完成率７５％", "７５％ = 75 %"),
        ("37.5 %", "37.5 % = 37.5 %"),
        ("百分之六十", "百分之六十 = 60 %"),
        ("10-20%", "10-20% between"),
        ("0-3岁", "0-3岁 between"),
        ("3至5个", "3至5个 between"),
        ("提高0.4个百分点", "0.4个百分点 = 0.4 百分点"),
    ] {
        assert_eq!(read(text).join("|"), expected, "{text}");
    }
}

#[test]
fn times() {
    for (text, expected) in [
        ("1-3月", "1-3月 = 1..3"),
        ("1月至5月", "1月至5月 = 1..5"),
        ("2019年1—6月", "2019年1—6月 = 2019 1..6"),
        ("一季度", "一季度 = 1..3"),
        ("第二季度", "第二季度 = 4..6"),
        ("前三季度", "前三季度 = 1..9"),
        ("前5个月", "前5个月 = 1..5"),
        ("上半年", "上半年 = 1..6"),
        ("6月底", "6月底 = 6..6"),
        ("截至5月底", "截至5月底 = 1..5"),
        ("截至6月30日", "截至6月30日 = 1..6"),
        ("7月11日", "7月11日 name"),
        ("2020年7月22日", "2020年7月22日 name"),
        ("2019年度", "2019年度 name"),
        ("13月", "13月 = 13 月"),
        ("3个月", "3个月 = 3 个月"),
    ] {
        assert_eq!(read(text).join("|"), expected, "{text}");
    }
}

#[test]
fn names() {
    for (text, expected) in [
        ("康桥FG10-B41-01地块", "FG10-B41-01 name"),
        ("GS1308-M2-16地块", "GS1308-M2-16 name"),
        ("拱宸39地块", "39地块 name"),
        ("杭政工出[2019]19号", "2019 = 2019 |19号 name"),
        ("第3批、第七次", "第3批 name|第七次 name"),
        ("3、4、10号线", "3 = 3 |4 = 4 |10号 name"),
        ("5G基站", "5G name"),
        ("0571-88888888", "0571-88888888 name"),
        ("9:00-17:00", "9:00-17:00 name"),
        ("2020-07-22", "2020-07-22 name"),
        ("3/4的商户", "3/4 name"),
    ] {
        assert_eq!(read(text).join("|"), expected, "{text}");
    }
}

proptest! {
    #[test]
    fn never_panics_and_stays_on_characters(
        text in "[0-9０-９.,，%％+−-年月日至第一二十百千两万亿余个宗亩平方米截至上半季度GS/ ]{0,40}|.*"
    ) {
        let mut end = 0;
        for numeral in numerals(&text) {
            prop_assert!(numeral.range.start >= end && numeral.range.end > numeral.range.start);
            end = numeral.range.end;
            prop_assert!(text.get(numeral.range).is_some());
        }
    }
}
