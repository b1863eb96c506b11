//! The responsible units, and how tasks name them.

use std::collections::{BTreeMap, BTreeSet};

use super::example::Example::{Edit, Files};
use super::example::TASK;
use super::rule::{Rule, Standing, Weight, both, custom};
use crate::diagnostic::{Faults, Span};
use crate::model::{Site, Task, Text, Unit, UnitId, Units, from_chinese};
use crate::say;

pub(super) const RULES: &[Rule] = &[REPEATED, COLLECTIVE_FIRST, UNUSED, ALIKE];

/// Units, and what the task of the examples names of them.
macro_rules! units {
    ($units:literal, $named:literal) => {
        Files(&[
            ("content/units.toml", $units),
            (
                "content/plans/q2/01/01.md",
                concat!(
                    "+++\ntitle = \"推进重点项目\"\nunits = [",
                    $named,
                    "]\n+++\n\n各项工作按计划推进，已召开协调会。\n"
                ),
            ),
        ])
    };
}

const REPEATED: Rule = Rule {
    code: "units/repeated",
    weight: Weight::Warning,
    standing: Standing::Fixed,
    source: custom(
        "同一单位写两次，多半有一个写错了",
        "where a unit stands twice, one of the two was as a rule meant to be another",
    ),
    asks: both(
        "一项任务里同一单位只写一次，用别名也不重复。",
        "A task names a unit once, by whichever of its names.",
    ),
    fault: units!(
        "[[unit]]\nid = \"office\"\nname = \"区府办\"\naliases = [\"区政府办\"]\n",
        "\"区府办\", \"区政府办\""
    ),
    clean: &[
        units!(
            "[[unit]]\nid = \"office\"\nname = \"区府办\"\naliases = [\"区政府办\"]\n",
            "\"区政府办\""
        ),
        units!(
            "[[unit]]\nid = \"office\"\nname = \"区府办\"\n\n[[unit]]\nid = \"science\"\nname = \"区科技局\"\n",
            "\"区科技局\", \"区府办\""
        ),
        units!(
            "[[unit]]\nid = \"all\"\nname = \"各街道\"\ncollective = true\n\n[[unit]]\nid = \"one\"\nname = \"祥符街道\"\n",
            "\"祥符街道\", \"各街道\""
        ),
    ],
};

const COLLECTIVE_FIRST: Rule = Rule {
    code: "units/collective-first",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "写在最前的单位牵头，统称牵不了头",
        "the unit that is named first leads, and nobody in particular cannot",
    ),
    asks: both(
        "一项任务既有具体单位又有统称时，具体单位写在前面。",
        "Where a task names units and a collective, such as 各街道, a unit stands first.",
    ),
    fault: units!(
        "[[unit]]\nid = \"all\"\nname = \"各街道\"\ncollective = true\n\n[[unit]]\nid = \"science\"\nname = \"区科技局\"\n",
        "\"各街道\", \"区科技局\""
    ),
    clean: &[
        units!(
            "[[unit]]\nid = \"all\"\nname = \"各街道\"\ncollective = true\n\n[[unit]]\nid = \"science\"\nname = \"区科技局\"\n",
            "\"区科技局\", \"各街道\""
        ),
        units!(
            "[[unit]]\nid = \"all\"\nname = \"各街道\"\ncollective = true\n",
            "\"各街道\""
        ),
        units!(
            "[[unit]]\nid = \"all\"\nname = \"各街道\"\ncollective = true\n\n[[unit]]\nid = \"sites\"\nname = \"各项目单位\"\ncollective = true\n",
            "\"各街道\", \"各项目单位\""
        ),
    ],
};

const UNUSED: Rule = Rule {
    code: "units/unused",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "没有任务的单位，页面是空的；也可能是任务里写错了单位",
        "the page of a unit without tasks is empty; a task may name another in its place",
    ),
    asks: both(
        "登记的单位都有任务提到；没有的合在一处说。",
        "Every unit is named by a task; those that are not are told together.",
    ),
    fault: Edit(
        "content/units.toml",
        "[[unit]]\nid = \"office\"",
        "[[unit]]\nid = \"science\"\nname = \"区科技局\"\n\n[[unit]]\nid = \"office\"",
    ),
    clean: &[
        units!(
            "[[unit]]\nid = \"office\"\nname = \"区府办\"\nfull_name = \"示例区人民政府办公室\"\naliases = [\"府办\"]\n",
            "\"府办\""
        ),
        units!(
            "[[unit]]\nid = \"office\"\nname = \"区府办\"\n\n[[unit]]\nid = \"science\"\nname = \"区科技局\"\n",
            "\"区科技局\", \"区府办\""
        ),
        // Before there are any tasks, the units may be there already.
        Edit(TASK, "units = [\"区府办\"]\n", ""),
    ],
};

