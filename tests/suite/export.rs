//! Data files on demand, and the way back: what is exported and imported again says the same.

use std::fs;
use std::path::Path;

use crate::support::{Run, Site, Tree, gongkai, tree};

const SETTINGS: &str = "name = \"测试\"\nbase_url = \"https://www.example.gov.cn/\"\n[organisation]\nname = \"测试\"\n";
const FORMATS: [&str; 3] = ["csv", "xlsx", "docx"];

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Exports a disclosure of the site in `root`, and imports the file into an empty site: the files there, and
/// what was told.
fn there_and_back(root: &Path, disclosure: &str, format: &str) -> (Tree, Run) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(format!("a.{format}"));
    let root = root.to_str().unwrap();
    let file = file.to_str().unwrap();
    Run::of(&mut gongkai(&[
        "export",
        disclosure,
        "--out",
        file,
        "--root",
        root,
        "--as-of",
        "2021-12-31",
    ]))
    .exits(0);
    let site = Site::of(&[("site.toml", SETTINGS), ("content/units.toml", "")]);
    let run =
        Run::of(&mut site.command(&["import", file, "--to", "content/d", "--format", "json"]));
    let run = run.exits(0);
    (tree(&site.path("content/d")), run)
}

/// The files of a disclosure.
fn content(root: &Path, disclosure: &str) -> Tree {
    tree(&root.join("content").join(disclosure))
}

fn without_card(mut tree: Tree) -> Tree {
    tree.remove("disclosure.toml").unwrap();
    tree
}

/// The report of the second quarter of 2020: chapters, titles, units, progress, how far tasks are, and the
/// card, byte for byte as they are in the content. CSV is a table and has no card.
#[test]
fn the_report_comes_back_as_it_is() {
    let disclosure = "plans/key-tasks/2020-q2";
    let expected = content(repository(), disclosure);
    assert_eq!(expected.len(), 1 + 22 + 128);
    for format in FORMATS {
        let (found, run) = there_and_back(repository(), disclosure, format);
        if format == "csv" {
            crate::support::assert_same_tree(
                &without_card(found),
                &without_card(expected.clone()),
                format,
            );
        } else {
            assert_eq!(run.codes(), Vec::<String>::new(), "{format}");
            crate::support::assert_same_tree(&found, &expected, format);
        }
    }
}

const CARD: &str = "title = \"=1+1 的“报告”\"\nindex_number = \"K1493206-6/2020-00001\"\ndocument_number = \"拱政办〔2020〕1号\"\npublisher = \"区府办\"\ncreated = 2020-07-21\npublished = 2020-07-22T15:36:51\nmode = \"主动公开\"\nscope = \"面向全社会\"\nretention = \"长期公开\"\nsummary = \"+关于 R&D <经费> 的“概述”，@㐂𠀀😀\"\nkeywords = [\"重点任务\", \"R&D\"]\nvalidity = \"有效\"\nsubject = \"综合\"\ngroup = \"规划\"\ngenre = \"报告\"\nattachments = [{ title = \"附表一\" }, { title = \"附表二\" }]\nperiod = \"2020-Q2\"\nseries = \"重点任务\"\n";

/// Clumsy texts: what could be a formula, a number, a date, a heading or a mark.
const TASKS: [&str; 8] = [
    "title = \"=SUM(A1:A2)\"\nunits = [\"区财政局\", \"区委统战部(区民宗局、侨办)\"]\nprogress = \"-5%\"\n",
    "title = \"+3\"\nprogress = \"@甲\"\nstatus = \"not-started\"\ncompletion = { done = 0, total = 3 }\n",
    "title = \"2020-07-22\"\nprogress = \"00123\"\nstatus = \"delayed\"\ncompletion = { done = 212.65, total = 472.0, unit = \"亩\" }\n",
    "title = \"合计\"\nunits = [\"合计\"]\nprogress = \"TRUE\"\nstatus = \"cancelled\"\n",
    "title = \"(二)不是章 _x0041_\"\nunits = [\"各街道\"]\nprogress = \"R&D<=3%\"\ncompletion = { done = 1.10, total = 3, unit = \"个\" }\n",
    "title = \"㐂𠀀😀\"\nunits = [\"区财政局\"]\n",
    "title = \"任务\"\nprogress = \"1e5\"\nstatus = \"done\"\n",
    "title = \"[空] 和 “引号”, 逗号\"\nunits = [\"区财政局\"]\nprogress = \"\"\"\n一\n\n二\"\"\"\nstatus = \"in-progress\"\n",
];

