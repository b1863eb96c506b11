//! What the audit trail of a target shows of whoever changed it.

use std::fs;

use serde_json::json;

use super::{Desk, EPOCH};
use crate::support::Run;

/// A target with two releases.
fn published() -> Desk {
    let desk = Desk::new();
    desk.publish();
    desk.publish();
    desk
}

fn text(desk: &Desk) -> String {
    fs::read_to_string(desk.target().join("releases.jsonl")).unwrap()
}

#[test]
fn a_changed_end_is_told_and_remembered() {
    type Change = fn(&str) -> Option<String>;
    let changes: [(&str, Change); 4] = [
        ("who", |text| {
            let (first, last) = text.split_once('\n').unwrap();
            Some(format!("{first}\n{}", last.replace("editor@", "nobody@")))
        }),
        ("the last line", |text| {
            Some(text.lines().next().unwrap().to_owned() + "\n")
        }),
        ("all lines", |_| Some(String::new())),
        ("the file", |_| None),
    ];
    for (what, change) in changes {
        let desk = published();
        let trail = desk.target().join("releases.jsonl");
        match change(&text(&desk)) {
            Some(changed) => fs::write(&trail, changed).unwrap(),
            None => fs::remove_file(&trail).unwrap(),
        }
        let releases = fs::read_dir(desk.target().join("releases"))
            .unwrap()
            .count();
        for command in ["releases", "verify"] {
            let run = desk.run(command, &["--format", "json"]).exits(1);
            assert_eq!(run.json()["end_changed"], json!(true), "{what}: {command}");
        }
        let told = desk.run("releases", &["--lang", "en"]).exits(1).stderr;
        assert!(told.contains("it had 2 lines"), "{what}: {told}");
        // The site can be published all the same, and nothing is lost by it.
        let json = desk.run("publish", &["--format", "json"]).exits(0).json();
        assert_eq!(json["published"], json!(true), "{what}");
        assert_eq!(json["end_changed"], json!(true), "{what}");
        let now = fs::read_dir(desk.target().join("releases"))
            .unwrap()
            .count();
        assert_eq!(now, releases + 2, "{what}");
        // What was changed before the new line stays told.
        let json = desk.run("releases", &["--format", "json"]).exits(1).json();
        let lines = text(&desk).lines().count();
        assert_eq!(json["broken_lines"], json!([lines]), "{what}");
        assert_eq!(json["end_changed"], json!(false), "{what}");
        let json = desk.run("verify", &["--format", "json"]).exits(1).json();
        assert_eq!(json["recorded"], json!(true), "{what}");
    }
}

#[test]
fn a_target_of_an_earlier_program_has_no_seal_until_something_is_published() {
    let desk = published();
    let seal = desk.target().join(".gongkai/trail.json");
    fs::remove_file(&seal).unwrap();
    desk.run("releases", &[]).exits(0);
    desk.verify();
    desk.run("rollback", &[]).exits(0);
    assert!(seal.exists());
    desk.verify();
    // What readers see is in no line: no seal is needed to tell that.
    fs::remove_file(&seal).unwrap();
    fs::write(desk.target().join("releases.jsonl"), "").unwrap();
    desk.run("releases", &[]).exits(1);
    desk.run("verify", &[]).exits(1);
}

#[test]
fn nobody_forges_a_line_by_a_name() {
    let desk = published();
    let before = text(&desk);
    for who in [
        "甲\n* 20990101T000000Z-ffffffffffff 发布",
        "甲\u{1b}[2J",
        "甲\u{202e}乙",
    ] {
        for command in ["publish", "rollback"] {
            let args = ["--who", who, "--format", "json"];
            let run = desk.run(command, &args).exits(2);
            assert_eq!(run.codes(), ["publish/no-identity"], "{who:?}");
        }
    }
    desk.git(&["config", "user.name", "甲\u{1b}[2J"]);
    let run = desk.run("rollback", &["--format", "json"]).exits(2);
    assert_eq!(run.codes(), ["publish/no-identity"]);
    assert_eq!(text(&desk), before);
    // One that another program wrote is shown as what it is.
    let forged = before.replace("示例编辑", "甲\\n* 20990101T000000Z-ffffffffffff\\u001b[2J");
    fs::write(desk.target().join("releases.jsonl"), forged).unwrap();
    let Run { stdout, .. } = desk.run("releases", &[]).exits(1);
    assert_eq!(stdout.lines().count(), 2, "{stdout}");
    assert!(stdout.contains(r"甲\n* 2099"), "{stdout}");
    assert!(!stdout.contains('\u{1b}'), "{stdout}");
    // So is the name in a lock that somebody holds.
    let lock = fs::File::options()
        .write(true)
        .open(desk.target().join(".gongkai/lock"))
        .unwrap();
    lock.lock().unwrap();
    fs::write(desk.target().join(".gongkai/lock"), "甲\u{1b}[2J").unwrap();
    let target = desk.target();
    let args = ["rollback", target.to_str().unwrap(), "--who", "x"];
    let told = desk.site.run_on(EPOCH, &args).exits(3).stderr;
    assert!(!told.contains('\u{1b}'), "{told}");
    drop(lock);
}

#[test]
fn whom_the_environment_names_is_named_as_in_a_commit() {
    let desk = Desk::new();
    for key in ["user.name", "user.email"] {
        desk.git(&["config", "--unset", key]);
    }
    let target = desk.target();
    let publish = || {
        let args = ["publish", target.to_str().unwrap(), "--format", "json"];
        let mut command = desk.site.command(&args);
        command.env("SOURCE_DATE_EPOCH", EPOCH);
        command.env("GIT_CONFIG_NOSYSTEM", "1");
        command
    };
    let nobody = Run::of(&mut publish()).exits(2);
    assert_eq!(nobody.codes(), ["publish/no-identity"]);
    let mut named = publish();
    named.env("GIT_COMMITTER_NAME", "流水线");
    named.env("GIT_COMMITTER_EMAIL", "ci@example.gov.cn");
    Run::of(&mut named).exits(0);
    assert!(text(&desk).contains("流水线 <ci@example.gov.cn>"));
}
