//! Pages and feed.

use scraper::{Html, Selector};

use super::{CARD, FIRST, SECOND, corrected, fresh, task};
use crate::support::{DAY, Site, Tree, assert_same_tree, tree};

fn page<'t>(tree: &'t Tree, path: &str) -> &'t str {
    let bytes = tree.get(path).unwrap_or_else(|| panic!("no {path}"));
    str::from_utf8(bytes).unwrap()
}

/// The words of what a selector finds, each with single spaces.
fn words(html: &str, css: &str) -> Vec<String> {
    let html = Html::parse_document(html);
    let found = Selector::parse(css).unwrap();
    html.select(&found)
        .map(|found| {
            let text: String = found.text().collect();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .collect()
}

#[test]
fn corrections_are_told_on_pages_of_their_own() {
    let (site, commits) = corrected("");
    let built = site.build();
    let short = &commits[1][..12];
    let histories: Vec<&String> = built
        .keys()
        .filter(|path| path.contains("history") && path.ends_with(".html"))
        .collect();
    assert_eq!(
        histories,
        ["plans/2020/01/01.history.html", "plans/2020/history.html"]
    );
    let of_task = page(&built, "plans/2020/01/01.history.html");
    assert_eq!(
        words(of_task, "main"),
        [format!(
            "修订记录1.1 推进一件事联办本页列出公开以来的每一次修订：加下划线的是加入的文字，加删除线的是删去的文字。\
             2020-08-02 12:00:00 更正企业数版本 {short}更正说明 企业数应为238家， 并补充责任单位。 \
             责任单位区科技局[加入、各街道]进展情况发动[删去233][加入238]家企业注册。 2020-07-22 首次发布"
        )]
    );
    assert_eq!(words(of_task, "del"), ["[删去233]"]);
    assert!(of_task.contains("noindex"));
    assert!(!of_task.contains("编辑甲"));
    let whole = page(&built, "plans/2020/history.html");
    assert_eq!(
        words(whole, "main li"),
        [
            format!(
                "2020-08-02 12:00:00 更正企业数版本 {short}更正说明 企业数应为238家， 并补充责任单位。 \
                 项目内容 1.1 推进一件事联办 责任单位区科技局[加入、各街道]进展情况发动[删去233][加入238]家企业注册。"
            ),
            "2020-07-22 首次发布".to_owned()
        ]
    );
    // The pages themselves lead there; one that was not corrected does not.
    let task = page(&built, "plans/2020/01/01.html");
    assert_eq!(
        words(task, "a[href='01.history.html']"),
        ["最近修订 2020-08-02"]
    );
    let disclosure = page(&built, "plans/2020/index.html");
    assert_eq!(
        words(disclosure, "a[href='history.html']"),
        ["最近修订 2020-08-02"]
    );
    assert!(!page(&built, "plans/2020/01/02.html").contains("最近修订"));
    for map in ["sitemap.xml", "site-map.html"] {
        assert!(!page(&built, map).contains("history"), "{map}");
    }
    let feed = page(&built, "plans/feed.xml");
    assert!(
        feed.contains(&format!(
            " <entry>\n  <title>更正：第二季度重点任务</title>\n  <id>tag:www.example.gov.cn,2020:00000000-0/2020-00001:{short}</id>\n  \
             <link rel=\"alternate\" type=\"text/html\" href=\"https://www.example.gov.cn/plans/2020/history.html#r-{short}\"/>\n  \
             <published>2020-08-02T12:00:00+08:00</published>\n  <updated>2020-08-02T12:00:00+08:00</updated>\n  \
             <summary>企业数应为238家， 并补充责任单位。</summary>\n </entry>\n"
        )),
        "{feed}"
    );
    assert!(feed.contains(" <updated>2020-08-02T12:00:00+08:00</updated>\n <author>"));
}

#[test]
fn a_site_says_what_is_told() {
    let (site, _) = corrected("[history]\nauthors = true\n");
    let built = site.build();
    let told = page(&built, "plans/2020/01/01.history.html");
    assert!(words(told, ".facts")[0].ends_with("修订人 编辑甲"));
    let (site, _) = corrected("[history]\nshow = false\n");
    let built = site.build();
    assert!(!built.keys().any(|path| path.ends_with("history.html")));
    assert!(!page(&built, "plans/feed.xml").contains("更正"));
}

/// Neither a draft, nor what was not yet due, nor what is private and was taken out.
#[test]
fn what_nobody_could_read_is_not_told() {
    let site = fresh("");
    let card = site.read(CARD);
    site.write(CARD, &format!("{card}draft = true\n"));
    site.commit("2020-08-01", "录入");
    site.write(FIRST, &task("\"区科技局\"", "草稿里的话。"));
    site.commit("2020-08-02", "草稿\n\nCorrection: 草稿里的更正\n");
    site.write(CARD, &card);
    site.write(
        FIRST,
        &task("\"区科技局\"", "定稿的话，联系人手机13812345678。"),
    );
    site.commit("2020-08-03", "定稿");
    site.write(FIRST, &task("\"区科技局\"", "定稿的话。"));
    site.commit("2020-08-04", "删去手机13812345678");
    std::fs::remove_file(site.path(SECOND)).unwrap();
    site.commit("2020-08-05", "删去第二项");
    let built = site.build();
    for (path, bytes) in &built {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("草稿里"), "{path}");
        assert!(!text.contains("13812345678"), "{path}");
    }
    let told = words(page(&built, "plans/2020/history.html"), "main li");
    let told: Vec<String> = told
        .iter()
        .map(|told| {
            told.split(' ')
                .filter(|word| word.len() != 12 || !word.is_ascii())
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    assert_eq!(
        told,
        [
            "2020-08-05 12:00:00 删去第二项版本 已删去的部分 增长15% 删去",
            "2020-08-04 12:00:00 删去手机（个人信息，不再显示）版本 项目内容 1.1 推进一件事联办 进展情况定稿的话[删去，联系人手机（个人信息，不再显示）]。",
            "2020-07-22 首次发布"
        ]
    );
}

/// They hang on the commits, and on nothing of the clone.
#[test]
fn every_clone_tells_the_same() {
    let (site, _) = corrected("");
    site.git("2020-08-04", &["switch", "--quiet", "--create", "side"]);
    site.write(SECOND, "title = \"增长15%\"\nprogress = \"增长4%。\"\n");
    site.commit("2020-08-04", "支线更正");
    site.git("2020-08-05", &["switch", "--quiet", "main"]);
    site.write(CARD, &(site.read(CARD) + "summary = \"概述\"\n"));
    site.commit("2020-08-05", "概述");
    let first = site.build();
    site.git(
        "2020-08-06",
        &["merge", "--quiet", "--no-ff", "--message", "合并", "side"],
    );
    // What was kept of the history grows, and is as if it was read at once.
    let grown = site.build();
    assert_ne!(first, grown);
    let elsewhere = Site::of(&[("a", "")]);
    std::fs::remove_dir_all(elsewhere.root()).unwrap();
    let root = site.root();
    let parent = elsewhere.root();
    std::fs::create_dir_all(parent.parent().unwrap()).unwrap();
    let clone = [
        "clone",
        "--quiet",
        root.to_str().unwrap(),
        parent.to_str().unwrap(),
    ];
    site.git("2020-08-07", &clone);
    elsewhere.git("2020-08-07", &["pack-refs", "--all"]);
    let cloned = elsewhere.build();
    assert_same_tree(&cloned, &grown, "the clone");
    let kept = site.path(".public.gongkai/history");
    for damage in [&b""[..], b"x", b"not at all what was kept there"] {
        std::fs::write(&kept, damage).unwrap();
        site.run(&["build", "--full", "--as-of", DAY]).exits(0);
        assert_same_tree(&tree(&site.public()), &grown, "after damage");
        assert!(std::fs::read(&kept).unwrap().len() > 100);
    }
}
