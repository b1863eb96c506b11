//! The example site: the real report, imported once and built. Its text is compared with the pasted
//! page itself, `tests/fixtures/2020q2.txt`, read here by nothing but its line structure: the rows of
//! the first table are paragraphs, and every chapter heading is known.

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

/// The rows of the first table. A row is three paragraphs; headings are those that start with a
/// bracketed number, alone or with their title.
fn rows() -> Vec<Row> {
    let text = fs::read_to_string(root().join("tests/fixtures/2020q2.txt")).unwrap();
    let paragraphs: Vec<&str> = text
        .lines()
        .take(884)
        .skip(17)
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
    let report = public.join("plans/key-tasks/2020-q2");
    let mut rows = rows().into_iter();
    for (chapter, tasks) in (1..).zip(TASKS) {
        let folder = report.join(format!("{chapter:02}"));
        assert!(folder.join("index.html").is_file());
        for task in 1..=tasks {
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
fn importing_the_page_again_changes_nothing() {
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
    let output = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .arg("import")
        .arg(root().join("tests/fixtures/2020q2.txt"))
        .args(["--to", "content/plans/key-tasks/2020-q2", "--lang", "en"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "22 chapters, 128 tasks, 60 units (0 new); 0 files changed\n"
    );
}
