use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::{Desk, EPOCH, WHO};
use crate::support::{LISTS, Run, assert_same_tree, gongkai, tree};

#[test]
fn a_pack_is_the_same_everywhere_and_goes_out_without_the_content() {
    let desk = Desk::new();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (a, b) = (path("a.zip"), path("b.zip"));
    let told = desk
        .site
        .run_on(EPOCH, &["pack", &a, "--format", "json"])
        .exits(0)
        .json();
    desk.site
        .run(&["build", "--full", "--as-of", "2026-07-22"])
        .exits(0);
    desk.site.run_on(EPOCH, &["pack", &b]).exits(0);
    assert!(fs::read(&a).unwrap() == fs::read(&b).unwrap());
    let mut sum = std::process::Command::new("sha256sum");
    let said = Run::of(sum.arg(&a)).exits(0).stdout;
    assert!(said.starts_with(told["sha256"].as_str().unwrap()));
    let names: Vec<_> = ZipArchive::new(fs::File::open(&a).unwrap())
        .unwrap()
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    assert!(
        LISTS
            .iter()
            .all(|list| names.iter().any(|name| name == list))
    );

    // On another machine: no site, no git.
    let target = path("www");
    let run = |args: &[&str]| Run::of(gongkai(args).current_dir(folder.path()));
    run(&["verify", &a]).exits(0);
    let publish = [
        "publish", &target, "--pack", &a, "--who", WHO, "--format", "json",
    ];
    let json = run(&publish).exits(0).json();
    assert_eq!(json["commit"], desk.head());
    run(&["verify", &target]).exits(0);
    run(&["releases", &target]).exits(0);
}

/// As files stand in our packs.
fn stored() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Stored)
}

/// Copies an archive, entry by entry; none for those that are left out.
fn rewrite(from: &Path, to: &Path, change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>) {
    let mut archive = ZipArchive::new(fs::File::open(from).unwrap()).unwrap();
    let mut writer = ZipWriter::new(fs::File::create(to).unwrap());
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        if let Some(content) = change(&name, content) {
            writer.start_file(name, stored()).unwrap();
            writer.write_all(&content).unwrap();
        }
    }
    writer.finish().unwrap();
}

#[test]
fn a_pack_that_did_not_pass_is_refused() {
    let desk = Desk::new();
    let folder = tempfile::tempdir().unwrap();
    let good = folder.path().join("good.zip");
    desk.site
        .run_on(EPOCH, &["pack", good.to_str().unwrap()])
        .exits(0);
    let bad = folder.path().join("bad.zip");
    let refused = || {
        let pack = bad.to_str().unwrap();
        let run = desk.run("publish", &["--pack", pack, "--format", "json"]);
        run.exits(2).codes()
    };
    // Nobody says that it was checked, or that is said of another release.
    rewrite(&good, &bad, |name, content| {
        (!name.starts_with('.')).then_some(content)
    });
    assert_eq!(refused(), ["publish/not-a-pack"]);
    desk.site.run(&["verify", bad.to_str().unwrap()]).exits(0);
    rewrite(&good, &bad, |name, content| {
        let text = String::from_utf8(content).unwrap_or_default();
        let other = text.replace("\"pages\": ", "\"pages\": 1");
        Some(if name == "manifest.json" { other } else { text }.into_bytes())
    });
    assert_eq!(refused(), ["publish/not-a-pack"]);
    // A target that asks for more.
    let settings = desk.site.read("site.toml");
    let target = desk.target();
    desk.site.write(
        "site.toml",
        &format!(
            "{settings}\n[targets.gov]\nkind = \"folder\"\npath = {target:?}\nprofile = \"gov\"\n"
        ),
    );
    let pack = ["publish", "gov", "--pack", good.to_str().unwrap()];
    let told = desk
        .site
        .run(&[&pack[..], &["--lang", "en"]].concat())
        .exits(2)
        .stderr;
    assert!(told.contains("`gongkai pack --profile gov`"), "{told}");
}