const ALIKE: Rule = Rule {
    code: "units/alike",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "一个单位登记成两个，它的任务就分在两页",
        "a unit that is registered twice has its tasks on two pages",
    ),
    asks: both(
        "两个单位的名称不只差一个字的有无或次序；数字、方位等不算。",
        "The names of two units differ in more than one character too many or out of place, numbers and directions aside.",
    ),
    fault: units!(
        "[[unit]]\nid = \"a\"\nname = \"区委宣传部\"\n\n[[unit]]\nid = \"b\"\nname = \"区宣传部\"\n",
        "\"区委宣传部\", \"区宣传部\""
    ),
    clean: &[
        units!(
            "[[unit]]\nid = \"a\"\nname = \"区民政局\"\n\n[[unit]]\nid = \"b\"\nname = \"区民宗局\"\n",
            "\"区民政局\", \"区民宗局\""
        ),
        units!(
            "[[unit]]\nid = \"a\"\nname = \"第一小学\"\n\n[[unit]]\nid = \"b\"\nname = \"第十一小学\"\n",
            "\"第一小学\", \"第十一小学\""
        ),
        units!(
            "[[unit]]\nid = \"a\"\nname = \"区委宣传部\"\naliases = [\"区宣传部\"]\n",
            "\"区宣传部\""
        ),
    ],
};

/// What could not be read may be what names a unit: while the content `is_incomplete`, none is told as
/// unused.
pub(super) fn check(site: &Site, is_incomplete: bool, faults: &mut Faults) {
    let mut used: BTreeSet<UnitId> = BTreeSet::new();
    for disclosure in site.home.all_disclosures() {
        for task in disclosure.chapters().iter().flat_map(|c| &c.tasks) {
            used.extend(task.units.iter().map(|mention| mention.unit));
            repeated(task, &site.units, faults);
            collective_first(task, &site.units, faults);
        }
    }
    if !is_incomplete && !used.is_empty() {
        unused(&site.units, &used, faults);
    }
    alike(&site.units, faults);
}

/// `units/repeated`.
fn repeated(task: &Task, units: &Units, faults: &mut Faults) {
    let mut seen: BTreeMap<UnitId, Span> = BTreeMap::new();
    for mention in &task.units {
        let first = *seen.entry(mention.unit).or_insert(mention.span);
        if first == mention.span {
            continue;
        }
        let name = &mention.name;
        let registered = units.get(mention.unit).map(|unit| &unit.name.value);
        let message = match registered.filter(|registered| *registered != name) {
            Some(registered) => say!(
                "责任单位 `{name}`（{registered}）写了两次",
                "the unit `{name}` ({registered}) is named twice"
            ),
            None => say!(
                "责任单位 `{name}` 写了两次",
                "the unit `{name}` is named twice"
            ),
        };
        faults.push(
            REPEATED
                .finding(message)
                .at(mention.span)
                .related(first, say!("第一次在这里", "it is first named here")),
        );
    }
}

/// `units/collective-first`.
fn collective_first(task: &Task, units: &Units, faults: &mut Faults) {
    let is_collective = |id| units.get(id).is_some_and(|unit| unit.collective);
    let Some((first, rest)) = task.units.split_first() else {
        return;
    };
    let mut single = rest.iter().filter(|mention| !is_collective(mention.unit));
    let Some(leader) = single.next().filter(|_| is_collective(first.unit)) else {
        return;
    };
    let (name, leader) = (&first.name, &leader.name);
    faults.push(
        COLLECTIVE_FIRST
            .finding(say!(
                "统称 `{name}` 写在具体单位之前",
                "the collective `{name}` stands before a unit"
            ))
            .at(first.span)
            .hint(say!(
                "牵头的写在最前，也许是 `{leader}`",
                "the unit that leads stands first, perhaps `{leader}`"
            )),
    );
}

