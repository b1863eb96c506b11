//! The cells of a sheet, and the comments on them.

use std::collections::BTreeSet;

use super::columns::Columns;
use super::heads::Heads;
use super::hidden::Hidden;
use super::office::Relations;
use super::package::Package;
use super::place::{Cell, Place};
use super::told::Out;
use super::unreadable::Unreadable;
use super::workbook::Shared;
use super::xml::{Node, Tag, Xml};

/// A sheet as its workbook lists it.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) name: String,
    /// Names the file of its cells.
    pub(super) id: String,
    pub(super) is_hidden: bool,
}

/// How a cell says what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// By the number of a shared text.
    Shared,
    /// As the text that its formula gave, which may be empty.
    Computed,
    /// As it is.
    Plain,
}

/// A sheet while its cells are read.
struct Cells<'a> {
    sheet: &'a str,
    row: u32,
    column: u32,
    kind: Kind,
    value: String,
    has_value: bool,
    has_formula: bool,
    formula: String,
    heads: Heads,
    is_row_hidden: bool,
    has_row_value: bool,
    hidden_rows: usize,
    columns: Columns,
}

pub(super) fn cells(
    xml: &mut Xml<'_>,
    sheet: &str,
    shared: &mut Shared,
    out: &mut Out<'_>,
) -> Result<(), Unreadable> {
    let mut cells = Cells {
        sheet,
        row: 0,
        column: 0,
        kind: Kind::Plain,
        value: String::new(),
        has_value: false,
        has_formula: false,
        formula: String::new(),
        heads: Heads::default(),
        is_row_hidden: false,
        has_row_value: false,
        hidden_rows: 0,
        columns: Columns::default(),
    };
    let mut element = String::new();
    let mut margin = String::new();
    loop {
        match xml.next()? {
            Node::Open(tag) => {
                cells.open(&tag, out)?;
                tag.name().clone_into(&mut element);
            }
            Node::Text(text) => match element.as_str() {
                "v" | "t" => cells.value.push_str(&text),
                "f" => cells.formula.push_str(&text),
                "oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader"
                | "firstFooter" => margin.push_str(&text),
                _ => {}
            },
            Node::Close(name) => {
                element.clear();
                match name.as_str() {
                    "c" => cells.close_cell(shared, out)?,
                    "row" => cells.close_row(),
                    "headerFooter" => out.text(&margin, Place::SheetMargin(sheet))?,
                    _ => {}
                }
            }
            Node::End => break,
        }
    }
    if cells.hidden_rows > 0 {
        out.hidden(Hidden::Rows(sheet, cells.hidden_rows));
    }
    let hidden_columns = cells.columns.hidden();
    if hidden_columns > 0 {
        out.hidden(Hidden::Columns(sheet, hidden_columns));
    }
    Ok(())
}

