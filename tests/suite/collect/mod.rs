//! Workbooks out to the units of a survey, filled in by many hands, and merged again.

mod cases;
mod deciding;
mod guide;
mod merging;
mod quarter;
mod starting;
mod workbook;

use std::path::PathBuf;

use crate::support::{Run, Site};

const PATH: &str = "plans/2020-q3";
const DUE: &str = "2020-10-15";

/// A small site whose disclosure of the third quarter is to be reported: three tasks, the second one joint.
fn small() -> Site {
    Site::of(&[
        (
            "site.toml",
            "name = \"示例\"\nbase_url = \"https://www.example.gov.cn/\"\n[organisation]\nname = \"示例区人民政府\"\n",
        ),
        (
            "content/units.toml",
            "[[unit]]\nid = \"ke-ji\"\nname = \"区科技局\"\naliases = [\"区科委\"]\n\n[[unit]]\nid = \"cai-zheng\"\nname = \"区财政局\"\n\n[[unit]]\nid = \"jie-dao\"\nname = \"各街道\"\ncollective = true\n",
        ),
        ("content/plans/column.toml", "title = \"规划计划\"\n"),
        (
            "content/plans/2020-q3/disclosure.toml",
            "title = \"第三季度重点任务\"\nindex_number = \"K1493206-6/2020-12163\"\npublisher = \"区府办\"\npublished = 2020-10-20\nmode = \"主动公开\"\n",
        ),
        (
            "content/plans/2020-q3/01/chapter.toml",
            "title = \"科技创新\"\nnumber = 1\n",
        ),
        (
            "content/plans/2020-q3/01/01.toml",
            "# 第一项\ntitle = \"研发经费增长15%\"  # 照原文\nunits = [\"区科委\"]\n",
        ),
        (
            "content/plans/2020-q3/01/02.md",
            "+++\ntitle = \"建设科创园\"\nunits = [\"区科技局\", \"区财政局\", \"各街道\"]\n+++\n",
        ),
        (
            "content/plans/2020-q3/01/03.toml",
            "title = \"财政收入平稳增长\"\nunits = [\"区财政局\"]\n\n[completion]  # 亿元\ndone = 10\ntotal = 40.5\n",
        ),
    ])
}

/// Makes the workbooks of the small site; gives their folder.
fn start(site: &Site) -> PathBuf {
    let out = site.root().join("../out");
    let args = ["collect", "start", PATH, "--due", DUE, "--out"];
    site.run(&[&args[..], &[out.to_str().unwrap()]].concat())
        .exits(0);
    out
}

/// Merges a folder.
#[must_use]
fn merge(site: &Site, folder: &str, args: &[&str]) -> Run {
    let path = site.root().join("..").join(folder);
    std::fs::create_dir_all(&path).unwrap();
    let shown = format!("../{folder}");
    site.run(&[&["collect", "merge", PATH, &shown], args].concat())
}
