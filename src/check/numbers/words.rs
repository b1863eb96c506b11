//! The words that tell what a number is.

use super::text::{Bound, Item, Role};

/// Words of being done, as they stand before a number or begin what follows it.
pub(super) const DONE: &[&str] = &[
    "完成", "开工", "竣工", "完工", "投用", "投入", "交付", "签约", "腾空", "整改", "办结", "建成",
    "创建", "改造", "收储", "出让", "回迁", "加固", "维修", "整治", "落实", "修缮", "治理", "拆除",
    "验收", "解决", "发放", "化解", "处置", "培训", "上报", "注册", "引进", "招引", "落地", "培育",
    "新增", "累计", "实现", "已",
];

/// Words of what is to be done.
const PLAN: &[&str] = &[
    "计划",
    "目标",
    "任务",
    "拟",
    "预计",
    "需完成",
    "应完成",
    "应",
    "要求",
    "力争",
    "确保",
];

/// Words of all there is.
const ALL: &[&str] = &[
    "共计", "总计", "合计", "总共", "总数", "总量", "共", "涉及", "核定", "排定", "现有", "受理",
    "抽检",
];

/// Words that count over again what was said, without anything between them and the number.
pub(super) const SUMS: &[&str] = &["合计", "共计", "总计", "总共", "一共", "共"];

/// Where the last of the words ends in the text.
fn last_of(text: &str, words: &[&str]) -> Option<usize> {
    let ends = words.iter().filter_map(|word| {
        let at = text.rfind(word)?;
        let before = text.get(..at)?.chars().next_back();
        let after = text.get(at + word.len()..)?.chars().next();
        let part = match *word {
            // 公共, 共享, 共治.
            "共" => {
                before.is_some_and(|c| "公中".contains(c))
                    || after.is_some_and(|c| "享治建同富青".contains(c))
            }
            "应" => {
                before.is_some_and(|c| "供相适响".contains(c))
                    || after.is_some_and(|c| "用急".contains(c))
            }
            _ => false,
        };
        (!part).then_some(at + word.len())
    });
    ends.max()
}

/// Whether the text holds one of the words.
pub(super) fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Whether the text ends with one of the words.
pub(super) fn ends(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.ends_with(word))
}

/// Whether the text starts with one of the words.
pub(super) fn starts(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

/// Says of every item what it is to the others, and how exactly it is meant.
pub(super) fn weigh(items: &mut [Item<'_>]) {
    let mut previous: Option<(usize, Role)> = None;
    for item in items {
        // 9宗359.397亩: the second is what the first is.
        let same = matches!(item.before, "" | "和" | "及" | "约");
        item.role = match previous {
            Some((clause, role)) if same && clause == item.clause && item.amount().is_some() => {
                role
            }
            _ if item.amount().is_some() => role(item.before, item.after),
            _ => Role::Other,
        };
        item.bound = bound(item);
        previous = Some((item.clause, item.role));
    }
}

fn role(before: &str, after: &str) -> Role {
    let plain = match before
        .rsplit_once("按计划")
        .or(before.rsplit_once("按照计划"))
    {
        Some((_, rest)) => rest,
        None => before,
    };
    let plan = last_of(plain, PLAN);
    let all = last_of(plain, ALL);
    let done = last_of(plain, DONE);
    // 共分解任务1250项: the tasks are all there are.
    let of_all = all.is_some_and(|all| {
        let words = PLAN.iter().filter(|word| **word != "任务").copied();
        Some(all) > plan || last_of(plain, &words.collect::<Vec<_>>()).is_none()
    });
    if let Some(plan) = plan.filter(|_| !of_all) {
        let of_done = has(plain, &["完成任务", "完成目标", "已完成", "已开工"]);
        let done_later = last_of(plain, &["已", "实际"]).is_some_and(|at| at > plan);
        if !of_done && !done_later {
            return Role::Plan;
        }
    }
    if all > done || (of_all && done.is_none()) {
        return Role::All;
    }
    if done.is_some() {
        return Role::Done;
    }
    if starts(after, &["任务", "工作任务", "目标任务", "重点任务"]) {
        return Role::Plan;
    }
    if starts(after, &["已", "均已", "完成", "完工", "开工", "竣工"]) {
        return Role::Done;
    }
    Role::Other
}

fn bound(item: &Item<'_>) -> Bound {
    let rough = item.amount().is_some_and(|amount| amount.rough);
    let more = [
        "超过",
        "超",
        "逾",
        "突破",
        "不少于",
        "至少",
        "不低于",
        "大于",
    ];
    let about = [
        "约",
        "近",
        "将近",
        "接近",
        "不足",
        "最多",
        "不超过",
        "左右",
        "不到",
    ];
    let word = ends(
        item.before,
        &["签约", "节约", "集约", "履约", "预约", "附近", "邻近"],
    );
    if rough
        || (ends(item.before, &about) && !word)
        || has(item.after, &["左右", "上下", "以内", "以下"])
    {
        return Bound::Rough;
    }
    if ends(item.before, &more) || starts(item.after, &["以上"]) || item.after.ends_with("以上")
    {
        return Bound::AtLeast;
    }
    Bound::Exact
}
