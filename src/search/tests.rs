//! The reader against a plain scan of the folded fields, on corpora of any kind; and on damaged files.

use std::borrow::Cow;
use std::collections::BTreeMap;

use proptest::prelude::*;

use super::envelope::{Kind, Packer};
use super::fold::FoldTable;
use super::list::{class_of, length_of};
use super::record::{Facets, Record, RecordKind};
use super::{Answer, Facet, Filter, Query, Search, SearchIndex, bytes::Writer, writer};
use crate::url::OutputPath;

const PAIRS: [(char, char); 2] = [('臺', '台'), ('計', '计')];

/// So small that lists of few occurrences are split.
const TIERS: writer::Tiers = writer::Tiers {
    records: 3,
    long: 8,
};

/// The texts of a record.
type Fields = [String; 4];

/// Segments, the open one first, of records.
type Corpus = Vec<Vec<Fields>>;

/// The path of a record in an index; also that of its page.
fn name(segment: usize, record: usize) -> String {
    format!("{segment}/{record}.html")
}

fn status(record: usize) -> &'static str {
    ["done", "delayed"][record % 2]
}

fn written(corpus: &Corpus) -> SearchIndex {
    let table = FoldTable::new(PAIRS);
    let segments = corpus.iter().enumerate().map(|(segment, records)| {
        let records = (0..).zip(records).map(|(number, fields)| Record {
            kind: RecordKind::Task,
            path: OutputPath::parse(&name(segment, number)).unwrap(),
            date: String::new(),
            parent: "",
            fields: fields.each_ref().map(|field| Cow::from(field.as_str())),
            facets: Facets {
                status: Some(status(number)),
                ..Facets::default()
            },
        });
        writer::segment(records, &table, TIERS)
    });
    let empty = |kind, lists| {
        let body = Writer {
            bytes: vec![0; lists],
        };
        Packer::new().seal(kind, 0, &body).unwrap()
    };
    let (labels, names) = (empty(Kind::Labels, 4), empty(Kind::Names, 2));
    let parts = writer::Parts {
        tiers: TIERS,
        labels,
        names,
        simplifications: &PAIRS,
    };
    let written = writer::in_memory(|mut assembly| {
        for segment in segments {
            assembly.put(segment?)?;
        }
        assembly.finish(parts)
    });
    written.unwrap()
}

fn files(index: &SearchIndex) -> (String, BTreeMap<String, Vec<u8>>) {
    let name = |path: &OutputPath| path.as_str().strip_prefix("search/").unwrap().to_owned();
    let files = index.files.iter();
    (
        name(&index.start),
        files.map(|f| (name(&f.path), f.bytes.clone())).collect(),
    )
}

fn asked(index: &SearchIndex, query: Query<'_>) -> Answer {
    let (start, files) = files(index);
    let mut search = Search::open(files, &start).unwrap();
    let count = 1000;
    search.query(&Query { count, ..query }).unwrap()
}

/// Where a part begins in a folded field.
fn begins(field: &[char], part: &[char]) -> Vec<usize> {
    (field.windows(part.len()).enumerate())
        .filter(|(_, window)| *window == part)
        .map(|(at, _)| at)
        .collect()
}

/// What a plain scan finds, in order, with the scores of `FORMAT.md`, section 9.4.
fn scanned(corpus: &Corpus, text: &str, with: Option<&str>) -> Vec<(String, f64)> {
    let table = FoldTable::new(PAIRS);
    let mut parts: Vec<Vec<char>> = Vec::new();
    for part in table.fold(text).split(|&c| c == ' ') {
        if !part.is_empty() && !parts.contains(&part.to_vec()) {
            parts.push(part.to_vec());
        }
    }
    let mut found = Vec::new();
    if parts.is_empty() && with.is_none() {
        return found;
    }
    for (segment, records) in corpus.iter().enumerate() {
        let folded: Vec<[Vec<char>; 4]> = records
            .iter()
            .map(|fields| fields.each_ref().map(|field| table.fold(field)))
            .collect();
        let length: usize = folded.iter().map(|fields| fields[3].len()).sum();
        let average = |sum: usize| (sum.max(1) as f64) / (folded.len().max(1) as f64);
        let short =
            |fields: &[Vec<char>; 4]| fields[..3].iter().map(Vec::len).sum::<usize>().min(255);
        let average_short = average(folded.iter().map(short).sum());
        let average = average(length);
        let has = |fields: &[Vec<char>; 4], part: &[char]| {
            fields.iter().any(|field| !begins(field, part).is_empty())
        };
        let mut of_segment = Vec::new();
        let tier_of = |number: usize| number / TIERS.records as usize;
        for (number, fields) in folded.iter().enumerate() {
            let mut tiers = folded.chunks(TIERS.records as usize);
            let tier = tiers.nth(tier_of(number)).unwrap();
            if with.is_some_and(|with| with != status(number))
                || !parts.iter().all(|part| has(fields, part))
            {
                continue;
            }
            let mut score = 0.0;
            for part in &parts {
                let df = tier.iter().filter(|fields| has(fields, part)).count();
                let mut x = (tier.len() as f64 + 1.0) / (df as f64 + 0.5);
                let mut idf = 0.0;
                while x >= 2.0 {
                    x /= 2.0;
                    idf += 1.0;
                }
                idf += x - 1.0;
                let t = fields.each_ref().map(|f| begins(f, part).len() as f64);
                let class = length_of(class_of(fields[3].len()));
                let norm = 0.25 + 0.75 * (class / average);
                let short_norm = 0.7 + 0.3 * (short(fields) as f64 / average_short);
                let w = ((3.0 * t[0] + 2.0 * t[1]) + 1.5 * t[2]) / short_norm + t[3] / norm;
                score += idf * (w / (w + 1.2));
            }
            if parts.len() > 1 {
                let near = fields.iter().map(|field| near(field, &parts));
                score *= 1.0 + near.fold(0.0, f64::max);
            }
            of_segment.push((number, score));
        }
        of_segment.sort_by(|a, b| {
            let by_score = b.1.partial_cmp(&a.1).unwrap();
            tier_of(a.0)
                .cmp(&tier_of(b.0))
                .then(by_score)
                .then(a.0.cmp(&b.0))
        });
        let named = of_segment
            .into_iter()
            .map(|(number, score)| (name(segment, number), score));
        found.extend(named);
    }
    found
}

