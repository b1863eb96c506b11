use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::edit::ChangeKind;

const TO: &str = "content/plans/key-tasks/2020-q2";

fn site() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("content")).unwrap();
    fs::write(
        dir.path().join("site.toml"),
        "name = \"测试\"\nbase_url = \"https://www.example.gov.cn/\"\n[organisation]\nname = \"测试\"\n",
    )
    .unwrap();
    dir
}

fn plan_of(dir: &TempDir, text: &str) -> (Option<Plan>, Vec<String>) {
    let file = Sources::new().add_text("page.txt", text);
    let (plan, faults) = plan(
        dir.path(),
        &Source::of_text(text),
        file,
        TO.as_ref(),
        &Options::default(),
    );
    (
        plan,
        faults.iter().map(|fault| fault.code.to_owned()).collect(),
    )
}

fn import(dir: &TempDir, text: &str) -> (Plan, Vec<String>) {
    let (plan, told) = plan_of(dir, text);
    let plan = plan.unwrap_or_else(|| panic!("{told:?}"));
    plan.apply().unwrap();
    (plan, told)
}

fn updates(plan: &Plan) -> Vec<(&str, &ChangeKind)> {
    let changes = plan.changes.iter();
    let changes = changes.filter(|change| change.kind != ChangeKind::Unchanged);
    changes
        .map(|change| (change.path.as_str(), &change.kind))
        .collect()
}

fn path(dir: &TempDir, name: &str) -> PathBuf {
    dir.path().join(TO).join(name)
}

fn edit(dir: &TempDir, name: &str, edit: impl FnOnce(String) -> String) -> String {
    let path = path(dir, name);
    let text = edit(fs::read_to_string(&path).unwrap());
    fs::write(&path, &text).unwrap();
    text
}

#[test]
fn the_seed_becomes_a_site() {
    let dir = site();
    let (plan, told) = import(&dir, SEED);
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(
        plan.summary,
        Summary {
            chapters: 22,
            tasks: 128,
            units: 60,
            new_units: 60
        }
    );
    assert_eq!(plan.changes.len(), 2 + 1 + 1 + 22 + 128);
    assert!(
        plan.changes
            .iter()
            .all(|change| change.kind == ChangeKind::Create)
    );
    let read = |name: &str| fs::read_to_string(path(&dir, name)).unwrap();
    assert_eq!(
        read("disclosure.toml"),
        "title = \"2020第二季度政府工作报告重点任务目标执行情况\"\n\
         index_number = \"K1493206-6/2020-11938\"\n\
         publisher = \"区府办\"\n\
         created = 2020-07-22\n\
         published = 2020-07-22T15:36:51\n\
         mode = \"主动公开\"\n\
         scope = \"面向全社会\"\n\
         retention = \"长期公开\"\n\
         attachments = [{ title = \"2020第二季度政府工作报告重点任务目标执行情况\" }]\n\
         period = \"2020-Q2\"\n"
    );
    assert_eq!(
        read("01/chapter.toml"),
        "title = \"经济社会发展主要预期目标\"\nnumber = 1\n"
    );
    assert_eq!(
        read("01/01.toml"),
        "title = \"地区生产总值增长6.5%以上\"\n\
         units = [\"区发改经信局\", \"区科技工业区管委会\", \"各街道\"]\n\
         progress = \"正常进行中。\"\n"
    );
    assert_eq!(
        fs::read_to_string(dir.path().join("content/plans/column.toml")).unwrap(),
        "title = \"规划计划\"\n"
    );
    let units = fs::read_to_string(dir.path().join("content/units.toml")).unwrap();
    assert!(units.starts_with(
        "[[unit]]\nid = \"qu-fa-gai-jing-xin-ju\"\nname = \"区发改经信局\"\n\n[[unit]]\n"
    ));
    assert_eq!(units.matches("[[unit]]").count(), 60);
    assert!(units.contains("name = \"各街道\"\ncollective = true\n"));

    let document = read_clean(SEED);
    let loaded = crate::content::load(dir.path());
    let told: Vec<_> = loaded.faults.iter().collect();
    assert!(told.is_empty(), "{told:?}");
    let site = loaded.site.unwrap();
    let disclosure = &site.home.columns[0].columns[0].disclosures[0];
    let tasks = disclosure
        .chapters()
        .iter()
        .flat_map(|chapter| &chapter.tasks);
    for (task, source) in tasks.zip(document.tasks()) {
        assert_eq!(task.title.value, source.title.value);
        let progress = source.progress.as_ref().unwrap();
        assert_eq!(task.progress.as_ref().unwrap().source, progress.value);
    }
    assert_eq!(disclosure.chapters().len(), 22);
}

