//! What is told when workbooks are made.

use super::{PATH, small};
use crate::support::{Run, gongkai};

#[test]
fn a_period_before_that_is_not_there_is_told_with_those_that_are() {
    let site = small();
    let args = ["collect", "start", PATH, "--lang", "en", "--out", "../out"];
    let from = |from| {
        site.run(&[&args[..], &["--from", from]].concat())
            .exits(2)
            .stderr
    };
    let told = from("plans/2020q3");
    assert!(told.contains("did you mean `plans/2020-q3`?"), "{told}");
    for told in [told, from("nowhere")] {
        assert!(
            told.contains("names an earlier one that is there"),
            "{told}"
        );
        assert!(!told.contains("index card"), "{told}");
    }
}

/// The merge that is suggested finds the site again, whatever its folder is called.
#[test]
fn the_next_command_can_be_copied() {
    let site = small();
    let root = site.root();
    let around = root.parent().unwrap();
    std::fs::rename(&root, around.join("my site")).unwrap();
    let args = ["--root", "my site", "--out", "out", "--lang", "en"];
    let mut start = gongkai(&[&["collect", "start", PATH], &args[..]].concat());
    let told = Run::of(start.current_dir(around)).exits(0).stdout;
    let next = "gongkai collect merge plans/2020-q3 FOLDER --dry-run --root 'my site'\n";
    assert!(told.ends_with(next), "{told}");
}
