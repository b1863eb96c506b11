//! What files are made from, so that those which stay the same need not be made again; and which are not made.

use super::table::{Table, units};
use super::{Data, ExportError, card, csv_file, table, xlsx};
use crate::diagnostic::Diagnostic;
use crate::pages::{Index, Placed};
use crate::say;

/// What the workbook and the document of a disclosure are made from: its tasks, its card, its texts, and of
/// the site what they name.
pub(super) fn disclosure<'a>(
    data: Data<'a>,
    placed: &'a Placed<'a>,
) -> Result<Vec<u8>, ExportError> {
    let disclosure = placed.disclosure;
    let mut from = table(data, table::of_disclosure(data, placed))?;
    let mut add = |text: &str| add(&mut from, text);
    for row in card::rows(data, disclosure) {
        add(row.label);
        add(&row.value.plain());
    }
    let bodies = disclosure.chapters().iter().map(|chapter| &chapter.body);
    for body in std::iter::once(&disclosure.body).chain(bodies) {
        add(body.as_ref().map_or("", |body| &body.source));
    }
    // Chapters without tasks stand in the document, too.
    for chapter in disclosure.chapters() {
        add(&chapter.title.value);
        add(&chapter.number.map(|n| n.to_string()).unwrap_or_default());
    }
    Ok(from)
}

/// What a workbook of many disclosures is made from: its table, and the day of the latest.
pub(super) fn of_many<'a>(data: Data<'a>, of_many: Table<'a>) -> Result<Vec<u8>, ExportError> {
    let mut from = table(data, of_many)?;
    let latest = data.latest().map(|day| day.to_string());
    add(&mut from, latest.as_deref().unwrap_or_default());
    Ok(from)
}

/// What a workbook of a table is made from, besides its day.
fn table<'a>(data: Data<'a>, table: Table<'a>) -> Result<Vec<u8>, ExportError> {
    let settings = &data.site.settings;
    let mut from = csv_file::csv(data, table)?;
    add(&mut from, &settings.name.value);
    add(&mut from, &settings.language.value);
    Ok(from)
}

fn add(from: &mut Vec<u8>, text: &str) {
    from.extend((text.len() as u64).to_le_bytes());
    from.extend(text.as_bytes());
}

/// Whether the cells of a workbook can hold the texts of a disclosure.
pub(super) fn fits(placed: &Placed<'_>) -> bool {
    placed.tasks.iter().all(|place| {
        let progress = place.task.progress.as_ref();
        progress.is_none_or(|progress| xlsx::fits(&progress.source))
            && xlsx::fits(&units(place.task))
    })
}

/// Tells which disclosures have no workbook, as one of their texts is longer than a cell can be.
pub fn left_out(index: &Index<'_>) -> impl Iterator<Item = Diagnostic> {
    let limit = xlsx::CELL_LIMIT;
    let too_long = index.disclosures.iter().filter(|placed| !fits(placed));
    too_long.map(move |placed| {
        let long = placed.tasks.iter().find_map(|place| {
            let progress = place.task.progress.as_ref()?;
            (!xlsx::fits(&progress.source)).then_some(progress.span)
        });
        Diagnostic::warning(
            "export/too-long-for-xlsx",
            say!(
                "有超过 {limit} 个字符的文本，工作簿的单元格放不下，这条公开信息没有 XLSX 文件",
                "a text has more than {limit} characters, which no cell of a workbook can hold: this disclosure has no XLSX file"
            ),
        )
        .at(long.unwrap_or(placed.disclosure.span))
        .hint(say!(
            "CSV、JSON 和 DOCX 文件是全的；要有 XLSX，把长的内容放进附件",
            "the CSV, JSON and DOCX files hold all of it; to have an XLSX file, move what is long to an attachment"
        ))
    })
}
