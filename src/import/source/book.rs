//! A workbook as its cells are, for those who know what they look for.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::grid::Grid;
use super::places::Writer;
use super::value::CellKind;
use super::workbook;
use crate::attachment::{self, Hidden, Told, Unreadable};
use crate::diagnostic::{FileId, Message, Parts, Sources, Span};
use crate::model::FileKind;

/// The sheets of a workbook that are seen.
#[derive(Debug)]
pub(crate) struct Book {
    text: Arc<str>,
    /// The sheets in their order.
    pub(crate) sheets: Vec<Grid>,
    kinds: BTreeMap<u32, CellKind>,
    /// Comments and hidden sheets, which are not read. Hidden rows and columns are.
    pub(crate) unread: Vec<Message>,
}

impl Book {
    /// Reads a workbook within the limits of all office files. From then on `sources` shows its places as
    /// cells.
    ///
    /// # Errors
    /// Why it cannot be read; other files than workbooks are of a foreign format.
    pub(crate) fn open(
        bytes: &[u8],
        name: &str,
        file: FileId,
        sources: &mut Sources,
    ) -> Result<Self, Unreadable> {
        let start = bytes.get(..bytes.len().min(FileKind::START));
        let kind = FileKind::of(start.unwrap_or_default());
        if !matches!(kind, FileKind::Zip | FileKind::Compound) {
            return Err(match kind.name() {
                Some(name) => Unreadable::Format(name),
                None => Unreadable::Unknown,
            });
        }
        let mut unread = Vec::new();
        let mut has_macros = false;
        attachment::read(bytes, name, &mut |told| match told {
            Told::Hidden(Hidden::Macros) => has_macros = true,
            Told::Hidden(Hidden::Rows(..) | Hidden::Columns(..)) => {}
            Told::Hidden(hidden) => unread.push(hidden.message()),
            _ => {}
        })?;
        if has_macros {
            return Err(Unreadable::Macros);
        }
        let mut writer = Writer::new(file);
        let (sheets, kinds) = if kind == FileKind::Compound {
            workbook::old_typed(bytes, &mut writer)?
        } else if attachment::Package::open(bytes)?.has(workbook::BOOK) {
            workbook::typed(bytes, &mut writer)?
        } else {
            return Err(Unreadable::Unknown);
        };
        let (text, places) = writer.finish();
        let places: Arc<dyn Parts> = Arc::new(places);
        sources.read_as(file, Arc::clone(&text), Some(places));
        Ok(Self {
            text,
            sheets,
            kinds,
            unread,
        })
    }

    /// What a cell says.
    pub(crate) fn get(&self, cell: Span) -> &str {
        self.text.get(cell.range()).unwrap_or_default()
    }

    /// What a cell is.
    pub(crate) fn kind(&self, cell: Span) -> CellKind {
        self.kinds.get(&cell.start).copied().unwrap_or_default()
    }
}
