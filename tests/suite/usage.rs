//! What is told of a command line that cannot be understood, and the help of each command.

use crate::support::{Run, gongkai};

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
