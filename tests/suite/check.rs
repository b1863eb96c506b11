//! `gongkai check`: what it tells, in which forms, and how it ends.

mod explain;
mod formats;
mod since;

use serde_json::Value;

use crate::support::{COMPLETE, Run, Site, gongkai};

/// What [`COMPLETE`] switches off and a government website must have.
const FOOT_AND_COLUMNS: &str = "\"site/foot\" = \"off\"\n\"site/statutory-column\" = \"off\"\n";

const DAY: &str = "2020-12-31";

/// A small site without a finding.
fn clean() -> Site {
    let settings = "name = \"示例\"\nbase_url = \"https://www.example.gov.cn/\"\n\n[organisation]\nname = \"示例单位\"\nindex_prefix = \"K1493206-6\"\n";
    Site::of(&[
        ("site.toml", &format!("{settings}{COMPLETE}")),
        ("content/plans/column.toml", "title = \"规划计划\"\n"),
        (
            "content/plans/2020/disclosure.toml",
            &card("重点任务", "K1493206-6/2020-11938"),
        ),
        (
            "content/plans/2020/01/chapter.toml",
            "title = \"预期目标\"\nnumber = 1\n",
        ),
        (
            "content/plans/2020/01/01.md",
            "+++\ntitle = \"地区生产总值增长\"\n+++\n\n正常进行中。\n",
        ),
    ])
}

fn card(title: &str, number: &str) -> String {
    format!(
        "title = \"{title}\"\nindex_number = \"{number}\"\npublished = 2020-07-22\nmode = \"主动公开\"\n"
    )
}

/// The site with a warning, an error of a rule and one of the plan.
fn faulty() -> Site {
    let site = clean();
    let text = card("重点任务", "拱墅-第3号");
    site.write("content/plans/2020/disclosure.toml", &text);
    let text = card("甲", "K1493206-7/2020-00001") + "body = \"甲\"\n";
    site.write("content/plans/2021/disclosure.toml", &text);
    site.write(
        "content/plans/2020/01/01.md",
        "+++\ntitle = \"地区生产总值增长\"\n+++\n\n见[指南](../../../guid.md)。\n",
    );
    site
}

fn check(site: &Site, args: &[&str]) -> Run {
    let mut all = vec!["check", "--as-of", DAY, "--lang", "en"];
    all.extend(args);
    site.run(&all)
}

const TOLD: &str = "\
content/plans/2020/01/01.md (1)

error[link/broken]: the link `../../../guid.md` leads nowhere
 --> content/plans/2020/01/01.md:5:2
  |
5 | 见[指南](../../../guid.md)。
  |   ^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write a path of the content tree, such as `../guide.md` or `/plans/`

content/plans/2020/disclosure.toml (1)

warning[index-number/shape]: the index number `拱墅-第3号` has no known shape
 --> content/plans/2020/disclosure.toml:2:16
  |
2 | index_number = \"拱墅-第3号\"
  |                ^^^^^^^^^^^^
  |
  = help: a common shape is `K1493206-6/2020-11938`; check that its hyphens are plain ones
  = help: finding 08c0070b; explained by `gongkai check --explain index-number/shape`

content/plans/2021/disclosure.toml (1)

error[index-number/own-check-character]: wrong check character in the index number: `7` should be `6`
 --> content/plans/2021/disclosure.toml:2:16
  |
2 | index_number = \"K1493206-7/2020-00001\"
  |                ^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: compare the prefix with `index_prefix` in `site.toml`
  = help: finding 9fc6f4e9; explained by `gongkai check --explain index-number/own-check-character`

errors: 2, warnings: 1, allowed: 0
";

#[test]
fn findings_are_told_file_by_file() {
    let told = check(&faulty(), &[]).exits(1);
    assert_eq!(told.stdout, TOLD);
    assert!(told.stderr.is_empty());
    let site = clean();
    let told = check(&site, &["--strict", "--lang", "zh"]);
    assert_eq!(told.code, Some(2), "an option may be given once");
    let told = site.run(&["check", "--as-of", DAY, "--strict"]).exits(0);
    assert_eq!(told.stdout, "0 个错误，0 个警告，0 处已认可\n");
    assert!(!site.public().exists(), "nothing is written");
}

