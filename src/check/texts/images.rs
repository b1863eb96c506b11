//! The words of images.

use super::super::example::Example::{Body, Files};
use super::super::rule::{Rule, Standing, Weight, both, standard};
use super::scope::Said;
use crate::diagnostic::Faults;
use crate::markdown::{Labelled, Survey};
use crate::say;

pub(in super::super) const RULES: &[Rule] = &[IMAGE];

/// An image in the body of a disclosure that has it.
macro_rules! image {
    ($markdown:literal) => {
        Files(&[
            ("content/plans/q3/disclosure.md", concat!(
                "+++\ntitle = \"示意图\"\nindex_number = \"K1493206-6/2020-11939\"\npublisher = \"区府办\"\n",
                "summary = \"各项重点任务所在位置的示意图。\"\ncreated = 2020-07-22\n",
                "published = 2020-07-22T15:36:51\nmode = \"主动公开\"\n+++\n\n", $markdown, "\n"
            )),
            ("content/plans/q3/files/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ])
    };
}

const IMAGE: Rule = Rule {
    code: "access/image-text",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: standard(
        "WCAG 2.2 的 1.1.1（对应 GB/T 37668 待核）",
        "WCAG 2.2, 1.1.1 (what GB/T 37668 has for it is not known)",
    ),
    asks: both(
        "图片有替代文字，说明图上是什么，而不是文件名或“图片”二字。",
        "An image has words that say what is on it, not the name of its file or the word image.",
    ),
    fault: image!("所在位置见下图。\n\n![map.svg](files/map.svg)"),
    clean: &[
        image!("所在位置见下图。\n\n![重点任务所在位置：北部三项，南部两项](files/map.svg)"),
        image!("所在位置见[示意图](files/map.svg)。"),
        Body("这样写图片：`![](files/map.svg)`。"),
    ],
};

/// Words that say nothing of what is on an image.
const EMPTY: [&str; 10] = [
    "图", "图片", "图像", "照片", "截图", "附图", "插图", "image", "picture", "photo",
];

pub(super) fn check(said: &Said<'_>, survey: &Survey, faults: &mut Faults) {
    for image in &survey.images {
        let label = image.label.trim();
        let message = if label.is_empty() {
            say!(
                "图片没有替代文字",
                "an image has no words for those who cannot see it"
            )
        } else if is_file_name(image) || EMPTY.iter().any(|empty| label.eq_ignore_ascii_case(empty))
        {
            say!(
                "图片的替代文字“{label}”没有说明图上是什么",
                "the words `{label}` of an image do not say what is on it"
            )
        } else {
            continue;
        };
        let fault = IMAGE.finding(message).at(said.place(image.range.clone()));
        faults.push(fault.hint(say!(
            "写作 `![图上是什么](…)`",
            "write `![what is on it](…)`"
        )));
    }
}

/// Whether the words are the name of a file: its own, or any with the extension of an image.
fn is_file_name(image: &Labelled) -> bool {
    let label = image.label.trim();
    let own = image.destination.rsplit('/').next().unwrap_or_default();
    let stem = own.rsplit_once('.').map_or(own, |(stem, _)| stem);
    let ends = [
        "png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "tif", "tiff",
    ];
    let has_extension = label
        .rsplit_once('.')
        .is_some_and(|(_, end)| ends.iter().any(|known| end.eq_ignore_ascii_case(known)));
    // A file may be well named: 示意图.png.
    has_extension || label.is_ascii() && (label == own || label == stem)
}
