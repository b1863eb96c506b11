//! Histories are those that `git log --follow` tells.

use proptest::prelude::*;

use super::repository::{Repository, told};
use crate::history::{Edit, State};

/// A text that git takes for no relative of another file's.
fn text(file: usize, edition: usize) -> String {
    let line = |n: usize| format!("{:x}\n", (file * 7919 + n * 104_729 + 17) * 2_654_435_761);
    let lines: String = (0..30).map(line).collect();
    format!("{lines}{edition}\n")
}

fn same_as_git(repository: &Repository) {
    let history = repository.history();
    for path in repository.git(&["ls-files"]).lines() {
        assert_eq!(told(&history, path), repository.log(path), "{path}");
    }
}

#[test]
fn renames_reverts_and_files_that_come_back() {
    let r = Repository::new();
    r.write("content/a.md", &text(1, 0));
    r.write("content/b.md", &text(2, 0));
    r.commit("甲");
    r.write("content/a.md", &text(1, 1));
    r.commit("乙");
    r.git(&["mv", "content/a.md", "content/c.md"]);
    r.commit("改名");
    r.git(&["mv", "content/c.md", "content/d.md"]);
    r.write("content/d.md", &text(1, 2));
    r.commit("改名并改动");
    r.git(&["revert", "--no-edit", "--no-commit", "HEAD"]);
    r.commit("还原");
    std::fs::remove_file(r.root().join("content/b.md")).unwrap();
    r.commit("删除");
    r.write("content/b.md", &text(2, 0));
    r.commit("恢复");
    r.write("content/b.md", &text(2, 0).replace('\n', "\r\n"));
    r.commit("换行");
    same_as_git(&r);
    let history = r.history();
    assert_eq!(told(&history, "content/c.md").len(), 5);
    assert_eq!(told(&history, "content/b.md").len(), 4);
}

#[test]
fn branches_and_merges() {
    let r = Repository::new();
    for file in 0..4 {
        r.write(&format!("content/{file}.md"), &text(file, 0));
    }
    r.commit("甲");
    r.git(&["switch", "--quiet", "--create", "side"]);
    r.write("content/1.md", &text(1, 1));
    let on_side = r.commit("支线");
    r.git(&["switch", "--quiet", "main"]);
    r.write("content/2.md", &text(2, 1));
    r.commit("主线");
    r.merge("side");
    same_as_git(&r);

    // What is renamed on one branch is found by its old name on the other, whichever came first.
    r.git(&["switch", "--quiet", "--create", "other"]);
    r.write("content/3.md", &text(3, 1));
    let first = r.commit("支线改动");
    r.git(&["switch", "--quiet", "main"]);
    r.git(&["mv", "content/3.md", "content/9.md"]);
    let renamed = r.commit("主线改名");
    r.git(&["switch", "--quiet", "other"]);
    r.write("content/3.md", &text(3, 2));
    let second = r.commit("支线再改");
    r.git(&["switch", "--quiet", "main"]);
    r.merge("other");
    let history = r.history();
    let followed = told(&history, "content/9.md");
    assert_eq!(followed.get(..3).unwrap(), [second, renamed, first]);
    assert_eq!(followed.len(), 4);
    assert!(told(&history, "content/1.md").contains(&on_side));
}

#[test]
fn a_merge_is_told_where_it_made_something_new() {
    let r = Repository::new();
    let task = |title: &str| format!("+++\ntitle = \"{title}\"\n+++\n\n{}", text(1, 0));
    r.write("content/a.md", &task("甲"));
    r.commit("甲");
    r.git(&["switch", "--quiet", "--create", "side"]);
    r.write("content/a.md", &task("乙"));
    r.commit("乙");
    r.git(&["switch", "--quiet", "main"]);
    r.write("content/a.md", &task("丙"));
    r.commit("丙");
    r.try_git(&["merge", "--quiet", "side"]).unwrap_err();
    r.write("content/a.md", &task("丁"));
    let merge = r.commit("合并");
    let history = r.history();
    let followed = told(&history, "content/a.md");
    assert_eq!(followed.first(), Some(&merge));
    assert_eq!(followed.get(1..).unwrap(), r.log("content/a.md"));
    let item = history.of_file("content/a.md").unwrap();
    assert!(matches!(&item.revisions[0].edit, Edit::Changed(changes) if changes.len() == 1));
}

#[test]
fn a_site_below_the_root_of_its_repository() {
    let r = Repository::new();
    r.write("elsewhere/a.md", &text(1, 0));
    r.write("elsewhere/b.md", &text(2, 0));
    r.commit("甲");
    r.write("web/site.toml", "name = 1\n");
    std::fs::create_dir_all(r.root().join("web/content")).unwrap();
    r.git(&["mv", "elsewhere/a.md", "web/content/a.md"]);
    r.commit("乙");
    let site = r.root().join("web");
    let state = State::of(&site);
    let read = crate::history::History::read(
        &site,
        state.head().unwrap(),
        crate::model::UtcOffset::BEIJING,
        crate::history::Keep::Nothing,
    );
    let history = read.unwrap().unwrap();
    assert_eq!(told(&history, "content/a.md"), r.log("web/content/a.md"));
    let item = history.of_file("content/a.md").unwrap();
    assert_eq!(
        item.revisions[0].moved_from.as_deref(),
        Some("elsewhere/a.md")
    );
    assert!(history.of_file("content/b.md").is_none());
}

