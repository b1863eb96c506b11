//! A long run of random edits: whatever happens to the files, what a preview shows once they rest is
//! what a build of them writes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use gongkai::preview::{Folders, Inputs};
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use serde_json::Value;

use crate::preview::{Preview, without_addition};
use crate::support::{DAY, LISTS, Large, Run, Site, gongkai, large_site, tree};

/// How many edits are made unless `GONGKAI_SOAK` says another number, such as 2000.
const EDITS: usize = 200;
/// After so many edits, every page is compared with a build; after each, every task with the model.
const WHOLE: usize = 20;

/// The site as it should be: its files, and those that were broken on purpose.
struct Model {
    site: Site,
    files: BTreeMap<String, String>,
    /// What stood in the broken files.
    broken: BTreeMap<String, String>,
    rng: TestRng,
    made: usize,
}

impl Model {
    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.rng.next_u64() % most as u64).unwrap()
    }

    fn task(&mut self) -> Option<String> {
        let is_task = |path: &&String| {
            path.starts_with("content/plans/")
                && path.bytes().filter(|b| *b == b'/').count() == 4
                && !path.ends_with("chapter.toml")
        };
        let tasks: Vec<String> = self.files.keys().filter(is_task).cloned().collect();
        let at = self.below(tasks.len().max(1));
        tasks.get(at).cloned()
    }

    /// Writes a file in one of the ways of editors.
    fn put(&mut self, path: &str, text: &str) {
        let full = self.site.path(path);
        match self.below(4) {
            // In one go.
            0 => self.site.write(path, text),
            // Twice, first half of it.
            1 => {
                let half: String = text.chars().take(text.chars().count() / 2).collect();
                self.site.write(path, &half);
                self.site.write(path, text);
            }
            // Beside it, then in its place.
            2 => {
                let beside = full.with_file_name(".beside~");
                fs::create_dir_all(full.parent().unwrap()).unwrap();
                fs::write(&beside, text).unwrap();
                fs::rename(&beside, &full).unwrap();
            }
            // The old one aside, a new one in its place.
            _ => {
                let aside = full.with_file_name(".aside~");
                let was_there = fs::rename(&full, &aside).is_ok();
                self.site.write(path, text);
                if was_there {
                    fs::remove_file(aside).unwrap();
                }
            }
        }
        self.files.insert(path.to_owned(), text.to_owned());
    }

    /// Asks for the page of every chapter: each task that there should be is on it as it should be.
    fn assert_shown(&self, preview: &Preview, recent: &[String]) {
        for chapter in self
            .files
            .keys()
            .filter(|path| path.ends_with("/chapter.toml"))
        {
            let folder = chapter.strip_suffix("chapter.toml").unwrap();
            let address = folder.strip_prefix("content").unwrap();
            let page = preview.get(address);
            assert_eq!(page.status, 200, "{address}: {recent:#?}");
            let shown = page.text().matches("改动 ").count() + page.text().matches("进展 ").count();
            let mut expected = 0;
            for text in self
                .files
                .range(folder.to_owned()..)
                .take_while(|(path, _)| path.starts_with(folder))
                .map(|(_, text)| text)
            {
                let progress = text
                    .split_once("progress = \"")
                    .map(|(_, rest)| rest.split('"').next().unwrap());
                if let Some(progress) =
                    progress.filter(|text| text.starts_with("改动 ") || text.starts_with("进展 "))
                {
                    assert!(
                        page.text().contains(progress),
                        "{address} lacks {progress}: {recent:#?}"
                    );
                    expected += 1;
                }
            }
            assert_eq!(shown, expected, "{address}: {recent:#?}");
        }
    }

    /// Makes one edit; gives what it was.
    fn edit(&mut self) -> String {
        self.made += 1;
        let made = self.made;
        match self.below(12) {
            0 | 1 => {
                let chapter = self.below(4) + 1;
                let path = format!("content/plans/2026/{chapter:02}/new-{made}.toml");
                let text = format!(
                    "title = \"新任务 {made}\"\nunits = [\"第1局\"]\nprogress = \"进展 {made}\"\n"
                );
                if self
                    .files
                    .contains_key(&format!("content/plans/2026/{chapter:02}/chapter.toml"))
                {
                    self.put(&path, &text);
                }
                format!("create {path}")
            }
            2..=4 => {
                let Some(path) = self.task() else {
                    return "nothing to change".to_owned();
                };
                if !self.broken.contains_key(&path) {
                    let text = self.files[&path].clone();
                    let at = text.find("progress").unwrap();
                    let text = format!("{}progress = \"改动 {made}\"\n", &text[..at]);
                    self.put(&path, &text);
                }
                format!("change {path}")
            }
            5 => {
                let Some(path) = self.task() else {
                    return "nothing to delete".to_owned();
                };
                self.site.remove(&path);
                self.files.remove(&path);
                self.broken.remove(&path);
                format!("delete {path}")
            }
            6 => {
                let Some(path) = self.task() else {
                    return "nothing to rename".to_owned();
                };
                let folder = path.rsplit_once('/').unwrap().0;
                let to = format!("{folder}/moved-{made}.toml");
                fs::rename(self.site.path(&path), self.site.path(&to)).unwrap();
                let text = self.files.remove(&path).unwrap();
                self.files.insert(to.clone(), text);
                if let Some(good) = self.broken.remove(&path) {
                    self.broken.insert(to.clone(), good);
                }
                format!("rename {path} to {to}")
            }
            7 => {
                let Some(path) = self.task() else {
                    return "nothing to break".to_owned();
                };
                if !self.broken.contains_key(&path) {
                    let good = self.files[&path].clone();
                    let bad = good.replacen(
                        "title",
                        ["titel", "title x", "\u{0}", "[["][self.below(4)],
                        1,
                    );
                    self.broken.insert(path.clone(), good);
                    self.put(&path, &bad);
                }
                format!("break {path}")
            }
            8 | 9 => self.mend(),
            10 => self.folder(),
            _ => self.theme(),
        }
    }

    /// Mends everything that is broken.
    fn mend(&mut self) -> String {
        let broken = std::mem::take(&mut self.broken);
        for (path, good) in &broken {
            self.put(path, good);
        }
        format!("mend {:?}", broken.keys().collect::<Vec<_>>())
    }

    /// Renames a chapter's folder, or takes it away and puts it back.
    fn folder(&mut self) -> String {
        let is_chapter = |path: &&String| path.ends_with("/chapter.toml");
        let chapters: Vec<String> = self.files.keys().filter(is_chapter).cloned().collect();
        let at = self.below(chapters.len());
        let from = chapters[at]
            .strip_suffix("/chapter.toml")
            .unwrap()
            .to_owned();
        if self.below(2) == 0 {
            let away = self.site.root().join("away");
            fs::rename(self.site.path(&from), &away).unwrap();
            fs::rename(&away, self.site.path(&from)).unwrap();
            return format!("take away {from} and put it back");
        }
        let to = match from.strip_suffix("-x") {
            Some(plain) => plain.to_owned(),
            None => format!("{from}-x"),
        };
        fs::rename(self.site.path(&from), self.site.path(&to)).unwrap();
        let moved = |files: &mut BTreeMap<String, String>| {
            let inside: Vec<String> = files
                .keys()
                .filter(|path| path.starts_with(&format!("{from}/")))
                .cloned()
                .collect();
            for path in inside {
                let text = files.remove(&path).unwrap();
                files.insert(path.replacen(&from, &to, 1), text);
            }
        };
        moved(&mut self.files);
        moved(&mut self.broken);
        format!("rename {from} to {to}")
    }

    /// Changes a file of the theme, or takes the theme's folder away.
    fn theme(&mut self) -> String {
        let path = "themes/default/styles/8-own.css";
        if self.files.remove(path).is_some() && self.below(2) == 0 {
            fs::remove_dir_all(self.site.path("themes")).unwrap();
            return "take the theme away".to_owned();
        }
        let made = self.made;
        self.put(path, &format!("main {{ padding: {made}px; }}\n"));
        "change the theme".to_owned()
    }
}

