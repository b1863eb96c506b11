//! `--since`: what a change brought in, as git remembers it.

use std::path::Path;
use std::process::Command;

use serde_json::json;

use super::{TOLD, card, check, clean, faulty};
use crate::support::{Run, Site};

/// Git, as somebody who works on the site runs it.
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
