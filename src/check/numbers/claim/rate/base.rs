//! What a rate is of: which of the numbers before it was done, and of how much.

use crate::check::numbers::claim::Task;
use crate::check::numbers::text::{Item, Role};
use crate::check::numbers::token::Sort;
use crate::check::numbers::verdict::Why;
use crate::check::numbers::words::has;

/// A part, its whole, and whether that is in the title.
pub(super) struct Pair<'i, 't> {
    pub(super) part: &'i Item<'t>,
    pub(super) whole: &'i Item<'t>,
    pub(super) titled: bool,
}

/// What was found for a percentage: the pairs, and whether they are surely what it is about.
pub(super) struct Found<'i, 't> {
    pub(super) pairs: Vec<Pair<'i, 't>>,
    /// Pairs that nothing but their place joins, or whose units differ: they may confirm, never refute.
    pub(super) loose: Vec<Pair<'i, 't>>,
    pub(super) doubt: Option<Why>,
}

/// 完成率: done is what the verb of the rate stands at; the total is in the text or is the task's own.
pub(super) fn rate_of<'i, 't>(
    task: &'i Task<'t>,
    earlier: &'i [Item<'t>],
    item: &Item<'t>,
    verb: &str,
) -> Found<'i, 't> {
    let does = |other: &&Item<'t>| {
        // 已开89个,开工率; 实种2401人,接种率.
        let clipped = other.before.strip_suffix(|c| verb.contains(c));
        other.before.contains(verb)
            || other.after.contains(verb)
            || clipped.is_some_and(|rest| rest.ends_with(['已', '实']))
    };
    let mut done = window(earlier, item);
    if done.is_empty() {
        // 启动108项、完成66项,启动率90%、完成率55%.
        let near = earlier.iter().filter(|other| other.segment == item.segment);
        done = near
            .filter(|other| other.countable().is_some())
            .filter(does)
            .collect();
    }
    done.retain(|other| !other.role.is_total() && other.clause < item.clause);
    let mut doing: Vec<_> = done.iter().copied().filter(does).collect();
    if doing.is_empty() && verb == "完成" {
        doing = done
            .iter()
            .copied()
            .filter(|other| other.role == Role::Done)
            .collect();
        if doing.is_empty() {
            doing.clone_from(&done);
        }
    }
    if doing.is_empty()
        && done
            .last()
            .is_some_and(|part| part.lead.starts_with("其中"))
    {
        // 其中有业委会的147个,覆盖率70%.
        let mut found = of_whole(earlier, item);
        found.loose.append(&mut found.pairs);
        return found;
    }
    let last = last_clause(&doing);
    let several = last.len() < doing.len();
    // 完成收储5宗190亩: what has no words of its own shares those before it.
    let shares = |other: &&&Item<'t>| {
        let clause = last.first().map(|item| item.clause);
        last.iter().any(|item| item.range() == other.range())
            || (other.before.is_empty() && Some(other.clause) == clause)
    };
    let chosen: Vec<_> = done.iter().filter(shares).copied().collect();
    with_totals(task, earlier, item, &chosen, several)
}

/// 占年度计划12.5亿元的58.8%, 完成年度目标的42%.
pub(super) fn of_plan<'i, 't>(
    task: &'i Task<'t>,
    earlier: &'i [Item<'t>],
    item: &Item<'t>,
) -> Found<'i, 't> {
    let mut done = window(earlier, item);
    if let Some(whole) = named_whole(&mut done, item) {
        return of_named(done, whole);
    }
    done.retain(|other| !other.role.is_total() && other.clause < item.clause);
    let chosen = last_clause(&done);
    with_totals(task, earlier, item, &chosen, false)
}

/// 共有小区160个,其中示范小区56个,占35%.
pub(super) fn of_whole<'i, 't>(earlier: &'i [Item<'t>], item: &Item<'t>) -> Found<'i, 't> {
    let mut found = Found {
        pairs: Vec::new(),
        loose: Vec::new(),
        doubt: None,
    };
    let mut near = window(earlier, item);
    if let Some(whole) = named_whole(&mut near, item) {
        return of_named(near, whole);
    }
    let near = near
        .into_iter()
        .rfind(|other| item.clause - other.clause <= 1);
    let Some((part, amount)) = near.and_then(|part| Some((part, part.countable()?))) else {
        return found;
    };
    // 任务共55项。达到进度44项,占比80%.
    let all = |other: &&Item<'t>| other.role == Role::All && other.has_unit(amount.unit);
    let before_it = earlier
        .iter()
        .filter(|other| other.sentence < part.sentence)
        .rfind(all);
    found.loose.extend(before_it.map(|whole| pair(part, whole)));
    let same = |other: &&Item<'t>| {
        other.sentence == part.sentence
            && other.range().end < part.range().start
            && other.has_unit(amount.unit)
    };
    let before: Vec<_> = earlier.iter().filter(same).collect();
    let parted = |other: &&Item<'t>| other.lead.starts_with("其中");
    let first_part = earlier
        .iter()
        .filter(|i| i.sentence == part.sentence)
        .position(|i| parted(&i));
    // 占总投资的40%.
    let named = item
        .before
        .rsplit_once('占')
        .and_then(|(_, word)| word.split_once('的'));
    let named = named
        .map(|(word, _)| word)
        .filter(|word| word.starts_with('总'));
    if let Some(word) = named
        && let [whole] = before
            .iter()
            .filter(|o| o.before.ends_with(word))
            .collect::<Vec<_>>()
            .as_slice()
    {
        found.pairs.push(pair(part, whole));
        return found;
    }
    let whole = before
        .iter()
        .rfind(|other| other.role == Role::All)
        .or_else(|| before.iter().rfind(|other| other.after.ends_with('中')))
        .or_else(|| before.last().filter(|_| parted(&part)));
    if let Some(whole) = whole {
        let sure = whole.role == Role::All && (first_part.is_some() || has(item.before, &["总"]));
        found.doubt = (!sure).then_some(Why::Several);
        found.pairs.push(pair(part, whole));
    }
    found
}

