//! What a visitor loads before the first result, and what making the index costs, at 128, 10,000 and
//! 100,000 tasks: `cargo bench --bench search`; for other numbers, `-- --tasks=20000`.

#![allow(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a measurement that cannot run has nothing to say"
)]

#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../tests/suite/corpus.rs"]
mod corpus;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;

use gongkai::model::{Site, Unread};
use gongkai::pages::{Index, Input, Words, plan};
use gongkai::search::{Files, Query, Search, SearchIndex, index};

/// The files of an index, and what was read of them.
struct Counted {
    files: BTreeMap<String, Vec<u8>>,
    bytes: Cell<usize>,
    read: RefCell<BTreeSet<String>>,
}

impl Files for Counted {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let bytes = self.files.read(path)?;
        // A browser has a file it loaded before.
        if self.read.borrow_mut().insert(path.to_owned()) {
            self.bytes.set(self.bytes.get() + bytes.len());
        }
        Ok(bytes)
    }
}

impl Counted {
    fn reset(&self) {
        self.bytes.set(0);
        self.read.borrow_mut().clear();
    }
}

fn main() {
    let sizes: Vec<usize> = std::env::args()
        .filter_map(|arg| arg.strip_prefix("--tasks=")?.parse().ok())
        .collect();
    let sizes = if sizes.is_empty() {
        vec![128, 10_000, 100_000]
    } else {
        sizes
    };
    for tasks in sizes {
        measure(tasks);
    }
}

fn measure(tasks: usize) {
    let site = match tasks {
        128 => corpus::example(),
        _ => corpus::many(tasks.div_ceil(128)),
    };
    let queries: Vec<String> = corpus::pieces(&corpus::example(), 300)
        .into_iter()
        .chain(corpus::TERMS.map(str::to_owned))
        .collect();
    let (made, millis, memory) = make(&site);
    println!("{tasks} tasks, {} records", made.records);
    println!(
        "  made in {millis} ms, {} B of memory a task",
        memory / tasks
    );
    let total: usize = made.files.iter().map(|file| file.bytes.len()).sum();
    println!(
        "  {} files, {total} B, {} B a task",
        made.files.len(),
        total / tasks
    );
    let start = made
        .start
        .as_str()
        .strip_prefix("search/")
        .unwrap()
        .to_owned();
    println!("  start {} B", size(&made, &start));
    for part in ["head.bin", "facets.bin"] {
        let sizes = sizes(&made, |path| path.ends_with(part));
        println!("  {part}: {}", spread(sizes));
    }
    for (what, starts) in [("labels", "search/labels-"), ("names", "search/names-")] {
        println!(
            "  {what}: {}",
            spread(sizes(&made, |path| path.starts_with(starts)))
        );
    }
    let block = |path: &str| path.rsplit('/').next().unwrap().starts_with('b');
    println!("  blocks: {}", spread(sizes(&made, block)));
    let shard = |path: &str| {
        let name = path.rsplit('/').next().unwrap();
        !path.contains("directory") && name.as_bytes()[0].is_ascii_digit()
    };
    println!("  shards: {}", spread(sizes(&made, shard)));
    println!(
        "  directory: {}",
        spread(sizes(&made, |path| path.contains("directory")))
    );

    let files = Counted {
        files: made
            .files
            .into_iter()
            .map(|file| {
                let path = file.path.as_str().strip_prefix("search/").unwrap();
                (path.to_owned(), file.bytes)
            })
            .collect(),
        bytes: Cell::new(0),
        read: RefCell::default(),
    };
    for (what, count) in [("first result", 1), ("ten results", 10)] {
        let (mut bytes, mut requests) = (Vec::new(), Vec::new());
        for text in &queries {
            files.reset();
            let mut search = Search::open(&files, &start).unwrap();
            search.first(text, &[], count).unwrap();
            bytes.push(files.bytes.get());
            requests.push(files.read.borrow().len());
        }
        if count == 1 {
            let mut worst: Vec<(usize, &String)> = bytes.iter().copied().zip(&queries).collect();
            worst.sort();
            worst.reverse();
            println!("  worst: {:?}", &worst[..8]);
        }
        println!(
            "  to {what}: {} B, {} requests",
            spread(bytes),
            spread(requests)
        );
    }
    let (mut bytes, mut micros) = (Vec::new(), Vec::new());
    for text in &queries {
        files.reset();
        let mut search = Search::open(&files, &start).unwrap();
        let clock = Clock::start();
        search.query(&Query::new(text)).unwrap();
        micros.push(clock.micros());
        bytes.push(files.bytes.get());
    }
    println!("  whole answer with facets: {} B", spread(bytes));
    println!("  answered cold in {} µs", spread(micros));
}

fn size(made: &SearchIndex, name: &str) -> usize {
    sizes(made, |path| path.ends_with(name)).iter().sum()
}

fn sizes(made: &SearchIndex, is: impl Fn(&str) -> bool) -> Vec<usize> {
    made.files
        .iter()
        .filter(|file| is(file.path.as_str()))
        .map(|file| file.bytes.len())
        .collect()
}

/// How many, the mean, the 95th percentile and the greatest.
fn spread(mut values: Vec<usize>) -> String {
    if values.is_empty() {
        return "none".to_owned();
    }
    values.sort_unstable();
    let sum: usize = values.iter().sum();
    let count = values.len();
    let p95 = values[count * 95 / 100];
    format!(
        "mean {} p95 {p95} max {} ({count})",
        sum / count,
        values[count - 1]
    )
}

/// The index, the milliseconds and the bytes of memory it took.
fn make(site: &Site) -> (SearchIndex, usize, usize) {
    let public = Index::new(site, jiff::civil::date(2100, 1, 1));
    let (unread, words, assets) = (Unread::default(), Words::default(), BTreeMap::new());
    let plan = plan(Input {
        site,
        index: &public,
        unread: &unread,
        words: &words,
        history: None,
        assets: &assets,
    })
    .unwrap();
    // From now on the peak counts anew.
    let reset = fs::write("/proc/self/clear_refs", "5").is_ok();
    let before = if reset { memory("VmRSS:") } else { 0 };
    let clock = Clock::start();
    let made = index(&plan).unwrap();
    let millis = clock.micros() / 1000;
    let after = if reset { memory("VmHWM:") } else { 0 };
    (made, millis, after.saturating_sub(before))
}

/// A figure of this process in bytes; 0 where the system does not tell.
fn memory(what: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
    kilobytes.unwrap_or(0) * 1024
}

struct Clock(std::time::Instant);

impl Clock {
    fn start() -> Self {
        #[expect(clippy::disallowed_methods, reason = "this is what is measured")]
        let now = std::time::Instant::now();
        Self(now)
    }

    fn micros(&self) -> usize {
        usize::try_from(self.0.elapsed().as_micros()).unwrap()
    }
}
