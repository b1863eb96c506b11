//! `gongkai publish` and what belongs to it, on a folder.

mod dav;
mod faults;
mod http;
mod inplace_kill;
mod kill;
mod nginx;
mod packs;
mod proxy;
mod s3;
mod s3_faults;
mod servers;
mod sftp;
mod trail;

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::support::{DAY, Run, Site, Tree, assert_same_tree, tree};

/// Whom git knows in these tests.
pub(crate) const WHO: &str = "示例编辑 <editor@example.gov.cn>";
/// The day of these tests, as `SOURCE_DATE_EPOCH` has it: noon of [`DAY`].
pub(crate) const EPOCH: &str = "1784692800";

const TASK: &str = "content/plans/2026/01/02.md";
const PAGE: &str = "plans/2026/01/02.html";

/// A site under git, and a folder that it is published to.
pub(crate) struct Desk {
    pub(crate) site: Site,
    folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self::of(Site::new())
    }

    pub(crate) fn of(site: Site) -> Self {
        let desk = Self {
            site,
            folder: tempfile::tempdir().unwrap(),
        };
        desk.git(&["init", "-q", "-b", "main"]);
        desk.git(&["config", "user.name", "示例编辑"]);
        desk.git(&["config", "user.email", "editor@example.gov.cn"]);
        desk.site.write(".gitignore", "/public\n/.public.gongkai\n");
        desk.commit();
        desk
    }

    fn git(&self, args: &[&str]) -> String {
        let mut command = Command::new("git");
        command
            .args(args)
            .current_dir(self.site.root())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("GIT_CONFIG_NOSYSTEM", "1");
        Run::of(&mut command).exits(0).stdout
    }

    pub(crate) fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", "x"]);
    }

    pub(crate) fn head(&self) -> String {
        self.git(&["rev-parse", "HEAD"]).trim().to_owned()
    }

    /// Where the site is published to.
    pub(crate) fn target(&self) -> PathBuf {
        self.folder.path().join("www")
    }

    pub(crate) fn current(&self) -> PathBuf {
        self.target().join("current")
    }

    /// The folder of the current release.
    fn release(&self) -> PathBuf {
        fs::canonicalize(self.current()).unwrap()
    }

    /// Everything at the target, without the link, which is told apart.
    fn everything(&self) -> (Tree, PathBuf) {
        (
            tree(&self.target().join("releases")),
            fs::read_link(self.current()).unwrap(),
        )
    }

    /// Runs a command about the target.
    pub(crate) fn run(&self, command: &str, more: &[&str]) -> Run {
        let target = self.target();
        let mut args = vec![command, target.to_str().unwrap()];
        args.extend(more);
        self.site.run_on(EPOCH, &args)
    }

    #[track_caller]
    pub(crate) fn publish(&self) -> String {
        let run = self.run("publish", &["--format", "json"]).exits(0);
        self.commit();
        run.json()["release"].as_str().unwrap().to_owned()
    }

    #[track_caller]
    pub(crate) fn verify(&self) {
        self.run("verify", &["--lang", "en"]).exits(0);
    }
}

/// What readers see, without packed siblings.
pub(crate) fn seen(folder: &Path) -> Tree {
    let mut tree = tree(folder);
    tree.retain(|path, _| !path.ends_with(".gz") && !path.ends_with(".br"));
    tree
}

