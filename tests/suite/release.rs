//! What a build may and may not do to the folder it writes, and to URLs that were public once.

use std::fs::{self, File};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{DAY, Large, Run, Site, assert_same_tree, large_site, tree};

const TASK: &str = "content/plans/2026/01/02.md";
const PAGE: &str = "plans/2026/01/02.html";

fn build(site: &Site, more: &[&str]) -> Run {
    let mut args = vec!["build", "--as-of", DAY, "--format", "json"];
    args.extend(more);
    site.run(&args)
}

fn verify(site: &Site) -> Run {
    site.run(&["verify", "--format", "json"])
}

#[test]
fn a_foreign_file_in_the_way_is_named_and_kept() {
    for foreign in ["index.html", "plans", "units/office.html", "manifest.json"] {
        let site = Site::new();
        site.write(&format!("public/{foreign}"), "theirs");
        site.write("public/.nojekyll", "");
        let before = tree(&site.public());
        let run = build(&site, &[]);
        let code = if foreign == "manifest.json" { 3 } else { 1 };
        let run = run.exits(code);
        assert!(run.stdout.contains(foreign), "{}", run.stdout);
        let expected = if code == 3 {
            "release/manifest"
        } else {
            "release/foreign"
        };
        assert!(
            run.codes().iter().all(|code| code == expected),
            "{:?}",
            run.codes()
        );
        assert_same_tree(&tree(&site.public()), &before, foreign);
        let message = site
            .run(&["build", "--as-of", DAY, "--lang", "en"])
            .exits(code)
            .stderr;
        assert!(message.contains(foreign), "{message}");
    }
}

/// A folder in which nobody may write, not even root, as long as this lives.
#[cfg(target_os = "linux")]
struct Closed<'a>(&'a std::path::Path);

#[cfg(target_os = "linux")]
impl<'a> Closed<'a> {
    fn new(folder: &'a std::path::Path) -> Self {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o555)).unwrap();
        if File::create(folder.join("probe")).is_ok() {
            fs::remove_file(folder.join("probe")).unwrap();
            let mount = |args: &[&str]| {
                let mut mount = Command::new("mount");
                Run::of(mount.args(args).arg(folder)).exits(0);
            };
            mount(&["--bind", folder.to_str().unwrap()]);
            mount(&["-o", "remount,bind,ro"]);
        }
        Self(folder)
    }
}

