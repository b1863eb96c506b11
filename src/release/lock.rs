//! The work folder beside the output, and its lock.

use std::ffi::OsString;
use std::fs;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::diagnostic::{Diagnostic, Faults};
use crate::say;

use super::OutputPath;
use super::digest::Digest;
use super::disk::Disk;
use super::io::{Context, Tried, fault, optional};

/// How often a lock that is held is tried again. While a build starts another program, such as git,
/// that process has a copy of the lock for a moment, even if the build has just let go of it.
const PATIENCE: u32 = 50;
const PAUSE: Duration = Duration::from_millis(20);

/// The folder beside the output that holds what is not yet released.
#[derive(Clone, Debug)]
pub(super) struct WorkFolder {
    root: PathBuf,
}

impl WorkFolder {
    /// The work folder of an output, which must be an absolute path without links.
    ///
    /// # Errors
    /// `release/io` if nothing can stand beside the output, as with `/`.
    pub(super) fn beside(output: &Path) -> Result<Self, Faults> {
        let Some(name) = output.file_name() else {
            let error = io::Error::from(io::ErrorKind::InvalidFilename);
            return Err(fault(Tried::Write, output, &error).into());
        };
        let mut work = OsString::from(".");
        work.push(name);
        work.push(".gongkai");
        let root = output.with_file_name(work);
        let found = optional(fs::symlink_metadata(&root)).tried(Tried::Inspect, &root)?;
        if found.is_some_and(|found| !found.is_dir()) {
            // A link would lead what is cleared away here to somebody else's files.
            let error = io::Error::from(io::ErrorKind::NotADirectory);
            return Err(fault(Tried::Write, &root, &error).into());
        }
        Ok(Self { root })
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.root.join("commit.json")
    }

    /// Where the journal is written before it appears.
    pub(super) fn journal_draft(&self) -> PathBuf {
        self.root.join("commit.json.tmp")
    }

    /// What is known of the files of the last release.
    pub(super) fn known(&self) -> PathBuf {
        self.root.join("known")
    }

    /// What the caller remembers of the last release.
    pub(super) fn note(&self) -> PathBuf {
        self.root.join("note")
    }

    /// A file that the caller keeps there.
    pub(super) fn kept(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    pub(super) fn stage(&self) -> PathBuf {
        self.root.join("stage")
    }

    pub(super) fn staged_manifest(&self) -> PathBuf {
        self.stage().join("manifest.json")
    }

    /// The parts of the stage: many threads write at once, and one folder would be a queue.
    pub(super) fn stage_parts(&self) -> impl Iterator<Item = PathBuf> {
        let stage = self.stage();
        "0123456789abcdef"
            .chars()
            .map(move |digit| stage.join(digit.to_string()))
    }

    /// Where a file waits for the commit. The name is a hash of the path, so that staging neither
    /// creates folders nor meets a file where a folder should be.
    pub(super) fn staged(&self, path: &OutputPath) -> PathBuf {
        let name = Digest::of(path.as_str().as_bytes()).to_string();
        let (part, rest) = name.split_at_checked(1).unwrap_or_default();
        self.stage().join(part).join(rest)
    }

    /// Where a release that is the first in its output waits for the commit, as the folder that it will be.
    pub(super) fn staged_output(&self) -> PathBuf {
        self.stage().join("output")
    }

    /// Takes the lock, held until the file is closed, at the latest by the end of the process.
    ///
    /// # Errors
    /// `release/locked` if another process or thread holds it, `release/io` if it cannot be made.
    pub(super) fn lock(&self, disk: &Disk) -> Result<File, Faults> {
        disk.create_folder(&self.root)?;
        let path = self.root.join("lock");
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .tried(Tried::Lock, &path)?;
        let mut result = file.try_lock();
        for _ in 0..PATIENCE {
            if !matches!(result, Err(TryLockError::WouldBlock)) {
                break;
            }
            std::thread::sleep(PAUSE);
            result = file.try_lock();
        }
        match result {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => {
                let shown = path.display();
                Err(Diagnostic::error(
                    "release/locked",
                    say!(
                        "另一个构建正在运行，占用着 `{shown}`",
                        "another build is running and holds `{shown}`"
                    ),
                )
                .at_path(shown.to_string())
                .hint(say!(
                    "等它结束后再运行；锁随该进程结束自动释放，不必删除此文件",
                    "run the command again when it has ended; its lock ends with its process, so there is no need to delete this file"
                ))
                .into())
            }
            Err(TryLockError::Error(error)) => Err(fault(Tried::Lock, &path, &error).into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn stands_beside_the_output() {
        let work = WorkFolder::beside(Path::new("/srv/site/public")).unwrap();
        assert_eq!(
            work.journal(),
            Path::new("/srv/site/.public.gongkai/commit.json")
        );
        assert!(WorkFolder::beside(Path::new("/")).is_err());
        let staged = work.staged(&OutputPath::parse("a/b").unwrap());
        let part = staged.parent().unwrap().to_owned();
        assert!(work.stage_parts().any(|p| p == part));
    }

    #[test]
    fn of_many_racing_one_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let work = WorkFolder::beside(&folder.path().join("public")).unwrap();
        let (start, held, end) = (Barrier::new(8), AtomicUsize::new(0), Barrier::new(8));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    start.wait();
                    let lock = work.lock(&Disk::default());
                    match &lock {
                        Ok(_) => {
                            held.fetch_add(1, Ordering::SeqCst);
                        }
                        Err(faults) => {
                            let codes: Vec<_> = faults.iter().map(|d| d.code).collect();
                            assert_eq!(codes, ["release/locked"]);
                        }
                    }
                    end.wait();
                });
            }
        });
        assert_eq!(held.into_inner(), 1);
        assert!(
            work.lock(&Disk::default()).is_ok(),
            "it is released on drop"
        );
    }

    const CHILD: &str = "GONGKAI_TEST_LOCK";

    /// Not a test of its own: the process that `a_killed_process_gives_it_up` starts.
    #[test]
    fn child_holds_the_lock() {
        if let Some(output) = std::env::var_os(CHILD) {
            let output = Path::new(&output);
            let _lock = WorkFolder::beside(output).unwrap().lock(&Disk::default());
            std::fs::write(output.with_file_name("held"), "").unwrap();
            std::thread::sleep(Duration::from_secs(60));
        }
    }

    #[test]
    fn a_killed_process_gives_it_up() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("public");
        let work = WorkFolder::beside(&output).unwrap();
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "release::lock::tests::child_holds_the_lock"])
            .env(CHILD, &output)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        while !folder.path().join("held").exists() {
            assert!(child.try_wait().unwrap().is_none(), "the child ended");
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(
            work.lock(&Disk::default()).is_err(),
            "another process holds it"
        );
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(work.lock(&Disk::default()).is_ok());
    }
}
