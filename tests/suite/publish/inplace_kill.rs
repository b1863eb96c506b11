//! Publishing to a target where the release stands in place is killed at random moments, while somebody reads
//! over HTTP.

use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use super::http::{Answer, ask};
use super::kill::{Random, now, packs};
use super::servers::{Dav, Moto, command_as, name_bucket};
use super::{Desk, WHO};
use crate::support::{Run, Site};

#[test]
fn killed_at_random_moments_readers_of_an_object_store_miss_nothing() {
    let moto = Moto::start();
    let desk = Desk::of(Site::new());
    name_bucket(&desk, moto.port());
    let get = |path: &str| moto.ask("GET", &format!("www/{path}"), b"");
    kill(&desk, ("x", "y"), 12, &get);
}

#[test]
fn killed_at_random_moments_readers_of_webdav_miss_nothing() {
    let nginx = Dav::nginx();
    let desk = Desk::of(Site::new());
    super::dav::name(&desk, nginx.port());
    let folder = "/%E7%BD%91%E7%AB%99/www";
    let get = |path: &str| ask(nginx.port(), "GET", &format!("{folder}/{path}"), &[], b"").unwrap();
    kill(&desk, Dav::USER, 8, &get);
}

/// Asks for a path of the site.
type Get<'a> = dyn Fn(&str) -> Answer + Sync + 'a;

/// Kills so many runs.
fn kill(desk: &Desk, who: (&str, &str), kills: usize, get: &Get<'_>) {
    let folder = tempfile::tempdir().unwrap();
    let packs = packs(folder.path());
    let command = |command: &str, more: &[&str]| {
        let mut args = vec![command, "there"];
        args.extend(more);
        command_as(desk, who, &args)
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
        scope.spawn(|| read_all_the_while(get, &ended, &pages));
        let _ended = super::kill::Ends(&ended);
        while killed < kills {
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
    assert!(pages.load(Ordering::SeqCst) > kills, "somebody read");
    Run::of(&mut publish(0)).exits(0);
    Run::of(&mut command("verify", &["--lang", "en"])).exits(0);
    let trail = Run::of(&mut command("releases", &["--format", "json"]))
        .exits(0)
        .json();
    assert_eq!(trail["broken_lines"], serde_json::json!([]));
}

/// Reads pages as a browser does: the page, and then what it is shown with.
fn read_all_the_while(get: &Get<'_>, ended: &AtomicBool, pages: &AtomicUsize) {
    let lines = || {
        let trail = get(".gongkai/releases.jsonl");
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
        let found = get(page);
        assert_eq!(found.status, 200, "{page}");
        let html = found.text();
        assert!(html.contains("</body>"), "{page} is not whole");
        let styles = html
            .split(['"', '=', '>', ' '])
            .filter(|part| part.contains("assets/") && part.ends_with(".css"));
        for style in styles {
            let name = style.rsplit("assets/").next().unwrap();
            let found = get(&format!("assets/{name}"));
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