#[cfg(target_os = "linux")]
impl Drop for Closed<'_> {
    fn drop(&mut self) {
        use std::os::unix::fs::PermissionsExt;
        // Where it was not mounted, there is nothing to undo but the mode.
        drop(Command::new("umount").arg(self.0).output());
        drop(fs::set_permissions(
            self.0,
            fs::Permissions::from_mode(0o755),
        ));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_closed_folder_is_told_before_anything_changes() {
    for closed in ["public", "public/plans/2026/01"] {
        let site = Site::new();
        site.build();
        let before = tree(&site.public());
        site.write(
            "site.toml",
            &site.read("site.toml").replace("name = \"", "name = \"新"),
        );
        let folder = site.path(closed);
        let guard = Closed::new(&folder);
        let run = build(&site, &[]).exits(3);
        assert_eq!(run.codes(), ["release/io"], "{closed}");
        assert!(run.stdout.contains(closed), "{}", run.stdout);
        assert_same_tree(&tree(&site.public()), &before, closed);
        drop(guard);
        build(&site, &[]).exits(0);
        verify(&site).exits(0);
    }
}

#[test]
fn lists_of_somebody_else_are_not_replaced() {
    for foreign in ["SHA256SUMS", "SM3SUMS"] {
        let site = Site::new();
        site.write(&format!("public/{foreign}"), "theirs");
        let run = build(&site, &[]).exits(1);
        assert_eq!(run.codes(), ["release/foreign"]);
        assert_eq!(site.read(&format!("public/{foreign}")), "theirs");
    }
}

#[test]
fn lists_are_known_without_the_manifest() {
    let site = Site::new();
    let before = site.build();
    site.remove("public/manifest.json");
    assert_same_tree(&site.build(), &before, "the manifest is made again");
}

#[test]
fn the_manifest_tells_what_the_release_was_made_from() {
    let site = Site::new();
    let built = build(&site, &[]).exits(0).json();
    let manifest =
        || -> Value { serde_json::from_str(&site.read("public/manifest.json")).unwrap() };
    let first = manifest();
    assert_eq!(first["as_of"], DAY);
    assert_eq!(first["counts"]["pages"], built["pages"]);
    assert_eq!(first["counts"]["files"], built["files"]);
    assert_eq!(first["counts"]["bytes"], built["bytes"]);
    assert_eq!(first["theme"].as_str().unwrap().len(), 64);
    site.write(
        "site.toml",
        &format!("theme = \"own\"\n{}", site.read("site.toml")),
    );
    site.write("themes/own/styles/99-own.css", "p{color:red}");
    build(&site, &[]).exits(0);
    assert_ne!(manifest()["theme"], first["theme"]);
}

/// Programs of the system know the release, and what somebody changed in it.
#[test]
fn a_release_is_checked_without_the_program() {
    let site = Site::new();
    let tree = site.build();
    let check = |program: &str, args: &[&str]| {
        let mut command = Command::new(program);
        command
            .args(args)
            .current_dir(site.public())
            .env("LC_ALL", "C");
        Run::of(&mut command)
    };
    let sums: [(&str, &[&str]); 2] = [
        ("sha256sum", &["--strict", "--check", "SHA256SUMS"]),
        ("cksum", &["--strict", "-a", "sm3", "--check", "SM3SUMS"]),
    ];
    for (program, args) in sums {
        let said = check(program, args).exits(0).stdout;
        assert_eq!(said.lines().count(), tree.len() - 2, "{said}");
    }
    let manifest: Value = serde_json::from_slice(&tree["manifest.json"]).unwrap();
    let file = manifest["files"]
        .as_array()
        .unwrap()
        .iter()
        .find(|file| file["path"] == "index.html")
        .unwrap();
    for (name, field) in [("-sm3", "sm3"), ("-sha256", "sha256")] {
        let said = check("openssl", &["dgst", name, "-r", "index.html"])
            .exits(0)
            .stdout;
        assert_eq!(
            said,
            format!("{} *index.html\n", file[field].as_str().unwrap())
        );
    }
    site.write("public/guide.html", "changed");
    for (program, args) in sums {
        let said = check(program, args).exits(1).stdout;
        let bad: Vec<_> = said
            .lines()
            .filter(|line| !line.ends_with(": OK"))
            .collect();
        assert_eq!(bad, ["guide.html: FAILED"]);
    }
}

#[test]
fn foreign_files_beside_ours_stay() {
    let site = Site::new();
    let foreign = [
        "BingSiteAuth.xml",
        "plans/2026/theirs.pdf",
        ".well-known/x",
        "a/b/c",
    ];
    for path in foreign {
        site.write(&format!("public/{path}"), path);
    }
    site.build();
    site.remove(TASK);
    let after = site.build();
    for path in foreign {
        assert_eq!(after[path], path.as_bytes(), "{path}");
    }
    assert!(!after.contains_key(PAGE));
}

#[test]
fn a_build_in_progress_keeps_others_out() {
    let site = Site::new();
    let before = site.build();
    site.remove(TASK);
    let lock = File::open(site.path(".public.gongkai/lock")).unwrap();
    lock.lock().unwrap();
    let run = build(&site, &[]).exits(3);
    assert_eq!(run.codes(), ["release/locked"]);
    assert_same_tree(&tree(&site.public()), &before, "locked");
    drop(lock);
    build(&site, &[]).exits(0);
}

#[test]
fn builds_that_race_leave_one_whole_release() {
    let sites = ["甲", "乙", "丙", "丁"].map(|edition| {
        large_site(Large {
            chapters: 3,
            tasks: 5,
            edition,
        })
    });
    let whole: Vec<_> = sites.iter().map(Site::build).collect();
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("public");
    let children: Vec<_> = sites
        .iter()
        .map(|site| {
            let mut command = site.command(&["build", "--as-of", DAY, "--output-dir"]);
            command
                .arg(&output)
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            command.spawn().unwrap()
        })
        .collect();
    let mut done = 0;
    for mut child in children {
        match child.wait().unwrap().code() {
            Some(0) => done += 1,
            code => assert_eq!(code, Some(3)),
        }
    }
    assert!(done > 0);
    assert!(whole.contains(&tree(&output)), "one whole release");
}

#[test]
fn verify_names_every_difference() {
    let site = Site::new();
    let none = verify(&site).exits(3);
    let hint = &none.json()["findings"][0]["hints"][0];
    // What it suggests must not build into another folder than the one that was asked about.
    assert!(hint.as_str().unwrap().contains("--output-dir"), "{hint}");
    site.build();
    let genuine = verify(&site).exits(0);
    assert_eq!(genuine.json()["genuine"], true);
    fs::remove_file(site.path("public/guide.html")).unwrap();
    site.write("public/units/office.html", "<!doctype html>");
    site.write("public/plans/theirs.html", "");
    site.write("public/.dot", "");
    let run = verify(&site).exits(1);
    let json = run.json();
    assert_eq!(json["genuine"], false);
    assert_eq!(json["missing"], serde_json::json!(["guide.html"]));
    assert_eq!(json["changed"], serde_json::json!(["units/office.html"]));
    assert_eq!(json["extra"], serde_json::json!(["plans/theirs.html"]));
    let shown = site.run(&["verify", "--lang", "en"]).exits(1).stdout;
    for line in [
        "missing guide.html",
        "changed units/office.html",
        "extra plans/theirs.html",
    ] {
        assert!(shown.lines().any(|shown| shown == line), "{shown}");
    }
    // A build puts right what is its own.
    site.build();
    let json = verify(&site).exits(1).json();
    assert_eq!(json["missing"], serde_json::json!([]));
    assert_eq!(json["changed"], serde_json::json!([]));
}

#[test]
fn the_sources_are_never_the_output() {
    let site = Site::new();
    site.write("themes/mine/templates/x.html", "");
    let before = tree(&site.root());
    let root = site.root();
    let above = root.parent().unwrap().to_str().unwrap();
    for output in [
        ".",
        "content",
        "content/plans",
        "content/new",
        "themes",
        above,
        "public/..",
    ] {
        let run = build(&site, &["--output-dir", output]).exits(2);
        assert_eq!(run.codes(), ["release/dangerous-output"], "{output}");
        assert_same_tree(&tree(&root), &before, output);
    }
}

#[test]
fn what_is_gone_from_the_content_is_gone_from_the_site() {
    let site = Site::new();
    let before = site.build();
    assert!(before.contains_key(PAGE));
    site.remove(TASK);
    build(&site, &[]).exits(0);
    let after = tree(&site.public());
    let gone: Vec<&String> = before
        .keys()
        .filter(|path| !after.contains_key(*path))
        .filter(|path| !path.starts_with("search/"))
        .collect();
    assert_eq!(gone, [PAGE]);
    for (path, bytes) in &after {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("01/02.html"), "{path} still leads there");
    }
    verify(&site).exits(0);
}