#[test]
fn importing_again_changes_nothing() {
    let dir = site();
    import(&dir, SEED);
    let (plan, told) = import(&dir, SEED);
    assert!(told.is_empty());
    assert_eq!(updates(&plan), []);
    assert_eq!(plan.summary.new_units, 0);
    for change in &plan.changes {
        let on_disk = fs::read_to_string(dir.path().join(&change.path)).unwrap();
        assert_eq!(change.text, on_disk);
    }
}

#[test]
fn what_was_added_by_hand_stays() {
    let dir = site();
    import(&dir, SEED);
    let by_hand = edit(&dir, "01/01.toml", |text| {
        format!("# 说明\n{text}status = \"in-progress\"\nkey = \"gdp\"\n")
            .replace("正常进行中。", "**正常**进行中。")
    });
    fs::remove_file(path(&dir, "01/02.toml")).unwrap();
    let body = "+++\nkey = \"rd\"\ntitle = \"全社会R&D经费支出增长15%\"\nunits = [\"区科技局\"]\n+++\n\n旧文\n";
    fs::write(path(&dir, "01/02.md"), body).unwrap();
    let (plan, told) = import(&dir, SEED);
    assert!(told.is_empty());
    let units_and_progress = ChangeKind::Update(vec!["units".into(), "progress".into()]);
    assert_eq!(
        updates(&plan),
        [(format!("{TO}/01/02.md").as_str(), &units_and_progress)]
    );
    assert_eq!(
        fs::read_to_string(path(&dir, "01/01.toml")).unwrap(),
        by_hand
    );
    let md = fs::read_to_string(path(&dir, "01/02.md")).unwrap();
    assert!(md.starts_with("+++\nkey = \"rd\"\ntitle = "));
    assert!(md.contains("\n+++\n\n坚持“科创微课堂"));
}

#[test]
fn what_the_source_states_is_updated() {
    let dir = site();
    import(&dir, SEED);
    let source = SEED
        .replace("正常进行中。", "已完成。")
        .replace("地区生产总值增长6.5%以上", "地区生产总值增长6%以上");
    let (plan, told) = import(&dir, &source);
    assert_eq!(told, ["import/renamed"]);
    let kind = ChangeKind::Update(vec!["title".into(), "progress".into()]);
    let other = ChangeKind::Update(vec!["progress".into()]);
    let paths = [format!("{TO}/01/01.toml"), format!("{TO}/01/04.toml")];
    let updated = updates(&plan);
    assert_eq!(updated[0], (paths[0].as_str(), &kind));
    assert!(updated[1..].iter().all(|(_, k)| **k == other));
}

#[test]
fn tasks_are_added_and_never_deleted() {
    let dir = site();
    import(&dir, SEED);
    fs::write(
        path(&dir, "02/07.toml"),
        "title = \"手工加的任务\"\nunits = [\"区财政局\"]\nprogress = \"无\"\n",
    )
    .unwrap();
    fs::remove_file(path(&dir, "02/02.toml")).unwrap();
    fs::create_dir(path(&dir, "23")).unwrap();
    fs::write(path(&dir, "23/chapter.toml"), "title = \"手工加的一章\"\n").unwrap();
    let (plan, told) = import(&dir, SEED);
    assert_eq!(
        told,
        [
            "import/kept-task",
            "import/kept-chapter",
            "import/new-task-order"
        ]
        .iter()
        .map(|code| (*code).to_owned())
        .collect::<Vec<_>>()
    );
    assert_eq!(
        updates(&plan),
        [(format!("{TO}/02/08.toml").as_str(), &ChangeKind::Create)]
    );
}

#[test]
fn a_unit_that_may_be_misspelt_is_told() {
    let dir = site();
    import(&dir, SEED);
    let text = first_copy().replacen("区财政局", "区财正局", 1);
    let (plan, told) = plan_of(&dir, &text);
    assert_eq!(told, ["import/similar-unit"]);
    assert_eq!(plan.unwrap().summary.new_units, 1);
}

#[test]
fn columns_that_the_source_does_not_name() {
    let dir = site();
    let (plan, told) = plan_of(&dir, PART);
    assert!(plan.is_none());
    assert_eq!(told, ["import/missing-column", "import/missing-column"]);
    for folder in ["content/plans", "content/plans/key-tasks"] {
        fs::create_dir_all(dir.path().join(folder)).unwrap();
        fs::write(
            dir.path().join(folder).join("column.md"),
            "+++\ntitle = \"计划\"\n+++\n",
        )
        .unwrap();
    }
    let (plan, _) = import(&dir, PART);
    assert_eq!(plan.summary.tasks, 6);
}

