//! Private texts in the names of files and folders, which are parts of URLs.

use serde_json::Value;

use crate::support::{COMPLETE, Site};

const DAY: &str = "2020-12-31";

const MOBILE: &str = "13800138000";
const IDENTITY: &str = "11010519491231002x";

fn site(files: &[(String, &str)]) -> Site {
    let settings = "name = \"示例\"\nbase_url = \"https://www.example.gov.cn/\"\n\n[organisation]\nname = \"示例单位\"\n";
    let site = Site::of(&[("site.toml", &format!("{settings}{COMPLETE}"))]);
    for (path, text) in files {
        site.write(path, text);
    }
    site
}

const COLUMN: &str = "title = \"规划计划\"\n";
const CHAPTER: &str = "title = \"预期目标\"\nnumber = 1\n";
const TASK: &str = "title = \"地区生产总值增长\"\nprogress = \"正常进行中。\"\n";
const CARD: &str = "title = \"重点任务\"\nindex_number = \"K1493206-6/2020-11938\"\npublished = 2020-07-22\nmode = \"主动公开\"\n";
const PAGE: &str = "title = \"指南\"\nbody = \"怎样申请。\"\n";

/// The codes and messages of findings of privacy, with the paths they stand in.
fn found(site: &Site) -> Vec<(String, String, String)> {
    let args = ["check", "--as-of", DAY, "--lang", "en", "--format", "json"];
    let told = site.run(&args);
    let document = told.json();
    let findings = document["findings"].as_array().unwrap().iter();
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let found: Vec<(String, String, String)> = findings
        .map(|f| (text(f, "code"), text(f, "path"), text(f, "message")))
        .filter(|(code, _, _)| code.starts_with("privacy/"))
        .collect();
    for secret in [MOBILE, IDENTITY] {
        let is_shown = told.stdout.contains(secret);
        assert!(found.is_empty() || !is_shown, "{}", told.stdout);
    }
    found
}

/// The name of every kind of item is looked at, and hidden wherever its path is shown.
#[test]
fn names_that_become_urls_are_looked_at() {
    let column = |name: &str| format!("content/{name}/column.toml");
    let card = |name: &str| format!("content/plans/{name}/disclosure.toml");
    let chapter = |name: &str| format!("content/plans/2020/{name}/chapter.toml");
    let task = |name: &str| format!("content/plans/2020/01/{name}.toml");
    let page = |name: &str| format!("content/{name}.toml");
    let units = format!("[[unit]]\nid = \"{MOBILE}\"\nname = \"区府办\"\n");
    let base = || {
        vec![
            (column("plans"), COLUMN),
            (card("2020"), CARD),
            (chapter("01"), CHAPTER),
            (task("01"), TASK),
        ]
    };
    assert_eq!(found(&site(&base())), []);
    let kinds: [&dyn Fn(&str) -> String; 5] = [&column, &card, &chapter, &task, &page];
    for (path, text) in kinds.into_iter().zip([COLUMN, CARD, CHAPTER, TASK, PAGE]) {
        for (name, mask, what) in [
            (MOBILE, "138****8000", "mobile"),
            (IDENTITY, "110***********002X", "identity"),
        ] {
            let mut files = base();
            files.push((path(name), text));
            let message =
                format!("a name in a URL: the {what} number `{mask}` would be made public");
            let code = match what {
                "mobile" => "privacy/mobile",
                _ => "privacy/identity-number",
            };
            assert_eq!(
                found(&site(&files)),
                [(code.to_owned(), path(mask), message)]
            );
        }
        // What lies close to it.
        for name in ["notice-20200722-13800", "2020-13800138000", "138001380000"] {
            let mut files = base();
            files.push((path(name), text));
            assert_eq!(found(&site(&files)), [], "{name}");
        }
    }
    let mut files = base();
    files.push(("content/units.toml".into(), &units));
    let [(code, path, _)] = &found(&site(&files))[..] else {
        panic!("one finding");
    };
    assert_eq!((&**code, &**path), ("privacy/mobile", "content/units.toml"));
}

/// What stops a build is told without the name, too; nothing is written.
#[test]
fn a_build_stops_before_such_a_url() {
    let page = format!("content/{MOBILE}.toml");
    let site = site(&[(page, PAGE)]);
    for format in ["human", "sarif"] {
        let args = ["build", "--as-of", DAY, "--format", format];
        let told = site.run(&args).exits(1);
        let told = told.stdout + &told.stderr;
        assert!(!told.contains(MOBILE), "{told}");
        assert!(
            told.contains("content/138%2A%2A%2A%2A8000.toml")
                || told.contains("content/138****8000.toml")
        );
    }
    assert!(!site.public().exists());
}

/// What is private in a draft is found before it is finished, and no other finding shows it.
#[test]
fn drafts_are_looked_at() {
    let card = format!("{CARD}draft = true\nseries = \"甲,乙\"\n");
    let task = format!("title = \"增长\"\nprogress = \"第一句。。电话{MOBILE}。\"\n");
    let page = format!("title = \"指南\"\ndraft = true\nbody = \"电话{MOBILE}。。\"\n");
    let files = [
        ("content/plans/column.toml", COLUMN),
        ("content/plans/2020/disclosure.toml", card.as_str()),
        ("content/plans/2020/01/chapter.toml", CHAPTER),
        ("content/plans/2020/01/01.toml", task.as_str()),
        ("content/guide.toml", page.as_str()),
        ("content/plans/2020/files/a.csv", MOBILE),
    ];
    let site = site(&files.map(|(path, text)| (path.to_owned(), text)));
    let paths: Vec<String> = found(&site).into_iter().map(|(_, path, _)| path).collect();
    assert_eq!(
        paths,
        [
            "content/guide.toml",
            "content/plans/2020/01/01.toml",
            "content/plans/2020/files/a.csv",
        ]
    );
    let told = site
        .run(&["check", "--as-of", DAY, "--lang", "en"])
        .exits(1);
    let told = told.stdout + &told.stderr;
    assert!(
        told.contains("text/double-punctuation") && !told.contains(MOBILE),
        "{told}"
    );
}
