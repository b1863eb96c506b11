//! The program is killed at random moments of its builds. What is in the output is one whole
//! release at once, or after the next command; files of others stay as they are.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{DAY, Large, Run, Site, Tree, assert_same_tree, gongkai, large_site, tree};

/// How many builds are killed at the least.
const KILLS: usize = 100;
/// How many of them within the commit.
const WITHIN: usize = 12;
/// When to give up on that.
const MOST: usize = 400;

const FOREIGN: [(&str, &str); 5] = [
    (".nojekyll", ""),
    (".well-known/security.txt", "theirs"),
    ("BingSiteAuth.xml", "theirs"),
    ("plans/2026/09/theirs.pdf", "theirs"),
    ("plans/2026/.dot/x", "theirs"),
];

/// Three states of one site: texts change, and pages come and go.
const STATES: [Large; 3] = [
    Large {
        chapters: 9,
        tasks: 16,
        edition: "第一版",
    },
    Large {
        chapters: 8,
        tasks: 16,
        edition: "第二版",
    },
    Large {
        chapters: 9,
        tasks: 13,
        edition: "第三版",
    },
];

#[test]
fn a_killed_build_leaves_one_whole_release() {
    let mut bench = Bench::new();
    let mut random = Random(20_200_722);
    let mut count = Count::default();
    let mut held = 0;
    for round in 0..MOST {
        if count.killed() >= KILLS && count.within >= WITHIN {
            break;
        }
        let (next, third) = ((held + 1) % 3, (held + 2) % 3);
        // Most builds are killed at any moment; the rest when the commit begins, which is a small
        // part of a build.
        let at_commit = round % 4 == 3;
        let end = bench.kill_build(next, at_commit, &mut random);
        if !at_commit {
            bench.adapt(end);
        }
        let found = tree(&bench.output);
        let what = format!("round {round}: {held} to {next}, {end:?}");
        let old_or_new = if found == bench.whole[held] {
            count.before += usize::from(end != End::OnItsOwn);
            Some(held)
        } else if found == bench.whole[next] {
            count.after += usize::from(end != End::OnItsOwn);
            Some(next)
        } else {
            count.within += 1;
            assert!(
                bench.journal().exists(),
                "{what}: half a release, and no journal"
            );
            None
        };
        if end == End::OnItsOwn {
            count.own += 1;
            assert_eq!(old_or_new, Some(next), "{what}");
        }
        // What the journal says is decided.
        let expected = if bench.journal().exists() {
            Some(next)
        } else {
            old_or_new
        };
        held = if round % 3 > 0 {
            if random.below(4) == 0 {
                bench.kill_verify(&mut random);
            }
            bench.verify(&what);
            let expected = expected.unwrap();
            assert_same_tree(&tree(&bench.output), &bench.whole[expected], &what);
            expected
        } else {
            bench.build(third);
            assert_same_tree(&tree(&bench.output), &bench.whole[third], &what);
            bench.verify(&what);
            third
        };
    }
    #[expect(clippy::print_stdout, reason = "it tells where the kills hit")]
    let tell = |told: &str| println!("{told}");
    let told = format!("{count:?}, a build takes {:?}", bench.duration);
    tell(&told);
    assert!(count.killed() >= KILLS && count.within >= WITHIN, "{told}");
    assert!(count.before >= 10, "{told}");
}

/// Where kills hit, seen from what was in the output then.
#[derive(Debug, Default)]
struct Count {
    /// The old release was there, whole.
    before: usize,
    /// Something between.
    within: usize,
    /// The new release was there, whole, and the build was still running.
    after: usize,
    /// Builds that ended before they were killed.
    own: usize,
}

