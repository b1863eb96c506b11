//! Document numbers (文号), such as 杭政函〔2019〕12号: in index cards and in the text.

use super::example::CARD;
use super::example::Example::{Card, Edit, Progress, Title};
use super::rule::{Rule, Source, Standing, Weight, both, standard};
use crate::diagnostic::{Faults, Message, Span};
use crate::model::{Column, Disclosure, IndexCard, Prose, Site, Text};
use crate::say;

mod scan;

pub(super) const RULES: &[Rule] = &[BRACKETS, FORM, YEAR];

const FORMAT: Source = standard(
    "GB/T 9704《党政机关公文格式》的发文字号",
    "GB/T 9704 on the format of official documents, on document numbers",
)
.not_read();

const BRACKETS: Rule = Rule {
    code: "document-number/brackets",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: FORMAT,
    asks: both(
        "文号里的年份用六角括号：杭政函〔2019〕12号。",
        "The year in a document number stands in tortoise shell brackets: 杭政函〔2019〕12号.",
    ),
    fault: Progress("按照杭政函[2019]12号的要求推进，已召开协调会。"),
    clean: &[
        Progress("按照杭政函〔2019〕12号的要求推进，已召开协调会。"),
        Progress("详细规划（2019版）已报批，参见说明[2019]。"),
        Progress("按照（2019）浙0105民初123号判决执行。"),
        Card("document_number = \"国令第711号\""),
    ],
};

const FORM: Rule = Rule {
    code: "document-number/form",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: FORMAT,
    asks: both(
        "索引卡的文号由机关代字、四位年份和序号组成，序号不加“第”、不补零，以“号”结尾。",
        "The document number of an index card is a word for the office, a year of four digits, and a number without 第 and leading zeros that ends in 号.",
    ),
    fault: Card("document_number = \"拱政函〔2020〕012号\""),
    clean: &[
        Card("document_number = \"拱政函〔2020〕12号\""),
        Card("document_number = \"区人民政府令第3号\""),
        Card("document_number = \"公告2020年第5号\""),
    ],
};

const YEAR: Rule = Rule {
    code: "document-number/year",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: FORMAT,
    asks: both(
        "索引卡的文号里的年份是生成或发布的年份。",
        "The year in the document number of an index card is that in which it was made or published.",
    ),
    fault: Card("document_number = \"拱政函〔2002〕12号\""),
    clean: &[
        Card("document_number = \"拱政函〔2020〕12号\""),
        Edit(
            CARD,
            "period = \"2020-Q2\"\ncreated = 2020-07-22\npublished = 2020-07-22T15:36:51",
            "document_number = \"拱政函〔2019〕12号\"\ncreated = 2019-12-31\npublished = 2020-01-02",
        ),
        Title("落实拱政函〔2002〕12号"),
    ],
};

pub(super) fn check(site: &Site, faults: &mut Faults) {
    for column in site.home.walk() {
        texts(column, faults);
        for disclosure in &column.disclosures {
            of_card(&disclosure.card, faults);
        }
    }
}

/// `document-number/brackets` in everything that is read.
fn texts(column: &Column, faults: &mut Faults) {
    prose(&column.body, faults);
    for page in &column.pages {
        prose(&page.body, faults);
    }
    for disclosure in &column.disclosures {
        disclosure_texts(disclosure, faults);
    }
}

fn disclosure_texts(disclosure: &Disclosure, faults: &mut Faults) {
    let card = &disclosure.card;
    line(&card.title, faults);
    if let Some(summary) = &card.summary {
        line(summary, faults);
    }
    if let Some(number) = &card.document_number {
        line(number, faults);
    }
    prose(&disclosure.body, faults);
    for chapter in disclosure.chapters() {
        line(&chapter.title, faults);
        prose(&chapter.body, faults);
        for task in &chapter.tasks {
            line(&task.title, faults);
            prose(&task.progress, faults);
        }
    }
}

fn line(text: &Text, faults: &mut Faults) {
    for found in scan::wrong_brackets(&text.value) {
        let place = text.span.between_quotes(text.value.len(), found.range);
        told(&found.text, &found.right, place, faults);
    }
}

fn prose(prose: &Option<Prose>, faults: &mut Faults) {
    let Some(prose) = prose else { return };
    for found in scan::wrong_brackets(&prose.source) {
        let place = prose.place(found.range);
        told(&found.text, &found.right, place, faults);
    }
}

fn told(found: &str, right: &str, span: Span, faults: &mut Faults) {
    faults.push(
        BRACKETS
            .finding(say!(
                "文号 `{found}` 的年份没有用六角括号",
                "the year in the document number `{found}` does not stand in tortoise shell brackets"
            ))
            .at(span)
            .hint(say!("应写作 `{right}`", "write `{right}`")),
    );
}

/// `document-number/form` and `document-number/year`.
fn of_card(card: &IndexCard, faults: &mut Faults) {
    let Some(text) = &card.document_number else {
        return;
    };
    let number = &text.value;
    let Some(parts) = scan::parts(number) else {
        if !number.trim_end().ends_with('号') {
            let why = say!("没有以“号”结尾", "it does not end in 号");
            form(number, &why, text.span, faults);
        }
        return;
    };
    if let Some(why) = fault_of(&parts) {
        form(number, &why, text.span, faults);
    }
    let published = card.published.value.date.year();
    let created = card.created.as_ref().map(|day| day.value.year());
    let year = parts.year.parse::<i16>().ok();
    let Some(year) = year.filter(|_| parts.year.len() == 4) else {
        return;
    };
    // One that does not say when it was made may be of any year before.
    let is_right = match created {
        Some(created) => year == created || year == published,
        None => year <= published,
    };
    if is_right {
        return;
    }
    let of = created.unwrap_or(published);
    faults.push(
        YEAR.finding(match created {
            Some(_) => say!(
                "文号里的年份是 {year}，信息却生成于 {of} 年",
                "the year in the document number is {year}, but the information was made in {of}"
            ),
            None => say!(
                "文号里的年份是 {year}，信息却发布于 {of} 年",
                "the year in the document number is {year}, but the information was published in {of}"
            ),
        })
        .at(text.span),
    );
}

/// What is wrong with a number that has a year in brackets.
fn fault_of(parts: &scan::Parts<'_>) -> Option<Message> {
    let rest = parts.rest;
    let digits = rest.trim_start_matches('第');
    if parts.office.trim().is_empty() {
        Some(say!(
            "年份之前没有机关代字",
            "no word for the office stands before the year"
        ))
    } else if parts.year.len() != 4 {
        Some(say!("年份不是四位", "its year does not have four digits"))
    } else if digits.len() < rest.len() {
        Some(say!("序号不加“第”", "no 第 stands before the number"))
    } else if digits.starts_with('0') {
        Some(say!("序号不补零", "its number has leading zeros"))
    } else if !rest.trim_end().ends_with('号') {
        Some(say!("没有以“号”结尾", "it does not end in 号"))
    } else {
        None
    }
}

fn form(number: &str, why: &Message, span: Span, faults: &mut Faults) {
    let Message { zh, en } = why;
    faults.push(
        FORM.finding(say!(
            "文号 `{number}` 的格式不对：{zh}",
            "the document number `{number}` has not the usual form: {en}"
        ))
        .at(span)
        .hint(say!(
            "例如 `杭政函〔2019〕12号`",
            "for example `杭政函〔2019〕12号`"
        )),
    );
}