#[test]
fn the_target_lies_in_the_content_folder() {
    let dir = site();
    let file = Sources::new().add_text("page.txt", SEED);
    let outside = dir.path().join("content/../x");
    for to in [
        "content",
        "public/x",
        "../content/x",
        "content/../x",
        "content/Ünsafe",
        "content/a b",
        "/tmp/x",
        outside.to_str().unwrap(),
    ] {
        let (plan, faults) = plan(
            dir.path(),
            &Source::of_text(SEED),
            file,
            to.as_ref(),
            &Options::default(),
        );
        assert!(plan.is_none());
        assert!(faults.iter().any(|f| f.code == "import/bad-target"), "{to}");
    }
    fs::create_dir_all(path(&dir, "")).unwrap();
    fs::write(path(&dir, "column.toml"), "title = \"栏目\"\n").unwrap();
    assert!(
        plan_of(&dir, SEED)
            .1
            .contains(&"import/bad-target".to_owned())
    );
}

#[test]
fn nothing_is_written_if_something_changed_meanwhile() {
    let dir = site();
    import(&dir, SEED);
    let source = SEED.replace("正常进行中。", "已完成。");
    let plan = plan_of(&dir, &source).0.unwrap();
    let by_hand = edit(&dir, "01/04.toml", |text| text + "# 改\n");
    let before = fs::read(path(&dir, "01/01.toml")).unwrap();
    let faults = plan.apply().unwrap_err();
    assert_eq!(faults.iter().next().unwrap().code, "edit/changed-meanwhile");
    assert_eq!(fs::read(path(&dir, "01/01.toml")).unwrap(), before);
    assert_eq!(
        fs::read_to_string(path(&dir, "01/04.toml")).unwrap(),
        by_hand
    );
}

#[test]
fn an_unreadable_file_is_told() {
    let dir = site();
    import(&dir, SEED);
    edit(&dir, "01/01.toml", |text| format!("{text}title = 1\n"));
    let (plan, told) = plan_of(&dir, SEED);
    assert!(plan.is_none());
    assert_eq!(told, ["edit/unreadable"]);
}

#[test]
fn progress_that_markdown_would_change_is_escaped() {
    let dir = site();
    let source = SEED.replace("正常进行中。", "1. 正常*进行*中");
    import(&dir, &source);
    let text = fs::read_to_string(path(&dir, "01/01.toml")).unwrap();
    assert!(text.contains(r"1\. 正常\*进行\*中"), "{text}");
    let (plan, _) = import(&dir, &source);
    assert_eq!(updates(&plan), []);
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_content_folder() {
    let dir = site();
    let outside = tempfile::tempdir().unwrap();
    fs::create_dir_all(path(&dir, "")).unwrap();
    std::os::unix::fs::symlink(outside.path(), path(&dir, "01")).unwrap();
    assert_eq!(plan_of(&dir, SEED).1, ["import/bad-target"]);
    fs::remove_file(path(&dir, "01")).unwrap();
    fs::remove_dir_all(dir.path().join("content/plans")).unwrap();
    std::os::unix::fs::symlink(outside.path(), dir.path().join("content/plans")).unwrap();
    assert_eq!(plan_of(&dir, SEED).1, ["import/bad-target"]);
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[test]
fn chapters_of_the_target_are_known_headings() {
    let dir = site();
    let table = [
        "索引号 K1493206-6/2020-1 公开方式 主动公开 发布日期 2020-07-22",
        "规划计划",
        "重点任务",
        "2020年二季度情况",
        "项目名称",
        "项目内容",
        "责任单位",
        "进展情况",
        "总体目标",
        "增长6%",
        "区发改局",
        "正常",
        "实体企业",
        "优化环境",
        "拱投发",
        "推进中",
        "处置",
        "区法院、拱投发",
        "完成",
    ];
    let text = table.join("\n\n");
    let file = Sources::new().add_text("page.txt", text.as_str());
    assert_eq!(plan_of(&dir, &text).1, ["import/ambiguous"]);
    let options = Options {
        chapters: vec!["实体企业".into()],
        ..Options::default()
    };
    let (plan, faults) = plan(
        dir.path(),
        &Source::of_text(&text),
        file,
        TO.as_ref(),
        &options,
    );
    assert!(faults.is_empty(), "{faults:?}");
    plan.unwrap().apply().unwrap();
    let titles: Vec<String> = ["01", "02"]
        .iter()
        .map(|name| fs::read_to_string(path(&dir, &format!("{name}/chapter.toml"))).unwrap())
        .collect();
    assert_eq!(titles, ["title = \"总体目标\"\n", "title = \"实体企业\"\n"]);
    let (again, told) = import(&dir, &text);
    assert!(told.is_empty());
    assert_eq!(updates(&again), []);
}
