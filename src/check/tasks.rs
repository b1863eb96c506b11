//! Tasks: what belongs to each, and whether one stands there twice.

use std::collections::BTreeMap;

use super::example::Example::{self, Edit, Files, Title};
use super::parts::squashed;
use super::rule::{Rule, Standing, Weight, both, custom};
use crate::diagnostic::Faults;
use crate::model::{Disclosure, Located, Site, Slug, Task, Text};
use crate::say;

pub(super) const RULES: &[Rule] = &[REPEATED_TITLE, REPEATED_KEY, NO_UNITS, NO_PROGRESS];

/// A second task in the chapter of the examples.
macro_rules! second {
    ($task:literal) => {
        Files(&[("content/plans/q2/01/03.toml", $task)])
    };
}

const REPEATED_TITLE: Rule = Rule {
    code: "task/repeated-title",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "同一张表粘贴两遍，任务就会重复",
        "where a table is pasted twice, its tasks are doubled",
    ),
    asks: both(
        "一条公开信息里各任务的标题不相同。",
        "The tasks of a disclosure have different titles.",
    ),
    fault: second!(
        "title = \"推进 重点项目\"\nunits = [\"区府办\"]\nprogress = \"方案已经印发。\"\n"
    ),
    clean: &[
        second!(
            "title = \"推进重点项目建设\"\nunits = [\"区府办\"]\nprogress = \"方案已经印发。\"\n"
        ),
        second!(
            "title = \"推进重大项目\"\nunits = [\"区府办\"]\nprogress = \"各项工作按计划推进，已召开协调会。\"\n"
        ),
        Title("经济社会发展主要预期目标"),
    ],
};

const REPEATED_KEY: Rule = Rule {
    code: "task/repeated-key",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "`key` 把任务与别的期里的同一项连起来，一期里有两个就不知道连哪一个",
        "a `key` links a task to itself in other periods, and two of one period leave open which",
    ),
    asks: both(
        "一条公开信息里各任务的 `key` 不相同。",
        "The tasks of a disclosure have different keys.",
    ),
    fault: Files(&[
        (
            "content/plans/q2/01/03.toml",
            "title = \"优化营商环境\"\nunits = [\"区府办\"]\nprogress = \"方案已经印发。\"\nkey = \"projects\"\n",
        ),
        (
            "content/plans/q2/01/04.toml",
            "title = \"深化放管服改革\"\nunits = [\"区府办\"]\nprogress = \"已建成两处。\"\nkey = \"projects\"\n",
        ),
    ]),
    clean: &[
        second!(
            "title = \"优化营商环境\"\nunits = [\"区府办\"]\nprogress = \"方案已经印发。\"\nkey = \"projects\"\n"
        ),
        Files(&[
            (
                "content/plans/q2/01/03.toml",
                "title = \"优化营商环境\"\nunits = [\"区府办\"]\nprogress = \"方案已经印发。\"\nkey = \"business\"\n",
            ),
            (
                "content/plans/q2/01/04.toml",
                "title = \"深化放管服改革\"\nunits = [\"区府办\"]\nprogress = \"已建成两处。\"\nkey = \"reform\"\n",
            ),
        ]),
        Example::Task("key = \"projects\""),
    ],
};

const NO_UNITS: Rule = Rule {
    code: "task/no-units",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "表里有责任单位一栏，就该项项有人负责",
        "a table with a column of responsible units names one for each task",
    ),
    asks: both(
        "同一条公开信息里别的任务写了责任单位，这一项也写。",
        "A task names its responsible units where the other tasks of the disclosure do.",
    ),
    fault: second!("title = \"优化营商环境\"\nprogress = \"方案已经印发。\"\n"),
    clean: &[
        second!("title = \"优化营商环境\"\nunits = [\"区府办\"]\nprogress = \"方案已经印发。\"\n"),
        Edit("content/plans/q2/01/01.md", "units = [\"区府办\"]\n", ""),
        Edit(
            "content/plans/q2/disclosure.toml",
            "title = \"2020",
            "draft = true\ntitle = \"2020",
        ),
    ],
};

