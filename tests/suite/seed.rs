//! The example site: the real reports, imported once and built. Their text is compared with the pasted
//! pages themselves, `tests/fixtures/2020q2.txt` and `2020q3-part.txt`, read here by nothing but their
//! line structure: the rows of the first table are paragraphs, and every chapter heading is known.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use scraper::{Html, Selector};
use tempfile::TempDir;

/// How many tasks each chapter has.
const TASKS: [usize; 22] = [
    6, 6, 3, 6, 3, 7, 6, 8, 5, 8, 7, 6, 6, 4, 6, 7, 6, 4, 6, 7, 7, 4,
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn build() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    let output = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["build", "--as-of", "2020-12-31", "--root"])
        .arg(root())
        .arg("--output-dir")
        .arg(&public)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    (folder, public)
}

struct Row {
    title: String,
    units: String,
    progress: String,
}

/// The rows of the first table, which the given lines hold. A row is three paragraphs; headings are
/// those that start with a bracketed number, alone or with their title.
fn rows(page: &str, lines: std::ops::Range<usize>) -> Vec<Row> {
    let text = fs::read_to_string(root().join("tests/fixtures").join(page)).unwrap();
    let paragraphs: Vec<&str> = text
        .lines()
        .take(lines.end)
        .skip(lines.start)
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let mut cells = Vec::new();
    let mut title_follows = true;
    for paragraph in paragraphs {
        let is_heading = paragraph.starts_with('(');
        if title_follows && !is_heading {
            title_follows = false;
        } else if is_heading {
            title_follows = paragraph.ends_with(')');
        } else {
            cells.push(paragraph.to_owned());
        }
    }
    assert_eq!(cells.len() % 3, 0);
    cells
        .chunks(3)
        .map(|row| Row {
            title: row[0].clone(),
            units: row[1].clone(),
            progress: row[2].clone(),
        })
        .collect()
}

fn read(path: &Path) -> Html {
    Html::parse_document(&fs::read_to_string(path).unwrap())
}

fn texts(html: &Html, css: &str) -> Vec<String> {
    html.select(&Selector::parse(css).unwrap())
        .map(|element| element.text().collect::<String>())
        .collect()
}

/// White space as HTML shows it: runs of plain spaces are one, no-break spaces stay.
fn shown(text: &str) -> String {
    text.split([' ', '\n', '\t'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn every_task_is_on_its_page_to_the_character() {
    let (_folder, public) = build();
    let check = |report: &str, chapters: &[usize], rows: Vec<Row>| {
        let report = public.join(report);
        let mut rows = rows.into_iter();
        for (chapter, tasks) in (1..).zip(chapters) {
            let folder = report.join(format!("{chapter:02}"));
            assert!(folder.join("index.html").is_file());
            for task in 1..=*tasks {
                let row = rows.next().unwrap();
                let page = read(&folder.join(format!("{task:02}.html")));
                assert_eq!(texts(&page, "h1"), std::slice::from_ref(&row.title));
                assert_eq!(
                    texts(&page, "article .units a"),
                    row.units.split('、').collect::<Vec<_>>(),
                    "{}",
                    row.title
                );
                let progress = texts(&page, "article .progress");
                assert_eq!(progress.len(), 1);
                assert_eq!(shown(&progress[0]), shown(&row.progress), "{}", row.title);
            }
            let pages = fs::read_dir(&folder).unwrap().count();
            assert_eq!(pages, tasks + 1, "chapter {chapter} has no other pages");
        }
        assert!(rows.next().is_none());
    };
    check(
        "plans/key-tasks/2020-q2",
        &TASKS,
        rows("2020q2.txt", 17..884),
    );
    // Of this report only the first chapter is there.
    check(
        "plans/key-tasks/2020-q3",
        &TASKS[..1],
        rows("2020q3-part.txt", 17..usize::MAX),
    );
    assert!(!public.join("plans/key-tasks/2020-q3/02").exists());
    let units = fs::read_dir(public.join("units")).unwrap().count();
    assert_eq!(units, 60 + 1);
}

#[test]
fn both_skins_can_be_read_off_the_page() {
    let (_folder, public) = build();
    let page = read(&public.join("plans/key-tasks/2020-q2/index.html"));
    let card: Vec<(String, String)> = texts(&page, ".card dt")
        .into_iter()
        .map(|t| t.trim().to_owned())
        .zip(texts(&page, ".card dd").into_iter().map(|t| shown(&t)))
        .collect();
    for (label, value) in [
        ("索引号", "K1493206-6/2020-11938"),
        ("公开方式", "主动公开"),
        ("发布机构", "区府办"),
        ("公开范围", "面向全社会"),
        ("公开时限", "长期公开"),
        ("生成日期", "2020-07-22"),
        ("发布日期", "2020-07-22 15:36:51"),
    ] {
        assert!(
            card.contains(&(label.to_owned(), value.to_owned())),
            "{label} {value}: {card:?}"
        );
    }
    assert!(
        card.iter().any(|(label, _)| label == "文号"),
        "stated as empty"
    );
    let title = "2020第二季度政府工作报告重点任务目标执行情况";
    assert_eq!(texts(&page, "h1"), [title]);
    let whole = texts(&page, "main").concat();
    assert!(whole.matches(title).count() >= 2, "title and attachment");
    let breadcrumb = texts(&page, "nav a, nav [aria-current]").concat();
    for level in ["规划计划", "政府工作报告重点任务"] {
        assert!(breadcrumb.contains(level), "{breadcrumb}");
    }
    let headings = texts(&page, "tbody [role=heading], tbody h2");
    assert_eq!(headings.len(), 22);
}

#[test]
fn importing_the_pages_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for entry in walkdir::WalkDir::new(root().join("content")) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(root()).unwrap();
        let copy = folder.path().join(path);
        if entry.file_type().is_dir() {
            fs::create_dir_all(copy).unwrap();
        } else {
            fs::copy(entry.path(), copy).unwrap();
        }
    }
    fs::copy(root().join("site.toml"), folder.path().join("site.toml")).unwrap();
    for (page, to, told) in [
        (
            "2020q2.txt",
            "content/plans/key-tasks/2020-q2",
            "22 chapters, 128 tasks, 60 units (0 new); 0 files changed\n",
        ),
        (
            "2020q3-part.txt",
            "content/plans/key-tasks/2020-q3",
            "1 chapters, 6 tasks, 7 units (0 new); 0 files changed\n",
        ),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .arg("import")
            .arg(root().join("tests/fixtures").join(page))
            .args(["--to", to, "--lang", "en"])
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(String::from_utf8(output.stdout).unwrap(), told);
    }
}

#[test]
fn the_part_of_a_report_says_that_it_is_one() {
    let card = fs::read_to_string(root().join("content/plans/key-tasks/2020-q3/disclosure.toml"));
    let card: toml::Table = toml::from_str(&card.unwrap()).unwrap();
    assert_eq!(card["incomplete"].as_bool(), Some(true));
    let summary = card["summary"].as_str().unwrap();
    assert!(summary.starts_with("本条目不完整："), "{summary}");
    let (_folder, public) = build();
    let page = read(&public.join("plans/key-tasks/2020-q3/index.html"));
    assert!(texts(&page, ".card").concat().contains(summary));
}
