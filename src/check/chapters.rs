//! Chapters: their numbers, their titles, and whether there is anything in them.

use std::collections::BTreeMap;

use super::example::Example::{Edit, Files};
use super::parts::squashed;
use super::rule::{Rule, Standing, Weight, both, custom};
use crate::diagnostic::Faults;
use crate::model::{Chapter, Site, Text, from_chinese};
use crate::say;

pub(super) const RULES: &[Rule] = &[ORDER, GAP, EMPTY, REPEATED_TITLE, NUMBER_IN_TITLE];

/// The chapter of the examples.
const FIRST: &str = "content/plans/q2/01/chapter.toml";

/// A second chapter with a task: its folder, and what stands in `chapter.toml`.
macro_rules! second {
    ($folder:literal, $chapter:literal) => {
        Files(&[
            (
                concat!("content/plans/q2/", $folder, "/chapter.toml"),
                $chapter,
            ),
            (
                concat!("content/plans/q2/", $folder, "/01.toml"),
                "title = \"深化放管服改革\"\nunits = [\"区府办\"]\nprogress = \"方案已经印发。\"\n",
            ),
        ])
    };
}

const ORDER: Rule = Rule {
    code: "chapter/order",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "章按文件夹的名称排列，序号应当跟着增大",
        "chapters stand in the order of their folders, and their numbers should rise with it",
    ),
    asks: both(
        "各章的 `number` 按文件夹的顺序增大，不重复。",
        "The `number` of chapters rises in the order of their folders, without repeating one.",
    ),
    fault: second!("02", "title = \"深化重点领域改革\"\nnumber = 1\n"),
    clean: &[
        second!("02", "title = \"深化重点领域改革\"\nnumber = 2\n"),
        second!("10", "title = \"深化重点领域改革\"\nnumber = 2\n"),
        second!("02", "title = \"深化重点领域改革\"\n"),
    ],
};

const GAP: Rule = Rule {
    code: "chapter/gap",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "序号断开，读者会找缺的一章",
        "where a number is left out, readers look for the chapter that is missing",
    ),
    asks: both(
        "各章的序号连续；没有写 `number` 的看文件夹的名称，那里每隔十个编号也可以。",
        "The numbers of chapters leave none out; where none has a `number`, those of the folders do, which may also be in steps.",
    ),
    fault: second!("02", "title = \"深化重点领域改革\"\nnumber = 3\n"),
    clean: &[
        second!("02", "title = \"深化重点领域改革\"\nnumber = 2\n"),
        second!("03", "title = \"深化重点领域改革\"\nnumber = 2\n"),
        Files(&[
            ("content/plans/q2/01/chapter.toml", "title = \"预期目标\"\n"),
            (
                "content/plans/q2/10/chapter.toml",
                "title = \"深化改革\"\nbody = \"另行公布。\"\n",
            ),
            (
                "content/plans/q2/20/chapter.toml",
                "title = \"改善民生\"\nbody = \"另行公布。\"\n",
            ),
        ]),
    ],
};

const EMPTY: Rule = Rule {
    code: "chapter/empty",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "空白的一章多半是漏了任务",
        "a chapter with nothing in it has as a rule lost its tasks",
    ),
    asks: both(
        "一章里有任务，或者有说明。",
        "A chapter has tasks, or a text.",
    ),
    fault: Files(&[(
        "content/plans/q2/02/chapter.toml",
        "title = \"深化重点领域改革\"\nnumber = 2\n",
    )]),
    clean: &[
        second!("02", "title = \"深化重点领域改革\"\nnumber = 2\n"),
        Files(&[(
            "content/plans/q2/02/chapter.toml",
            "title = \"深化重点领域改革\"\nnumber = 2\nbody = \"本季度没有列入任务。\"\n",
        )]),
        Files(&[(
            "content/plans/q2/02/chapter.md",
            "+++\ntitle = \"深化重点领域改革\"\nnumber = 2\n+++\n\n本季度没有列入任务。\n",
        )]),
    ],
};

