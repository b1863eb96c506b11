//! Parts of a whole that is named with them: 共58个,其中新开工16个、续建30个、前期12个.

use rust_decimal::Decimal;

use super::status::{Label, label};
use super::{Claim, Kind, Place, Task, earlier, exact, later};
use crate::check::numbers::text::{Item, Role, Text};
use crate::check::numbers::token::Amount;
use crate::check::numbers::verdict::{Verdict, Why};
use crate::check::numbers::words::{DONE, SUMS, ends, has, starts};
use crate::diagnostic::Message;
use crate::say;

/// What the words say of how parts make up the whole.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Making {
    /// They are said to be all: 合计, 其余.
    All,
    /// They stand in brackets without a word such as 其中.
    Listed,
    /// Some of it: 其中.
    Some,
}

/// A whole and its parts.
pub(super) struct Whole<'i, 't> {
    pub(super) total: &'i Item<'t>,
    /// Whether the total is in the title.
    pub(super) titled: bool,
    pub(super) parts: Vec<&'i Item<'t>>,
    pub(super) making: Making,
}

pub(super) fn find(task: &Task<'_>, claims: &mut Vec<Claim>) {
    let items = &task.progress.items;
    for (at, total) in items.iter().enumerate() {
        let Some(amount) = total.countable() else {
            continue;
        };
        let after = later(items, at);
        let whole = in_brackets(items, at, total, amount)
            .or_else(|| same_verb(after, total, amount))
            .or_else(|| among(after, total, amount))
            .or_else(|| summed(earlier(items, at), total, amount));
        claims.extend(whole.and_then(|whole| judge(task, &whole)));
    }
}

/// 58个(其中新开工16个、续建30个、前期12个).
fn in_brackets<'i, 't>(
    items: &'i [Item<'t>],
    at: usize,
    total: &'i Item<'t>,
    amount: Amount,
) -> Option<Whole<'i, 't>> {
    let inside = items
        .iter()
        .skip(at + 1)
        .take_while(|item| item.owner == Some(at));
    let inside: Vec<_> = inside.collect();
    let first = inside.first()?;
    if starts(first.lead, &["含", "另"]) {
        return None;
    }
    let parts: Vec<_> = inside
        .iter()
        .copied()
        .filter(|i| i.has_unit(amount.unit))
        .collect();
    let making = if remainder(&parts) {
        Making::All
    } else if has(first.lead, &["其中", "包括", "如"]) || parts.len() < inside.len() {
        Making::Some
    } else {
        Making::Listed
    };
    (parts.len() > 1).then_some(Whole {
        total,
        titled: false,
        parts,
        making,
    })
}

/// 其中…; 分别为…; 24个站点:….
fn among<'i, 't>(
    after: &'i [Item<'t>],
    total: &'i Item<'t>,
    amount: Amount,
) -> Option<Whole<'i, 't>> {
    let mut parts = Vec::new();
    let mut introduced = false;
    for item in after {
        if item.sentence != total.sentence || item.bracket != total.bracket {
            if item.bracket != total.bracket && item.sentence == total.sentence {
                continue;
            }
            break;
        }
        let opens = item.lead.starts_with("其中") && item.before.starts_with("其中");
        if item.has_unit(amount.unit) {
            let again = opens && !parts.is_empty();
            if again || item.role == Role::All || ends(item.before, SUMS) {
                break;
            }
            if parts.is_empty() {
                let each = |text: &str| text.contains("分别");
                introduced = opens || (each(item.lead) && !each(total.lead)) || each(total.after);
                let next = item.clause == total.clause + 1 && item.segment == total.segment;
                let listed = total.role == Role::All || matches!(total.mark, Some(':' | '：'));
                introduced |= next && listed;
            }
            parts.push(item);
        } else if opens && !parts.is_empty() {
            break;
        }
    }
    let making = match (remainder(&parts), introduced) {
        (true, true) => Making::All,
        // 申报8个,获批3个,其余5个待批: unless the total is itself the first of the parts.
        (true, false) => Making::Listed,
        (false, _) => Making::Some,
    };
    introduced |= making == Making::Listed && label(total).is_none();
    (introduced && parts.len() > 1).then_some(Whole {
        total,
        titled: false,
        parts,
        making,
    })
}

