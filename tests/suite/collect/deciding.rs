//! Conflicts that somebody decides, and the report as programs read it.

use std::io::Write as _;
use std::process::Stdio;

use super::cases::{Office, PARK, TAX, case, written};
use super::workbook::{Cell, text};
use super::{PATH, merge};
use crate::support::{Run, tree};

/// Merges with somebody answering the questions.
fn decided(office: &Office, answers: &str) -> Run {
    let mut command = office.site.command(&[
        "collect",
        "merge",
        PATH,
        "../in",
        "--interactive",
        "--lang",
        "zh",
    ]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(answers.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn somebody_decides_conflicts_once_and_for_all() {
    let progress = |office: &Office, path: &str| {
        let text = office.site.read(&format!("content/plans/2020-q3/{path}"));
        text.rsplit("+++\n").next().unwrap().trim_end().to_owned()
    };
    for (answers, expected) in [
        ("\n", "主体结顶"),
        ("1\n", "主体结顶"),
        ("x\n9\n2\n", "已经开工"),
        ("b\n", "主体结顶\n\n已经开工"),
        ("k\n", ""),
    ] {
        let office = case("answers-differ");
        let run = decided(&office, answers);
        assert_eq!(run.code, Some(0), "{answers:?}: {}", run.stderr);
        assert_eq!(progress(&office, "01/02.md"), expected, "{answers:?}");
        let settled = tree(&office.site.path("content"));
        merge(&office.site, "in", &[]).exits(0);
        assert!(tree(&office.site.path("content")) == settled, "{answers:?}");
    }
    for answers in ["s\n", ""] {
        let office = case("answers-differ");
        let run = decided(&office, answers);
        assert_eq!(run.code, Some(1));
        assert_eq!(progress(&office, "01/02.md"), "", "{answers:?}");
    }
    let asked = decided(&case("answers-differ"), "1\n").stderr;
    let options = "任务：建设科创园\n  k  不采用，以后不再问\n  1  采用 区科技局（牵头）：主体结顶\n  2  采用 各街道：已经开工\n  b  都写上，先牵头单位\n  s  暂不处理\n选择（直接回车＝1）：\n";
    assert!(asked.contains(options), "{asked}");

    // A row or a file that there is a doubt about is taken as a whole, or left.
    for (name, path, take) in [
        ("locked-cell", "01/02.md", "1\n"),
        ("edited-since", "01/01.toml", "1\n"),
        ("older-answer", "01/01.toml", "1\n"),
        ("two-returns", "01/01.toml", "2\n"),
        ("repeated-row", "01/01.toml", "1\n"),
        ("title-changed", "01/01.toml", "1\n"),
        ("wrong-workbook", "01/02.md", "1\n1\n"),
        ("not-theirs", "01/03.toml", "1\n"),
        ("answer-differs-from-merged", "01/02.md", "1\n"),
    ] {
        let office = case(name);
        let before = progress(&office, path);
        let run = decided(&office, take);
        assert_eq!(run.code, Some(0), "{name}: {}", run.stderr);
        assert_ne!(progress(&office, path), before, "{name}");
        let settled = tree(&office.site.path("content"));
        let again = merge(&office.site, "in", &[]).exits(0);
        assert!(tree(&office.site.path("content")) == settled, "{name}");
        assert!(
            again.stdout.contains("改动 0 项任务"),
            "{name}: {}",
            again.stdout
        );

        let office = case(name);
        let before = tree(&office.site.path("content"));
        decided(&office, &"k\n".repeat(take.len())).exits(0);
        let after = tree(&office.site.path("content"));
        assert_eq!(written(&before, &after), "", "{name}");
        merge(&office.site, "in", &[]).exits(0);
    }
}

#[test]
fn programs_read_the_same_facts() {
    let office = Office::new();
    office.answer("各街道", PARK, "已经开工", "1.xlsx");
    office.answer("区科技局", PARK, "主体结顶", "2.xlsx");
    let mut book = office.open("区财政局");
    book.label("填报日期", Cell::Date(2020, 10, 15));
    book.fill(TAX, "进度状态", text("已完成"));
    office.save(&book, "3.xlsx");
    let run = merge(&office.site, "in", &["--format", "json"]).exits(1);
    let facts: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(facts["merged"], true);
    assert_eq!(facts["findings"][0]["code"], "collect/answers-differ");
    assert_eq!(facts["findings"][0]["part"], "工作表“任务填报”，单元格 F4");
    assert_eq!(
        facts["open"],
        serde_json::json!([{"code": "collect/answers-differ", "path": "plans/2020-q3/01/02", "field": "progress", "units": ["区科技局", "各街道"]}])
    );
    assert_eq!(
        facts["tasks"][0]["fields"],
        serde_json::json!([{"field": "status", "before": null, "after": "已完成", "by": ["区财政局"]}])
    );
    let finance = &facts["units"][1];
    assert_eq!(
        (&finance["status"], &finance["filled"]),
        (&"in".into(), &"2020-10-15".into())
    );
    assert_eq!(facts["units"][0]["status"], "no-day");
    assert_eq!(facts["units"][0]["open"], 1);
}
