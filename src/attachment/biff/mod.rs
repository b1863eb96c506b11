//! Workbooks of Office 97-2003 (xls): a compound file with a stream of BIFF8 records.
//!
//! Source: Microsoft, [MS-XLS] Excel Binary File Format (.xls) Structure. Formulas are never computed:
//! what a cell was last shown to say counts.

mod book;
mod records;
mod sheet;
mod strings;
mod told;

pub(crate) use book::Book;
pub(crate) use sheet::{Piece, Value};
pub(super) use told::read;
