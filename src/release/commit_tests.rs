//! What a commit does and refuses, on real folders.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rayon::prelude::*;
use tempfile::TempDir;

use super::{Digest, Manifest, ManifestFile, Outcome, OutputPath, Staging};
use crate::diagnostic::Faults;

const DAY: &str = "2020-07-22";

fn path(text: &str) -> OutputPath {
    OutputPath::parse(text).unwrap()
}

fn output() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("public");
    (folder, output)
}

fn build(output: &Path, files: &[(&str, &str)]) -> Result<Outcome, Faults> {
    let staging = Staging::open(output)?;
    for (file, text) in files {
        staging.put(&path(file), text.as_bytes())?;
    }
    staging.commit(DAY)
}

/// As if the files of the last release had not been touched for a while when they were remembered.
pub(super) fn settle(folder: &Path) {
    let known = folder.join(".public.gongkai/known");
    let known = fs::File::options().write(true).open(known).unwrap();
    let written = known.metadata().unwrap().modified().unwrap();
    known
        .set_modified(written + Duration::from_secs(9))
        .unwrap();
}

fn codes(faults: &Faults) -> Vec<&'static str> {
    faults.iter().map(|d| d.code).collect()
}

fn manifest(output: &Path) -> Manifest {
    Manifest::read(output).unwrap().unwrap()
}

fn read(path: PathBuf) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn a_release_and_the_next() {
    let (_folder, output) = output();
    let first = build(
        &output,
        &[("index.html", "1"), ("a/b/c.html", "2"), ("a/d.html", "3")],
    )
    .unwrap();
    assert_eq!((first.written, first.unchanged, first.removed), (3, 0, 0));
    assert_eq!(first.total_bytes, 3);
    assert_eq!(first.files, manifest(&output).files().len());

    let kept = fs::metadata(output.join("index.html"))
        .unwrap()
        .modified()
        .unwrap();
    let second = build(
        &output,
        &[("index.html", "1"), ("a/d.html", "33"), ("e.html", "4")],
    )
    .unwrap();
    assert_eq!(
        (second.written, second.unchanged, second.removed),
        (2, 1, 1)
    );
    assert_eq!(read(output.join("a/d.html")), "33");
    assert!(!output.join("a/b").exists(), "the emptied folder goes");
    assert_eq!(
        fs::metadata(output.join("index.html"))
            .unwrap()
            .modified()
            .unwrap(),
        kept
    );
    let manifest = manifest(&output);
    assert_eq!(manifest.files().len(), 3);
    assert_eq!(manifest.files()[&path("e.html")].sha256, Digest::of(b"4"));

    let none = build(&output, &[]).unwrap();
    assert_eq!(none.removed, 3);
    let mut left: Vec<_> = fs::read_dir(&output)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    left.sort();
    assert_eq!(left, ["SHA256SUMS", "SM3SUMS", "manifest.json"]);
}

#[test]
fn the_same_again_touches_nothing() {
    let (_folder, output) = output();
    build(&output, &[("a", "1")]).unwrap();
    let modified = || {
        fs::metadata(output.join("manifest.json"))
            .unwrap()
            .modified()
            .unwrap()
    };
    let before = modified();
    let again = build(&output, &[("a", "1")]).unwrap();
    assert_eq!((again.written, again.unchanged), (0, 1));
    assert_eq!(modified(), before);
    fs::write(output.join("a"), "x").unwrap();
    assert_eq!(
        build(&output, &[("a", "1")]).unwrap().written,
        1,
        "the disk is compared"
    );
    assert_eq!(read(output.join("a")), "1");
}

#[test]
fn without_a_commit_nothing_happened() {
    let (folder, output) = output();
    let staging = Staging::open(&output).unwrap();
    staging.put(&path("a"), b"1").unwrap();
    drop(staging);
    assert!(!output.exists());
    let work = folder.path().join(".public.gongkai");
    assert!(!work.join("stage").exists());
    build(&output, &[("a", "1")]).unwrap();
    let staging = Staging::open(&output).unwrap();
    staging.put(&path("a"), b"2").unwrap();
    drop(staging);
    assert_eq!(read(output.join("a")), "1");
}

#[test]
fn the_first_release_takes_its_place_whole() {
    let (folder, output) = output();
    let staging = Staging::open(&output).unwrap();
    staging.put(&path("a/b/c"), b"1").unwrap();
    staging.put(&path("a/d"), b"2").unwrap();
    assert!(fs::read_dir(&output).unwrap().next().is_none());
    staging.commit(DAY).unwrap();
    assert!(super::verify(&output).unwrap().is_genuine());
    assert_eq!(read(output.join("a/b/c")), "1");
    let work = folder.path().join(".public.gongkai");
    assert!(!work.join("stage").exists() && !work.join("commit.json").exists());
    // What came meanwhile is not ours to remove.
    fs::remove_dir_all(&output).unwrap();
    let staging = Staging::open(&output).unwrap();
    staging.put(&path("a"), b"1").unwrap();
    fs::write(output.join("theirs"), b"x").unwrap();
    assert_eq!(codes(&staging.commit(DAY).unwrap_err()), ["release/io"]);
    assert_eq!(read(output.join("theirs")), "x");
    build(&output, &[("a", "1")]).unwrap();
    assert_eq!(super::verify(&output).unwrap().extra, ["theirs"]);
}

