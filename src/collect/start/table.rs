//! The second sheet: the tasks.

use rust_xlsxwriter::{
    ColNum, DataValidation, DataValidationRule, Format, RowNum, Worksheet, XlsxError,
};

use super::instructions::protection;
use super::looks::Looks;
use crate::collect::column::Column;
use crate::collect::mark::Mark;
use crate::collect::row_id::RowId;
use crate::collect::survey::{Asked, Item};
use crate::collect::{Field, Survey};
use crate::diagnostic::Lang;
use crate::markdown::to_text;
use crate::model::{Status, Task, to_chinese};

/// Its name.
const NAME: &str = "任务填报";
/// The row of its head.
const HEAD: RowNum = 1;
/// So many characters of what was reported before are shown; a cell takes 32,767.
const LONGEST: usize = 30_000;

/// The height of a line, and the most that a row may have, in points.
const LINE: f64 = 14.5;
const HIGHEST: f64 = 400.0;
/// So many lines a row has at least, so that there is room for an answer.
const LEAST_LINES: f64 = 3.0;
/// How wide a Chinese character is, in those of digits.
const WIDE: f64 = 2.2;

/// Writes the tasks of somebody; gives how many there are.
pub(super) fn write(
    sheet: &mut Worksheet,
    survey: &Survey<'_>,
    who: Asked,
    looks: &Looks,
) -> Result<usize, XlsxError> {
    sheet.set_name(NAME)?;
    let (title, unit) = (survey.title(), survey.name(who));
    sheet.write_with_format(0, 0, format!("{title}（{unit}）"), &looks.title)?;
    let columns = || (0..).zip(Column::ALL);
    for (number, column) in columns() {
        sheet.set_column_width(number, column.width())?;
        sheet.write_with_format(HEAD, number, column.head(), &looks.head)?;
        if column == Column::Id {
            sheet.set_column_hidden(number)?;
        }
    }
    let mut last = HEAD;
    let mut count = 0;
    for item in survey.items.iter().filter(|item| item.is_asked_of(who)) {
        last += 1;
        count += 1;
        let mut lines = LEAST_LINES;
        for (number, column) in columns() {
            match column {
                Column::Number => {
                    sheet.write_with_format(last, number, last - HEAD, &looks.number)?
                }
                Column::Id => {
                    let id = id(survey, item, who).to_string();
                    sheet.write_with_format(last, number, id, &looks.text)?
                }
                column if column.is_open() => {
                    sheet.write_blank(last, number, open(column, looks))?
                }
                column => {
                    let text = locked(survey, item, who, column);
                    lines = lines.max(lines_of(&text, column.width()));
                    sheet.write_with_format(last, number, text, &looks.text)?
                }
            };
        }
        sheet.set_row_height(last, (lines * LINE).min(HIGHEST))?;
    }
    for (number, column) in columns() {
        if let Some(rule) = rule(column)? {
            sheet.add_data_validation(HEAD + 1, number, last, number, &rule)?;
        }
    }
    let end = ColNum::try_from(Column::ALL.len().saturating_sub(1)).unwrap_or_default();
    sheet.autofilter(HEAD, 0, last, end)?;
    sheet.set_freeze_panes(HEAD + 1, 0)?;
    sheet.set_paper_size(9).set_landscape();
    sheet.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEAD, HEAD)?;
    sheet.set_footer("&C第 &P 页，共 &N 页");
    sheet.protect_with_options(&protection());
    Ok(count)
}

/// How many lines a text takes, wrapped into a width: programs do not find that out when they open a file.
fn lines_of(text: &str, width: f64) -> f64 {
    let of = |line: &str| {
        let (mut lines, mut used) = (1.0, 0.0);
        for c in line.chars() {
            let wide = if c.is_ascii() { 1.0 } else { WIDE };
            if used + wide > width {
                lines += 1.0;
                used = 0.0;
            }
            used += wide;
        }
        lines
    };
    text.lines().map(of).sum::<f64>()
}

fn open(column: Column, looks: &Looks) -> &Format {
    match column {
        Column::Done | Column::Total => &looks.open_number,
        _ => &looks.open_text,
    }
}