/// 计划引进30家,其中城北计划引进12家、已引进5家;城西计划引进18家: parts of what the same is said of.
fn same_verb<'i, 't>(
    after: &'i [Item<'t>],
    total: &'i Item<'t>,
    amount: Amount,
) -> Option<Whole<'i, 't>> {
    let verb = verb(total.before)?;
    let opens = |item: &Item<'t>| item.bracket == total.bracket && item.before.starts_with("其中");
    let start = after.iter().take(3).position(opens)?;
    let after = after.get(start..)?;
    let sentence = after.first()?.sentence;
    if sentence > total.sentence + 1 {
        return None;
    }
    let planned = |item: &Item<'t>| has(item.before, &["计划", "拟"]);
    let does = |item: &&Item<'t>| {
        item.sentence == sentence
            && item.bracket == total.bracket
            && planned(item) == planned(total)
            && item
                .countable()
                .is_some_and(|a| a.unit.sort == amount.unit.sort)
            && (self::verb(item.before) == Some(verb)
                || starts(item.after.trim_start_matches('已'), &[verb]))
    };
    let parts: Vec<_> = after.iter().filter(does).collect();
    (parts.len() > 1).then_some(Whole {
        total,
        titled: false,
        parts,
        // What was done without a number is not among them.
        making: Making::Some,
    })
}

/// The last word before a number that says what was or is to be done.
fn verb(before: &str) -> Option<&'static str> {
    let words = DONE
        .iter()
        .filter(|word| !matches!(**word, "已" | "累计" | "实现"));
    let found = words.filter_map(|word| Some((before.rfind(word)?, *word)));
    found.max().map(|(_, word)| word)
}

/// 线上12场、线下3场,共计15场.
fn summed<'i, 't>(
    before: &'i [Item<'t>],
    total: &'i Item<'t>,
    amount: Amount,
) -> Option<Whole<'i, 't>> {
    if !SUMS.contains(&total.before) {
        return None;
    }
    let mut parts: Vec<&Item<'t>> = Vec::new();
    for item in before.iter().rev() {
        let part = item.has_unit(amount.unit) && item.bracket == total.bracket;
        if item.segment != total.segment || ends(item.before, SUMS) || !part {
            // 街道3个,企业5家、8家,共13家 is one sum; in one clause the other number may be part of it.
            let mixed = parts.last().is_some_and(|part| part.clause == item.clause);
            if mixed {
                return None;
            }
            break;
        }
        parts.push(item);
    }
    parts.reverse();
    // 全年20个,已完工8个,在建6个,共14个: what is before the parts may be another total.
    let adds_up = |from: &usize| {
        let parts = parts.iter().skip(*from).filter_map(|part| part.countable());
        parts
            .map(|a| a.value)
            .fold(Decimal::ZERO, Decimal::saturating_add)
            == amount.value
    };
    let from = (0..parts.len().saturating_sub(1)).find(adds_up);
    let parts = parts.split_off(from.unwrap_or(0));
    (parts.len() > 1).then_some(Whole {
        total,
        titled: false,
        parts,
        making: Making::All,
    })
}

