//! The same content gives the same bytes, however and wherever it is built.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;

use crate::support::{
    DAY, Large, Run, Site, Tree, assert_same_tree, files, gongkai, large, large_site, tree,
};

const SITE: Large = Large {
    chapters: 4,
    tasks: 9,
    edition: "第一版",
};

/// 00:30 in Beijing on the day that [`DAY`] names, when it is still the day before in Greenwich.
const EPOCH: &str = "1784651400";

#[test]
fn threads_locales_and_time_zones_change_nothing() {
    let site = large_site(SITE);
    let expected = site.build();
    assert!(expected.len() > 60, "{}", expected.len());
    for threads in ["1", "2", "3", "16"] {
        assert_same(&site, &expected, |command| {
            command.args(["--as-of", DAY, "--threads", threads]);
        });
    }
    for locale in ["C", "POSIX", "tr_TR.UTF-8", "zh_CN.GB18030", "ar_EG.UTF-8"] {
        assert_same(&site, &expected, |command| {
            let command = command.args(["--as-of", DAY]);
            command.env("LC_ALL", locale).env("LANG", locale);
            command.env("LANGUAGE", locale);
        });
    }
    for zone in [
        "UTC",
        "Asia/Shanghai",
        "Pacific/Kiritimati",
        "America/St_Johns",
        ":nonsense",
    ] {
        assert_same(&site, &expected, |command| {
            command.env("TZ", zone).env("SOURCE_DATE_EPOCH", EPOCH);
        });
    }
    for lang in ["zh", "en"] {
        assert_same(&site, &expected, |command| {
            command.args(["--as-of", DAY, "--lang", lang, "--format", "json"]);
        });
    }
}

/// Builds into a folder of its own and compares.
#[track_caller]
fn assert_same(site: &Site, expected: &Tree, with: impl FnOnce(&mut Command)) {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("public");
    let mut command = site.command(&["build", "--output-dir", output.to_str().unwrap()]);
    with(&mut command);
    let what = format!("{command:?}");
    Run::of(&mut command).exits(0);
    assert_same_tree(&tree(&output), expected, &what);
}

#[test]
fn where_the_site_stands_changes_nothing() {
    let expected = large_site(SITE).build();
    let folder = tempfile::tempdir().unwrap();
    for name in ["a b/甲 “乙”", "deep/er/and/deeper", "%41&<x>'"] {
        let root = folder.path().join(name);
        write_all(&root, large(SITE));
        // From another folder, by an absolute path; in the folder, by a relative one; by a link.
        let absolute = root.to_str().unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&root, &link).unwrap();
        for (from, given) in [
            (Path::new("/"), absolute),
            (root.as_path(), "."),
            (folder.path(), "link"),
        ] {
            let mut command = gongkai(&["build", "--as-of", DAY, "--root", given]);
            Run::of(command.current_dir(from)).exits(0);
            assert_same_tree(&tree(&root.join("public")), &expected, given);
            fs::remove_dir_all(root.join("public")).unwrap();
        }
        fs::remove_file(link).unwrap();
    }
}

#[test]
fn the_order_and_the_mode_of_files_change_nothing() {
    let site = large_site(SITE);
    let expected = site.build();
    let folder = tempfile::tempdir().unwrap();
    let (backwards, masked) = (
        folder.path().join("backwards"),
        folder.path().join("masked"),
    );
    let mut files = large(SITE);
    files.reverse();
    write_all(&backwards, files);
    let root = backwards.to_str().unwrap();
    Run::of(&mut gongkai(&["build", "--as-of", DAY, "--root", root])).exits(0);
    assert_same_tree(&tree(&backwards.join("public")), &expected, "backwards");

    let script = "umask 077; exec \"$@\"";
    let mut command = Command::new("sh");
    command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_gongkai"), "build"]);
    command.args(["--as-of", DAY, "--output-dir"]).arg(&masked);
    Run::of(command.current_dir(site.root())).exits(0);
    assert_same_tree(&tree(&masked), &expected, "umask 077");
}

fn write_all(root: &Path, files: Vec<(String, String)>) {
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

#[test]
fn built_again_nothing_is_written() {
    let site = large_site(SITE);
    let expected = site.build();
    let before = stats(&site.public());
    let again = site
        .run(&["build", "--as-of", DAY, "--format", "json"])
        .exits(0);
    let json = again.json();
    assert_eq!((&json["written"], &json["removed"]), (&0.into(), &0.into()));
    assert_same_tree(&tree(&site.public()), &expected, "built again");
    assert_eq!(stats(&site.public()), before, "no file was touched");
}

/// Inode and time of change of every file.
fn stats(folder: &Path) -> Vec<(String, u64, i64, i64)> {
    let stat = |path: String| {
        let found = fs::metadata(folder.join(&path)).unwrap();
        (path, found.ino(), found.mtime(), found.mtime_nsec())
    };
    files(folder).into_iter().map(stat).collect()
}

#[test]
fn built_over_another_release_it_is_the_same() {
    let site = large_site(SITE);
    let expected = site.build();
    let other = large_site(Large {
        chapters: 5,
        tasks: 7,
        edition: "第二版",
    });
    let output = site.public();
    let output = output.to_str().unwrap();
    other
        .run(&["build", "--as-of", DAY, "--output-dir", output])
        .exits(0);
    assert_same_tree(&tree(&site.public()), &other.build(), "the other release");
    assert_same_tree(&site.build(), &expected, "and back");
}