fn clumsy(more: &[(&str, &str)]) -> Site {
    let units = ["区财政局", "区委统战部(区民宗局、侨办)", "合计", "各街道"];
    let units: String = (1..)
        .zip(units)
        .map(|(n, name)| format!("[[unit]]\nid = \"u{n}\"\nname = \"{name}\"\n"))
        .collect();
    let site = Site::of(&[
        ("site.toml", SETTINGS),
        ("content/units.toml", &units),
        ("content/d/disclosure.toml", CARD),
        (
            "content/d/01/chapter.toml",
            "title = \"索引号\"\nnumber = 1\n",
        ),
        (
            "content/d/02/chapter.toml",
            "title = \"提高R&D\"\nnumber = 2\n",
        ),
    ]);
    for (number, task) in (1..).zip(TASKS) {
        site.write(&format!("content/d/01/{number:02}.toml"), task);
        let other = task.replace("title = \"", "title = \"第二：");
        site.write(&format!("content/d/02/{number:02}.toml"), &other);
    }
    for (path, text) in more {
        site.write(path, text);
    }
    site
}

#[test]
fn clumsy_texts_come_back_as_they_are() {
    let site = clumsy(&[]);
    let expected = content(&site.root(), "d");
    for format in FORMATS {
        let (found, run) = there_and_back(&site.root(), "d", format);
        if format == "csv" {
            let (found, expected) = (without_card(found), without_card(expected.clone()));
            crate::support::assert_same_tree(&found, &expected, format);
        } else {
            assert_eq!(run.codes(), Vec::<String>::new(), "{format}");
            let card = |tree: &Tree| String::from_utf8(tree["disclosure.toml"].clone()).unwrap();
            // The order of keys is the importer's.
            let sorted = |text: String| {
                let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
                lines.sort();
                lines
            };
            assert_eq!(sorted(card(&found)), sorted(CARD.to_owned()), "{format}");
            let (found, expected) = (without_card(found), without_card(expected.clone()));
            crate::support::assert_same_tree(&found, &expected, format);
        }
    }
}

/// In data files progress is the source text, whatever marks it has. A document says what readers of the page
/// see, so that marks do not come back from it.
#[test]
fn markdown_survives_in_data_files() {
    let progress = "**已完成**招标：\n\n1. 立项\n2. 开工\n   - 甲\n\n| 街道 | 数 |\n|---|---|\n| 上塘 | 1 |\n\n见[方案](https://a.gov.cn/b)\\*";
    let task = format!("title = \"一\"\nprogress = '''\n{progress}'''\n");
    let body = format!("+++\ntitle = \"二\"\n+++\n{progress}\n");
    let site = clumsy(&[("content/d/01/01.toml", &task)]);
    site.remove("content/d/01/02.toml");
    site.write("content/d/01/02.md", &body);
    let value = |tree: &Tree, path: &str| {
        let text = std::str::from_utf8(&tree[path]).unwrap();
        let table: toml::Table = text.parse().unwrap();
        table["progress"].as_str().unwrap().to_owned()
    };
    for format in ["csv", "xlsx"] {
        let (found, _) = there_and_back(&site.root(), "d", format);
        for task in ["01/01.toml", "01/02.toml"] {
            assert_eq!(value(&found, task), progress, "{format}");
        }
    }
    let (found, _) = there_and_back(&site.root(), "d", "docx");
    assert_eq!(
        value(&found, "01/01.toml"),
        "已完成招标：\n\n1\\. 立项\n\n2\\. 开工\n\n· 甲\n\n街道  数\n\n上塘  1\n\n见方案（https://a.gov.cn/b）*"
    );
}

fn example(args: &[&str]) -> Run {
    let mut all = vec![
        "export",
        "--root",
        repository().to_str().unwrap(),
        "--lang",
        "en",
    ];
    all.extend(args);
    Run::of(&mut gongkai(&all))
}

