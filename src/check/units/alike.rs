//! Names of units that are as good as one.

use std::collections::{BTreeMap, BTreeSet};

use super::super::example::Example::Files;
use super::super::rule::{Rule, Standing, Weight, both, custom};
use crate::diagnostic::Faults;
use crate::model::{Text, UnitId, Units, from_chinese};
use crate::say;

pub(super) const RULE: Rule = Rule {
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

/// `units/alike`. One character in place of another is not enough: 区民政局 and 区民宗局 are two.
pub(super) fn check(units: &Units, faults: &mut Faults) {
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
                RULE.finding(say!(
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
