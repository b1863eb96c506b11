//! What a workbook says of all its sheets.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use cfb::CompoundFile;

use super::records::{BOF, EOF, Record, Records, Values};
use super::{sheet, strings};
use crate::attachment::limits::FILE;
use crate::attachment::unreadable::Unreadable;

const DATE_MODE: u16 = 0x0022;
const FILE_PASS: u16 = 0x002f;
const BOUND_SHEET: u16 = 0x0085;
const XF: u16 = 0x00e0;
const SST: u16 = 0x00fc;
const FORMAT: u16 = 0x041e;

/// The version of the records since Excel 97.
const BIFF8: u16 = 0x0600;

/// A workbook that was opened.
#[derive(Debug)]
pub(crate) struct Book {
    stream: Vec<u8>,
    /// Its sheets, in order.
    pub(crate) sheets: Vec<Listed>,
    /// Whether it holds programs.
    pub(super) has_macros: bool,
    /// Whether its days are counted from 1904.
    pub(crate) is_1904: bool,
    pub(super) shared: Vec<Box<str>>,
    formats: BTreeMap<u16, String>,
    /// By the number that a cell names: the number of its format.
    styles: Vec<u16>,
}

/// A sheet as its workbook lists it.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) is_hidden: bool,
    /// Whether it has cells; a chart has none.
    pub(crate) has_cells: bool,
    offset: usize,
    /// Where the next part of the stream begins.
    end: usize,
}

impl Book {
    /// Opens a workbook.
    ///
    /// # Errors
    /// If it is no such workbook, encrypted, damaged, or holds too much.
    pub(crate) fn open(bytes: &[u8]) -> Result<Self, Unreadable> {
        let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)?;
        let has_macros = file.is_storage("/_VBA_PROJECT_CUR") || file.is_storage("/Macros");
        if !file.is_stream("/Workbook") {
            return Err(Unreadable::Format(if file.is_stream("/Book") {
                "Excel 95"
            } else if file.is_stream("/WordDocument") {
                "Word 97-2003"
            } else {
                "Office 97-2003"
            }));
        }
        let mut stream = Vec::new();
        let source = file.open_stream("/Workbook");
        source
            .and_then(|source| source.take(FILE).read_to_end(&mut stream))
            .map_err(|_| Unreadable::Damaged)?;
        let mut book = Self {
            stream: Vec::new(),
            sheets: Vec::new(),
            has_macros,
            is_1904: false,
            shared: Vec::new(),
            formats: BTreeMap::new(),
            styles: Vec::new(),
        };
        let mut records = Records::at(&stream, 0)?;
        while let Some(record) = records.next()? {
            match record.kind {
                EOF => break,
                _ => book.take(&record)?,
            }
        }
        book.part_sheets()?;
        book.stream = stream;
        Ok(book)
    }

    /// Ends each sheet where the next begins, so that nothing is read twice, however many sheets are listed.
    fn part_sheets(&mut self) -> Result<(), Unreadable> {
        let offsets = self.sheets.iter().map(|sheet| sheet.offset);
        let starts: BTreeSet<usize> = offsets.collect();
        if starts.len() < self.sheets.len() {
            return Err(Unreadable::Damaged);
        }
        for sheet in &mut self.sheets {
            let next = starts.range(sheet.offset..).nth(1);
            sheet.end = next.copied().unwrap_or(usize::MAX);
        }
        Ok(())
    }

    fn take(&mut self, record: &Record<'_>) -> Result<(), Unreadable> {
        let mut values = Values::new(record.data);
        match record.kind {
            BOF if values.u16()? != BIFF8 => return Err(Unreadable::Format("Excel 95")),
            FILE_PASS => return Err(Unreadable::Encrypted),
            DATE_MODE => self.is_1904 = values.u16()? == 1,
            BOUND_SHEET => {
                let offset = usize::try_from(values.u32()?).unwrap_or(usize::MAX);
                let (state, kind) = (values.u8()?, values.u8()?);
                self.sheets.push(Listed {
                    name: strings::short(&mut values)?,
                    is_hidden: state & 0x03 != 0,
                    has_cells: kind == 0,
                    offset,
                    end: usize::MAX,
                });
            }
            XF => {
                let _font = values.u16()?;
                self.styles.push(values.u16()?);
            }
            SST => self.shared = strings::shared(record)?,
            FORMAT => {
                let number = values.u16()?;
                self.formats.insert(number, strings::long(&mut values)?);
            }
            _ => {}
        }
        Ok(())
    }

    /// Tells what a sheet holds, in the order of the file.
    ///
    /// # Errors
    /// If it is damaged; or what `tell` gives.
    pub(crate) fn sheet<E: From<Unreadable>>(
        &self,
        listed: &Listed,
        tell: &mut dyn FnMut(sheet::Piece<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let end = listed.end.min(self.stream.len());
        let part = self.stream.get(..end).unwrap_or_default();
        let records = Records::at(part, listed.offset)?;
        sheet::read(self, records, tell)
    }

    /// How a cell shows its number.
    pub(super) fn format(&self, style: u16) -> &str {
        let number = self.styles.get(usize::from(style)).copied();
        let number = number.unwrap_or_default();
        match self.formats.get(&number) {
            Some(format) => format,
            None => built_in(number),
        }
    }
}

/// The formats that need not be written down, as far as it matters how they are shown.
fn built_in(number: u16) -> &'static str {
    match number {
        1 => "0",
        2 | 39 | 40 => "0.00",
        3 | 37 | 38 => "#,##0",
        4 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 | 48 => "0.00E+00",
        12 | 13 => "# ?/?",
        // Those of the Chinese versions among them.
        14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => "yyyy/m/d",
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => "h:mm:ss",
        22 => "yyyy/m/d h:mm",
        49 => "@",
        _ => "General",
    }
}