/// A warning ends in 1 only under `--strict`; the profile makes an error of what a government website
/// lacks.
#[test]
fn how_it_ends() {
    let site = clean();
    let text = card("重点任务", "拱墅-第3号");
    site.write("content/plans/2020/disclosure.toml", &text);
    check(&site, &[]).exits(0);
    check(&site, &["--strict"]).exits(1);
    let settings = site.read("site.toml").replace(FOOT_AND_COLUMNS, "");
    site.write("site.toml", &settings);
    check(&site, &[]).exits(0);
    let gov = check(&site, &["--profile", "gov", "--format", "json"]);
    assert_eq!(
        gov.codes(),
        ["site/foot", "site/statutory-column", "index-number/shape"]
    );
    assert_eq!(gov.json()["errors"], 2);
    // What is wrong in site.toml is the configuration's fault, as in a build.
    gov.exits(2);
}

/// What stops a build before it renders stops a check, in the same words.
#[test]
fn a_build_finds_nothing_that_a_check_does_not() {
    type Change = (&'static str, &'static str);
    let changes: [&[Change]; 7] = [
        &[("content/plans/2020/01/02.toml", "titel = \"甲\"\n")],
        &[(
            "content/plans/2020/01/02.toml",
            "title = \"甲\"\nprogress = \"[乙](no.md)\"\n",
        )],
        &[("content/urls.lock", "2020-01-01 gone.html\n")],
        &[("site.toml", "name = \"甲\"\n")],
        &[(
            "content/urls.toml",
            "[[redirect]]\nfrom = \"a.html\"\nto = \"b.html\"\n",
        )],
        &[(
            "content/urls.toml",
            "[[redirect]]\nfrom = \"SHA256SUMS\"\nto = \"plans/2020/data.csv\"\n",
        )],
        &[
            ("content/plans/2020/files/A.txt", "甲\n"),
            ("content/plans/2020/files/a.txt", "乙\n"),
            (
                "content/plans/2020/01/02.toml",
                "title = \"甲\"\nprogress = \"[乙](../files/A.txt)[丙](../files/a.txt)\"\n",
            ),
        ],
    ];
    for files in changes {
        let site = clean();
        for (path, text) in files {
            site.write(path, text);
        }
        let checked = check(&site, &["--format", "json"]);
        let built = site.run(&["build", "--as-of", DAY, "--lang", "en", "--format", "json"]);
        assert_ne!(built.code, Some(0), "{files:?}");
        assert_eq!(checked.code, built.code, "{files:?}");
        assert_eq!(checked.json()["findings"], built.json()["findings"]);
    }
    let site = clean();
    check(&site, &["--strict"]).exits(0);
    site.run(&["build", "--strict", "--as-of", DAY]).exits(0);
}

/// Allows the finding of [`faulty`] that is a warning.
fn allow(site: &Site) {
    let settings = site.read("site.toml");
    let allowance = "[[check.allow]]\nrule = \"index-number/shape\"\nfile = \"content/plans/2020/disclosure.toml\"\nfinding = \"08c0070b\"\nreason = \"本机关的编号规则\"\n";
    site.write("site.toml", &format!("{settings}\n{allowance}"));
}

#[test]
fn an_allowance_lets_one_finding_stand() {
    let site = faulty();
    allow(&site);
    let told = check(&site, &[]).exits(1);
    assert!(!told.stdout.contains("index-number/shape"));
    assert!(
        told.stdout
            .ends_with("errors: 2, warnings: 0, allowed: 1\n")
    );
    // Another text is another finding.
    let text = card("重点任务", "拱墅-第4号");
    site.write("content/plans/2020/disclosure.toml", &text);
    let codes = check(&site, &["--format", "json"]).codes();
    assert!(codes.contains(&"index-number/shape".into()));
    assert!(codes.contains(&"check/unused-allowance".into()));
}

