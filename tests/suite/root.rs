//! Which folder a command works in.

use crate::support::{Run, Site, gongkai};

/// Another site, seen from the folder of the first.
fn two() -> (Site, Site, String) {
    let (one, two) = (Site::new(), Site::new());
    let path = two.root().to_str().unwrap().to_owned();
    (one, two, path)
}

#[test]
fn verify_looks_at_the_release_of_the_root() {
    let (one, two, root) = two();
    one.build();
    two.build();
    two.write("public/index.html", "x");
    let verify = || one.run(&["verify", "--root", &root, "--lang", "en"]);
    let told = verify().exits(1).stdout;
    assert!(told.starts_with("changed index.html\n"), "{told}");
    one.run(&["verify"]).exits(0);
    // What is named is where it is said to be.
    one.run(&["verify", "public", "--root", &root]).exits(0);
}

#[test]
fn a_root_without_a_site_is_told_in_one_way() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (file, target) = (path("file"), path("target"));
    std::fs::write(&file, "甲").unwrap();
    let import = ["import", &file, "--to", "content/x"];
    let commands: &[&[&str]] = &[
        &["build"],
        &["build", "--rev", "HEAD"],
        &["check"],
        &["check", "--since", "HEAD"],
        &["check", "--explain-numbers"],
        &["serve"],
        &["export"],
        &import,
        &["collect", "start", "x", "--out", &target],
        &["collect", "merge", "x", &file],
        &["publish", "www"],
        &["publish", &target],
        &["releases", "www"],
        &["releases", &target],
        &["rollback", "www"],
        &["rollback", &target],
        &["log"],
        &["pack", &path("release.zip")],
        &["diff"],
        &["verify"],
        &["verify", &file],
        &["search", "甲"],
        &["search", "甲", "--output-dir", &target],
        &["server-config"],
        &["server-config", "--server-name", "a.example"],
    ];
    for root in [path("absent"), file.clone()] {
        for command in commands {
            let run = |more: &[&str]| {
                let args = [command, &["--root", &root][..], more].concat();
                Run::of(gongkai(&args).current_dir(folder.path()))
            };
            let told = run(&[]).exits(2);
            let told = told.stdout + &told.stderr;
            assert!(
                told.contains("error[content/no-site]"),
                "{command:?}: {told}"
            );
            if command != &["export"] {
                let told = run(&["--format", "json"]).exits(2);
                assert_eq!(told.codes(), ["content/no-site"], "{command:?}");
            }
        }
    }
    assert_eq!(crate::support::files(folder.path()), ["file"]);
}

/// What was published and what was packed can be looked at where no site is.
#[test]
fn a_target_and_a_pack_need_no_site() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::new();
    let target = folder.path().join("target");
    let target = target.to_str().unwrap();
    site.commit("2026-07-01", "first");
    site.run(&["pack", "../release.zip", "--as-of", "2026-07-22"])
        .exits(0);
    let pack = site.path("../release.zip");
    let pack = pack.to_str().unwrap();
    let run = |args: &[&str]| Run::of(gongkai(args).current_dir(folder.path()));
    run(&["publish", target, "--pack", pack, "--who", "甲"]).exits(0);
    run(&["releases", target]).exits(0);
    run(&["verify", target]).exits(0);
    run(&["verify", pack]).exits(0);
    run(&[
        "search",
        "示例",
        "--output-dir",
        &format!("{target}/current"),
    ])
    .exits(0);
    run(&["server-config", "--server-name", "a.example"]).exits(0);
}

#[test]
fn a_configuration_needs_settings_that_can_be_read() {
    let site = Site::new();
    site.write("site.toml", "name = \n");
    let told = site.run(&["server-config", "--format", "json"]).exits(2);
    assert!(!told.codes().is_empty());
}

#[test]
fn a_target_of_an_import_that_lies_outside_is_wrong_usage() {
    let site = Site::new();
    site.write("page.txt", "甲");
    let import = [
        "import",
        "page.txt",
        "--to",
        "../outside",
        "--format",
        "json",
    ];
    let codes = site.run(&import).exits(2).codes();
    assert!(codes.contains(&"import/bad-target".to_owned()), "{codes:?}");
}
