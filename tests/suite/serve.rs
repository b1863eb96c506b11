//! `gongkai serve`: what it answers is what a build writes, and only to this machine.

mod requests;

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use gongkai::preview::{Folders, Inputs};
use serde_json::Value;

use crate::preview::{Preview, without_addition};
use crate::support::{DAY, Site, gongkai};

fn serve(root: &Path, options: &[&str]) -> Preview {
    let mut command = gongkai(&["serve", "--as-of", DAY]);
    Preview::start(command.arg("--root").arg(root).args(options))
}

/// What inputs look like that a preview has to have read.
fn inputs(site: &Site) -> String {
    let folders = Folders::new(&site.root(), &site.public());
    Inputs::look(&folders).digest().to_string()
}

/// Waits until a preview shows what is on the disk now.
fn up_to_date(preview: &Preview, events: &mut impl Iterator<Item = Value>, site: &Site) -> Value {
    let now = inputs(site);
    preview.wait_for(events, |state| state["inputs"] == now.as_str())
}

#[test]
fn a_port_that_is_taken() {
    let site = Site::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let run = site
        .run(&["serve", "--lang", "en", "--port", &port])
        .exits(3);
    assert_eq!(
        run.stderr,
        format!(
            "error[serve/port-taken]: the port {port} is used by another program\n |\n \
             = help: choose another one, or leave `--port` out, and a free one is taken\n\n\
             errors: 1, warnings: 0\n"
        )
    );
}

#[test]
fn it_tells_what_happens_and_ends_at_once() {
    let site = Site::new();
    let preview = serve(&site.root(), &["--host", "0.0.0.0"]);
    let mut events = preview.events();
    up_to_date(&preview, &mut events, &site);
    site.write("content/guide.md", "+++\ntitel = \"指南\"\n+++\n");
    let state = up_to_date(&preview, &mut events, &site);
    assert_eq!(state["faults"][1]["code"], "content/unknown-key");
    let (code, told) = preview.interrupt();
    assert_eq!(code, Some(0));
    let told: Vec<String> = told
        .lines()
        .map(|line| {
            line.split(' ').map(|word| match word.parse::<u32>() {
                Ok(_) => "N",
                Err(_) => word,
            })
        })
        .map(|words| words.collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        told[..3],
        [
            "warning: listening at 0.0.0.0, anybody in the network can read what is not released",
            "N pages, N ms",
            "changed: content/guide.md",
        ]
    );
    assert!(told[3].starts_with("error[content/"), "{told:?}");
    let last = told.last().unwrap();
    assert_eq!(
        last,
        "errors: 2, N ms; what was shown before is still shown"
    );
}

#[test]
fn faults_are_those_of_a_build_and_go_when_mended() {
    let site = Site::new();
    let good = site.read("content/guide.md");
    let preview = serve(&site.root(), &[]);
    let mut events = preview.events();
    let state = up_to_date(&preview, &mut events, &site);
    assert_eq!(state["faults"], Value::Array(Vec::new()));
    let before = preview.get("/guide.html");

    site.write("content/guide.md", "+++\ntitel = \"指南\"\n+++\n");
    let state = up_to_date(&preview, &mut events, &site);
    let build = site
        .run(&["build", "--lang", "en", "--as-of", DAY])
        .exits(1);
    let faults = state["faults"].as_array().unwrap();
    let told: String = faults
        .iter()
        .map(|fault| format!("{}\n", fault["text"].as_str().unwrap()))
        .collect();
    assert!(!faults.is_empty());
    assert!(build.stderr.starts_with(&told), "{told}\n{}", build.stderr);
    let still = preview.get("/guide.html");
    assert_eq!(still.status, 200);
    assert!(without_addition(&still.body) == without_addition(&before.body));

    site.write(
        "content/guide.md",
        &good.replace("title = \"", "title = \"新"),
    );
    let state = up_to_date(&preview, &mut events, &site);
    assert_eq!(state["faults"], Value::Array(Vec::new()));
    assert!(preview.get("/guide.html").text().contains("新"));
}

