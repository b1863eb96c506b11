//! Workbooks (xlsx): their sheets, and what those share.

use super::hidden::Hidden;
use super::office::Relations;
use super::package::Package;
use super::place::Place;
use super::property::Property;
use super::sheet::{self, Sheet};
use super::told::Out;
use super::unreadable::Unreadable;
use super::xml::{Node, Xml};

const BOOK: &str = "xl/workbook.xml";
const SHARED: &str = "xl/sharedStrings.xml";

/// The texts that cells share, and whether a cell has each.
#[derive(Debug, Default)]
pub(super) struct Shared {
    texts: Vec<Box<str>>,
    used: Vec<bool>,
}

impl Shared {
    /// The text of a cell that names it by number.
    pub(super) fn take(&mut self, number: usize) -> &str {
        if let Some(used) = self.used.get_mut(number) {
            *used = true;
        }
        self.texts.get(number).map_or("", |text| text)
    }
}

pub(super) fn read(package: &mut Package<'_>, out: &mut Out<'_>) -> Result<(), Unreadable> {
    let relations = Relations::of(package, BOOK)?;
    let book = package.part(BOOK, |xml| book(xml, out))?;
    let sheets = book.unwrap_or_default();
    for (sheet, number) in sheets.iter().zip(1..) {
        out.piece()?;
        out.text(&sheet.name, Place::SheetName(number))?;
        if sheet.is_hidden {
            out.hidden(Hidden::Sheet(&sheet.name));
        }
    }
    let shared = relations.of_type("sharedStrings");
    let shared = shared.first().map_or(SHARED, |name| name);
    let texts = package.part(shared, |xml| shared_texts(xml, out))?;
    let texts = texts.unwrap_or_default();
    let mut texts = Shared {
        used: vec![false; texts.len()],
        texts,
    };
    for sheet in &sheets {
        let target = relations.target(&sheet.id).unwrap_or_default();
        let read = package.part(target, |xml| {
            sheet::cells(xml, &sheet.name, &mut texts, out)
        })?;
        if read.is_none() {
            out.unseen(Unreadable::Damaged);
        }
        let own = Relations::of(package, target)?;
        sheet::comments(package, &own, &sheet.name, out)?;
    }
    // What no cell shows is in the file all the same.
    for (text, used) in texts.texts.iter().zip(&texts.used) {
        if !used {
            out.text(text, Place::Other(SHARED))?;
        }
    }
    for name in package.in_folder("xl/pivotCache/") {
        package.part(&name, |xml| cached(xml, &name, out))?;
    }
    Ok(())
}

/// The sheets that a workbook lists.
fn book(xml: &mut Xml<'_>, out: &mut Out<'_>) -> Result<Vec<Sheet>, Unreadable> {
    let mut sheets = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "sheet" => sheets.push(Sheet {
                name: tag.attribute("name")?.unwrap_or_default(),
                id: tag.attribute("id")?.unwrap_or_default(),
                is_hidden: tag
                    .attribute("state")?
                    .is_some_and(|state| state != "visible"),
            }),
            // The folder of whoever saved it.
            Node::Open(tag) if tag.name() == "absPath" => {
                let path = tag.attribute("url")?.unwrap_or_default();
                out.property(Property::StoredAt, &path);
            }
            Node::End => return Ok(sheets),
            _ => {}
        }
    }
}

fn shared_texts(xml: &mut Xml<'_>, out: &mut Out<'_>) -> Result<Vec<Box<str>>, Unreadable> {
    let mut texts: Vec<Box<str>> = Vec::new();
    let mut bytes = 0;
    let mut text = String::new();
    let (mut is_text, mut is_reading) = (false, false);
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "t" => is_text = !is_reading,
                // How it is read aloud.
                "rPh" => is_reading = true,
                _ => {}
            },
            Node::Text(more) if is_text => text.push_str(&more),
            Node::Text(_) => {}
            Node::Close(name) => match name.as_str() {
                "t" => is_text = false,
                "rPh" => is_reading = false,
                "si" => {
                    out.piece()?;
                    bytes += text.len();
                    if bytes > super::limits::SHARED {
                        return Err(Unreadable::Long);
                    }
                    texts.push(std::mem::take(&mut text).into());
                }
                _ => {}
            },
            Node::End => return Ok(texts),
        }
    }
}

/// The values that a pivot table keeps of the table it was made from.
fn cached(xml: &mut Xml<'_>, name: &str, out: &mut Out<'_>) -> Result<(), Unreadable> {
    loop {
        match xml.next()? {
            Node::Open(tag) if matches!(tag.name(), "s" | "n") => {
                out.piece()?;
                if let Some(value) = tag.attribute("v")? {
                    out.text(&value, Place::Other(name))?;
                }
            }
            Node::End => return Ok(()),
            _ => {}
        }
    }
}
