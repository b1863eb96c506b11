use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::content::fields::{Fields, key};
use crate::content::values::TableValue;
use crate::diagnostic::{Diagnostic, Faults, Message, Span};
use crate::model::{Located, WorkYear, is_weekend};
use crate::say;

/// More days off at a stretch than ever were: a slip in one of the dates.
const LONGEST: usize = 31;

/// `calendar.toml`.
pub(in crate::content) fn read(fields: &mut Fields<'_, '_>) -> Vec<Located<WorkYear>> {
    fields.list(key(
        "year",
        "各年的节假日安排，照国务院办公厅的通知",
        "the holidays of each year, as 国务院办公厅 announces them",
    ))
}

impl TableValue for WorkYear {
    fn fields(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let year = fields.required::<u32>(key("year", "年份", "the year"));
        fields.optional::<Box<str>>(key(
            "source",
            "依据的通知，如 国办发明电〔2019〕16号；只供查对",
            "the notice that says so, for whoever looks it up",
        ));
        let holidays: Vec<Located<Holiday>> = fields.list(key(
            "holidays",
            "放假的日子，连同其中的周末",
            "the days off, Saturdays and Sundays among them included",
        ));
        let workdays: Vec<Located<Date>> = fields.list(key(
            "workdays",
            "调休上班的周六和周日",
            "the Saturdays and Sundays that are worked",
        ));
        let year = i16::try_from(year?.value).ok()?;
        let off = days_off(year, &holidays, &mut fields.faults);
        let on = days_on(year, &off, &workdays, &mut fields.faults);
        Some(Self {
            year,
            holidays: off,
            workdays: on,
        })
    }
}

/// Some days off in a row.
struct Holiday {
    from: Located<Date>,
    to: Option<Located<Date>>,
}

impl TableValue for Holiday {
    fn fields(fields: &mut Fields<'_, '_>) -> Option<Self> {
        fields.optional::<Box<str>>(key("name", "名称，如 春节", "what it is called"));
        let from = fields.required(key("from", "第一天", "the first day"));
        let to = fields.optional(key(
            "to",
            "最后一天；只放一天就不写",
            "the last day; absent if it is only one",
        ));
        Some(Self { from: from?, to })
    }
}

/// The days off. Those that cannot be right are told.
fn days_off(year: i16, holidays: &[Located<Holiday>], faults: &mut Faults) -> BTreeSet<Date> {
    let mut off = BTreeSet::new();
    for holiday in holidays {
        let Holiday { from, to } = &holiday.value;
        for day in std::iter::once(from).chain(to) {
            outside(year, day, faults);
        }
        let to = to.as_ref().unwrap_or(from);
        if to.value < from.value {
            let why = say!("`to` 在 `from` 之前", "`to` lies before `from`");
            faults.push(bad(to.span, &why));
            continue;
        }
        let mut day = from.value;
        let mut length = 0;
        while day <= to.value && length <= LONGEST {
            off.insert(day);
            length += 1;
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        if length > LONGEST {
            let why = say!(
                "一次放假不会超过 {LONGEST} 天",
                "no holiday is longer than {LONGEST} days"
            );
            faults.push(bad(to.span, &why));
        }
    }
    off
}

/// The days that are worked. Those that cannot be right are told.
fn days_on(
    year: i16,
    off: &BTreeSet<Date>,
    workdays: &[Located<Date>],
    faults: &mut Faults,
) -> BTreeSet<Date> {
    for day in workdays {
        outside(year, day, faults);
        let date = day.value;
        if off.contains(&date) {
            let why = say!(
                "{date} 又放假又上班",
                "{date} is both a holiday and a working day"
            );
            faults.push(bad(day.span, &why));
        } else if !is_weekend(date) {
            let why = say!(
                "{date} 不是周六或周日，本来就上班",
                "{date} is no Saturday or Sunday: it is worked anyway"
            );
            faults.push(bad(day.span, &why));
        }
    }
    workdays.iter().map(|day| day.value).collect()
}

/// Tells a day that lies neither in the year nor in the December before, where New Year may begin.
fn outside(year: i16, day: &Located<Date>, faults: &mut Faults) {
    let date = day.value;
    let is_eve = date.month() == 12 && date.year().checked_add(1) == Some(year);
    if date.year() != year && !is_eve {
        let why = say!("{date} 不在 {year} 年", "{date} does not lie in {year}");
        faults.push(bad(day.span, &why));
    }
}

fn bad(span: Span, why: &Message) -> Diagnostic {
    let Message { zh, en } = why;
    Diagnostic::error(
        "content/bad-value",
        say!("日历不对：{zh}", "the calendar cannot be right: {en}"),
    )
    .at(span)
}
