//! What the audit trail of a target shows of whoever changed it.

use std::fs;

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
