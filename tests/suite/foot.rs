//! The foot of every page, and what the navigation leads to.

use std::path::Path;

use scraper::{ElementRef, Html, Selector};

use crate::support::{Run, Site, Tree, gongkai, tree};

const BASE: &str = "https://www.example.gov.cn/open/";

/// The pages of the small site.
fn small() -> Tree {
    let out = tempfile::tempdir().unwrap();
    let public = out.path().join("public");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/small");
    let mut build = gongkai(&["build", "--as-of", "2020-12-31", "--root"]);
    build.arg(root).arg("--output-dir").arg(&public);
    let _built: Run = Run::of(&mut build).exits(0);
    let mut pages = tree(&public);
    pages.retain(|path, _| path.ends_with(".html"));
    pages
}

fn html(bytes: &[u8]) -> Html {
    Html::parse_document(std::str::from_utf8(bytes).unwrap())
}

fn select<'a>(html: &'a Html, css: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(css).unwrap()).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect()
}

fn texts(html: &Html, css: &str) -> Vec<String> {
    select(html, css).into_iter().map(text).collect()
}

fn href(html: &Html, css: &str) -> String {
    let found = select(html, css);
    assert_eq!(found.len(), 1, "{css}");
    found[0].attr("href").unwrap().to_owned()
}

#[test]
fn every_page_has_every_item_of_the_foot() {
    let pages = small();
    assert!(pages.len() > 20);
    for (path, bytes) in &pages {
        let page = html(bytes);
        assert_eq!(
            texts(&page, ".site-footer .foot-facts li"),
            [
                "主办单位：小示例区人民政府",
                "承办单位：小示例区大数据局",
                "联系方式：0571-00000000",
                "网站标识码：3301059999",
                "浙ICP备00000000号-1（外部链接）",
                "浙公网安备 33010000000000号（外部链接）",
                "党政机关网站标识（外部链接）",
                "我为政府网站找错（外部链接）",
            ],
            "{path}"
        );
        assert_eq!(
            href(&page, ".site-footer .icp"),
            "https://beian.miit.gov.cn/"
        );
        assert_eq!(
            href(&page, ".site-footer .public-security"),
            "https://beian.mps.gov.cn/#/query/webSearch?code=33010000000000"
        );
        assert_eq!(
            href(&page, ".site-footer .certificate"),
            "https://certificate.example.gov.cn/show?id=0000"
        );
        let links = texts(&page, ".site-footer nav li");
        assert_eq!(
            links[..4],
            ["网站地图", "信息公开目录", "责任单位", "联系我们"],
            "{path}"
        );
        assert!(select(&page, ".site-footer img").is_empty());
    }
}

#[test]
fn errors_are_reported_of_the_page_they_are_on() {
    let start = "https://report.example.gov.cn/jump?site_code=3301059999&url=";
    let mut pages = small();
    for (path, page) in [
        ("index.html", "open%2F"),
        ("guide.html", "open%2Fguide.html"),
        (
            "plans/key/2020-q2/01/01.html",
            "open%2Fplans%2Fkey%2F2020-q2%2F01%2F01.html",
        ),
        ("plans/key/index.html", "open%2Fplans%2Fkey%2F"),
        // It is shown in place of any page: the site is reported.
        ("404.html", "open%2F"),
    ] {
        let page = format!("{start}https%3A%2F%2Fwww.example.gov.cn%2F{page}");
        let bytes = pages.remove(path).unwrap();
        assert_eq!(href(&html(&bytes), ".report-errors"), page, "{path}");
    }
    for (path, bytes) in &pages {
        let page = html(bytes);
        let reported = href(&page, ".report-errors");
        let canonical = href(&page, "link[rel=canonical]");
        let below = canonical.strip_prefix(BASE).unwrap();
        assert!(reported.ends_with(&below.replace('/', "%2F")), "{path}");
    }
}

#[test]
fn the_navigation_starts_with_the_statutory_columns() {
    let pages = small();
    for (path, current) in [
        ("index.html", Some("首页")),
        ("guide.html", Some("指南")),
        ("contact.html", None),
        ("plans/index.html", Some("规划计划")),
        ("plans/key/index.html", Some("重点任务")),
        ("plans/key/2020-q2/01/01.html", Some("重点任务")),
        ("notices/2020-05/index.html", Some("通知公告")),
        ("units/office.html", Some("责任单位")),
        ("catalogue/page-1.html", Some("信息公开目录")),
    ] {
        let page = html(&pages[path]);
        assert_eq!(
            texts(&page, ".site-nav li"),
            [
                "首页",
                "指南",
                "重点任务",
                "规划计划",
                "通知公告",
                "信息公开目录",
                "责任单位"
            ],
            "{path}"
        );
        let marked = texts(&page, ".site-nav [aria-current]");
        assert_eq!(marked, current.as_slice(), "{path}");
    }
}

#[test]
fn the_marks_of_others_are_shown_where_the_theme_has_them() {
    let site = Site::new();
    let settings = site.read("site.toml").replace("\n# [foot]\n", "\n[foot]\n");
    site.write(
        "site.toml",
        &settings.replace(
            "\n[foot]\n",
            "\n[foot]\ncertificate = \"https://certificate.example.gov.cn/\"\npublic_security = \"浙公网安备33010000000000号\"\n",
        ),
    );
    site.write("themes/default/static/conac.png", "a picture");
    site.write("themes/default/static/police.svg", "a picture");
    let page = html(&site.build()["plans/index.html"]);
    let certificate = select(&page, ".certificate img");
    assert_eq!(certificate.len(), 1);
    assert_eq!(certificate[0].attr("alt"), Some("党政机关网站标识"));
    assert!(
        certificate[0]
            .attr("src")
            .unwrap()
            .starts_with("../assets/conac-")
    );
    let police = select(&page, ".public-security img");
    assert_eq!(police.len(), 1);
    assert_eq!(police[0].attr("alt"), Some(""));
    assert_eq!(
        texts(&page, ".public-security"),
        [" 浙公网安备33010000000000号（外部链接）"]
    );
}

#[test]
fn without_statutory_places_the_navigation_is_that_of_the_columns() {
    let site = Site::new();
    let settings = site.read("site.toml");
    let places = ["guide", "mandatory", "on_request", "accessibility"];
    let without: Vec<&str> = settings
        .lines()
        .filter(|line| !places.iter().any(|place| line.starts_with(place)))
        .collect();
    site.write("site.toml", &without.join("\n"));
    let page = html(&site.build()["plans/2026/01/01.html"]);
    assert_eq!(
        texts(&page, ".site-nav li"),
        ["首页", "规划计划", "信息公开目录", "责任单位"]
    );
    assert_eq!(texts(&page, ".site-nav [aria-current]"), ["规划计划"]);
    assert_eq!(
        texts(&page, ".site-footer .foot-facts li"),
        ["主办单位：示例单位"]
    );
}
