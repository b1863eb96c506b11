//! What holds of every number and every text.

use proptest::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};

use super::super::claim::Kind;
use super::super::claims;
use super::super::verdict::Verdict;
use crate::model::Period;

/// The verdicts of one kind.
fn verdicts(progress: &str, kind: Kind) -> Vec<Verdict> {
    let found = claims("", progress, Period::parse("2020-Q2").ok()).into_iter();
    let of_kind = found.filter(|claim| claim.kind == kind);
    of_kind.map(|claim| claim.verdict).collect()
}

fn rate(done: u32, total: u32, decimals: u32) -> Decimal {
    let exact = Decimal::from(done) * Decimal::ONE_HUNDRED / Decimal::from(total);
    exact.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

proptest! {
    #[test]
    fn never_panics(
        title in "[0-9.%个项宗亩以上新建改造,;。(共其中已完成率]{0,40}",
        progress in "[0-9.%个项宗亩万亿元共计划任务已完成开工率占的其中余,;。()、1-3月一季度增长由到]{0,60}|.*",
    ) {
        for claim in claims(&title, &progress, Period::parse("2020-Q2").ok()) {
            prop_assert!(title.get(claim.range.clone()).is_some() || progress.get(claim.range).is_some());
        }
    }

    #[test]
    fn a_correct_rate_is_right_at_every_scale(
        total in 2_u32..90_000,
        part in 0.01_f64..1.0,
        decimals in 0_u32..4,
    ) {
        let done = ((f64::from(total) * part) as u32).max(1);
        let stated = rate(done, total, decimals);
        let text = format!("共{total}项任务,已完成{done}项,完成率{stated:.*}%", decimals as usize);
        prop_assert_eq!(verdicts(&text, Kind::Rate), [Verdict::Right], "{}", text);
    }

    #[test]
    fn another_rate_is_wrong(total in 2_u32..90_000, part in 0.01_f64..1.0, off in 2_u32..40, up: bool) {
        let done = ((f64::from(total) * part) as u32).max(1);
        let stated = rate(done, total, 1);
        let off = Decimal::new(i64::from(off), 1);
        let stated = if up { stated + off } else { stated - off };
        prop_assume!(stated >= Decimal::ZERO);
        let text = format!("共{total}项任务,已完成{done}项,完成率{stated:.1}%");
        prop_assert_eq!(verdicts(&text, Kind::Rate), [Verdict::Wrong], "{}", text);
    }

    #[test]
    fn parts_that_add_up_are_right(parts in prop::array::uniform4(1_u32..9000), off in 1_u32..50) {
        let [a, b, c, d] = parts;
        let text = |sum: u32| format!("共{sum}个项目(已完工{a}个、施工中{b}个、招标中{c}个、设计中{d}个)");
        let sum = a + b + c + d;
        prop_assert_eq!(verdicts(&text(sum), Kind::Partition), [Verdict::Right]);
        prop_assert!(!verdicts(&text(sum + off), Kind::Partition).contains(&Verdict::Right));
        prop_assert_eq!(verdicts(&text(sum - 1), Kind::Partition), [Verdict::Wrong]);
    }
}

#[test]
fn the_edge_of_rounding() {
    for (text, verdict) in [
        ("共800项,已完成1项,完成率0.13%", Verdict::Right),
        ("共800项,已完成1项,完成率0.12%", Verdict::Right),
        ("共800项,已完成1项,完成率0.125%", Verdict::Right),
        ("共800项,已完成1项,完成率0.1%", Verdict::Right),
        ("共3项,已完成2项,完成率66%", Verdict::Truncated),
        ("共3项,已完成2项,完成率67%", Verdict::Right),
        ("共3项,已完成2项,完成率67.7%", Verdict::Wrong),
    ] {
        assert_eq!(verdicts(text, Kind::Rate), [verdict], "{text}");
    }
}
