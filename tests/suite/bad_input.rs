//! Bad input and the exact words it is answered with, one file a case in `tests/cases/bad-input`.
//!
//! A case is a list of files, each after a line `-- path --`, laid over a small site that builds; a
//! word in brackets after the path says how the file is written: `(gb18030)`, `(utf-16)`, `(latin-1)`,
//! `(zip)` packed from entries after a line `== name ==`,
//! `(symlink)` to the path in its text, `(size)` in bytes, `(unreadable)`, `(empty)`. The last two
//! sections are what the program says in Chinese and in English, its exit code first.
//! `GONGKAI_BLESS=1` writes them anew.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, ErrorKind, Write as _};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SITE: [(&str, &str); 6] = [
    (
        "site.toml",
        "name = \"示例\"\nbase_url = \"https://www.example.gov.cn/\"\n\n[organisation]\nname = \"示例单位\"\nindex_prefix = \"K1493206-6\"\n\n[check.levels]\n\"site/foot\" = \"off\"\n\"site/statutory-column\" = \"off\"\n\"meta/column-tags\" = \"off\"\n\"meta/page-date\" = \"off\"\n\"meta/summary\" = \"off\"\n\"numbers/no-number\" = \"off\"\n\"units/unused\" = \"off\"\n",
    ),
    (
        "content/units.toml",
        "[[unit]]\nid = \"office\"\nname = \"区府办\"\n\n[[unit]]\nid = \"commerce\"\nname = \"区商务局\"\n",
    ),
    ("content/plans/column.toml", "title = \"规划计划\"\n"),
    (
        "content/plans/2020/disclosure.toml",
        "title = \"重点任务\"\nindex_number = \"K1493206-6/2020-11938\"\npublished = 2020-07-22\nmode = \"主动公开\"\n",
    ),
    (
        "content/plans/2020/01/chapter.toml",
        "title = \"预期目标\"\nnumber = 1\n",
    ),
    (
        "content/plans/2020/01/01.toml",
        "title = \"地区生产总值增长6.5%以上\"\nunits = [\"区府办\"]\nprogress = \"正常进行中。\"\n",
    ),
];

struct Section {
    name: String,
    kind: Option<String>,
    text: String,
}

fn sections(case: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in case.split_inclusive('\n') {
        let name = line
            .trim_end()
            .strip_prefix("-- ")
            .and_then(|l| l.strip_suffix(" --"));
        match (name, sections.last_mut()) {
            (Some(name), _) => {
                let (name, kind) = match name.split_once(" (") {
                    Some((name, kind)) => (name, Some(kind.trim_end_matches(')').to_owned())),
                    None => (name, None),
                };
                sections.push(Section {
                    name: name.to_owned(),
                    kind,
                    text: String::new(),
                });
            }
            (None, Some(section)) => section.text.push_str(line),
            (None, None) => panic!("a case starts with a section: {line}"),
        }
    }
    sections
}