impl Cells<'_> {
    fn open(&mut self, tag: &Tag<'_>, out: &mut Out<'_>) -> Result<(), Unreadable> {
        match tag.name() {
            "row" => {
                out.piece()?;
                let number = tag.attribute("r")?.and_then(|number| number.parse().ok());
                self.row = number.unwrap_or(self.row.saturating_add(1));
                self.column = 0;
                self.is_row_hidden = tag.switch("hidden", false)?;
                self.has_row_value = false;
            }
            "c" => {
                out.piece()?;
                match possible(tag.attribute("r")?)?.and_then(|name| place(&name)) {
                    Some((column, row)) => (self.column, self.row) = (column, row),
                    None => self.column = self.column.saturating_add(1),
                }
                self.kind = match tag.attribute("t")?.as_deref() {
                    Some("s") => Kind::Shared,
                    Some("str") => Kind::Computed,
                    _ => Kind::Plain,
                };
                self.value.clear();
                self.has_value = false;
                self.has_formula = false;
                self.formula.clear();
            }
            "v" => self.has_value = true,
            "f" => {
                possible(tag.attribute("ref")?)?;
                self.has_formula = true;
            }
            "dimension" | "mergeCell" => drop(possible(tag.attribute("ref")?)?),
            "col" if tag.switch("hidden", false)? => {
                let number = |value: Option<String>| value.and_then(|value| value.parse().ok());
                let (min, max) = (number(tag.attribute("min")?), number(tag.attribute("max")?));
                if let (Some(min), Some(max)) = (min, max) {
                    out.piece()?;
                    self.columns.hide(min, max);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close_cell(&mut self, shared: &mut Shared, out: &mut Out<'_>) -> Result<(), Unreadable> {
        let text = match (self.kind, self.value.trim().parse()) {
            (Kind::Shared, Ok(number)) => shared.take(number),
            _ => &self.value,
        };
        let place = Place::Cell(Cell {
            sheet: self.sheet,
            column: self.column,
            row: self.row,
        });
        if !text.trim().is_empty() {
            self.has_row_value = true;
            self.columns.fill(self.column);
            out.cell(text, place, self.heads.of(self.column, self.row))?;
            self.heads.note(self.column, self.row, text);
        } else if self.has_formula && !self.is_computed() {
            out.uncomputed(place);
        }
        // Texts stand between quotes in a formula.
        if self.formula.contains('"') {
            out.text(&self.formula, place)?;
        }
        Ok(())
    }

    /// Whether the file says what the cell shows, and be it nothing: only a text is. Some programs write an
    /// empty value for what they did not compute.
    fn is_computed(&self) -> bool {
        !self.value.trim().is_empty() || self.has_value && self.kind == Kind::Computed
    }

    fn close_row(&mut self) {
        self.hidden_rows += usize::from(self.is_row_hidden && self.has_row_value);
    }
}

/// A reference to cells, unless no workbook is so large by far: who reads the file next counts in 32 bits.
fn possible(reference: Option<String>) -> Result<Option<String>, Unreadable> {
    let is_short = |name: &String| {
        let mut letters = name.split(|c: char| !c.is_ascii_alphabetic());
        let mut digits = name.split(|c: char| !c.is_ascii_digit());
        letters.all(|run| run.len() <= 6) && digits.all(|run| run.len() <= 9)
    };
    match reference.as_ref().is_none_or(is_short) {
        true => Ok(reference),
        false => Err(Unreadable::Damaged),
    }
}

/// The column and row of a cell's name.
fn place(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, number) = name.split_at_checked(digits)?;
    let mut column: u32 = 0;
    for letter in letters.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A' + 1,
            b'a'..=b'z' => letter - b'a' + 1,
            _ => return None,
        };
        column = column.checked_mul(26)?.checked_add(u32::from(value))?;
    }
    Some((column, number.parse().ok()?))
}

/// The comments on the cells of a sheet, of both kinds that there are.
pub(super) fn comments(
    package: &mut Package<'_>,
    relations: &Relations,
    sheet: &str,
    out: &mut Out<'_>,
) -> Result<(), Unreadable> {
    let mut cells = BTreeSet::new();
    for kind in ["comments", "threadedComment"] {
        for name in relations.of_type(kind) {
            package.part(&name, |xml| comments_of(xml, sheet, &mut cells, out))?;
        }
    }
    if !cells.is_empty() {
        out.hidden(Hidden::CellComments(sheet, cells.len()));
    }
    Ok(())
}

fn comments_of(
    xml: &mut Xml<'_>,
    sheet: &str,
    cells: &mut BTreeSet<(u32, u32)>,
    out: &mut Out<'_>,
) -> Result<(), Unreadable> {
    let (mut column, mut row) = (0, 0);
    let mut text = String::new();
    let mut depth = 0;
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "comment" | "threadedComment" => {
                    out.piece()?;
                    let name = tag.attribute("ref")?.unwrap_or_default();
                    (column, row) = place(&name).unwrap_or_default();
                    cells.insert((column, row));
                    text.clear();
                }
                "text" => depth += 1,
                _ => {}
            },
            Node::Text(more) if depth > 0 => text.push_str(&more),
            Node::Text(_) => {}
            Node::Close(name) => match name.as_str() {
                "text" => depth -= 1,
                "comment" | "threadedComment" => {
                    let cell = Cell { sheet, column, row };
                    out.text(&text, Place::CellComment(cell))?;
                }
                _ => {}
            },
            Node::End => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_that_no_workbook_has() {
        let is_possible = |name: &str| possible(Some(name.to_owned())).is_ok();
        assert!(
            ["A1", "XFD1048576", "$A$1:XFD1048576", ""]
                .into_iter()
                .all(is_possible)
        );
        for bad in ["ZZZZZZZZ1", "A1:ZZZZZZZ1", "A99999999999"] {
            assert!(!is_possible(bad), "{bad}");
        }
    }

    #[test]
    fn names_of_cells() {
        assert_eq!(place("A1"), Some((1, 1)));
        assert_eq!(place("XFD1048576"), Some((16384, 1_048_576)));
        for bad in ["", "A", "$A$1", "ZZZZZZZZZZ1", "A99999999999"] {
            assert_eq!(place(bad), None, "{bad}");
        }
    }
}