const REPEATED_TITLE: Rule = Rule {
    code: "chapter/repeated-title",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "跨页重打的表头粘贴后会变成两章",
        "a heading that is typed anew on the next page becomes a second chapter when the table is pasted",
    ),
    asks: both(
        "一条公开信息里各章的标题不相同。",
        "The chapters of a disclosure have different titles.",
    ),
    fault: second!("02", "title = \"经济社会发展 主要预期目标\"\nnumber = 2\n"),
    clean: &[
        second!("02", "title = \"深化重点领域改革\"\nnumber = 2\n"),
        second!("02", "title = \"经济社会发展预期目标\"\nnumber = 2\n"),
        second!(
            "02",
            "title = \"经济社会发展主要预期目标（续）\"\nnumber = 2\n"
        ),
    ],
};

const NUMBER_IN_TITLE: Rule = Rule {
    code: "chapter/number-in-title",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "序号由 `number` 给出，写在标题里就会显示两次",
        "`number` gives the number: in the title as well, it is shown twice",
    ),
    asks: both(
        "章的标题不带序号。",
        "The title of a chapter has no number of its own.",
    ),
    fault: Edit(
        FIRST,
        "经济社会发展主要预期目标",
        "（一）经济社会发展主要预期目标",
    ),
    clean: &[
        Edit(FIRST, "经济社会发展主要预期目标", "一般公共预算"),
        Edit(FIRST, "经济社会发展主要预期目标", "1.2万套住房建设"),
        Edit(FIRST, "经济社会发展主要预期目标", "（试行）主要预期目标"),
    ],
};

/// What could not be read may be what is missing: that is not told while the content `is_incomplete`.
pub(super) fn check(site: &Site, is_incomplete: bool, faults: &mut Faults) {
    for disclosure in site.home.all_disclosures() {
        let chapters = disclosure.chapters();
        numbers(chapters, is_incomplete, faults);
        repeated_titles(chapters, faults);
        for chapter in chapters {
            number_in_title(chapter, faults);
            if !is_incomplete && !disclosure.draft {
                empty(chapter, faults);
            }
        }
    }
}

/// `chapter/order` and `chapter/gap`.
fn numbers(chapters: &[Chapter], is_incomplete: bool, faults: &mut Faults) {
    let stated: Vec<(u32, &Text)> = chapters
        .iter()
        .filter_map(|chapter| Some((chapter.number?, &chapter.title)))
        .collect();
    let of_folders: Vec<(u32, &Text)> = chapters
        .iter()
        .filter_map(|chapter| Some((chapter.slug.as_str().parse().ok()?, &chapter.title)))
        .collect();
    let is_stated = !stated.is_empty();
    let numbers = if is_stated { stated } else { of_folders };
    let pairs = || numbers.iter().zip(numbers.iter().skip(1));
    // Folders in steps of ten leave room on purpose.
    let leaves_room = !is_stated && !pairs().any(|((a, _), (b, _))| a.abs_diff(*b) == 1);
    for ((before, first), (number, title)) in pairs() {
        let related = say!("前一章在这里", "the chapter before is here");
        if number <= before {
            faults.push(
                ORDER
                    .finding(say!(
                        "章的序号 {number} 排在 {before} 之后",
                        "chapter {number} stands after chapter {before}"
                    ))
                    .at(title.span)
                    .related(first.span, related),
            );
        } else if number - before > 1 && !leaves_room && !is_incomplete {
            let (from, to) = (before + 1, number - 1);
            let message = if from == to {
                say!(
                    "章的序号从 {before} 跳到 {number}，缺 {from}",
                    "the chapters go from {before} to {number}: {from} is missing"
                )
            } else {
                say!(
                    "章的序号从 {before} 跳到 {number}，缺 {from} 至 {to}",
                    "the chapters go from {before} to {number}: {from} to {to} are missing"
                )
            };
            faults.push(
                GAP.finding(message)
                    .at(title.span)
                    .related(first.span, related),
            );
        }
    }
}

