//! A quarter as it goes: 60 units, 128 tasks, five units late, two files broken, three conflicts, and what
//! comes in when all of them are asked again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use gongkai::content::load;

use super::workbook::{Cell, Workbook, text};
use crate::corpus::Random;
use crate::support::{Run, Site, tree};

const Q3: &str = "plans/key-tasks/2020-q3";
const NAMES: [&str; 5] = ["未开始", "进行中", "已完成", "滞后", "已取消"];
const WORDS: [&str; 5] = ["not-started", "in-progress", "done", "delayed", "cancelled"];

/// The example site, whose third quarter is not reported yet.
pub(super) fn example() -> Site {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = Site::of(&[]);
    site.write(
        "site.toml",
        &fs::read_to_string(here.join("site.toml")).unwrap(),
    );
    for (path, bytes) in tree(&here.join("content")) {
        if !path.starts_with(Q3) {
            site.write(
                &format!("content/{path}"),
                std::str::from_utf8(&bytes).unwrap(),
            );
        }
    }
    site
}

/// What a task should say: progress, status, done and total.
type Answer = (String, usize, Option<(u32, u32)>);

/// Tasks by path, with their title and the names of their units.
fn tasks(site: &Site) -> Vec<(String, String, Vec<String>)> {
    let loaded = load(&site.root());
    let content = loaded.site.unwrap();
    let found = content
        .home
        .all_disclosures()
        .find(|d| d.path.as_str() == Q3);
    let chapters = found.unwrap().chapters();
    let tasks = chapters.iter().flat_map(|chapter| &chapter.tasks);
    let name = |id| content.units.get(id).unwrap().name.value.to_string();
    tasks
        .map(|task| {
            let units = task.units.iter().map(|mention| name(mention.unit));
            (
                task.path.to_string(),
                task.title.value.to_string(),
                units.collect(),
            )
        })
        .collect()
}

/// What the tasks say.
fn stated(site: &Site) -> BTreeMap<String, Answer> {
    let loaded = load(&site.root());
    assert!(!loaded.faults.has_errors());
    let content = loaded.site.unwrap();
    let found = content
        .home
        .all_disclosures()
        .find(|d| d.path.as_str() == Q3);
    let mut stated = BTreeMap::new();
    for task in found
        .unwrap()
        .chapters()
        .iter()
        .flat_map(|chapter| &chapter.tasks)
    {
        let Some(progress) = &task.progress else {
            continue;
        };
        let word = task.status.as_ref().unwrap().value.word();
        let status = WORDS.iter().position(|own| *own == word).unwrap();
        let completion = task.completion.as_ref().map(|completion| {
            let number = |decimal: rust_decimal::Decimal| decimal.to_string().parse().unwrap();
            (
                number(completion.value.done),
                number(completion.value.total),
            )
        });
        let answer = (progress.source.to_string(), status, completion);
        stated.insert(task.path.to_string(), answer);
    }
    stated
}

fn fill(book: &mut Workbook, title: &str, (progress, status, completion): &Answer) {
    book.fill(title, "进展情况", text(progress));
    book.fill(title, "进度状态", text(NAMES[*status]));
    if let Some((done, total)) = completion {
        book.fill(title, "已完成数", Cell::Number(f64::from(*done)));
        book.fill(title, "总数", Cell::Number(f64::from(*total)));
    }
}

fn merge(site: &Site, folders: &[&str]) -> Run {
    site.run(&[&["collect", "merge", Q3], folders, &["--lang", "zh"]].concat())
}

fn assert_golden(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden/collect")
        .join(name);
    if std::env::var_os("GONGKAI_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "{name}\n--- expected\n{expected}--- found\n{found}"
    );
}

fn said(run: &Run) -> String {
    let code = run.code.unwrap();
    format!("exit {code}\n{}{}", run.stderr, run.stdout)
}

