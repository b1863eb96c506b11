//! Rates: what was done, divided by all there is.

use rust_decimal::Decimal;

use super::{Claim, Kind, Task, approx, earlier, exact};
use crate::check::numbers::sum::{Approx, Fit, fit, share, shown_percent};
use crate::check::numbers::text::{Item, Role};
use crate::check::numbers::token::{Amount, Percent, Sort};
use crate::check::numbers::verdict::{Verdict, Why};
use crate::check::numbers::words::{ends, has};
use crate::diagnostic::Message;
use crate::say;

/// What a percentage says it is.
enum Said<'t> {
    /// A rate of doing something: 完成率, 开工率. The last word of what is done.
    RateOf(&'t str),
    /// A share of what is to be done: 完成年度目标的.
    OfPlan,
    /// A share of what was named before: 其中…占.
    Share,
    /// A change.
    Change,
    /// Something else, such as 桩基施工80%.
    Other,
}

/// A part, its whole, and whether that is in the title.
struct Pair<'i, 't> {
    part: &'i Item<'t>,
    whole: &'i Item<'t>,
    titled: bool,
}

/// What was found for a percentage: the pairs, and whether they are surely what it is about.
struct Found<'i, 't> {
    pairs: Vec<Pair<'i, 't>>,
    /// Pairs that nothing but their place joins, or whose units differ: they may confirm, never refute.
    loose: Vec<Pair<'i, 't>>,
    doubt: Option<Why>,
}

pub(super) fn find(task: &Task<'_>, claims: &mut Vec<Claim>) {
    let items = &task.progress.items;
    for (at, item) in items.iter().enumerate() {
        let Some(stated) = item.percent().filter(|_| !item.quoted) else {
            continue;
        };
        let earlier = earlier(items, at);
        let said = said(item);
        let claim = match said {
            Said::Change => change(task, earlier, item, stated),
            Said::Other => open(task, item, Why::NoParts),
            Said::RateOf(verb) => judge(task, item, stated, rate_of(task, earlier, item, verb)),
            Said::OfPlan => judge(task, item, stated, of_plan(task, earlier, item)),
            Said::Share => judge(task, item, stated, of_whole(earlier, item)),
        };
        claims.push(claim);
    }
}

fn said<'t>(item: &Item<'t>) -> Said<'t> {
    const LINKS: &[&str] = &[
        "达到", "达", "为", "约", "将近", "近", "超过", "超", "是", "已", "仅", "了", "至", "到",
        "有", "在",
    ];
    const CHANGE: &[&str] = &[
        "增长", "增速", "增幅", "下降", "降低", "减少", "上升", "回落", "同比", "环比", "降幅",
        "涨幅", "收窄", "提高", "提升", "增加", "压减",
    ];
    let mut words = item.before;
    while let Some(rest) = LINKS.iter().find_map(|link| words.strip_suffix(link)) {
        words = rest.trim_end();
    }
    if has(words, CHANGE) {
        return Said::Change;
    }
    if let Some(stem) = words.strip_suffix('率') {
        let from = stem.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
        return Said::RateOf(stem.get(from..).unwrap_or(stem));
    }
    const PLANS: &[&str] = &["目标", "任务", "计划"];
    let of = words.ends_with('的') || (ends(words, PLANS) && has(words, &["占", "完成"]));
    if of && has(item.lead, PLANS) {
        return Said::OfPlan;
    }
    if (words.ends_with('的') && has(item.lead, &["占", "为"]))
        || has(words, &["占", "比重", "比例"])
    {
        return Said::Share;
    }
    Said::Other
}

/// The numbers before the percentage that may be what was done: those after the last percentage in the
/// same run of clauses.
fn window<'i, 't>(earlier: &'i [Item<'t>], item: &Item<'t>) -> Vec<&'i Item<'t>> {
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