#[test]
fn a_unit_in_a_period_goes_to_standard_output() {
    let run = example(&[
        "--unit",
        "区科技局",
        "--period",
        "2020-Q2",
        "--as-of",
        "2021-12-31",
    ])
    .exits(0);
    let mut reader = csv::Reader::from_reader(run.stdout.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(rows.len() > 3, "{}", rows.len());
    assert!(
        rows.iter()
            .all(|row| row[4].split('、').any(|unit| unit == "区科技局"))
    );
    let json = example(&[
        "--unit",
        "区科技局",
        "--period",
        "2020-Q2",
        "--as-of",
        "2021-12-31",
        "--format",
        "json",
    ])
    .exits(0)
    .json();
    let chapters = json["chapters"].as_array().unwrap();
    let tasks = chapters
        .iter()
        .map(|chapter| chapter["tasks"].as_array().unwrap().len());
    assert_eq!(tasks.sum::<usize>(), rows.len());
}

#[test]
fn what_cannot_be_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a.xlsx");
    let out = out.to_str().unwrap();
    for (args, code, says) in [
        (
            &["--unit", "区无此局"][..],
            2,
            "error[usage]: no unit goes by the name `区无此局`",
        ),
        (
            &["--period", "2020"],
            2,
            "error[export/nothing]: nothing of what is public on",
        ),
        (&["--period", "昨天"], 2, "error[usage]"),
        (&["plans/none"], 2, "error[export/nothing]"),
        (&["--as-of", "2019-01-01"], 2, "error[export/nothing]"),
        (
            &["--out", "a.txt"],
            2,
            "error[usage]: the name of the file tells no format",
        ),
        (
            &["--format", "sarif"],
            2,
            "`--format sarif` is for build, check and import",
        ),
        (&["--root", "/nowhere"], 2, "error[content/no-site]"),
        (
            &["--unit", "区科枝局"],
            2,
            "= help: did you mean `区科技局`?\n",
        ),
        (
            &["--out", "/nowhere/a.csv", "--as-of", "2021-12-31"],
            2,
            "error[usage]: there is no such folder\n--> /nowhere\n",
        ),
        (
            &["--out", "/dev/null/exports/", "--as-of", "2021-12-31"],
            3,
            "error[export/unwritable]: this folder cannot be made",
        ),
    ] {
        let run = if args.contains(&"--root") {
            let mut all = vec!["export", "--lang", "en"];
            all.extend(args);
            Run::of(&mut gongkai(&all))
        } else {
            example(args)
        };
        let run = run.exits(code);
        assert!(run.stderr.contains(says), "{args:?}: {}", run.stderr);
    }
    let args = [
        "plans/key-tasks/2020-q2",
        "--as-of",
        "2021-12-31",
        "--out",
        out,
    ];
    example(&args).exits(0);
    let first = fs::read(out).unwrap();
    let run = example(&args).exits(2);
    assert_eq!(
        run.stderr,
        format!(
            "error[export/exists]: the file exists\n--> {out}\n = help: choose another name, or overwrite it with `--force`\n\nerrors: 1, warnings: 0\n"
        )
    );
    fs::write(out, "old").unwrap();
    let mut forced = args.to_vec();
    forced.push("--force");
    example(&forced).exits(0);
    assert_eq!(fs::read(out).unwrap(), first, "the same bytes again");
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing else is left"
    );
}

/// Drafts come only when they are asked for, and every format says of them what they are.
#[test]
fn drafts_are_marked() {
    let draft = format!("draft = true\n{}", CARD.replace("00001", "00002"));
    let site = clumsy(&[
        ("content/e/disclosure.toml", &draft),
        ("content/e/01/chapter.toml", "title = \"章\"\n"),
        ("content/e/01/01.toml", "title = \"草拟的任务\"\n"),
    ]);
    let run = site
        .run(&["export", "e", "--lang", "zh", "--as-of", "2021-12-31"])
        .exits(2);
    assert_eq!(
        run.stderr,
        "error[export/nothing]: 2021-12-31 公开的内容里没有这样的任务\n |\n = help: 有 1 项任务是草稿或未到期的：要连同它们，用 `--drafts`\n\n1 个错误，0 个警告\n"
    );
    let all = site.run(&["export", "--as-of", "2021-12-31"]).exits(0);
    assert!(!all.stdout.contains("草拟的任务"));
    let run = site
        .run(&["export", "e", "--drafts", "--as-of", "2021-12-31"])
        .exits(0);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(
        lines[0].starts_with("\u{feff}公开状态,报告期,"),
        "{}",
        lines[0]
    );
    assert!(
        lines[1].starts_with("草稿，尚未公开,2020-Q2,"),
        "{}",
        lines[1]
    );
    let run = site.run(&[
        "export",
        "e",
        "--drafts",
        "--format",
        "json",
        "--as-of",
        "2021-12-31",
    ]);
    assert_eq!(run.exits(0).json()["standing"], "草稿，尚未公开");
    for (format, part) in [
        ("xlsx", "xl/worksheets/sheet2.xml"),
        ("docx", "word/header1.xml"),
    ] {
        let run = site.run(&[
            "export",
            "e",
            "--drafts",
            "--lang",
            "zh",
            "--format",
            format,
            "--out",
            "导出/",
            "--as-of",
            "2021-12-31",
        ]);
        let name = format!("导出/e-draft.{format}");
        assert_eq!(
            run.exits(0).stderr,
            format!("已写入 {name}：1 条公开信息，1 项任务；其中 1 条尚未公开，文件里已标明\n")
        );
        let file = fs::File::open(site.path(&name)).unwrap();
        let mut zip = zip::ZipArchive::new(file).unwrap();
        let xml = std::io::read_to_string(zip.by_name(part).unwrap()).unwrap();
        assert!(xml.contains("草稿，尚未公开"), "{format}: {xml}");
    }
}
