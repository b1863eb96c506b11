//! Runs git.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::disk;
use super::state::{Head, State};
use crate::diagnostic::{Diagnostic, Faults, reason};
use crate::say;

/// What git says where there is no repository.
const NO_REPOSITORY: &str = "not a git repository";
/// What git says where the repository is of another user, and is not read before it is trusted.
const FOREIGN: &str = "dubious ownership";

/// A file of a revision.
pub(super) struct Entry {
    /// Its path from the site's folder, with `/` between the names.
    pub(super) path: String,
    /// What names its bytes.
    pub(super) blob: String,
}

/// Git, asked about the repository that a folder lies in.
fn git(root: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(root)
        .args(["--no-pager", "--literal-pathspecs"])
        .args(["-c", "core.fsmonitor=false"])
        .args(["-c", "core.hooksPath=/dev/null"])
        // How a trailer of a message is told must not hang on the clone.
        .args(["-c", "trailer.separators=:", "-c", "core.commentChar=#"])
        .stdin(Stdio::null())
        .env("GIT_OPTIONAL_LOCKS", "0")
        // Where objects would be fetched when they are asked for, they are missing instead.
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_ALLOW_PROTOCOL", "none")
        .env("GIT_TERMINAL_PROMPT", "0")
        // What stands in a clone beside its commits is no part of the history.
        .env("GIT_NO_REPLACE_OBJECTS", "1")
        .env("GIT_GRAFT_FILE", "/dev/null")
        .env("LC_ALL", "C");
    // Set where git runs us as a hook; the repository is that of the folder.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    command
}

/// What git writes, or what it complains of.
pub(super) fn output<I: AsRef<OsStr>>(
    root: &Path,
    args: impl IntoIterator<Item = I>,
) -> Result<Result<Vec<u8>, String>, Faults> {
    let output = git(root).args(args).output();
    let output = output.map_err(|error| not_run(&error))?;
    if output.status.success() {
        return Ok(Ok(output.stdout));
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said.lines().next().unwrap_or_default();
    Ok(Err(line.trim_start_matches("fatal: ").to_owned()))
}

pub(super) fn not_run(error: &io::Error) -> Faults {
    let why = match error.kind() {
        io::ErrorKind::NotFound => say!("没有找到这个程序", "there is no such program"),
        _ => reason(error),
    };
    let (zh, en) = (why.zh, why.en);
    Diagnostic::error(
        "history/no-git",
        say!("无法运行 git：{zh}", "git cannot be run: {en}"),
    )
    .hint(say!(
        "安装 git；只有用到修订记录的命令需要它",
        "install git; only commands that ask for the history need it"
    ))
    .into()
}

pub(super) fn failed(said: &str) -> Faults {
    let what = say!("git 出错：{said}", "git failed: {said}");
    with_advice(Diagnostic::error("history/failed", what), said).into()
}

/// A finding of what git said, with what to do about it where that is known.
pub(super) fn with_advice(fault: Diagnostic, said: &str) -> Diagnostic {
    match said.contains(FOREIGN) {
        true => fault.hint(say!(
            "仓库的文件属于别的用户；确认可以信任后，运行 `git status` 会显示该用的 `git config … safe.directory` 命令",
            "the files of the repository are of another user; if you trust it, run the `git config … safe.directory` that `git status` shows"
        )),
        false => fault,
    }
}

/// What git says of the folder, in one question: whether it lies in a work tree, whether the clone is
/// shallow, where in the work tree it lies, and at which commit that is.
pub(super) fn state(root: &Path) -> State {
    let args = [
        "--is-inside-work-tree",
        "--is-shallow-repository",
        "--show-prefix",
    ];
    let answer = git(root)
        .arg("rev-parse")
        .args(args)
        .arg("HEAD^{commit}")
        .output();
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return State::NoGit,
        Err(error) => return State::Failed(error.to_string()),
    };
    let said = String::from_utf8_lossy(&answer.stdout);
    let complaint = String::from_utf8_lossy(&answer.stderr);
    let complaint = complaint.lines().next().unwrap_or_default();
    let mut lines = said.lines();
    let (inside, shallow, prefix) = (lines.next(), lines.next(), lines.next());
    match (inside, shallow, prefix, lines.next()) {
        (Some("true"), Some("true"), ..) => State::Shallow,
        (Some("true"), Some("false"), Some(prefix), Some(commit)) if answer.status.success() => {
            State::At(Head {
                commit: commit.into(),
                prefix: prefix.into(),
            })
        }
        (Some("true"), ..) => State::NoCommit,
        (Some("false"), ..) => State::NoRepository,
        _ if complaint.contains(NO_REPOSITORY) => State::NoRepository,
        _ => State::Failed(complaint.trim_start_matches("fatal: ").to_owned()),
    }
}

