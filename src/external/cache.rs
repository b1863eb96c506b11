//! What was answered lately, in one file of the user's cache folder.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::check::Answer;
use crate::diagnostic::{Message, reason};
use crate::release;
use crate::say;

/// The form of the file; one of another form is not read.
const VERSION: u32 = 1;
/// Its name in the folder of the program.
const NAME: &str = "external-links.json";
/// A larger file is none of ours.
const LARGEST: u64 = 64 * 1024 * 1024;
/// So long a page that was there is taken to be.
const GOOD: Duration = Duration::from_secs(24 * 60 * 60);
/// So long one that was not is: somebody may be about to mend it.
const BAD: Duration = Duration::from_secs(60 * 60);

/// What was answered lately.
#[derive(Debug, Default)]
pub struct Cache {
    /// Where it is kept; nowhere if it is not.
    path: Option<PathBuf>,
    /// Now, in seconds since 1970.
    now: u64,
    entries: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    answer: Answer,
    /// When it was answered, in seconds since 1970.
    at: u64,
}

/// The file.
#[derive(Serialize, Deserialize)]
struct Kept {
    version: u32,
    answers: BTreeMap<String, Entry>,
}

impl Entry {
    fn is_good(&self, now: u64) -> bool {
        let limit = match self.answer {
            Answer::Fine | Answer::Moved(_) => GOOD,
            _ => BAD,
        };
        // One of the future comes from a clock that was wrong.
        now.checked_sub(self.at)
            .is_some_and(|age| age < limit.as_secs())
    }
}

impl Cache {
    /// One that is kept nowhere.
    #[must_use]
    pub fn forgetful() -> Self {
        Self::default()
    }

    /// What is kept in a folder, which need not be there yet; `now` is in seconds since 1970. What
    /// cannot be read is told, and taken for nothing.
    #[must_use]
    pub fn open(folder: &Path, now: u64) -> (Self, Option<Message>) {
        let path = folder.join(NAME);
        let shown = path.display();
        let (entries, note) = match read(&path) {
            Ok(Some(entries)) => (entries, None),
            Ok(None) => {
                let note = say!(
                    "外部链接的缓存 `{shown}` 已损坏，不用",
                    "the cache of external links `{shown}` is damaged and not used"
                );
                (BTreeMap::new(), Some(note))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => (BTreeMap::new(), None),
            Err(error) => {
                let why = reason(&error);
                let (zh, en) = (why.zh, why.en);
                let note = say!(
                    "外部链接的缓存 `{shown}` 读不出，不用：{zh}",
                    "the cache of external links `{shown}` cannot be read and is not used: {en}"
                );
                (BTreeMap::new(), Some(note))
            }
        };
        let entries = entries.into_iter();
        let cache = Self {
            path: Some(path),
            now,
            entries: entries.filter(|(_, entry)| entry.is_good(now)).collect(),
        };
        (cache, note)
    }

    /// What a URL answered lately.
    pub(super) fn get(&self, url: &str) -> Option<Answer> {
        self.entries.get(url).map(|entry| entry.answer.clone())
    }

    /// Remembers an answer of now.
    pub(super) fn put(&mut self, url: &str, answer: &Answer) {
        let entry = Entry {
            answer: answer.clone(),
            at: self.now,
        };
        self.entries.insert(url.to_owned(), entry);
    }

    /// Writes what is remembered, whole or not at all. What stops that is told: nothing is lost but
    /// time.
    #[must_use]
    pub fn keep(self) -> Option<Message> {
        let path = self.path?;
        let kept = Kept {
            version: VERSION,
            answers: self.entries,
        };
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        let text = made.and_then(|()| Ok(serde_json::to_vec(&kept)?));
        let why = match text {
            Ok(text) => {
                let faults = release::write_atomically(&path, &text).err()?;
                faults.into_iter().next()?.message
            }
            Err(error) => reason(&error),
        };
        let (shown, zh, en) = (path.display(), why.zh, why.en);
        Some(say!(
            "外部链接的缓存 `{shown}` 没有写入：{zh}",
            "the cache of external links `{shown}` was not written: {en}"
        ))
    }
}

/// The entries of a file; none if it is not as we write it.
fn read(path: &Path) -> io::Result<Option<BTreeMap<String, Entry>>> {
    let mut text = Vec::new();
    let size = File::open(path)?.take(LARGEST + 1).read_to_end(&mut text)?;
    if size as u64 > LARGEST {
        return Ok(None);
    }
    let kept: Option<Kept> = serde_json::from_slice(&text).ok();
    Ok(kept
        .filter(|kept| kept.version == VERSION)
        .map(|kept| kept.answers))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Distrust, Trouble};

    const HOUR: u64 = 60 * 60;

    fn at(folder: &Path, now: u64) -> Cache {
        let (cache, note) = Cache::open(folder, now);
        assert_eq!(note, None);
        cache
    }

    #[test]
    fn pages_are_remembered_for_a_day_and_failures_for_an_hour() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("not/yet/there");
        let start = 1_600_000_000;
        let mut cache = at(&folder, start);
        let down = Answer::Unreachable(Trouble::Status(500));
        let answers = [
            ("a", Answer::Fine, 24),
            ("b", Answer::Moved("c".into()), 24),
            ("c", Answer::Gone(404), 1),
            ("d", down, 1),
            ("e", Answer::Certificate(Distrust::Expired), 1),
            ("f", Answer::Undecided, 1),
        ];
        for (url, answer, _) in &answers {
            cache.put(url, answer);
        }
        assert_eq!(cache.keep(), None);
        for (url, answer, hours) in answers {
            let known = |now| at(&folder, now).get(url);
            assert_eq!(known(start + hours * HOUR - 1), Some(answer), "{url}");
            assert_eq!(known(start + hours * HOUR), None, "{url}");
            assert_eq!(known(start - 1), None, "{url}");
        }
    }

    #[test]
    fn what_is_damaged_is_told_and_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        let old = r#"{"version":0,"answers":{}}"#;
        for damaged in ["", "{", r#"{"version":1}"#, old] {
            fs::write(&path, damaged).unwrap();
            let (mut cache, note) = Cache::open(folder.path(), 10);
            assert!(note.unwrap().en.contains("is damaged"), "{damaged}");
            cache.put("a", &Answer::Fine);
            assert_eq!(cache.keep(), None);
            assert_eq!(at(folder.path(), 10).get("a"), Some(Answer::Fine));
        }
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        let (cache, note) = Cache::open(folder.path(), 10);
        assert!(note.unwrap().en.contains("cannot be read"));
        assert!(cache.keep().unwrap().en.contains("was not written"));
    }
}
