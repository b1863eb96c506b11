use std::collections::BTreeSet;

use super::*;

const TASKS: [usize; 22] = [
    6, 6, 3, 6, 3, 7, 6, 8, 5, 8, 7, 6, 6, 4, 6, 7, 6, 4, 6, 7, 7, 4,
];

/// The rows of one copy by the structure of its lines alone: a row is three paragraphs, and whatever
/// begins with a number in brackets is a heading.
fn trivial_rows(text: &str) -> Vec<Row> {
    let mut lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .skip_while(|line| *line != "进展情况")
        .skip(1);
    let mut rows = Vec::new();
    while let Some(line) = lines.next() {
        if line.starts_with('(') {
            if line.ends_with(')') {
                lines.next();
            }
            continue;
        }
        let row = (
            line.into(),
            lines.next().unwrap().into(),
            lines.next().unwrap().into(),
        );
        rows.push(row);
    }
    rows
}

#[test]
fn every_cell_is_kept_to_the_character() {
    let document = read_clean(SEED);
    let rows = rows(&document);
    assert_eq!(rows.len(), 128);
    assert_eq!(rows, trivial_rows(&first_copy()));
    for task in document.tasks() {
        let title = SEED.get(task.title.span.range());
        assert_eq!(title, Some(&*task.title.value));
        let progress = task.progress.as_ref().unwrap();
        assert_eq!(SEED.get(progress.span.range()), Some(&*progress.value));
    }
    let units: BTreeSet<_> = document
        .tasks()
        .flat_map(|t| &t.units)
        .map(|u| &u.value)
        .collect();
    assert_eq!(units.len(), 60);
}

#[test]
fn every_chapter_has_its_tasks() {
    let document = read_clean(SEED);
    let headings = headings(&document);
    let counts: Vec<usize> = headings.iter().map(|(_, _, tasks)| *tasks).collect();
    assert_eq!(counts, TASKS);
    let numbers: Vec<_> = headings
        .iter()
        .map(|(number, _, _)| number.unwrap())
        .collect();
    assert_eq!(numbers, (1..=22).collect::<Vec<_>>());
    assert_eq!(headings[0].1, "经济社会发展主要预期目标");
    assert_eq!(headings[10].1, "提高城市承载能力");
    assert_eq!(headings[21].1, "维护公共安全稳定");
}

fn field(card: &Card, field: Field) -> String {
    card.get(field)
        .map_or_else(String::new, |value| match &value.value {
            Value::Text(text) => text.to_string(),
            Value::Moment(moment) => moment.full(),
        })
}

#[test]
fn the_card_is_that_of_both_skins() {
    let card = read_clean(SEED).card;
    let title = "2020第二季度政府工作报告重点任务目标执行情况";
    assert_eq!(&*card.title.as_ref().unwrap().value, title);
    for (name, expected) in [
        (Field::IndexNumber, "K1493206-6/2020-11938"),
        (Field::DocumentNumber, ""),
        (Field::Publisher, "区府办"),
        (Field::Created, "2020-07-22"),
        (Field::Published, "2020-07-22 15:36:51"),
        (Field::Mode, "主动公开"),
        (Field::Scope, "面向全社会"),
        (Field::Retention, "长期公开"),
        (Field::Attachment, title),
    ] {
        assert_eq!(field(&card, name), expected, "{name:?}");
    }
    assert_eq!(card.iter().count(), 8);
}

#[test]
fn each_skin_alone() {
    let first = read_clean(&first_copy());
    assert!(first.breadcrumb.is_empty());
    let second = read_clean(&second_copy());
    assert_eq!(rows(&first), rows(&second));
    assert_eq!(headings(&first), headings(&second));
    assert_eq!(field(&second.card, Field::Published), "2020-07-22");
    assert_eq!(field(&second.card, Field::Created), "");
    let levels: Vec<_> = second
        .breadcrumb
        .iter()
        .map(|level| &*level.value)
        .collect();
    assert_eq!(levels, ["规划计划", "政府工作报告重点任务"]);
}

#[test]
fn a_part_of_another_quarter() {
    let document = read_clean(PART);
    assert_eq!(
        headings(&document),
        [(Some(1), "经济社会发展主要预期目标", 6)]
    );
    assert_eq!(rows(&document), trivial_rows(PART));
    assert_eq!(
        field(&document.card, Field::Published),
        "2020-10-20 14:47:57"
    );
    assert_eq!(field(&document.card, Field::Attachment), "");
    let title = document.card.title.unwrap();
    assert_eq!(
        &*title.value,
        "2020第三季度政府工作报告重点任务目标执行情况"
    );
}
