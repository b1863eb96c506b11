//! The whole output of two small sites, compared with `tests/golden`: `small`, which has a bit of all, and
//! `series`, whose plan is reported period after period. Of a page only `<main>` and
//! what its head says by name are kept, a tag a line, so that a change of the theme's frame does not
//! touch every file. Workbooks and documents are kept by their parts. `GONGKAI_BLESS=1` writes them anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::process::Command;

use scraper::{Html, Selector};
use walkdir::WalkDir;

use crate::support::LISTS;

fn here(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What is kept of a page.
fn essence(html: &str) -> String {
    let document = Html::parse_document(html);
    let select = |css: &str| Selector::parse(css).unwrap();
    let mut kept = String::new();
    for element in document.select(&select(
        "title, meta[name], meta[http-equiv=refresh], link[rel], script[type]",
    )) {
        if matches!(element.value().attr("rel"), Some("stylesheet" | "icon")) {
            continue;
        }
        kept.push_str(&element.html());
        kept.push('\n');
    }
    for main in document.select(&select("main")) {
        kept.push_str(&main.html().replace('<', "\n<").replace('>', ">\n"));
    }
    let lines: Vec<&str> = kept
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    without_digests(&lines.join("\n")) + "\n"
}

/// A text without the digests in names of files, which change with what other tests look at.
fn without_digests(text: &str) -> String {
    const DIGEST: usize = 16;
    let mut parts = text.split('-');
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.chars().take_while(char::is_ascii_hexdigit).count();
        kept.push('-');
        if digits == DIGEST && part[digits..].starts_with('.') {
            kept.push_str("DIGEST");
            kept.push_str(&part[digits..]);
        } else {
            kept.push_str(part);
        }
    }
    kept
}

fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    WalkDir::new(root)
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(root).unwrap();
            let path = path.to_str().unwrap().to_owned();
            (path, fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// Whether a file is a workbook or a document, which is compared by its parts.
fn is_packed(path: &str) -> bool {
    path.ends_with(".xlsx") || path.ends_with(".docx")
}

/// What a packed file says and how it is set up, a row or paragraph a line; not its styles, which are looked
/// at by eye.
fn unpacked(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for number in 0..zip.len() {
        let mut part = zip.by_index(number).unwrap();
        let name = part.name().unwrap().into_owned();
        if ["theme", "styles", "rels", "Types", "fontTable"]
            .iter()
            .any(|word| name.contains(word))
        {
            continue;
        }
        writeln!(text, "== {name}").unwrap();
        let mut xml = String::new();
        part.read_to_string(&mut xml).unwrap();
        for line in [
            "<row ",
            "<si>",
            "<cols>",
            "</sheetData>",
            "<w:p>",
            "<w:tr>",
            "<w:tbl>",
            "<w:sectPr>",
        ] {
            xml = xml.replace(line, &format!("\n{line}"));
        }
        text.push_str(xml.trim_end());
        text.push('\n');
    }
    text
}

#[test]
fn the_small_site_is_as_it_was() {
    is_as_it_was("small");
}

#[test]
fn the_site_of_a_series_is_as_it_was() {
    is_as_it_was("series");
}

/// What is a draft or not yet due is on no page of its series.
#[test]
fn a_report_that_is_held_back_is_on_no_page() {
    for (path, bytes) in built("series").1 {
        let text = match is_packed(&path) {
            true => unpacked(&bytes),
            false => String::from_utf8_lossy(&bytes).into_owned(),
        };
        for held in [
            "草稿",
            "没有到期",
            "2020-q2",
            "2020-q3",
            "2020-Q2",
            "2020-Q3",
        ] {
            assert!(!text.contains(held), "{path} has {held}");
        }
    }
}

/// The files of a site, and the folder that holds them.
fn built(name: &str) -> (tempfile::TempDir, BTreeMap<String, Vec<u8>>) {
    let out = tempfile::tempdir().unwrap();
    let public = out.path().join("public");
    let status = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["build", "--as-of", "2020-12-31", "--root"])
        .arg(here(&format!("tests/fixtures/{name}")))
        .arg("--output-dir")
        .arg(&public)
        .output()
        .unwrap();
    assert!(
        status.status.success(),
        "{}",
        String::from_utf8_lossy(&status.stderr)
    );
    let found = tree(&public);
    (out, found)
}

fn is_as_it_was(name: &str) {
    let (_out, mut found) = built(name);
    // Digests of what is compared anyway.
    for list in LISTS {
        found.remove(list).unwrap();
    }
    // The search index is packed; `search.rs` asks it what it holds.
    found.retain(|path, _| !path.starts_with("assets/") && !path.ends_with(".bin"));
    for (path, bytes) in &mut found {
        if path.ends_with(".html") {
            let html = String::from_utf8(std::mem::take(bytes)).unwrap();
            *bytes = essence(&html).into_bytes();
        } else if is_packed(path) {
            *bytes = unpacked(bytes).into_bytes();
        }
    }
    let found: BTreeMap<String, Vec<u8>> = found
        .into_iter()
        .map(|(path, bytes)| match is_packed(&path) {
            true => (format!("{path}.txt"), bytes),
            false => (path, bytes),
        })
        .collect();
    let golden = here(&format!("tests/golden/{name}"));
    if std::env::var_os("GONGKAI_BLESS").is_some() {
        if golden.exists() {
            fs::remove_dir_all(&golden).unwrap();
        }
        for (path, bytes) in &found {
            let path = golden.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        return;
    }
    let expected = tree(&golden);
    let paths = |tree: &BTreeMap<String, Vec<u8>>| tree.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(&found), paths(&expected), "the same files");
    for (path, bytes) in &found {
        assert_eq!(
            String::from_utf8_lossy(bytes),
            String::from_utf8_lossy(&expected[path]),
            "{path}"
        );
    }
}
