//! Where something stands in an attached file, in words with which an editor finds it.

use std::fmt;

use super::property::Property;
use crate::diagnostic::Message;
use crate::say;

/// A place in an attached file. Everything is counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// The name of a sheet.
    SheetName(usize),
    /// A cell of a sheet.
    Cell(Cell<'a>),
    /// The comment on a cell.
    CellComment(Cell<'a>),
    /// The header or footer of a printed sheet.
    SheetMargin(&'a str),
    /// A paragraph outside tables.
    Paragraph(Part, usize),
    /// A cell of a table in a text.
    TableCell {
        /// In which part of the document.
        part: Part,
        /// Which table of that part.
        table: usize,
        /// Which row.
        row: usize,
        /// Which cell of the row.
        column: usize,
    },
    /// A slide.
    Slide(usize),
    /// The notes that belong to a slide.
    Notes(usize),
    /// A page.
    Page(usize),
    /// The comments on a page.
    PageComment(usize),
    /// A line of a text.
    Line(usize),
    /// A field of a table in a text file: its line and which one it is.
    Field(usize, usize),
    /// A property of the document.
    Property(Property<'a>),
    /// Another part of the document, by its name in the file.
    Other(&'a str),
}

/// A cell of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The name of its sheet.
    pub sheet: &'a str,
    /// Its column, from 1.
    pub column: u32,
    /// Its row, from 1.
    pub row: u32,
}

/// A part of a text document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its body.
    Body,
    /// A header of its pages.
    Header,
    /// A footer of its pages.
    Footer,
    /// Its footnotes and endnotes.
    Notes,
    /// What people remarked on it.
    Comments,
}

impl Part {
    /// As the start of a place.
    fn name(self) -> Message {
        match self {
            Self::Body => say!("", ""),
            Self::Header => say!("页眉", "header, "),
            Self::Footer => say!("页脚", "footer, "),
            Self::Notes => say!("脚注", "notes, "),
            Self::Comments => say!("批注", "comments, "),
        }
    }
}

impl fmt::Display for Cell<'_> {
    /// Its name in the sheet, such as B7.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LETTERS: [char; 26] = [
            'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q',
            'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z',
        ];
        let mut name: Vec<char> = Vec::new();
        let mut left = self.column;
        while let Some(before) = left.checked_sub(1) {
            name.extend(LETTERS.get((before % 26) as usize));
            left = before / 26;
        }
        let name: String = name.into_iter().rev().collect();
        write!(f, "{name}{}", self.row)
    }
}

impl Place<'_> {
    /// As it is shown.
    #[must_use]
    pub fn message(&self) -> Message {
        match *self {
            Self::SheetName(number) => {
                say!("第 {number} 个工作表的名称", "the name of sheet {number}")
            }
            Self::Cell(cell) => {
                let sheet = shown(cell.sheet);
                say!(
                    "工作表“{sheet}”，单元格 {cell}",
                    "sheet “{sheet}”, cell {cell}"
                )
            }
            Self::CellComment(cell) => {
                let sheet = shown(cell.sheet);
                say!(
                    "工作表“{sheet}”，单元格 {cell} 的批注",
                    "sheet “{sheet}”, comment on cell {cell}"
                )
            }
            Self::SheetMargin(sheet) => {
                let sheet = shown(sheet);
                say!(
                    "工作表“{sheet}”的页眉页脚",
                    "sheet “{sheet}”, header or footer"
                )
            }
            Self::Paragraph(part, number) => {
                let Message { zh, en } = part.name();
                say!("{zh}第 {number} 段", "{en}paragraph {number}")
            }
            Self::TableCell {
                part,
                table,
                row,
                column,
            } => {
                let Message { zh, en } = part.name();
                say!(
                    "{zh}第 {table} 个表格第 {row} 行第 {column} 格",
                    "{en}table {table}, row {row}, cell {column}"
                )
            }
            Self::Slide(number) => say!("第 {number} 张幻灯片", "slide {number}"),
            Self::Notes(number) => {
                say!("第 {number} 张幻灯片的备注", "the notes of slide {number}")
            }
            Self::Page(number) => say!("第 {number} 页", "page {number}"),
            Self::PageComment(number) => say!("第 {number} 页的批注", "a comment on page {number}"),
            Self::Line(line) => say!("第 {line} 行", "line {line}"),
            Self::Field(line, column) => {
                say!("第 {line} 行第 {column} 列", "line {line}, column {column}")
            }
            Self::Property(property) => {
                let Message { zh, en } = property.name();
                say!("文档属性“{zh}”", "document property “{en}”")
            }
            Self::Other(name) => {
                let Message { zh, en } = part_name(name);
                let name = shown(name);
                say!("{zh}（`{name}`）", "{en} (`{name}`)")
            }
        }
    }
}

/// What a part of a packed file is, by its name.
fn part_name(name: &str) -> Message {
    let is_in = |folder: &str| name.contains(folder);
    if is_in("/drawings/") || is_in("/diagrams/") {
        say!("图形或文本框", "drawing or text box")
    } else if is_in("/charts/") {
        say!("图表", "chart")
    } else if is_in("/pivotCache/") {
        say!("数据透视表保存的数据", "what a pivot table keeps")
    } else if is_in("/externalLinks/") {
        say!("从别的文件引用的数据", "what is kept of another file")
    } else {
        say!("没有单元格显示的文字", "a text that no cell shows")
    }
}

/// A name from inside a file as it is shown: not long, and without control characters.
pub(super) fn shown(name: &str) -> String {
    const LIMIT: usize = 80;
    let mut shown: String = name
        .chars()
        .take(LIMIT)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if name.chars().nth(LIMIT).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_in_the_sheet() {
        let name = |column, row| {
            let sheet = "";
            Cell { sheet, column, row }.to_string()
        };
        assert_eq!(name(1, 1), "A1");
        assert_eq!(name(26, 7), "Z7");
        assert_eq!(name(27, 7), "AA7");
        assert_eq!(name(702, 1), "ZZ1");
        assert_eq!(name(703, 1), "AAA1");
        assert_eq!(name(16384, 1_048_576), "XFD1048576");
    }

    #[test]
    fn names_from_files_are_short_and_plain() {
        assert_eq!(shown("名\u{1b}[31m单"), "名 [31m单");
        assert_eq!(shown(&"长".repeat(200)).chars().count(), 81);
    }
}
