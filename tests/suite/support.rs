//! A site of its own for every test, the program run on it, and trees of files as values.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;
use walkdir::WalkDir;

/// A folder's files: paths with `/` between the names, and their bytes.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// Reads every file under a folder, dot files too.
pub(crate) fn tree(folder: &Path) -> Tree {
    files(folder)
        .into_iter()
        .map(|path| {
            let bytes = fs::read(folder.join(&path)).unwrap();
            (path, bytes)
        })
        .collect()
}

/// The sorted paths of every file under a folder, dot files too.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    let mut paths: Vec<String> = WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap();
            let names: Vec<_> = path.iter().map(|name| name.to_str().unwrap()).collect();
            names.join("/")
        })
        .collect();
    paths.sort();
    paths
}

/// Fails with the paths that differ, rather than with all the bytes.
#[track_caller]
pub(crate) fn assert_same_tree(found: &Tree, expected: &Tree, what: &str) {
    let mut differing: Vec<&String> = found
        .iter()
        .filter(|(path, bytes)| expected.get(*path) != Some(*bytes))
        .map(|(path, _)| path)
        .collect();
    differing.extend(expected.keys().filter(|path| !found.contains_key(*path)));
    assert!(
        differing.is_empty(),
        "{what}: {} files differ: {:?}",
        differing.len(),
        differing.iter().take(10).collect::<Vec<_>>()
    );
}

/// The program with nothing of the caller's environment that could change what it does.
pub(crate) fn gongkai(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.args(args).env_clear();
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command
}

/// How a run of the program ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    #[must_use]
    pub(crate) fn of(command: &mut Command) -> Self {
        let Output {
            status,
            stdout,
            stderr,
        } = command.output().unwrap();
        Self {
            code: status.code(),
            stdout: String::from_utf8(stdout).unwrap(),
            stderr: String::from_utf8(stderr).unwrap(),
        }
    }

    /// The result, after checking the exit code.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(
            self.code,
            Some(code),
            "stdout:\n{}\nstderr:\n{}",
            self.stdout,
            self.stderr
        );
        self
    }

    /// What was printed under `--format json`.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap()
    }

    /// The codes of the findings under `--format json`.
    pub(crate) fn codes(&self) -> Vec<String> {
        let json = self.json();
        let findings = json["findings"].as_array().unwrap();
        findings
            .iter()
            .map(|finding| finding["code"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// What a site's settings end in, so that what it lacks as an official site is not told in every test.
pub(crate) const COMPLETE: &str = "\n[check.levels]\n\"site/foot\" = \"off\"\n\"site/statutory-column\" = \"off\"\n\"meta/column-tags\" = \"off\"\n\"meta/page-date\" = \"off\"\n\"meta/summary\" = \"off\"\n";

/// A site in a temporary folder.
#[derive(Debug)]
pub(crate) struct Site {
    folder: TempDir,
}

impl Site {
    /// The site that `gongkai init` makes, [`COMPLETE`].
    pub(crate) fn new() -> Self {
        let site = Self::of(&[]);
        Run::of(&mut gongkai(&["init", site.root().to_str().unwrap()])).exits(0);
        let settings = site.read("site.toml");
        site.write("site.toml", &format!("{settings}{COMPLETE}"));
        site
    }

    /// A site of these files, written in this order.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let site = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for (path, text) in files {
            site.write(path, text);
        }
        site
    }

    /// The folder that holds `site.toml`.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// Where the site is built unless another folder is named.
    pub(crate) fn public(&self) -> PathBuf {
        self.root().join("public")
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    /// The program, to be run in the site's folder.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = gongkai(args);
        command.current_dir(self.root());
        command
    }

    /// Runs the program in the site's folder.
    #[must_use]
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        Run::of(&mut self.command(args))
    }

    /// Runs git in the site's folder on a day, at noon in Beijing, and gives what it says.
    #[track_caller]
    pub(crate) fn git(&self, day: &str, args: &[&str]) -> String {
        let mut git = Command::new("git");
        git.current_dir(self.root())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_AUTHOR_DATE", format!("{day}T12:00:00+08:00"))
            .env("GIT_COMMITTER_DATE", format!("{day}T12:00:00+08:00"))
            .args(["-c", "user.name=编辑甲", "-c", "user.email=a@example.com"])
            .args([
                "-c",
                "init.defaultBranch=main",
                "-c",
                "commit.gpgsign=false",
            ])
            .args(["-c", "core.autocrlf=false"])
            .args(args);
        Run::of(&mut git).exits(0).stdout
    }

    /// Commits everything but what is built, and gives the commit.
    #[track_caller]
    pub(crate) fn commit(&self, day: &str, message: &str) -> String {
        if !self.path(".git").exists() {
            self.git(day, &["init", "--quiet"]);
            self.write(".git/info/exclude", "/public*\n/.public*\n");
        }
        self.git(day, &["add", "--all"]);
        let message = ["commit", "--quiet", "--allow-empty", "--message", message];
        self.git(day, &message);
        self.git(day, &["rev-parse", "HEAD"]).trim().to_owned()
    }

    /// Runs the program in the site's folder on the day of these seconds since 1970.
    #[must_use]
    pub(crate) fn run_on(&self, epoch: &str, args: &[&str]) -> Run {
        Run::of(self.command(args).env("SOURCE_DATE_EPOCH", epoch))
    }

    /// Builds the site for a fixed day and gives what is in the output then.
    #[track_caller]
    pub(crate) fn build(&self) -> Tree {
        self.run(&["build", "--as-of", DAY]).exits(0);
        tree(&self.public())
    }
}