#[test]
fn what_cannot_be_told_is_told() {
    let none = tempfile::tempdir().unwrap();
    assert_eq!(State::of(none.path()), State::NoRepository);
    let r = Repository::new();
    assert_eq!(State::of(r.root()), State::NoCommit);
    r.write("content/a.md", "甲");
    r.commit("甲");
    r.write("content/a.md", "乙");
    r.commit("乙");
    assert!(State::of(r.root()).head().is_some());
    let clone = none.path().join("clone");
    let url = format!("file://{}", r.root().display());
    r.git(&[
        "clone",
        "--quiet",
        "--depth",
        "1",
        &url,
        clone.to_str().unwrap(),
    ]);
    assert_eq!(State::of(&clone), State::Shallow);
    let warning = State::Shallow.warning().unwrap();
    assert_eq!(
        warning.message.en,
        "this git clone lacks older commits: its history would be incomplete, so none is shown"
    );
    r.git(&[
        "-C",
        clone.to_str().unwrap(),
        "fetch",
        "--quiet",
        "--unshallow",
    ]);
    assert!(State::of(&clone).head().is_some());
}

/// What is done to a repository of some files.
#[derive(Clone, Copy, Debug)]
enum Act {
    Edit(usize),
    Rename(usize),
    Remove(usize),
    Revert,
    /// A branch on which some files are edited and which is merged after other edits.
    Branch(usize, usize, bool),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0..6_usize).prop_map(Act::Edit),
        2 => (0..6_usize).prop_map(Act::Rename),
        1 => (0..6_usize).prop_map(Act::Remove),
        1 => Just(Act::Revert),
        2 => (0..6_usize, 0..6_usize, any::<bool>()).prop_map(|(a, b, late)| Act::Branch(a, b, late)),
    ]
}

struct Acting {
    repository: Repository,
    /// Where each file is, if it is there.
    paths: Vec<String>,
    edition: usize,
}

impl Acting {
    fn edit(&mut self, file: usize) {
        self.edition += 1;
        self.repository
            .write(&self.paths[file], &text(file, self.edition));
        self.repository.commit("改动");
    }

    fn act(&mut self, act: Act) {
        let r = &self.repository;
        let is_there = |path: &str| r.root().join(path).exists();
        match act {
            Act::Edit(file) => self.edit(file),
            Act::Rename(file) => {
                if is_there(&self.paths[file]) {
                    self.edition += 1;
                    let new = format!("content/{file}-{}.md", self.edition);
                    r.git(&["mv", &self.paths[file], &new]);
                    r.commit("改名");
                    self.paths[file] = new;
                }
            }
            Act::Remove(file) => {
                if is_there(&self.paths[file]) {
                    std::fs::remove_file(r.root().join(&self.paths[file])).unwrap();
                    r.commit("删除");
                }
            }
            Act::Revert => {
                if r.try_git(&["revert", "--no-edit", "--no-commit", "HEAD"])
                    .is_ok()
                {
                    r.commit("还原");
                    for (file, path) in self.paths.iter_mut().enumerate() {
                        let here = r.git(&["ls-files", &format!("content/{file}*")]);
                        if let Some(here) = here.lines().next() {
                            *path = here.to_owned();
                        }
                    }
                } else {
                    drop(r.try_git(&["revert", "--abort"]));
                    drop(r.try_git(&["reset", "--quiet", "--hard"]));
                }
            }
            Act::Branch(on_side, on_main, is_late) => {
                let on_main = if on_main == on_side {
                    (on_main + 1) % 6
                } else {
                    on_main
                };
                self.edition += 1;
                let name = format!("side-{}", self.edition);
                self.repository
                    .git(&["switch", "--quiet", "--create", &name]);
                if !is_late {
                    self.edit(on_side);
                }
                self.repository.git(&["switch", "--quiet", "main"]);
                self.edit(on_main);
                if is_late {
                    self.repository.git(&["switch", "--quiet", &name]);
                    self.edit(on_side);
                    self.repository.git(&["switch", "--quiet", "main"]);
                }
                self.repository.merge(&name);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 20, ..ProptestConfig::default() })]

    /// What is read bit by bit, as commits come and branches are merged, is what is read at once.
    #[test]
    fn any_history_is_that_of_git(acts in prop::collection::vec(act(), 1..14), looks in 1..4_usize) {
        let mut acting = Acting {
            repository: Repository::new(),
            paths: (0..6).map(|file| format!("content/{file}.md")).collect(),
            edition: 0,
        };
        for file in 0..6 {
            acting.repository.write(&acting.paths[file], &text(file, 0));
        }
        acting.repository.commit("甲");
        let folder = tempfile::tempdir().unwrap();
        let cache = folder.path().join("history");
        for (number, act) in acts.iter().enumerate() {
            acting.act(*act);
            if number % looks == 0 && !acting.repository.git(&["ls-files"]).is_empty() {
                acting.repository.history_with(Some(&cache));
            }
        }
        let r = &acting.repository;
        if r.git(&["ls-files"]).is_empty() {
            return Ok(());
        }
        same_as_git(r);
        let whole = r.history();
        prop_assert_eq!(format!("{:?}", r.history_with(Some(&cache))), format!("{whole:?}"));
        // A damaged cache counts as none; another branch holds only what it reaches.
        let mut bytes = std::fs::read(&cache).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&cache, &bytes).unwrap();
        prop_assert_eq!(format!("{:?}", r.history_with(Some(&cache))), format!("{whole:?}"));
        r.git(&["switch", "--quiet", "--detach", "HEAD~1"]);
        if !r.git(&["ls-files"]).is_empty() {
            let back = r.history();
            prop_assert_eq!(format!("{:?}", r.history_with(Some(&cache))), format!("{back:?}"));
        }
    }
}
