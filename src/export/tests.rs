//! What all formats have in common.

use proptest::prelude::*;

use super::table::{self, fields};
use super::testing::{with_files, with_tasks};
use super::*;

fn csv(data: Data<'_>) -> String {
    let bytes = disclosure(data, &data.index.disclosures[0], Format::Csv).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_csv_file_has_what_the_tasks_say_to_the_character() {
    let tasks = [
        "title = \"=1+1\"\nunits = [\"区财政局\"]\nprogress = \"\"\"一\n\n- **二**\n- \"三\", 四\"\"\"\nstatus = \"delayed\"\ncompletion = { done = 2.50, total = 10, unit = \"项\" }\n",
        "title = \"㐂𠀀😀\"\n",
    ];
    with_tasks(&tasks, |data| {
        assert_eq!(
            csv(data),
            "\u{feff}章序号,章,任务序号,任务,责任单位,进展情况,状态,已完成,总数,计量单位,完成率(%),网址\r\n\
             1,发展,1.1,=1+1,区财政局,\"一\n\n- **二**\n- \"\"三\"\", 四\",delayed,2.50,10,项,25,https://www.example.gov.cn/q2/01/01.html\r\n\
             1,发展,1.2,㐂𠀀😀,,,,,,,,https://www.example.gov.cn/q2/01/02.html\r\n"
        );
    });
}

/// `import` knows the data files by the names of their columns.
#[test]
fn the_importer_knows_the_columns() {
    let names = crate::import::own_columns();
    let ours: Vec<(&str, &str)> = fields::TASKS.iter().map(|f| (f.zh, f.en)).collect();
    assert_eq!(names, ours);
}

#[test]
fn the_description_is_of_the_file_beside_it() {
    with_tasks(&["title = \"一\"\n"], |data| {
        let placed = &data.index.disclosures[0];
        let bytes = disclosure(data, placed, Format::Csv).unwrap();
        let fact = Fact::of(&bytes);
        let package = datapackage::disclosure(data, placed, Some(&fact)).unwrap();
        let package: serde_json::Value = serde_json::from_slice(&package).unwrap();
        assert_eq!(package["name"], "q2");
        assert_eq!(package["id"], "K1493206-6/2020-00001");
        assert_eq!(package["created"], "2020-07-22T15:36:51+08:00");
        let resource = &package["resources"][0];
        assert_eq!(resource["path"], "data.csv");
        assert_eq!(resource["bytes"], bytes.len());
        assert_eq!(resource["hash"], format!("sha256:{}", fact.sha256));
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let names: Vec<&str> = fields.iter().map(|f| f["name"].as_str().unwrap()).collect();
        let text = String::from_utf8(bytes).unwrap();
        let head = text.trim_start_matches('\u{feff}').lines().next().unwrap();
        assert_eq!(names.join(","), head);
        assert_eq!(resource["schema"]["primaryKey"], "任务序号");
        assert_eq!(fields[6]["constraints"]["enum"][0], "not-started");
    });
}

#[test]
fn a_harvester_is_told_every_file_with_its_size_and_digest() {
    with_tasks(&["title = \"一\"\n"], |data| {
        let paths = dcat::tells_of(data, None);
        assert_eq!(paths.len(), 4);
        let facts: Facts = paths
            .into_iter()
            .map(|path| (path.clone(), Fact::of(path.as_str().as_bytes())))
            .collect();
        let catalogue = dcat::catalogue(data, None, &facts).unwrap();
        let catalogue: serde_json::Value = serde_json::from_slice(&catalogue).unwrap();
        let set = &catalogue["dcat:dataset"][0];
        assert_eq!(set["dcterms:identifier"], "K1493206-6/2020-00001");
        assert_eq!(
            set["dcterms:temporal"]["dcat:startDate"]["@value"],
            "2020-04-01"
        );
        let files = set["dcat:distribution"].as_array().unwrap();
        assert_eq!(files.len(), 4);
        for file in files {
            let url = file["dcat:downloadURL"]["@id"].as_str().unwrap();
            let path = url.strip_prefix("https://www.example.gov.cn/").unwrap();
            let fact = Fact::of(path.as_bytes());
            assert_eq!(file["dcat:byteSize"]["@value"], fact.bytes.to_string());
            assert_eq!(
                file["spdx:checksum"]["spdx:checksumValue"]["@value"],
                fact.sha256
            );
        }
    });
}

/// A text that no cell can hold is in every file but the workbook, and that there is none is told.
#[test]
fn what_no_cell_can_hold_is_told() {
    let fitting = format!("title = \"一\"\nprogress = \"{}\"\n", "字".repeat(32_767));
    let rare = format!("title = \"一\"\nprogress = \"{}\"\n", "𠀀".repeat(16_384));
    for (task, is_too_long) in [(fitting, false), (rare, true)] {
        with_tasks(&["title = \"短\"\n", &task], |data| {
            let told: Vec<_> = left_out(data.index).collect();
            assert_eq!(told.len(), usize::from(is_too_long));
            let placed = &data.index.disclosures[0];
            let made = disclosure(data, placed, Format::Xlsx);
            assert_eq!(made.is_err(), is_too_long);
            for format in [Format::Csv, Format::Json, Format::Docx] {
                disclosure(data, placed, format).unwrap();
            }
        });
    }
}

#[test]
fn what_is_asked_for_is_what_comes() {
    let card = |number: u32| {
        format!(
            "title = \"报告{number}\"\nindex_number = \"K1493206-6/2020-0000{number}\"\npublished = 2020-07-2{number}\nmode = \"主动公开\"\nperiod = \"2020-Q{number}\"\n"
        )
    };
    let (first, second) = (card(1), card(2));
    let files = [
        (
            "content/units.toml",
            "[[unit]]\nid = \"finance\"\nname = \"区财政局\"\naliases = [\"财政\"]\n",
        ),
        ("content/q1/disclosure.toml", first.as_str()),
        (
            "content/q1/01/chapter.toml",
            "title = \"发展\"\nnumber = 1\n",
        ),
        (
            "content/q1/01/01.toml",
            "title = \"甲\"\nunits = [\"财政\"]\n",
        ),
        ("content/q1/01/02.toml", "title = \"乙\"\n"),
        ("content/q2/disclosure.toml", second.as_str()),
        ("content/q2/01/chapter.toml", "title = \"发展\"\n"),
        (
            "content/q2/01/01.toml",
            "title = \"丙\"\nunits = [\"区财政局\"]\n",
        ),
        (
            "content/q2/02/chapter.toml",
            "title = \"民生\"\nnumber = 2\n",
        ),
        ("content/q2/02/01.toml", "title = \"丁\"\n"),
    ];
    with_files(&files, |data| {
        let titles = |filter: Filter| -> String {
            let selection = Selection::new(data, &filter, None);
            let json = selection.bytes(Format::Json).unwrap();
            let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
            let several = match json {
                serde_json::Value::Array(several) => several,
                single => vec![single],
            };
            let mut titles = String::new();
            for disclosure in &several {
                for chapter in disclosure["chapters"].as_array().unwrap() {
                    for task in chapter["tasks"].as_array().unwrap() {
                        titles.push_str(task["title"].as_str().unwrap());
                    }
                }
            }
            let csv = selection.bytes(Format::Csv).unwrap();
            let rows = String::from_utf8(csv).unwrap().lines().count() - 1;
            assert_eq!(rows, titles.chars().count());
            titles
        };
        let unit = data.site.units.find("财政");
        let nothing = Filter::default();
        assert_eq!(titles(nothing.clone()), "丙丁甲乙");
        assert_eq!(
            titles(Filter {
                unit,
                ..nothing.clone()
            }),
            "丙甲"
        );
        let chapter = |text: &str| Filter {
            chapter: Some(text.to_owned()),
            ..Filter::default()
        };
        assert_eq!(titles(chapter("发展")), "丙甲乙");
        assert_eq!(titles(chapter("2")), "丁");
        assert_eq!(titles(chapter("q1/01")), "甲乙");
        let period = crate::model::Period::parse("2020-Q1").ok();
        assert_eq!(
            titles(Filter {
                period,
                ..nothing.clone()
            }),
            "甲乙"
        );
        let disclosure = crate::model::ContentPath::parse("q2").ok();
        assert_eq!(
            titles(Filter {
                disclosure,
                unit,
                ..nothing
            }),
            "丙"
        );
        // Of several disclosures a table says of each row which it is of.
        let of_unit = Filter {
            unit,
            ..Filter::default()
        };
        let csv = Selection::new(data, &of_unit, None)
            .bytes(Format::Csv)
            .unwrap();
        let csv = String::from_utf8(csv).unwrap();
        let row = csv.lines().nth(1).unwrap();
        assert!(
            row.starts_with("2020-Q2,K1493206-6/2020-00002,报告2,,发展,1.1,丙,"),
            "{row}"
        );
        assert_eq!(
            table::of_disclosure(data, &data.index.disclosures[0])
                .rows
                .count(),
            2
        );
    });
}

/// What a data file is imported as: titles, units and progress.
fn imported(bytes: &[u8], name: &str) -> Vec<(String, Vec<String>, Option<String>)> {
    use crate::import::{Options, Surroundings, open, read};
    let mut sources = crate::diagnostic::Sources::new();
    let file = sources.add_text(name, "");
    let (source, faults) = open(bytes, name, file, &mut sources);
    let told: Vec<_> = faults.iter().map(|fault| fault.code).collect();
    assert!(told.is_empty(), "{told:?}");
    let options = Options::default();
    let (document, faults) = read(&source.unwrap(), file, &options, &Surroundings::default());
    let told: Vec<_> = faults.iter().map(|fault| fault.code).collect();
    let document = document.unwrap_or_else(|| panic!("{told:?}"));
    let tasks = document.tasks().map(|task| {
        let units = task.units.iter().map(|unit| unit.value.to_string());
        let progress = task.progress.as_ref().map(|text| text.value.to_string());
        (task.title.value.to_string(), units.collect(), progress)
    });
    tasks.collect()
}

const LINE: &str = "[-=+@'\"#*_`<>&;:,.%/0-9a-c ，。、；：！（）〔〕“”一二章节㐂𠀀😀\u{a0}]{1,24}";

/// A text of one line without outer white space, as the content has it.
fn line() -> impl Strategy<Value = String> {
    LINE.prop_map(|text| text.trim().to_owned())
        .prop_filter("nothing is seen", |text| !text.is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Whatever tasks say, their data files say the same when they are imported.
    #[test]
    fn any_text_comes_back(
        tasks in prop::collection::vec((line(), prop::option::of(prop::collection::vec(prop_oneof![line(), Just(String::new()), Just("\tc".to_owned())], 1..5))), 1..5)
    ) {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let tasks: Vec<(String, Option<String>)> = tasks
            .into_iter()
            .map(|(title, lines)| {
                let progress = lines.map(|lines| lines.join("\n").trim().to_owned());
                (title, progress.filter(|text| !text.is_empty()))
            })
            .collect();
        let files: Vec<String> = tasks
            .iter()
            .map(|(title, progress)| {
                let progress = progress.as_ref().map(|text| format!("progress = {}\n", quoted(text)));
                format!("title = {}\nunits = [\"区财政局\"]\n{}", quoted(title), progress.unwrap_or_default())
            })
            .collect();
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let expected: Vec<_> = tasks
            .iter()
            .map(|(title, progress)| (title.clone(), vec!["区财政局".to_owned()], progress.clone()))
            .collect();
        with_tasks(&files, |data| {
            for (format, name) in [(Format::Csv, "a.csv"), (Format::Xlsx, "a.xlsx")] {
                let bytes = disclosure(data, &data.index.disclosures[0], format).unwrap();
                assert_eq!(imported(&bytes, name), expected, "{name}");
            }
        });
    }
}
