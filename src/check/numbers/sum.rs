//! Decimal arithmetic, which never panics, and how it is shown.

use rust_decimal::{Decimal, RoundingStrategy};

use super::token::Percent;

/// A number and how far it may be from what was rounded to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Approx {
    pub(super) value: Decimal,
    pub(super) slack: Decimal,
}

/// How a stated percentage fits two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// It is the rounded share.
    Exactly,
    /// It may be, as the numbers are rounded themselves.
    Perhaps,
    /// It is the share with digits cut off.
    CutOff,
    /// It is another number.
    Not,
}

/// `part` of `whole` in per cent.
pub(super) fn share(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
}

/// Compares what is stated with `part` of `whole`.
pub(super) fn fit(part: Approx, whole: Approx, stated: Percent) -> Option<Fit> {
    let exact = share(part.value, whole.value)?;
    if near(exact, stated) {
        return Some(Fit::Exactly);
    }
    let half = half(stated)?;
    let least = share(
        part.value.checked_sub(part.slack)?,
        whole.value.checked_add(whole.slack)?,
    )?;
    let most = whole
        .value
        .checked_sub(whole.slack)
        .filter(|w| *w > Decimal::ZERO);
    let most = most.and_then(|whole| share(part.value.checked_add(part.slack)?, whole));
    let (low, high) = (
        stated.value.checked_sub(half)?,
        stated.value.checked_add(half)?,
    );
    let within = least <= high && most.is_none_or(|most| most >= low);
    if within && !(part.slack.is_zero() && whole.slack.is_zero()) {
        return Some(Fit::Perhaps);
    }
    let cut = exact.round_dp_with_strategy(stated.decimals, RoundingStrategy::ToZero);
    Some(if cut == stated.value {
        Fit::CutOff
    } else {
        Fit::Not
    })
}

/// Whether `exact` rounds to what is stated.
pub(super) fn near(exact: Decimal, stated: Percent) -> bool {
    let off = exact.checked_sub(stated.value).map(|off| off.abs());
    off.zip(half(stated)).is_some_and(|(off, half)| off <= half)
}

/// Half of the last decimal that is stated.
fn half(stated: Percent) -> Option<Decimal> {
    Decimal::try_new(5, stated.decimals.checked_add(1)?).ok()
}

/// A share as it is shown beside what is stated: one decimal more than that, and two at least.
pub(super) fn shown_percent(exact: Decimal, stated: Percent) -> String {
    let places = stated.decimals.saturating_add(1).clamp(2, 6);
    let rounded = exact.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    rounded.normalize().to_string()
}