/// A file that moves is not written again, and no two paths are one file.
#[cfg(unix)]
#[test]
fn files_that_move_are_renamed() {
    use std::os::unix::fs::MetadataExt;
    let (folder, output) = output();
    build(
        &output,
        &[("v1/a", "text"), ("v1/b", "stays"), ("v1/c", "other")],
    )
    .unwrap();
    let number = |name: &str| fs::metadata(output.join(name)).unwrap().ino();
    let (a, b) = (number("v1/a"), number("v1/b"));
    let second = [
        ("v1/b", "stays"),
        ("v2/a", "text"),
        ("v2/again", "text"),
        ("v2/b", "stays"),
        ("v2/c", "new"),
    ];
    // As if the files had not been touched for a while when they were remembered.
    let known = fs::File::options()
        .write(true)
        .open(folder.path().join(".public.gongkai/known"))
        .unwrap();
    let written = known.metadata().unwrap().modified().unwrap();
    known
        .set_modified(written + Duration::from_secs(9))
        .unwrap();
    build(&output, &second).unwrap();
    assert!(super::verify(&output).unwrap().is_genuine());
    assert_eq!(number("v2/a"), a);
    assert_eq!(number("v1/b"), b);
    let numbers: BTreeSet<u64> = second.iter().map(|(name, _)| number(name)).collect();
    assert_eq!(numbers.len(), second.len());
    assert!(
        second
            .iter()
            .all(|(name, _)| fs::metadata(output.join(name)).unwrap().nlink() == 1)
    );
}

#[test]
fn many_threads_put_at_once() {
    let (_folder, output) = output();
    let staging = Staging::open(&output).unwrap();
    (0..500).into_par_iter().for_each(|n| {
        let file = path(&format!("{}/{n}.html", n % 7));
        staging.put(&file, n.to_string().as_bytes()).unwrap();
    });
    let results: Vec<_> = (0..16)
        .into_par_iter()
        .map(|n: u8| staging.put(&path("same"), &[n]).is_ok())
        .collect();
    assert_eq!(results.iter().filter(|ok| **ok).count(), 1);
    let faults = staging.commit(DAY).unwrap_err();
    assert_eq!(
        codes(&faults),
        ["release/two-sources"; 15],
        "a refused put spoils the release"
    );
    assert!(!output.exists());
}

#[test]
fn sources_exclude_each_other() {
    let (_folder, output) = output();
    let faults = build(&output, &[("manifest.json", "{}")]).unwrap_err();
    assert_eq!(codes(&faults), ["release/two-sources"]);
    for inside in ["manifest.json/a", "SHA256SUMS/a"] {
        let faults = build(&output, &[(inside, "")]).unwrap_err();
        assert_eq!(codes(&faults), ["release/two-sources"], "{inside}");
        assert!(!output.exists());
    }
    let faults = build(&output, &[("a", ""), ("a/b", ""), ("C", ""), ("c", "")]).unwrap_err();
    assert_eq!(codes(&faults), ["release/two-sources"; 2]);
    let staging = Staging::open(&output).unwrap();
    assert_eq!(
        codes(&staging.commit("today").unwrap_err()),
        ["release/as-of"]
    );
}

#[test]
fn attachments_are_streamed() {
    let (folder, output) = output();
    let source = folder.path().join("附件.bin");
    let bytes: Vec<u8> = (0..300_000u32).flat_map(u32::to_le_bytes).collect();
    fs::write(&source, &bytes).unwrap();
    for written in [1, 0] {
        let staging = Staging::open(&output).unwrap();
        staging.put_file(&path("files/附件.bin"), &source).unwrap();
        let outcome = staging.commit(DAY).unwrap();
        assert_eq!(outcome.written, written);
        let facts = manifest(&output).files()[&path("files/附件.bin")];
        assert_eq!(facts, ManifestFile::of(&bytes));
        assert_eq!(fs::read(output.join("files/附件.bin")).unwrap(), bytes);
    }
    let staging = Staging::open(&output).unwrap();
    for (name, bad) in [("x", folder.path()), ("y", &folder.path().join("absent"))] {
        let faults = staging.put_file(&path(name), bad).unwrap_err();
        assert_eq!(codes(&faults)[0], "release/io");
    }
    assert!(staging.commit(DAY).is_err());
}