/// 完成率: done is what the verb of the rate stands at; the total is in the text or is the task's own.
fn rate_of<'i, 't>(
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
fn of_plan<'i, 't>(task: &'i Task<'t>, earlier: &'i [Item<'t>], item: &Item<'t>) -> Found<'i, 't> {
    let mut done = window(earlier, item);
    if let Some(whole) = named_whole(&mut done, item) {
        return of_named(done, whole);
    }
    done.retain(|other| !other.role.is_total() && other.clause < item.clause);
    let chosen = last_clause(&done);
    with_totals(task, earlier, item, &chosen, false)
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

/// 共有小区160个,其中示范小区56个,占35%.
fn of_whole<'i, 't>(earlier: &'i [Item<'t>], item: &Item<'t>) -> Found<'i, 't> {
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

/// Does the sums.
fn judge<'t>(task: &Task<'t>, item: &Item<'t>, stated: Percent, found: Found<'_, 't>) -> Claim {
    let mut tried: Vec<(Fit, Message)> = Vec::new();
    let mut doubt = found.doubt;
    let strict = found.pairs.iter().map(|pair| (pair, true));
    let loose = found.loose.iter().map(|pair| (pair, false));
    for (pair, sure) in strict.chain(loose) {
        let Some((part, whole)) = pair.part.countable().zip(pair.whole.countable()) else {
            continue;
        };
        // 全年计划培训2万人次 is not rounded, 计划改造5.1万户 may be.
        let planned = pair.titled || pair.whole.role == Role::Plan;
        let round = planned && one_digit(whole.value);
        let all = Approx {
            slack: if round {
                Decimal::ZERO
            } else {
                approx(whole).slack
            },
            ..approx(whole)
        };
        let Some(fit) = fit(approx(part), all, stated) else {
            continue;
        };
        let sum = quotient(task, pair, part, whole, stated);
        if fit == Fit::Exactly {
            return right(task, item, &sum);
        }
        if !sure {
            continue;
        }
        if !(exact(pair.part) && exact(pair.whole) && exact(item)) {
            doubt = Some(Why::Rough);
        } else if fit == Fit::Perhaps {
            doubt = Some(Why::Rounded);
        } else if part.value > whole.value {
            doubt = doubt.or(Some(Why::Scope));
        }
        tried.push((fit, sum));
    }
    if let Some(why) = doubt {
        return open(task, item, why);
    }
    let cut = tried.iter().position(|(fit, _)| *fit == Fit::CutOff);
    if let Some((_, sum)) = cut.and_then(|at| tried.get(at)) {
        let words = task.progress.words(item);
        let Message { zh, en } = sum;
        let message = say!(
            "{zh}，写的是 {words}：是截断，不是四舍五入",
            "{en}, but {words} is stated: cut off, not rounded"
        );
        return Claim::progress(item, Kind::Rate, Verdict::Truncated, message);
    }
    let sums: Vec<_> = tried.into_iter().map(|(_, sum)| sum).collect();
    if sums.is_empty() {
        return open(task, item, Why::NoParts);
    }
    let zh: Vec<_> = sums.iter().map(|sum| sum.zh.as_str()).collect();
    let en: Vec<_> = sums.iter().map(|sum| sum.en.as_str()).collect();
    let (zh, en) = (zh.join("，"), en.join(", "));
    wrong(task, item, &Message { zh, en })
}

/// Whether a number is one digit and zeros: 2万.
fn one_digit(value: Decimal) -> bool {
    value.normalize().to_string().trim_end_matches('0').len() == 1
}

fn quotient(
    task: &Task<'_>,
    pair: &Pair<'_, '_>,
    part: Amount,
    whole: Amount,
    stated: Percent,
) -> Message {
    let exact = share(part.value, whole.value).unwrap_or_default();
    let shown = shown_percent(exact, stated);
    let done = task.progress.words(pair.part);
    if pair.titled {
        let total = task.title.words(pair.whole);
        return say!(
            "{done} ÷ {total}（任务） = {shown} %",
            "{done} ÷ {total} (the task's) = {shown} %"
        );
    }
    let total = task.progress.words(pair.whole);
    say!(
        "{done} ÷ {total} = {shown} %",
        "{done} ÷ {total} = {shown} %"
    )
}

fn right(task: &Task<'_>, item: &Item<'_>, sum: &Message) -> Claim {
    let words = task.progress.words(item);
    let Message { zh, en } = sum;
    let message = say!("{zh}，与所写 {words} 相符", "{en}, as stated: {words}");
    Claim::progress(item, Kind::Rate, Verdict::Right, message)
}

