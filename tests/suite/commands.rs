//! The small commands, and how the program ends.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::{COMPLETE, Site};

fn gongkai(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(args)
        .env_clear()
        .output()
        .unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The site that `init` makes warns only of what an office alone can state.
#[test]
fn init_makes_a_site_that_builds() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    let site = site.to_str().unwrap();
    assert_eq!(code(&gongkai(&["init", site])), 0);
    let built = gongkai(&["build", "--root", site]);
    assert_eq!(code(&built), 0, "{}", stdout(&built));
    let checked = gongkai(&["check", "--format", "json", "--root", site]);
    let document: Value = serde_json::from_slice(&checked.stdout).unwrap();
    let findings = document["findings"].as_array().unwrap();
    let codes: Vec<&str> = findings
        .iter()
        .map(|finding| finding["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["site/foot", "site/statutory-column"]);
    assert_eq!(code(&gongkai(&["verify", &format!("{site}/public")])), 0);
    let again = gongkai(&["init", site, "--lang", "en"]);
    assert_eq!(
        code(&again),
        2,
        "a folder with something in it is left alone"
    );
    assert!(String::from_utf8_lossy(&again.stderr).contains("init/not-empty"));

    // Every line that is commented out is one that the program reads.
    let settings = std::fs::read_to_string(format!("{site}/site.toml")).unwrap();
    let key = |line: &str| line.contains(" = ") || line.starts_with('[');
    let lines: Vec<&str> = settings
        .lines()
        .map(|line| line.strip_prefix("# ").filter(|l| key(l)).unwrap_or(line))
        .collect();
    let settings = json(toml::from_str::<toml::Value>(&lines.join("\n")).unwrap());
    let schema = schema("site");
    let errors = schema.iter_errors(&settings);
    let faulty: Vec<String> = errors.map(|e| e.instance_path().to_string()).collect();
    assert_eq!(
        faulty,
        ["/foot/icp", "/foot/public_security", "/site_code"],
        "only the numbers that nobody may invent are not yet there"
    );
}

#[test]
fn wrong_usage_is_code_2() {
    for args in [
        &["build", "--no-such-option"][..],
        &["build", "--as-of", "yesterday"],
        &["frobnicate"],
        &[],
    ] {
        let output = gongkai(args);
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(output.stdout.is_empty());
    }
    for args in [&["--help"][..], &["build", "--help"], &["--version"]] {
        let output = gongkai(args);
        assert_eq!(code(&output), 0, "{args:?}");
        assert!(output.stderr.is_empty());
    }
    for command in [
        "build",
        "check",
        "import",
        "verify",
        "search",
        "init",
        "schema",
        "completions",
    ] {
        let help = stdout(&gongkai(&[command, "--help"]));
        assert!(help.contains("Example"), "{command} shows examples");
    }
}

#[test]
fn findings_are_one_json_document() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    assert_eq!(code(&gongkai(&["init", site.to_str().unwrap()])), 0);
    let settings = std::fs::read_to_string(site.join("site.toml")).unwrap();
    std::fs::write(site.join("site.toml"), settings + COMPLETE).unwrap();
    std::fs::write(
        site.join("content/plans/2026/01/01.toml"),
        "titel = \"甲\"\ntitle = \"甲\"\n",
    )
    .unwrap();
    let output = gongkai(&[
        "build",
        "--format",
        "json",
        "--lang",
        "en",
        "--root",
        site.to_str().unwrap(),
    ]);
    assert_eq!(code(&output), 1);
    assert!(output.stderr.is_empty());
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        document,
        serde_json::json!({
            "built": false,
            "findings": [{
                "severity": "error",
                "code": "content/unknown-key",
                "message": "unknown key `titel`",
                "fingerprint": "0dab95c1",
                "path": "content/plans/2026/01/01.toml",
                "line": 1,
                "column": 1,
                "related": [],
                "hints": ["did you mean `title`?"],
            }],
        })
    );
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = gongkai(&["completions", shell]);
        assert_eq!(code(&output), 0, "{shell}");
        assert!(stdout(&output).contains("accept-urls"), "{shell}");
    }
}

/// TOML as the editors that use JSON Schema see it: dates are text.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(time) => time.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(k, v)| (k, json(v))).collect(),
    }
}

fn schema(kind: &str) -> jsonschema::Validator {
    let output = gongkai(&["schema", kind]);
    assert_eq!(code(&output), 0, "{kind}");
    let schema: Value = serde_json::from_slice(&output.stdout).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn the_schemas_accept_what_builds_and_refuse_what_does_not() {
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/small");
    let mut seen = Vec::new();
    for entry in walkdir::WalkDir::new(&small).sort_by_file_name() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_str().unwrap();
        let Some((stem, extension)) = name.rsplit_once('.') else {
            continue;
        };
        let text = match extension {
            "toml" => std::fs::read_to_string(entry.path()).unwrap(),
            "md" => {
                let text = std::fs::read_to_string(entry.path()).unwrap();
                text.split("+++\n").nth(1).unwrap().to_owned()
            }
            _ => continue,
        };
        let kind = match stem {
            "site" | "units" | "urls" | "calendar" | "column" | "disclosure" | "chapter" => stem,
            "guide" | "contact" | "unfinished" => "page",
            _ => "task",
        };
        let validator = schema(kind);
        let value = json(toml::from_str::<toml::Value>(&text).unwrap());
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|e| e.to_string())
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");

        let mut wrong = value.clone();
        wrong["no_such_key"] = true.into();
        assert!(!validator.is_valid(&wrong), "{kind} refuses unknown keys");
        seen.push(kind.to_owned());
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(
        seen,
        [
            "calendar",
            "chapter",
            "column",
            "disclosure",
            "page",
            "site",
            "task",
            "units",
            "urls"
        ]
    );
    let task = schema("task");
    for wrong in [
        serde_json::json!({}),
        serde_json::json!({"title": 3}),
        serde_json::json!({"title": "甲", "status": "doing"}),
        serde_json::json!({"title": "甲", "completion": {"done": 1}}),
    ] {
        assert!(!task.is_valid(&wrong), "{wrong}");
    }
}

#[test]
fn timings_name_every_stage() {
    let site = Site::new();
    let run = site
        .run(&["build", "--timings", "--format", "json"])
        .exits(0);
    let timings = &run.json()["timings"];
    let stages: Vec<(&str, bool)> = timings["stages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|stage| {
            let counts = stage["items"].as_u64().unwrap() > 0 && stage["milliseconds"].is_u64();
            (stage["stage"].as_str().unwrap(), counts)
        })
        .collect();
    let names = ["load", "check", "plan", "search", "render", "commit"];
    assert_eq!(stages, names.map(|name| (name, true)));
    assert!(timings["milliseconds"].is_u64());

    let run = site
        .run(&["build", "--full", "--timings", "--lang", "en"])
        .exits(0);
    let lines: Vec<&str> = run
        .stderr
        .lines()
        .filter(|line| line.contains(" ms  "))
        .collect();
    assert_eq!(lines.len(), names.len(), "{}", run.stderr);
    let run = site.run(&["build", "--timings", "--lang", "en"]).exits(0);
    assert!(run.stderr.contains("nothing changed: no stage had to run"));
    let quiet = site.run(&["build", "--full", "--lang", "en"]).exits(0);
    assert!(!quiet.stderr.contains(" ms  "), "{}", quiet.stderr);
}
