//! Facets: what values records have (`FORMAT.md`, sections 5.3 and 7.1).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::answer::{FacetCount, FacetCounts, Filter};
use crate::search::bytes::Reader;
use crate::search::error::Fault;
use crate::search::record::Facet;

/// The facets of the records of a segment.
#[derive(Debug, Default)]
pub(super) struct Columns {
    keys: BTreeMap<Facet, Vec<String>>,
    /// The position of a record's key + 1, or 0.
    single: BTreeMap<Facet, Vec<usize>>,
    units: Vec<Vec<usize>>,
}

/// The facets of which a record has at most one value, in the order of the file.
const SINGLE: [Facet; 4] = [Facet::Chapter, Facet::Period, Facet::Column, Facet::Status];

impl Columns {
    pub(super) fn read(mut reader: Reader<'_>, records: usize) -> Result<Self, Fault> {
        let mut columns = Self::default();
        for facet in Facet::ALL {
            let count = reader.count()?;
            let keys = (0..count)
                .map(|_| reader.string().map(str::to_owned))
                .collect::<Result<Vec<_>, _>>()?;
            columns.keys.insert(facet, keys);
        }
        if records > reader.left() {
            return Err(Fault::Length);
        }
        let known = |facet: Facet| columns.keys.get(&facet).map_or(0, Vec::len);
        for facet in SINGLE {
            let count = known(facet);
            let values = (0..records)
                .map(|_| reader.size().and_then(|n| in_range(n, count + 1)))
                .collect::<Result<Vec<_>, _>>()?;
            columns.single.insert(facet, values);
        }
        let count = known(Facet::Unit);
        for _ in 0..records {
            let of_record = reader.count()?;
            let units = (0..of_record)
                .map(|_| reader.size().and_then(|n| in_range(n, count)))
                .collect::<Result<Vec<_>, _>>()?;
            columns.units.push(units);
        }
        reader.end()?;
        Ok(columns)
    }

    /// The positions of a record's keys.
    fn values(&self, facet: Facet, record: u32) -> impl Iterator<Item = usize> {
        let record = usize::try_from(record).unwrap_or(usize::MAX);
        let single = self
            .single
            .get(&facet)
            .and_then(|column| column.get(record));
        let units = match facet {
            Facet::Unit => self.units.get(record),
            _ => None,
        };
        let single = single.and_then(|value| value.checked_sub(1));
        single
            .into_iter()
            .chain(units.into_iter().flatten().copied())
    }
}

fn in_range(value: usize, end: usize) -> Result<usize, Fault> {
    if value < end {
        Ok(value)
    } else {
        Err(Fault::Value)
    }
}

/// Filters as positions of keys in a segment.
#[derive(Debug)]
pub(super) struct Selection<'c> {
    columns: &'c Columns,
    wanted: Vec<(Facet, Vec<usize>)>,
}

impl<'c> Selection<'c> {
    pub(super) fn new(columns: &'c Columns, filters: &[Filter]) -> Self {
        let wanted = filters
            .iter()
            .map(|filter| {
                let keys = columns
                    .keys
                    .get(&filter.facet)
                    .map_or(&[][..], Vec::as_slice);
                let positions = (0..).zip(keys).filter(|(_, key)| filter.keys.contains(key));
                (
                    filter.facet,
                    positions.map(|(position, _)| position).collect(),
                )
            })
            .collect();
        Self { columns, wanted }
    }

    pub(super) fn has(&self, record: u32) -> bool {
        self.wanted.iter().all(|(facet, positions)| {
            let mut values = self.columns.values(*facet, record);
            values.any(|value| positions.contains(&value))
        })
    }
}

/// How many records have which values.
#[derive(Debug, Default)]
pub(super) struct Counts(BTreeMap<(Facet, String), usize>);

impl Counts {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Counts some records of a segment.
    pub(super) fn add(&mut self, columns: &Columns, records: impl Iterator<Item = u32>) {
        let mut counts: BTreeMap<(Facet, usize), usize> = BTreeMap::new();
        for record in records {
            for facet in Facet::ALL {
                for value in columns.values(facet, record) {
                    *counts.entry((facet, value)).or_default() += 1;
                }
            }
        }
        for ((facet, value), count) in counts {
            let key = columns.keys.get(&facet).and_then(|keys| keys.get(value));
            if let Some(key) = key {
                *self.0.entry((facet, key.clone())).or_default() += count;
            }
        }
    }

    pub(super) fn labelled(self, labels: &Labels) -> FacetCounts {
        let mut counted = FacetCounts::new();
        for ((facet, key), count) in self.0 {
            let label = labels.get(facet, &key).to_owned();
            let counts = counted.entry(facet).or_default();
            counts.push(FacetCount { key, label, count });
        }
        for counts in counted.values_mut() {
            counts.sort_by(|a, b| (Reverse(a.count), &a.key).cmp(&(Reverse(b.count), &b.key)));
        }
        counted
    }
}

/// What values are called.
#[derive(Debug, Default)]
pub(super) struct Labels(BTreeMap<(Facet, String), String>);

impl Labels {
    pub(super) fn read(mut reader: Reader<'_>) -> Result<Self, Fault> {
        let mut labels = Self::default();
        for facet in [Facet::Unit, Facet::Period, Facet::Column, Facet::Status] {
            for _ in 0..reader.count()? {
                let key = reader.string()?.to_owned();
                let label = reader.string()?.to_owned();
                labels.0.insert((facet, key), label);
            }
        }
        reader.end()?;
        Ok(labels)
    }

    /// The keys that a text names.
    pub(super) fn keys(&self, facet: Facet, text: &str) -> Vec<String> {
        let of_facet = || (self.0.iter()).filter(|((of, _), _)| *of == facet);
        let is_key = of_facet().any(|((_, key), _)| key == text);
        let mut keys: Vec<String> = of_facet()
            .filter(|(_, label)| !is_key && *label == text)
            .map(|((_, key), _)| key.clone())
            .collect();
        if keys.is_empty() {
            keys.push(text.to_owned());
        }
        keys
    }

    fn get<'l>(&'l self, facet: Facet, key: &'l str) -> &'l str {
        let found = self.0.get(&(facet, key.to_owned()));
        found.map_or(key, String::as_str)
    }
}