const NO_PROGRESS: Rule = Rule {
    code: "task/no-progress",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "表里有进展情况一栏，空着多半是漏了",
        "in a table with a column of progress, an empty cell was as a rule forgotten",
    ),
    asks: both(
        "同一条公开信息里别的任务写了进展情况，这一项也写，或者写明状态或完成数。",
        "A task has a text on its progress where the other tasks of the disclosure do, or a status or numbers.",
    ),
    fault: second!("title = \"优化营商环境\"\nunits = [\"区府办\"]\n"),
    clean: &[
        second!("title = \"优化营商环境\"\nunits = [\"区府办\"]\nprogress = \"正常推进\"\n"),
        second!("title = \"优化营商环境\"\nunits = [\"区府办\"]\nstatus = \"done\"\n"),
        second!(
            "title = \"优化营商环境\"\nunits = [\"区府办\"]\ncompletion = { done = 1, total = 2 }\n"
        ),
    ],
};

/// What could not be read may be what is missing: that is not told while the content `is_incomplete`.
pub(super) fn check(site: &Site, is_incomplete: bool, faults: &mut Faults) {
    for disclosure in site.home.all_disclosures() {
        repeated_titles(disclosure, faults);
        repeated_keys(disclosure, faults);
        if !is_incomplete && !disclosure.draft {
            missing(disclosure, faults);
        }
    }
}

fn tasks(disclosure: &Disclosure) -> impl Iterator<Item = &Task> {
    disclosure.chapters().iter().flat_map(|c| &c.tasks)
}

/// `task/repeated-title`.
fn repeated_titles(disclosure: &Disclosure, faults: &mut Faults) {
    let mut seen: BTreeMap<String, &Text> = BTreeMap::new();
    for title in tasks(disclosure).map(|task| &task.title) {
        let first = *seen.entry(squashed(&title.value)).or_insert(title);
        if first.span == title.span {
            continue;
        }
        let text = &title.value;
        faults.push(
            REPEATED_TITLE
                .finding(say!(
                    "有两项任务的标题都是“{text}”",
                    "two tasks have the title “{text}”"
                ))
                .at(title.span)
                .related(first.span, say!("另一项在这里", "the other is here")),
        );
    }
}

/// `task/repeated-key`.
fn repeated_keys(disclosure: &Disclosure, faults: &mut Faults) {
    let mut seen: BTreeMap<&Slug, &Located<Slug>> = BTreeMap::new();
    for key in tasks(disclosure).filter_map(|task| task.key.as_ref()) {
        let first = *seen.entry(&key.value).or_insert(key);
        if first.span == key.span {
            continue;
        }
        let text = &key.value;
        faults.push(
            REPEATED_KEY
                .finding(say!(
                    "有两项任务的 `key` 都是 `{text}`",
                    "two tasks have the key `{text}`"
                ))
                .at(key.span)
                .related(first.span, say!("另一项在这里", "the other is here"))
                .hint(say!(
                    "一项任务一个 `key`，各期相同",
                    "each task has a `key` of its own, the same in every period"
                )),
        );
    }
}

/// `task/no-units` and `task/no-progress`.
fn missing(disclosure: &Disclosure, faults: &mut Faults) {
    let names_units = tasks(disclosure).any(|task| !task.units.is_empty());
    let tells_progress = tasks(disclosure).any(has_progress);
    for task in tasks(disclosure) {
        if names_units && task.units.is_empty() {
            let message = say!("任务没有责任单位", "the task names no responsible unit");
            faults.push(NO_UNITS.finding(message).at(task.title.span));
        }
        let says_how_far = has_progress(task) || task.status.is_some() || task.completion.is_some();
        if tells_progress && !says_how_far {
            let message = say!("任务没有进展情况", "the task says nothing of its progress");
            faults.push(NO_PROGRESS.finding(message).at(task.title.span));
        }
    }
}

fn has_progress(task: &Task) -> bool {
    let mut text = task.progress.iter().map(|prose| prose.source.trim());
    text.any(|text| !text.is_empty())
}
