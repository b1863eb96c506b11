//! `gongkai log`.

use serde_json::json;

use super::{FIRST, corrected, fresh};

#[test]
fn the_revisions_of_a_task() {
    let (site, commits) = corrected("");
    let (a, b, c) = (&commits[0][..12], &commits[1][..12], &commits[2][..12]);
    let expected = format!(
        "2020-08-03 12:00:00 {c} 换行\n  \
         任务 {FIRST}：只改了写法\n\
         2020-08-02 12:00:00 {b} 更正企业数\n  \
         更正说明：企业数应为238家， 并补充责任单位。\n  \
         任务 {FIRST}\n    \
         责任单位：{{+各街道+}}\n    \
         进展情况：发动[-233-]{{+238+}}家企业注册。\n\
         2020-08-01 12:00:00 {a} 录入第二季度报告\n  \
         任务 {FIRST}：新增\n"
    );
    for path in [
        FIRST,
        "plans/2020/01/01",
        "/plans/2020/01/01.html",
        "content/plans/2020/01/01",
    ] {
        assert_eq!(site.run(&["log", path]).exits(0).stdout, expected, "{path}");
    }
    let newest = site
        .run(&["log", "plans/2020/", "--limit", "1"])
        .exits(0)
        .stdout;
    assert_eq!(
        newest,
        expected.split_once("\n2020").unwrap().0.to_owned() + "\n"
    );
    let all = site.run(&["log"]).exits(0).stdout;
    assert!(all.contains("  文件 site.toml：新增\n"), "{all}");
}

#[test]
fn for_programs() {
    let (site, commits) = corrected("[history]\nauthors = true\n");
    let document = site
        .run(&["log", FIRST, "--format", "json", "--limit", "2"])
        .exits(0)
        .json();
    assert_eq!(
        document,
        json!([
            {
                "commit": commits[2],
                "time": "2020-08-03T12:00:00+08:00",
                "author": "编辑甲",
                "subject": "换行",
                "correction": null,
                "files": [{"kind": "task", "path": FIRST, "moved_from": null, "change": "form", "fields": []}]
            },
            {
                "commit": commits[1],
                "time": "2020-08-02T12:00:00+08:00",
                "author": "编辑甲",
                "subject": "更正企业数",
                "correction": "企业数应为238家， 并补充责任单位。",
                "files": [{
                    "kind": "task",
                    "path": FIRST,
                    "moved_from": null,
                    "change": "changed",
                    "fields": [
                        {"field": "units", "before": ["区科技局"], "after": ["区科技局", "各街道"]},
                        {"field": "progress", "before": "发动233家企业注册。", "after": "发动238家企业注册。"}
                    ]
                }]
            }
        ])
    );
}

#[test]
fn what_git_does_not_remember_is_told() {
    let site = fresh("");
    let said = |args: &[&str]| {
        let args: Vec<&str> = ["log", "--lang", "en"]
            .iter()
            .chain(args)
            .copied()
            .collect();
        site.run(&args).exits(2).stderr
    };
    assert!(said(&[]).starts_with("error[history/no-repository]: `.` is in no work tree of git\n"));
    site.git("2020-08-01", &["init", "--quiet"]);
    assert_eq!(
        said(&[]),
        "error[history/no-commit]: nothing is committed in git yet\n |\n \
         = help: commit first, with `git add .` and `git commit`\n\nerrors: 1, warnings: 0\n"
    );
    site.commit("2020-08-01", "录入");
    assert_eq!(
        said(&["plans/2021"]),
        "error[history/unknown-path]: git remembers nothing of `plans/2021`\n |\n = help: write a path of the content or of the site, such as `plans/2020-q2/01/02`; what is not committed has none\n\nerrors: 1, warnings: 0\n"
    );
}