/// The numbers before the percentage that may be what was done: those after the last percentage in the
/// same run of clauses.
pub(super) fn window<'i, 't>(earlier: &'i [Item<'t>], item: &Item<'t>) -> Vec<&'i Item<'t>> {
    let near = earlier
        .iter()
        .rev()
        .take_while(|other| other.segment == item.segment && other.percent().is_none());
    let mut near: Vec<_> = near
        .filter(|other| other.bracket == item.bracket && other.countable().is_some())
        .collect();
    near.reverse();
    near
}

/// The items of the last clause that has any.
fn last_clause<'i, 't>(items: &[&'i Item<'t>]) -> Vec<&'i Item<'t>> {
    let last = items.iter().map(|item| item.clause).max();
    let of_last = items.iter().filter(|item| Some(item.clause) == last);
    of_last.copied().collect()
}

/// The number right before the percentage, if that is what it is a share of.
fn named_whole<'i, 't>(done: &mut Vec<&'i Item<'t>>, item: &Item<'t>) -> Option<&'i Item<'t>> {
    let last = done.last().copied()?;
    let named = item.before.ends_with('的')
        && last.clause == item.clause
        && has(last.before, &["占", "为", "完成", "达"]);
    named.then(|| done.pop()).flatten()
}

fn of_named<'i, 't>(done: Vec<&'i Item<'t>>, whole: &'i Item<'t>) -> Found<'i, 't> {
    let unit = whole.countable().map(|a| a.unit);
    let part = done
        .into_iter()
        .rfind(|d| d.countable().map(|a| a.unit) == unit);
    Found {
        pairs: part.map(|part| pair(part, whole)).into_iter().collect(),
        loose: Vec::new(),
        doubt: None,
    }
}

fn pair<'i, 't>(part: &'i Item<'t>, whole: &'i Item<'t>) -> Pair<'i, 't> {
    let titled = false;
    Pair {
        part,
        whole,
        titled,
    }
}

/// The totals of what was done: those before the percentage in its sentence, or else earlier, or else
/// the task's own.
fn with_totals<'i, 't>(
    task: &'i Task<'t>,
    earlier: &'i [Item<'t>],
    item: &Item<'t>,
    done: &[&'i Item<'t>],
    several: bool,
) -> Found<'i, 't> {
    let mut found = Found {
        pairs: Vec::new(),
        loose: Vec::new(),
        doubt: several.then_some(Why::Several),
    };
    let totals = || earlier.iter().filter(|other| other.role.is_total());
    for part in done {
        let Some(unit) = part.countable().map(|a| a.unit) else {
            continue;
        };
        let here: Vec<_> = totals()
            .filter(|t| t.sentence == item.sentence && t.has_unit(unit))
            .collect();
        let stated = if here.is_empty() {
            totals().filter(|t| t.has_unit(unit)).collect()
        } else {
            here
        };
        let own: Vec<_> = if stated.is_empty() {
            let title = task.title.items.iter();
            title
                .filter(|t| t.has_unit(unit) && !has(t.before, &["总投资"]))
                .collect()
        } else {
            Vec::new()
        };
        if stated.len() + own.len() > 1 {
            found.doubt = found.doubt.or(Some(Why::Several));
        }
        if !own.is_empty()
            && has(
                task.title.text,
                &["三年", "五年", "十四五", "十三五", "累计"],
            )
        {
            found.doubt = found.doubt.or(Some(Why::Scope));
        }
        found
            .pairs
            .extend(stated.iter().map(|whole| pair(part, whole)));
        found.pairs.extend(own.iter().map(|whole| Pair {
            titled: true,
            ..pair(part, whole)
        }));
        let maybe = maybe_wholes(earlier, part, stated.is_empty() && own.is_empty());
        found
            .loose
            .extend(maybe.into_iter().map(|whole| pair(part, whole)));
    }
    found
}

/// What may be the whole of a part though nothing says so: 收集问题144个,解决132个; 办结234件,满意221件; and,
/// if units may differ, 任务965点,完成576项.
fn maybe_wholes<'i, 't>(
    earlier: &'i [Item<'t>],
    part: &Item<'t>,
    any_unit: bool,
) -> Vec<&'i Item<'t>> {
    let Some(amount) = part.countable() else {
        return Vec::new();
    };
    let whole = |other: &&Item<'t>| {
        let counts = other
            .countable()
            .is_some_and(|a| a.unit.sort == Sort::Counter);
        let loose = any_unit && counts && amount.unit.sort == Sort::Counter;
        other.sentence == part.sentence
            && other.range().end <= part.range().start
            && (other.has_unit(amount.unit) || (loose && other.role.is_total()))
    };
    earlier.iter().filter(whole).collect()
}