/// `chapter/empty`.
fn empty(chapter: &Chapter, faults: &mut Faults) {
    if !chapter.tasks.is_empty() || chapter.body.is_some() {
        return;
    }
    let title = &chapter.title.value;
    faults.push(
        EMPTY
            .finding(say!(
                "“{title}”一章里没有任务",
                "the chapter “{title}” has no task"
            ))
            .at(chapter.title.span),
    );
}

/// `chapter/repeated-title`.
fn repeated_titles(chapters: &[Chapter], faults: &mut Faults) {
    let mut seen: BTreeMap<String, &Text> = BTreeMap::new();
    for title in chapters.iter().map(|chapter| &chapter.title) {
        let first = *seen.entry(squashed(&title.value)).or_insert(title);
        if first.span == title.span {
            continue;
        }
        let text = &title.value;
        faults.push(
            REPEATED_TITLE
                .finding(say!(
                    "有两章的标题都是“{text}”",
                    "two chapters have the title “{text}”"
                ))
                .at(title.span)
                .related(first.span, say!("另一章在这里", "the other is here"))
                .hint(say!(
                    "是同一章就合并；跨页重打的表头常会这样",
                    "merge them if they are one: a heading typed anew on the next page looks like this"
                )),
        );
    }
}

/// `chapter/number-in-title`.
fn number_in_title(chapter: &Chapter, faults: &mut Faults) {
    let title = &chapter.title.value;
    let Some((number, rest)) = leading_number(title) else {
        return;
    };
    faults.push(
        NUMBER_IN_TITLE
            .finding(say!(
                "章的标题“{title}”带着序号",
                "the title “{title}” of a chapter has a number of its own"
            ))
            .at(chapter.title.span)
            .hint(say!(
                "写作 `title = \"{rest}\"` 和 `number = {number}`",
                "write `title = \"{rest}\"` and `number = {number}`"
            )),
    );
}

/// The number that a title starts with, such as `（十一）`, `一、` or `3.`, and what follows it.
fn leading_number(title: &str) -> Option<(u32, &str)> {
    let inner = title.trim_start();
    let (inner, is_open) = match inner.strip_prefix(['（', '(']) {
        Some(inner) => (inner, true),
        None => (inner, false),
    };
    let end = inner.find(['）', ')', '、', '．', '.'])?;
    let (number, rest) = inner.split_at_checked(end)?;
    let mark = rest.chars().next()?;
    let rest = rest.get(mark.len_utf8()..)?;
    let is_closed = matches!(mark, '）' | ')');
    // `1.2万套` and `一、二级` are no numbers of chapters.
    let goes_on = !is_closed && from_chinese(&rest.chars().take(1).collect::<String>()).is_some();
    let rest = rest.trim_start();
    if is_open != is_closed || goes_on || rest.is_empty() {
        return None;
    }
    Some((from_chinese(number.trim())?, rest))
}

#[cfg(test)]
mod tests {
    use super::leading_number;

    #[test]
    fn numbers_at_the_start_of_a_title() {
        for (title, number, rest) in [
            ("（十一）提高城市承载能力", 11, "提高城市承载能力"),
            ("(2) 支持实体企业", 2, "支持实体企业"),
            ("一、主要目标", 1, "主要目标"),
            ("3. 平台项目", 3, "平台项目"),
        ] {
            assert_eq!(leading_number(title), Some((number, rest)), "{title}");
        }
        for title in [
            "十四五规划",
            "1.2万套住房",
            "一、二级响应",
            "（试行）目标",
            "（一",
            "（一）",
            "三次产业（一）",
        ] {
            assert_eq!(leading_number(title), None, "{title}");
        }
    }
}
