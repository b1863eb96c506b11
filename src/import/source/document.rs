//! Text documents (docx): what they show once all tracked changes are accepted.

use std::collections::BTreeSet;

use super::Part;
use super::places::{At, Writer};
use super::spans::Spanned;
use crate::attachment::{Node, Package, Tag, Unreadable, Xml};

const BODY: &str = "word/document.xml";
const STYLES: &str = "word/styles.xml";

/// Reads the paragraphs and tables of a document. Headers, footers, notes and comments are left out.
pub(super) fn read(
    package: &mut Package<'_>,
    writer: &mut Writer,
) -> Result<Vec<Part>, Unreadable> {
    let headings = package.part(STYLES, headings)?.unwrap_or_default();
    let read = package.part(BODY, |xml| body(xml, headings, writer))?;
    read.ok_or(Unreadable::Format("ZIP"))
}

/// The styles of headings. Their ids differ with the language of the program, their names do not.
fn headings(xml: &mut Xml<'_>) -> Result<BTreeSet<String>, Unreadable> {
    let mut found = BTreeSet::new();
    let mut style = String::new();
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "style" => {
                style = tag.attribute("styleId")?.unwrap_or_default();
            }
            Node::Open(tag) if tag.name() == "name" => {
                let name = tag.attribute("val")?.unwrap_or_default();
                if name.to_ascii_lowercase().starts_with("heading") {
                    found.insert(std::mem::take(&mut style));
                }
            }
            Node::End => return Ok(found),
            _ => {}
        }
    }
}

/// A document while it is read.
struct Body<'w> {
    writer: &'w mut Writer,
    /// The styles of headings.
    headings: BTreeSet<String>,
    parts: Vec<Part>,
    /// How deep in tables it is; the text of a table in a cell is the cell's.
    depth: usize,
    table: Spanned,
    tables: u32,
    paragraphs: u32,
    /// The text of the paragraph or cell so far.
    text: String,
    cell: Cell,
    /// Elements whose text is not read, of those that are open.
    skipped: usize,
    is_text: bool,
    /// Whether the run is not shown.
    is_hidden: bool,
    /// Whether the style of the paragraph is that of a heading.
    is_heading: bool,
}

/// How a cell says what it covers.
#[derive(Debug, Default)]
struct Cell {
    columns: u32,
    /// It goes on with the cell above.
    goes_on: bool,
    at: (u32, u32),
}

fn body(
    xml: &mut Xml<'_>,
    headings: BTreeSet<String>,
    writer: &mut Writer,
) -> Result<Vec<Part>, Unreadable> {
    let mut body = Body {
        writer,
        headings,
        parts: Vec::new(),
        depth: 0,
        table: Spanned::default(),
        tables: 0,
        paragraphs: 0,
        text: String::new(),
        cell: Cell::default(),
        skipped: 0,
        is_text: false,
        is_hidden: false,
        is_heading: false,
    };
    loop {
        match xml.next()? {
            Node::Open(tag) => body.open(&tag)?,
            Node::Text(text) => {
                if body.is_text && body.skipped == 0 && !body.is_hidden {
                    body.text.push_str(&text);
                }
            }
            Node::Close(name) => body.close(&name)?,
            Node::End => return Ok(body.parts),
        }
    }
}

/// What was deleted or moved away, and what stands in for a drawing in older programs.
fn is_skipped(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "Fallback")
}

impl Body<'_> {
    fn open(&mut self, tag: &Tag<'_>) -> Result<(), Unreadable> {
        let name = tag.name();
        self.is_text = name == "t";
        match name {
            _ if is_skipped(name) => self.skipped += 1,
            "tbl" => {
                self.depth += 1;
                if self.depth == 1 {
                    self.tables += 1;
                }
            }
            "tr" if self.depth == 1 => self.table.begin_row(),
            "tc" if self.depth == 1 => {
                self.text.clear();
                self.cell = Cell {
                    columns: 1,
                    goes_on: false,
                    at: self.table.begin_cell(&mut self.writer.room)?,
                };
            }
            "gridSpan" if self.depth == 1 => {
                let columns = tag.attribute("val")?.and_then(|value| value.parse().ok());
                self.cell.columns = columns.unwrap_or(1);
            }
            "vMerge" if self.depth == 1 => {
                self.cell.goes_on = tag.attribute("val")?.as_deref() != Some("restart");
            }
            "r" => self.is_hidden = false,
            "vanish" => self.is_hidden = tag.switch("val", true)?,
            "pStyle" if self.depth == 0 => {
                let style = tag.attribute("val")?;
                self.is_heading = style.is_some_and(|style| self.headings.contains(&style));
            }
            "tab" if self.skipped == 0 => self.text.push(' '),
            "br" | "cr" if self.skipped == 0 => self.text.push('\n'),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Unreadable> {
        self.is_text = false;
        match name {
            _ if is_skipped(name) => self.skipped = self.skipped.saturating_sub(1),
            "p" if self.depth == 0 => {
                self.paragraphs += 1;
                let at = At::Paragraph(self.paragraphs);
                let text = std::mem::take(&mut self.text);
                let part = match std::mem::take(&mut self.is_heading) {
                    true => Part::Heading,
                    false => Part::Paragraph,
                };
                self.parts.extend(self.writer.put(&text, at).map(part));
            }
            "p" => self.text.push('\n'),
            "tc" if self.depth == 1 => self.close_cell()?,
            "tbl" => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    let table = std::mem::take(&mut self.table);
                    self.parts
                        .push(Part::Table(table.finish(&mut self.writer.room)?));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), Unreadable> {
        let (row, column) = self.cell.at;
        let at = At::TableCell {
            table: self.tables,
            row,
            column,
        };
        let text = std::mem::take(&mut self.text);
        let span = self.writer.put(&text, at);
        if self.cell.goes_on && span.is_none() {
            self.table.above(self.cell.columns);
            return Ok(());
        }
        let room = &mut self.writer.room;
        self.table.put(span, self.cell.columns, 1, room)
    }
}
