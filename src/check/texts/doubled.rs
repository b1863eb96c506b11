//! Function words that are written twice.

use super::super::example::Example::{Body, Progress};
use super::super::rule::{Rule, Standing, Weight, both, custom};
use super::scope::Said;
use crate::diagnostic::Faults;
use crate::markdown::Block;
use crate::say;

pub(in super::super) const RULES: &[Rule] = &[DOUBLED];

const DOUBLED: Rule = Rule {
    code: "text/doubled-word",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "录入和粘贴时常见的笔误；只查不会叠用的虚词",
        "a common slip of typing and pasting; only function words that are never doubled",
    ),
    asks: both(
        "虚词不重复，如“的的”“了了”“以及以及”。",
        "A function word is not written twice, such as 的的, 了了 or 以及以及.",
    ),
    fault: Progress("完成了了年度任务的三分之一。"),
    clean: &[
        Progress("人人参与，常常走访，层层落实，一一登记，天天巡查，稳稳推进，等等。"),
        Progress("进行了了解，以营利为目的的行为，的的确确，不了了之。"),
        Progress(
            "拱宸桥街道和和睦街道合并并挂牌，碳达峰、碳中和和绿色发展，和和美美，研究研究再定。",
        ),
        Body("通过通道检查，对于于法有据的事项进行进一步研究。"),
    ],
};

/// Words of one character that are never doubled, but where the two belong to other words: after
/// any of the first characters (目的的) or before any of the second (了了解).
const SINGLE: &[(char, &str, &str)] = &[
    ('的', "目标打之中", "确士"),
    ('了', "不一", "解结却断然如之望悟"),
    (
        '和',
        "中温饱缓谦总调平祥柔融随讲暖求议亲附应共人",
        "美气平睦谐解乐善田顺约合硕风县静政龙林布",
    ),
    ('并', "合兼吞归火一", ""),
    ('被', "棉毛植", "子褥套"),
];

/// Words of two characters that are never doubled.
const PAIRS: &[[char; 2]] = &[
    ['以', '及'],
    ['对', '于'],
    ['关', '于'],
    ['根', '据'],
    ['按', '照'],
    ['为', '了'],
    ['并', '且'],
    ['或', '者'],
    ['因', '为'],
    ['进', '行'],
    ['其', '中'],
    ['我', '区'],
];

pub(super) fn check(said: &Said<'_>, block: &Block, faults: &mut Faults) {
    let chars = &block.0;
    let mut tell = |first: (usize, char), last: (usize, char), word: String| {
        let fault = DOUBLED.finding(say!("“{word}”重复了", "`{word}` is written twice in a row"));
        faults.push(fault.at(said.between(first, last)));
    };
    for (at, pair) in chars.windows(2).enumerate() {
        let [first @ (_, a), last @ (_, b)] = *pair else {
            continue;
        };
        if a != b || !a.is_alphabetic() {
            continue;
        }
        let Some((_, not_after, not_before)) = SINGLE.iter().find(|(c, ..)| *c == a) else {
            continue;
        };
        let is_among = |at: Option<usize>, list: &str| {
            at.and_then(|at| chars.get(at))
                .is_some_and(|(_, c)| list.contains(*c))
        };
        if !is_among(at.checked_sub(1), not_after) && !is_among(Some(at + 2), not_before) {
            tell(first, last, a.to_string());
        }
    }
    for four in chars.windows(4) {
        let [first @ (_, a), (_, b), (_, c), last @ (_, d)] = *four else {
            continue;
        };
        if a == c && b == d && PAIRS.contains(&[a, b]) {
            tell(first, last, format!("{a}{b}"));
        }
    }
}
