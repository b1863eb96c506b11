//! Lists that fall into pages.

use crate::support::{DAY, Large, Site, large};

/// A site with five disclosures, of which a page of a list holds so many.
fn site(per_page: usize) -> Site {
    let mut files = Vec::new();
    for (path, text) in large(Large {
        chapters: 1,
        tasks: 60,
        edition: "第一版",
    }) {
        let Some(rest) = path.strip_prefix("content/plans/2026/") else {
            let text = if path == "site.toml" {
                format!("per_page = {per_page}\n{text}")
            } else {
                text
            };
            files.push((path, text));
            continue;
        };
        for number in 1..=5 {
            let text = text
                .replace("2026-00001", &format!("2026-0000{number}"))
                .replace("2026-01-05", &format!("2026-01-0{number}"))
                .replace("重点任务", &format!("重点任务之{number}，"));
            files.push((format!("content/plans/d{number}/{rest}"), text));
        }
    }
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    Site::of(&files)
}

/// The links of a page that lead to its site, in order.
fn hrefs(html: &str) -> Vec<&str> {
    html.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

#[test]
fn what_a_unit_answers_for_falls_into_pages() {
    pages_of_a_unit(&site(2));
    // It has nine tasks in each: a page that may have three disclosures is full with two.
    pages_of_a_unit(&site(3));
}

fn pages_of_a_unit(site: &Site) {
    site.run(&["build", "--as-of", DAY]).exits(0);
    // The older, full page is counted from the oldest; the newest holds the rest.
    for (page, up, shown) in [
        ("units/unit-3.html", "../", vec![5, 4, 3]),
        ("units/unit-3/page-1.html", "../../", vec![2, 1]),
    ] {
        let html = site.read(&format!("public/{page}"));
        let groups: Vec<String> = hrefs(&html)
            .into_iter()
            .filter(|href| {
                href.ends_with("/index.html") && href.contains("plans/d") && !href.contains("/01/")
            })
            .map(str::to_owned)
            .collect();
        let expected: Vec<String> = shown
            .iter()
            .map(|number| format!("{up}plans/d{number}/index.html"))
            .collect();
        assert_eq!(groups, expected, "{page}");
    }
    // The rest of the tasks of a unit stand on its page with the same disclosure.
    let task = site.read("public/plans/d1/01/02.html");
    let more: Vec<&str> = hrefs(&task)
        .into_iter()
        .filter(|href| href.contains("units/unit-3"))
        .collect();
    assert_eq!(
        more.last(),
        Some(&"../../../units/unit-3/page-1.html"),
        "{more:?}"
    );
    let newest = site.read("public/plans/d5/01/02.html");
    assert!(!newest.contains("units/unit-3/page"));
}
