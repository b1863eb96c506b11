//! Attached files.

use super::example::Example::Files;
use super::rule::{Rule, Standing, Weight, both, law};
use crate::diagnostic::Faults;
use crate::model::{FileKind, Site};
use crate::say;

pub(super) const RULES: &[Rule] = &[KIND];

/// A file of the disclosure of the examples.
macro_rules! file {
    ($name:literal, $text:literal) => {
        Files(&[(concat!("content/plans/q2/files/", $name), $text)])
    };
}

const KIND: Rule = Rule {
    code: "file/kind",
    weight: Weight::ErrorInGov,
    standing: Standing::Optional,
    source: law(
        "国办秘函〔2019〕19号：附件无法下载或下载的文件不对",
        "国办秘函〔2019〕19号: attachments that cannot be downloaded or are wrong",
    ),
    asks: both(
        "附件的内容与扩展名一致，如 `.pdf` 确实是 PDF。",
        "An attached file is what its name says: a `.pdf` is a PDF.",
    ),
    fault: file!("表.pdf", "<!DOCTYPE html><title>登录</title>"),
    clean: &[
        file!("表.pdf", "%PDF-1.7\n"),
        file!("表.docx", "PK\u{3}\u{4}"),
        file!("表.csv", "单位,数量\n"),
        file!("说明.html", "<p>甲</p>"),
        file!("表.dwg", "AC1032"),
    ],
};

pub(super) fn check(site: &Site, faults: &mut Faults) {
    for file in site.home.all_disclosures().flat_map(|d| &d.files) {
        let expected = FileKind::of_name(&file.name);
        // An empty file has been told already.
        if expected.is_empty() || expected.contains(&file.kind) || file.size == 0 {
            continue;
        }
        let name = &file.name;
        let message = match file.kind.name() {
            Some(found) => say!(
                "附件 `{name}` 的内容是 {found}，与扩展名不符",
                "the attachment `{name}` is {found}, not what its name says"
            ),
            None => say!(
                "附件 `{name}` 的内容与扩展名不符",
                "the attachment `{name}` is not what its name says"
            ),
        };
        faults.push(KIND.finding(message).at(file.id).hint(say!(
            "用相应的程序打开，另存为这种格式，或改正扩展名",
            "open it and save it in that format, or correct its name"
        )));
    }
}
