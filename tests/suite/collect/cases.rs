//! What speaks against an answer, in the exact words in which it is told. A case is a function that fills in
//! workbooks of the small site; what the program says in both languages, and what it writes, is in
//! `tests/cases/collect`. `GONGKAI_BLESS=1` writes that anew.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::workbook::{Cell, Workbook, text};
use super::{PATH, merge, small, start};
use crate::support::{Run, Site, Tree, tree};

pub(super) const RD: &str = "研发经费增长15%";
pub(super) const PARK: &str = "建设科创园";
pub(super) const TAX: &str = "财政收入平稳增长";
const PROGRESS: &str = "进展情况";

/// A site whose workbooks are out, and what comes back.
pub(super) struct Office {
    pub(super) site: Site,
    out: PathBuf,
}

impl Office {
    pub(super) fn new() -> Self {
        let site = small();
        let out = start(&site);
        Self { site, out }
    }

    pub(super) fn open(&self, unit: &str) -> Workbook {
        Workbook::open(&self.out.join(format!("{unit}.xlsx")))
    }

    pub(super) fn save(&self, book: &Workbook, name: &str) {
        book.save(&self.site.root().join("../in").join(name));
    }

    /// A workbook with one answer comes back.
    pub(super) fn answer(&self, unit: &str, title: &str, progress: &str, name: &str) {
        let mut book = self.open(unit);
        book.fill(title, PROGRESS, text(progress));
        self.save(&book, name);
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        let folder = self.site.root().join("../in");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), bytes).unwrap();
    }

    fn merged(self) -> Self {
        merge(&self.site, "in", &[]).exits(0);
        self
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let path = format!("content/plans/2020-q3/{path}");
        let edited = self.site.read(&path).replace(from, to);
        self.site.write(&path, &edited);
    }
}

type Case = fn(Office) -> Office;

