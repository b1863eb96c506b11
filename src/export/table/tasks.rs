//! Tasks, a row each.

use super::shared::{COUNTED_IN, DONE, PERCENT, STATUS, TOTAL, URL};
use super::{Cell, Field, Kind, Row, Table};
use crate::export::Data;
use crate::export::selection::Of;
use crate::model::Task;
use crate::pages::{Placed, TaskPlace, paths};
use crate::url::absolute;

/// The columns of the tasks of a disclosure. `import` knows a table by them, and that its progress is
/// Markdown.
pub(in crate::export) static FIELDS: [Field; 12] = [
    Field::new(
        ["章序号", "chapter_number"],
        Kind::Integer,
        7,
        [
            "章的序号，来源没有编号的为空",
            "The number of the chapter, if the source gives one.",
        ],
    ),
    Field::new(
        ["章", "chapter"],
        Kind::Text,
        14,
        ["章的标题", "The heading of the chapter."],
    )
    .required(),
    Field::new(
        ["任务序号", "task_number"],
        Kind::Text,
        9,
        [
            "章在本文件中的位次和任务在章中的位次，如 4.12",
            "The position of the chapter, and that of the task in it, such as 4.12.",
        ],
    )
    .unique(),
    Field::new(
        ["任务", "task"],
        Kind::Text,
        34,
        ["项目内容：要做什么", "What was promised."],
    )
    .required(),
    Field::new(
        ["责任单位", "units"],
        Kind::Text,
        18,
        [
            "责任单位，多个用“、”分隔，第一个牵头",
            "Who answers for it, parted by “、”; the first leads.",
        ],
    ),
    Field::new(
        ["进展情况", "progress"],
        Kind::Markdown,
        54,
        ["做了什么，Markdown 格式", "What was done, in Markdown."],
    ),
    STATUS,
    DONE,
    TOTAL,
    COUNTED_IN,
    PERCENT,
    URL,
];

/// Columns that tell which disclosure a task is of, where there may be several.
static DISCLOSURE: [Field; 3] = [
    Field::new(
        ["报告期", "period"],
        Kind::Text,
        10,
        [
            "公开信息报告的时期，如 2021-Q1",
            "The time that the disclosure reports on, such as 2021-Q1.",
        ],
    ),
    Field::new(
        ["索引号", "index_number"],
        Kind::Text,
        24,
        ["公开信息的索引号", "The index number of the disclosure."],
    )
    .required(),
    Field::new(
        ["名称", "title"],
        Kind::Text,
        28,
        ["公开信息的名称", "The title of the disclosure."],
    )
    .required(),
];

static STANDING: Field = Field::new(
    ["公开状态", "standing"],
    Kind::Text,
    12,
    ["是否已经公开", "Whether it is public."],
)
.required();

/// Whether a disclosure is public on a day, in the language of the site.
pub(in crate::export) type Standing<'a> = &'a dyn Fn(&Placed<'_>) -> &'static str;

/// Tasks of one disclosure.
pub(in crate::export) fn of_tasks<'a>(
    data: Data<'a>,
    tasks: impl Iterator<Item = &'a TaskPlace<'a>> + 'a,
) -> Table<'a> {
    let base_url = data.base_url();
    Table {
        name: data.say("任务", "Tasks"),
        fields: FIELDS.iter().collect(),
        rows: Box::new(tasks.map(move |place| row(base_url, place))),
    }
}

/// All tasks of a disclosure.
pub(in crate::export) fn of_disclosure<'a>(data: Data<'a>, placed: &'a Placed<'a>) -> Table<'a> {
    of_tasks(data, placed.tasks.iter())
}

/// Tasks of several disclosures, each with what its disclosure is known by; with how that stands, if that
/// is asked for.
pub(in crate::export) fn of_places<'a>(
    data: Data<'a>,
    places: &'a [Of<'a>],
    standing: Option<Standing<'a>>,
) -> Table<'a> {
    let base_url = data.base_url();
    let mut fields: Vec<&'static Field> = Vec::new();
    fields.extend(standing.map(|_| &STANDING));
    fields.extend(&DISCLOSURE);
    fields.extend(&FIELDS);
    let rows = places.iter().flat_map(move |(placed, tasks)| {
        let placed = *placed;
        tasks.iter().map(move |place| {
            let disclosure = placed.disclosure;
            let mut cells: Row<'a> = Vec::new();
            cells.extend(standing.map(|standing| Cell::text(standing(placed))));
            let period = disclosure.period.as_ref();
            cells.push(Cell::of(period, |p| Cell::text(p.value.to_string())));
            cells.push(Cell::text(disclosure.card.index_number.value.as_str()));
            cells.push(Cell::text(disclosure.card.title.value.as_ref()));
            cells.extend(row(base_url, place));
            cells
        })
    });
    Table {
        name: data.say("任务", "Tasks"),
        fields,
        rows: Box::new(rows),
    }
}

/// The units of a task as they are written.
pub(in crate::export) fn units(task: &Task) -> String {
    let units: Vec<&str> = task.units.iter().map(|unit| unit.name.as_ref()).collect();
    units.join("、")
}

fn row<'a>(base_url: &str, place: &'a TaskPlace<'a>) -> Row<'a> {
    let task = place.task;
    let completion = task.completion.as_ref().map(|c| &c.value);
    let units = units(task);
    vec![
        Cell::of(place.chapter.number, |n| Cell::Integer(n.into())),
        Cell::text(place.chapter.title.value.as_ref()),
        Cell::text(format!("{}.{}", place.chapter_position, place.position)),
        Cell::text(task.title.value.as_ref()),
        if units.is_empty() {
            Cell::Empty
        } else {
            Cell::text(units)
        },
        Cell::of(task.progress.as_ref(), |p| Cell::text(p.source.as_ref())),
        Cell::of(task.status.as_ref(), |s| Cell::Status(s.value)),
        Cell::of(completion, |c| Cell::Number(c.done)),
        Cell::of(completion, |c| Cell::Number(c.total)),
        Cell::of(completion.and_then(|c| c.unit.as_deref()), Cell::text),
        Cell::of(completion.and_then(|c| c.percent()), Cell::Number),
        Cell::text(absolute(base_url, &paths::task(&task.path))),
    ]
}
