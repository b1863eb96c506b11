//! The memory of every URL that was ever public: `content/urls.lock`.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use crate::diagnostic::Message;
use crate::say;

use super::{OutputPath, is_date};

const HEAD: &str = "\
# 本文件记录曾经发布过的每一个网址及其首次发布日期，由 `gongkai build --accept-urls` 写入，请与内容一起提交。
# Every URL ever released, with the day it first was; written by `gongkai build --accept-urls`, to be committed with the content.
";

/// Every path ever released, with the day (`YYYY-MM-DD`) it was first accepted. As text, it has one
/// line for each, sorted by path: `2020-07-22 plans/key-tasks/2020-q2/index.html`.
#[derive(Clone, Debug, Default)]
pub struct UrlsLock {
    first_accepted: BTreeMap<OutputPath, Accepted>,
}

#[derive(Clone, Debug)]
struct Accepted {
    day: String,
    /// The bytes of the text that the path was read from; nothing of it if it is new.
    read_from: Range<usize>,
}

impl UrlsLock {
    /// Reads the text of the file. Comments (`#`) and empty lines are passed over; the order of the
    /// lines and the kind of line ends do not matter.
    ///
    /// # Errors
    /// Every fault, with the bytes of the text it stands at: a line of another form, a date that is
    /// none, a path that is none, a path given twice. Report them as `release/urls-lock`.
    pub fn parse(text: &str) -> Result<Self, Vec<(Range<usize>, Message)>> {
        let mut lock = Self::default();
        let mut faults = Vec::new();
        let mut start = 0;
        for whole in text.split_inclusive('\n') {
            let line = whole.trim_end_matches(['\n', '\r']);
            let (mark, line) = match line.strip_prefix('\u{feff}') {
                Some(rest) if start == 0 => (line.len() - rest.len(), rest),
                _ => (0, line),
            };
            if !line.is_empty() && !line.starts_with('#') {
                let at = start + mark;
                match entry(line) {
                    Ok((date, path)) => {
                        let range = at + date.len() + 1..at + line.len();
                        match lock.first_accepted.entry(path) {
                            Entry::Vacant(entry) => {
                                entry.insert(Accepted {
                                    day: date.to_owned(),
                                    read_from: range,
                                });
                            }
                            Entry::Occupied(known) => {
                                let path = known.key();
                                let message = say!("`{path}` 重复出现", "`{path}` is given twice");
                                faults.push((range, message));
                            }
                        }
                    }
                    Err((range, message)) => {
                        faults.push((at + range.start..at + range.end, message));
                    }
                }
            }
            start += whole.len();
        }
        if faults.is_empty() {
            Ok(lock)
        } else {
            Err(faults)
        }
    }

    /// The paths first accepted on or before `as_of` that `current` does not have, sorted, each with the
    /// bytes of the text it was read from. (A release for an earlier day lacks what came later, and that is
    /// no loss.)
    #[must_use]
    pub fn lost(
        &self,
        current: &BTreeSet<OutputPath>,
        as_of: &str,
    ) -> Vec<(&OutputPath, Range<usize>)> {
        self.first_accepted
            .iter()
            .filter(|(path, known)| known.day.as_str() <= as_of && !current.contains(*path))
            .map(|(path, known)| (path, known.read_from.clone()))
            .collect()
    }

    /// Adds the paths of `current` that are new, as accepted on `as_of` (`YYYY-MM-DD`). Known paths
    /// keep their date, and none is dropped. Gives the number of new ones.
    pub fn accept(&mut self, current: &BTreeSet<OutputPath>, as_of: &str) -> usize {
        let before = self.first_accepted.len();
        for path in current {
            if !self.first_accepted.contains_key(path) {
                let new = Accepted {
                    day: as_of.to_owned(),
                    read_from: 0..0,
                };
                self.first_accepted.insert(path.clone(), new);
            }
        }
        self.first_accepted.len() - before
    }

    /// The paths with the day each was first accepted, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&OutputPath, &str)> {
        self.first_accepted
            .iter()
            .map(|(path, known)| (path, known.day.as_str()))
    }
}