/// Whether one commit is an ancestor of another; a commit that is not there is none.
pub(super) fn is_ancestor(root: &Path, older: &str, newer: &str) -> bool {
    let args = ["merge-base", "--is-ancestor", older, newer];
    output(root, args).is_ok_and(|answer| answer.is_ok())
}

/// The commits that can be reached from one and not from another, told by `format`.
pub(super) fn commits(
    root: &Path,
    format: &str,
    from: &str,
    without: Option<&str>,
) -> Result<Vec<u8>, Faults> {
    let format = format!("--format={format}");
    let args = ["rev-list", "--encoding=UTF-8", &format, from];
    let without = without.map(|commit| format!("^{commit}"));
    let args = args.into_iter().chain(without.as_deref());
    output(root, args.chain(["--"]))?.map_err(|said| failed(&said))
}

/// Where git has a file of its own, seen from the folder.
pub(super) fn path(root: &Path, name: &str) -> Option<String> {
    let said = output(root, ["rev-parse", "--git-path", name]).ok()?.ok()?;
    Some(String::from_utf8(said).ok()?.trim_end().to_owned())
}

/// When a commit was made, in seconds since 1970, as git writes it.
pub(super) fn time(root: &Path, commit: &str) -> Result<String, Faults> {
    let args = ["rev-list", "--max-count=1", "--format=%ct", commit, "--"];
    let said = output(root, args)?.map_err(|said| failed(&said))?;
    let said = String::from_utf8_lossy(&said);
    Ok(said.lines().nth(1).unwrap_or_default().to_owned())
}