fn near(field: &[char], parts: &[Vec<char>]) -> f64 {
    let mut places: Vec<(usize, usize)> = Vec::new();
    for (part, text) in parts.iter().enumerate() {
        places.extend(begins(field, text).into_iter().map(|at| (at, part)));
    }
    places.sort();
    let mut smallest = None;
    for end in 1..=places.len() {
        // For each part, where it began last.
        let last = |part: usize| {
            places[..end]
                .iter()
                .rev()
                .find(|p| p.1 == part)
                .map(|p| p.0)
        };
        let Some(starts) = (0..parts.len()).map(last).collect::<Option<Vec<_>>>() else {
            continue;
        };
        let ends = starts
            .iter()
            .zip(parts)
            .map(|(start, part)| start + part.len());
        let window = ends.max().unwrap() - starts.iter().min().unwrap();
        smallest = Some(smallest.map_or(window, |s: usize| s.min(window)));
    }
    let all: usize = parts.iter().map(Vec::len).sum();
    smallest.map_or(0.0, |window| (all as f64 / window as f64).min(1.0))
}

/// Few characters, so that many pairs are common: Han of both planes, combining marks, full and half
/// width, spaces, letters of both cases.
fn text(longest: usize) -> impl Strategy<Value = String> {
    let characters = "上塘河上塘河臺台計计𠀀𠮟aAＡé\u{301}ｶﾞガ %．. \u{3000}\n\u{200b}";
    let characters: Vec<char> = characters.chars().collect();
    let c = proptest::sample::select(characters);
    proptest::collection::vec(c, 0..longest).prop_map(String::from_iter)
}

fn corpus() -> impl Strategy<Value = Corpus> {
    let fields = [text(8), text(4), text(6), text(60)];
    let segment = proptest::collection::vec(fields, 0..12);
    proptest::collection::vec(segment, 1..5)
}

