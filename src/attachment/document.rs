//! Text documents (docx).

use super::heads::Heads;
use super::hidden::Hidden;
use super::package::Package;
use super::place::{Part, Place};
use super::told::Out;
use super::unreadable::Unreadable;
use super::xml::{Node, Tag, Xml};

/// The parts of a document, by how their files start.
const PARTS: [(&str, Part); 6] = [
    ("word/document", Part::Body),
    ("word/header", Part::Header),
    ("word/footer", Part::Footer),
    ("word/footnotes", Part::Notes),
    ("word/endnotes", Part::Notes),
    ("word/comments.", Part::Comments),
];

/// How much of it is not seen at once.
#[derive(Debug, Default)]
struct Counts {
    comments: usize,
    changes: usize,
    hidden: usize,
}

pub(super) fn read(package: &mut Package<'_>, out: &mut Out<'_>) -> Result<(), Unreadable> {
    let mut counts = Counts::default();
    for (start, part) in PARTS {
        for name in package.in_folder(start) {
            package.part(&name, |xml| {
                let mut text = Text::new(part, &mut counts);
                text.read(xml, out)
            })?;
        }
    }
    if counts.changes > 0 {
        out.hidden(Hidden::Changes(counts.changes));
    }
    if counts.comments > 0 {
        out.hidden(Hidden::Comments(counts.comments));
    }
    if counts.hidden > 0 {
        out.hidden(Hidden::Text(counts.hidden));
    }
    Ok(())
}

/// A table while it is read.
#[derive(Debug, Default)]
struct Table {
    number: usize,
    row: usize,
    column: usize,
    heads: Heads,
}

/// A paragraph while it is read; text boxes have paragraphs in paragraphs.
#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    /// What was deleted, and what fields say.
    aside: String,
}

/// A part while it is read.
struct Text<'c> {
    part: Part,
    counts: &'c mut Counts,
    paragraphs: usize,
    tables: usize,
    open_tables: Vec<Table>,
    open_paragraphs: Vec<Paragraph>,
    /// How deep it is in what programs show that do not know the other form.
    fallback: usize,
    /// Whether the run being read is hidden, and has text.
    run: Option<(bool, bool)>,
    element: String,
}

impl<'c> Text<'c> {
    fn new(part: Part, counts: &'c mut Counts) -> Self {
        Self {
            part,
            counts,
            paragraphs: 0,
            tables: 0,
            open_tables: Vec::new(),
            open_paragraphs: Vec::new(),
            fallback: 0,
            run: None,
            element: String::new(),
        }
    }

    fn read(&mut self, xml: &mut Xml<'_>, out: &mut Out<'_>) -> Result<(), Unreadable> {
        loop {
            match xml.next()? {
                Node::Open(tag) if tag.name() == "Fallback" => self.fallback += 1,
                Node::Close(name) if name == "Fallback" => {
                    self.fallback = self.fallback.saturating_sub(1);
                }
                Node::End => return Ok(()),
                _ if self.fallback > 0 => {}
                Node::Open(tag) => self.open(&tag, out)?,
                Node::Text(text) => self.text(&text),
                Node::Close(name) => self.close(&name, out)?,
            }
        }
    }

    fn open(&mut self, tag: &Tag<'_>, out: &mut Out<'_>) -> Result<(), Unreadable> {
        let name = tag.name();
        name.clone_into(&mut self.element);
        match name {
            "p" => {
                out.piece()?;
                self.open_paragraphs.push(Paragraph::default());
                if self.open_tables.is_empty() {
                    self.paragraphs += 1;
                }
            }
            "tbl" => {
                self.tables += 1;
                self.open_tables.push(Table {
                    number: self.tables,
                    ..Table::default()
                });
            }
            "tr" => {
                if let Some(table) = self.open_tables.last_mut() {
                    table.row += 1;
                    table.column = 0;
                }
            }
            "tc" => {
                out.piece()?;
                if let Some(table) = self.open_tables.last_mut() {
                    table.column += 1;
                }
            }
            "r" => self.run = Some((false, false)),
            "vanish" => {
                let is_hidden = tag.switch("val", true)?;
                if let Some(run) = &mut self.run {
                    run.0 = is_hidden;
                }
            }
            "ins" | "del" | "moveFrom" | "moveTo" if tag.attribute("id")?.is_some() => {
                self.counts.changes += 1;
            }
            "comment" => self.counts.comments += 1,
            "tab" if self.run.is_some() => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            _ => {}
        }
        Ok(())
    }

    fn push(&mut self, text: &str) {
        if let Some(paragraph) = self.open_paragraphs.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    fn text(&mut self, text: &str) {
        match self.element.as_str() {
            "t" => {
                if let Some(run) = &mut self.run {
                    run.1 = true;
                }
                self.push(text);
            }
            "delText" | "instrText" => {
                if let Some(paragraph) = self.open_paragraphs.last_mut() {
                    paragraph.aside.push_str(text);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, out: &mut Out<'_>) -> Result<(), Unreadable> {
        self.element.clear();
        match name {
            "r" => {
                self.counts.hidden += usize::from(self.run == Some((true, true)));
                self.run = None;
            }
            "p" => {
                if let Some(paragraph) = self.open_paragraphs.pop() {
                    self.tell(&paragraph, out)?;
                }
            }
            "tbl" => {
                self.open_tables.pop();
            }
            _ => {}
        }
        Ok(())
    }

    fn tell(&mut self, paragraph: &Paragraph, out: &mut Out<'_>) -> Result<(), Unreadable> {
        let Some(table) = self.open_tables.last_mut() else {
            let place = Place::Paragraph(self.part, self.paragraphs);
            out.text(&paragraph.text, place)?;
            return out.text(&paragraph.aside, place);
        };
        let place = Place::TableCell {
            part: self.part,
            table: table.number,
            row: table.row,
            column: table.column,
        };
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (column, row) = (number(table.column), number(table.row));
        out.cell(&paragraph.text, place, table.heads.of(column, row))?;
        table.heads.note(column, row, &paragraph.text);
        out.text(&paragraph.aside, place)
    }
}