const CASES: &[(&str, Case)] = &[
    ("answers-differ", |office| {
        office.answer("各街道", PARK, "已经开工", "1.xlsx");
        office.answer("区科技局", PARK, "主体结顶", "2.xlsx");
        office.answer("区财政局", PARK, "主体 结顶", "3.xlsx");
        office
    }),
    ("answers-differ-without-the-lead", |office| {
        office.answer("各街道", PARK, "已经开工", "1.xlsx");
        office.answer("区财政局", PARK, "主体结顶", "2.xlsx");
        office
    }),
    ("answer-differs-from-merged", |office| {
        office.answer("区科技局", PARK, "主体结顶", "1.xlsx");
        let office = office.merged();
        office.answer("各街道", PARK, "已经开工", "2.xlsx");
        office
    }),
    ("locked-cell", |office| {
        let mut book = office.open("区科技局");
        book.fill(PARK, "责任分工", text("不是我们的"));
        book.fill(PARK, PROGRESS, text("主体结顶"));
        book.fill(RD, "项目名称", text("其他"));
        office.save(&book, "1.xlsx");
        office
    }),
    ("title-changed", |office| {
        let mut book = office.open("区科技局");
        book.fill(RD, PROGRESS, text("增长12%"));
        book.fill(RD, "项目内容", text("研发经费增长12%"));
        office.save(&book, "1.xlsx");
        office
    }),
    ("renamed-since", |office| {
        office.answer("区科技局", RD, "增长12%", "1.xlsx");
        office.edit("01/01.toml", "增长15%", "增长16%");
        office
    }),
    ("rows-slipped", |office| {
        let mut book = office.open("总表");
        let (one, other) = (book.row(RD), book.row(TAX));
        let column = book.column("识别码（请勿改动）");
        let id = book.table()[one][column].clone();
        book.table()[one][column] = book.table()[other][column].clone();
        book.table()[other][column] = id;
        book.fill(RD, PROGRESS, text("增长12%"));
        office.save(&book, "1.xlsx");
        office
    }),
    ("unknown-row", |office| {
        let mut book = office.open("区科技局");
        let column = book.column("识别码（请勿改动）");
        let row = book.row(RD);
        let Cell::Text(id) = book.table()[row][column].clone() else {
            panic!("an id is a text")
        };
        book.table()[row][column] = text(&id.replace("/01/01", "/01/09"));
        book.fill(RD, PROGRESS, text("增长12%"));
        book.fill(PARK, PROGRESS, text("主体结顶"));
        book.fill(PARK, "识别码（请勿改动）", Cell::Empty);
        book.fill(PARK, "项目内容", text("建设科技园"));
        office.save(&book, "1.xlsx");
        office
    }),
    ("ids-lost", |office| {
        let mut book = office.open("区财政局");
        let column = book.column("识别码（请勿改动）");
        for row in book.table() {
            row.truncate(column);
        }
        book.fill(PARK, PROGRESS, text("主体结顶"));
        book.fill(PARK, "项目内容", text(" 建设 科创园 "));
        office.save(&book, "进展.xlsx");
        office
    }),
    ("title-of-two-tasks", |office| {
        office.site.write(
            "content/plans/2020-q3/01/04.toml",
            "title = \"建设科创园\"\nunits = [\"区财政局\"]\n",
        );
        let mut book = office.open("区财政局");
        book.fill(PARK, PROGRESS, text("主体结顶"));
        book.fill(PARK, "识别码（请勿改动）", text("G1|损坏"));
        office.save(&book, "1.xlsx");
        office
    }),
    ("repeated-row", |office| {
        let mut book = office.open("区科技局");
        book.fill(RD, PROGRESS, text("增长12%"));
        let row = book.row(RD);
        let copy = book.table()[row].clone();
        book.table().push(copy);
        book.fill(RD, PROGRESS, text("增长13%"));
        office.save(&book, "1.xlsx");
        office
    }),
    ("wrong-types", |office| {
        let mut book = office.open("总表");
        book.fill(RD, "已完成数", Cell::Date(2020, 10, 1));
        book.fill(RD, "总数", Cell::Number(12.0));
        book.fill(RD, "进度状态", text("进行 中"));
        book.fill(PARK, "已完成数", text("约三成"));
        book.fill(PARK, "总数", Cell::Number(0.0));
        book.fill(PARK, "进度状态", text("已完工"));
        book.fill(TAX, "已完成数", Cell::Number(-3.0));
        book.fill(TAX, "总数", text("１２０"));
        book.fill(TAX, PROGRESS, text("增长3%"));
        office.save(&book, "1.xlsx");
        let mut book = office.open("区财政局");
        book.fill(TAX, "总数", Cell::Number(40.0));
        book.label("填报日期", text("十月中旬"));
        office.save(&book, "2.xlsx");
        office
    }),
    ("files-that-cannot-be-read", |office| {
        office.answer("区科技局", RD, "增长12%", "区科技局.xlsx");
        let path = office.site.root().join("../in/区科技局.xlsx");
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        let mut locked = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        locked.resize(512, 0);
        locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        office.put("区财政局.xlsx", &locked);
        office.put("扫描件.pdf", b"%PDF-1.7\n");
        office.put("进展.csv", "项目内容,进展情况\n".as_bytes());
        office.put("~$各街道.xlsx", b"lock");
        office.put(".DS_Store", b"");
        office.answer("各街道", PARK, "已经开工", "各街道.xlsx");
        office
    }),
    ("wrong-workbook", |office| {
        office.answer("区科技局", RD, "增长12%", "区财政局(1).xlsx");
        let mut book = office.open("各街道");
        book.fill(PARK, PROGRESS, text("已经开工"));
        book.label("填报单位", text("区科委"));
        office.save(&book, "2.xlsx");
        office
    }),
    ("edited-since", |office| {
        office.answer("区科技局", RD, "增长12%", "1.xlsx");
        office.edit("01/01.toml", "units", "progress = \"增长11%，待核\"\nunits");
        office
    }),
    ("two-returns", |office| {
        office.answer("区科技局", RD, "增长12%", "1.xlsx");
        office.answer("区科技局", RD, "增长13%", "2.xlsx");
        office
    }),
    ("newer-return", |office| {
        for (name, day, progress) in [("1.xlsx", 12, "增长13%"), ("2.xlsx", 11, "增长12%")] {
            let mut book = office.open("区科技局");
            book.label("填报日期", Cell::Date(2020, 10, day));
            book.fill(RD, PROGRESS, text(progress));
            office.save(&book, name);
        }
        office
    }),
    ("older-answer", |office| {
        office.answer("区科技局", RD, "增长12%", "1.xlsx");
        let office = office.merged();
        office.answer("区科技局", RD, "增长13%", "2.xlsx");
        let office = office.merged();
        let mut book = office.open("区科技局");
        book.fill(RD, PROGRESS, text("增长12%"));
        book.label("填报人", text("另存"));
        office.save(&book, "3.xlsx");
        office
    }),
    ("not-theirs", |office| {
        let mut book = office.open("区科技局");
        let row = {
            let other = office.open("区财政局");
            let row = other.row(TAX);
            other.sheets[1].1[row].clone()
        };
        book.table().push(row);
        book.fill(TAX, PROGRESS, text("增长3%"));
        office.save(&book, "1.xlsx");
        office
    }),
    ("other-disclosure", |office| {
        office.site.write(
            "content/plans/2020-q4/disclosure.toml",
            "title = \"第四季度重点任务\"\nindex_number = \"K1493206-6/2021-00001\"\npublished = 2021-01-20\nmode = \"主动公开\"\n",
        );
        let args = [
            "collect",
            "start",
            "plans/2020-q4",
            "--from",
            PATH,
            "--out",
            "../q4",
        ];
        office.site.run(&args).exits(0);
        let mut book = Workbook::open(&office.site.root().join("../q4/区科技局.xlsx"));
        book.fill(RD, PROGRESS, text("增长12%"));
        office.save(&book, "1.xlsx");
        office
    }),
    ("no-table", |office| {
        let mut book = office.open("区科技局");
        book.sheets.truncate(1);
        office.save(&book, "1.xlsx");
        office
    }),
    ("repeated-column", |office| {
        let mut book = office.open("区科技局");
        book.table()[1].push(text("进展情况"));
        office.save(&book, "1.xlsx");
        office
    }),
    ("whose", |office| {
        let mut book = office.open("区科技局");
        let column = book.column("识别码（请勿改动）");
        for row in book.table() {
            row.truncate(column);
        }
        book.label("填报单位", text("科技口"));
        book.fill(RD, PROGRESS, text("增长12%"));
        office.save(&book, "1.xlsx");
        office
    }),
    ("formulas", |office| {
        let mut book = office.open("区科技局");
        let formula = Cell::Formula("=CONCATENATE(\"增长\",\"12%\")".into(), "增长12%".into());
        book.fill(RD, PROGRESS, formula);
        book.fill(PARK, PROGRESS, Cell::Uncomputed("=1+1".into()));
        office.save(&book, "1.xlsx");
        office
    }),
    ("merged-and-hidden-rows", |office| {
        let mut book = office.open("区科技局");
        book.fill(RD, PROGRESS, text("都在推进"));
        let (row, column) = (book.row(RD), book.column(PROGRESS));
        book.merged.push((row, column));
        office.save(&book, "1.xlsx");
        let mut book = office.open("区财政局");
        book.fill(TAX, PROGRESS, text("增长3%"));
        book.hidden.push(book.row(TAX));
        office.save(&book, "2.xlsx");
        office
    }),
    ("remarks-and-private-texts", |office| {
        let mut book = office.open("区科技局");
        book.fill(RD, PROGRESS, text("增长12%，联系人电话13812345678"));
        book.fill(
            PARK,
            "备注（不公开）",
            text("请改由区财政局牵头，电话13812345678"),
        );
        office.save(&book, "1.xlsx");
        office
    }),
    ("nothing-filled-in", |office| {
        let book = office.open("区科技局");
        office.save(&book, "1.xlsx");
        office
    }),
    ("no-files", |office| office),
    ("damaged-record", |office| {
        office.answer("区科技局", RD, "增长12%", "1.xlsx");
        office.site.write(
            "content/plans/2020-q3/.collect.json",
            "{\"version\": 9, \"tasks\": {}}",
        );
        office
    }),
];

