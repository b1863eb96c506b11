//! Publishing to an object store is killed at random moments, while somebody reads over HTTP.

use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use super::WHO;
use super::kill::{Random, now, packs};
use super::servers::{Moto, name_bucket};
use crate::support::{Run, Site};

/// How many runs are killed.
const KILLS: usize = 12;

#[test]
fn killed_at_random_moments_readers_miss_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let packs = packs(folder.path());
    let moto = Moto::start();
    let desk = super::Desk::of(Site::new());
    name_bucket(&desk, moto.port());
    let command = |command: &str, more: &[&str]| {
        let mut args = vec![command, "there"];
        args.extend(more);
        let mut command = desk.site.command(&args);
        command
            .env("GONGKAI_THERE_ACCESS_KEY_ID", "x")
            .env("GONGKAI_THERE_SECRET_ACCESS_KEY", "y");
        command
    };
    let publish = |edition: usize| {
        let pack = packs[edition % 2].to_str().unwrap();
        command(
            "publish",
            &["--pack", pack, "--who", WHO, "--max-remove", "100"],
        )
    };
    let started = now();
    Run::of(&mut publish(0)).exits(0);
    let whole = u64::try_from(started.elapsed().as_micros()).unwrap();
    let mut random = Random::default();
    let ended = AtomicBool::new(false);
    let pages = AtomicUsize::new(0);
    let (mut killed, mut next) = (0, 1);
    std::thread::scope(|scope| {
        scope.spawn(|| read_all_the_while(&moto, &ended, &pages));
        let _ended = super::kill::Ends(&ended);
        while killed < KILLS {
            let mut child = publish(next)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(Duration::from_micros(random.below(whole)));
            child.kill().unwrap();
            if child.wait().unwrap().success() {
                next += 1;
                continue;
            }
            killed += 1;
            // Finished, undone, or something else is published in its place.
            match killed % 4 {
                0 => {
                    Run::of(&mut publish(next)).exits(0);
                    next += 1;
                }
                1 => drop(Run::of(&mut command("rollback", &["--who", WHO]))),
                2 => drop(Run::of(&mut publish(next + 1)).exits(0)),
                _ => continue,
            }
            Run::of(&mut command("verify", &["--lang", "en"])).exits(0);
        }
    });
    assert!(pages.load(Ordering::SeqCst) > KILLS, "somebody read");
    Run::of(&mut publish(0)).exits(0);
    Run::of(&mut command("verify", &["--lang", "en"])).exits(0);
    let trail = Run::of(&mut command("releases", &["--format", "json"]))
        .exits(0)
        .json();
    assert_eq!(trail["broken_lines"], serde_json::json!([]));
}

/// Reads pages as a browser does: the page, and then what it is shown with.
fn read_all_the_while(moto: &Moto, ended: &AtomicBool, pages: &AtomicUsize) {
    let lines = || {
        let trail = moto.ask("GET", "www/.gongkai/releases.jsonl", b"");
        trail.text().lines().count()
    };
    let all = [
        "index.html",
        "plans/2026/01/01.html",
        "plans/2026/02/03.html",
        "units/index.html",
    ];
    for page in all.iter().cycle() {
        if ended.load(Ordering::SeqCst) {
            return;
        }
        let before = lines();
        let found = moto.ask("GET", &format!("www/{page}"), b"");
        assert_eq!(found.status, 200, "{page}");
        let html = found.text();
        assert!(html.contains("</body>"), "{page} is not whole");
        let styles = html
            .split(['"', '=', '>', ' '])
            .filter(|part| part.contains("assets/") && part.ends_with(".css"));
        for style in styles {
            let name = style.rsplit("assets/").next().unwrap();
            let found = moto.ask("GET", &format!("www/assets/{name}"), b"");
            // A page is served with its files for as long as one more release.
            assert!(
                found.status == 200 || lines() > before + 1,
                "{page}: {name} is gone"
            );
        }
        pages.fetch_add(1, Ordering::SeqCst);
        // There are others who need the machine.
        std::thread::sleep(Duration::from_millis(1));
    }
}
