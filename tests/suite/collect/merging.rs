//! What goes out, and what becomes of ordinary answers.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::workbook::{Cell, Workbook, text};
use super::{DUE, PATH, merge, small, start};
use crate::support::tree;

#[test]
fn workbooks_are_the_same_each_time_and_others_are_left_alone() {
    let site = small();
    let out = start(&site);
    let first = tree(&out);
    let names: Vec<&str> = first.keys().map(String::as_str).collect();
    let mut expected = ["区科技局.xlsx", "区财政局.xlsx", "各街道.xlsx", "总表.xlsx"];
    expected.sort_unstable();
    assert_eq!(names, expected);
    start(&site);
    assert_eq!(tree(&out), first);

    let mut book = Workbook::open(&out.join("区科技局.xlsx"));
    book.fill("研发经费增长15%", "进展情况", text("已完成"));
    book.save(&out.join("区科技局.xlsx"));
    let filled = fs::read(out.join("区科技局.xlsx")).unwrap();
    let args = ["collect", "start", PATH, "--due", DUE, "--out", "../out"];
    let run = site.run(&args).exits(2);
    assert!(run.stderr.contains("collect/out-changed"), "{}", run.stderr);
    assert_eq!(fs::read(out.join("区科技局.xlsx")).unwrap(), filled);

    fs::write(out.join("说明.txt"), "x").unwrap();
    let run = site.run(&args).exits(2);
    assert!(
        run.stderr.contains("collect/out-not-empty"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_workbook_says_who_leads_and_asks_only_what_is_theirs() {
    let site = small();
    let out = start(&site);
    let rows = |name: &str| {
        let book = Workbook::open(&out.join(name));
        let columns = [
            "序号",
            "项目名称",
            "项目内容",
            "责任分工",
            "以前的进展（供参考）",
        ];
        let columns = columns.map(|head| book.column(head));
        let rows = book.sheets[1].1.iter().skip(2);
        let shown = |cell: &Cell| match cell {
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            _ => String::new(),
        };
        let line = |row: &Vec<Cell>| columns.map(|column| shown(&row[column])).join("|");
        rows.map(line).collect::<Vec<_>>()
    };
    assert_eq!(
        rows("区财政局.xlsx"),
        [
            "1|（一）科技创新|建设科创园|配合（区财政局）；牵头：区科技局|",
            "2|（一）科技创新|财政收入平稳增长|牵头|〔完成数：10/40.5〕"
        ]
    );
    assert_eq!(
        rows("各街道.xlsx"),
        ["1|（一）科技创新|建设科创园|配合（各街道）；牵头：区科技局|"]
    );
    assert_eq!(
        rows("区科技局.xlsx")[1],
        "2|（一）科技创新|建设科创园|牵头；配合：区财政局、各街道|"
    );
    assert_eq!(rows("总表.xlsx").len(), 3);
    let book = Workbook::open(&out.join("各街道.xlsx"));
    let first: Vec<&Cell> = book.sheets[0].1.iter().map(|row| &row[0]).collect();
    assert!(first.contains(&&text("9. “各街道”是统称，由汇总单位收齐后填写一份。")));
    let due = book.sheets[0]
        .1
        .iter()
        .find(|row| row[0] == text("截止日期"));
    assert_eq!(due.unwrap()[1], Cell::Date(2020, 10, 15));
}

#[test]
fn tasks_are_taken_from_the_period_before_without_their_progress() {
    let site = small();
    site.write(
        "content/plans/2020-q4/disclosure.toml",
        "title = \"第四季度重点任务\"\nindex_number = \"K1493206-6/2021-00001\"\npublished = 2021-01-20\nmode = \"主动公开\"\ndraft = true\n",
    );
    site.write(
        "content/plans/2020-q3/01/01.toml",
        "title = \"研发经费增长15%\"\nunits = [\"区科委\"]\nprogress = \"**已**增长12%\"\nstatus = \"in-progress\"\nkey = \"rd\"\n",
    );
    let args = [
        "collect",
        "start",
        "content/plans/2020-q4/",
        "--out",
        "../q4",
    ];
    let run = site.run(&args).exits(1);
    assert!(run.stderr.contains("collect/no-tasks"), "{}", run.stderr);
    let with = [&args[..], &["--from", "plans/2020-q3", "--units", "区科委"]].concat();
    site.run(&with).exits(0);
    assert_eq!(
        site.read("content/plans/2020-q4/01/01.toml"),
        "title = \"研发经费增长15%\"\nunits = [\"区科委\"]\nkey = \"rd\"\n"
    );
    assert_eq!(
        site.read("content/plans/2020-q4/01/chapter.toml"),
        "title = \"科技创新\"\nnumber = 1\n"
    );
    let book = Workbook::open(&site.root().join("../q4/区科技局.xlsx"));
    let (row, column) = (
        book.row("研发经费增长15%"),
        book.column("以前的进展（供参考）"),
    );
    let cell = &book.sheets[1].1[row][column];
    assert_eq!(*cell, text("已增长12%\n〔进度状态：进行中〕"));
    let names = fs::read_dir(site.root().join("../q4")).unwrap().count();
    assert_eq!(names, 1, "only the unit that was named");
}

/// Comments and form stay, whatever the form of the file.
#[test]
fn answers_are_written_where_they_belong() {
    let site = small();
    let out = start(&site);
    let mut book = Workbook::open(&out.join("区科技局.xlsx"));
    book.label("填报日期", Cell::Date(2020, 10, 12));
    book.fill(
        "研发经费增长15%",
        "进展情况",
        text("=1. 增长*12%*\n\n 第二段 "),
    );
    book.fill("研发经费增长15%", "进度状态", text("进行中"));
    book.fill("研发经费增长15%", "已完成数", Cell::Number(12.5));
    book.fill("研发经费增长15%", "总数", text("1,500"));
    book.fill("研发经费增长15%", "计量单位", text("万元"));
    book.fill("建设科创园", "进展情况", text("主体结顶"));
    book.save(&site.root().join("../in/a.xlsx"));
    let mut book = Workbook::open(&out.join("区财政局.xlsx"));
    book.label("填报日期", text("2020年10月16日"));
    book.fill("财政收入平稳增长", "已完成数", Cell::Number(30.0));
    book.fill("财政收入平稳增长", "总数", Cell::Number(40.5));
    book.save(&site.root().join("../in/b.xlsx"));

    let before = tree(&site.path("content"));
    let dry = merge(&site, "in", &["--dry-run"]).exits(0);
    assert_eq!(tree(&site.path("content")), before);
    let run = merge(&site, "in", &[]).exits(0);
    assert_eq!(
        site.read("content/plans/2020-q3/01/01.toml"),
        "# 第一项\ntitle = \"研发经费增长15%\"  # 照原文\nunits = [\"区科委\"]\nprogress = '''\n\\=1. 增长\\*12%\\*\n\n第二段'''\nstatus = \"in-progress\"\ncompletion = { done = 12.5, total = 1500, unit = \"万元\" }\n"
    );
    assert_eq!(
        site.read("content/plans/2020-q3/01/02.md"),
        "+++\ntitle = \"建设科创园\"\nunits = [\"区科技局\", \"区财政局\", \"各街道\"]\n+++\n主体结顶\n"
    );
    assert_eq!(
        site.read("content/plans/2020-q3/01/03.toml"),
        "title = \"财政收入平稳增长\"\nunits = [\"区财政局\"]\n\n[completion]  # 亿元\ndone = 30\ntotal = 40.5\n"
    );
    assert_eq!(
        dry.stdout,
        "更新 plans/2020-q3/01/01 研发经费增长15%：进展情况、进度状态、完成数（区科技局）\n    + =1. 增长*12%*\n    + \n    + 第二段\n    + 进行中\n    + 12.5/1500 万元\n\
         更新 plans/2020-q3/01/02 建设科创园：进展情况（区科技局）\n    + 主体结顶\n\
         更新 plans/2020-q3/01/03 财政收入平稳增长：完成数（区财政局）\n    - 10/40.5\n    + 30/40.5\n\
         区科技局：已报（2020-10-12），更新 2 项，不变 0 项，空 0 项，待定 0 项\n\
         区财政局：迟报（2020-10-16），更新 1 项，不变 0 项，空 1 项，待定 0 项\n\
         迟报 1 个单位：区财政局\n未报 1 个单位：各街道\n应报 3 个单位，已报 2 个\n\
         读了 2 个文件，其中 0 个没有采用；改动 3 项任务\n没有写入任何文件\n"
    );
    assert!(
        run.stderr.contains("collect/number-as-text"),
        "{}",
        run.stderr
    );
    site.run(&["build", "--as-of", "2020-12-31"]).exits(0);

    let merged = tree(&site.path("content"));
    let again = merge(&site, "in", &[]).exits(0);
    assert_eq!(tree(&site.path("content")), merged);
    assert!(again.stdout.contains("改动 0 项任务"), "{}", again.stdout);
}

/// What other programs make of a workbook that went out.
#[test]
fn workbooks_that_other_programs_saved_are_merged_alike() {
    for name in [
        "returned-libreoffice.xlsx",
        "returned-libreoffice.xls",
        "returned-openpyxl.xlsx",
    ] {
        saved_by_another_program(name);
    }
}

fn saved_by_another_program(name: &str) {
    let site = small();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/office");
    fs::create_dir_all(site.root().join("../in")).unwrap();
    fs::copy(fixtures.join(name), site.root().join("../in/x.xlsx")).unwrap();
    let run = merge(&site, "in", &[]).exits(0);
    assert_eq!(run.stderr, "");
    assert_eq!(
        site.read("content/plans/2020-q3/01/03.toml"),
        "title = \"财政收入平稳增长\"\nunits = [\"区财政局\"]\nprogress = \"增长3.5%，\\n\\n好于预期\"\nstatus = \"done\"\n\n[completion]  # 亿元\ndone = 30.25\ntotal = 40.5\nunit = \"亿元\"\n"
            .replace("\"增长3.5%，\\n\\n好于预期\"", "\"\"\"\n增长3.5%，\n\n好于预期\"\"\"")
    );
    assert!(
        run.stdout
            .contains("区财政局：已报（2020-10-12），更新 1 项，不变 0 项，空 1 项，待定 0 项"),
        "{}",
        run.stdout
    );
}

/// Corrections replace what the same unit answered before, and the older files may stay in the folder.
#[test]
fn corrections_are_merged_on_top() {
    let site = small();
    let out = start(&site);
    let answer = |name: &str, progress: &str| {
        let mut book = Workbook::open(&out.join("区科技局.xlsx"));
        book.fill("研发经费增长15%", "进展情况", text(progress));
        book.save(&site.root().join("../in").join(name));
    };
    let progress = || {
        let text = site.read("content/plans/2020-q3/01/01.toml");
        text.lines()
            .find(|line| line.starts_with("progress"))
            .map(str::to_owned)
    };
    answer("1.xlsx", "增长12%");
    merge(&site, "in", &[]).exits(0);
    answer("2.xlsx", "增长12.5%");
    merge(&site, "in", &[]).exits(0);
    assert_eq!(progress().unwrap(), "progress = \"增长12.5%\"");
    let all = tree(&site.path("content"));
    merge(&site, "in", &[]).exits(0);
    assert_eq!(tree(&site.path("content")), all);

    // What an editor marks or mends by hand stays when the same files come again.
    let by_hand = site
        .read("content/plans/2020-q3/01/01.toml")
        .replace("12.5%", "**12.5%**");
    site.write("content/plans/2020-q3/01/01.toml", &by_hand);
    merge(&site, "in", &[]).exits(0);
    assert_eq!(site.read("content/plans/2020-q3/01/01.toml"), by_hand);
}

/// Any answers to any tasks, in any order of rows and columns, come out as they went in.
#[test]
fn any_answers_merge_to_exactly_those_answers() {
    let site = small();
    let out = start(&site);
    let original = tree(&site.path("content"));
    let book = Workbook::open(&out.join("总表.xlsx"));
    let titles = book.titles();
    let line = "[a-c一-丁。，*_#=+0-9&<.-]{1,6}( [a-c一-丁]{1,3})?";
    let progress = proptest::collection::vec(line, 0..3);
    let status = proptest::option::of(0..5_usize);
    let completion = proptest::option::of((0..10_000_u32, 1..10_000_u32));
    let answer = (progress, status, completion);
    let all = (
        proptest::collection::vec(answer, titles.len()),
        any::<bool>(),
        any::<bool>(),
    );
    let mut runner = TestRunner::new(ProptestConfig::with_cases(24));
    let words = ["not-started", "in-progress", "done", "delayed", "cancelled"];
    let names = ["未开始", "进行中", "已完成", "滞后", "已取消"];
    runner
        .run(&all, |(answers, reversed, moved)| {
            for (path, bytes) in &original {
                fs::write(site.path("content").join(path), bytes).unwrap();
            }
            drop(fs::remove_file(
                site.path("content/plans/2020-q3/.collect.json"),
            ));
            let mut filled = book.clone();
            for (title, (progress, status, completion)) in titles.iter().zip(&answers) {
                if !progress.is_empty() {
                    filled.fill(title, "进展情况", text(&progress.join("\n")));
                }
                if let Some(status) = status {
                    filled.fill(title, "进度状态", text(names[*status]));
                }
                if let Some((done, total)) = completion {
                    filled.fill(title, "已完成数", Cell::Number(f64::from(*done) / 4.0));
                    filled.fill(title, "总数", Cell::Number(f64::from(*total)));
                }
            }
            if reversed {
                filled.reverse();
            }
            if moved {
                filled.move_to_front("进展情况");
            }
            filled.save(&site.root().join("../any/x.xlsx"));
            let run = merge(&site, "any", &[]);
            prop_assert_eq!(run.code, Some(0), "{}", run.stderr);
            let loaded = gongkai::content::load(&site.root());
            prop_assert!(!loaded.faults.has_errors());
            let content = loaded.site.unwrap();
            let disclosure = content.home.all_disclosures().next().unwrap();
            let tasks = disclosure
                .chapters()
                .iter()
                .flat_map(|chapter| &chapter.tasks);
            for (task, (progress, status, completion)) in tasks.zip(&answers) {
                let lines: Vec<&str> = progress.iter().map(|line| line.trim()).collect();
                let said = task
                    .progress
                    .as_ref()
                    .map(|p| gongkai::markdown::to_text(&p.source));
                let said = said.unwrap_or_default();
                let said: Vec<&str> = said.lines().filter(|line| !line.is_empty()).collect();
                prop_assert_eq!(said, lines);
                let word = task.status.as_ref().map(|status| status.value.word());
                prop_assert_eq!(word, status.map(|status| words[status]));
                let counted = task
                    .completion
                    .as_ref()
                    .map(|c| (c.value.done, c.value.total));
                match completion {
                    Some((done, total)) => {
                        let done =
                            rust_decimal::Decimal::from(*done) / rust_decimal::Decimal::from(4);
                        prop_assert_eq!(counted, Some((done, rust_decimal::Decimal::from(*total))));
                    }
                    // That of the third task stays.
                    None => prop_assert_eq!(counted.is_some(), task.slug.as_str() == "03"),
                }
            }
            let merged = tree(&site.path("content"));
            let again = merge(&site, "any", &[]);
            prop_assert_eq!(again.code, Some(0));
            prop_assert!(tree(&site.path("content")) == merged);
            Ok(())
        })
        .unwrap();
}