/// A build runs the rules that are errors on this site, `--strict` all; what is private is hidden
/// either way, and an allowance is only told to be unused where all were run.
#[test]
fn a_build_asks_for_errors() {
    let site = clean();
    let text = card("重点任务", "拱墅-第3号");
    site.write("content/plans/2020/disclosure.toml", &text);
    let text =
        "+++\ntitle = \"地区生产总值增长\"\n+++\n\n正常进行中，，请写信给a.person@example.com。\n";
    site.write("content/plans/2020/01/01.md", text);
    let settings = site.read("site.toml");
    let allowance = "\n[[check.allow]]\nrule = \"units/alike\"\nfile = \"content/plans/2020/01/01.md\"\nreason = \"看过\"\n";
    site.write("site.toml", &(settings.clone() + allowance));
    let build = |more: &[&str]| {
        let args = ["build", "--as-of", DAY, "--lang", "en", "--format", "json"];
        site.run(&[&args, more].concat())
    };
    assert!(build(&[]).exits(0).codes().is_empty());
    let all = [
        "text/double-punctuation",
        "privacy/mail",
        "index-number/shape",
        "check/unused-allowance",
    ];
    let told = build(&["--strict"]).exits(1).codes();
    for code in all {
        assert!(told.contains(&code.to_owned()), "{code}: {told:?}");
    }
    assert_eq!(told.len(), all.len(), "{told:?}");

    // What the site makes an error stops it, and nothing else is told.
    for (level, exit) in [
        ("index-number/shape", 1),
        ("text/double-punctuation", 1),
        ("check/unused-allowance", 2),
    ] {
        let raised = format!("\"meta/summary\" = \"off\"\n\"{level}\" = \"error\"\n");
        let raised = settings.replace("\"meta/summary\" = \"off\"\n", &raised);
        site.write("site.toml", &(raised + allowance));
        assert_eq!(build(&[]).exits(exit).codes(), [level]);
    }
    let args = ["build", "--as-of", DAY];
    site.write("site.toml", &settings);
    let told = site.run(&args).exits(0).stderr;
    assert!(
        told.ends_with("只检查了会成为错误的规则；`gongkai check` 检查全部\n"),
        "{told}"
    );
    let broken =
        "+++\ntitle = \"地区生产总值增长\"\n+++\n\n见[a.person@example.com](../../../guid.md)。\n";
    site.write("content/plans/2020/01/01.md", broken);
    let told = site.run(&args).exits(1).stderr;
    assert!(told.contains("link/broken"), "{told}");
    assert!(!told.contains("privacy/mail") && !told.contains("a.person@"));
}