#[test]
fn all_foreign_things_are_named_and_nothing_changes() {
    let (_folder, output) = output();
    build(&output, &[("old.html", "old"), ("ours/x.html", "x")]).unwrap();
    fs::write(output.join("foreign.html"), "mine").unwrap();
    fs::write(output.join("same.html"), "same").unwrap();
    fs::write(output.join("file"), "mine").unwrap();
    fs::create_dir(output.join("folder")).unwrap();
    fs::write(output.join("ours/.htaccess"), "mine").unwrap();
    let new = [
        ("foreign.html", "new"),
        ("same.html", "same"),
        ("file/a.html", ""),
        ("file/b.html", ""),
        ("folder", ""),
        ("ours", ""),
        ("fine.html", ""),
    ];
    let faults = build(&output, &new).unwrap_err();
    assert_eq!(codes(&faults), ["release/foreign"; 4]);
    let places: Vec<_> = faults.iter().map(|d| format!("{:?}", d.place)).collect();
    for (place, name) in places
        .iter()
        .zip(["file", "folder", "foreign.html", "ours"])
    {
        assert!(place.ends_with(&format!("{name}\"))")), "{place}");
    }
    assert_eq!(read(output.join("old.html")), "old");
    assert_eq!(read(output.join("foreign.html")), "mine");
    assert!(!output.join("fine.html").exists());

    let outcome = build(&output, &[("same.html", "same")]).unwrap();
    assert_eq!(
        (outcome.written, outcome.unchanged),
        (0, 1),
        "equal bytes are adopted"
    );
    assert_eq!(read(output.join("ours/.htaccess")), "mine");
    build(&output, &[]).unwrap();
    assert!(
        !output.join("same.html").exists(),
        "and are ours from then on"
    );
    assert_eq!(read(output.join("foreign.html")), "mine");
}

#[test]
fn a_foreign_manifest_stops_the_build() {
    let (_folder, output) = output();
    fs::create_dir(&output).unwrap();
    fs::write(output.join("manifest.json"), r#"{"name":"app"}"#).unwrap();
    assert_eq!(
        codes(&Staging::open(&output).unwrap_err()),
        ["release/manifest"]
    );
}

#[test]
fn a_file_becomes_a_folder_and_back() {
    let (_folder, output) = output();
    let file = [("a", "file"), ("k", "")];
    let folder = [("a/b/c", "in a folder"), ("a/d", ""), ("k", "")];
    for _ in 0..2 {
        build(&output, &file).unwrap();
        assert_eq!(read(output.join("a")), "file");
        build(&output, &folder).unwrap();
        assert_eq!(read(output.join("a/b/c")), "in a folder");
    }
}

#[test]
fn only_the_letter_case_changes() {
    let (_folder, output) = output();
    build(&output, &[("Page.html", "1"), ("k", "")]).unwrap();
    build(&output, &[("page.html", "1"), ("k", "")]).unwrap();
    assert_eq!(read(output.join("page.html")), "1");
}

#[test]
fn one_build_at_a_time() {
    let (_folder, output) = output();
    let staging = Staging::open(&output).unwrap();
    assert_eq!(
        codes(&Staging::open(&output).unwrap_err()),
        ["release/locked"]
    );
    drop(staging);
    assert!(Staging::open(&output).is_ok());
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    use std::os::unix::fs::symlink;
    let (folder, output) = output();
    build(&output, &[("a/x", "1"), ("b", "1"), ("c/y", "1")]).unwrap();
    let outside = folder.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("x"), "1").unwrap();
    fs::write(outside.join("y"), "1").unwrap();
    for link in ["a", "c"] {
        fs::remove_dir_all(output.join(link)).unwrap();
        symlink(&outside, output.join(link)).unwrap();
    }
    for files in [[("a/x", "2"), ("c/y", "1")].as_slice(), &[]] {
        let faults = build(&output, files).unwrap_err();
        assert_eq!(codes(&faults), ["release/foreign"; 2]);
    }
    assert_eq!(read(outside.join("x")), "1");

    fs::remove_file(output.join("a")).unwrap();
    fs::remove_file(output.join("c")).unwrap();
    fs::remove_file(output.join("b")).unwrap();
    symlink(outside.join("x"), output.join("b")).unwrap();
    build(&output, &[("b", "2")]).unwrap();
    assert_eq!(
        read(outside.join("x")),
        "1",
        "a link at our own path is replaced, not followed"
    );
    assert_eq!(read(output.join("b")), "2");
}

#[cfg(unix)]
#[test]
fn the_output_itself_may_be_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().join("www");
    fs::create_dir(&real).unwrap();
    let link = folder.path().join("public");
    std::os::unix::fs::symlink(&real, &link).unwrap();
    build(&link, &[("a", "1")]).unwrap();
    assert_eq!(read(real.join("a")), "1");
    assert!(folder.path().join(".www.gongkai").exists());
    assert_eq!(
        codes(&Staging::open(&real.join("a")).unwrap_err()),
        ["release/io"]
    );
}
