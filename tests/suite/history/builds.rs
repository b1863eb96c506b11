//! What a build reads of the history, and sites as they were.

use super::{FIRST, corrected, fresh, task};
use crate::support::{DAY, Run, Site, assert_same_tree, tree};

fn build(site: &Site, args: &[&str]) -> Run {
    let args = ["build", "--as-of", DAY, "--lang", "en"].iter().chain(args);
    site.run(&args.copied().collect::<Vec<_>>()).exits(0)
}

const NOTE: &str = "only rules that can be errors were checked; `gongkai check` checks all\n";

#[test]
fn what_there_is_to_say_of_the_history_is_one_line() {
    let site = fresh("");
    let none = "the site lies in no git repository: it tells no revisions\n";
    assert_eq!(build(&site, &[]).stderr, format!("{none}{NOTE}"));
    site.git("2020-08-01", &["init", "--quiet"]);
    let nothing = "nothing is committed in git yet: the site tells no revisions\n";
    assert_eq!(build(&site, &[]).stderr, format!("{nothing}{NOTE}"));
    site.commit("2020-08-01", "录入");
    assert_eq!(build(&site, &[]).stderr, NOTE);
    site.write(FIRST, &task("\"区科技局\"", "一。"));
    site.write("content/new.md", "+++\ntitle = \"新页\"\n+++\n\n一\n");
    let uncommitted = "files not committed to git: 2; no revision tells of them, and the manifest names no commit\n";
    assert_eq!(build(&site, &[]).stderr, format!("{uncommitted}{NOTE}"));
    assert!(
        !String::from_utf8(std::fs::read(site.public().join("manifest.json")).unwrap())
            .unwrap()
            .contains("commit")
    );
    // A build that does nothing says the same.
    assert_eq!(build(&site, &[]).stderr, format!("{uncommitted}{NOTE}"));
    let json = build(&site, &["--format", "json"]).json();
    assert_eq!(json["uncommitted"], 2);
    let mut command = site.command(&["build", "--as-of", DAY, "--lang", "en"]);
    let no_git = Run::of(command.env("PATH", "/nonexistent")).exits(0);
    assert!(
        no_git
            .stderr
            .starts_with("git is not installed: the site tells no revisions\n")
    );
}

#[test]
fn a_shallow_clone_tells_nothing_and_says_so() {
    let (site, _) = corrected("");
    let clone = Site::of(&[("a", "")]);
    std::fs::remove_dir_all(clone.root()).unwrap();
    let url = format!("file://{}", site.root().display());
    let args = [
        "clone",
        "--quiet",
        "--depth",
        "1",
        &url,
        clone.root().to_str().unwrap(),
    ]
    .map(str::to_owned);
    site.git(
        "2020-08-04",
        &args.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    let told = build(&clone, &[]);
    assert!(
        told.stderr.starts_with(
            "warning[history/shallow]: this git clone lacks older commits: its history would be incomplete, so none is shown\n"
        ),
        "{}",
        told.stderr
    );
    assert!(!clone.public().join("plans/2020/history.html").exists());
    clone.run(&["build", "--as-of", DAY, "--strict"]).exits(1);
    let found = clone
        .run(&["check", "--as-of", DAY, "--format", "json"])
        .exits(0);
    assert!(found.codes().contains(&"history/shallow".to_owned()));
    // Fetching the rest moves nothing but the history.
    clone.git("2020-08-04", &["fetch", "--quiet", "--unshallow"]);
    assert_eq!(build(&clone, &[]).stderr, NOTE);
    assert_same_tree(&tree(&clone.public()), &site.build(), "the whole clone");
}

/// A clone that holds every commit and not every file builds, and says what it cannot tell.
#[test]
fn a_partial_clone_builds() {
    let (site, _) = corrected("");
    site.git("2020-08-04", &["config", "uploadpack.allowFilter", "true"]);
    let clone = Site::of(&[("a", "")]);
    std::fs::remove_dir_all(clone.root()).unwrap();
    let url = format!("file://{}", site.root().display());
    let to = clone.root();
    let args = [
        "clone",
        "--quiet",
        "--filter=blob:none",
        &url,
        to.to_str().unwrap(),
    ];
    site.git("2020-08-04", &args);
    let told = build(&clone, &[]);
    assert!(
        told.stderr.starts_with(
            "warning[history/unknown]: git does not tell the history, so none is shown: "
        ),
        "{}",
        told.stderr
    );
    assert!(!clone.public().join("plans/2020/history.html").exists());
}

#[test]
fn a_build_stops_early_only_if_the_history_is_the_same() {
    let (site, _) = corrected("");
    build(&site, &[]);
    let stages = |run: Run| {
        run.json()["timings"]["stages"]
            .as_array()
            .map_or(0, Vec::len)
    };
    let args = ["--format", "json", "--timings"];
    assert_eq!(stages(build(&site, &args)), 0, "nothing changed");
    site.commit("2020-08-04", "无关的提交");
    assert!(stages(build(&site, &args)) > 0, "another commit");
    assert_eq!(stages(build(&site, &args)), 0);
    site.git("2020-08-05", &["switch", "--quiet", "--detach", "HEAD~1"]);
    assert!(stages(build(&site, &args)) > 0, "back again");
}

#[test]
fn a_site_as_it_was() {
    let (site, commits) = corrected("");
    site.git(
        "2020-08-04",
        &["switch", "--quiet", "--detach", &commits[0]],
    );
    let then = site.build();
    let manifest = String::from_utf8(then["manifest.json"].clone()).unwrap();
    assert!(manifest.contains(&format!("\"commit\": \"{}\"", commits[0])));
    site.git("2020-08-04", &["switch", "--quiet", "main"]);
    let now = site.build();
    assert_ne!(then, now);
    let told = build(&site, &["--rev", &commits[0]]);
    let folder = site.path(&format!("public-{}", &commits[0][..12]));
    assert!(
        told.stdout
            .ends_with(&format!("open {}\n", folder.join("index.html").display())),
        "{}",
        told.stdout
    );
    assert_same_tree(&tree(&folder), &then, "the site as it was");
    assert_same_tree(&tree(&site.public()), &now, "the site as it is");

    // The day: that of the release if it is of the same commit, else that of the commit.
    let day = |rev: &str, folder: &str| {
        let args = [
            "build",
            "--rev",
            rev,
            "--output-dir",
            folder,
            "--format",
            "json",
        ];
        site.run(&args).exits(0).json()["as_of"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(day("main", "public-a"), DAY);
    assert_eq!(day(&commits[1], "public-b"), "2020-08-02");
    assert_eq!(day("HEAD~2", "public-c"), "2020-08-01");

    let refused = site.run(&[
        "build",
        "--rev",
        "HEAD~1",
        "--output-dir",
        "public",
        "--lang",
        "en",
    ]);
    assert_eq!(
        refused.exits(2).stderr,
        "error[build/rev-output]: `public` holds the site as it is, which an earlier one may not replace\n |\n \
         = help: leave out `--output-dir` or name another folder; to go back, revert the content in git and build\n\n\
         errors: 1, warnings: 0\n"
    );
    assert_same_tree(&tree(&site.public()), &now, "the release");
    let unknown = site.run(&["build", "--rev", "v9", "--lang", "en"]).exits(2);
    assert!(
        unknown
            .stderr
            .starts_with("error[history/unknown-revision]: git knows no revision `v9`\n")
    );
}
