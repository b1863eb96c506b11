//! The first sheet: what is to be filled in, by when, and to whom it goes.

use rust_xlsxwriter::{
    DataValidation, DataValidationRule, ExcelDateTime, ProtectionOptions, Worksheet, XlsxError,
};

use super::looks::Looks;
use super::{Terms, excel};
use crate::collect::Survey;
use crate::collect::returned::labels;
use crate::collect::survey::Asked;

/// Its name.
const NAME: &str = "填报说明";

/// What everybody is told.
const RULES: [&str; 8] = [
    "1. 在“任务填报”表的浅黄色格里填写，其他格已锁定。可以筛选、调整行高列宽；不要增删行列，不要改动识别码。",
    "2. 进展情况：写截至本期末做了什么、到什么程度，写具体数字。一段写一段文字；格内换行用 Alt+Enter。没有进展也请写明原因。",
    "3. 进度状态：从下拉列表中选择，拿不准就空着。",
    "4. 已完成数和总数：填阿拉伯数字，两个都填才有效；计量单位如 项、亩、万元。没有量化指标的空着。",
    "5. 空着的格表示没有答复，原有内容不变。",
    "6. 牵头单位负责填写；配合单位可补充，内容与牵头单位不一致时由报送单位核定。",
    "7. 备注只给报送单位看，不会公开。其余内容将在网上公开，请不要写个人信息和不宜公开的内容。",
    "8. 认为项目名称、内容或分工有误的，请在备注里说明，不要改动原文。",
];

pub(super) fn write(
    sheet: &mut Worksheet,
    survey: &Survey<'_>,
    terms: &Terms,
    who: Asked,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_name(NAME)?;
    sheet.set_column_width(0, 14)?;
    sheet.set_column_width(1, 84)?;
    let title = survey.title();
    sheet.write_with_format(0, 0, format!("{title} 填报表"), &looks.title)?;
    let named = [
        (labels::UNIT, survey.name(who).to_owned()),
        (labels::SUBJECT, subject(survey, who)),
    ];
    let mut row = 2;
    for (label, text) in named {
        sheet.write_with_format(row, 0, label, &looks.head)?;
        sheet.write_with_format(row, 1, text, &looks.text)?;
        row += 1;
    }
    sheet.write_with_format(row, 0, labels::DUE, &looks.head)?;
    match terms.due.and_then(excel) {
        Some(day) => sheet.write_with_format(row, 1, &day, &looks.day)?,
        None => sheet.write_with_format(row, 1, "见通知", &looks.text)?,
    };
    row += 1;
    sheet.write_with_format(row, 0, labels::RETURN_TO, &looks.head)?;
    sheet.write_with_format(row, 1, return_to(survey, terms), &looks.text)?;
    row += 1;
    sheet.write_with_format(row, 0, labels::FILLED, &looks.head)?;
    sheet.write_blank(row, 1, &looks.open_day)?;
    sheet.add_data_validation(row, 1, row, 1, &day_rule()?)?;
    row += 1;
    sheet.write_with_format(row, 0, labels::FILLED_BY, &looks.head)?;
    sheet.write_blank(row, 1, &looks.open_text)?;
    row += 2;
    for rule in RULES {
        sheet.merge_range(row, 0, row, 1, rule, &looks.rule)?;
        // A merged cell does not grow by itself.
        sheet.set_row_height(row, 31)?;
        row += 1;
    }
    if let Asked::Unit(unit) = who
        && survey
            .site
            .units
            .get(unit)
            .is_some_and(|unit| unit.collective)
    {
        let name = survey.name(who);
        let rule = format!("9. “{name}”是统称，由汇总单位收齐后填写一份。");
        sheet.merge_range(row, 0, row, 1, &rule, &looks.rule)?;
        sheet.set_row_height(row, 31)?;
    }
    sheet.set_paper_size(9).set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.protect_with_options(&protection());
    Ok(())
}

/// What may be done in a sheet beside filling it in.
pub(super) fn protection() -> ProtectionOptions {
    ProtectionOptions {
        format_columns: true,
        format_rows: true,
        use_autofilter: true,
        ..ProtectionOptions::new()
    }
}

fn day_rule() -> Result<DataValidation, XlsxError> {
    let from = ExcelDateTime::from_ymd(2000, 1, 1)?;
    DataValidation::new()
        .allow_date(DataValidationRule::GreaterThanOrEqualTo(from))
        .set_input_title("填报日期")?
        .set_input_message("填写日期，例如 2020-10-12")?
        .set_error_title("不是日期")?
        .set_error_message("请填写日期，例如 2020-10-12")
}

/// How many tasks there are, and in how many the unit leads.
fn subject(survey: &Survey<'_>, who: Asked) -> String {
    let title = survey.title();
    let asked = survey.items.iter().filter(|item| item.is_asked_of(who));
    let count = asked.clone().count();
    if who == Asked::Whole {
        return format!("{title}（全部 {count} 项任务）");
    }
    let leads = asked.filter(|item| item.is_led_by(who)).count();
    let joint = count - leads;
    format!("{title}（{count} 项任务：牵头 {leads} 项，配合 {joint} 项）")
}

fn return_to(survey: &Survey<'_>, terms: &Terms) -> String {
    let publisher = survey.disclosure.card.publisher.as_ref();
    let office = &survey.site.settings.organisation.name;
    match &terms.return_to {
        Some(told) => told.clone(),
        None => publisher.unwrap_or(office).value.to_string(),
    }
}