impl Count {
    fn killed(&self) -> usize {
        self.before + self.within + self.after
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Killed,
    OnItsOwn,
}

/// Three states of a site, what each looks like when it is whole, and the output they share.
struct Bench {
    sites: [Site; 3],
    whole: Vec<Tree>,
    _folder: tempfile::TempDir,
    output: PathBuf,
    /// How long a build takes that changes every page.
    duration: Duration,
}

impl Bench {
    fn new() -> Self {
        let sites = STATES.map(large_site);
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("public");
        for (path, text) in FOREIGN {
            let path = output.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let mut bench = Self {
            sites,
            whole: Vec::new(),
            _folder: folder,
            output,
            duration: Duration::ZERO,
        };
        for state in 0..3 {
            let mut whole = bench.sites[state].build();
            whole.extend(FOREIGN.map(|(path, text)| (path.to_owned(), text.into())));
            bench.whole.push(whole);
        }
        bench.build(0);
        for state in [1, 2, 0] {
            let start = now();
            bench.build(state);
            bench.duration = bench.duration.max(start.elapsed());
            assert_same_tree(&tree(&bench.output), &bench.whole[state], "not killed");
        }
        bench
    }

    fn command(&self, state: usize) -> Command {
        let mut command = self.sites[state].command(&["build", "--as-of", DAY, "--threads", "2"]);
        command.arg("--output-dir").arg(&self.output);
        command
    }

    #[track_caller]
    fn build(&self, state: usize) {
        Run::of(&mut self.command(state)).exits(0);
    }

    fn work(&self) -> PathBuf {
        self.output.with_file_name(".public.gongkai")
    }

    fn journal(&self) -> PathBuf {
        self.work().join("commit.json")
    }

    /// Starts a build and kills it: at a random moment of its time, or of its commit.
    fn kill_build(&self, state: usize, at_commit: bool, random: &mut Random) -> End {
        let child = spawn(&mut self.command(state));
        if at_commit {
            let journal = self.journal();
            kill_when(child, random.part(self.duration / 50), || journal.exists())
        } else {
            kill_when(child, random.part(self.duration * 11 / 10), || true)
        }
    }

    /// Other tests come and go on the same machine: whether a build lived on tells how long one
    /// takes now.
    fn adapt(&mut self, end: End) {
        self.duration = match end {
            End::OnItsOwn => self.duration * 15 / 16,
            End::Killed => self.duration * 65 / 64,
        };
    }

    /// Kills a verify, which finishes the commit of a killed build.
    fn kill_verify(&self, random: &mut Random) {
        let child = spawn(&mut self.verify_command());
        let _ = kill_when(child, random.part(self.duration / 10), || true);
    }

    fn verify_command(&self) -> Command {
        gongkai(&["verify", "--format", "json", self.output.to_str().unwrap()])
    }

    /// The release is genuine but for the files that others put beside it.
    #[track_caller]
    fn verify(&self, what: &str) {
        let json = Run::of(&mut self.verify_command()).exits(1).json();
        let none = serde_json::json!([]);
        assert_eq!(
            (&json["missing"], &json["changed"]),
            (&none, &none),
            "{what}"
        );
        let extra = FOREIGN.iter().map(|(path, _)| *path);
        let extra: Vec<&str> = extra
            .filter(|path| !path.contains("/.") && !path.starts_with('.'))
            .collect();
        assert_eq!(json["extra"], serde_json::json!(extra), "{what}");
        assert!(!self.journal().exists(), "{what}");
    }
}

fn spawn(command: &mut Command) -> Child {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Kills a process some time after something has come about, unless it ends before.
fn kill_when(mut child: Child, after: Duration, come_about: impl Fn() -> bool) -> End {
    let mut since = None;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.code().is_some_and(|code| code <= 1), "{status}");
            return End::OnItsOwn;
        }
        if since.is_none() && come_about() {
            since = Some(now());
        }
        if since.is_some_and(|since| since.elapsed() >= after) {
            break;
        }
        if since.is_some() && after > Duration::from_millis(2) {
            std::thread::sleep(Duration::from_micros(500));
        }
    }
    child.kill().unwrap();
    // It may have ended by itself at the last moment.
    match child.wait().unwrap().code() {
        Some(_) => End::OnItsOwn,
        None => End::Killed,
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "when to kill is a matter of time"
)]
fn now() -> Instant {
    Instant::now()
}

/// SplitMix64: the same moments in every run, as parts of the time that a build takes.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn part(&mut self, whole: Duration) -> Duration {
        let micros = u64::try_from(whole.as_micros()).unwrap();
        Duration::from_micros(self.below(micros.max(1)))
    }
}
