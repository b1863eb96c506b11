//! `--explain` and `--explain-numbers`.

use serde_json::{Value, json};

use super::formats::{is_valid, sarif};
use super::{check, clean};
use crate::support::{Run, gongkai};

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
    let log = told(&["--format", "sarif"]).exits(0).json();
    is_valid(&sarif(), &log);
    let results = log["runs"][0]["results"].as_array().unwrap().iter();
    let told_of: Vec<Value> = results
        .map(|r| {
            let region = &r["locations"][0]["physicalLocation"]["region"];
            json!([r["ruleId"], r["kind"], r["level"], region["startColumn"]])
        })
        .collect();
    assert_eq!(
        told_of,
        [
            json!(["numbers/target", "fail", "warning", 6]),
            json!(["numbers/rate", "pass", "none", 22]),
            json!(["numbers/rate", "open", "none", 29]),
        ]
    );
    // A sum may quote what is private.
    let private = clean();
    private.write(
        "content/plans/2020/01/01.md",
        "+++\ntitle = \"走访\"\n+++\n\n共走访13800138000户，其中20户已签约，占40%\n",
    );
    for format in ["human", "json", "sarif"] {
        let told = private.run(&["check", "--explain-numbers", "--format", format]);
        assert!(!told.stdout.contains("13800138000"), "{}", told.stdout);
        assert!(told.exits(0).stdout.contains("138****8000"));
    }
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