#[test]
fn a_site_that_is_faulty_from_the_start() {
    let site = Site::new();
    let good = site.read("content/guide.md");
    site.write("content/guide.md", "+++\ntitle = <b>\n+++\n");
    let preview = serve(&site.root(), &[]);
    let mut events = preview.events();
    let answer = preview.get("/plans/");
    assert_eq!(answer.status, 503);
    assert!(
        answer.text().contains("content/guide.md:2:9"),
        "{}",
        answer.text()
    );
    assert!(answer.text().contains("&lt;b&gt;"));
    assert!(!answer.text().contains("<b>"));
    site.write("content/guide.md", &good);
    up_to_date(&preview, &mut events, &site);
    assert_eq!(preview.get("/plans/").status, 200);
}

#[test]
fn a_template_that_fails_only_where_it_is_used() {
    let site = Site::new();
    let settings = site.read("site.toml");
    site.write("site.toml", &format!("theme = \"own\"\n{settings}"));
    site.write("themes/own/templates/page.html", "{{ nothing.of.this }}");
    let preview = serve(&site.root(), &[]);
    let answer = preview.get("/guide.html");
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("theme/"), "{}", answer.text());
    assert_eq!(preview.get("/plans/").status, 200);
    let state = preview.json("/-/gongkai/state?page=/guide.html");
    assert_eq!(state["faults"], Value::Array(Vec::new()));
    assert_eq!(state["page"]["faults"].as_array().unwrap().len(), 1);
}