#[test]
fn a_quarter_of_sixty_units() {
    let site = example();
    site.write(
        &format!("content/{Q3}/disclosure.toml"),
        "title = \"2020第三季度政府工作报告重点任务目标执行情况\"\nindex_number = \"K1493206-6/2020-12163\"\npublisher = \"区府办\"\ncreated = 2020-10-20\npublished = 2020-10-20\nmode = \"主动公开\"\nperiod = \"2020-Q3\"\nseries = \"政府工作报告重点任务\"\ndraft = true\n",
    );
    site.run(&[
        "collect",
        "start",
        Q3,
        "--from",
        "plans/key-tasks/2020-q2",
        "--due",
        "2020-10-15",
        "--out",
        "../out",
    ])
    .exits(0);
    let tasks = tasks(&site);
    assert_eq!(tasks.len(), 128);
    let mut random = Random(9);
    let answers: BTreeMap<&str, Answer> = tasks
        .iter()
        .map(|(path, title, _)| {
            let number = random.below(900) + 1;
            let completion =
                (number.is_multiple_of(3)).then(|| (u32::try_from(number).unwrap(), 1000));
            let progress = format!(
                "截至9月底，“{title}”已完成{number}项工作，累计推进{}个节点",
                random.below(9) + 1
            );
            (path.as_str(), (progress, random.below(5), completion))
        })
        .collect();
    let units: Vec<String> = {
        let mut seen = BTreeSet::new();
        let named = tasks.iter().flat_map(|(.., units)| units.iter().cloned());
        named.filter(|name| seen.insert(name.clone())).collect()
    };
    assert_eq!(units.len(), 60);
    let led: BTreeMap<&str, usize> = tasks.iter().fold(BTreeMap::new(), |mut led, (.., units)| {
        *led.entry(units[0].as_str()).or_default() += 1;
        led
    });
    // The units of the story: those that lead a few tasks are late, broken or silent.
    let mut leading = units
        .iter()
        .filter(|unit| led.contains_key(unit.as_str()))
        .skip(4);
    let late: Vec<&String> = leading.by_ref().take(5).collect();
    let broken: Vec<&String> = leading.by_ref().take(2).collect();
    let silent: Vec<&String> = leading.by_ref().take(3).collect();
    let is_told = |unit: &String| !broken.contains(&unit) && !silent.contains(&unit);
    // Three joint tasks whose second unit says something else.
    let conflicts: Vec<(&str, &str)> = tasks
        .iter()
        .filter(|(.., units)| units.len() > 1 && units.iter().all(is_told))
        .step_by(7)
        .take(3)
        .map(|(path, _, units)| (path.as_str(), units[1].as_str()))
        .collect();
    assert_eq!(conflicts.len(), 3);

    let filled = |unit: &str, at: usize, corrected: bool| {
        let mut book = Workbook::open(&site.root().join(format!("../out/{unit}.xlsx")));
        for (path, title, units) in &tasks {
            let Some(place) = units.iter().position(|own| own == unit) else {
                continue;
            };
            let answer = &answers[path.as_str()];
            let differs = conflicts.contains(&(path.as_str(), unit));
            if differs && !corrected {
                let other = format!("{unit}：已经完工");
                fill(&mut book, title, &(other, answer.1, answer.2));
            } else if place == 0 || differs || (at.is_multiple_of(4) && place == 1) {
                fill(&mut book, title, answer);
            }
        }
        let is_late = late.iter().any(|own| *own == unit);
        let day = if corrected {
            22
        } else if is_late {
            16
        } else {
            9
        };
        book.label(
            "填报日期",
            if at.is_multiple_of(2) {
                Cell::Date(2020, 10, day)
            } else {
                text(&format!("2020年10月{day}日"))
            },
        );
        book
    };
    for (at, unit) in units
        .iter()
        .enumerate()
        .filter(|(_, unit)| !silent.contains(unit))
    {
        let mut book = filled(unit, at, false);
        if at % 3 == 1 {
            book.reverse();
        }
        if at % 5 == 2 {
            book.move_to_front("进展情况");
        }
        if at % 6 == 3 {
            book.sheets[1].0 = "Sheet1".into();
        }
        if at % 10 == 4 {
            let column = book.column("识别码（请勿改动）");
            for row in book.table() {
                row.remove(column);
            }
        }
        let name = match at % 4 {
            0 => format!("{unit}.xlsx"),
            1 => format!("{unit}(1).xlsx"),
            2 => format!("{at:02}三季度进展 {unit}.xlsx"),
            _ => format!("{at:02}/填报表.XLSX"),
        };
        // Without ids, the name of the file or the label says whose it is.
        let path = site.root().join("../in").join(name);
        book.save(&path);
        if let Some(kind) = broken.iter().position(|own| *own == unit) {
            let bytes = fs::read(&path).unwrap();
            fs::remove_file(&path).unwrap();
            let path = site.root().join(format!("../in/{unit}.xlsx"));
            let mut locked = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
            locked.resize(512, 0);
            locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
            fs::write(
                path,
                if kind == 0 {
                    &bytes[..bytes.len() * 2 / 3]
                } else {
                    &locked[..]
                },
            )
            .unwrap();
        }
    }
    let expected = |is_in: &dyn Fn(&str, &[String]) -> bool, conflicts: &[(&str, &str)]| {
        let mut expected: BTreeMap<String, Answer> = BTreeMap::new();
        for (path, _, units) in &tasks {
            let open = conflicts.iter().any(|(own, _)| own == path);
            if is_in(path, units) && !open {
                expected.insert(path.clone(), answers[path.as_str()].clone());
            }
        }
        expected
    };
    // A task is answered by its lead, or by the second unit of every fourth workbook.
    let answered = |_: &str, units: &[String]| {
        let place = |unit: &String| {
            units.len() > 1 && {
                let at = units_at(&tasks, unit);
                at.is_multiple_of(4) && is_told(unit)
            }
        };
        is_told(&units[0]) || units.get(1).is_some_and(place)
    };
    let run = merge(&site, &["../in"]).exits(1);
    // Of the conflicts the progress is open, and what the two agree about is written.
    for (path, _) in &conflicts {
        let text = site.read(&format!("content/{path}.toml"));
        assert!(
            !text.contains("progress =") && text.contains("status ="),
            "{text}"
        );
    }
    assert_eq!(stated(&site), expected(&answered, &conflicts));
    assert_golden("quarter.txt", &said(&run));

    // Who was broken, silent or in conflict sends another one.
    for (at, unit) in units.iter().enumerate() {
        let is_asked_again = !is_told(unit) || conflicts.iter().any(|(_, own)| own == unit);
        if is_asked_again {
            filled(unit, at, true).save(&site.root().join(format!("../更正/{unit}.xlsx")));
        }
    }
    let broken_ones: Vec<_> = broken
        .iter()
        .map(|unit| site.root().join(format!("../in/{unit}.xlsx")))
        .collect();
    for path in broken_ones {
        fs::remove_file(path).unwrap();
    }
    let run = merge(&site, &["../in", "../更正"]).exits(0);
    assert_golden("corrections.txt", &said(&run));
    assert_eq!(stated(&site), expected(&|_, _| true, &[]));

    let merged = tree(&site.path("content"));
    let run = merge(&site, &["../in", "../更正"]).exits(0);
    assert!(run.stdout.contains("改动 0 项任务"), "{}", run.stdout);
    assert!(tree(&site.path("content")) == merged);
    let mut listed = String::new();
    for (path, (progress, ..)) in stated(&site) {
        writeln!(listed, "{path} {progress}").unwrap();
    }
    assert_eq!(listed.lines().count(), 128);
}

/// The place of a unit among those that the tasks name, in their order.
fn units_at(tasks: &[(String, String, Vec<String>)], unit: &str) -> usize {
    let mut seen = BTreeSet::new();
    let named = tasks.iter().flat_map(|(.., units)| units);
    let mut named = named.filter(|name| seen.insert(name.as_str()));
    named.position(|name| name == unit).unwrap()
}
