//! The list of a pair: every place where it occurs (`FORMAT.md`, section 5.2).

use std::ops::Range;

use super::bytes::{Reader, push_varint};
use super::error::{Fault, WriteError};

/// How many fields a record has.
pub(super) const FIELDS: usize = 4;

/// The offset and field of an occurrence as one number. Later pairs of the same field have greater
/// codes, by [`STEP`] a character.
pub(super) fn code(offset: u32, field: u32) -> Result<u32, WriteError> {
    // One bit more is needed in the list.
    if offset >= 1 << 28 {
        return Err(WriteError::TooLarge);
    }
    Ok(offset << 2 | field)
}

/// How much a code grows from one character to the next.
pub(super) const STEP: u32 = 4;

/// The field of a code.
pub(super) fn field(code: u32) -> usize {
    usize::try_from(code % STEP).unwrap_or_default()
}

/// The offset of a code.
pub(super) fn offset(code: u32) -> u32 {
    code / STEP
}

/// How many classes of length there are: the first is below 16 characters, the next below 32, and so on.
const CLASSES: u32 = 8;

/// The class of a length.
pub(super) fn class_of(length: usize) -> u8 {
    let bits = usize::BITS - (length / 16).leading_zeros();
    u8::try_from(bits.min(CLASSES - 1)).unwrap_or_default()
}

/// The length that stands for a class.
pub(super) fn length_of(class: u8) -> f64 {
    12.0 * f64::from(1_u32 << u32::from(class).min(CLASSES))
}

/// How long the fields of a record are, as far as its score depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Lengths {
    /// The class of the length of the text.
    pub(super) class: u8,
    /// The length of the other fields together, at most 255. In a list it is told of the records whose
    /// other fields have an occurrence, and 0 of others.
    pub(super) short: u8,
}

impl Lengths {
    /// Of the folded fields of a record.
    pub(super) fn of(fields: [usize; FIELDS]) -> Self {
        let [title, units, chapter, text] = fields;
        Self {
            class: class_of(text),
            short: u8::try_from(title + units + chapter).unwrap_or(u8::MAX),
        }
    }
}

/// Whether a code is of a field other than the text.
fn is_short(code: u32) -> bool {
    field(code) < FIELDS - 1
}

/// A list being written.
#[derive(Debug, Default)]
pub(super) struct ListWriter {
    pub(super) bytes: Vec<u8>,
    next: u32,
}

impl ListWriter {
    /// Adds a record with a number above all before, and its codes, ascending.
    pub(super) fn add(
        &mut self,
        record: u32,
        lengths: Lengths,
        codes: &[u32],
    ) -> Result<(), WriteError> {
        let gap = record.checked_sub(self.next).ok_or(WriteError::TooLarge)?;
        if gap >= 1 << 28 {
            return Err(WriteError::TooLarge);
        }
        // Lists are most of the memory that an index is made in: so they grow by a quarter and do not double.
        let most = 5 * (codes.len() + 1) + 1;
        if self.bytes.capacity() - self.bytes.len() < most {
            self.bytes.reserve_exact(most.max(self.bytes.len() / 4));
        }
        push_varint(&mut self.bytes, gap << 3 | u32::from(lengths.class & 7))?;
        let mut next = 0;
        let mut left = codes.len();
        for &code in codes {
            left -= 1;
            let delta = code.checked_sub(next).ok_or(WriteError::TooLarge)?;
            push_varint(&mut self.bytes, delta << 1 | u32::from(left > 0))?;
            next = code + 1;
        }
        if codes.iter().any(|&code| is_short(code)) {
            self.bytes.push(lengths.short);
        }
        self.next = record + 1;
        Ok(())
    }
}

/// A record and where something occurs in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting<'a> {
    pub(super) record: u32,
    pub(super) lengths: Lengths,
    /// Ascending, at least one.
    pub(super) codes: &'a [u32],
}

/// Records, ascending, and where something occurs in each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Postings {
    records: Vec<(u32, Lengths)>,
    /// For each record the end of its codes.
    ends: Vec<usize>,
    codes: Vec<u32>,
}

