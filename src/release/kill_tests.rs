//! The program is killed between any two changes of the disk, and once more while it recovers; what
//! is in the output afterwards is the old release or the new one, never something between.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::commit_tests::settle;
use super::disk::Disk;
use super::{MANIFEST, OutputPath, Staging, verify};
use crate::diagnostic::Faults;

const OLD: &[(&str, &str)] = &[
    ("becomes-folder", "old file"),
    ("becomes-file/a", "1"),
    ("becomes-file/b/c", "2"),
    ("gone/deep/x", "3"),
    ("beside/ours", "4"),
    ("changed", "old"),
    ("kept", "same"),
    ("moves/v1/x", "8"),
];
const NEW: &[(&str, &str)] = &[
    ("becomes-folder/x/y", "5"),
    ("becomes-folder/z", "6"),
    ("becomes-file", "new file"),
    ("changed", "new"),
    ("kept", "same"),
    ("new/folder/page", "7"),
    ("index", ""),
    ("moves/v2/x", "8"),
    ("moves/v2/y", "8"),
    ("moves/v2/z", "same"),
];
const FOREIGN: &[(&str, &str)] = &[
    (".nojekyll", ""),
    ("beside/theirs", "theirs"),
    ("beside/.dot", "theirs"),
    ("own/page", "theirs"),
];

fn release(output: &Path, files: &[(&str, &str)], day: &str, disk: Disk) -> Result<(), Faults> {
    let staging = Staging::open_on(output, disk)?;
    for (path, text) in files {
        staging.put(&OutputPath::parse(path).unwrap(), text.as_bytes())?;
    }
    staging.commit(day).map(drop)
}

/// An output with the old release and foreign files.
fn old(folder: &Path) -> PathBuf {
    let output = folder.join("public");
    for (path, text) in FOREIGN {
        let path = output.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    release(&output, OLD, "2020-04-01", Disk::default()).unwrap();
    // Files that move are not written again.
    settle(folder);
    output
}

/// Everything in the output; a folder has no text.
fn snapshot(output: &Path) -> BTreeMap<String, Option<String>> {
    WalkDir::new(output)
        .min_depth(1)
        .into_iter()
        .map(|entry| {
            let entry = entry.unwrap();
            let path = entry.path().strip_prefix(output).unwrap();
            let text = entry
                .file_type()
                .is_file()
                .then(|| fs::read_to_string(entry.path()).unwrap());
            (path.to_str().unwrap().to_owned(), text)
        })
        .collect()
}

struct Expected {
    old: BTreeMap<String, Option<String>>,
    new: BTreeMap<String, Option<String>>,
}

impl Expected {
    fn find() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let output = old(folder.path());
        let old = snapshot(&output);
        release(&output, NEW, "2020-07-01", Disk::default()).unwrap();
        let new = snapshot(&output);
        let files: Vec<_> = new.iter().filter(|(_, text)| text.is_some()).collect();
        assert_eq!(files.len(), NEW.len() + FOREIGN.len() + 3);
        assert!(
            NEW.iter()
                .chain(FOREIGN)
                .all(|(p, t)| new[*p].as_deref() == Some(*t))
        );
        assert!(!new.contains_key("gone") && new.contains_key(MANIFEST));
        Self { old, new }
    }
}

#[test]
fn killed_at_every_step() {
    let expected = Expected::find();
    let (mut with_old, mut with_new) = (0, 0);
    for k in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let output = old(folder.path());
        let result = release(&output, NEW, "2020-07-01", Disk::dying_after(k));
        let committed = folder.path().join(".public.gongkai/commit.json").exists();
        if result.is_err() && !committed && with_new == 0 {
            assert_eq!(
                snapshot(&output),
                expected.old,
                "killed at {k}, before any recovery"
            );
        }
        drop(Staging::open(&output).unwrap());
        let found = snapshot(&output);
        if committed || result.is_ok() || with_new > 0 {
            assert_eq!(found, expected.new, "killed at {k}, past the commit point");
            with_new += 1;
        } else {
            assert_eq!(
                found, expected.old,
                "killed at {k}, before the commit point"
            );
            with_old += 1;
        }
        if result.is_ok() {
            break;
        }
    }
    assert!(with_old > 20 && with_new > 20, "{with_old} {with_new}");
}

#[test]
fn killed_again_while_recovering() {
    let expected = Expected::find();
    // The first step past the commit point: only what follows it is recovered.
    let commit_point = (0..)
        .find(|&k| {
            let folder = tempfile::tempdir().unwrap();
            let output = old(folder.path());
            drop(release(&output, NEW, "2020-07-01", Disk::dying_after(k)));
            folder.path().join(".public.gongkai/commit.json").exists()
        })
        .unwrap();
    for k in (commit_point..).step_by(3) {
        let mut killed = false;
        for again in 0.. {
            let folder = tempfile::tempdir().unwrap();
            let output = old(folder.path());
            killed = release(&output, NEW, "2020-07-01", Disk::dying_after(k)).is_err();
            let recovered = Staging::open_on(&output, Disk::dying_after(again)).is_ok();
            let report = verify(&output).unwrap();
            assert!(
                report.missing.is_empty() && report.changed.is_empty(),
                "{k} {again}"
            );
            assert_eq!(report.extra, ["beside/theirs", "own/page"]);
            assert_eq!(
                snapshot(&output),
                expected.new,
                "killed at {k}, then at {again}"
            );
            if recovered || !killed {
                break;
            }
        }
        if !killed {
            break;
        }
    }
}

#[test]
fn a_killed_first_build_is_built_again() {
    for k in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("public");
        let first = release(&output, OLD, "2020-04-01", Disk::dying_after(k));
        release(&output, NEW, "2020-07-01", Disk::default()).unwrap();
        assert!(verify(&output).unwrap().is_genuine(), "killed at {k}");
        if first.is_ok() {
            break;
        }
    }
}
