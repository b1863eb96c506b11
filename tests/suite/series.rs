//! Reports of one plan, period after period, as the whole program sees them.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use crate::support::{Run, Site, assert_same_tree, gongkai, tree};

const DAY: &str = "2020-12-31";

/// The site of `tests/fixtures/series`.
fn site() -> Site {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/series");
    let site = Site::of(&[]);
    for entry in WalkDir::new(&from) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(&from).unwrap();
            let text = fs::read_to_string(entry.path()).unwrap();
            site.write(path.to_str().unwrap(), &text);
        }
    }
    site
}

/// What a build writes that has only to do what changed is what one writes that does everything.
#[test]
fn what_changes_in_one_period_is_seen_in_the_others() {
    let site = site();
    site.run(&["build", "--as-of", DAY]).exits(0);
    let task = "content/plans/2019-q2/01/01.toml";
    let text = site.read(task).replace("开工建设", "已经开工建设");
    site.write(task, &text);
    site.run(&["build", "--as-of", DAY]).exits(0);
    for page in [
        "plans/2019-q1/01/01.html",
        "plans/2019-q2/01/01.html",
        "plans/2020-q1/01/01.html",
    ] {
        assert!(
            site.read(&format!("public/{page}"))
                .contains("已经开工建设")
        );
    }
    let whole = tempfile::tempdir().unwrap();
    let whole = whole.path().join("public");
    let (root, output) = (site.root(), whole.to_str().unwrap());
    let args = [
        "build",
        "--as-of",
        DAY,
        "--root",
        root.to_str().unwrap(),
        "--output-dir",
        output,
    ];
    Run::of(&mut gongkai(&args)).exits(0);
    assert_same_tree(&tree(&site.public()), &tree(&whole), "a build anew");
}

/// A report that is held back is nowhere until its day, and then in the course of its tasks.
#[test]
fn a_report_joins_its_series_on_its_day() {
    let site = site();
    let course = "public/plans/2019-q1/01/01.html";
    site.run(&["build", "--as-of", "2021-01-09"]).exits(0);
    assert!(!site.read(course).contains("没有到期的话"));
    assert!(
        !site
            .path("public/series/zhong-dian-ren-wu/2020-q3.html")
            .exists()
    );
    site.run(&["build", "--as-of", "2021-01-10"]).exits(0);
    assert!(site.read(course).contains("没有到期的话"));
    assert!(
        site.path("public/series/zhong-dian-ren-wu/2020-q3.html")
            .exists()
    );
    assert!(
        !site.read(course).contains("草稿里的话"),
        "a draft has no day"
    );
}
