//! What is told of a command line that cannot be understood, and the help of each command.

use std::process::Command;

use crate::support::{Run, Site, gongkai};

fn run(args: &[&str]) -> Run {
    Run::of(&mut gongkai(args))
}

#[test]
fn a_value_is_told_with_what_is_expected() {
    let folder = tempfile::tempdir().unwrap();
    for (args, says) in [
        (
            &["build", "--as-of", "2020/07/22"][..],
            "`--as-of <DATE>` 不能是 `2020/07/22`：日期写成 年-月-日，如 2020-07-22",
        ),
        (
            &["build", "--threads", "0"],
            "`--threads <N>` 不能是 `0`：应是 1 到 256 的整数",
        ),
        (&["serve", "--host", "here"], "应是 IP 地址"),
        (&["search", "甲", "--facet", "unit"], "写成 名称=值"),
        (&["build", "--as-of"], "`--as-of <DATE>` 后面缺少值"),
        (&["check", "--profile", "gof"], "可以写：general、gov"),
        (&["build", "--stric"], "是否想写 `--strict`？"),
        (&["biuld"], "没有命令 `biuld`"),
        (
            &["chek"],
            "是否想写 `check`？\n = help: 是否想写 `schema`？",
        ),
        (&["import", "a"], "缺少 `--to <DIR>`"),
        (&["build", "a"], "没有参数 `a`"),
        (
            &["build", "--rev", "a", "--accept-urls"],
            "不能和 `--accept-urls` 一起用",
        ),
        (&["build", "--root", "a", "--root", "b"], "只能写一次"),
    ] {
        let told = Run::of(gongkai(args).current_dir(folder.path())).exits(2);
        assert!(told.stdout.is_empty(), "{args:?}");
        assert!(told.stderr.starts_with("error[usage]: "), "{}", told.stderr);
        assert!(told.stderr.contains(says), "{args:?}: {}", told.stderr);
        assert!(
            told.stderr.contains(" --help` 列出全部参数"),
            "{}",
            told.stderr
        );
    }
}

#[test]
fn the_language_and_the_format_are_those_that_were_asked_for() {
    let wrong = ["collect", "merge", "a", "b", "--due", "soon"];
    let english = run(&[&wrong[..], &["--lang", "en"]].concat()).exits(2);
    assert_eq!(
        english.stderr,
        "error[usage]: `--due <DATE>` cannot be `soon`: a day is written YYYY-MM-DD, such as 2020-07-22\n \
         |\n = help: `gongkai collect merge --help` lists all arguments, with examples\n\n\
         errors: 1, warnings: 0\n"
    );
    let json = run(&[&wrong[..], &["--format=json"]].concat()).exits(2);
    assert!(json.stderr.is_empty());
    assert_eq!(json.codes(), ["usage"]);
}

/// A command of an example stands on one line, however narrow the terminal is.
#[test]
fn examples_of_the_help_can_be_copied() {
    let mut commands = Vec::new();
    let help = |command: &[&str], columns: &str| {
        let args = [command, &["--help"]].concat();
        Run::of(gongkai(&args).env("COLUMNS", columns))
            .exits(0)
            .stdout
    };
    let listed = help(&[], "100");
    let (_, listed) = listed.split_once("Commands:\n").unwrap();
    for line in listed.lines().take_while(|line| !line.is_empty()) {
        let name = line.trim_start().split(' ').next().unwrap();
        if line.starts_with("  ") && !line.starts_with("   ") && name != "help" {
            commands.push(vec![name]);
        }
    }
    assert!(commands.len() > 15, "{commands:?}");
    commands.extend([vec![], vec!["collect", "start"], vec!["collect", "merge"]]);
    for command in commands {
        let examples = |columns| {
            let help = help(&command, columns);
            let (_, examples) = help.split_once("\nExample").unwrap();
            examples.to_owned()
        };
        let whole = examples("200");
        assert_eq!(examples("40"), whole, "{command:?}");
        for line in whole.lines().skip(1) {
            let known = ["  gongkai ", "  git "];
            assert!(known.iter().any(|word| line.starts_with(word)), "{line}");
        }
    }
}

