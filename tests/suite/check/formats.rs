//! Findings for programs: JSON and SARIF, as their schemas say.

use serde_json::{Value, json};

use super::{DAY, allow, card, check, clean, faulty};
use crate::support::Site;

fn schema(text: &str) -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(text).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
pub(super) fn is_valid(schema: &jsonschema::Validator, value: &Value) {
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

/// The schema of SARIF.
pub(super) fn sarif() -> jsonschema::Validator {
    let text = include_str!("../../fixtures/sarif-2.1.0.schema.json");
    // Published with an unmatched bracket in this pattern, of a property that we do not write.
    let text = text.replace("{2}]?$", "{2}$");
    let standard: Value = serde_json::from_str(&text).unwrap();
    let options = jsonschema::options().should_validate_formats(true);
    options.build(&standard).unwrap()
}

#[test]
fn sarif_is_as_the_standard_says() {
    let standard = sarif();
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
    assert_eq!(
        (&shape["kind"], &shape["level"]),
        (&json!("fail"), &json!("warning"))
    );
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
    let told = "error[usage]: `--format sarif` 只用于 build、check、import\n";
    assert!(refused.stderr.starts_with(told), "{}", refused.stderr);
}