#[test]
fn drafts_are_shown_only_when_asked_for_and_marked() {
    let site = Site::new();
    site.write(
        "content/note.md",
        "+++\ntitle = \"草稿页\"\ndraft = true\n+++\n\n正文。\n",
    );
    let card = site.read("content/plans/2026/disclosure.toml");
    let later = card
        .replace("2026-00001", "2026-00002")
        .replace("published = 2026-01-05", "published = 2027-01-05");
    site.write("content/plans/later/disclosure.toml", &later);
    site.write("content/plans/later/01/chapter.toml", "title = \"章\"\n");
    let request = card
        .replace("2026-00001", "2026-00003")
        .replace("主动公开", "依申请公开");
    let request = format!("draft = true\n{request}");
    site.write("content/plans/request/disclosure.toml", &request);

    let plain = serve(&site.root(), &[]);
    for path in ["/note.html", "/plans/later/", "/plans/request/"] {
        assert_eq!(plain.get(path).status, 404, "{path}");
    }
    let preview = serve(&site.root(), &["--drafts"]);
    assert_eq!(preview.get("/note.html").status, 200);
    assert_eq!(preview.get("/plans/later/01/").status, 200);
    assert_eq!(preview.get("/plans/request/").status, 404, "never public");
    let held = |path: &str| {
        let state = preview.json(&format!("/-/gongkai/state?page={path}"));
        state["page"]["held"].to_string()
    };
    assert_eq!(held("/note.html"), r#"{"why":"draft"}"#);
    assert_eq!(
        held("/plans/later/01/"),
        r#"{"date":"2027-01-05","why":"not-due"}"#
    );
    assert_eq!(held("/guide.html"), "null");
    let built = site.build();
    assert!(!built.contains_key("note.html"));
    assert!(!built.contains_key("plans/later/index.html"));
}

#[test]
fn what_differs_from_the_last_release() {
    let site = Site::new();
    site.build();
    let preview = serve(&site.root(), &[]);
    let mut events = preview.events();
    let is_compared = |state: &Value| {
        let comparison = &state["comparison"];
        comparison["is_begun"] == true && comparison["done"] == comparison["of"]
    };
    let state = preview.wait_for(&mut events, |state| is_compared(state));
    assert_eq!(state["page"]["change"], "same");
    let differing =
        |preview: &Preview| preview.json("/-/gongkai/changes.json")["differing"].clone();
    assert_eq!(differing(&preview), Value::Array(Vec::new()));

    let task = site.read("content/plans/2026/01/01.toml");
    site.write(
        "content/plans/2026/01/01.toml",
        &task.replace("progress = \"", "progress = \"新"),
    );
    site.remove("content/plans/2026/01/02.md");
    site.write("content/more.md", "+++\ntitle = \"更多\"\n+++\n\n正文。\n");
    let now = inputs(&site);
    preview.wait_for(&mut events, |state| {
        assert_eq!(state["faults"], Value::Array(Vec::new()));
        state["inputs"] == now.as_str() && is_compared(state)
    });
    let found = differing(&preview);
    let of = |path: &str| {
        let mut all = found.as_array().unwrap().iter();
        all.find(|one| one["path"] == path)
            .map(|one| one["change"].as_str().unwrap().to_owned())
    };
    assert_eq!(of("more.html").as_deref(), Some("added"));
    assert_eq!(of("plans/2026/01/02.html").as_deref(), Some("removed"));
    assert_eq!(of("plans/2026/01/01.html").as_deref(), Some("changed"));
    let released = preview.get("/-/gongkai/released/plans/2026/01/02.html");
    assert_eq!(released.status, 200);
    assert_eq!(
        released.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    assert!(released.body == fs::read(site.public().join("plans/2026/01/02.html")).unwrap());

    // A release makes all the same, without a restart.
    site.build();
    let now = inputs(&site);
    preview.wait_for(&mut events, |state| {
        assert_eq!(state["faults"], Value::Array(Vec::new()));
        state["inputs"] == now.as_str() && is_compared(state)
    });
    assert_eq!(differing(&preview), Value::Array(Vec::new()));
}

#[test]
fn findings_stand_beside_the_pages_they_are_about() {
    let site = Site::new();
    let task = site.read("content/plans/2026/01/01.toml");
    site.write(
        "content/plans/2026/01/01.toml",
        &task.replace("progress = \"", "progress = \"。。"),
    );
    let preview = serve(&site.root(), &[]);
    let mut events = preview.events();
    preview.wait_for(&mut events, |state| !state["findings"].is_null());
    let codes = |path: &str| -> Vec<String> {
        let state = preview.json(&format!("/-/gongkai/state?page={path}"));
        let findings = state["page"]["findings"].as_array().unwrap().iter();
        findings
            .map(|one| one["code"].as_str().unwrap().to_owned())
            .collect()
    };
    let check = site.run(&["check", "--format", "json", "--as-of", DAY]);
    let expected: Vec<String> = check.codes();
    assert!(
        expected.iter().any(|code| code.starts_with("text/")),
        "{expected:?}"
    );
    assert_eq!(codes("/plans/2026/01/01.html"), expected);
    assert_eq!(codes("/plans/2026/01/"), expected);
    assert_eq!(codes("/plans/2026/"), expected);
    assert_eq!(codes("/plans/2026/01/02.html"), Vec::<String>::new());
    assert_eq!(codes("/guide.html"), Vec::<String>::new());
}

#[test]
fn what_is_not_committed_is_marked_until_it_is() {
    let site = Site::new();
    site.commit("2026-07-01", "录入");
    let preview = serve(&site.root(), &[]);
    let mut events = preview.events();
    let uncommitted = |state: &Value| state["page"]["uncommitted"].clone();
    let is = |path: &str| uncommitted(&preview.json(&format!("/-/gongkai/state?page={path}")));
    preview.wait_for(&mut events, |state| !state["findings"].is_null());
    assert_eq!(is("/plans/2026/01/01.html"), false);
    let task = site.read("content/plans/2026/01/01.toml");
    site.write(
        "content/plans/2026/01/01.toml",
        &task.replace("progress = \"", "progress = \"新的进展。"),
    );
    preview.wait_for(&mut events, |_| is("/plans/2026/01/01.html") == true);
    assert_eq!(is("/plans/2026/"), true);
    assert_eq!(is("/plans/2026/01/02.html"), false);
    assert_eq!(preview.get("/plans/2026/history.html").status, 404);
    // A commit is noticed by itself.
    site.commit("2026-07-02", "改写进展");
    preview.wait_for(&mut events, |_| {
        preview.get("/plans/2026/history.html").status == 200
    });
    preview.wait_for(&mut events, |_| is("/plans/2026/01/01.html") == false);
    let page = preview.get("/plans/2026/01/01.html");
    assert!(page.text().contains("最近修订"));
    // It is what a build writes, and nothing was written for it.
    assert!(!site.path(".public.gongkai").exists());
    let built = site.build();
    assert!(without_addition(&page.body) == built["plans/2026/01/01.html"]);
}

#[test]
fn a_folder_without_a_site_is_told_at_once() {
    let site = Site::of(&[("content/guide.md", "")]);
    let run = site.run(&["serve", "--lang", "en", "--port", "0"]).exits(2);
    assert!(
        run.stderr.starts_with("error[content/no-site]"),
        "{}",
        run.stderr
    );
}

/// Everything that a person, an editor or git may do to the folders of a site.
fn folders_come_and_go(options: &[&str]) {
    let site = Site::new();
    let preview = serve(&site.root(), options);
    let mut events = preview.events();
    up_to_date(&preview, &mut events, &site);
    let guide = site.read("content/guide.md");
    let is_there = |path: &str| preview.get(path).status == 200;

    // A branch with other content, and back.
    let git = |args: &[&str]| {
        let mut git = Command::new("git");
        git.current_dir(site.root())
            .args(["-c", "user.name=t", "-c", "user.email=t@example.org"])
            .args(args);
        assert!(git.output().unwrap().status.success(), "{args:?}");
    };
    git(&["init", "-q", "-b", "one"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "one"]);
    git(&["switch", "-q", "-c", "two"]);
    for number in 0..30 {
        site.write(
            &format!("content/new/folder-{number}/column.toml"),
            "title = \"新\"\n",
        );
    }
    site.write("content/new/column.toml", "title = \"新\"\n");
    site.write(
        "content/guide.md",
        &guide.replace("title = \"", "title = \"二"),
    );
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "two"]);
    up_to_date(&preview, &mut events, &site);
    assert!(is_there("/new/folder-29/"));
    git(&["switch", "-q", "one"]);
    up_to_date(&preview, &mut events, &site);
    assert!(!is_there("/new/folder-29/"));
    git(&["switch", "-q", "two"]);
    up_to_date(&preview, &mut events, &site);
    assert!(is_there("/new/folder-0/"));

    // The content goes, and comes back; then something in it is changed.
    let (content, away) = (site.path("content"), site.path("away"));
    fs::rename(&content, &away).unwrap();
    let state = up_to_date(&preview, &mut events, &site);
    assert_eq!(state["faults"][0]["code"], "content/no-site");
    assert!(is_there("/guide.html"), "the last good page");
    fs::rename(&away, &content).unwrap();
    up_to_date(&preview, &mut events, &site);
    site.write(
        "content/guide.md",
        &guide.replace("title = \"", "title = \"三"),
    );
    let state = up_to_date(&preview, &mut events, &site);
    assert_eq!(state["faults"], Value::Array(Vec::new()));
    assert!(preview.get("/guide.html").text().contains("三"));

    // So does the whole site.
    let elsewhere = site.root().with_file_name("elsewhere");
    fs::rename(site.root(), &elsewhere).unwrap();
    up_to_date(&preview, &mut events, &site);
    fs::rename(&elsewhere, site.root()).unwrap();
    up_to_date(&preview, &mut events, &site);
    site.write(
        "content/guide.md",
        &guide.replace("title = \"", "title = \"四"),
    );
    up_to_date(&preview, &mut events, &site);
    assert!(preview.get("/guide.html").text().contains("四"));

    // Settings and the theme.
    let settings = site.read("site.toml");
    site.write("site.toml", &settings.replace("name = \"", "name = \"新名"));
    up_to_date(&preview, &mut events, &site);
    assert!(preview.get("/").text().contains("新名"));
    site.write(
        "themes/default/templates/page.html",
        "{% extends \"base.html\" %}",
    );
    up_to_date(&preview, &mut events, &site);
    assert!(
        !preview
            .get("/guide.html")
            .text()
            .contains("四政府信息公开指南</h1>")
    );
    fs::remove_dir_all(site.path("themes")).unwrap();
    up_to_date(&preview, &mut events, &site);
    assert!(
        preview
            .get("/guide.html")
            .text()
            .contains("四政府信息公开指南</h1>")
    );
}

#[test]
fn folders_that_come_and_go_are_noticed() {
    folders_come_and_go(&[]);
}

#[test]
fn folders_that_come_and_go_are_noticed_by_polling() {
    folders_come_and_go(&["--poll"]);
}