/// Whether the last part is what remains.
pub(super) fn remainder(parts: &[&Item<'_>]) -> bool {
    let last = parts.last();
    last.is_some_and(|item| starts(item.before, &["其余", "剩余", "余下", "其他"]))
}

/// Adds up the parts. `None` if there is nothing to say.
pub(super) fn judge(task: &Task<'_>, whole: &Whole<'_, '_>) -> Option<Claim> {
    let total = whole.total.countable()?;
    let text = if whole.titled {
        &task.title
    } else {
        &task.progress
    };
    let amounts: Vec<_> = whole
        .parts
        .iter()
        .filter_map(|part| part.countable())
        .collect();
    let add = |of: fn(&Amount) -> Decimal| {
        amounts
            .iter()
            .try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(of(amount)))
    };
    let sum = add(|a| a.value)?;
    let slack = add(|a| a.grain)?.checked_add(total.grain)?;
    let off = sum.checked_sub(total.value)?.abs();
    // Only what is written with decimals or scaled is rounded.
    let rounded = off <= slack / Decimal::TWO && !off.is_zero();
    let rough = whole.parts.iter().any(|part| !exact(part));
    let verdict = if off.is_zero() {
        Verdict::Right
    } else if rounded {
        Verdict::Undecidable(Why::Rounded)
    } else if rough || !exact(whole.total) {
        Verdict::Undecidable(Why::Rough)
    } else if is_wrong(whole, sum, total.value) {
        Verdict::Wrong
    } else {
        Verdict::Undecidable(Why::Partial)
    };
    let sum = said(task, text, whole, sum.checked_div(total.scale)?);
    let Message { zh, en } = sum;
    let words = text.words(whole.total);
    let message = match &verdict {
        Verdict::Right => say!("{zh}，与所写 {words} 相符", "{en}, as stated: {words}"),
        Verdict::Undecidable(why) => {
            let why = why.message();
            let (why_zh, why_en) = (why.zh, why.en);
            say!(
                "{zh}，写的是 {words}：{why_zh}",
                "{en}, {words} is stated: {why_en}"
            )
        }
        Verdict::Wrong | Verdict::Truncated => {
            say!("{zh}，写的是 {words}", "{en}, but {words} is stated")
        }
    };
    Some(Claim {
        place: if whole.titled {
            Place::Title
        } else {
            Place::Progress
        },
        range: whole.total.range(),
        kind: Kind::Partition,
        verdict,
        message,
    })
}

/// `17个 + 30个 + 10个 + 8个 = 65个`.
fn said(task: &Task<'_>, text: &Text<'_>, whole: &Whole<'_, '_>, sum: Decimal) -> Message {
    let parts: Vec<_> = whole
        .parts
        .iter()
        .map(|part| task.progress.words(part))
        .collect();
    let parts = parts.join(" + ");
    let words = text.words(whole.total);
    let unit = words
        .trim_start_matches(|c: char| crate::check::numbers::is_digit(c) || ",，.．-".contains(c));
    let sum = sum.normalize();
    say!("{parts} = {sum}{unit}", "{parts} = {sum}{unit}")
}

/// Whether parts that do not make up the whole are surely meant to.
fn is_wrong(whole: &Whole<'_, '_>, sum: Decimal, total: Decimal) -> bool {
    let off = (sum.saturating_sub(total)).abs();
    let bound = total.checked_div(Decimal::from(50)).unwrap_or_default();
    let near = off <= bound.max(Decimal::ONE);
    let more = sum > total;
    match whole.making {
        // A number far off, or a part that is all by itself, is of something else.
        Making::All => {
            let some = total.saturating_mul(Decimal::new(3, 1));
            off <= some
                && whole
                    .parts
                    .iter()
                    .all(|part| part.countable().is_some_and(|a| a.value < total))
        }
        Making::Listed => near || (more && apart(&whole.parts)),
        Making::Some => apart(&whole.parts) && ((near && whole.parts.len() > 2) || more),
    }
}

/// Whether nothing can be in two of the parts: each says another state, or another of parallel classes.
fn apart(parts: &[&Item<'_>]) -> bool {
    let labels: Option<Vec<Label>> = parts.iter().map(|part| label(part)).collect();
    if let Some(labels) = labels {
        let twice = labels
            .iter()
            .enumerate()
            .any(|(at, one)| labels.iter().skip(at + 1).any(|two| one == two));
        // What is finished or under way was begun; a list of many states is read as one of stages.
        let nested = labels.contains(&Label::Begun)
            && labels
                .iter()
                .any(|l| matches!(l, Label::Finished | Label::UnderWay));
        return !twice && (!nested || parts.len() > 3);
    }
    let class = |part: &&Item<'_>| {
        part.before
            .trim_end_matches(['有', '为', '约'])
            .chars()
            .next_back()
    };
    let first = parts.first().and_then(class);
    let parallel = first.is_some_and(|c| "类级期批月镇乡".contains(c));
    parallel && parts.iter().all(|part| class(part) == first)
}
