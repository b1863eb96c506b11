//! What stands beside labels, on whatever sheet.

use jiff::civil::Date;

use super::Text;
use crate::diagnostic::{Diagnostic, Faults};
use crate::import::{Book, GridRow};
use crate::say;
use crate::series::folded;

pub(in crate::collect) const UNIT: &str = "填报单位";
pub(in crate::collect) const SUBJECT: &str = "填报内容";
pub(in crate::collect) const DUE: &str = "截止日期";
pub(in crate::collect) const RETURN_TO: &str = "报送至";
pub(in crate::collect) const FILLED: &str = "填报日期";
pub(in crate::collect) const FILLED_BY: &str = "填报人";

/// The longest label, in bytes: longer cells are none.
const LONGEST: usize = 40;

/// What a workbook says of itself.
#[derive(Debug, Default)]
pub(super) struct Labels {
    pub(super) unit: Option<Text>,
    pub(super) due: Option<Date>,
    pub(super) filled: Option<Date>,
}

impl Labels {
    pub(super) fn read(book: &Book, faults: &mut Faults) -> Self {
        let mut labels = Self::default();
        for row in book.sheets.iter().flat_map(|sheet| &sheet.rows) {
            let Some((label, value)) = pair(book, row) else {
                continue;
            };
            match label.as_str() {
                UNIT if labels.unit.is_none() => labels.unit = Some(value),
                DUE if labels.due.is_none() => labels.due = day(&value.value),
                FILLED if labels.filled.is_none() => {
                    labels.filled = day(&value.value);
                    if labels.filled.is_none() {
                        faults.push(
                            Diagnostic::warning(
                                "collect/bad-date",
                                say!(
                                    "填报日期不是日期，视为没有注明",
                                    "the day of filling in is no date; it counts as not stated"
                                ),
                            )
                            .at(value.span)
                            .hint(say!("例如 2020-10-12", "for example 2020-10-12")),
                        );
                    }
                }
                _ => {}
            }
        }
        labels
    }
}

/// A label and what stands next to it.
fn pair(book: &Book, row: &GridRow) -> Option<(String, Text)> {
    let mut cells = row.different();
    let label = cells.find(|cell| {
        if book.get(*cell).len() > LONGEST {
            return false;
        }
        let text = folded(book.get(*cell));
        [UNIT, DUE, FILLED].contains(&text.trim_end_matches(':'))
    })?;
    let value = cells.next()?;
    let label = folded(book.get(label)).trim_end_matches(':').to_owned();
    let text = Text {
        value: book.get(value).into(),
        span: value,
    };
    Some((label, text))
}

/// A day as people write it: `2020-10-12`, `2020/10/12`, `2020.10.12`, `2020年10月12日`.
fn day(text: &str) -> Option<Date> {
    let text = folded(text);
    let text = text.trim_end_matches('日');
    let mut parts = text.split(['-', '/', '.', '年', '月']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    // A time may follow the day in a cell that is one.
    let day = day.get(..2).filter(|_| day.contains(':')).unwrap_or(day);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_people_write_them() {
        for text in [
            "2020-10-02",
            "2020/10/2",
            "2020.10.2",
            "2020年10月2日",
            "２０２０年１０月０２日",
            " 2020 年 10 月 2 日 ",
            "2020-10-02 15:36:00",
        ] {
            assert_eq!(day(text), Date::new(2020, 10, 2).ok(), "{text}");
        }
        for text in [
            "",
            "10月2日",
            "2020-10",
            "20-10-02",
            "2020-13-02",
            "昨天",
            "2020-10-02-1",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
