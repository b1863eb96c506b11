//! The facet columns of a segment (`FORMAT.md`, section 5.3).

use std::collections::BTreeMap;

use crate::search::bytes::Writer;
use crate::search::error::WriteError;
use crate::search::record::Facets;

/// The keys of a facet, in the order in which they came.
#[derive(Default)]
struct Keys {
    positions: BTreeMap<Box<str>, usize>,
    list: Writer,
}

impl Keys {
    fn position(&mut self, key: &str) -> Result<usize, WriteError> {
        if let Some(position) = self.positions.get(key) {
            return Ok(*position);
        }
        let position = self.positions.len();
        self.positions.insert(key.into(), position);
        self.list.string(key)?;
        Ok(position)
    }
}

/// A facet of which a record has at most one value.
#[derive(Default)]
struct Column {
    keys: Keys,
    values: Writer,
}

impl Column {
    fn add(&mut self, key: Option<&str>) -> Result<(), WriteError> {
        let value = match key {
            Some(key) => self.keys.position(key)? + 1,
            None => 0,
        };
        self.values.count(value)
    }
}

/// The columns so far.
#[derive(Default)]
pub(super) struct FacetsWriter {
    chapter: Column,
    period: Column,
    column: Column,
    status: Column,
    units: Keys,
    units_of: Writer,
}

impl FacetsWriter {
    /// Adds the next record.
    pub(super) fn add(&mut self, record: &Facets<'_>) -> Result<(), WriteError> {
        self.chapter.add(record.chapter)?;
        self.period.add(record.period.as_deref())?;
        self.column.add(record.column)?;
        self.status.add(record.status)?;
        self.units_of.count(record.units.len())?;
        for unit in &record.units {
            let position = self.units.position(unit)?;
            self.units_of.count(position)?;
        }
        Ok(())
    }

    /// The body of the file.
    pub(super) fn finish(self) -> Result<Writer, WriteError> {
        let single = [&self.chapter, &self.period, &self.column, &self.status];
        let mut body = Writer::default();
        let keys = [
            &self.chapter.keys,
            &self.units,
            &self.period.keys,
            &self.column.keys,
            &self.status.keys,
        ];
        for keys in keys {
            body.count(keys.positions.len())?;
            body.bytes.extend_from_slice(&keys.list.bytes);
        }
        for column in single {
            body.bytes.extend_from_slice(&column.values.bytes);
        }
        body.bytes.extend_from_slice(&self.units_of.bytes);
        Ok(body)
    }
}