#[test]
fn a_release_goes_out_and_can_be_undone() {
    let desk = Desk::new();
    desk.run("releases", &[]).exits(0);
    desk.run("verify", &["--release", "x"]).exits(2);
    let run = desk.run("publish", &["--format", "json"]).exits(0);
    let first = run.json();
    assert_eq!(first["published"], true);
    assert_eq!(first["commit"], desk.head());
    assert_eq!(first["shared_files"], 0);
    let first = first["release"].as_str().unwrap();
    let told = desk.site.read("content/urls.lock");
    assert!(told.contains(PAGE), "{told}");
    assert_same_tree(
        &seen(&desk.release()),
        &tree(&desk.site.public()),
        "as built",
    );
    let manifest = desk.site.read("public/manifest.json");
    assert!(manifest.contains(&format!("\"commit\": \"{}\"", desk.head())));
    desk.verify();

    // The lock of URLs is not committed yet.
    let run = desk.run("publish", &["--lang", "en"]).exits(1);
    assert!(run.stderr.contains("`content/urls.lock`"), "{}", run.stderr);
    desk.commit();
    let text = desk.site.read(TASK);
    desk.site.write(TASK, &format!("{text}\n又一段。\n"));
    desk.commit();
    let run = desk.run("publish", &["--format", "json"]).exits(0);
    let second = run.json();
    assert_eq!(second["previous"], first);
    let sent: Vec<_> = second["sent"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p.as_str().unwrap())
        .collect();
    assert!(sent.contains(&PAGE), "{sent:?}");
    assert!(!sent.contains(&"units/index.html"), "{sent:?}");
    assert!(second["shared_files"].as_u64().unwrap() > 10);
    let second = second["release"].as_str().unwrap();
    assert_same_tree(&seen(&desk.release()), &with_kept(&desk), "as built again");
    let inode = |release: &str, path: &str| {
        fs::metadata(desk.target().join("releases").join(release).join(path))
            .unwrap()
            .ino()
    };
    for path in ["units/index.html", "units/index.html.br"] {
        assert_eq!(
            inode(first, path),
            inode(second, path),
            "{path} is stored once"
        );
    }
    desk.verify();

    // Again, nothing is to be done, not even to the lock of URLs.
    let lock = || {
        let found = fs::metadata(desk.site.path("content/urls.lock")).unwrap();
        (found.ino(), found.modified().unwrap())
    };
    let written = lock();
    let run = desk.run("publish", &["--format", "json"]).exits(0);
    assert_eq!(run.json()["up_to_date"], true);
    assert_eq!(lock(), written);
    let before = tree(&desk.target().join("releases").join(first));
    let run = desk.run("rollback", &["--format", "json"]).exits(0);
    assert_eq!(run.json()["to"], first);
    assert_eq!(
        fs::read_link(desk.current()).unwrap(),
        Path::new("releases").join(first)
    );
    let after = tree(&desk.release());
    assert!(
        before
            .iter()
            .all(|(path, bytes)| after.get(path) == Some(bytes))
    );
    desk.verify();
    desk.run("rollback", &["--lang", "en"]).exits(2);
    desk.run("rollback", &[second]).exits(0);
    desk.verify();

    let run = desk.run("releases", &["--format", "json"]).exits(0);
    let json = run.json();
    assert_eq!(json["current"], second);
    let lines: Vec<_> = json["releases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            assert_eq!(line["who"], WHO);
            assert_eq!(line["as_of"], DAY);
            (
                line["action"].as_str().unwrap(),
                line["release"].as_str().unwrap(),
            )
        })
        .collect();
    let expected = [
        ("publish", first),
        ("publish", second),
        ("rollback", first),
        ("rollback", second),
    ];
    assert_eq!(lines, expected);
    let shown = desk.run("releases", &["--lang", "en"]).exits(0).stdout;
    assert!(
        shown.starts_with(&format!("* {second} rollback ")),
        "{shown}"
    );
}

/// The built site and the files of the release before that open pages may ask for.
fn with_kept(desk: &Desk) -> Tree {
    let mut built = tree(&desk.site.public());
    let json = fs::read_dir(desk.target().join("releases")).unwrap();
    let mut companions: Vec<_> = json
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    companions.sort();
    let last: serde_json::Value =
        serde_json::from_slice(&fs::read(companions.last().unwrap()).unwrap()).unwrap();
    for kept in last["kept"].as_array().unwrap() {
        let path = kept["path"].as_str().unwrap();
        assert!(
            path.starts_with("assets/") || path.ends_with(".bin"),
            "{path}"
        );
        built.insert(
            path.to_owned(),
            fs::read(desk.current().join(path)).unwrap(),
        );
    }
    built
}