fn wrong(task: &Task<'_>, item: &Item<'_>, sum: &Message) -> Claim {
    let words = task.progress.words(item);
    let Message { zh, en } = sum;
    let message = say!("{zh}，写的是 {words}", "{en}, but {words} is stated");
    Claim::progress(item, Kind::Rate, Verdict::Wrong, message)
}

fn open(task: &Task<'_>, item: &Item<'_>, why: Why) -> Claim {
    Claim::open(item, Kind::Rate, task.progress.words(item), why)
}

/// 由400家增加到460家,增长15%; 引进36个,较去年同期30个增长20%.
fn change<'t>(task: &Task<'t>, earlier: &[Item<'t>], item: &Item<'t>, stated: Percent) -> Claim {
    let near = window(earlier, item);
    let Some((from, to)) = from_to(&near).or_else(|| compared(&near, item)) else {
        return open(task, item, Why::NoBase);
    };
    let (Some(a), Some(b)) = (from.countable(), to.countable()) else {
        return open(task, item, Why::NoBase);
    };
    let down = has(
        item.before,
        &["下降", "降低", "减少", "降幅", "回落", "压减"],
    );
    let (more, less) = if down { (a, b) } else { (b, a) };
    let part = more.value.checked_sub(less.value);
    let slack = approx(a).slack.checked_add(approx(b).slack);
    let part = part
        .zip(slack)
        .map(|(value, slack)| Approx { value, slack });
    let fits = part.and_then(|part| Some((fit(part, approx(a), stated)?, part.value)));
    let Some((fits, part)) = fits else {
        return open(task, item, Why::NoBase);
    };
    let shown = shown_percent(share(part, a.value).unwrap_or(Decimal::ZERO), stated);
    let (a, b) = (task.progress.words(from), task.progress.words(to));
    let (more, less) = if down { (a, b) } else { (b, a) };
    let sum = say!(
        "({more} - {less}) ÷ {a} = {shown} %",
        "({more} - {less}) ÷ {a} = {shown} %"
    );
    match fits {
        Fit::Exactly => right(task, item, &sum),
        _ if !(exact(from) && exact(to) && exact(item)) => open(task, item, Why::Rough),
        Fit::Perhaps => open(task, item, Why::Rounded),
        _ if has(item.before, &["同比", "环比", "年均", "平均", "复合"]) => {
            open(task, item, Why::Scope)
        }
        Fit::CutOff | Fit::Not if part < Decimal::ZERO => open(task, item, Why::Scope),
        Fit::CutOff | Fit::Not => wrong(task, item, &sum),
    }
}

fn from_to<'i, 't>(near: &[&'i Item<'t>]) -> Option<(&'i Item<'t>, &'i Item<'t>)> {
    const TO: &[&str] = &[
        "增加到",
        "增长到",
        "增加至",
        "增长至",
        "增至",
        "提高到",
        "提升到",
        "上升到",
        "扩大到",
        "下降到",
        "下降至",
        "降至",
        "减少到",
        "减少至",
        "降低到",
        "压减到",
        "压减至",
        "升至",
        "提高至",
        "提升至",
    ];
    let [.., from, to] = near else { return None };
    let unit = from.countable()?.unit;
    let joined = has(from.before, &["由", "从"]) && TO.iter().any(|word| to.before.ends_with(word));
    (joined && to.has_unit(unit) && from.clause == to.clause).then_some((*from, *to))
}

/// The number right before the change, if it is what is compared with.
fn compared<'i, 't>(
    near: &[&'i Item<'t>],
    item: &Item<'t>,
) -> Option<(&'i Item<'t>, &'i Item<'t>)> {
    let [.., now, base] = near else { return None };
    let unit = base.countable()?.unit;
    let compares = has(base.before, &["较", "比"])
        && has(base.before, &["去年", "上年", "同期", "年初", "上季度"])
        && base.clause == item.clause;
    (compares && now.has_unit(unit)).then_some((*base, *now))
}
