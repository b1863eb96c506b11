//! A file that is imported, taken apart: a text with lines, or lines and tables whose cells are known.

mod book;
mod csv_file;
mod document;
mod grid;
mod look;
mod page;
mod places;
mod spans;
mod value;
mod workbook;

use std::sync::Arc;

pub(crate) use self::book::Book;
pub(crate) use self::grid::{Grid, GridRow};
use self::places::Writer;
pub(crate) use self::value::Holds;
use super::SIZE_LIMIT;
use crate::attachment::{self, Unreadable};
use crate::diagnostic::{Diagnostic, Faults, FileId, Parts, Sources, Span};
use crate::model::FileKind;
use crate::say;

/// What a file holds, in its order.
#[derive(Debug)]
pub struct Source {
    /// All of it that was read, to which its places refer.
    pub(super) text: Arc<str>,
    /// None if it is a text with lines.
    pub(super) parts: Option<Vec<Part>>,
}

impl Source {
    /// A text with lines.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        Self {
            text: text.into(),
            parts: None,
        }
    }
}

/// A part of a file.
#[derive(Debug)]
pub(super) enum Part {
    /// A paragraph outside tables.
    Paragraph(Span),
    /// One whose style says that it heads what follows.
    Heading(Span),
    /// A table, or a sheet.
    Table(Grid),
}

/// Takes a file apart. What it is, its bytes say; the name only, whether a text is a table. From then on
/// `sources` shows its places as cells or paragraphs.
#[must_use]
pub fn open(
    bytes: &[u8],
    name: &str,
    file: FileId,
    sources: &mut Sources,
) -> (Option<Source>, Faults) {
    let mut faults = Faults::new();
    let source = match read(bytes, name, file, &mut faults) {
        Ok(Read::Text(text)) => {
            sources.read_as(file, Arc::clone(&text), None);
            Some(Source { text, parts: None })
        }
        Ok(Read::Parts(writer, parts)) => {
            let (text, places) = writer.finish();
            let places: Arc<dyn Parts> = Arc::new(places);
            sources.read_as(file, Arc::clone(&text), Some(places));
            Some(Source {
                text,
                parts: Some(parts),
            })
        }
        Err(fault) => {
            faults.push(*fault);
            None
        }
    };
    (source, faults)
}

enum Read {
    Text(Arc<str>),
    Parts(Writer, Vec<Part>),
}

type Fault = Box<Diagnostic>;

fn read(bytes: &[u8], name: &str, file: FileId, faults: &mut Faults) -> Result<Read, Fault> {
    let start = bytes.get(..bytes.len().min(FileKind::START));
    let kind = FileKind::of(start.unwrap_or_default());
    let mut writer = Writer::new(file);
    let parts = match kind {
        FileKind::Compound => {
            look::look_into(bytes, name, file, faults)?;
            workbook::xls(bytes, &mut writer, faults).map_err(|why| unreadable(file, &why))?
        }
        FileKind::Zip => {
            look::look_into(bytes, name, file, faults)?;
            let package = attachment::Package::open(bytes).map_err(|why| unreadable(file, &why))?;
            match package.pictures() {
                0 => {}
                count => faults.push(look::pictures(file, count)),
            }
            match package {
                package if package.has(workbook::BOOK) => {
                    workbook::xlsx(bytes, &mut writer, faults)
                        .map_err(|why| unreadable(file, &why))?
                }
                mut package => document::read(&mut package, &mut writer)
                    .map_err(|why| unreadable(file, &why))?,
            }
        }
        FileKind::Html => {
            let text = text(bytes, file)?;
            page::read(&text, &mut writer).map_err(|why| unreadable(file, &why))?
        }
        FileKind::Other if bytes.is_empty() => return Err(unreadable(file, &Unreadable::Empty)),
        FileKind::Other => {
            let text = text(bytes, file)?;
            if page::is_page(&text) {
                page::read(&text, &mut writer).map_err(|why| unreadable(file, &why))?
            } else if TABLES.iter().any(|extension| is_named(name, extension)) {
                csv_file::read(&text, &mut writer).map_err(|why| unreadable(file, &why))?
            } else {
                return Ok(Read::Text(text.into()));
            }
        }
        other => {
            let why = Unreadable::Format(other.name().unwrap_or("?"));
            return Err(unreadable(file, &why));
        }
    };
    Ok(Read::Parts(writer, parts))
}

/// The names of files whose text is a table; some programs name those as workbooks.
const TABLES: [&str; 4] = ["csv", "tsv", "xls", "xlsx"];

fn is_named(name: &str, extension: &str) -> bool {
    let own = name.rsplit_once('.').map(|(_, own)| own);
    own.is_some_and(|own| own.eq_ignore_ascii_case(extension))
}

fn unreadable(file: FileId, why: &Unreadable) -> Fault {
    let why = why.message();
    let (zh, en) = (why.zh, why.en);
    Box::new(
        Diagnostic::error(
            "import/unreadable-file",
            say!("这个文件读不了：{zh}", "this file cannot be read: {en}"),
        )
        .at(file)
        .hint(say!(
            "可以导入的有：文本、CSV、网页、XLSX、XLS、DOCX；在办公软件里去掉密码，另存为其中一种",
            "text, CSV, web pages, XLSX, XLS and DOCX can be imported; remove the password and save it as one of these"
        )),
    )
}

/// The text of a file in whatever encoding it is.
fn text(bytes: &[u8], file: FileId) -> Result<String, Fault> {
    if bytes.len() > SIZE_LIMIT {
        return Err(Box::new(super::too_large(file)));
    }
    match attachment::decoded(bytes) {
        Some(text) => Ok(text.into_owned()),
        None => Err(Box::new(
            Diagnostic::error(
                "import/not-text",
                say!(
                    "不是 UTF-8、GB18030 或 UTF-16 文本",
                    "the text is not UTF-8, GB18030 or UTF-16"
                ),
            )
            .at(file)
            .hint(say!(
                "用编辑器另存为 UTF-8",
                "save it as UTF-8 in your editor"
            )),
        )),
    }
}
