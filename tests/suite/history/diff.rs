//! `gongkai diff`.

use serde_json::{Value, json};

use super::{CARD, FIRST, SECOND, corrected, fresh, task};
use crate::support::Site;

fn diff(site: &Site, args: &[&str]) -> String {
    let args: Vec<&str> = ["diff"].iter().chain(args).copied().collect();
    site.run(&args).exits(0).stdout
}

#[test]
fn in_the_words_of_the_field() {
    let (site, commits) = corrected("");
    let (a, b) = (&commits[0][..12], &commits[1][..12]);
    assert_eq!(
        diff(&site, &["HEAD~2", "HEAD~1"]),
        format!(
            "从 HEAD~2 ({a}) 到 HEAD~1 ({b})：\n\n\
             第二季度重点任务 [00000000-0/2020-00001] plans/2020\n  \
             任务 1.1「推进一件事联办」：\n    \
             责任单位：{{+各街道+}}\n    \
             进展情况：发动[-233-]{{+238+}}家企业注册。\n"
        )
    );
    let c = &commits[2][..12];
    assert_eq!(
        diff(&site, &["HEAD~1", "HEAD", "--lang", "en"]),
        format!("HEAD~1 ({b}) and HEAD ({c}) say the same\n")
    );
    assert_eq!(
        diff(&site, &["--lang", "en"]),
        format!("HEAD ({c}) and the files as they are say the same\n")
    );
    // Everything else that may happen, before it is committed.
    let card = site
        .read(CARD)
        .replace("00000000-0/2020-00001", "00000000-0/2020-00002");
    site.write(CARD, &(card + "keywords = [\"甲\", \"乙\"]\n"));
    site.write("content/plans/2020/files/a.txt", "甲");
    std::fs::rename(
        site.path(SECOND),
        site.path("content/plans/2020/01/03.toml"),
    )
    .unwrap();
    site.write(SECOND, "title = \"新的一项\"\nstatus = \"done\"\n");
    site.write("content/guide.md", "+++\ntitle = \"指南\"\n+++\n\n一\n");
    site.write("content/plans/column.toml", "title = \n");
    std::fs::remove_file(site.path(FIRST)).unwrap();
    site.write("site.toml", &(site.read("site.toml") + "# 说明\n"));
    assert_eq!(
        diff(&site, &["--lang", "en"]),
        format!(
            "from HEAD ({c}) to the files as they are:\n\n\
             第二季度重点任务 [00000000-0/2020-00002] plans/2020\n  \
             index number: [-00000000-0/2020-00001-]{{+00000000-0/2020-00002+}}\n  \
             keywords: {{+甲+}}, {{+乙+}}\n  \
             task 1.1 “推进一件事联办”: removed\n  \
             task 1.1 “新的一项”: added\n  \
             task 1.2 “增长15%”:\n    \
             moved from content/plans/2020/01/02.toml to content/plans/2020/01/03.toml\n  \
             file a.txt: added\n\n\
             others\n  \
             page “指南”: added\n  \
             column content/plans/column.toml: it could not be read then\n  \
             file site.toml: replaced\n"
        )
        .replace("page “指南”", "page 指南")
    );
}

#[test]
fn disclosures_and_chapters_that_move() {
    let (site, _) = corrected("");
    site.git(
        "2020-08-04",
        &["mv", "content/plans/2020", "content/plans/2020-q2"],
    );
    site.git(
        "2020-08-04",
        &["mv", "content/plans/2020-q2/01", "content/plans/2020-q2/02"],
    );
    site.write(
        "content/plans/2020-q2/01/chapter.toml",
        "title = \"民生\"\n",
    );
    site.write("content/plans/2020-q2/01/01.toml", "title = \"新建学校\"\n");
    let told = diff(&site, &["--lang", "en"]);
    let told = told.split_once("\n\n").unwrap().1;
    assert_eq!(
        told,
        "第二季度重点任务 [00000000-0/2020-00001] plans/2020-q2\n  \
         moved from content/plans/2020/disclosure.toml to content/plans/2020-q2/disclosure.toml\n  \
         chapter 1 “民生”: added\n  \
         task 1.1 “新建学校”: added\n  \
         chapter 2 “经济”:\n    \
         was chapter 1, is 2\n    \
         moved from content/plans/2020/01/chapter.toml to content/plans/2020-q2/02/chapter.toml\n  \
         task 2.1 “推进一件事联办”:\n    \
         was task 1.1, is 2.1\n    \
         moved from content/plans/2020/01/01.md to content/plans/2020-q2/02/01.md\n  \
         task 2.2 “增长15%”:\n    \
         was task 1.2, is 2.2\n    \
         moved from content/plans/2020/01/02.toml to content/plans/2020-q2/02/02.toml\n"
    );
}