impl Postings {
    /// Reads a list of a segment of `records` records.
    pub(super) fn read(bytes: &[u8], records: u32) -> Result<Self, Fault> {
        let mut found = Self::default();
        let mut reader = Reader::new(bytes);
        let mut next = 0_u32;
        while !reader.is_empty() {
            let head = reader.varint()?;
            let record = next.checked_add(head >> 3).ok_or(Fault::Value)?;
            if record >= records {
                return Err(Fault::Value);
            }
            let class = u8::try_from(head & 7).map_err(|_| Fault::Value)?;
            let mut lengths = Lengths { class, short: 0 };
            let mut is_any_short = false;
            let mut next_code = 0_u32;
            loop {
                let occurrence = reader.varint()?;
                let code = next_code
                    .checked_add(occurrence >> 1)
                    .filter(|&code| code < 1 << 30)
                    .ok_or(Fault::Value)?;
                found.codes.push(code);
                is_any_short |= is_short(code);
                next_code = code + 1;
                if occurrence & 1 == 0 {
                    break;
                }
            }
            if is_any_short {
                lengths.short = reader.byte()?;
            }
            found.records.push((record, lengths));
            found.ends.push(found.codes.len());
            next = record + 1;
        }
        Ok(found)
    }

    /// How many records there are.
    pub(super) fn len(&self) -> usize {
        self.records.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Posting<'_>> {
        let starts = std::iter::once(&0).chain(&self.ends);
        self.records.iter().zip(starts.zip(&self.ends)).filter_map(
            |(&(record, lengths), (&start, &end))| {
                Some(Posting {
                    record,
                    lengths,
                    codes: self.codes.get(start..end)?,
                })
            },
        )
    }

