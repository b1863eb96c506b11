//! What git remembers, as the program tells it: pages, feed, `diff`, `log`, `build --rev`.

mod builds;
mod diff;
mod log;
mod pages;

use crate::support::{COMPLETE, Site};

pub(crate) const CARD: &str = "content/plans/2020/disclosure.toml";
pub(crate) const FIRST: &str = "content/plans/2020/01/01.md";
pub(crate) const SECOND: &str = "content/plans/2020/01/02.toml";

/// A task whose text is its progress.
pub(crate) fn task(units: &str, progress: &str) -> String {
    format!("+++\ntitle = \"推进一件事联办\"\nunits = [{units}]\n+++\n\n{progress}\n")
}

/// A site of one disclosure that is public since 2020-07-22, not committed yet.
pub(crate) fn fresh(settings: &str) -> Site {
    let settings = format!(
        "name = \"测试网站\"\nbase_url = \"https://www.example.gov.cn/\"\n{settings}[organisation]\nname = \"示例单位\"\n{COMPLETE}"
    );
    Site::of(&[
        ("site.toml", &settings),
        (
            "content/units.toml",
            "[[unit]]\nid = \"a\"\nname = \"区科技局\"\n[[unit]]\nid = \"b\"\nname = \"各街道\"\n",
        ),
        ("content/plans/column.toml", "title = \"规划计划\"\n"),
        (
            CARD,
            "title = \"第二季度重点任务\"\nindex_number = \"00000000-0/2020-00001\"\npublished = 2020-07-22\nmode = \"主动公开\"\n",
        ),
        ("content/plans/2020/01/chapter.toml", "title = \"经济\"\n"),
        (FIRST, &task("\"区科技局\"", "发动233家企业注册。")),
        (SECOND, "title = \"增长15%\"\nprogress = \"增长3%。\"\n"),
    ])
}

/// The same with what was committed, day by day: taken in, corrected, moved about.
pub(crate) fn corrected(settings: &str) -> (Site, Vec<String>) {
    let site = fresh(settings);
    let mut commits = vec![site.commit("2020-08-01", "录入第二季度报告")];
    site.write(
        FIRST,
        &task("\"区科技局\", \"各街道\"", "发动238家企业注册。"),
    );
    commits.push(site.commit(
        "2020-08-02",
        "更正企业数\n\n原文误作233家。\n\nCorrection: 企业数应为238家，\n  并补充责任单位。\n",
    ));
    site.write(FIRST, &site.read(FIRST).replace('\n', "\r\n"));
    commits.push(site.commit("2020-08-03", "换行"));
    (site, commits)
}