/// What a locked cell says.
pub(in crate::collect) fn locked(
    survey: &Survey<'_>,
    item: &Item<'_>,
    who: Asked,
    column: Column,
) -> String {
    match column {
        Column::Chapter => {
            let title = &item.chapter.title.value;
            match item.chapter.number {
                Some(number) => format!("（{}）{title}", to_chinese(number)),
                None => title.to_string(),
            }
        }
        Column::Title => item.task.title.value.to_string(),
        Column::Role => role(survey, item, who),
        Column::Before => before(item),
        _ => String::new(),
    }
}

/// Whether a unit leads, and if not, who does.
fn role(survey: &Survey<'_>, item: &Item<'_>, who: Asked) -> String {
    let mut names = item.task.units.iter().map(|mention| &*mention.name);
    let Some(lead) = names.next() else {
        return String::new();
    };
    let others: Vec<&str> = names.collect();
    let joint = match others.as_slice() {
        [] => String::new(),
        others => format!("；配合：{}", others.join("、")),
    };
    match who {
        Asked::Whole => format!("牵头：{lead}{joint}"),
        Asked::Unit(_) if item.is_led_by(who) => format!("牵头{joint}"),
        Asked::Unit(_) => {
            let own = survey.name(who);
            format!("配合（{own}）；牵头：{lead}")
        }
    }
}

/// What the task says already, or else what it said in the period before.
fn before(item: &Item<'_>) -> String {
    let own = said(item.task);
    match item.before {
        Some(before) if own.is_empty() => said(before),
        _ => own,
    }
}

fn said(task: &Task) -> String {
    let progress = task.progress.as_ref().map(|prose| to_text(&prose.source));
    let mut lines: Vec<String> = progress
        .iter()
        .flat_map(|text| text.lines())
        .map(str::to_owned)
        .collect();
    lines.retain(|line| !line.trim().is_empty());
    for field in [Field::Status, Field::Completion] {
        if let Some(shown) = field.shown(task, Lang::Zh) {
            lines.push(format!("〔{}：{shown}〕", field.name().zh));
        }
    }
    let text = lines.join("\n");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}……", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// The id of a row, if it were made now.
pub(in crate::collect) fn id(survey: &Survey<'_>, item: &Item<'_>, who: Asked) -> RowId {
    RowId {
        path: item.task.path.clone(),
        unit: survey.id(who).to_owned(),
        locked: Column::LOCKED.map(|column| Mark::of_cell(&locked(survey, item, who, column))),
        base: Field::ALL.map(|field| Mark::of(field.stated(item.task))),
    }
}

/// What a column lets one type.
fn rule(column: Column) -> Result<Option<DataValidation>, XlsxError> {
    let rule = DataValidation::new();
    let number = |rule: DataValidation, least: DataValidationRule<f64>, what: &str| {
        rule.allow_decimal_number(least)
            .set_input_title(column.head())?
            .set_input_message(what)?
            .set_error_title("不是数字")?
            .set_error_message(what)
    };
    Ok(Some(match column {
        Column::Progress => rule
            .allow_any_value()
            .set_input_title("进展情况")?
            .set_input_message(
                "截至本期末做了什么、到什么程度。换行用 Alt+Enter。将在网上公开。",
            )?,
        Column::Status => rule
            .allow_list_strings(&Status::ALL.map(|status| status.name().zh))?
            .set_input_title("进度状态")?
            .set_input_message("从列表中选择；拿不准就空着")?
            .set_error_title("不在列表里")?
            .set_error_message("请从列表中选择")?,
        Column::Done => number(
            rule,
            DataValidationRule::GreaterThanOrEqualTo(0.0),
            "填不小于零的数字，只填数字，单位填在后面",
        )?,
        Column::Total => number(
            rule,
            DataValidationRule::GreaterThan(0.0),
            "填大于零的数字，只填数字，单位填在后面",
        )?,
        Column::Unit => rule
            .allow_any_value()
            .set_input_title("计量单位")?
            .set_input_message("例如 项、亩、万元")?,
        Column::Remarks => rule
            .allow_any_value()
            .set_input_title("备注")?
            .set_input_message("给报送单位看的话，不会公开")?,
        _ => return Ok(None),
    }))
}