#[test]
fn old_releases_are_taken_away_where_that_is_asked_for() {
    let desk = Desk::new();
    let settings = desk.site.read("site.toml");
    let target = desk.target();
    let with = |keep: u32| {
        desk.site.write(
            "site.toml",
            &format!(
                "{settings}\n[targets.www]\nkind = \"folder\"\npath = {target:?}\nkeep = {keep}\n"
            ),
        );
        desk.commit();
    };
    let publish = |more: &[&str]| {
        let run = desk
            .site
            .run_on(EPOCH, &[&["publish", "www"], more].concat());
        desk.commit();
        run
    };
    with(1);
    let told = publish(&["--lang", "en"]).exits(2).stderr;
    assert!(told.contains("`keep` is at least 2"), "{told}");
    with(2);
    let releases: Vec<_> = (0..4)
        .map(|_| publish(&["--format", "json"]).exits(0).json())
        .collect();
    let name = |at: usize| releases[at]["release"].as_str().unwrap();
    assert_eq!(releases[1]["pruned"], serde_json::json!([]));
    assert_eq!(releases[3]["pruned"], serde_json::json!([name(1)]));
    let mut names: Vec<_> = fs::read_dir(target.join("releases"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let expected = [name(2), name(3)].map(|name| [name.to_owned(), format!("{name}.json")]);
    let mut expected = expected.concat();
    // Within one second, their names do not tell which was first.
    expected.sort();
    assert_eq!(names, expected);
    let told = desk
        .run("rollback", &[name(0), "--lang", "en"])
        .exits(2)
        .stderr;
    assert!(told.contains("was taken away"), "{told}");
    assert!(told.contains("check out its commit"), "{told}");
    let json = desk.run("releases", &["--format", "json"]).exits(0).json();
    assert_eq!(json["releases"].as_array().unwrap().len(), 4);
    assert_eq!(json["taken_away"].as_array().unwrap().len(), 2);
    let told = desk.run("releases", &["--lang", "en"]).exits(0).stdout;
    assert_eq!(told.matches("(taken away)").count(), 2, "{told}");
    desk.run("rollback", &[]).exits(0);
    desk.verify();
}

#[test]
fn a_dry_run_changes_nothing() {
    let desk = Desk::new();
    let run = desk.run("publish", &["--dry-run", "--lang", "en"]).exits(0);
    assert!(
        run.stdout.lines().any(|line| line == "send index.html"),
        "{}",
        run.stdout
    );
    assert!(!desk.target().exists());
    desk.publish();
    let before = desk.everything();
    desk.site.remove(TASK);
    desk.site.write(
        "content/urls.toml",
        &format!("[[withdrawn]]\nurl = \"{PAGE}\"\ndate = {DAY}\nreason = \"x\"\n"),
    );
    desk.commit();
    let run = desk
        .run("publish", &["--dry-run", "--format", "json"])
        .exits(0);
    assert_eq!(run.json()["published"], false);
    assert!(desk.everything() == before);
}

#[test]
fn a_dry_run_tells_what_publishing_does() {
    let desk = Desk::new();
    let both = |what: &str| {
        let told = |more: &[&str]| {
            let args = [&["--format", "json"], more].concat();
            let json = desk.run("publish", &args).exits(0).json();
            ["up_to_date", "sent", "removed", "shared_files"].map(|key| json[key].clone())
        };
        let (dry, done) = (told(&["--dry-run"]), told(&[]));
        assert_eq!(dry, done, "{what}");
        desk.verify();
        done
    };
    let [up_to_date, sent, ..] = both("for the first time");
    assert_eq!(up_to_date, false);
    assert!(sent.as_array().unwrap().len() > 20, "{sent}");
    desk.commit();
    let text = desk.site.read(TASK);
    desk.site.write(TASK, &format!("{text}\n又一段。\n"));
    desk.commit();
    both("after a change");
    assert_eq!(both("again")[0], true);
    fs::remove_file(desk.current().join("index.html")).unwrap();
    let [up_to_date, sent, ..] = both("where a file is gone");
    assert_eq!(up_to_date, false);
    assert_eq!(sent, serde_json::json!(["index.html"]));
}

#[test]
fn an_earlier_day_takes_nothing_from_readers_unasked() {
    let desk = Desk::new();
    desk.publish();
    let before = desk.everything();
    let earlier = |more: &[&str]| {
        let args = [&["--as-of", "2026-07-21", "--format", "json"], more].concat();
        desk.run("publish", &args)
    };
    for more in [&[][..], &["--dry-run"]] {
        assert_eq!(earlier(more).exits(1).codes(), ["publish/earlier-day"]);
    }
    assert!(desk.everything() == before);
    earlier(&["--max-remove", "10"]).exits(0);
    desk.verify();
}

#[test]
fn what_is_served_is_verified_with_all_that_was_sent() {
    let desk = Desk::new();
    desk.publish();
    let current = desk.current();
    let verify = |code: i32| {
        let args = ["verify", current.to_str().unwrap(), "--format", "json"];
        desk.site.run(&args).exits(code).json()
    };
    assert_eq!(verify(0)["extra"], serde_json::json!([]));
    fs::write(current.join("evil.html"), "theirs").unwrap();
    assert_eq!(verify(1)["extra"], serde_json::json!(["evil.html"]));
    // What readers see is known without the trail.
    fs::write(desk.target().join("releases.jsonl"), "").unwrap();
    assert_eq!(verify(1)["recorded"], false);
}

#[test]
fn what_stands_in_the_way_is_told_with_how_to_go_on() {
    let desk = Desk::new();
    let refused = |more: &[&str], code: i32| {
        let mut args = vec!["--lang", "en"];
        args.extend(more);
        desk.run("publish", &args).exits(code).stderr
    };
    desk.site
        .write("content/new.md", "+++\ntitle = \"新页\"\n+++\n\n文字。\n");
    let told = refused(&[], 1);
    assert!(
        told.contains("1 files are not committed: `content/new.md`"),
        "{told}"
    );
    assert!(told.contains("git commit"), "{told}");
    desk.commit();
    let told = refused(&["--as-of", "2026-07-23"], 2);
    assert!(told.contains("2026-07-23 has not come yet"), "{told}");
    desk.publish();
    // A URL that is lost.
    desk.site.remove("content/new.md");
    desk.commit();
    let told = refused(&[], 1);
    assert!(
        told.contains("the published URL `new.html` is lost"),
        "{told}"
    );
    assert!(told.contains("[[withdrawn]]"), "{told}");
    desk.site.write(
        "content/new.md",
        "+++\ntitle = \"新页\"\ndraft = true\n+++\n\n文字。\n",
    );
    desk.site.write("content/plans/2026/later.md", "");
    desk.site.remove("content/plans/2026/later.md");
    // What only a government's site must have, under the profile of the target.
    let settings = desk.site.read("site.toml");
    let without = settings.split("\n[check.levels]").next().unwrap();
    let target = desk.target();
    desk.site.write(
        "site.toml",
        &format!(
            "{without}\n[targets.gov]\nkind = \"folder\"\npath = {target:?}\nprofile = \"gov\"\n"
        ),
    );
    desk.site
        .write("content/new.md", "+++\ntitle = \"新页\"\n+++\n\n文字。\n");
    desk.commit();
    let run = desk
        .site
        .run_on(EPOCH, &["publish", "gov", "--format", "json"])
        .exits(2);
    assert!(
        run.codes().iter().any(|code| code.starts_with("site/")),
        "{:?}",
        run.codes()
    );
    let run = desk
        .site
        .run_on(EPOCH, &["publish", "gow", "--lang", "en"])
        .exits(2);
    assert!(run.stderr.contains("did you mean `gov`?"), "{}", run.stderr);
}

#[test]
fn drafts_stay_out_and_are_counted() {
    let desk = Desk::new();
    desk.site.write(
        "content/later.md",
        "+++\ntitle = \"草稿\"\ndraft = true\n+++\n\n文字。\n",
    );
    desk.commit();
    let run = desk.run("publish", &["--format", "json"]).exits(0);
    assert_eq!(run.json()["drafts"], 1);
    assert!(!desk.current().join("later.html").exists());
}

#[test]
fn a_site_that_shrinks_is_asked_about() {
    let desk = Desk::new();
    desk.publish();
    for path in [
        "01/01.toml",
        "01/02.md",
        "01/chapter.toml",
        "disclosure.toml",
    ] {
        desk.site.remove(&format!("content/plans/2026/{path}"));
    }
    desk.site.remove("content/urls.lock");
    desk.commit();
    let run = desk.run("publish", &["--lang", "en"]).exits(1);
    assert!(
        run.stderr.contains("would vanish, more than 10 %"),
        "{}",
        run.stderr
    );
    desk.run("publish", &["--max-remove", "100"]).exits(0);
    desk.verify();
}

#[test]
fn nothing_of_others_is_touched() {
    let desk = Desk::new();
    for path in [".well-known/x", "index.html", "other/releases/y"] {
        let path = desk.target().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "theirs").unwrap();
    }
    desk.publish();
    desk.site.write(
        TASK,
        "+++\ntitle = \"别的\"\nunits = [\"办公室\"]\n+++\n\n完成。\n",
    );
    desk.commit();
    drop(desk.run("publish", &[]));
    drop(desk.run("rollback", &[]));
    for path in [".well-known/x", "index.html", "other/releases/y"] {
        assert_eq!(
            fs::read_to_string(desk.target().join(path)).unwrap(),
            "theirs"
        );
    }
    for name in ["releases", "current", "releases.jsonl", ".gongkai"] {
        let desk = Desk::new();
        let taken = desk.target().join(name);
        fs::create_dir_all(desk.target()).unwrap();
        fs::write(&taken, "theirs").unwrap();
        let run = desk.run("publish", &["--format", "json"]).exits(1);
        assert_eq!(run.codes(), ["publish/foreign"], "{name}");
        assert_eq!(fs::read_to_string(&taken).unwrap(), "theirs");
    }
}

#[test]
fn what_was_tampered_with_is_found_file_by_file() {
    let desk = Desk::new();
    let first = desk.publish();
    let text = desk.site.read(TASK);
    desk.site.write(TASK, &format!("{text}\n又一段。\n"));
    desk.commit();
    let second = desk.publish();
    let current = desk.current();
    fs::remove_file(current.join("guide.html")).unwrap();
    fs::write(current.join("guide.html"), "forged").unwrap();
    fs::remove_file(current.join(PAGE)).unwrap();
    fs::remove_file(current.join("index.html.br")).unwrap();
    fs::copy(
        current.join("catalogue/index.html.br"),
        current.join("index.html.br"),
    )
    .unwrap();
    fs::write(current.join("evil.html"), "theirs").unwrap();
    let json = desk.run("verify", &["--format", "json"]).exits(1).json();
    assert_eq!(json["missing"], serde_json::json!([PAGE]));
    assert_eq!(
        json["changed"],
        serde_json::json!(["guide.html", "index.html.br"])
    );
    assert_eq!(json["extra"], serde_json::json!(["evil.html"]));
    desk.run("verify", &["--release", &first]).exits(0);
    // Publishing the same again puts it right.
    let run = desk.run("publish", &["--format", "json"]).exits(0);
    assert_eq!(run.json()["published"], true);
    desk.verify();
    // A release that was changed is not made current again.
    let run = desk
        .run("rollback", &[&second, "--format", "json"])
        .exits(1);
    assert_eq!(run.codes(), ["publish/tampered", "publish/tampered"]);
    // A manifest that was made to fit, and a trail that was rewritten.
    fs::write(current.join("guide.html"), "forged").unwrap();
    let trail = fs::read_to_string(desk.target().join("releases.jsonl")).unwrap();
    fs::write(
        desk.target().join("releases.jsonl"),
        trail.replacen("editor@", "nobody@", 1),
    )
    .unwrap();
    let json = desk.run("verify", &["--format", "json"]).exits(1).json();
    assert_eq!(json["changed"], serde_json::json!(["guide.html"]));
    assert_eq!(json["broken_lines"], serde_json::json!([2]));
    desk.run("releases", &[]).exits(1);
}
