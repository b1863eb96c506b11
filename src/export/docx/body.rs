//! The text of a document.

use std::io;

use super::frame::{FOOTER, HEADER, W, style};
use super::{Paper, Part, Section};
use crate::export::Data;
use crate::export::card::CardRow;
use crate::export::table::units;
use crate::export::xml::Xml;
use crate::markdown::to_lines;
use crate::model::{Completion, Prose, Task, to_chinese};
use crate::pages::TaskPlace;

/// How wide the text is on a page, in twentieths of a point: A4 across, with margins of 2 cm.
const WIDTH: u32 = 14_570;
/// The columns of the index card: label and value, twice.
const CARD: [u32; 4] = [1_985, 5_300, 1_985, 5_300];
/// The longest text, in characters, that stands in half of the card's width.
const HALF: usize = 24;

/// Rows whose progress has no more bytes stay on one page.
const WHOLE: usize = 1_500;

/// The main part.
pub(super) fn write(data: Data<'_>, paper: &Paper<'_>) -> io::Result<Vec<u8>> {
    let mut xml = Xml::packed()?;
    let names = [
        W,
        (
            "xmlns:r",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        ),
    ];
    xml.element("w:document", &names, |xml| {
        xml.element("w:body", &[], |xml| {
            for (number, section) in paper.sections.iter().enumerate() {
                write_section(xml, data, section, number > 0)?;
            }
            page(xml)
        })
    })?;
    Ok(xml.finish())
}

/// A4 across, with header and footer.
fn page(xml: &mut Xml) -> io::Result<()> {
    xml.element("w:sectPr", &[], |xml| {
        xml.empty(
            "w:headerReference",
            &[("w:type", "default"), ("r:id", HEADER)],
        )?;
        xml.empty(
            "w:footerReference",
            &[("w:type", "default"), ("r:id", FOOTER)],
        )?;
        xml.empty(
            "w:pgSz",
            &[
                ("w:w", "16838"),
                ("w:h", "11906"),
                ("w:orient", "landscape"),
            ],
        )?;
        xml.empty(
            "w:pgMar",
            &[
                ("w:top", "1134"),
                ("w:right", "1134"),
                ("w:bottom", "1134"),
                ("w:left", "1134"),
                ("w:header", "680"),
                ("w:footer", "567"),
                ("w:gutter", "0"),
            ],
        )
    })
}

fn write_section(
    xml: &mut Xml,
    data: Data<'_>,
    section: &Section<'_>,
    on_new_page: bool,
) -> io::Result<()> {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.value("w:pStyle", style::TITLE)?;
            match on_new_page {
                true => xml.empty("w:pageBreakBefore", &[]),
                false => Ok(()),
            }
        })?;
        xml.run(section.title)
    })?;
    if let Some(mark) = section.mark {
        // A sentence: nobody takes it for a title, nor does `import`.
        xml.line(
            style::MARK,
            &data.say(format!("{mark}。"), format!("{mark}.")),
        )?;
    }
    if !section.card.is_empty() {
        write_card(xml, data, &section.card)?;
    }
    prose(xml, section.body)?;
    for part in &section.chapters {
        write_part(xml, data, part)?;
    }
    Ok(())
}

fn prose(xml: &mut Xml, prose: Option<&Prose>) -> io::Result<()> {
    for line in prose.iter().flat_map(|prose| to_lines(&prose.source)) {
        xml.line(style::TEXT, &line)?;
    }
    Ok(())
}

/// What a table is called, for those who hear it.
fn begin_table(xml: &mut Xml, caption: &str, columns: &[u32]) -> io::Result<()> {
    xml.element("w:tblPr", &[], |xml| {
        xml.value("w:tblStyle", style::TABLE)?;
        xml.empty("w:tblW", &[("w:w", &WIDTH.to_string()), ("w:type", "dxa")])?;
        xml.empty("w:tblLayout", &[("w:type", "fixed")])?;
        xml.empty(
            "w:tblLook",
            &[
                ("w:val", "0020"),
                ("w:firstRow", "1"),
                ("w:lastRow", "0"),
                ("w:firstColumn", "0"),
                ("w:lastColumn", "0"),
                ("w:noHBand", "1"),
                ("w:noVBand", "1"),
            ],
        )?;
        xml.value("w:tblCaption", caption)
    })?;
    xml.element("w:tblGrid", &[], |xml| {
        columns
            .iter()
            .try_for_each(|width| xml.empty("w:gridCol", &[("w:w", &width.to_string())]))
    })
}

/// A cell over so many columns.
fn cell(
    xml: &mut Xml,
    (width, columns): (u32, u32),
    is_shaded: bool,
    inner: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    xml.element("w:tc", &[], |xml| {
        xml.element("w:tcPr", &[], |xml| {
            xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")])?;
            if columns > 1 {
                xml.value("w:gridSpan", &columns.to_string())?;
            }
            if is_shaded {
                xml.empty(
                    "w:shd",
                    &[
                        ("w:val", "clear"),
                        ("w:color", "auto"),
                        ("w:fill", "E7EEF5"),
                    ],
                )?;
                xml.value("w:vAlign", "center")?;
            }
            Ok(())
        })?;
        inner(xml)
    })
}