/// The files of a release that tell what is in it.
pub(crate) const LISTS: [&str; 3] = ["manifest.json", "SHA256SUMS", "SM3SUMS"];

/// The day that tests build for.
pub(crate) const DAY: &str = "2026-07-22";

/// How a larger site is made. Two sites of different `edition` differ in every task.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Large {
    pub(crate) chapters: usize,
    pub(crate) tasks: usize,
    pub(crate) edition: &'static str,
}

/// The files of a site with one disclosure of many tasks.
pub(crate) fn large(what: Large) -> Vec<(String, String)> {
    let Large {
        chapters,
        tasks,
        edition,
    } = what;
    let mut files = vec![
        (
            "site.toml".to_owned(),
            "name = \"测试网站\"\nbase_url = \"https://www.example.gov.cn/\"\n[organisation]\nname = \"示例单位\"\n".to_owned() + COMPLETE,
        ),
        ("content/guide.md".to_owned(), "+++\ntitle = \"指南\"\n+++\n\n见[目录](/catalogue/)。\n".to_owned()),
        ("content/plans/column.toml".to_owned(), "title = \"规划计划\"\n".to_owned()),
        (
            "content/plans/2026/disclosure.toml".to_owned(),
            format!(
                "title = \"重点任务{edition}\"\nindex_number = \"00000000-0/2026-00001\"\n\
                 published = 2026-01-05\nmode = \"主动公开\"\n"
            ),
        ),
    ];
    let mut units = String::new();
    for unit in 0..7 {
        writeln!(
            units,
            "[[unit]]\nid = \"unit-{unit}\"\nname = \"第{unit}局\""
        )
        .unwrap();
    }
    files.push(("content/units.toml".to_owned(), units));
    for chapter in 1..=chapters {
        let folder = format!("content/plans/2026/{chapter:02}");
        files.push((
            format!("{folder}/chapter.toml"),
            format!("title = \"第{chapter}类工作\"\nnumber = {chapter}\n"),
        ));
        for task in 1..=tasks {
            let (lead, joint) = ((chapter + task) % 7, (chapter * task + 1) % 7);
            let units = if lead == joint {
                format!("\"第{lead}局\"")
            } else {
                format!("\"第{lead}局\", \"第{joint}局\"")
            };
            files.push((
                format!("{folder}/{task:02}.toml"),
                format!(
                    "title = \"任务 {chapter}.{task}：推进 R&D 与“一件事”\"\nunits = [{units}]\n\
                     progress = \"{edition}：已完成 {task} 项，<约> {chapter}0%。\"\n"
                ),
            ));
        }
    }
    files
}

/// A larger site in a folder of its own.
pub(crate) fn large_site(what: Large) -> Site {
    let files = large(what);
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    Site::of(&files)
}
