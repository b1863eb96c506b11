//! The task's own numbers where the progress names them again.

use super::{Claim, Kind, Task};
use crate::check::numbers::text::{Bound, Item, Role};
use crate::check::numbers::token::Amount;
use crate::check::numbers::verdict::{Verdict, Why};
use crate::check::numbers::words::{ends, has};
use crate::say;

pub(super) fn find(task: &Task<'_>, claims: &mut Vec<Claim>) {
    for own in &task.title.items {
        let Some(amount) = own.countable().filter(|a| !a.chinese) else {
            continue;
        };
        let same = task
            .title
            .items
            .iter()
            .filter(|item| item.has_unit(amount.unit));
        if same.count() > 1 {
            continue;
        }
        compare(task, own, amount, claims);
    }
}

fn compare(task: &Task<'_>, own: &Item<'_>, amount: Amount, claims: &mut Vec<Claim>) {
    let mut found = Vec::new();
    for item in task
        .progress
        .items
        .iter()
        .filter(|item| item.has_unit(amount.unit))
    {
        let Some(named) = item.countable() else {
            continue;
        };
        if item.role == Role::Done || item.owner.is_some() {
            continue;
        }
        let noun = names_same(task, item);
        let planned =
            item.role == Role::Plan && ends(item.before, &["目标", "任务", "任务数", "目标任务"]);
        let counted = (ends(item.before, ALL) && noun) || all_of_it(own, item);
        let total = (item.role == Role::All && counted) || planned;
        if named.value == amount.value && (total || noun || same_words(own, item)) {
            found.push((item, Verdict::Right));
        } else if total {
            let surely = own.bound == Bound::Exact
                && item.bound == Bound::Exact
                && !has(item.before, &["全区", "全市", "全省", "辖区", "累计", "已"]);
            let verdict = if surely {
                Verdict::Wrong
            } else {
                Verdict::Undecidable(Why::Scope)
            };
            found.push((item, verdict));
        }
    }
    let said = found.iter().any(|(_, verdict)| *verdict == Verdict::Right);
    for (item, verdict) in found {
        let verdict = match verdict {
            // It is named as it is, too: the other is of something else.
            Verdict::Wrong if said => Verdict::Undecidable(Why::Scope),
            verdict => verdict,
        };
        let (target, words) = (task.title.words(own), task.progress.words(item));
        let message = match &verdict {
            Verdict::Right => say!(
                "任务写的是 {target}，进展也写 {words}",
                "the task says {target}, and so does the progress: {words}"
            ),
            Verdict::Undecidable(why) => {
                let why = why.message();
                let (zh, en) = (why.zh, why.en);
                say!(
                    "任务写的是 {target}，进展写的是 {words}：{zh}",
                    "the task says {target}, the progress {words}: {en}"
                )
            }
            Verdict::Wrong | Verdict::Truncated => say!(
                "任务写的是 {target}，进展写的是 {words}",
                "the task says {target}, but the progress {words}"
            ),
        };
        claims.push(Claim::progress(item, Kind::Target, verdict, message));
    }
}

const ALL: &[&str] = &[
    "共计",
    "总计",
    "合计",
    "总共",
    "共",
    "共有",
    "涉及",
    "共涉及",
    "总数",
    "排定",
];

/// Whether what is counted is named in the title, too, by its first two characters: 133个项目.
fn names_same(task: &Task<'_>, item: &Item<'_>) -> bool {
    let second = item.after.char_indices().nth(1);
    let noun = second.and_then(|(at, c)| item.after.get(..at + c.len_utf8()));
    noun.is_some_and(|noun| task.title.text.contains(noun))
}

/// Whether the progress says the words of the title again with 共 before them: 共实施水利项目16个.
fn all_of_it(own: &Item<'_>, item: &Item<'_>) -> bool {
    let words = item
        .before
        .trim_start_matches("今年")
        .trim_start_matches("全年");
    let words = words.strip_prefix("共计").or(words.strip_prefix('共'));
    words.is_some_and(|words| words == own.before && item.after.is_empty() && own.after.is_empty())
}

/// Whether both stand after the same words: 新建公厕18座.
fn same_words(own: &Item<'_>, item: &Item<'_>) -> bool {
    item.after.is_empty() && !own.before.is_empty() && item.before.ends_with(own.before)
}