#[test]
fn for_programs() {
    let (site, commits) = corrected("");
    let document: Value =
        serde_json::from_str(&diff(&site, &["HEAD~2", "HEAD", "--format", "json"])).unwrap();
    assert_eq!(
        document,
        json!({
            "from": {"revision": "HEAD~2", "commit": commits[0]},
            "to": {"revision": "HEAD", "commit": commits[2]},
            "disclosures": [{
                "path": "plans/2020",
                "title": "第二季度重点任务",
                "index_number": "00000000-0/2020-00001",
                "card": null,
                "parts": [{
                    "kind": "task",
                    "path": FIRST,
                    "moved_from": null,
                    "label": "1.1",
                    "label_before": null,
                    "title": "推进一件事联办",
                    "change": "changed",
                    "fields": [
                        {"field": "units", "before": ["区科技局"], "after": ["区科技局", "各街道"]},
                        {"field": "progress", "before": "发动233家企业注册。", "after": "发动238家企业注册。"}
                    ]
                }]
            }],
            "others": []
        })
    );
    let schema: Value =
        serde_json::from_str(&site.run(&["schema", "diff"]).exits(0).stdout).unwrap();
    assert!(
        jsonschema::validator_for(&schema)
            .unwrap()
            .is_valid(&document)
    );
    assert!(
        !jsonschema::validator_for(&schema)
            .unwrap()
            .is_valid(&json!({"from": 1}))
    );
}

/// In no form, by no command.
#[test]
fn private_texts_are_masked() {
    let site = fresh("");
    let secret = "13812345678";
    site.write(FIRST, &task("\"区科技局\"", &format!("联系人{secret}。")));
    site.commit(
        "2020-08-01",
        &format!("录入{secret}\n\nCorrection: 原为{secret}\n"),
    );
    site.write(FIRST, &task("\"区科技局\"", "联系人见公告。"));
    site.commit("2020-08-02", "删去");
    for args in [
        &["diff", "HEAD~1", "HEAD"][..],
        &["diff", "HEAD~1", "HEAD", "--format", "json"],
        &["diff", "HEAD~1", "HEAD", "--format", "html"],
        &["log"],
        &["log", "--format", "json"],
    ] {
        let told = site.run(args).exits(0).stdout;
        assert!(!told.contains(secret), "{args:?}");
        assert!(told.contains("138****5678"), "{args:?}: {told}");
    }
}

#[test]
fn on_paper_to_be_signed() {
    let site = fresh("");
    site.commit("2020-08-01", "录入");
    site.write(FIRST, &task("\"区科技局\"", "发动<238>家企业注册。"));
    let html = diff(&site, &["--format", "html"]);
    assert!(html.starts_with("<!doctype html>\n<html lang=\"zh-CN\">\n"));
    assert!(html.contains(
        "<h3>任务 1.1「推进一件事联办」</h3>\n<p class=\"path\">content/plans/2020/01/01.md</p>\n<dl>\n<dt>进展情况</dt><dd>发动<del title=\"删去\">233</del><ins title=\"加入\">&lt;238&gt;</ins>家企业注册。</dd>\n</dl>\n"
    ), "{html}");
    assert!(html.contains(
        "<th scope=\"col\">拟稿</th><th scope=\"col\">审核</th><th scope=\"col\">签发</th>"
    ));
    for foreign in ["<script", "http:", "https:", "src=", "url("] {
        assert!(!html.contains(foreign), "{foreign}");
    }
    let refused = site
        .run(&["check", "--format", "html", "--lang", "en"])
        .exits(2);
    let told = "error[usage]: `--format html` is for diff\n";
    assert!(refused.stderr.starts_with(told), "{}", refused.stderr);
}

#[test]
fn with_the_last_release() {
    let (site, commits) = corrected("");
    let said = |code| {
        site.run(&["diff", "--released", "--lang", "en"])
            .exits(code)
    };
    let hint =
        " |\n = help: commit the content, then run `gongkai build`\n\nerrors: 1, warnings: 0\n";
    assert_eq!(
        said(2).stderr,
        format!("error[history/no-release]: there is no release in `./public`\n{hint}")
    );
    site.build();
    let short = &commits[2][..12];
    assert_eq!(
        said(0).stdout,
        format!("the last release ({short}) and the files as they are say the same\n")
    );
    site.write(SECOND, "title = \"增长15%\"\nprogress = \"增长4%。\"\n");
    assert_eq!(
        said(0).stdout,
        format!(
            "from the last release ({short}) to the files as they are:\n\n\
             第二季度重点任务 [00000000-0/2020-00001] plans/2020\n  \
             task 1.2 “增长15%”:\n    \
             progress: 增长[-3%-]{{+4%+}}。\n"
        )
    );
    site.build();
    assert_eq!(
        said(2).stderr,
        format!(
            "error[history/no-release]: the release in `./public` was not built from committed content: its manifest names no commit\n{hint}"
        )
    );
    let many = site
        .run(&["diff", "--released", "HEAD", "HEAD~1", "--lang", "en"])
        .exits(2);
    assert!(
        many.stderr
            .starts_with("error[usage]: beside `--released` there may be one revision only\n")
    );
}

#[test]
fn what_cannot_be_compared_is_told() {
    let site = fresh("");
    let said = site.run(&["diff", "--lang", "en"]).exits(2).stderr;
    assert!(said.starts_with("error[history/no-repository]: `.` is in no work tree of git\n"));
    site.commit("2020-08-01", "录入");
    let said = site.run(&["diff", "v1", "--lang", "en"]).exits(2).stderr;
    assert!(said.starts_with("error[history/unknown-revision]: git knows no revision `v1`\n"));
}