#[test]
fn a_failed_build_changes_nothing() {
    let site = Site::new();
    site.write("content/lone.md", "+++\ntitle = \"没有链接指向它\"\n+++\n");
    let before = site.build();
    site.remove("content/lone.md");
    site.write(TASK, "+++\ntitel = \"错\"\n+++\n");
    build(&site, &[]).exits(1);
    assert_same_tree(&tree(&site.public()), &before, "failed");
    verify(&site).exits(0);
}

/// Parts of a site map come and go with its length; pages of like names do not.
#[test]
fn a_page_may_be_named_like_a_part_of_the_site_map() {
    let site = Site::new();
    let page = "content/sitemap-help.md";
    site.write(page, "+++\ntitle = \"网站地图说明\"\n+++\n");
    drop(build(&site, &["--accept-urls"]).exits(0));
    site.remove(page);
    assert_eq!(build(&site, &[]).exits(1).codes(), ["urls/lost"]);
}

#[test]
fn a_url_that_was_accepted_does_not_vanish() {
    let site = Site::new();
    let run = build(&site, &["--accept-urls"]).exits(0);
    drop(run);
    let lock = site.read("content/urls.lock");
    assert!(
        lock.lines()
            .any(|line| line == format!("2026-01-05 {PAGE}")),
        "{lock}"
    );
    assert!(
        !lock.contains("assets/") && !lock.contains("404.html"),
        "{lock}"
    );
    let before = tree(&site.public());

    site.remove(TASK);
    let run = build(&site, &[]).exits(1);
    assert_eq!(run.codes(), ["urls/lost"]);
    let finding = &run.json()["findings"][0];
    assert_eq!(finding["path"], "content/urls.lock");
    assert!(finding["message"].as_str().unwrap().contains(PAGE));
    let line = lock.lines().position(|line| line.ends_with(PAGE)).unwrap() + 1;
    assert_eq!(finding["line"], line);
    assert_same_tree(
        &tree(&site.public()),
        &before,
        "nothing is lost by an error",
    );

    for (changes, expected) in [
        (
            format!("[[redirect]]\nfrom = \"/{PAGE}\"\nto = \"/plans/2026/01/01.html\"\n"),
            "01.html",
        ),
        (
            format!("[[withdrawn]]\nurl = \"/{PAGE}\"\ndate = 2026-07-01\nreason = \"内容有误\"\n"),
            "内容有误",
        ),
    ] {
        site.write("content/urls.toml", &changes);
        build(&site, &[]).exits(0);
        let page = site.read(&format!("public/{PAGE}"));
        assert!(page.contains(expected), "{page}");
        assert!(!page.contains("为每项任务写明责任单位"), "{page}");
        verify(&site).exits(0);
    }
}