/// What a case makes.
pub(super) fn case(name: &str) -> Office {
    let found = CASES.iter().find(|(own, _)| *own == name);
    (found.unwrap().1)(Office::new())
}

/// The files that differ, as they are then.
pub(super) fn written(before: &Tree, after: &Tree) -> String {
    let mut shown = String::new();
    for (path, bytes) in after {
        if before.get(path) != Some(bytes) && !path.ends_with(".json") {
            let text = String::from_utf8_lossy(bytes);
            write!(shown, "== {path} ==\n{text}").unwrap();
        }
    }
    shown
}

fn said(run: &Run) -> String {
    let code = run.code.unwrap();
    format!("exit {code}\n{}{}", run.stderr, run.stdout)
}

#[test]
fn every_conflict_is_told_in_these_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/collect");
    let bless = std::env::var_os("GONGKAI_BLESS").is_some();
    let mut failures = String::new();
    for (name, case) in CASES {
        let office = case(Office::new());
        let content = office.site.path("content");
        let before = tree(&content);
        let english = merge(&office.site, "in", &["--dry-run", "--lang", "en"]);
        assert!(tree(&content) == before, "{name}: a dry run writes nothing");
        let chinese = merge(&office.site, "in", &["--lang", "zh"]);
        let after = tree(&content);
        let found = format!(
            "-- zh --\n{}-- en, dry --\n{}-- written --\n{}",
            said(&chinese),
            said(&english),
            written(&before, &after)
        );
        // What is open stays open, and nothing is written a second time.
        let again = merge(&office.site, "in", &["--lang", "zh"]);
        assert_eq!(again.code, chinese.code, "{name}");
        assert!(tree(&content) == after, "{name}: merged twice");
        let path = folder.join(format!("{name}.txt"));
        if bless {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &found).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if found != expected {
            write!(
                failures,
                "{name}\n--- expected\n{expected}--- found\n{found}"
            )
            .unwrap();
        }
    }
    assert!(failures.is_empty(), "{failures}");
    let cases = fs::read_dir(folder).unwrap().count();
    assert_eq!(cases, CASES.len(), "each text belongs to a case");
}
