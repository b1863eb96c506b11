//! Publishing to a server that speaks WebDAV.

use std::fs;

use super::Desk;
use super::proxy::{Proxy, Weather};
use super::s3::edit;
use super::servers::{Dav, name_in, run_as};
use crate::support::{Run, assert_same_tree, tree};

fn run(desk: &Desk, command: &str, more: &[&str]) -> Run {
    run_as(desk, Dav::USER, command, more)
}

#[track_caller]
fn publish(desk: &Desk, dav: &Dav) -> serde_json::Value {
    let run = run(desk, "publish", &["--format", "json"]);
    let (out, log) = (format!("{}{}", run.stdout, run.stderr), dav.log());
    assert_eq!(run.code, Some(0), "{out}{log}");
    desk.commit();
    run.json()
}

pub(super) fn name(desk: &Desk, port: u16) {
    name_in(
        desk,
        &format!(
            "kind = \"webdav\"\nendpoint = \"http://127.0.0.1:{port}/\"\npath = \"网站/www\"\n"
        ),
    );
}

/// What is served, without what is only for the program.
fn served(dav: &Dav) -> crate::support::Tree {
    let mut tree = tree(&dav.root().join("网站/www"));
    tree.retain(|path, _| !path.starts_with(".gongkai/"));
    tree
}

#[test]
fn a_release_goes_out_and_back() {
    goes_out_and_back(&Dav::start());
}

#[test]
fn a_release_goes_out_and_back_through_nginx() {
    goes_out_and_back(&Dav::nginx());
}

fn goes_out_and_back(dav: &Dav) {
    let desk = Desk::new();
    name(&desk, dav.port());
    run(&desk, "releases", &[]).exits(0);
    let first = publish(&desk, dav)["release"].as_str().unwrap().to_owned();
    assert_same_tree(&served(dav), &tree(&desk.site.public()), "as built");
    run(&desk, "verify", &["--lang", "en"]).exits(0);
    let before = served(dav);
    edit(&desk, "文字。");
    let second = publish(&desk, dav);
    assert!(second["shared_files"].as_u64().unwrap() > 10);
    assert!(served(dav).contains_key("new.html"));
    run(&desk, "verify", &["--lang", "en"]).exits(0);
    let json = run(&desk, "rollback", &["--format", "json"])
        .exits(0)
        .json();
    assert_eq!(json["to"], first.as_str());
    let mut after = served(dav);
    after.retain(|path, _| before.contains_key(path));
    assert_same_tree(&after, &before, "as it was");
    assert!(!served(dav).contains_key("new.html"));
    run(&desk, "verify", &["--lang", "en"]).exits(0);
    fs::write(dav.root().join("网站/www/guide.html"), "forged").unwrap();
    let json = run(&desk, "verify", &["--format", "json"]).exits(1).json();
    assert_eq!(json["changed"], serde_json::json!(["guide.html"]));
}

#[test]
fn a_wrong_password_is_refused_and_told_nowhere() {
    let dav = Dav::start();
    let desk = Desk::new();
    name(&desk, dav.port());
    let wrong = run_as(
        &desk,
        ("editor", "hidden"),
        "publish",
        &["--format", "json"],
    )
    .exits(2);
    assert_eq!(wrong.codes(), ["publish/refused"]);
    assert!(!wrong.stdout.contains("hidden"), "{}", wrong.stdout);
    assert!(!dav.root().join("网站").exists());
}

#[test]
fn a_run_that_is_cut_off_is_completed_by_the_next() {
    let dav = Dav::start();
    let proxy = Proxy::before(dav.port());
    let desk = Desk::new();
    name(&desk, proxy.port);
    for cut in [3, 25, 60] {
        proxy.set(Weather::Until(cut));
        run(&desk, "publish", &[]).exits(3);
    }
    proxy.set(Weather::CutEach { each: 7, after: 0 });
    publish(&desk, &dav);
    proxy.set(Weather::Fair);
    run(&desk, "verify", &["--lang", "en"]).exits(0);
    assert_same_tree(&served(&dav), &tree(&desk.site.public()), "as built");
}

#[test]
fn a_lock_of_somebody_else_holds_until_it_is_broken() {
    let dav = Dav::start();
    let desk = Desk::new();
    name(&desk, dav.port());
    publish(&desk, &dav);
    let own = dav.root().join("网站/www/.gongkai");
    fs::create_dir(own.join("locked")).unwrap();
    fs::write(
        own.join("lock"),
        "别人, 2026-07-22T03:00:00Z, elsewhere, 77",
    )
    .unwrap();
    edit(&desk, "文字。");
    let told = run(&desk, "publish", &["--lang", "en"]).exits(3).stderr;
    assert!(
        told.contains("somebody else is publishing here: 别人"),
        "{told}"
    );
    run(&desk, "publish", &["--break-lock"]).exits(0);
    assert!(!own.join("locked").exists() && !own.join("lock").exists());
}