fn paths(answer: &Answer) -> Vec<(String, f64)> {
    let hits = answer.hits.iter();
    hits.map(|hit| (hit.path.clone(), hit.score.unwrap()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn it_finds_what_a_scan_finds(
        corpus in corpus(),
        any in text(5),
        long in text(50),
        pick: [prop::sample::Index; 5],
    ) {
        let index = written(&corpus);
        // A piece of a text that is there, and two pieces of it.
        let texts: Vec<&String> = corpus.iter().flatten().flatten().collect();
        let piece = match texts.is_empty() {
            true => String::new(),
            false => {
                let chars: Vec<char> = pick[0].get(&texts).chars().collect();
                let (a, b) = (pick[1].index(chars.len() + 1), pick[2].index(chars.len() + 1));
                chars[a.min(b)..a.max(b)].iter().collect()
            }
        };
        let end = pick[3].index(piece.chars().count() + 1);
        let two: String = piece.chars().skip(end).chain([' ']).chain(piece.chars().take(end)).collect();
        for query in [&any, &long, &piece, &two, "塘", "上塘", "𠀀", "é"] {
            let answer = asked(&index, Query::new(query));
            let expected = scanned(&corpus, query, None);
            prop_assert_eq!(answer.exact, expected.len());
            prop_assert_eq!(paths(&answer), expected, "{:?}", query);
            let filters = [Filter { facet: Facet::Status, keys: vec!["delayed".to_owned()] }];
            let answer = asked(&index, Query { filters: &filters, ..Query::new(query) });
            let expected = scanned(&corpus, query, Some("delayed"));
            prop_assert_eq!(paths(&answer), expected.clone(), "{:?} delayed", query);
            let counted = answer.facets.get(&Facet::Status).map_or(0, |counts| counts[0].count);
            prop_assert_eq!(counted, expected.len());
        }
    }

    #[test]
    fn a_damaged_file_is_told_or_does_no_harm(
        corpus in corpus(),
        which: prop::sample::Index,
        other: prop::sample::Index,
        at: prop::sample::Index,
        damage in 0..5,
        bit in 0..8_u32,
    ) {
        let index = written(&corpus);
        let (start, mut files) = files(&index);
        let names: Vec<String> = files.keys().cloned().collect();
        let bytes_of_other = files[other.get(&names)].clone();
        let bytes = files.get_mut(which.get(&names)).unwrap();
        match damage {
            0 => bytes.truncate(at.index(bytes.len())),
            1 | 2 => {
                let at = at.index(bytes.len());
                bytes[at] ^= 1_u8 << bit;
            }
            3 => *bytes = bytes_of_other,
            _ => {
                let at = at.index(bytes.len());
                bytes.insert(at, 1_u8 << bit);
            }
        }
        let Ok(mut search) = Search::open(&files, &start) else {
            return Ok(());
        };
        for query in ["塘", "上塘河", "a %", "河上 计", "上塘上塘上塘𠀀"] {
            let right = asked(&index, Query::new(query));
            match search.query(&Query { count: 1000, ..Query::new(query) }) {
                Err(_) => {}
                Ok(answer) => {
                    // Files of the same kind and number are told apart only by their folder.
                    prop_assert!(damage == 3 || answer == right, "{}: {}", query, which.get(&names));
                }
            }
        }
    }

    #[test]
    fn any_file_is_read_or_refused(
        corpus in corpus(),
        which: prop::sample::Index,
        body in proptest::collection::vec(0..12_u8, 0..60),
    ) {
        // Well packed, so that what is in it is read.
        let index = written(&corpus);
        let (start, mut files) = files(&index);
        let names: Vec<String> = files.keys().cloned().collect();
        let name = which.get(&names);
        let number = |name: &str| {
            let digits = name.trim_start_matches('b').trim_end_matches(".bin");
            digits.split('-').next().unwrap().parse()
        };
        let (kind, number) = match name.rsplit('/').next().unwrap() {
            "head.bin" => (Kind::Head, 0),
            "facets.bin" => (Kind::Facets, 0),
            last if last.starts_with("start") => (Kind::Start, 0),
            last if last.starts_with("labels") => (Kind::Labels, 0),
            last if last.starts_with("names") => (Kind::Names, 0),
            last if last.starts_with('b') => (Kind::Block, number(last).unwrap()),
            last if name.starts_with("directory") => (Kind::Directory, number(last).unwrap()),
            last => (Kind::Shard, number(last).unwrap()),
        };
        let body = Writer { bytes: body };
        let sealed = Packer::new().seal(kind, number, &body).unwrap();
        files.insert(name.clone(), sealed);
        if let Ok(mut search) = Search::open(&files, &start) {
            for query in ["塘", "上塘河", "a %", "a"] {
                let answer = search.query(&Query::new(query));
                prop_assert!(answer.is_err() || answer.unwrap().exact < 1 << 20);
            }
        }
    }
}

#[test]
fn short_and_empty_things() {
    let fields = |texts: [&str; 4]| texts.map(str::to_owned);
    let corpus = vec![
        vec![],
        vec![
            fields(["", "", "", ""]),
            fields(["河", "", "", " "]),
            fields(["", "", "", "河"]),
        ],
    ];
    let index = written(&corpus);
    let asked = |text: &str| paths(&asked(&index, Query::new(text)));
    let found: Vec<String> = asked("河").into_iter().map(|(path, _)| path).collect();
    assert_eq!(found, ["1/1.html", "1/2.html"], "the title counts more");
    assert_eq!(asked("河河"), []);
    assert_eq!(asked(""), []);
    assert_eq!(asked(" \u{200b} "), []);
    assert_eq!(asked("河 河").len(), 2);
}

#[test]
fn a_query_may_be_too_long() {
    let index = written(&vec![vec![]]);
    let (start, files) = files(&index);
    let mut search = Search::open(files, &start).unwrap();
    let mut fits = |text: &str| search.query(&Query::new(text)).is_ok();
    assert!(fits(&"河".repeat(256)));
    assert!(!fits(&"河".repeat(257)));
    let parts: Vec<String> = (0..17).map(|n| n.to_string()).collect();
    assert!(fits(&parts[..16].join(" ")));
    assert!(!fits(&parts.join(" ")));
}
