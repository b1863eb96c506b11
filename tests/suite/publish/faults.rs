//! What goes wrong at a folder: another run, a full disk, no permission. Readers see what they saw, and the
//! next run completes.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Desk, EPOCH};
use crate::support::{Run, Site, assert_same_tree, gongkai, tree};

#[test]
fn two_at_once_do_not_meet() {
    let desk = Desk::new();
    desk.publish();
    let lock = File::open(desk.target().join(".gongkai/lock")).unwrap();
    lock.lock().unwrap();
    for command in ["publish", "rollback"] {
        let run = desk.run(command, &["--lang", "en"]).exits(3);
        assert!(
            run.stderr
                .contains("somebody else is publishing here: 示例编辑"),
            "{}",
            run.stderr
        );
        assert!(run.stderr.contains("--break-lock"), "{}", run.stderr);
    }
    // Reading needs no lock.
    desk.verify();
    drop(lock);
    desk.run("publish", &[]).exits(0);
}

#[test]
fn runs_that_race_leave_one_whole_release() {
    let desk = Desk::new();
    let pack = desk.site.path("../a.zip");
    let pack = pack.to_str().unwrap();
    desk.site.run_on(EPOCH, &["pack", pack]).exits(0);
    let codes: Vec<_> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| desk.run("publish", &["--pack", pack]).code))
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert!(codes.contains(&Some(0)), "{codes:?}");
    assert!(
        codes.iter().all(|code| matches!(code, Some(0 | 3))),
        "{codes:?}"
    );
    desk.verify();
    let json = desk.run("releases", &["--format", "json"]).exits(0).json();
    assert_eq!(json["releases"].as_array().unwrap().len(), 1);
}

#[test]
fn what_was_being_written_when_a_run_broke_off_is_no_part_of_the_release() {
    let desk = Desk::new();
    let pack = desk.site.path("../a.zip");
    let pack = pack.to_str().unwrap();
    desk.site.run_on(EPOCH, &["pack", pack]).exits(0);
    // The release is named by the day and by its manifest, so that another place tells the second.
    let elsewhere = desk.site.path("../elsewhere");
    let args = ["publish", elsewhere.to_str().unwrap(), "--pack", pack];
    desk.site.run_on(EPOCH, &args).exits(0);
    let release = fs::canonicalize(elsewhere.join("current")).unwrap();
    let name = release.file_name().unwrap().to_str().unwrap();
    let (_, digest) = name.split_once('-').unwrap();
    fs::create_dir_all(desk.target().join(".gongkai")).unwrap();
    let incoming = desk.target().join(format!("releases/.incoming-{digest}"));
    fs::create_dir_all(incoming.join("units")).unwrap();
    for part in [".part-0123456789abcdef", "units/.part-fedcba9876543210"] {
        fs::write(incoming.join(part), "half").unwrap();
    }
    let beside = desk.target().join("releases/.part-0123456789abcdef");
    fs::write(&beside, "half").unwrap();
    desk.run("publish", &["--pack", pack]).exits(0);
    desk.verify();
    assert!(!desk.current().join(".part-0123456789abcdef").exists());
    assert!(!beside.exists());
}

/// A file system of its own, as large as a test wants it.
struct Mounted<'a>(&'a Path);

impl Mounted<'_> {
    fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &options, "tmpfs"]);
        Run::of(mount.arg(self.0)).exits(0);
    }
}

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        let ended = Command::new("umount").arg(self.0).status();
        assert!(ended.unwrap().success());
    }
}

fn is_root() -> bool {
    let mut id = Command::new("id");
    Run::of(id.arg("-u")).stdout.trim() == "0"
}

/// Only root can make a file system that is too small: others run the test once more, as root of a namespace
/// of their own.
#[test]
fn a_full_disk_and_one_that_cannot_be_written() {
    if !is_root() {
        let mut again = Command::new("unshare");
        again
            .args(["--user", "--map-root-user", "--mount"])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "--nocapture"])
            .arg("publish::faults::a_full_disk_and_one_that_cannot_be_written");
        let run = Run::of(&mut again).exits(0);
        assert!(run.stdout.contains("1 passed"), "{}", run.stdout);
        return;
    }
    let desk = Desk::new();
    fs::create_dir(desk.target()).unwrap();
    let target = desk.target();
    let mut mount = Command::new("mount");
    mount
        .args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"])
        .arg(&target);
    Run::of(&mut mount).exits(0);
    let mounted = Mounted(&target);
    let run = desk.run("publish", &["--format", "json"]).exits(3);
    assert!(
        run.codes().iter().all(|code| code == "publish/io"),
        "{:?}",
        run.codes()
    );
    let run = desk.run("publish", &["--lang", "en"]).exits(3);
    assert!(run.stderr.contains("free some space"), "{}", run.stderr);
    assert!(!desk.current().exists());
    let pack = target.join("a.zip");
    let args = ["pack", pack.to_str().unwrap(), "--lang", "en"];
    let told = desk.site.run_on(EPOCH, &args).exits(3).stderr;
    assert!(told.contains("write it to another disk"), "{told}");
    assert!(!told.contains("Zip"), "{told}");
    mounted.remount("size=64m");
    desk.publish();
    desk.verify();
    let before = fs::read_link(desk.current()).unwrap();
    desk.site
        .write("content/new.md", "+++\ntitle = \"新页\"\n+++\n\n文字。\n");
    desk.commit();
    mounted.remount("ro");
    let run = desk.run("publish", &["--format", "json"]).exits(3);
    assert_eq!(run.codes(), ["publish/io"]);
    assert_eq!(fs::read_link(desk.current()).unwrap(), before);
    mounted.remount("rw");
    desk.publish();
    desk.verify();
}