/// Reads a line; an error stands at a range of its bytes.
fn entry(line: &str) -> Result<(&str, OutputPath), (Range<usize>, Message)> {
    let Some((date, path)) = line.split_once(' ') else {
        return Err((
            0..line.len(),
            say!(
                "应为“日期 路径”，例如 `2020-07-22 a/index.html`",
                "expected a date and a path, such as `2020-07-22 a/index.html`"
            ),
        ));
    };
    if !is_date(date) {
        let shown = date.escape_debug();
        return Err((
            0..date.len(),
            say!(
                "`{shown}` 不是 YYYY-MM-DD 形式的日期",
                "`{shown}` is not a date of the form YYYY-MM-DD"
            ),
        ));
    }
    match OutputPath::parse(path) {
        Ok(path) => Ok((date, path)),
        Err(message) => Err((date.len() + 1..line.len(), message)),
    }
}

impl fmt::Display for UrlsLock {
    /// The text of the file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HEAD)?;
        self.iter()
            .try_for_each(|(path, date)| writeln!(f, "{date} {path}"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn paths(texts: &[&str]) -> BTreeSet<OutputPath> {
        texts
            .iter()
            .map(|t| OutputPath::parse(t).unwrap())
            .collect()
    }

    #[test]
    fn known_urls_keep_their_date() {
        let mut lock = UrlsLock::default();
        assert_eq!(
            lock.accept(&paths(&["b/index.html", "a/index.html"]), "2020-07-22"),
            2
        );
        assert_eq!(
            lock.accept(&paths(&["a/index.html", "c d.pdf"]), "2020-10-20"),
            1
        );
        let text = lock.to_string();
        let lines: Vec<_> = text.lines().collect();
        assert!(lines[0].starts_with("# ") && lines[1].starts_with("# "));
        assert_eq!(
            lines[2..],
            [
                "2020-07-22 a/index.html",
                "2020-07-22 b/index.html",
                "2020-10-20 c d.pdf"
            ]
        );
        let read = UrlsLock::parse(&text).unwrap();
        assert!(read.iter().eq(lock.iter()));
    }

    #[test]
    fn what_is_lost_by_a_day() {
        let mut lock = UrlsLock::default();
        lock.accept(&paths(&["a", "b"]), "2020-07-22");
        lock.accept(&paths(&["c"]), "2020-10-20");
        let current = paths(&["b"]);
        let lost = |as_of| {
            lock.lost(&current, as_of)
                .iter()
                .map(|(path, _)| path.to_string())
                .collect::<Vec<_>>()
        };
        assert!(lost("2020-07-21").is_empty());
        assert_eq!(lost("2020-07-22"), ["a"]);
        assert_eq!(lost("2020-10-20"), ["a", "c"]);
    }

    #[test]
    fn what_is_lost_stands_at_its_own_line() {
        let text = "2020-07-22 old/a.html\n2020-07-22 a.html.txt\r\n2020-07-22 a.html\r\n";
        let lock = UrlsLock::parse(text).unwrap();
        let lost = lock.lost(&paths(&["old/a.html", "a.html.txt"]), "2020-07-22");
        let [(path, range)] = lost.as_slice() else {
            panic!("{lost:?}");
        };
        assert_eq!(text.get(range.clone()), Some(path.as_str()));
        assert_eq!(range.start, text.rfind("a.html").unwrap());
    }

    #[test]
    fn every_fault_with_its_place() {
        let text = "\u{feff}# 说明\r\n2020-07-22 a\r\n\r\n2020-13-01 b\r\n2020-07-22 ../c\r\n2020-07-23 a\r\nd\r\n2020-07-22  e\n2020-07-22 f ";
        let faults = UrlsLock::parse(text).unwrap_err();
        let marked: Vec<_> = faults
            .iter()
            .filter_map(|(range, _)| text.get(range.clone()))
            .collect();
        assert_eq!(marked, ["2020-13-01", "../c", "a", "d", "f "]);
        assert_eq!(faults[2].0.start, text.rfind(" a\r").unwrap() + 1);
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in r"(20[0-9]{2}-0[1-9]-1[0-9]|\PC{0,6})? ?(\.{0,2}/|[a名]){0,4}(\r?\n|\PC)?") {
            match UrlsLock::parse(&text) {
                Ok(lock) => prop_assert_eq!(UrlsLock::parse(&lock.to_string()).unwrap().to_string(), lock.to_string()),
                Err(faults) => for (range, _) in faults {
                    prop_assert!(text.get(range).is_some());
                },
            }
        }
    }
}
