//! What is told of a disclosure, and what is nobody's to read.

use super::repository::Repository;
use crate::content::{Field, Value};
use crate::history::{Edit, ItemKind};

const CARD: &str = "content/plans/2020/disclosure.toml";
const TASK: &str = "content/plans/2020/01/01.md";

fn card(published: &str, more: &str) -> String {
    format!(
        "title = \"甲\"\nindex_number = \"K1493206-6/2020-11938\"\npublished = {published}\nmode = \"主动公开\"\n{more}"
    )
}

fn task(progress: &str) -> String {
    format!("+++\ntitle = \"任务\"\nunits = [\"乙\"]\n+++\n\n{progress}\n")
}

fn site(published: &str, more: &str) -> Repository {
    let r = Repository::new();
    r.write("site.toml", "");
    r.write("content/plans/column.toml", "title = \"规划\"\n");
    r.write(CARD, &card(published, more));
    r.write("content/plans/2020/01/chapter.toml", "title = \"章\"\n");
    r.write(TASK, &task("一"));
    r.commit("录入");
    r
}

#[test]
fn values_and_not_forms() {
    let r = site("2020-07-22", "");
    r.write(TASK, &task("一").replace('\n', "\r\n"));
    r.commit("换行");
    r.write(TASK, &task("二"));
    r.commit("更正进展\n\n说明\n\nCorrection: 数字有误\n");
    r.write(TASK, "+++\ntitle = \n+++\n");
    r.commit("写坏");
    r.write(TASK, &task("二"));
    r.commit("改好");
    let history = r.history();
    let item = history.of_content("content/plans/2020/01/01").unwrap();
    assert_eq!(item.kind, ItemKind::Task);
    let edits: Vec<&Edit> = item
        .revisions
        .iter()
        .map(|revision| &revision.edit)
        .collect();
    let [mended, broken, corrected, of_form, added] = edits.as_slice() else {
        panic!("{edits:?}");
    };
    assert_eq!((*mended, *broken), (&Edit::Unreadable, &Edit::Unreadable));
    assert!(of_form.is_of_form_only());
    assert_eq!(*added, &Edit::Added);
    let Edit::Changed(changes) = corrected else {
        panic!()
    };
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].field, Field::Progress);
    assert_eq!(changes[0].before, Some(Value::Text("一".into())));
    assert_eq!(changes[0].after, Some(Value::Text("二".into())));
    let commit = history.commit(item.revisions[2].commit).unwrap();
    assert_eq!(commit.correction.as_deref(), Some("数字有误"));
    assert_eq!(&*commit.subject, "更正进展");
    assert_eq!(commit.short().len(), 12);
    let moment = commit.moment(crate::model::UtcOffset::BEIJING).unwrap();
    assert_eq!(moment.full(), "2020-08-01 15:00:00");
}

#[test]
fn what_was_removed_is_told_where_it_lay() {
    let r = site("2020-07-22", "");
    r.write("content/plans/2020/files/a.txt", "甲");
    r.write("content/plans/2020/01/02.toml", "title = \"第二项\"\n");
    r.commit("增加");
    r.git(&["mv", "content/plans/2020", "content/plans/2020-q2"]);
    r.commit("移动");
    std::fs::remove_dir_all(r.root().join("content/plans/2020-q2/files")).unwrap();
    std::fs::remove_file(r.root().join("content/plans/2020-q2/01/02.toml")).unwrap();
    r.commit("删除");
    let history = r.history();
    let removed = history.removed_from("content/plans/2020-q2/disclosure.toml");
    let removed: Vec<_> = removed
        .iter()
        .map(|item| {
            (
                &*item.path,
                item.kind,
                item.title.as_deref(),
                item.revisions.len(),
            )
        })
        .collect();
    assert_eq!(
        removed,
        [
            (
                "content/plans/2020-q2/01/02.toml",
                ItemKind::Task,
                Some("第二项"),
                3
            ),
            (
                "content/plans/2020-q2/files/a.txt",
                ItemKind::Attachment,
                None,
                3
            ),
        ]
    );
    let moved = history.of_file("content/plans/2020-q2/01/01.md").unwrap();
    assert_eq!(moved.revisions[0].moved_from.as_deref(), Some(TASK));
}

/// Before and after each commit, the oldest first.
fn standing(r: &Repository, card: &str) -> Vec<(bool, bool)> {
    let history = r.history();
    let commits = 0..history.commits.len();
    commits
        .rev()
        .map(|commit| history.was_public(card, commit))
        .collect()
}

#[test]
fn drafts_and_what_was_not_due_were_not_public() {
    let r = site("2020-07-22", "draft = true\n");
    r.write(TASK, &task("二"));
    r.commit("草稿里改");
    r.write(CARD, &card("2020-07-22", ""));
    r.commit("定稿");
    r.write(TASK, &task("三"));
    r.commit("更正");
    let (no, yes) = (false, true);
    assert_eq!(
        standing(&r, CARD),
        [(no, no), (no, no), (no, yes), (yes, yes)]
    );

    let r = site("2020-08-02", "");
    r.write(TASK, &task("二"));
    r.commit("发布之前改");
    assert_eq!(standing(&r, CARD), [(no, no), (no, no)]);
}

#[test]
fn what_a_branch_held_back_stays_so() {
    let r = site("2020-07-22", "draft = true\n");
    r.git(&["switch", "--quiet", "--create", "side"]);
    r.git(&["switch", "--quiet", "main"]);
    r.write(CARD, &card("2020-07-22", ""));
    r.commit("定稿");
    r.git(&["switch", "--quiet", "side"]);
    r.write(TASK, &task("二"));
    let on_side = r.commit("支线上还是草稿");
    r.git(&["switch", "--quiet", "main"]);
    r.merge("side");
    r.write(TASK, &task("三"));
    r.commit("更正");
    let history = r.history();
    let place = history
        .commits
        .iter()
        .position(|c| *c.commit == *on_side)
        .unwrap();
    assert_eq!(history.was_public(CARD, place), (false, false));
    assert_eq!(history.was_public(CARD, 1), (false, true), "the merge");
    assert_eq!(history.was_public(CARD, 0), (true, true));
}

#[test]
fn hidden_files_are_no_part_of_a_site() {
    let r = site("2020-07-22", "");
    r.write("content/plans/2020/.collect.json", "{}");
    r.commit("记录");
    r.write("content/plans/2020/.collect.json", "{\"version\": 1}");
    r.commit("再记录");
    assert_eq!(
        super::repository::told(&r.history(), "content/plans/2020/.collect.json"),
        Vec::<String>::new()
    );
}
