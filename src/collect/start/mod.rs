//! The workbooks that go out.

mod file_name;
mod instructions;
mod looks;
mod table;
mod take_over;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook as Xlsx, XlsxError};

pub(super) use table::locked;
pub use take_over::take_over;

use self::looks::Looks;
use super::survey::Asked;
use super::{Survey, is_hidden};
use crate::diagnostic::{Diagnostic, Faults, reason};
use crate::edit;
use crate::say;

/// What the units are told beside their tasks.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// The last day on which a workbook is in time.
    pub due: Option<Date>,
    /// To whom it is returned; the publisher of the disclosure unless it is said.
    pub return_to: Option<String>,
}

/// The workbooks of a survey.
#[derive(Debug)]
pub struct Kit {
    /// That of all units first, then one a unit.
    pub books: Vec<Workbook>,
}

/// A workbook that goes out.
#[derive(Debug)]
pub struct Workbook {
    /// The name of its file.
    pub name: String,
    /// Who fills it in.
    pub unit: String,
    /// How many tasks it asks about.
    pub tasks: usize,
    bytes: Vec<u8>,
}

impl Kit {
    /// Makes the workbooks: of the units of these names, or of all, and then one of the whole, too. The same
    /// content gives the same bytes.
    ///
    /// # Errors
    /// If a name is that of no unit, or a workbook cannot be made.
    pub fn new(survey: &Survey<'_>, terms: &Terms, units: &[String]) -> Result<Self, Faults> {
        let whole = units.is_empty().then_some(Asked::Whole);
        let chosen = survey.chosen(units)?.into_iter();
        let asked = whole
            .into_iter()
            .chain(chosen.map(|(id, _)| Asked::Unit(id)));
        let mut taken = BTreeSet::new();
        let mut books = Vec::new();
        for who in asked {
            let unit = survey.name(who);
            let (bytes, tasks) = workbook(survey, terms, who).map_err(|why| {
                let fault = Diagnostic::error(
                    "collect/cannot-make",
                    say!(
                        "无法制作“{unit}”的填报表：{why}",
                        "the workbook of {unit} cannot be made: {why}"
                    ),
                );
                Faults::from(fault)
            })?;
            books.push(Workbook {
                name: file_name::free(unit, survey.id(who), &mut taken),
                unit: unit.to_owned(),
                tasks,
                bytes,
            });
        }
        Ok(Self { books })
    }

    /// Writes them into a folder, which may hold the same workbooks already and nothing else.
    ///
    /// # Errors
    /// If it holds something else, a workbook that was filled in among it, or cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), Faults> {
        let mut faults = Faults::new();
        let there = match names(folder) {
            Ok(there) => there,
            Err(error) => return Err(unwritable(folder, &error).into()),
        };
        let own: BTreeSet<&str> = self.books.iter().map(|book| book.name.as_str()).collect();
        if let Some(other) = there.iter().find(|name| !own.contains(name.as_str())) {
            faults.push(
                Diagnostic::error(
                    "collect/out-not-empty",
                    say!("文件夹里有别的文件", "the folder holds another file"),
                )
                .at_path(folder.join(other).display().to_string())
                .hint(say!(
                    "用 `--out` 指明新的或空的文件夹",
                    "name a folder that is new or empty with `--out`"
                )),
            );
        }
        let mut new = Vec::new();
        for book in &self.books {
            let path = folder.join(&book.name);
            if !there.contains(&book.name) {
                new.push((path, &book.bytes));
                continue;
            }
            match fs::read(&path) {
                Ok(bytes) if bytes == book.bytes => {}
                Ok(_) => faults.push(
                    Diagnostic::error(
                        "collect/out-changed",
                        say!(
                            "这里已有同名的文件，内容不同，可能已经填过",
                            "a file of this name is there and differs; it may have been filled in"
                        ),
                    )
                    .at_path(path.display().to_string())
                    .hint(say!(
                        "用 `--out` 指明新的文件夹",
                        "name a new folder with `--out`"
                    )),
                ),
                Err(error) => faults.push(unwritable(&path, &error)),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        for (path, bytes) in new {
            if let Err(error) = edit::replace(&path, bytes) {
                return Err(unwritable(&path, &error).into());
            }
        }
        Ok(())
    }
}

/// What lies in a folder, what systems and office programs hide there aside; nothing if it is not there.
fn names(folder: &Path) -> io::Result<BTreeSet<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(error),
    };
    let mut names = BTreeSet::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !is_hidden(&name) {
            names.insert(name);
        }
    }
    Ok(names)
}

fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let why = reason(error);
    let (zh, en) = (why.zh, why.en);
    Diagnostic::error(
        "edit/unwritable",
        say!("无法写入：{zh}", "cannot be written: {en}"),
    )
    .at_path(path.display().to_string())
}

/// The workbook of somebody, and how many tasks it asks about.
fn workbook(survey: &Survey<'_>, terms: &Terms, who: Asked) -> Result<(Vec<u8>, usize), XlsxError> {
    let mut book = Xlsx::new();
    let day = terms.due.or_else(|| Some(made(survey)));
    if let Some(day) = day.and_then(excel) {
        book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    }
    let looks = Looks::new();
    instructions::write(book.add_worksheet(), survey, terms, who, &looks)?;
    let tasks = table::write(book.add_worksheet(), survey, who, &looks)?;
    Ok((book.save_to_buffer()?, tasks))
}

/// The day that the disclosure was made on, or is published.
fn made(survey: &Survey<'_>) -> Date {
    let card = &survey.disclosure.card;
    let created = card.created.as_ref().map(|created| created.value);
    created.unwrap_or(card.published.value.date)
}

/// A day as workbooks have it; none before 1900.
fn excel(day: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    let (month, day) = (
        u8::try_from(day.month()).ok()?,
        u8::try_from(day.day()).ok()?,
    );
    ExcelDateTime::from_ymd(year, month, day).ok()
}