#[cfg(unix)]
#[test]
fn help_that_cannot_be_written_is_told() {
    use std::io::Write as _;
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixStream;
    for args in [&["--help"][..], &["build", "--help"], &["--version"]] {
        // Nobody reads, and no more fits in.
        let (mut full, _reader) = UnixStream::pair().unwrap();
        full.set_nonblocking(true).unwrap();
        while full.write(&[0; 4096]).is_ok() {}
        while full.write(&[0]).is_ok() {}
        let told = Run::of(gongkai(args).stdout(OwnedFd::from(full))).exits(3);
        assert!(told.stderr.starts_with("无法输出："), "{}", told.stderr);
    }
    // A reader that leaves has seen enough.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    Run::of(gongkai(&["--help"]).stdout(writer)).exits(0);
}

/// What `init` tells to do next can be copied into a shell, whatever the folder is called.
#[cfg(unix)]
#[test]
fn what_init_suggests_works() {
    let folder = tempfile::tempdir().unwrap();
    let told = Run::of(gongkai(&["init", "我的 'site'"]).current_dir(folder.path())).exits(0);
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_gongkai"));
    let path = std::env::var("PATH").unwrap();
    let path = format!("{}:{path}", program.parent().unwrap().display());
    let mut tried = 0;
    let suggested = told
        .stdout
        .lines()
        .filter_map(|line| line.strip_prefix("  "));
    for line in suggested.filter(|line| !line.contains(" serve ")) {
        let mut shell = Command::new("sh");
        shell
            .args(["-c", line])
            .current_dir(folder.path())
            .env_clear()
            .env("PATH", &path)
            .env("GIT_CONFIG_GLOBAL", "/dev/null");
        for who in ["AUTHOR", "COMMITTER"] {
            shell.env(format!("GIT_{who}_NAME"), "甲");
            shell.env(format!("GIT_{who}_EMAIL"), "a@example.com");
        }
        Run::of(&mut shell).exits(0);
        tried += 1;
    }
    assert_eq!(tried, 4, "{}", told.stdout);
    let site = folder.path().join("我的 'site'");
    let site = site.to_str().unwrap();
    let publish = ["publish", "./www", "--root", site, "--who", "甲"];
    Run::of(gongkai(&publish).current_dir(folder.path())).exits(0);
}

#[test]
fn init_is_told_to_programs_too() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("a");
    let json = run(&["init", site.to_str().unwrap(), "--format", "json"])
        .exits(0)
        .json();
    let files = json["files"].as_array().unwrap();
    assert!(files.contains(&"site.toml".into()), "{json}");
}

/// What a build leaves beside the site is nothing to commit.
#[test]
fn an_earlier_state_that_was_built_is_ignored() {
    let site = Site::new();
    site.git("2026-07-01", &["init", "--quiet"]);
    site.git("2026-07-01", &["add", "--all"]);
    site.git("2026-07-01", &["commit", "--quiet", "--message", "first"]);
    site.run(&["build", "--rev", "HEAD"]).exits(0);
    site.run(&["build"]).exits(0);
    assert_eq!(site.git("2026-07-01", &["status", "--porcelain"]), "");
}

#[test]
fn what_lacks_a_repository_says_how_to_make_one() {
    let site = Site::new();
    for command in [&["log"][..], &["diff"], &["publish", "./www"]] {
        let told = site
            .run(&[command, &["--lang", "en"]].concat())
            .exits(2)
            .stderr;
        assert!(told.contains("history/no-repository"), "{told}");
        assert!(told.contains("`git init`"), "{told}");
    }
}

#[test]
fn a_machine_without_git_is_told_in_words() {
    let site = Site::new();
    let told = Run::of(site.command(&["log"]).env("PATH", "/nonexistent")).exits(3);
    let says = "error[history/no-git]: 无法运行 git：没有找到这个程序\n";
    assert!(told.stderr.starts_with(says), "{}", told.stderr);
}

/// Git does not read the repository of another user before it is trusted.
#[cfg(unix)]
#[test]
fn a_repository_that_is_not_trusted_is_told_with_what_to_do() {
    let site = Site::new();
    site.commit("2026-07-01", "first");
    for command in [&["log"][..], &["diff"], &["pack"]] {
        let told = Run::of(
            site.command(&[command, &["--lang", "en"]].concat())
                .env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1"),
        );
        let told = told.exits(3).stderr;
        assert!(told.contains("safe.directory"), "{command:?}: {told}");
    }
}