/// The index card: short values two a row, long ones over the whole width.
fn write_card(xml: &mut Xml, data: Data<'_>, card: &[CardRow<'_>]) -> io::Result<()> {
    let [label, value, ..] = CARD;
    let rows: Vec<(&str, String)> = card
        .iter()
        .map(|row| (row.label, row.value.plain().into_owned()))
        .collect();
    let is_short = |text: &str| text.chars().count() <= HALF;
    let mut rest = rows.as_slice();
    xml.element("w:tbl", &[], |xml| {
        begin_table(xml, data.say("索引卡", "Index card"), &CARD)?;
        while let Some(((name, text), after)) = rest.split_first() {
            rest = after;
            let pair = after
                .first()
                .filter(|(_, second)| is_short(text) && is_short(second));
            xml.element("w:tr", &[], |xml| {
                cell(xml, (label, 1), true, |xml| xml.line(style::HEAD, name))?;
                match pair {
                    None => cell(xml, (value + label + value, 3), false, |xml| {
                        xml.line(style::CELL, text)
                    }),
                    Some((second_name, second)) => {
                        cell(xml, (value, 1), false, |xml| xml.line(style::CELL, text))?;
                        cell(xml, (label, 1), true, |xml| {
                            xml.line(style::HEAD, second_name)
                        })?;
                        cell(xml, (value, 1), false, |xml| xml.line(style::CELL, second))
                    }
                }
            })?;
            if pair.is_some() {
                rest = rest.get(1..).unwrap_or_default();
            }
        }
        Ok(())
    })
}

/// A column of a table of tasks.
#[derive(Clone, Copy)]
enum Column {
    Number,
    Title,
    Units,
    Progress,
    Status,
    Figures,
}

impl Column {
    fn name(self, data: Data<'_>) -> &'static str {
        match self {
            Self::Number => data.say("序号", "No."),
            Self::Title => data.say("任务", "Task"),
            Self::Units => data.say("责任单位", "Units"),
            Self::Progress => data.say("进展情况", "Progress"),
            Self::Status => data.say("状态", "Status"),
            Self::Figures => data.say("完成数", "Done"),
        }
    }
}

/// The columns of a chapter, each with its width: how far tasks are only where the source says so.
fn columns(tasks: &[&TaskPlace<'_>]) -> Vec<(Column, u32)> {
    let has = |told: fn(&Task) -> bool| tasks.iter().any(|place| told(place.task));
    let mut columns = vec![
        (Column::Number, 850),
        (Column::Title, 3_500),
        (Column::Units, 2_400),
    ];
    let mut last = Vec::new();
    if has(|task| task.status.is_some()) {
        last.push((Column::Status, 1_000));
    }
    if has(|task| task.completion.is_some()) {
        last.push((Column::Figures, 1_600));
    }
    let taken: u32 = columns.iter().chain(&last).map(|(_, width)| width).sum();
    columns.push((Column::Progress, WIDTH.saturating_sub(taken)));
    columns.extend(last);
    columns
}

fn write_part(xml: &mut Xml, data: Data<'_>, part: &Part<'_>) -> io::Result<()> {
    let heading = match part.number {
        Some(number) if data.is_chinese() => format!("{}、{}", to_chinese(number), part.title),
        Some(number) => format!("{number}. {}", part.title),
        None => part.title.to_owned(),
    };
    xml.line(style::CHAPTER, &heading)?;
    prose(xml, part.body)?;
    if part.tasks.is_empty() {
        return Ok(());
    }
    let columns = columns(&part.tasks);
    let widths: Vec<u32> = columns.iter().map(|(_, width)| *width).collect();
    xml.element("w:tbl", &[], |xml| {
        begin_table(xml, &heading, &widths)?;
        xml.element("w:tr", &[], |xml| {
            xml.element("w:trPr", &[], |xml| {
                xml.empty("w:cantSplit", &[])?;
                xml.empty("w:tblHeader", &[])
            })?;
            columns.iter().try_for_each(|(column, width)| {
                cell(xml, (*width, 1), true, |xml| {
                    xml.line(style::HEAD, column.name(data))
                })
            })
        })?;
        part.tasks.iter().try_for_each(|place| {
            xml.element("w:tr", &[], |xml| {
                let progress = place.task.progress.as_ref();
                if progress.is_none_or(|progress| progress.source.len() <= WHOLE) {
                    xml.element("w:trPr", &[], |xml| xml.empty("w:cantSplit", &[]))?;
                }
                columns.iter().try_for_each(|(column, width)| {
                    cell(xml, (*width, 1), false, |xml| {
                        write_cell(xml, data, *column, place)
                    })
                })
            })
        })
    })
}

fn write_cell(
    xml: &mut Xml,
    data: Data<'_>,
    column: Column,
    place: &TaskPlace<'_>,
) -> io::Result<()> {
    let task = place.task;
    match column {
        Column::Number => {
            let label = format!("{}.{}", place.chapter_position, place.position);
            xml.line(style::CENTRED, &label)
        }
        Column::Title => xml.line(style::CELL, &task.title.value),
        Column::Units => xml.line(style::CELL, &units(task)),
        Column::Progress => {
            let lines = task.progress.as_ref().map(|p| to_lines(&p.source));
            let lines = lines.unwrap_or_default();
            // A cell has at least one paragraph.
            if lines.is_empty() {
                return xml.line(style::CELL, "");
            }
            lines
                .iter()
                .try_for_each(|line| xml.line(style::CELL, line))
        }
        Column::Status => {
            let status = task.status.as_ref().map(|status| status.value.names());
            let name = status.map_or("", |(zh, en)| data.say(zh, en));
            xml.line(style::CENTRED, name)
        }
        Column::Figures => {
            let figures = task.completion.as_ref().map(|c| figures(&c.value));
            xml.line(style::CENTRED, figures.as_deref().unwrap_or_default())
        }
    }
}

/// `3531/6360项`
fn figures(completion: &Completion) -> String {
    let unit = completion.unit.as_deref().unwrap_or_default();
    format!("{}/{}{unit}", completion.done, completion.total)
}
