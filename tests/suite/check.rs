//! `gongkai check`: what it tells, in which forms, and how it ends.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

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
    let changes: [&[Change]; 5] = [
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

fn schema(text: &str) -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(text).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
fn is_valid(schema: &jsonschema::Validator, value: &Value) {
    let errors: Vec<String> = schema
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn json_is_as_its_schema_says() {
    let site = faulty();
    allow(&site);
    let found = check(&site, &["--format", "json"]).exits(1);
    assert!(found.stderr.is_empty());
    let findings = schema(&site.run(&["schema", "findings"]).exits(0).stdout);
    is_valid(&findings, &found.json());
    is_valid(&findings, &check(&clean(), &["--format", "json"]).json());
    let no_site = Site::of(&[("x", "")]);
    is_valid(
        &findings,
        &check(&no_site, &["--format", "json"]).exits(2).json(),
    );
    for (pointer, wrong) in [
        ("/findings/0/line", json!("1")),
        ("/findings/0/severity", json!("fatal")),
        ("/allowed/0/reason", json!(null)),
        ("/findings/0/fingerprint", json!("x")),
    ] {
        let mut document = found.json();
        *document.pointer_mut(pointer).unwrap() = wrong;
        assert!(!findings.is_valid(&document), "{pointer}");
    }
    assert_eq!(
        found.json()["allowed"],
        json!([{
            "severity": "warning",
            "code": "index-number/shape",
            "message": "the index number `拱墅-第3号` has no known shape",
            "fingerprint": "08c0070b",
            "path": "content/plans/2020/disclosure.toml",
            "line": 2,
            "column": 16,
            "related": [],
            "hints": ["a common shape is `K1493206-6/2020-11938`; check that its hyphens are plain ones"],
            "reason": "本机关的编号规则",
        }])
    );
}

#[test]
fn sarif_is_as_the_standard_says() {
    let text = include_str!("../fixtures/sarif-2.1.0.schema.json");
    // Published with an unmatched bracket in this pattern, of a property that we do not write.
    let text = text.replace("{2}]?$", "{2}$");
    let standard: Value = serde_json::from_str(&text).unwrap();
    let options = jsonschema::options().should_validate_formats(true);
    let standard = options.build(&standard).unwrap();
    let site = faulty();
    allow(&site);
    let card_of_copy = card("乙", "K1493206-7/2020-00001") + "body = \"甲\"\n";
    site.write("content/plans/附件 #1/disclosure.toml", &card_of_copy);
    site.write("content/plans/2022/disclosure.toml", &card_of_copy);
    let log = check(&site, &["--format", "sarif"]).exits(1).json();
    is_valid(&standard, &log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let of = |code: &str| results.iter().find(|r| r["ruleId"] == code).unwrap();

    let link = of("link/broken");
    assert_eq!(
        link["locations"][0]["physicalLocation"],
        json!({
            "artifactLocation": {"uri": "content/plans/2020/01/01.md"},
            "region": {"startLine": 5, "startColumn": 2, "endLine": 5, "endColumn": 24},
        })
    );
    assert_eq!(link["suppressions"], json!([]));
    assert!(link.get("ruleIndex").is_none(), "no rule of ours");

    let shape = of("index-number/shape");
    assert_eq!(
        shape["suppressions"],
        json!([{"kind": "external", "justification": "本机关的编号规则"}])
    );
    assert_eq!(shape["level"], "warning");
    assert_eq!(
        shape["partialFingerprints"],
        json!({"gongkai/v1": "08c0070b"})
    );
    let rules = &log["runs"][0]["tool"]["driver"]["rules"];
    let rule = &rules[usize::try_from(shape["ruleIndex"].as_u64().unwrap()).unwrap()];
    assert_eq!(rule["id"], "index-number/shape");
    assert_eq!(
        rule["shortDescription"]["text"],
        "索引号是某种已知的格式。\nAn index number has one of the known forms."
    );

    let duplicate = of("index-number/duplicate");
    assert_eq!(
        duplicate["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "content/plans/2021/disclosure.toml"
    );
    let uris: Vec<&Value> = results
        .iter()
        .map(|r| &r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        .collect();
    let encoded = "content/plans/%E9%99%84%E4%BB%B6%20%231";
    assert!(
        uris.iter()
            .any(|uri| uri.as_str().unwrap().starts_with(encoded)),
        "{uris:?}"
    );
    // A build and an import tell findings, too; other commands do not.
    let built = site.run(&["build", "--as-of", DAY, "--format", "sarif"]);
    is_valid(&standard, &built.exits(1).json());
    site.write("page.txt", "甲\n");
    let imported = site.run(&[
        "import",
        "page.txt",
        "--to",
        "content/x",
        "--format",
        "sarif",
    ]);
    is_valid(&standard, &imported.exits(1).json());
    let refused = site.run(&["verify", "--format", "sarif"]).exits(2);
    assert!(refused.stdout.is_empty());
    assert_eq!(
        refused.stderr,
        "`--format sarif` 只用于 build、check、import\n"
    );
}

#[test]
fn a_rule_is_explained() {
    let told = |args: &[&str]| Run::of(&mut gongkai(args));
    let shape = told(&["check", "--explain", "index-number/shape", "--lang", "en"]).exits(0);
    assert_eq!(
        shape.stdout,
        "\
index-number/shape

An index number has one of the known forms.

Source: custom, there is no national syntax; the forms in use
Level: warning
Its level is set in site.toml (off, warning, error):

  [check.levels]
  \"index-number/shape\" = \"off\"

A finding that you have looked at is allowed so:

  [[check.allow]]
  rule = \"index-number/shape\"
  file = \"content/…\"
  # finding = \"…\"   # only this one: the digits told with it
  reason = \"…\"

Found:
  content/plans/q2/disclosure.toml
  - K1493206-6/2020-11938
  + 拱墅-第3号

Not found:
  content/plans/q2/disclosure.toml
  - K1493206-6/2020-11938
  + K14932066/2020-11938

Not found:
  content/plans/q2/disclosure.toml
  - K1493206-6/2020-11938
  + K14932066-2020-153077

Not found:
  content/plans/q2/disclosure.toml
  - K1493206-6/2020-11938
  + GSD0122-A01-2020-00012
"
    );
    let fixed = told(&["check", "--explain", "check/fixed-rule"]).exits(0);
    assert!(fixed.stdout.contains("固定的规则：不能关掉或降级。"));
    assert!(!fixed.stdout.contains("check.allow]]\n  rule = \"check/"));
    let list = told(&["check", "--explain", "list", "--lang", "en"]).exits(0);
    assert!(list.stdout.starts_with("\naccess\n  access/"));
    assert!(list.stdout.contains("\ncheck\n  check/fixed-rule "));
    assert!(list.stdout.contains("\nmode\n  mode/not-public "));
    let json = told(&["check", "--explain", "list", "--format", "json"]).json();
    for rule in json["rules"].as_array().unwrap() {
        let code = rule["code"].as_str().unwrap();
        assert!(list.stdout.contains(&format!("  {code} ")), "{code}");
    }
    let unknown = told(&["check", "--explain", "index-number/shapes", "--lang", "en"]).exits(2);
    assert_eq!(
        unknown.stderr,
        "error[usage]: there is no rule `index-number/shapes`\n |\n = help: did you mean `index-number/shape`?\n\nerrors: 1, warnings: 0\n"
    );
}

/// Git, as somebody who works on the site runs it.
#[test]
fn numbers_are_explained_one_by_one() {
    let site = clean();
    site.write(
        "content/plans/2020/01/01.md",
        "+++\ntitle = \"改造提升52个老旧小区\"\n+++\n\n今年共涉及50个小区，其中20个已完工，占40%，满意率98%\n",
    );
    let told = |args: &[&str]| site.run(&[&["check", "--explain-numbers"], args].concat());
    assert_eq!(
        told(&["--lang", "en"]).exits(0).stdout,
        "content/plans/2020/01/01.md:5:6: wrong: the task says 52个, but the progress 50个
content/plans/2020/01/01.md:5:22: right: 20个 ÷ 50个 = 40 %, as stated: 40%
content/plans/2020/01/01.md:5:29: not decidable: 98%: the text does not say of what it is a share
right: 1, wrong: 1, not decidable: 1
"
    );
    let json = told(&["--format", "json", "--lang", "zh"]).exits(0).json();
    let holds = json["claims"].as_array().unwrap().iter();
    let holds: Vec<&Value> = holds.map(|claim| &claim["holds"]).collect();
    assert_eq!(holds, [&json!(false), &json!(true), &Value::Null]);
    // The sum at the end of a check counts what was verified.
    let checked = check(&site, &["--profile", "general"]).exits(0);
    assert!(
        checked.stdout.ends_with("claims verified: 1\n"),
        "{}",
        checked.stdout
    );
    site.write("content/plans/2020/01/01.md", "+++\ntitle = 1\n+++\n");
    told(&[]).exits(1);
}

fn git(site: &Site, args: &[&str]) {
    let mut git = Command::new("git");
    git.current_dir(site.root())
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .args(["-c", "user.name=甲", "-c", "user.email=a@example.com"])
        .args([
            "-c",
            "init.defaultBranch=main",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(args);
    let run = Run::of(&mut git).exits(0);
    drop(run);
}

fn commit(site: &Site) {
    git(site, &["init", "--quiet"]);
    git(site, &["add", "."]);
    git(site, &["commit", "--quiet", "--message", "甲"]);
}

#[test]
fn only_what_a_change_brought_in() {
    let site = faulty();
    commit(&site);
    let since = |site: &Site| check(site, &["--since", "HEAD", "--format", "json"]);
    let same = since(&site).exits(0).json();
    assert_eq!(same["findings"], json!([]));
    assert_eq!(same["since"], "HEAD");

    // Lines above it move a finding, and a new name its file.
    let old = "content/plans/2020/disclosure.toml";
    let text = site.read(old);
    site.write(old, &format!("# 说明\n\n{text}"));
    git(&site, &["mv", "content/plans/2021", "content/plans/2019"]);
    assert_eq!(since(&site).exits(0).codes(), [""; 0]);

    // What was not there before is told.
    let text = card("乙", "拱墅-第9号") + "body = \"甲\"\n";
    site.write("content/plans/2018/disclosure.toml", &text);
    let found = since(&site).exits(0);
    assert_eq!(found.codes(), ["index-number/shape"]);
    assert_eq!(
        found.json()["findings"][0]["path"],
        "content/plans/2018/disclosure.toml"
    );
    check(&site, &["--since", "HEAD", "--strict"]).exits(1);
    let told = check(&site, &["--since", "HEAD"]).exits(0);
    assert!(
        told.stdout
            .ends_with("errors: 0, warnings: 1, allowed: 0\n")
    );

    // Another of its like, copied, is new.
    site.write(
        "content/plans/2018/disclosure.toml",
        &(card("乙", "K1493206-7/2020-00001") + "body = \"甲\"\n"),
    );
    let codes = since(&site).exits(1).codes();
    assert_eq!(
        codes,
        [
            "pages/two-sources",
            "index-number/duplicate",
            "index-number/own-check-character"
        ]
    );
}

/// The work tree is left alone, and what a repository is set up to run is not run.
#[test]
fn git_only_reads() {
    let outer = Site::of(&[(".gitattributes", "* filter=trap diff=trap export-ignore\n")]);
    let inner = faulty();
    for path in crate::support::files(&inner.root()) {
        outer.write(&format!("sub/{path}"), &inner.read(&path));
    }
    commit(&outer);
    let trap = outer.path("trap");
    let run = format!("touch {}; cat", trap.to_str().unwrap());
    for key in [
        "filter.trap.smudge",
        "filter.trap.clean",
        "diff.trap.textconv",
        "core.pager",
    ] {
        git(&outer, &["config", key, &run]);
    }
    git(&outer, &["config", "core.fsmonitor", &run]);
    let before = crate::support::tree(&outer.root());
    let found = check(
        &outer,
        &["--root", "sub", "--since", "HEAD", "--format", "json"],
    )
    .exits(0);
    assert_eq!(found.codes(), [""; 0]);
    assert!(!trap.exists());
    crate::support::assert_same_tree(
        &crate::support::tree(&outer.root()),
        &before,
        "the repository",
    );
}

#[test]
fn what_git_cannot_do_is_told() {
    let site = clean();
    let said = |site: &Site, revision: &str| check(site, &["--since", revision]);
    let no_repository = said(&site, "HEAD").exits(2).stderr;
    assert!(
        no_repository.starts_with("error[history/no-repository]: `.` is in no work tree of git\n"),
        "{no_repository}"
    );
    commit(&site);
    for revision in ["no-such-branch", "HEAD~5", "HEAD:site.toml", "--all", ""] {
        let unknown = check(&site, &[&format!("--since={revision}")])
            .exits(2)
            .stderr;
        let start =
            format!("error[history/unknown-revision]: git knows no revision `{revision}`\n");
        assert!(unknown.starts_with(&start), "{unknown}");
    }
    let mut command = site.command(&["check", "--since", "HEAD", "--lang", "en"]);
    command.env("PATH", "/nonexistent");
    let no_git = Run::of(&mut command).exits(3).stderr;
    assert!(
        no_git.starts_with("error[history/no-git]: git cannot be run: "),
        "{no_git}"
    );
    // A revision from before there was a site makes everything new.
    let site = faulty();
    let elsewhere = Path::new("x.md");
    site.write(elsewhere.to_str().unwrap(), "甲");
    git(&site, &["init", "--quiet"]);
    git(&site, &["add", "x.md"]);
    git(&site, &["commit", "--quiet", "--message", "甲"]);
    let told = said(&site, "HEAD").exits(1);
    assert_eq!(told.stdout, TOLD);
}

/// A build tells what stops it; warnings are the business of a check.
#[test]
fn a_build_counts_warnings_that_are_many() {
    let output = tempfile::tempdir().unwrap();
    let root = env!("CARGO_MANIFEST_DIR");
    let folder = output.path().to_str().unwrap();
    let build = |more: &[&str]| {
        let args = [
            "build",
            "--as-of",
            DAY,
            "--lang",
            "en",
            "--root",
            root,
            "--output-dir",
            folder,
        ];
        Run::of(&mut gongkai(&[&args, more].concat()))
    };
    let told = build(&[]).exits(0).stderr;
    assert!(told.contains("       3 warning[text/repeated]\n"), "{told}");
    assert!(told.contains("`gongkai check` lists the warnings one by one\nerrors: 0, warnings: 3"));
    assert!(!told.contains(" --> "));
    // Where they stop it, each is told.
    let strict = build(&["--strict"]).exits(1).stderr;
    assert_eq!(
        strict.matches("\nwarning[text/repeated]").count(),
        3,
        "{strict}"
    );
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