/// The differences between commits and the parents beside them, or nothing before the first, with
/// renames, in the form of `diff-tree --raw`.
pub(super) fn differences(root: &Path, pairs: &str) -> Result<Vec<u8>, Faults> {
    let mut child = git(root)
        .args(["diff-tree", "--stdin", "-r", "-z", "--root", "--always"])
        .args(["--raw", "--no-abbrev", "--no-textconv", "--no-ext-diff"])
        .args(["-M50%", "-l1000", "--no-relative"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| not_run(&error))?;
    let (Some(mut asked), Some(mut answers)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(failed("diff-tree"));
    };
    let mut said = Vec::new();
    let done = std::thread::scope(|scope| {
        let asking = scope.spawn(move || asked.write_all(pairs.as_bytes()));
        let read = answers.read_to_end(&mut said).map(|_| ());
        asking
            .join()
            .map_or(Err(io::ErrorKind::Other.into()), |asked| asked)
            .and(read)
    });
    let status = child.wait().map_err(|error| disk(&error))?;
    match (done, status.success()) {
        (Ok(()), true) => Ok(said),
        (Err(error), true) => Err(disk(&error)),
        (_, false) => Err(failed("diff-tree")),
    }
}

/// Tells that a folder lies in no work tree.
pub(super) fn no_repository(root: &Path) -> Faults {
    let folder = root.display();
    Diagnostic::error(
        "history/no-repository",
        say!(
            "`{folder}` 不在 git 的工作区里",
            "`{folder}` is in no work tree of git"
        ),
    )
    .hint(say!(
        "在网站的文件夹里运行 `git init`、`git add .` 和 `git commit`，把内容提交一次",
        "in the folder of the site, commit the content once: `git init`, `git add .`, `git commit`"
    ))
    .into()
}

/// The commit that a revision names.
pub(super) fn commit(root: &Path, revision: &str) -> Result<String, Faults> {
    let inside = output(root, ["rev-parse", "--is-inside-work-tree"])?;
    match inside {
        Ok(answer) if answer.trim_ascii() == b"true" => {}
        Ok(_) => return Err(no_repository(root)),
        Err(said) if said.contains(NO_REPOSITORY) => return Err(no_repository(root)),
        Err(said) => return Err(failed(&said)),
    }
    let wanted = format!("{revision}^{{commit}}");
    let args = [
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        &wanted,
    ];
    match output(root, args)? {
        Ok(commit) => Ok(String::from_utf8_lossy(&commit).trim().to_owned()),
        Err(_) => Err(Diagnostic::error(
            "history/unknown-revision",
            say!(
                "git 里没有版本 `{revision}`",
                "git knows no revision `{revision}`"
            ),
        )
        .hint(say!(
            "写提交、分支或标签，如 `HEAD~1`、`origin/main`",
            "name a commit, branch or tag, such as `HEAD~1` or `origin/main`"
        ))
        .into()),
    }
}

/// The regular files of a commit at and below some paths of the folder.
pub(super) fn entries(root: &Path, commit: &str, paths: &[&str]) -> Result<Vec<Entry>, Faults> {
    let args = ["ls-tree", "-r", "-z", commit, "--"];
    let args = args.into_iter().chain(paths.iter().copied());
    let listed = output(root, args)?.map_err(|said| failed(&said))?;
    let mut entries = Vec::new();
    for line in listed.split(|byte| *byte == 0).filter(|l| !l.is_empty()) {
        let Ok(line) = str::from_utf8(line) else {
            // Such a name is a fault of the content, told where it stands.
            continue;
        };
        let Some((head, path)) = line.split_once('\t') else {
            return Err(failed(line));
        };
        let mut head = head.split(' ');
        let (mode, kind, blob) = (head.next(), head.next(), head.next());
        if let (Some("100644" | "100755"), Some("blob"), Some(blob)) = (mode, kind, blob) {
            entries.push(Entry {
                path: path.to_owned(),
                blob: blob.to_owned(),
            });
        }
    }
    Ok(entries)
}

/// A running git that gives the bytes of files, as they are stored.
pub(super) struct Blobs {
    child: Child,
    asked: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Blobs {
    pub(super) fn open(root: &Path) -> Result<Self, Faults> {
        let mut child = git(root)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| not_run(&error))?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(asked), Some(answers)) => Ok(Self {
                child,
                asked,
                answers: BufReader::new(answers),
            }),
            _ => Err(failed("cat-file")),
        }
    }

    /// Copies the bytes of one.
    pub(super) fn copy(&mut self, blob: &str, to: &mut impl Write) -> Result<(), Faults> {
        let mut head = String::new();
        writeln!(self.asked, "{blob}")
            .and_then(|()| self.asked.flush())
            .and_then(|()| self.answers.read_line(&mut head))
            .map_err(|error| disk(&error))?;
        // `NAME blob SIZE`, or `NAME missing` in a clone that holds only a part.
        let size = head.trim_end().rsplit_once("blob ").map(|(_, size)| size);
        let Some(size) = size.and_then(|size| size.parse::<u64>().ok()) else {
            return Err(failed(head.trim_end()));
        };
        let mut newline = [0];
        io::copy(&mut self.answers.by_ref().take(size), to)
            .and_then(|copied| match copied == size {
                true => self.answers.read_exact(&mut newline),
                false => Err(io::ErrorKind::UnexpectedEof.into()),
            })
            .map_err(|error| disk(&error))
    }
}

impl Drop for Blobs {
    fn drop(&mut self) {
        // It has nothing more to say; whether it could still be ended does not matter.
        let ended = self.child.kill().and_then(|()| self.child.wait());
        drop(ended);
    }
}
