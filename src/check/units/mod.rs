//! The responsible units, and how tasks name them.

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

mod alike;

use std::collections::{BTreeMap, BTreeSet};

use super::example::Example::{Edit, Files};
use super::example::TASK;
use super::rule::{Rule, Standing, Weight, both, custom};
use crate::diagnostic::{Faults, Span};
use crate::model::{Site, Task, Unit, UnitId, Units};
use crate::say;

pub(super) const RULES: &[Rule] = &[REPEATED, COLLECTIVE_FIRST, UNUSED, alike::RULE];

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
    alike::check(&site.units, faults);
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
