//! Files that work, with bytes changed: whatever comes of it, it is an answer.

use proptest::prelude::*;
use proptest::sample::Index;

use super::{document, pdf, picture, slides, workbook, xls};
use crate::attachment::{Told, read};

/// The longest that may be told of such small files, in bytes.
const LIMIT: usize = 1024 * 1024;

/// How bytes are changed.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// A byte becomes another.
    Set(Index, u8),
    /// What follows is cut off.
    Cut(Index),
    /// A part goes.
    Remove(Index, u8),
    /// A part comes twice.
    Double(Index, u8),
}

pub(crate) fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        1 => any::<Index>().prop_map(Change::Cut),
        2 => (any::<Index>(), 1..=u8::MAX).prop_map(|(at, n)| Change::Remove(at, n)),
        2 => (any::<Index>(), 1..=u8::MAX).prop_map(|(at, n)| Change::Double(at, n)),
    ]
}

pub(crate) fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        if bytes.is_empty() {
            break;
        }
        let length = bytes.len();
        match change {
            Change::Set(at, byte) => bytes[at.index(length)] = *byte,
            Change::Cut(at) => bytes.truncate(at.index(length)),
            Change::Remove(at, count) => {
                let from = at.index(length);
                bytes.drain(from..length.min(from + usize::from(*count)));
            }
            Change::Double(at, count) => {
                let from = at.index(length);
                let part = bytes[from..length.min(from + usize::from(*count))].to_vec();
                bytes.splice(from..from, part);
            }
        }
    }
    bytes
}

/// How much is told of a file; it must neither panic nor go on without end.
fn size(bytes: &[u8], name: &str) -> usize {
    let mut size = 0;
    let result = read(bytes, name, &mut |told| {
        size += match told {
            Told::Text { text, place, .. } => text.len() + place.message().en.len(),
            Told::Property(property, value) => value.len() + property.name().en.len(),
            Told::Hidden(hidden) => hidden.message().en.len(),
            Told::Uncomputed(place) => place.message().en.len(),
            Told::Unseen(why) => why.message().en.len(),
        };
    });
    size + result.map_or_else(|why| why.message().zh.len(), |()| 0)
}

proptest! {
    #[test]
    fn workbooks(changes in prop::collection::vec(change(), 1..6)) {
        prop_assert!(size(&changed(workbook::full(), &changes), "a.xlsx") < LIMIT);
    }

    #[test]
    fn older_workbooks(changes in prop::collection::vec(change(), 1..6)) {
        let stream = changed(xls::full(), &changes);
        prop_assert!(size(&xls::book(&stream), "a.xls") < LIMIT);
        prop_assert!(size(&changed(xls::workbook(), &changes), "a.xls") < LIMIT);
    }

    #[test]
    fn documents(changes in prop::collection::vec(change(), 1..6)) {
        prop_assert!(size(&changed(document::full(), &changes), "a.docx") < LIMIT);
    }

    #[test]
    fn presentations(changes in prop::collection::vec(change(), 1..6)) {
        prop_assert!(size(&changed(slides::full(), &changes), "a.pptx") < LIMIT);
    }

    #[test]
    fn pdfs(changes in prop::collection::vec(change(), 1..6)) {
        prop_assert!(size(&changed(pdf::full(), &changes), "a.pdf") < LIMIT);
    }

    #[test]
    fn pictures(changes in prop::collection::vec(change(), 1..6)) {
        prop_assert!(size(&changed(picture::full(), &changes), "a.jpg") < LIMIT);
    }

    #[test]
    fn texts(bytes in prop::collection::vec(any::<u8>(), 0..300), changes in prop::collection::vec(change(), 1..6)) {
        let table = "姓名,电话\n张三,\"13800138000\"\n".as_bytes().to_vec();
        prop_assert!(size(&changed(table, &changes), "a.csv") < LIMIT);
        prop_assert!(size(&bytes, "a") < LIMIT);
    }
}
