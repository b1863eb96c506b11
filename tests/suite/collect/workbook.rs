//! A workbook as somebody at a unit handles it: opened, filled in, sorted, and saved by another program.

use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook as Writer};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Empty,
    Text(String),
    Number(f64),
    /// Year, month and day.
    Date(u16, u8, u8),
    /// A formula and what it was last shown to say.
    Formula(String, String),
    /// A formula that no program has computed, as other libraries than those of office programs write it.
    Uncomputed(String),
}

/// What stands in a saved file for the value of what is not computed, until it is taken out.
const NO_VALUE: &str = "-0";

pub(super) fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

/// The cells of each sheet, by name.
#[derive(Clone, Debug)]
pub(super) struct Workbook {
    pub(super) sheets: Vec<(String, Vec<Vec<Cell>>)>,
    /// Cells that are merged with the one below them: row and column of the table of tasks.
    pub(super) merged: Vec<(usize, usize)>,
    /// Rows of the table of tasks that are hidden.
    pub(super) hidden: Vec<usize>,
}

/// The sheet that holds the tasks, and its head.
const TABLE: usize = 1;
const HEAD: usize = 1;

impl Workbook {
    pub(super) fn open(path: &Path) -> Self {
        let mut book: Xlsx<_> = open_workbook(path).unwrap();
        let sheets = book.sheet_names().into_iter().map(|name| {
            let range = book.worksheet_range(&name).unwrap();
            let (height, width) = range.end().unwrap();
            let cell = |row, column| match range.get_value((row, column)) {
                None | Some(Data::Empty) => Cell::Empty,
                Some(Data::Float(number)) => Cell::Number(*number),
                Some(Data::DateTime(moment)) => {
                    let (year, month, day, ..) = moment.to_ymd_hms_milli();
                    Cell::Date(year, month, day)
                }
                Some(other) => text(&other.to_string()),
            };
            let rows =
                (0..=height).map(|row| (0..=width).map(|column| cell(row, column)).collect());
            (name, rows.collect())
        });
        Self {
            sheets: sheets.collect(),
            merged: Vec::new(),
            hidden: Vec::new(),
        }
    }

    pub(super) fn table(&mut self) -> &mut Vec<Vec<Cell>> {
        &mut self.sheets[TABLE].1
    }

    pub(super) fn column(&self, head: &str) -> usize {
        let head = text(head);
        let cells = &self.sheets[TABLE].1[HEAD];
        cells.iter().position(|cell| *cell == head).unwrap()
    }

    /// The row of the task with this title.
    pub(super) fn row(&self, title: &str) -> usize {
        let (column, title) = (self.column("项目内容"), text(title));
        let rows = &self.sheets[TABLE].1;
        rows.iter().position(|row| row[column] == title).unwrap()
    }

    /// The titles of its tasks.
    pub(super) fn titles(&self) -> Vec<String> {
        let column = self.column("项目内容");
        let rows = self.sheets[TABLE].1.iter().skip(HEAD + 1);
        let title = |row: &Vec<Cell>| match &row[column] {
            Cell::Text(title) => title.clone(),
            other => panic!("no title: {other:?}"),
        };
        rows.map(title).collect()
    }

    /// Writes into a column of a task.
    pub(super) fn fill(&mut self, title: &str, head: &str, cell: Cell) {
        let (row, column) = (self.row(title), self.column(head));
        self.table()[row][column] = cell;
    }

    /// Writes beside a label of the first sheet.
    pub(super) fn label(&mut self, label: &str, cell: Cell) {
        let label = text(label);
        let rows = &mut self.sheets[0].1;
        let row = rows.iter_mut().find(|row| row[0] == label).unwrap();
        row[1] = cell;
    }

    /// Turns the order of the tasks around.
    pub(super) fn reverse(&mut self) {
        self.table()[HEAD + 1..].reverse();
    }

    /// Moves a column to the front.
    pub(super) fn move_to_front(&mut self, head: &str) {
        let column = self.column(head);
        for row in &mut self.table()[HEAD..] {
            let cell = row.remove(column);
            row.insert(0, cell);
        }
    }

    /// Saves it without anything that the program put there for looks or safety, as a program might.
    pub(super) fn save(&self, path: &Path) {
        let mut book = Writer::new();
        let day = Format::new().set_num_format("yyyy/m/d");
        for (number, (name, rows)) in self.sheets.iter().enumerate() {
            let sheet = book.add_worksheet();
            sheet.set_name(name).unwrap();
            for (at, row) in (0..).zip(rows) {
                for (column, cell) in (0..).zip(row) {
                    match cell {
                        Cell::Empty => continue,
                        Cell::Text(text) => sheet.write(at, column, text).unwrap(),
                        Cell::Number(number) => sheet.write(at, column, *number).unwrap(),
                        Cell::Date(y, m, d) => {
                            let date = ExcelDateTime::from_ymd(*y, *m, *d).unwrap();
                            sheet.write_with_format(at, column, &date, &day).unwrap()
                        }
                        Cell::Formula(formula, result) => {
                            let formula = Formula::new(formula).set_result(result);
                            sheet.write(at, column, formula).unwrap()
                        }
                        Cell::Uncomputed(formula) => {
                            let formula = Formula::new(formula).set_result(NO_VALUE);
                            sheet.write(at, column, formula).unwrap()
                        }
                    };
                }
            }
            if number == TABLE {
                for (row, column) in &self.merged {
                    let text = match &rows[*row][*column] {
                        Cell::Text(text) => text.as_str(),
                        _ => "",
                    };
                    let (row, column) = (
                        u32::try_from(*row).unwrap(),
                        u16::try_from(*column).unwrap(),
                    );
                    sheet
                        .merge_range(row, column, row + 1, column, text, &Format::new())
                        .unwrap();
                }
                for row in &self.hidden {
                    sheet.set_row_hidden(u32::try_from(*row).unwrap()).unwrap();
                }
            }
        }
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let bytes = book.save_to_buffer().unwrap();
        std::fs::write(path, without_values(&bytes)).unwrap();
    }
}

/// A saved workbook whose formulas are as if nothing had computed them.
fn without_values(bytes: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let text = text.replace(&format!("<v>{NO_VALUE}</v>"), "<v></v>");
        let name = part.name().unwrap().into_owned();
        writer
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
