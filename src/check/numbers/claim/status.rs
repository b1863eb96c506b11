//! States of work as parts of all work: 已完工17个,施工中30个,招标中10个,设计中8个.

use super::partition::{Making, Whole, judge, remainder};
use super::{Claim, Kind, Task, earlier};
use crate::check::numbers::text::{Item, Role};
use crate::check::numbers::words::{has, starts};

/// A state of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    NotBegun,
    Planning,
    Designing,
    Bidding,
    Begun,
    Orderly,
    UnderWay,
    Continued,
    Finished,
    Rest,
}

const LABELS: &[(&str, Label)] = &[
    ("其余", Label::Rest),
    ("剩余", Label::Rest),
    ("未开工", Label::NotBegun),
    ("未启动", Label::NotBegun),
    ("待开工", Label::NotBegun),
    ("前期", Label::Planning),
    ("手续", Label::Planning),
    ("立项", Label::Planning),
    ("审批", Label::Planning),
    ("设计", Label::Designing),
    ("招标", Label::Bidding),
    ("招投标", Label::Bidding),
    ("续建", Label::Continued),
    ("完工", Label::Finished),
    ("竣工", Label::Finished),
    ("完成", Label::Finished),
    ("投用", Label::Finished),
    ("打通", Label::Finished),
    ("建成", Label::Finished),
    ("整改", Label::Finished),
    ("施工", Label::UnderWay),
    ("在建", Label::UnderWay),
    ("建设中", Label::UnderWay),
    ("开工", Label::Begun),
    ("正在", Label::Orderly),
    ("有序", Label::Orderly),
    ("推进", Label::Orderly),
];

/// The state that the words around a number tell.
pub(super) fn label(item: &Item<'_>) -> Option<Label> {
    let find = |text: &str| LABELS.iter().find(|(word, _)| text.contains(word));
    // 有序推进94条道路建设 says nothing of a part of them.
    let before =
        find(item.before).filter(|(word, label)| *label != Label::Orderly || *word == "正在");
    before.or_else(|| find(item.after)).map(|(_, label)| *label)
}

pub(super) fn find(task: &Task<'_>, claims: &mut Vec<Claim>) {
    let items = &task.progress.items;
    let mut rest = items.as_slice();
    while let Some(at) = rest.iter().position(|item| starts_run(item)) {
        let run = rest.get(at..).unwrap_or_default();
        let parts = run_of(run);
        if parts.len() > 2 || (parts.len() > 1 && remainder(&parts)) {
            claims_of(
                task,
                earlier(items, items.len() - run.len()),
                &parts,
                claims,
            );
        }
        // What is in brackets may stand between the parts.
        let end = parts.last().map_or(0, |part| part.range().end);
        let next = run.iter().position(|item| item.range().start >= end);
        rest = run
            .get(next.unwrap_or(run.len()).max(1)..)
            .unwrap_or_default();
    }
}

fn is_state(item: &Item<'_>) -> bool {
    let whole = item.role == Role::All || item.role == Role::Plan;
    item.bracket == 0 && item.countable().is_some() && !whole && label(item).is_some()
}

fn starts_run(item: &Item<'_>) -> bool {
    // 正在推进94条道路建设 may begin a list of parts, and is none.
    is_state(item) && !has(item.lead, &["其中"]) && !has(item.before, &["正在"])
}

/// States of the same unit one after another.
fn run_of<'i, 't>(items: &'i [Item<'t>]) -> Vec<&'i Item<'t>> {
    let mut parts: Vec<&Item<'t>> = Vec::new();
    let Some(unit) = items
        .first()
        .and_then(|item| item.countable())
        .map(|a| a.unit)
    else {
        return parts;
    };
    for item in items {
        if item.bracket != 0 {
            continue;
        }
        let repeats = parts.iter().any(|part| label(part) == label(item));
        let nested = starts(item.lead, &["其中"]);
        if !is_state(item) || nested || repeats || !item.has_unit(unit) {
            break;
        }
        parts.push(item);
    }
    parts
}

/// Compares a run with the number before it, or with the task's own.
fn claims_of<'t>(
    task: &Task<'t>,
    earlier: &[Item<'t>],
    parts: &[&Item<'t>],
    claims: &mut Vec<Claim>,
) {
    let Some((first, amount)) = parts
        .first()
        .and_then(|part| Some((part, part.countable()?)))
    else {
        return;
    };
    let same = |item: &&Item<'t>| item.bracket == 0 && item.has_unit(amount.unit);
    let near = earlier.iter().rfind(same);
    let near = near.filter(|item| item.sentence + 1 >= first.sentence);
    let mut own = task
        .title
        .items
        .iter()
        .filter(|item| item.has_unit(amount.unit));
    let title = own.next().filter(|_| own.next().is_none());
    let (total, titled) = match (near, title) {
        (Some(near), _) => (near, false),
        (None, Some(title)) => (title, true),
        (None, None) => return,
    };
    let told = claims
        .iter()
        .any(|claim| claim.kind == Kind::Partition && !titled && claim.range == total.range());
    if told {
        return;
    }
    let making = if remainder(parts) {
        Making::All
    } else {
        Making::Some
    };
    let whole = Whole {
        total,
        titled,
        parts: parts.to_vec(),
        making,
    };
    claims.extend(judge(task, &whole));
}