/// Waits until the preview has read what is there now.
fn settled(preview: &Preview, events: &mut impl Iterator<Item = Value>, site: &Site) -> Value {
    let folders = Folders::new(&site.root(), &site.public());
    let now = Inputs::look(&folders).digest().to_string();
    preview.wait_for(events, |state| state["inputs"] == now.as_str())
}

fn build(site: &Site, output: &Path) -> Run {
    let mut build = gongkai(&["build", "--as-of", DAY, "--lang", "en", "--root"]);
    Run::of(build.arg(site.root()).arg("--output-dir").arg(output))
}

#[test]
fn after_any_edits_pages_are_as_built() {
    let edits = std::env::var("GONGKAI_SOAK")
        .ok()
        .map(|number| number.parse().unwrap());
    let edits: usize = edits.unwrap_or(EDITS);
    let site = large_site(Large {
        chapters: 4,
        tasks: 5,
        edition: "初",
    });
    let files = tree(&site.root());
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let mut model = Model {
        files: files
            .into_iter()
            .map(|(path, bytes)| (path, text(bytes)))
            .collect(),
        site,
        broken: BTreeMap::new(),
        rng: TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]),
        made: 0,
    };
    let mut command = gongkai(&["serve", "--as-of", DAY, "--root"]);
    let preview = Preview::start(command.arg(model.site.root()));
    let mut events = preview.events();
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("public");
    let mut log = Vec::new();
    for edit in 1..=edits {
        // Some come so fast that they are read as one.
        for _ in 0..=model.below(3) {
            log.push(model.edit());
        }
        let state = settled(&preview, &mut events, &model.site);
        let recent = &log[log.len().saturating_sub(8)..];
        let is_good = state["faults"].as_array().unwrap().is_empty();
        assert_eq!(
            is_good,
            model.broken.is_empty(),
            "{edit}: {recent:#?}\n{state:#}"
        );
        if is_good {
            model.assert_shown(&preview, recent);
        }
        if !edit.is_multiple_of(WHOLE) && edit != edits {
            continue;
        }
        if !is_good {
            let told = build(&model.site, &output).exits(1).stderr;
            for fault in state["faults"].as_array().unwrap() {
                let text = fault["text"].as_str().unwrap();
                assert!(told.contains(text), "{edit}: {text}\nis not in\n{told}");
            }
            log.push(model.mend());
            settled(&preview, &mut events, &model.site);
        }
        drop(build(&model.site, &output).exits(0));
        for (path, bytes) in tree(&output) {
            if LISTS.contains(&path.as_str()) {
                continue;
            }
            let answer = preview.get(&format!("/{path}"));
            assert_eq!(answer.status, 200, "{edit}: {path}: {log:#?}");
            let body = match path.ends_with(".html") {
                true => without_addition(&answer.body),
                false => answer.body,
            };
            assert!(body == bytes, "{edit}: {path} is stale: {log:#?}");
        }
        log.clear();
    }
    assert_eq!(preview.interrupt().0, Some(0));
}
