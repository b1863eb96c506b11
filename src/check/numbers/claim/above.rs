//! More done than there is to do.

use super::{Claim, Kind, Task, earlier, exact};
use crate::check::numbers::text::{Item, Role};
use crate::check::numbers::verdict::Verdict;
use crate::check::numbers::words::{DONE, has};
use crate::say;

/// Words of work on what is there: its number is not one to surpass.
const ON_WHAT_IS: &[&str] = &[
    "改造", "提升", "整治", "修缮", "治理", "维修", "拆除", "消除", "加固",
];

pub(super) fn find(task: &Task<'_>, claims: &mut Vec<Claim>) {
    let items = &task.progress.items;
    if has(
        task.progress.text,
        &["超额", "超过", "超出", "超计划", "提前"],
    ) {
        return;
    }
    for (at, item) in items.iter().enumerate() {
        let Some(done) = item.countable() else {
            continue;
        };
        let plain =
            item.role == Role::Done && item.bracket == 0 && exact(item) && names_nothing(item);
        if !plain || done.chinese {
            continue;
        }
        let stated = earlier(items, at)
            .iter()
            .filter(|other| other.has_unit(done.unit) && other.role.is_total());
        let stated: Vec<_> = stated.collect();
        let total = match stated.as_slice() {
            [] => own(task, item).map(|item| (item, true)),
            [one] if one.role == Role::All && one.sentence == item.sentence => Some((*one, false)),
            _ => None,
        };
        let Some((total, titled)) = total.filter(|(total, _)| exact(total)) else {
            continue;
        };
        if total.countable().is_none_or(|all| done.value <= all.value) {
            continue;
        }
        let words = task.progress.words(item);
        let message = if titled {
            let all = task.title.words(total);
            say!(
                "{words} > {all}（任务）：已完成的多于总数",
                "{words} > {all} (the task's): more is done than there is"
            )
        } else {
            let all = task.progress.words(total);
            say!(
                "{words} > {all}：已完成的多于总数",
                "{words} > {all}: more is done than there is"
            )
        };
        claims.push(Claim::progress(
            item,
            Kind::AboveTotal,
            Verdict::Wrong,
            message,
        ));
    }
}

/// The one number of the task of this unit, if it is of things that are there.
fn own<'i, 't>(task: &'i Task<'t>, item: &Item<'t>) -> Option<&'i Item<'t>> {
    let unit = item.countable()?.unit;
    let mut own = task.title.items.iter().filter(|own| own.has_unit(unit));
    let only = own.next().filter(|_| own.next().is_none())?;
    let made = has(only.lead, &["新建", "新增", "加装", "引进"]);
    (has(only.lead, ON_WHAT_IS) && !made).then_some(only)
}

/// Whether nothing is said of what was done but that it was: `已开工89个`.
fn names_nothing(item: &Item<'_>) -> bool {
    const AROUND: &[&str] = &["目前", "现已", "均", "共", "全部", "了"];
    let mut words = item.before;
    while let Some(rest) = DONE
        .iter()
        .chain(AROUND)
        .find_map(|word| words.strip_prefix(word))
    {
        words = rest;
    }
    words.is_empty() && !item.before.is_empty() && item.after.is_empty() && item.mark.is_some()
}