/// `units/unused`.
fn unused(units: &Units, used: &BTreeSet<UnitId>, faults: &mut Faults) {
    let unused: Vec<&Unit> = units
        .iter()
        .filter(|(id, _)| !used.contains(id))
        .map(|(_, unit)| unit)
        .collect();
    let Some(first) = unused.first() else {
        return;
    };
    let names: Vec<&str> = unused.iter().map(|unit| unit.name.value.as_ref()).collect();
    let (zh, en) = (names.join("、"), names.join(", "));
    faults.push(
        UNUSED
            .finding(say!(
                "没有任务提到的单位：{zh}",
                "no task names these units: {en}"
            ))
            .at(first.name.span),
    );
}

/// `units/alike`. One character in place of another is not enough: 区民政局 and 区民宗局 are two.
fn alike(units: &Units, faults: &mut Faults) {
    let single = units.iter().filter(|(_, unit)| !unit.collective);
    let names: Vec<(UnitId, &Text)> = single
        .flat_map(|(id, unit)| unit.names().map(move |name| (id, name)))
        .collect();
    let mut known: BTreeMap<&str, (UnitId, &Text)> = BTreeMap::new();
    let mut told: BTreeSet<(UnitId, UnitId)> = BTreeSet::new();
    for (id, name) in &names {
        known.entry(&name.value).or_insert((*id, *name));
    }
    for (id, name) in &names {
        for near in near(&name.value) {
            let Some((other, twin)) = known.get(near.as_str()).filter(|(other, _)| other != id)
            else {
                continue;
            };
            if !told.insert((*id.min(other), *id.max(other))) {
                continue;
            }
            // The one that stands later is told.
            let (first, second) = if name.span < twin.span {
                (*name, *twin)
            } else {
                (*twin, *name)
            };
            let (one, two) = (&first.value, &second.value);
            faults.push(
                ALIKE
                    .finding(say!(
                        "单位 `{two}` 与 `{one}` 只差一个字",
                        "the units `{two}` and `{one}` differ in one character only"
                    ))
                    .at(second.span)
                    .related(first.span, say!("另一个在这里", "the other is here"))
                    .hint(say!(
                        "是同一个单位就合并，另一个写法放进 `aliases`",
                        "if they are one unit, merge them and put the other name into `aliases`"
                    )),
            );
        }
    }
}

/// The names that differ from this one by a character less that tells no two units apart, or by two
/// neighbours in the other order. Of very short names each character counts.
fn near(name: &str) -> Vec<String> {
    /// The length in characters of the shorter name.
    const SHORTEST: usize = 4;
    let characters: Vec<char> = name.chars().collect();
    let mut near = Vec::new();
    for (at, left_out) in characters.iter().enumerate() {
        let before = characters.iter().take(at);
        if characters.len() > SHORTEST && !tells_apart(*left_out) {
            near.push(
                before
                    .clone()
                    .chain(characters.iter().skip(at + 1))
                    .collect(),
            );
        }
        if let Some(next) = characters.get(at + 1)
            && characters.len() >= SHORTEST
            && next != left_out
            && !tells_apart(*left_out)
            && !tells_apart(*next)
        {
            let swapped = before.chain([next, left_out]);
            near.push(swapped.chain(characters.iter().skip(at + 2)).collect());
        }
    }
    near
}

/// Whether a character is one by which bodies of a kind are told apart: 第十一小学, 城东街道, 市公安局.
fn tells_apart(c: char) -> bool {
    from_chinese(&c.to_string()).is_some()
        || "东南西北中上下前后左右内外新老大小总分副省市区县镇乡村".contains(c)
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn names_that_are_as_good_as_one() {
        let alike = |a: &str, b: &str| {
            let is_near = |a, b: &str| near(a).iter().any(|name| name == b);
            is_near(a, b) || is_near(b, a)
        };
        for (a, b) in [
            ("区委宣传部", "区宣传部"),
            ("祥符街道办", "祥符街道"),
            ("区发改经信局", "区发经改信局"),
            ("区人力社保局", "区人力和社保局"),
        ] {
            assert!(alike(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("区民政局", "区民宗局"),
            ("区委", "区纪委"),
            ("区委办", "区编委办"),
            ("第一小学", "第十一小学"),
            ("城东街道", "城东新街道"),
            ("公安分局", "公安局分"),
            ("区法院", "区检察院"),
        ] {
            assert!(!alike(a, b), "{a} {b}");
        }
    }
}
