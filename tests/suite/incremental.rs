//! A build that knows the last one writes what a build that knows nothing would.

use std::fs;

use crate::support::{DAY, Large, Site, assert_same_tree, large_site, tree};

const SITE: Large = Large {
    chapters: 3,
    tasks: 5,
    edition: "第一版",
};

/// Builds as usual, and everything anew elsewhere; gives the exit code of both.
#[track_caller]
fn build_both(site: &Site, what: &str) -> Option<i32> {
    let usual = site.run(&["build", "--as-of", DAY]);
    let args = ["build", "--as-of", DAY, "--full", "--output-dir", "clean"];
    let clean = site.run(&args);
    assert_eq!(usual.code, clean.code, "{what}: {}", usual.stderr);
    if usual.code == Some(0) {
        let (found, expected) = (tree(&site.path("public")), tree(&site.path("clean")));
        assert_same_tree(&found, &expected, what);
    }
    usual.code
}

/// Numbers that look random and are the same in every run (Marsaglia's xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

/// Files below a folder of the site that end like this.
fn below(site: &Site, folder: &str, end: &str) -> Vec<String> {
    crate::support::files(&site.path(folder))
        .into_iter()
        .filter(|path| path.ends_with(end))
        .map(|path| format!("{folder}/{path}"))
        .collect()
}

fn tasks(site: &Site) -> Vec<String> {
    let is_task = |path: &String| {
        let (folder, name) = path.rsplit_once('/').unwrap();
        !["chapter", "column", "disclosure"]
            .iter()
            .any(|marker| name.starts_with(marker))
            && site.path(&format!("{folder}/chapter.toml")).exists()
    };
    let mut tasks = below(site, "content", ".toml");
    tasks.retain(is_task);
    tasks
}

/// Changes something and says what.
fn edit(site: &Site, numbers: &mut Numbers, round: usize) -> String {
    let task = {
        let tasks = tasks(site);
        tasks[numbers.below(tasks.len())].clone()
    };
    let text = site.read(&task);
    let replaced = |from: &str, to: &str| text.replacen(from, to, 1);
    match numbers.below(14) {
        0 => site.write(&task, &replaced("title = \"", &format!("title = \"第{round}次改写"))),
        1 => site.write(&format!("{}-{round}.toml", task.trim_end_matches(".toml")), &text),
        2 if tasks(site).len() > 8 => fs::remove_file(site.path(&task)).unwrap(),
        3 => fs::rename(site.path(&task), site.path(&task.replace(".toml", &format!("r{round}.toml")))).unwrap(),
        4 => {
            // As long as before, and as old.
            let path = site.path(&task);
            let modified = fs::metadata(&path).unwrap().modified().unwrap();
            let title = text.find("title = \"").unwrap() + "title = \"".len();
            let first = text[title..].chars().next().unwrap();
            let other = if first == '甲' { '乙' } else { '甲' };
            if first.len_utf8() == other.len_utf8() {
                let mut changed = text.clone();
                changed.replace_range(title..title + first.len_utf8(), &other.to_string());
                fs::write(&path, changed).unwrap();
                fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
            }
        }
        5 => {
            let units = site.read("content/units.toml");
            let mut lines: Vec<&str> = units.lines().collect();
            lines.retain(|line| !line.starts_with("full_name"));
            let units = lines.join("\n").replacen("name = \"第3局\"", &format!("name = \"第3局\"\nfull_name = \"全名{round}\""), 1);
            site.write("content/units.toml", &format!("{units}\n"));
            return format!("units {round}");
        }
        6 => {
            let column = below(site, "content", "column.toml");
            let column = &column[numbers.below(column.len())];
            let text = site.read(column);
            site.write(column, &text.replacen("title = \"", "title = \"改", 1));
        }
        7 => site.write(
            "themes/default/templates/404.html",
            &format!("{{% extends \"base.html\" %}}{{% block main %}}<h1>{round}</h1>{{% endblock main %}}"),
        ),
        8 => site.write("themes/default/styles/8-own.css", &format!(".a {{ width: {round}px }}")),
        9 => {
            let pages = below(site, "public", ".html");
            let page = site.path(&pages[numbers.below(pages.len())]);
            let mut bytes = fs::read(&page).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(&page, bytes).unwrap();
        }
        10 => {
            let kind = [".json", ".bin"][numbers.below(2)];
            let files = below(site, "public", kind);
            fs::remove_file(site.path(&files[numbers.below(files.len())])).unwrap();
        }
        11 => {
            let name = ["known", "search"][numbers.below(2)];
            let known = site.path(&format!(".public.gongkai/{name}"));
            let mut bytes = fs::read(&known).unwrap();
            let at = numbers.below(bytes.len());
            bytes[at] ^= 1;
            if numbers.below(2) == 0 {
                bytes.truncate(at);
            }
            fs::write(known, bytes).unwrap();
        }
        12 => {
            let settings = site.read("site.toml");
            site.write("site.toml", &settings.replacen("name = \"", "name = \"新", 1));
        }
        _ => {
            site.write(&task, &format!("{text}\nno_such_key = 1\n"));
            assert_eq!(build_both(site, "a faulty task"), Some(1));
            site.write(&task, &text);
        }
    }
    format!("round {round}: {task}")
}

fn random_edits(seed: u64) {
    let site = large_site(SITE);
    let mut numbers = Numbers(seed);
    assert_eq!(build_both(&site, "the first build"), Some(0));
    for round in 0..25 {
        let what = edit(&site, &mut numbers, round);
        let what = format!("seed {seed}, {what}");
        assert_eq!(build_both(&site, &what), Some(0), "{what}");
    }
}

#[test]
fn edits_of_every_sort_reach_the_output() {
    random_edits(0x9e37_79b9_7f4a_7c15);
}

#[test]
fn edits_in_another_order_do_so_too() {
    random_edits(0x2545_f491_4f6c_dd1d);
}

#[test]
fn nothing_is_done_if_nothing_changed() {
    let site = large_site(SITE);
    let result = || {
        site.run(&["build", "--as-of", DAY, "--format", "json"])
            .exits(0)
            .json()
            .clone()
    };
    let mut expected = result();
    assert!(expected["written"].as_u64().unwrap() > 30, "{expected}");
    expected["unchanged"] = expected["files"].clone();
    expected["written"] = 0.into();
    // A file that was written within a tick of the clock before a build may change once more and look the
    // same, so its time is not trusted yet.
    let does_nothing = || {
        !site
            .run(&["build", "--as-of", DAY, "--timings", "--lang", "en"])
            .exits(0)
            .stderr
            .contains("pages rendered")
    };
    assert!((0..100).any(|_| does_nothing()));
    assert_eq!(result(), expected);
    fs::remove_dir_all(site.path(".public.gongkai")).unwrap();
    assert!(!does_nothing(), "what is remembered was removed");
    assert_eq!(result(), expected);
}