#[test]
fn a_renamed_folder_keeps_its_files_at_their_old_urls() {
    let site = Site::new();
    let disclosure = site.read("content/plans/2026/disclosure.toml");
    let attached =
        format!("{disclosure}attachments = [{{ title = \"附表\", file = \"a.csv\" }}]\n");
    site.write("content/plans/2026/disclosure.toml", &attached);
    site.write("content/plans/2026/files/a.csv", "a,b\r\n");
    build(&site, &["--accept-urls"]).exits(0);
    std::fs::rename(
        site.path("content/plans/2026"),
        site.path("content/plans/plan-2026"),
    )
    .unwrap();

    let run = build(&site, &[]).exits(1);
    let lost: Vec<String> = run.json()["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let message = finding["message"].as_str().unwrap();
            message.split('`').nth(1).unwrap().to_owned()
        })
        .collect();
    assert!(lost.contains(&"plans/2026/data.csv".to_owned()), "{lost:?}");
    let redirects: String = lost
        .iter()
        .map(|from| {
            let to = from.replace("plans/2026", "plans/plan-2026");
            format!("[[redirect]]\nfrom = \"{from}\"\nto = \"{to}\"\n\n")
        })
        .collect();
    site.write("content/urls.toml", &redirects);
    build(&site, &[]).exits(0);
    for file in ["data.csv", "data.json", "files/a.csv"] {
        assert_eq!(
            site.read(&format!("public/plans/2026/{file}")),
            site.read(&format!("public/plans/plan-2026/{file}")),
        );
    }
    let moved = site.read("public/plans/2026/index.html");
    assert!(moved.contains("../plan-2026/index.html"), "{moved}");
    verify(&site).exits(0);

    // It moves once more, and who writes that down leaves what was written before.
    std::fs::rename(
        site.path("content/plans/plan-2026"),
        site.path("content/plans/third"),
    )
    .unwrap();
    let again = redirects
        .replace("plans/plan-2026", "plans/third")
        .replace("plans/2026", "plans/plan-2026");
    site.write("content/urls.toml", &format!("{redirects}{again}"));
    build(&site, &[]).exits(0);
    for file in ["data.csv", "files/a.csv"] {
        let now = site.read(&format!("public/plans/third/{file}"));
        for old in ["2026", "plan-2026"] {
            assert_eq!(site.read(&format!("public/plans/{old}/{file}")), now);
        }
    }
}

#[test]
fn a_reader_that_has_seen_enough_does_not_change_how_a_command_ends() {
    let site = Site::new();
    let keys: String = (0..500).map(|n| format!("key-{n} = {n}\n")).collect();
    site.write("content/plans/2026/01/01.toml", &keys);
    let mut child = site
        .command(&["build", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn a_url_is_missed_from_the_day_on_which_it_was_due() {
    let site = Site::new();
    site.run(&["build", "--as-of", "2026-12-31", "--accept-urls"])
        .exits(0);
    site.remove(TASK);
    for day in ["2026-12-31", "2026-12-30", "2026-01-05"] {
        let run = site
            .run(&["build", "--as-of", day, "--format", "json"])
            .exits(1);
        assert_eq!(run.codes(), ["urls/lost"], "{day}");
    }
    site.run(&["build", "--as-of", "2026-01-04"]).exits(0);
}

#[test]
fn a_file_that_nothing_mentions_does_not_become_public() {
    let site = Site::new();
    site.write("content/plans/2026/files/internal.txt", "内部讨论稿");
    let run = build(&site, &[]).exits(1);
    assert_eq!(run.codes(), ["attachment/unlisted"]);
    site.write(
        "content/plans/2026/01/02.md",
        "+++\ntitle = \"任务\"\n+++\n\n见[附件](../files/internal.txt)\n",
    );
    build(&site, &[]).exits(0);
    assert_eq!(
        site.read("public/plans/2026/files/internal.txt"),
        "内部讨论稿"
    );
}
