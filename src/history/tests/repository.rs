//! Repositories that tests build, with clocks of their own.

use std::cell::Cell;
use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::history::{History, Keep, State};
use crate::model::UtcOffset;

pub(super) struct Repository {
    folder: TempDir,
    clock: Cell<i64>,
}

/// 2020-08-01 12:00 in Beijing, when the first commit is made; each of the others an hour later.
pub(super) const START: i64 = 1_596_254_400;

impl Repository {
    pub(super) fn new() -> Self {
        let repository = Self {
            folder: tempfile::tempdir().unwrap(),
            clock: Cell::new(START),
        };
        repository.git(&["init", "--quiet"]);
        repository
    }

    pub(super) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Runs git and gives what it says.
    pub(super) fn git(&self, args: &[&str]) -> String {
        let said = self.try_git(args);
        said.unwrap_or_else(|said| panic!("git {args:?}: {said}"))
    }

    pub(super) fn try_git(&self, args: &[&str]) -> Result<String, String> {
        let time = format!("{} +0000", self.clock.get());
        let output = Command::new("git")
            .current_dir(self.root())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("GIT_AUTHOR_DATE", &time)
            .env("GIT_COMMITTER_DATE", &time)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .args(["-c", "user.name=甲", "-c", "user.email=a@example.com"])
            .args([
                "-c",
                "init.defaultBranch=main",
                "-c",
                "commit.gpgsign=false",
            ])
            .args([
                "-c",
                "core.autocrlf=false",
                "-c",
                "protocol.file.allow=always",
            ])
            .args(args)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        match output.status.success() {
            true => Ok(said),
            false => Err(said + &String::from_utf8_lossy(&output.stderr)),
        }
    }

    pub(super) fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Commits everything and gives the commit.
    pub(super) fn commit(&self, message: &str) -> String {
        self.clock.set(self.clock.get() + 3600);
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
        self.head()
    }

    pub(super) fn merge(&self, branch: &str) -> String {
        self.clock.set(self.clock.get() + 3600);
        self.git(&["merge", "--quiet", "--no-ff", "--message", "合并", branch]);
        self.head()
    }

    pub(super) fn head(&self) -> String {
        self.git(&["rev-parse", "HEAD"]).trim().to_owned()
    }

    /// What git itself tells of a file, newest first.
    pub(super) fn log(&self, path: &str) -> Vec<String> {
        let args = ["log", "--date-order", "--format=%H", "--follow", "--", path];
        self.git(&args).lines().map(str::to_owned).collect()
    }

    pub(super) fn history(&self) -> History {
        self.history_with(None)
    }

    pub(super) fn history_with(&self, cache: Option<&Path>) -> History {
        let state = State::of(self.root());
        let head = state.head().unwrap_or_else(|| panic!("{state:?}"));
        let keep = cache.map_or(Keep::Nothing, Keep::Write);
        let read = History::read(self.root(), head, UtcOffset::BEIJING, keep);
        read.unwrap().unwrap()
    }
}

/// The commits that the history has of a file, newest first.
pub(super) fn told(history: &History, path: &str) -> Vec<String> {
    let item = history.of_file(path).unwrap();
    let commits = item.revisions.iter().map(|revision| revision.commit);
    commits
        .map(|place| history.commit(place).unwrap().commit.to_string())
        .collect()
}
