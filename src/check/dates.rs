//! When information is made and when it is published.

use super::example::CARD;
use super::example::Example::{Edit, Files};
use super::parts::finished;
use super::rule::{Rule, Standing, Weight, both, custom, law};
use crate::diagnostic::Faults;
use crate::model::{IndexCard, Site, WorkCalendar};
use crate::say;

pub(super) const RULES: &[Rule] = &[ORDER, TWENTY_DAYS];

/// 《政府信息公开条例》 article 26: "自该政府信息形成或者变更之日起20个工作日内".
const WORKING_DAYS: u32 = 20;

/// The card of the examples, made in January 2020, before the Spring Festival.
macro_rules! january {
    ($published:literal) => {
        Files(&[
            (
                "content/plans/q2/disclosure.toml",
                concat!(
                    "title = \"2019年第四季度重点任务执行情况\"\nindex_number = \"K1493206-6/2020-11938\"\npublisher = \"区府办\"\nsummary = \"各项重点任务的进展。\"\nperiod = \"2019-Q4\"\ncreated = 2020-01-20\nmode = \"主动公开\"\npublished = ",
                    $published,
                    "\n"
                ),
            ),
            (
                "content/calendar.toml",
                "[[year]]\nyear = 2020\nholidays = [{ name = \"春节\", from = 2020-01-24, to = 2020-02-02 }]\nworkdays = [2020-01-19]\n",
            ),
        ])
    };
}

const ORDER: Rule = Rule {
    code: "date/order",
    weight: Weight::Error,
    standing: Standing::Fixed,
    source: custom(
        "信息先生成，后发布；发布日期写错会被当作伪造发稿日期",
        "information is made before it is published; a wrong day of publication is taken for a forged one",
    ),
    asks: both(
        "生成日期不晚于发布日期。",
        "Information is made no later than it is published.",
    ),
    fault: Edit(CARD, "created = 2020-07-22", "created = 2020-07-23"),
    clean: &[
        Edit(CARD, "created = 2020-07-22", "created = 2020-07-21"),
        Edit(
            CARD,
            "published = 2020-07-22T15:36:51",
            "published = 2020-07-22T00:00:00",
        ),
        Edit(
            CARD,
            "created = 2020-07-22",
            "draft = true\ncreated = 2020-07-23",
        ),
    ],
};

const TWENTY_DAYS: Rule = Rule {
    code: "date/twenty-days",
    weight: Weight::Warning,
    standing: Standing::Fixed,
    source: law(
        "《政府信息公开条例》第二十六条",
        "article 26 of the Regulations on Open Government Information",
    ),
    asks: both(
        "主动公开的信息自形成之日起20个工作日内公开；节假日见 `content/calendar.toml`，没有写的年份按周一至周五计算。",
        "What is disclosed proactively is published within twenty working days after it was made; `content/calendar.toml` has the holidays, and of a year that it lacks Monday to Friday count.",
    ),
    fault: Edit(
        CARD,
        "period = \"2020-Q2\"\ncreated = 2020-07-22",
        "created = 2020-06-22",
    ),
    clean: &[
        Edit(
            CARD,
            "published = 2020-07-22T15:36:51",
            "published = 2020-08-19T23:59:59",
        ),
        january!("2020-02-25"),
        Edit(
            CARD,
            "created = 2020-07-22\npublished = 2020-07-22T15:36:51",
            "published = 2020-08-20",
        ),
    ],
};

pub(super) fn check(site: &Site, faults: &mut Faults) {
    for (_, disclosure) in finished(site) {
        let card = &disclosure.card;
        order(card, faults);
        twenty_days(card, &site.work_calendar, faults);
    }
}

/// `date/order`.
fn order(card: &IndexCard, faults: &mut Faults) {
    let published = card.published.value.date;
    let Some(created) = card.created.as_ref().filter(|day| day.value > published) else {
        return;
    };
    let day = created.value;
    faults.push(
        ORDER
            .finding(say!(
                "生成日期 {day} 晚于发布日期 {published}",
                "it was made on {day}, after it was published on {published}"
            ))
            .at(created.span)
            .related(
                card.published.span,
                say!("发布日期在这里", "it is published here"),
            ),
    );
}

/// `date/twenty-days`.
fn twenty_days(card: &IndexCard, calendar: &WorkCalendar, faults: &mut Faults) {
    let Some(created) = &card.created else {
        return;
    };
    let Some(deadline) = calendar.deadline(created.value, WORKING_DAYS) else {
        return;
    };
    let (published, due) = (card.published.value.date, deadline.day);
    if published <= due {
        return;
    }
    let fault = TWENTY_DAYS
        .finding(say!(
            "{published} 才发布：生成后 {WORKING_DAYS} 个工作日到 {due} 为止",
            "it is published on {published}, but the {WORKING_DAYS} working days after it was made ended on {due}"
        ))
        .at(card.published.span)
        .related(created.span, say!("生成日期在这里", "it was made here"));
    let years: Vec<String> = deadline.unknown_years.iter().map(i16::to_string).collect();
    if years.is_empty() {
        faults.push(fault);
        return;
    }
    let (zh, en) = (years.join("、"), years.join(", "));
    faults.push(fault.hint(say!(
        "`content/calendar.toml` 没有 {zh} 年的节假日，按周一至周五计算",
        "`content/calendar.toml` has no holidays of {en}: Monday to Friday were counted"
    )));
}