fn write(root: &Path, section: &Section) {
    let path = root.join(&section.name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let text = &section.text;
    match section.kind.as_deref() {
        None => fs::write(&path, text).unwrap(),
        Some("gb18030") => fs::write(&path, encoding_rs::GB18030.encode(text).0).unwrap(),
        Some("utf-16") => {
            let bytes: Vec<u8> = "\u{feff}"
                .encode_utf16()
                .chain(text.encode_utf16())
                .flat_map(u16::to_le_bytes)
                .collect();
            fs::write(&path, bytes).unwrap();
        }
        Some("zip") => fs::write(&path, packed(text)).unwrap(),
        Some("latin-1") => {
            let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
            fs::write(&path, bytes).unwrap();
        }
        Some("symlink") => {
            if path.exists() {
                fs::remove_file(&path).unwrap();
            }
            symlink(text.trim_end(), &path).unwrap();
        }
        Some("size") => {
            let file = fs::File::create(&path).unwrap();
            file.set_len(text.trim().parse().unwrap()).unwrap();
        }
        Some("unreadable") => {
            if !path.is_dir() {
                fs::write(&path, text).unwrap();
            }
            fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
        }
        Some("empty") => fs::write(&path, "").unwrap(),
        Some("absent") => fs::remove_file(&path).unwrap(),
        Some(other) => panic!("no such kind of file: {other}"),
    }
}

/// A packed file of entries, each after a line with its name.
fn packed(text: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for line in text.split_inclusive('\n') {
        let name = line
            .trim_end()
            .strip_prefix("== ")
            .and_then(|l| l.strip_suffix(" =="));
        match name {
            Some(name) => {
                let options = zip::write::SimpleFileOptions::default();
                writer.start_file(name, options).unwrap();
            }
            None => writer.write_all(line.as_bytes()).unwrap(),
        }
    }
    writer.finish().unwrap().into_inner()
}

/// Runs a program that was just copied: while another test forks, its file may still be open for
/// writing in the child, which the system refuses to run until that child has become another program.
fn start(command: &mut Command) -> Output {
    for _ in 0..100_000 {
        match command.output() {
            Err(error) if error.kind() == ErrorKind::ExecutableFileBusy => std::thread::yield_now(),
            output => return output.unwrap(),
        }
    }
    panic!("the program stays busy");
}

/// What the program says, its exit code first.
fn run(program: &Path, root: &Path, lang: &str) -> String {
    let mut command = Command::new(program);
    command
        .args(["build", "--as-of", "2020-12-31", "--strict"])
        .args(["--lang", lang])
        .current_dir(root)
        .env_clear();
    // What root may read tells nothing about permissions.
    if fs::metadata("/proc/self").is_ok_and(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0) {
        command.uid(65534).gid(65534);
    }
    let output = start(&mut command);
    assert!(
        output.stdout.is_empty(),
        "nothing was built: {}",
        String::from_utf8_lossy(&output.stdout)
    );
    let mut said = String::new();
    writeln!(said, "exit {}", output.status.code().unwrap()).unwrap();
    said.push_str(&String::from_utf8(output.stderr).unwrap());
    said
}

fn answer(case: &Path, bless: bool) -> Result<(), String> {
    let name = case.file_stem().unwrap().to_string_lossy().into_owned();
    let text = fs::read_to_string(case).unwrap();
    let sections = sections(&text);
    let site = tempfile::tempdir().unwrap();
    // Another user than the one who runs the tests must be able to enter.
    fs::set_permissions(site.path(), fs::Permissions::from_mode(0o777)).unwrap();
    let program = site.path().join("gongkai");
    fs::copy(env!("CARGO_BIN_EXE_gongkai"), &program).unwrap();
    let root = site.path().join("site");
    fs::create_dir(&root).unwrap();
    fs::set_permissions(&root, fs::Permissions::from_mode(0o777)).unwrap();
    let (expected, files): (Vec<&Section>, Vec<&Section>) = sections
        .iter()
        .partition(|s| ["zh", "en"].contains(&s.name.as_str()));
    for (path, text) in SITE {
        write(
            &root,
            &Section {
                name: path.into(),
                kind: None,
                text: text.into(),
            },
        );
    }
    for file in &files {
        write(&root, file);
    }
    let said = ["zh", "en"].map(|lang| (lang, run(&program, &root, lang)));
    if root.join("public").exists() {
        return Err(format!("{name}: something was written"));
    }
    if bless {
        let head_end = text
            .find("-- zh --\n")
            .or_else(|| text.find("-- en --\n"))
            .unwrap_or(text.len());
        let mut blessed = text[..head_end].to_owned();
        for (lang, said) in &said {
            write!(blessed, "-- {lang} --\n{said}").unwrap();
        }
        fs::write(case, blessed).unwrap();
        return Ok(());
    }
    for (lang, said) in said {
        let Some(expected) = expected.iter().find(|s| s.name == lang) else {
            return Err(format!("{name}: nothing is expected in {lang}"));
        };
        if expected.text != said {
            return Err(format!(
                "{name} in {lang}\n--- expected\n{}--- found\n{said}",
                expected.text
            ));
        }
    }
    Ok(())
}

#[test]
fn every_fault_is_told_in_these_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/bad-input");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    cases.sort();
    assert!(cases.len() >= 40, "the cases are there: {}", cases.len());
    let bless = std::env::var_os("GONGKAI_BLESS").is_some();
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|case| answer(case, bless).err())
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_site_of_the_cases_builds() {
    let site = tempfile::tempdir().unwrap();
    for (path, text) in SITE {
        write(
            site.path(),
            &Section {
                name: path.into(),
                kind: None,
                text: text.into(),
            },
        );
    }
    let status = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["build", "--as-of", "2020-12-31", "--strict", "--root"])
        .arg(site.path())
        .status()
        .unwrap();
    assert!(status.success());
}