/// What the rules of identity, dates, structure and units find in the example site, which is a real
/// report: nothing that is not so.
#[test]
fn what_is_found_in_the_example_site_is_true() {
    const FAMILIES: [&str; 10] = [
        "chapter",
        "column",
        "date",
        "document-number",
        "heading",
        "index-number",
        "period",
        "series",
        "task",
        "units",
    ];
    let root = env!("CARGO_MANIFEST_DIR");
    let told = Run::of(&mut gongkai(&[
        "check", "--as-of", DAY, "--format", "json", "--root", root,
    ]));
    let document = told.exits(0).json();
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let found: Vec<(String, String)> = document["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| (text(finding, "code"), text(finding, "path")))
        .filter(|(code, _)| FAMILIES.contains(&code.split('/').next().unwrap()))
        .collect();
    assert_eq!(
        found,
        [(
            "document-number/brackets".to_owned(),
            // 杭政工出[2019]19号
            "content/plans/key-tasks/2020-q2/07/05.toml".to_owned()
        )]
    );
}

/// A number that would be made public is told without itself, by whatever finding shows its line, in
/// every form; it is allowed by a finding that does not hold it either.
#[test]
fn private_texts_are_in_no_output() {
    let mobile = "13800138000";
    let identity = "11010519491231002X";
    let site = clean();
    let task = "content/plans/2020/01/01.md";
    let title = format!("致电{mobile}");
    site.write(
        task,
        &format!("+++\ntitle = \"{title}\"\n+++\n\n# {title}\n\n见[{identity}](../../../guid.md)，138-0013-8000。\n"),
    );
    let escaped = "title = \"重点\\u0020任务１３８００１３８０００\"\nindex_number = \"K1493206-6/2020-11938\"\npublished = 2020-07-22\nmode = \"主动公开\"\n";
    site.write("content/plans/2020/disclosure.toml", escaped);
    site.write("content/plans/2020/files/13800138000.txt", "名单");
    let table = "content/plans/2020/files/table.csv";
    let rows = format!("姓名,电话\n张三,{mobile}\n李四,138 0013 8000\n编号,{mobile}\n");
    site.write(table, &rows);
    let (mut prints, mut rows_prints) = (Vec::new(), Vec::new());
    for format in ["human", "json", "sarif"] {
        for lang in ["zh", "en"] {
            let args = ["check", "--as-of", DAY, "--lang", lang, "--format", format];
            let told = site.run(&args).exits(1);
            for secret in [
                mobile,
                identity,
                "138-0013-8000",
                "138 0013 8000",
                "１３８００１３８０００",
            ] {
                for output in [&told.stdout, &told.stderr] {
                    assert!(!output.contains(secret), "{format}, {lang}: {output}");
                }
            }
            for mask in ["138****8000", "110***********002X"] {
                assert!(
                    told.stdout.contains(mask),
                    "{format}, {lang}: {}",
                    told.stdout
                );
            }
            if (format, lang) == ("json", "en") {
                let told: Value = serde_json::from_str(&told.stdout).unwrap();
                let findings = told["findings"].as_array().unwrap().iter();
                let of = |code: &'static str| move |f: &&Value| f["code"] == code;
                prints = findings
                    .clone()
                    .filter(of("privacy/identity-number"))
                    .map(|f| f["fingerprint"].as_str().unwrap().to_owned())
                    .collect();
                let mobiles = findings.clone().filter(of("privacy/mobile"));
                assert_eq!(mobiles.clone().count(), 7);
                let in_table = mobiles.filter(|f| f["path"] == table);
                rows_prints = in_table
                    .map(|f| f["fingerprint"].as_str().unwrap().to_owned())
                    .collect();
                assert_eq!(findings.filter(of("link/broken")).count(), 1);
            }
        }
    }
    let [print] = prints.as_slice() else {
        panic!("{prints:?}");
    };
    let [first, second] = rows_prints.as_slice() else {
        panic!("{rows_prints:?}");
    };
    assert_ne!(first, second, "two cells with one number are two findings");
    let allow = format!(
        "\n[[check.allow]]\nrule = \"privacy/identity-number\"\nfile = \"{task}\"\nfinding = \"{print}\"\nreason = \"经本人书面同意\"\n\n[[check.allow]]\nrule = \"privacy/mobile\"\nfile = \"{table}\"\nfinding = \"{second}\"\nreason = \"值班手机\"\n"
    );
    site.write("site.toml", &(site.read("site.toml") + &allow));
    let told = site
        .run(&["check", "--as-of", DAY, "--format", "json", "--lang", "zh"])
        .exits(1);
    let told: Value = serde_json::from_str(&told.stdout).unwrap();
    let in_table = |list: &str| -> Vec<String> {
        let findings = told[list].as_array().unwrap().iter();
        let found = findings.filter(|f| f["path"] == table && f["code"] == "privacy/mobile");
        found
            .map(|f| f["message"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        in_table("findings"),
        ["第 2 行第 2 列：手机号码 `138****8000` 会被公开"]
    );
    assert_eq!(
        in_table("allowed"),
        ["第 3 行第 2 列：手机号码 `138****8000` 会被公开"]
    );
    let told = check(&site, &["--format", "sarif"]).exits(1);
    assert!(told.stdout.contains("经本人书面同意"));
    assert!(!told.stdout.contains(identity));
    let build = site.run(&["build", "--as-of", DAY]).exits(1);
    assert!(!build.stderr.contains(mobile) && build.stderr.contains("138****8000"));
    assert!(!site.public().exists());
}
