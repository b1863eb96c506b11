//! Numeric targets that are answered without a number.

use rust_decimal::Decimal;

use super::{Claim, Kind, Place, Task};
use crate::check::numbers::text::Item;
use crate::check::numbers::token::{Kind as Token, Sort};
use crate::check::numbers::verdict::Verdict;
use crate::check::numbers::words::has;
use crate::say;

/// Words that answer a target without a number.
const ANSWERS: &[&str] = &[
    "已完成。",
    "全部完成",
    "全面完成",
    "均已完成",
    "超额",
    "已达",
    "达标",
    "停办",
    "取消",
    "暂停",
    "停止",
    "延期",
    "全部",
    "均已",
    "暂缓",
    "不再",
];

/// So many things may be answered for by their names.
const FEW: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// What a progress that says nothing is made of.
const EMPTY: &[&str] = &[
    "按序时进度",
    "按计划",
    "正常",
    "有序",
    "持续",
    "稳步",
    "加快",
    "各项",
    "工作",
    "推进",
    "进行",
    "实施",
    "正在",
    "施工",
    "全面",
    "中",
    "已",
    "。",
];

pub(super) fn find(task: &Task<'_>, claims: &mut Vec<Claim>) {
    let progress = &task.progress;
    let counts = |item: &Item<'_>| !matches!(item.numeral.kind, Token::Name | Token::Time(_));
    let words = progress.text.trim_end_matches(['。', ' ']);
    let bare = matches!(words, "已完成" | "完成" | "已开放" | "已投用");
    if words.is_empty() || bare || progress.items.iter().any(counts) || has(progress.text, ANSWERS)
    {
        return;
    }
    let mut rest = progress.text;
    while let Some(less) = EMPTY.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = less;
    }
    let empty = rest.is_empty();
    let Some(target) = task.title.items.iter().find(|item| is_target(item, empty)) else {
        return;
    };
    let words = task.title.words(target);
    claims.push(Claim {
        place: Place::Title,
        range: target.range(),
        kind: Kind::NoNumber,
        verdict: Verdict::Wrong,
        message: say!(
            "任务的目标是 {words}，进展里没有数字",
            "the task's target is {words}, and the progress has no number"
        ),
    });
}

/// Whether a number of the title is something to reach, and not a few things that a progress which is
/// not empty may answer for one by one.
fn is_target(item: &Item<'_>, empty: bool) -> bool {
    if item.quoted || item.bracket > 0 {
        return false;
    }
    match item.numeral.kind {
        Token::Percent(_) => true,
        Token::Amount(amount) => {
            let few = amount.unit.sort == Sort::Counter && amount.value <= FEW;
            amount.unit.adds_up() && !amount.chinese && (empty || !few)
        }
        Token::Between | Token::Time(_) | Token::Name => false,
    }
}
