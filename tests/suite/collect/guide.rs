//! The guide for editors: its commands are run as they stand there.

use super::quarter::example;
use super::workbook::{Cell, Workbook, text};

/// The blocks of a language in a Markdown text.
fn blocks<'t>(guide: &'t str, language: &str) -> Vec<&'t str> {
    let fence = format!("```{language}\n");
    let blocks = guide.split(fence.as_str()).skip(1);
    blocks
        .map(|rest| rest.split("```").next().unwrap())
        .collect()
}

#[test]
fn the_guide_of_a_quarter_can_be_followed() {
    let site = example();
    let guide = site.run(&["guide", "quarter"]).exits(0).stdout;
    site.git("2020-10-01", &["init", "--quiet"]);
    site.git("2020-10-01", &["config", "user.name", "编辑甲"]);
    site.git("2020-10-01", &["config", "user.email", "a@example.com"]);
    site.write(".git/info/exclude", "/public*\n/.public*\n");
    site.git("2020-10-01", &["add", "--all"]);
    site.git(
        "2020-10-01",
        &["commit", "--quiet", "--message", "第二季度"],
    );
    let card = "content/plans/key-tasks/2020-q3/disclosure.toml";
    site.write(card, blocks(&guide, "toml")[0]);
    let mut lines = blocks(&guide, "sh")
        .into_iter()
        .flat_map(str::lines)
        .peekable();
    let mut checks = 0;
    assert!(lines.peek().unwrap().starts_with("gongkai collect start"));
    for line in lines {
        let words = line.split(' ').map(|word| word.trim_matches('"'));
        let words: Vec<&str> = words.collect();
        match words.as_slice() {
            ["git", args @ ..] => drop(site.git("2020-10-20", args)),
            // It ends when it is interrupted; that its options are there is all that is asked.
            ["gongkai", "serve", args @ ..] => {
                let help = [&["serve"], args, &["--help"]].concat();
                site.run(&help).exits(0);
            }
            ["gongkai", args @ ..] => {
                if args == ["check"] {
                    checks += 1;
                    if checks == 2 {
                        let card = (card, site.read(card).replace("draft = true\n", ""));
                        site.write(card.0, &card.1);
                    }
                }
                let run = site.run(args);
                assert_eq!(run.code, Some(0), "{line}\n{}{}", run.stdout, run.stderr);
                if args.starts_with(&["collect", "start"]) {
                    for folder in ["报来的表", "更正"] {
                        let path = site.root().join("../填报表/区科技局.xlsx");
                        let mut book = Workbook::open(&path);
                        let title = book.titles()[0].clone();
                        book.label("填报日期", Cell::Date(2020, 10, 12));
                        book.fill(
                            &title,
                            "进展情况",
                            text(&format!("研发投入增长12%（{folder}）")),
                        );
                        book.save(&site.root().join(format!("../{folder}/区科技局.xlsx")));
                    }
                }
            }
            other => panic!("the test does not know {other:?}"),
        }
    }
    assert_eq!(checks, 2);
    let task = site.root().join("../发布");
    assert!(task.exists());
    let task = site.read("content/plans/key-tasks/2020-q3/01/02.toml");
    assert!(task.contains("研发投入增长12%（报来的表）"), "{task}");
}