#[test]
fn a_damaged_pack_is_refused() {
    let desk = Desk::new();
    let folder = tempfile::tempdir().unwrap();
    let good = folder.path().join("good.zip");
    desk.site
        .run_on(EPOCH, &["pack", good.to_str().unwrap()])
        .exits(0);
    let bytes = fs::read(&good).unwrap();
    // An entry with another content, and one that nobody listed.
    let bad = folder.path().join("bad.zip");
    rewrite(&good, &bad, |name, content| match name {
        "guide.html" => Some([&content[..], b" "].concat()),
        "index.html" => None,
        _ => Some(content),
    });
    let mut writer = ZipWriter::new_append(
        fs::File::options()
            .read(true)
            .write(true)
            .open(&bad)
            .unwrap(),
    )
    .unwrap();
    writer.start_file("evil.html", stored()).unwrap();
    writer.finish().unwrap();
    let bad = bad.to_str().unwrap();
    let json = desk
        .site
        .run(&["verify", bad, "--format", "json"])
        .exits(1)
        .json();
    assert_eq!(json["missing"], serde_json::json!(["index.html"]));
    assert_eq!(json["changed"], serde_json::json!(["guide.html"]));
    assert_eq!(json["extra"], serde_json::json!(["evil.html"]));
    let run = desk
        .run("publish", &["--pack", bad, "--format", "json"])
        .exits(1);
    assert_eq!(
        run.codes(),
        ["publish/changed-source", "publish/changed-source"]
    );
    assert!(!desk.current().exists());
    // A manifest that is none, and none at all.
    let path = folder.path().join("other.zip");
    for manifest in [Some("{}"), None] {
        rewrite(&good, &path, |name, content| match name {
            "manifest.json" => manifest.map(|text| text.as_bytes().to_vec()),
            _ => Some(content),
        });
        let args = ["verify", path.to_str().unwrap(), "--format", "json"];
        let run = desk.site.run(&args).exits(2);
        assert_eq!(run.codes(), ["publish/not-a-pack"], "{manifest:?}");
        let args = ["--pack", path.to_str().unwrap(), "--lang", "en"];
        let told = desk.run("publish", &args).exits(2).stderr;
        assert!(told.contains("packs are made by `gongkai pack`"), "{told}");
    }
    // One that is packed, of whatever size that may be.
    let mut writer = ZipWriter::new(fs::File::create(&path).unwrap());
    writer
        .start_file("manifest.json", SimpleFileOptions::default())
        .unwrap();
    writer.write_all(&[b' '; 1 << 20]).unwrap();
    writer.finish().unwrap();
    let args = ["verify", path.to_str().unwrap(), "--lang", "en"];
    let told = desk.site.run(&args).exits(2).stderr;
    assert!(told.contains("entries are compressed"), "{told}");
    // None where it should be.
    let missing = folder.path().join("none.zip");
    let args = ["--pack", missing.to_str().unwrap(), "--lang", "en"];
    let told = desk.run("publish", &args).exits(2).stderr;
    assert!(told.contains("the pack `"), "{told}");
    // Cut off, or no archive at all.
    for cut in [0, 1, bytes.len() / 2, bytes.len() - 1] {
        let path = folder.path().join("cut.zip");
        fs::write(&path, &bytes[..cut]).unwrap();
        let path = path.to_str().unwrap();
        let run = desk
            .site
            .run(&["verify", path, "--format", "json"])
            .exits(2);
        assert_eq!(run.codes(), ["publish/not-a-pack"], "{cut}");
    }
}

#[test]
fn a_pack_takes_the_place_of_nothing_unasked() {
    let desk = Desk::new();
    desk.publish();
    let before = tree(&desk.site.root());
    let pack = |path: &str, more: &[&str]| {
        let args = [&["pack", path, "--format", "json"], more].concat();
        desk.site.run_on(EPOCH, &args)
    };
    let run = pack(".gitignore", &[]).exits(2);
    assert_eq!(run.codes(), ["publish/exists"]);
    let released = desk.current().join("x.zip");
    for path in [
        "site.toml",
        "content/x.zip",
        "themes/x.zip",
        ".git/x.zip",
        "public/x.zip",
        released.to_str().unwrap(),
    ] {
        let run = pack(path, &["--force"]).exits(2);
        assert_eq!(run.codes(), ["publish/dangerous-place"], "{path}");
    }
    assert_same_tree(&tree(&desk.site.root()), &before, "the site");
    assert!(!released.exists());
    // Its own place is the folder that the command is run in.
    pack("release.zip", &[]).exits(0);
    let run = pack("release.zip", &[]).exits(2);
    assert_eq!(run.codes(), ["publish/exists"]);
    pack("release.zip", &["--force"]).exits(0);
}
