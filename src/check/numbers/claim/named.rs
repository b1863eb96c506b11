//! Things that are named and counted: 联想、浙数文化、托普云农等3个项目. A list may leave out some of what it
//! counts, so it can only be seen to be right.

use rust_decimal::Decimal;

use super::{Claim, Kind, Task};
use crate::check::numbers::token::Sort;
use crate::check::numbers::verdict::{Verdict, Why};
use crate::say;

pub(super) fn find(task: &Task<'_>, claims: &mut Vec<Claim>) {
    let mut clause = None;
    for item in &task.progress.items {
        let first = clause != Some(item.clause);
        clause = Some(item.clause);
        let counted = item
            .countable()
            .filter(|a| first && !a.chinese && a.unit.sort == Sort::Counter);
        let Some(amount) = counted else { continue };
        let open = item.lead.ends_with('等');
        let list = item.lead.trim_end_matches(['等', '共']);
        let names = names(list);
        if names < 2 {
            continue;
        }
        let words = task.progress.words(item);
        if amount.value == Decimal::from(names) {
            let message = say!(
                "列出 {names} 个名称，与所写 {words} 相符",
                "{names} names are listed, as stated: {words}"
            );
            claims.push(Claim::progress(item, Kind::Named, Verdict::Right, message));
        } else if !open && item.lead.ends_with('共') {
            let words = format!("{words} ({names})");
            claims.push(Claim::open(item, Kind::Named, &words, Why::Partial));
        }
    }
}

/// How many names a list has.
fn names(list: &str) -> usize {
    let last = list.rsplit('、').next().unwrap_or(list);
    let joined = last.contains('和') || last.contains('及');
    list.matches('、').count() + usize::from(joined) + 1
}
