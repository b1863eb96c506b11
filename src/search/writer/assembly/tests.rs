use std::borrow::Cow;
use std::collections::BTreeMap;

use super::*;
use crate::search::envelope::{Kind, Packer};
use crate::search::record::{Facets, RecordKind};
use crate::search::{bytes, writer};

/// Files that stay from one index to the next.
#[derive(Default)]
struct Folder {
    before: BTreeMap<OutputPath, (Vec<u8>, Option<SegmentKey>)>,
    now: BTreeMap<OutputPath, (Vec<u8>, Option<SegmentKey>)>,
    /// Which were made for the index, the first being those of segments.
    made: Vec<OutputPath>,
}

impl Folder {
    fn next(&mut self) {
        self.before = std::mem::take(&mut self.now);
        self.made.clear();
    }

    /// The files of segments that were made.
    fn made(&self) -> Vec<&str> {
        let in_folder = |path: &&str| path.matches('/').count() == 2 && !path.contains("directory");
        let made = self.made.iter().map(OutputPath::as_str);
        made.filter(in_folder).collect()
    }
}

impl Sink for Folder {
    fn keep(&mut self, made_from: &SegmentKey, paths: Vec<OutputPath>) -> Vec<OutputPath> {
        let mut lacking = Vec::new();
        for path in paths {
            match self.before.remove(&path) {
                Some((bytes, key)) if key.as_ref() == Some(made_from) => {
                    let taken = self.now.insert(path, (bytes, key));
                    assert!(taken.is_none(), "put twice");
                }
                _ => lacking.push(path),
            }
        }
        lacking
    }

    fn put(&mut self, files: Vec<SearchFile>, made_from: Option<&SegmentKey>) {
        for SearchFile { path, bytes } in files {
            self.made.push(path.clone());
            let taken = self.now.insert(path, (bytes, made_from.copied()));
            assert!(taken.is_none(), "put twice");
        }
    }
}

fn record(title: &str) -> Record<'_> {
    Record {
        kind: RecordKind::Task,
        path: OutputPath::parse("a.html").unwrap(),
        date: String::new(),
        parent: "",
        fields: [title, "", "", "共享图书馆"].map(Cow::from),
        facets: Facets::default(),
    }
}

fn write(segments: &[&[&str]], known: &KnownSegments, sink: &mut (dyn Sink + Send)) -> Written {
    let table = FoldTable::new([]);
    let mut assembly = Assembly::new(known, sink);
    for segment in segments {
        let records = || segment.iter().map(|title| record(title));
        assembly.add(records, &table, Tiers::DEFAULT).unwrap();
    }
    let empty = |kind, lists| {
        let body = bytes::Writer {
            bytes: vec![0; lists],
        };
        Packer::new().seal(kind, 0, &body).unwrap()
    };
    let parts = writer::Parts {
        tiers: Tiers::DEFAULT,
        labels: empty(Kind::Labels, 4),
        names: empty(Kind::Names, 2),
        simplifications: &[],
    };
    assembly.finish(parts).unwrap()
}

/// What an index is when nothing was there before.
fn anew(segments: &[&[&str]]) -> BTreeMap<OutputPath, Vec<u8>> {
    let mut folder = Folder::default();
    write(segments, &KnownSegments::default(), &mut folder);
    content(&folder)
}

fn content(folder: &Folder) -> BTreeMap<OutputPath, Vec<u8>> {
    let files = folder.now.iter();
    files
        .map(|(path, (bytes, _))| (path.clone(), bytes.clone()))
        .collect()
}

#[test]
fn a_segment_is_made_once() {
    let first: [&[&str]; 3] = [&["新"], &["开工", "竣工"], &["旧"]];
    let mut folder = Folder::default();
    let Written { known, .. } = write(&first, &KnownSegments::default(), &mut folder);
    let all = folder.made().len();
    assert_eq!(all, 12);

    // The same again.
    folder.next();
    let Written { known, .. } = write(&first, &known, &mut folder);
    assert_eq!(folder.made(), [""; 0]);
    assert_eq!(content(&folder), anew(&first));

    // One is another, and one comes twice.
    let second: [&[&str]; 4] = [&["更新"], &["开工", "竣工"], &["旧"], &["旧"]];
    folder.next();
    let Written { known, .. } = write(&second, &known, &mut folder);
    assert_eq!(folder.made().len(), 4);
    assert_eq!(content(&folder), anew(&second));

    // A file is gone: it alone is put.
    folder.next();
    let lost = folder
        .before
        .keys()
        .find(|path| path.as_str().ends_with("/head.bin"));
    let lost = lost.unwrap().clone();
    folder.before.remove(&lost);
    let Written { known, .. } = write(&second, &known, &mut folder);
    assert_eq!(folder.made(), [lost.as_str()]);
    assert_eq!(content(&folder), anew(&second));

    // Another program made what is there.
    folder.next();
    for (_, key) in folder.before.values_mut() {
        *key = None;
    }
    write(&second, &known, &mut folder);
    assert_eq!(folder.made().len(), all);
    assert_eq!(content(&folder), anew(&second));
}

#[test]
fn what_is_known_is_known_when_it_is_read_again() {
    let mut folder = Folder::default();
    let segments: [&[&str]; 1] = [&["乡镇𠀀", "a b"]];
    let Written { known, .. } = write(&segments, &KnownSegments::default(), &mut folder);
    let bytes = postcard::to_stdvec(&known).unwrap();
    let read: KnownSegments = postcard::from_bytes(&bytes).unwrap();
    folder.next();
    write(&segments, &read, &mut folder);
    assert_eq!(folder.made(), [""; 0]);
    assert_eq!(content(&folder), anew(&segments));
}
