//! `gongkai search` on built sites.

use std::fs;

use serde_json::Value;

use crate::support::{DAY, Site};

fn json(site: &Site, args: &[&str]) -> Value {
    let args = [&["search", "--format", "json"], args].concat();
    site.run(&args).exits(0).json()
}

fn paths(answer: &Value) -> Vec<&str> {
    let hits = answer["hits"].as_array().unwrap();
    hits.iter()
        .map(|hit| hit["path"].as_str().unwrap())
        .collect()
}

#[test]
fn it_searches_what_is_public() {
    let site = Site::new();
    site.write(
        "content/plans/2026/01/02.md",
        "+++\ntitle = \"修缮“拱宸桥”\"\nunits = [\"区住建局\"]\n+++\n\n桥面**已**修好。\n",
    );
    site.write(
        "content/secret.md",
        "+++\ntitle = \"还没有写完的拱宸桥\"\ndraft = true\n+++\n",
    );
    site.write(
        "content/units.toml",
        &format!(
            "{}\n[[unit]]\nid = \"housing\"\nname = \"区住建局\"\n",
            site.read("content/units.toml")
        ),
    );
    site.run(&["build", "--as-of", DAY]).exits(0);
    let answer = json(&site, &["拱宸橋"]);
    assert_eq!(answer["exact"], 1);
    assert_eq!(paths(&answer), ["plans/2026/01/02.html"]);
    assert_eq!(answer["facets"]["unit"][0]["label"], "区住建局");
    let title = &answer["hits"][0]["title"];
    assert_eq!(title[1]["text"], "拱宸桥");
    assert_eq!(title[1]["found"], true);
    let marked = json(&site, &["已修好", "--facet", "unit=区住建局"]);
    assert_eq!(paths(&marked), ["plans/2026/01/02.html"], "without marks");
    let none = json(&site, &["拱宸桥", "--facet", "unit=nobody"]);
    assert_eq!(none["exact"], 0);
    let shown = site.run(&["search", "拱宸桥", "--lang", "en"]).exits(0);
    assert!(shown.stdout.starts_with("1 found\n"), "{}", shown.stdout);
    assert!(shown.stdout.contains("修缮“«拱宸桥»”"), "{}", shown.stdout);
    let none = site.run(&["search", "拱宸桥桥", "--lang", "en"]).exits(0);
    assert!(none.stdout.contains("nearest"), "{}", none.stdout);
    assert!(none.stderr.is_empty());
}

#[test]
fn what_is_wrong_is_told() {
    let site = Site::new();
    let run = |args: &[&str]| site.run(&[&["search", "--format", "json"], args].concat());
    assert_eq!(run(&["任务"]).exits(2).codes(), ["search/no-index"]);
    site.build();
    assert_eq!(run(&[&"长".repeat(257)]).exits(2).codes(), ["usage"]);
    site.run(&["search", "任务", "--facet", "colour=red"])
        .exits(2);
    site.run(&["search"]).exits(2);
    for entry in fs::read_dir(site.path("public/search")).unwrap() {
        let head = entry.unwrap().path().join("head.bin");
        if head.exists() {
            let bytes = fs::read(&head).unwrap();
            fs::write(&head, &bytes[..bytes.len() / 2]).unwrap();
        }
    }
    let damaged = run(&["任务"]).exits(3);
    assert_eq!(damaged.codes(), ["search/unreadable"]);
}