    /// A record of these, if it is one.
    pub(super) fn get(&self, record: u32) -> Option<Posting<'_>> {
        let at = self
            .records
            .binary_search_by_key(&record, |&(record, _)| record)
            .ok()?;
        let start = match at.checked_sub(1) {
            None => 0,
            Some(before) => *self.ends.get(before)?,
        };
        let &(record, lengths) = self.records.get(at)?;
        Some(Posting {
            record,
            lengths,
            codes: self.codes.get(start..*self.ends.get(at)?)?,
        })
    }

    pub(super) fn records(&self) -> impl Iterator<Item = u32> {
        self.records.iter().map(|&(record, _)| record)
    }

    /// The same with every code less `by`; those that are smaller are left out.
    pub(super) fn moved_back(&self, by: u32) -> Self {
        let mut found = Self::default();
        for posting in self.iter() {
            let codes = posting.codes.iter().filter_map(|code| code.checked_sub(by));
            found.push(posting.record, posting.lengths, codes);
        }
        found
    }

    /// The occurrences of these at whose codes plus `by` there is one of `other`.
    pub(super) fn followed_by(&self, other: &Self, by: u32) -> Self {
        let mut found = Self::default();
        let mut others = other.iter().peekable();
        for posting in self.iter() {
            while others.next_if(|o| o.record < posting.record).is_some() {}
            let Some(there) = others.peek().filter(|o| o.record == posting.record) else {
                continue;
            };
            let mut after = there.codes.iter().peekable();
            let codes = posting.codes.iter().copied().filter(|code| {
                let wanted = code.saturating_add(by);
                while after.next_if(|&&a| a < wanted).is_some() {}
                after.peek().is_some_and(|&&a| a == wanted)
            });
            found.push(posting.record, posting.lengths, codes);
        }
        found
    }

    /// The records of these in a range.
    pub(super) fn within(&self, records: &Range<u32>) -> Self {
        let mut found = Self::default();
        for posting in self.iter().filter(|p| records.contains(&p.record)) {
            found.push(
                posting.record,
                posting.lengths,
                posting.codes.iter().copied(),
            );
        }
        found
    }

    /// Every occurrence of any of these.
    pub(super) fn union(lists: &[Self]) -> Self {
        let mut all: Vec<(u32, u32, Lengths)> = lists
            .iter()
            .flat_map(Self::iter)
            .flat_map(|p| p.codes.iter().map(move |&code| (p.record, code, p.lengths)))
            .collect();
        all.sort_unstable();
        let mut found = Self::default();
        for of_record in all.chunk_by(|a, b| a.0 == b.0) {
            // Of several lists, one may tell more than another.
            let most = of_record.iter().map(|&(_, _, lengths)| lengths).max();
            if let (Some(&(record, ..)), Some(lengths)) = (of_record.first(), most) {
                found.push(record, lengths, of_record.iter().map(|&(_, code, _)| code));
            }
        }
        found
    }

    fn push(&mut self, record: u32, lengths: Lengths, codes: impl Iterator<Item = u32>) {
        let before = self.codes.len();
        self.codes.extend(codes);
        if self.codes.len() > before {
            self.records.push((record, lengths));
            self.ends.push(self.codes.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    /// For each record its lengths and codes.
    type Model = BTreeMap<u32, (Lengths, BTreeSet<u32>)>;

    fn model() -> impl Strategy<Value = Model> {
        let codes = proptest::collection::btree_set(0..5000_u32, 1..6);
        let lengths = (0..8_u8, 0..=255_u8).prop_map(|(class, short)| Lengths { class, short });
        let record = (lengths, codes).prop_map(|(mut lengths, codes)| {
            lengths.short *= u8::from(codes.iter().any(|&code| is_short(code)));
            (lengths, codes)
        });
        proptest::collection::btree_map(0..3000_u32, record, 0..40)
    }

    fn written(model: &Model) -> Vec<u8> {
        let mut list = ListWriter::default();
        for (&record, (lengths, codes)) in model {
            let codes: Vec<u32> = codes.iter().copied().collect();
            list.add(record, *lengths, &codes).unwrap();
        }
        list.bytes
    }

    fn read(model: &Model) -> Postings {
        Postings::read(&written(model), 3000).unwrap()
    }

    fn modelled(postings: &Postings) -> Model {
        postings
            .iter()
            .map(|p| (p.record, (p.lengths, p.codes.iter().copied().collect())))
            .collect()
    }

    #[test]
    fn the_bytes_are_those_of_the_format() {
        let mut list = ListWriter::default();
        let lengths = |class, short| Lengths { class, short };
        list.add(2, lengths(3, 99), &[1, 6]).unwrap();
        list.add(3, lengths(7, 99), &[603]).unwrap();
        // 2 << 3 | 3; 1 << 1 | 1; (6 - 1 - 1) << 1; 99; 0 << 3 | 7; 603 << 1 as 0xb6 0x09: a text.
        assert_eq!(list.bytes, [19, 3, 8, 99, 7, 0xb6, 0x09]);
        let classes = [0, 15, 16, 31, 32, 1023, 1024, 5000].map(class_of);
        assert_eq!(classes, [0, 0, 1, 1, 2, 6, 7, 7]);
        assert_eq!([0, 1, 7].map(length_of), [12.0, 24.0, 1536.0]);
    }

    proptest! {
        #[test]
        fn a_list_comes_back(model in model()) {
            let postings = read(&model);
            prop_assert_eq!(modelled(&postings), model.clone());
            for record in 0..3000 {
                let found = postings.get(record).map(|p| p.codes.to_vec());
                let wanted = model.get(&record).map(|(_, codes)| codes.iter().copied().collect());
                prop_assert_eq!(found, wanted);
            }
        }

        #[test]
        fn what_follows(a in model(), b in model(), by in 0..20_u32) {
            let (first, second) = (read(&a), read(&b));
            let mut expected = Model::new();
            for (record, (lengths, codes)) in &a {
                let there = b.get(record);
                let kept: BTreeSet<u32> = codes
                    .iter()
                    .copied()
                    .filter(|code| there.is_some_and(|(_, there)| there.contains(&(code + by))))
                    .collect();
                if !kept.is_empty() {
                    expected.insert(*record, (*lengths, kept));
                }
            }
            prop_assert_eq!(modelled(&first.followed_by(&second, by)), expected);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let read = Postings::read(&bytes, 100);
            prop_assert!(read.is_err() || read.unwrap().records().all(|record| record < 100));
        }
    }
}
