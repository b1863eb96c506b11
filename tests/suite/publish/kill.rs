//! Publishing is killed at random moments, while somebody reads.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::nginx::Nginx;
use super::{Desk, EPOCH, WHO};
use crate::support::{Large, Run, Site, gongkai, large_site};

/// How many runs are killed.
const KILLS: usize = 50;

const EDITIONS: [&str; 2] = ["第一版", "第二版"];

/// The same numbers in every run.
pub(super) struct Random(u64);

impl Default for Random {
    fn default() -> Self {
        Self(20_200_722)
    }
}

impl Random {
    /// A number below this one.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }
}

/// Packs of two states of one site: every page is another, and so is the style sheet.
pub(super) fn packs(folder: &Path) -> Vec<PathBuf> {
    EDITIONS
        .iter()
        .map(|edition| {
            let site = large_site(Large {
                chapters: 2,
                tasks: 3,
                edition,
            });
            site.write(
                "themes/own/styles/90-own.css",
                &format!("p::after{{content:\"{edition}\"}}"),
            );
            site.write(
                "site.toml",
                &format!("theme = \"own\"\n{}", site.read("site.toml")),
            );
            let desk = Desk::of(site);
            let pack = folder.join(format!("{edition}.zip"));
            desk.site
                .run_on(EPOCH, &["pack", pack.to_str().unwrap()])
                .exits(0);
            pack
        })
        .collect()
}

/// When a run began, to kill it within about the time that one takes.
pub(super) fn now() -> Instant {
    #[expect(clippy::disallowed_methods, reason = "only says when to kill")]
    Instant::now()
}

#[test]
fn killed_at_random_moments_readers_see_whole_releases() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("www");
    Killing {
        kills: KILLS,
        target: &target,
        command: &|command, more| {
            let mut run = gongkai(&[command, target.to_str().unwrap()]);
            run.args(more);
            run
        },
    }
    .run();
}

/// Runs that are killed while somebody reads what a folder of this machine holds.
pub(super) struct Killing<'a> {
    pub(super) kills: usize,
    /// Where releases stand side by side.
    pub(super) target: &'a Path,
    /// A command about the target, with more arguments.
    pub(super) command: &'a dyn Fn(&str, &[&str]) -> Command,
}

impl Killing<'_> {
    fn publish(&self, pack: &Path) -> Command {
        let pack = pack.to_str().unwrap();
        let more = ["--pack", pack, "--who", WHO, "--max-remove", "100"];
        (self.command)("publish", &more)
    }

    pub(super) fn run(&self) {
        let folder = tempfile::tempdir().unwrap();
        let packs = packs(folder.path());
        let verify = || (self.command)("verify", &["--format", "json"]);
        let started = now();
        Run::of(&mut self.publish(&packs[0])).exits(0);
        let mut whole = started.elapsed();
        let nginx = Nginx::start(folder.path(), &Site::new(), &self.target.join("current"));
        let reader = Reader::new(self.target, nginx);
        let mut random = Random::default();
        let (mut killed, mut next, mut switched) = (0, 1, 0);
        std::thread::scope(|scope| {
            scope.spawn(|| reader.read_all_the_while());
            // Whatever happens here, the reader ends.
            let _ended = reader.ends();
            while killed < self.kills {
                let mut child = self
                    .publish(&packs[next % 2])
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .spawn()
                    .unwrap();
                let limit = u64::try_from(whole.as_micros()).unwrap();
                let moment = Duration::from_micros(random.below(limit));
                let started = now();
                let mut own = false;
                while started.elapsed() < moment && !own {
                    own = child.try_wait().unwrap().is_some();
                    std::thread::yield_now();
                }
                child.kill().unwrap();
                child.wait().unwrap();
                if own {
                    whole = whole.mul_f64(0.9);
                    next += 1;
                    continue;
                }
                killed += 1;
                let json = Run::of(&mut verify()).json();
                for list in ["missing", "changed", "extra"] {
                    assert_eq!(json[list], serde_json::json!([]), "{killed}: {json:#}");
                }
                if killed % 3 == 0 {
                    Run::of(&mut self.publish(&packs[next % 2])).exits(0);
                    Run::of(&mut verify()).exits(0);
                    next += 1;
                    switched += 1;
                }
            }
        });
        assert!(switched >= self.kills / 4);
        let pages = reader.pages.load(Ordering::SeqCst);
        assert!(pages > self.kills, "somebody read");
        Run::of(&mut self.publish(&packs[0])).exits(0);
        Run::of(&mut verify()).exits(0);
        let trail = Run::of(&mut (self.command)("releases", &["--format", "json"]))
            .exits(0)
            .json();
        assert_eq!(trail["broken_lines"], serde_json::json!([]));
        let names = fs::read_dir(self.target.join("releases")).unwrap();
        let left: Vec<_> = names
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with('.'))
            .collect();
        assert_eq!(left, [""; 0], "nothing is left on its way");
    }
}

/// Somebody who reads over HTTP.
struct Reader<'a> {
    target: &'a Path,
    nginx: Nginx,
    ended: AtomicBool,
    pages: AtomicUsize,
}

pub(super) struct Ends<'a>(pub(super) &'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl<'a> Reader<'a> {
    fn new(target: &'a Path, nginx: Nginx) -> Self {
        Self {
            target,
            nginx,
            ended: AtomicBool::new(false),
            pages: AtomicUsize::new(0),
        }
    }

    fn ends(&self) -> Ends<'_> {
        Ends(&self.ended)
    }

    fn switches(&self) -> usize {
        fs::read_to_string(self.target.join("releases.jsonl"))
            .unwrap()
            .lines()
            .count()
    }

    /// Reads pages as a browser does: the page, and then what it is shown with.
    fn read_all_the_while(&self) {
        let pages = [
            "index.html",
            "plans/2026/01/01.html",
            "plans/2026/02/03.html",
            "units/index.html",
        ];
        for page in pages.iter().cycle() {
            if self.ended.load(Ordering::SeqCst) {
                return;
            }
            let before = self.switches();
            let found = self.nginx.get(&format!("/{page}"), &[]);
            assert_eq!(found.status, 200, "{page}");
            let html = found.text();
            assert!(html.contains("</body>"), "{page} is not whole");
            for asset in html
                .split('"')
                .chain(html.split(['=', '>', ' ']))
                .filter(|part| part.contains("assets/") && part.ends_with(".css"))
            {
                let name = asset.rsplit("assets/").next().unwrap();
                let found = self.nginx.get(&format!("/assets/{name}"), &[]);
                // A page is served with its files for as long as one more release.
                assert!(
                    found.status == 200 || self.switches() > before + 1,
                    "{page}: {name} is gone"
                );
            }
            self.pages.fetch_add(1, Ordering::SeqCst);
            // There are others who need the machine.
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}