#[test]
fn no_permission_is_told_and_changes_nothing() {
    let desk = Desk::new();
    let shared = tempfile::tempdir().unwrap();
    let pack = shared.path().join("a.zip");
    desk.site
        .run_on(EPOCH, &["pack", pack.to_str().unwrap()])
        .exits(0);
    let target = shared.path().join("www");
    fs::create_dir(&target).unwrap();
    let mode = |path: &Path, mode: u32| {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(mode);
        fs::set_permissions(path, mode).unwrap();
    };
    mode(&target, 0o555);
    // Root may write everywhere, and so becomes somebody else, who may not even go where the program lies.
    let program = PathBuf::from(gongkai(&[]).get_program());
    let mut command = match is_root() {
        false => Command::new(program),
        true => {
            mode(shared.path(), 0o755);
            let copy = shared.path().join("gongkai");
            fs::copy(program, &copy).unwrap();
            let mut command = Command::new("setpriv");
            command
                .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
                .arg(copy);
            command
        }
    };
    command
        .args(["publish", target.to_str().unwrap(), "--pack"])
        .arg(&pack)
        .args(["--who", "x", "--lang", "en"])
        .current_dir("/");
    let run = Run::of(&mut command).exits(3);
    assert!(run.stderr.contains("may write there"), "{}", run.stderr);
    assert!(fs::read_dir(&target).unwrap().next().is_none());
}

/// The clock of the next run is behind: the trail tells the order all the same.
#[test]
fn a_release_of_an_earlier_clock_is_the_newest_all_the_same() {
    let desk = Desk::new();
    let first = desk.publish();
    // As if it had been published by a clock that is a century ahead.
    let later = first.replacen("20", "21", 1);
    let releases = desk.target().join("releases");
    fs::rename(releases.join(&first), releases.join(&later)).unwrap();
    fs::rename(
        releases.join(format!("{first}.json")),
        releases.join(format!("{later}.json")),
    )
    .unwrap();
    fs::remove_file(desk.current()).unwrap();
    std::os::unix::fs::symlink(format!("releases/{later}"), desk.current()).unwrap();
    let trail = desk.target().join("releases.jsonl");
    let text = fs::read_to_string(&trail).unwrap();
    fs::write(&trail, text.replace(&first, &later)).unwrap();
    fs::remove_file(desk.target().join(".gongkai/trail.json")).unwrap();
    desk.site
        .write("content/new.md", "+++\ntitle = \"新页\"\n+++\n\n文字。\n");
    desk.commit();
    let second = desk.publish();
    assert!(second < later);
    assert_eq!(
        fs::read_link(desk.current()).unwrap(),
        Path::new("releases").join(&second)
    );
    let run = desk.run("rollback", &["--format", "json"]).exits(0);
    assert_eq!(run.json()["to"], later);
    desk.verify();
}

#[test]
fn without_git_nothing_goes_out() {
    let site = Site::new();
    let target = tempfile::tempdir().unwrap();
    let run = site
        .run(&[
            "publish",
            target.path().to_str().unwrap(),
            "--format",
            "json",
        ])
        .exits(2);
    assert_eq!(run.codes(), ["history/no-repository"]);
    site.git(crate::support::DAY, &["init", "--quiet"]);
    let target = target.path().to_str().unwrap();
    let told = site
        .run(&["publish", target, "--lang", "en"])
        .exits(2)
        .stderr;
    assert!(told.contains("nothing is committed in git yet"), "{told}");
    assert!(told.contains("`git commit`"), "{told}");
}

#[test]
fn sources_and_releases_are_no_place_to_publish_to() {
    let desk = Desk::new();
    desk.publish();
    let (site, target) = (tree(&desk.site.root()), desk.everything());
    let root = desk.site.root();
    let above = root.parent().unwrap().to_str().unwrap();
    let at = |inner: &str| desk.target().join(inner).to_str().unwrap().to_owned();
    let in_target = [
        "current",
        "current/plans",
        "releases",
        "releases/x",
        ".gongkai",
    ]
    .map(at);
    let in_site = [
        ".",
        above,
        "./content",
        "content/x",
        "./themes",
        ".git/x",
        "./public",
        "public/x",
        ".public.gongkai/x",
        "./site.toml",
    ];
    let named = in_site
        .into_iter()
        .chain(in_target.iter().map(String::as_str));
    for path in named {
        let run = desk
            .site
            .run_on(EPOCH, &["publish", path, "--format", "json"])
            .exits(2);
        assert_eq!(run.codes(), ["publish/dangerous-place"], "{path}");
    }
    assert_same_tree(&tree(&desk.site.root()), &site, "the site");
    assert!(desk.everything() == target);
    // A name of site.toml is no way around it.
    let settings = desk.site.read("site.toml");
    let named = "[targets.www]\nkind = \"folder\"\npath = \"content/www\"\n";
    desk.site
        .write("site.toml", &format!("{settings}\n{named}"));
    desk.commit();
    let run = desk
        .site
        .run_on(EPOCH, &["publish", "www", "--format", "json"])
        .exits(2);
    assert_eq!(run.codes(), ["publish/dangerous-place"]);
}
