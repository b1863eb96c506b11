//! Workbooks with bytes of their parts changed: whatever comes of it, it is an answer or a fault, and what is
//! written is content.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::Index;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{Choice, Settings, Survey, merge};
use crate::attachment::tests::mutations::{Change, change, changed};
use crate::content::load;
use crate::model::ContentPath;

const RETURNED: &[u8] = include_bytes!("../../tests/fixtures/office/returned-openpyxl.xlsx");

/// The site that the workbook was made for.
fn site(root: &Path) {
    for (path, text) in [
        (
            "site.toml",
            "name = \"示例\"\nbase_url = \"https://www.example.gov.cn/\"\n[organisation]\nname = \"示例区人民政府\"\n",
        ),
        (
            "content/units.toml",
            "[[unit]]\nid = \"ke-ji\"\nname = \"区科技局\"\n[[unit]]\nid = \"cai-zheng\"\nname = \"区财政局\"\n",
        ),
        ("content/plans/column.toml", "title = \"规划计划\"\n"),
        (
            "content/plans/2020-q3/disclosure.toml",
            "title = \"第三季度重点任务\"\nindex_number = \"K1493206-6/2020-12163\"\npublished = 2020-10-20\nmode = \"主动公开\"\n",
        ),
        (
            "content/plans/2020-q3/01/chapter.toml",
            "title = \"科技创新\"\nnumber = 1\n",
        ),
        (
            "content/plans/2020-q3/01/02.md",
            "+++\ntitle = \"建设科创园\"\nunits = [\"区科技局\", \"区财政局\"]\n+++\n",
        ),
        (
            "content/plans/2020-q3/01/03.toml",
            "title = \"财政收入平稳增长\"\nunits = [\"区财政局\"]\n",
        ),
    ] {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// The workbook with one of its parts changed.
fn repacked(part: Index, changes: &[Change]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(RETURNED)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let part = part.index(archive.len());
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if at == part {
            bytes = changed(bytes, changes);
        }
        let name = entry.name().unwrap().into_owned();
        writer
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Merges a file, with every conflict decided for what came back.
fn merged(root: &Path, bytes: &[u8]) -> Result<(), TestCaseError> {
    site(root);
    let file = root.join("区财政局.xlsx");
    fs::write(&file, bytes).unwrap();
    let mut loaded = load(root);
    let site = loaded.site.take().unwrap();
    let path = ContentPath::parse("plans/2020-q3").unwrap();
    let survey = Survey::new(&site, &path, None).unwrap();
    let settings = Settings {
        root,
        paths: &[file],
        due: None,
    };
    let (merged, _) = merge(
        &survey,
        settings,
        &mut loaded.sources,
        &mut |question, _| match question.replies.len() {
            0 => Choice::Keep,
            _ => Choice::Take(0),
        },
        &mut |_, _| {},
    );
    merged.unwrap().apply(root).unwrap();
    let again = load(root);
    prop_assert!(!again.faults.has_errors(), "{:?}", again.faults);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases.div_ceil(4),
        ..ProptestConfig::default()
    })]

    #[test]
    fn parts_of_a_workbook(part in any::<Index>(), changes in prop::collection::vec(change(), 0..6)) {
        let folder = tempfile::tempdir().unwrap();
        merged(folder.path(), &repacked(part, &changes))?;
    }
}
