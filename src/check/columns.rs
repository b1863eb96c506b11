//! Columns that are empty, or that nobody has added to for long.

use jiff::ToSpan;
use jiff::civil::Date;

use super::example::Example::Files;
use super::rule::{Rule, Standing, Weight, both, law};
use crate::diagnostic::Faults;
use crate::model::{Column, Site};
use crate::say;

pub(super) const RULES: &[Rule] = &[STALE, EMPTY];

/// A column with a notice of this day.
macro_rules! column {
    ($title:literal, $day:literal) => {
        Files(&[
            (
                "content/notices/column.toml",
                concat!(
                    "title = \"",
                    $title,
                    "\"\ndescription = \"通知和数据\"\nkeywords = [\"通知\", \"数据\"]\ncategory = \"公开信息\"\n"
                ),
            ),
            (
                "content/notices/01/disclosure.toml",
                concat!(
                    "title = \"关于公布重点任务的通知\"\nindex_number = \"K1493206-6/2020-00001\"\npublisher = \"区府办\"\nsummary = \"公布各项重点任务。\"\nmode = \"主动公开\"\nbody = \"各项重点任务已经公布。\"\npublished = ",
                    $day,
                    "\n"
                ),
            ),
        ])
    };
}

const STALE: Rule = Rule {
    code: "column/stale",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: law(
        "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）的单项否决：栏目不更新",
        "the inspection of government websites (国办秘函〔2019〕19号), on columns that are not updated",
    ),
    asks: both(
        "动态、要闻类栏目两周内有更新，通知公告、政策文件类栏目六个月内有更新。",
        "Columns of news (动态, 要闻) are added to within two weeks, those of notices and policy documents (通知公告, 政策文件) within six months.",
    ),
    fault: column!("通知公告", "2020-01-30"),
    clean: &[
        column!("通知公告", "2020-01-31"),
        column!("工作动态", "2020-07-17"),
        column!("统计数据", "2020-01-01"),
    ],
};

const EMPTY: Rule = Rule {
    code: "column/empty",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: law(
        "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）的单项否决：空白栏目",
        "the inspection of government websites (国办秘函〔2019〕19号), on blank columns",
    ),
    asks: both(
        "栏目里有可读的内容：已发布的信息、单页、子栏目，或栏目自己的文字。",
        "A column holds something to read: a published disclosure, a page, a column that does, or a text of its own.",
    ),
    fault: Files(&[(
        "content/notices/column.toml",
        "title = \"统计数据\"\ndescription = \"统计数据\"\nkeywords = [\"统计\"]\ncategory = \"数据发布\"\n",
    )]),
    clean: &[
        Files(&[(
            "content/notices/column.toml",
            "title = \"统计数据\"\nbody = \"统计数据见区统计局网站。\"\n",
        )]),
        Files(&[
            ("content/notices/column.toml", "title = \"统计数据\"\n"),
            (
                "content/notices/about.md",
                "+++\ntitle = \"说明\"\n+++\n\n统计数据每季度公布。\n",
            ),
        ]),
        column!("统计数据", "2020-07-01"),
    ],
};

/// Columns in whose names these words stand, and for how long they may go without something new.
const KINDS: [(&[&str], Term); 2] = [
    (&["动态", "要闻"], Term::Weeks(2)),
    (&["通知公告", "政策文件"], Term::Months(6)),
];

/// For how long a column may go without something new.
#[derive(Clone, Copy)]
enum Term {
    Weeks(i8),
    Months(i8),
}

impl Term {
    /// Whether it has passed on `as_of` since `day`.
    fn has_passed(self, day: Date, as_of: Date) -> bool {
        let last = match self {
            Self::Weeks(weeks) => day.checked_add(weeks.weeks()),
            Self::Months(months) => day.checked_add(months.months()),
        };
        last.is_ok_and(|last| last < as_of)
    }
}

/// Columns that hold what could not be read are not told while the content `is_incomplete`.
pub(super) fn check(site: &Site, as_of: Date, is_incomplete: bool, faults: &mut Faults) {
    if is_incomplete {
        return;
    }
    let columns = site.home.walk().filter(|column| column.slug.is_some());
    for column in columns {
        if is_empty(column, as_of) {
            empty(column, faults);
        } else {
            stale(column, as_of, faults);
        }
    }
}

/// The days on which something in a column and the columns below it was published.
fn days(column: &Column, as_of: Date) -> impl Iterator<Item = Date> {
    let disclosures = column.all_disclosures();
    // What may not be published is told by a rule of its own.
    let finished = disclosures.filter(|disclosure| !disclosure.draft);
    let days = finished.map(|disclosure| disclosure.card.published.value.date);
    days.filter(move |day| *day <= as_of)
}

/// Whether there is nothing to read in a column.
fn is_empty(column: &Column, as_of: Date) -> bool {
    let pages = |column: &Column| column.pages.iter().any(|page| !page.draft);
    let no_text = column
        .walk()
        .all(|column| column.body.is_none() && !pages(column));
    no_text && days(column, as_of).next().is_none()
}

/// `column/empty`.
fn empty(column: &Column, faults: &mut Faults) {
    let title = &column.title.value;
    faults.push(
        EMPTY
            .finding(say!(
                "栏目“{title}”是空白的",
                "there is nothing to read in the column “{title}”"
            ))
            .at(column.span)
            .hint(say!(
                "放进内容，或先不设这个栏目",
                "fill it, or leave the column out for now"
            )),
    );
}

/// `column/stale`.
fn stale(column: &Column, as_of: Date, faults: &mut Faults) {
    let names = || std::iter::once(&column.title).chain(&column.category);
    let is_named = |words: &[&str]| {
        words
            .iter()
            .any(|w| names().any(|name| name.value.contains(w)))
    };
    let Some((_, term)) = KINDS.iter().find(|(words, _)| is_named(words)) else {
        return;
    };
    let updates = column.walk().flat_map(|column| &column.pages);
    let updates = updates.filter_map(|page| Some(page.updated.as_ref()?.value.date));
    let newest = days(column, as_of).chain(updates).max();
    let Some(newest) = newest.filter(|newest| term.has_passed(*newest, as_of)) else {
        return;
    };
    let title = &column.title.value;
    let fault = STALE.finding(match term {
        Term::Weeks(weeks) => say!(
            "栏目“{title}”自 {newest} 起没有更新，已超过 {weeks} 周",
            "nothing was added to the column “{title}” since {newest}, for more than {weeks} weeks"
        ),
        Term::Months(months) => say!(
            "栏目“{title}”自 {newest} 起没有更新，已超过 {months} 个月",
            "nothing was added to the column “{title}” since {newest}, for more than {months} months"
        ),
    });
    faults.push(fault.at(column.span));
}
