//! The audit trail: `releases.jsonl` at the target, a line for each time that something was made current.
//!
//! Every line holds the SHA-256 of the line before it, so that a line that was changed or taken out
//! afterwards is noticed. No line follows the last one: what it says is known from the seal, a file of its own
//! in `.gongkai/`. The next line follows what the seal says, so that the trail tells for ever where it was
//! changed. All of this shows mistakes and careless changes; who may write to the target can forge all of it,
//! the seal as well: for that, keep a copy of the trail elsewhere.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::ReleaseId;
use super::fault::{damaged, nothing_before, several_releases, unknown_release};
use crate::diagnostic::Faults;
use crate::release::{Digest, Sm3Digest};
use crate::say;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// A release was sent and made current.
    Publish,
    /// An earlier release was made current again.
    Rollback,
}

/// A line of the audit trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// What was done.
    pub action: Action,
    /// The release that became current.
    pub release: String,
    /// When, in UTC: `2020-10-20T14:47:57Z`.
    pub at: String,
    /// Who, as git knows them: `Name <mail>`.
    pub who: String,
    /// To where, as it was told on the command line.
    pub target: String,
    /// The commit of the content, if the release tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// The day that the release stands for.
    pub as_of: String,
    /// The program that published.
    pub program: String,
    /// How many files the release has.
    pub files: usize,
    /// Their size together, in bytes.
    pub bytes: u64,
    /// The SHA-256 of its manifest.
    pub manifest_sha256: String,
    /// The SM3 of its manifest.
    pub manifest_sm3: String,
    /// The release that was current before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// The SHA-256 of the line before this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

impl Record {
    /// What somebody is about to publish to a target; what the release itself tells is to be filled in.
    #[must_use]
    pub fn new(at: String, who: String, target: &str) -> Self {
        Self {
            action: Action::Publish,
            release: String::new(),
            at,
            who,
            target: target.to_owned(),
            commit: None,
            as_of: String::new(),
            program: String::new(),
            files: 0,
            bytes: 0,
            manifest_sha256: String::new(),
            manifest_sm3: String::new(),
            previous: None,
            after: None,
        }
    }

    /// The release that became current; none if the line does not tell a name of one.
    #[must_use]
    pub fn id(&self) -> Option<ReleaseId> {
        ReleaseId::parse(&self.release)
    }

    pub(super) fn set_manifest(&mut self, json: &[u8]) {
        self.manifest_sha256 = Digest::of(json).to_string();
        self.manifest_sm3 = Sm3Digest::of(json).to_string();
    }
}

/// How a trail ended when it was last written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seal {
    /// How many lines it had.
    lines: usize,
    /// The release that its last line is about.
    release: String,
    /// The SHA-256 of that line.
    sha256: String,
}

/// The whole trail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail {
    text: String,
    records: Vec<Record>,
    broken: Vec<usize>,
    /// None where nothing was published yet, or by a program that wrote none.
    seal: Option<Seal>,
}

impl Trail {
    /// Reads a trail.
    ///
    /// # Errors
    /// The number of the first line that is no record, counted from 1, and why.
    pub fn parse(text: &str) -> Result<Self, (usize, String)> {
        let mut trail = Self::default();
        for (number, line) in (1..).zip(text.lines()) {
            let record: Record =
                serde_json::from_str(line).map_err(|error| (number, error.to_string()))?;
            if record.id().is_none() {
                return Err((number, format!("no release: {}", record.release)));
            }
            if record.after != trail.last_digest() {
                trail.broken.push(number);
            }
            trail.push(line, record);
        }
        Ok(trail)
    }

    /// Reads the trail of a target, which may not be there yet, with its seal. `shown` tells how people know
    /// a path of the target.
    pub(super) fn read(
        (path, bytes): (&str, Option<&[u8]>),
        (sealed_at, seal): (&str, Option<&[u8]>),
        shown: impl Fn(&str) -> String,
    ) -> Result<Self, Faults> {
        let text = bytes.map(String::from_utf8_lossy).unwrap_or_default();
        let mut trail = Self::parse(&text).map_err(|(line, why)| {
            let why = say!("第 {line} 行：{why}", "line {line}: {why}");
            damaged(&shown(path), &why)
        })?;
        let seal = seal.map(serde_json::from_slice::<Option<Seal>>).transpose();
        let seal = seal.map_err(|error| damaged(&shown(sealed_at), &say!("{error}", "{error}")));
        trail.seal = seal?.flatten();
        Ok(trail)
    }

    /// How many lines there must be, if the trail does not end as it did when it was last written: somebody
    /// changed its last line or took lines away.
    #[must_use]
    pub fn cut(&self) -> Option<usize> {
        let seal = self.seal.as_ref()?;
        let ends_so =
            seal.lines == self.records.len() && self.last_digest().as_ref() == Some(&seal.sha256);
        (!ends_so).then_some(seal.lines)
    }

    /// The release that the last line was about when it was written.
    pub(super) fn sealed_release(&self) -> Option<ReleaseId> {
        ReleaseId::parse(&self.seal.as_ref()?.release)
    }

    /// Takes the trail as it ends if that is what a run was about to write that was broken off.
    pub(super) fn settle(&mut self, intent: &Record) {
        if self.ends_with(intent) {
            self.set_seal();
        }
    }

    fn set_seal(&mut self) {
        let last = self.records.last().zip(self.last_digest());
        self.seal = last.map(|(record, sha256)| Seal {
            lines: self.records.len(),
            release: record.release.clone(),
            sha256,
        });
    }

    /// The text of the seal.
    pub(super) fn seal(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(&self.seal)
    }

    /// The releases that were current once, the oldest first.
    pub(super) fn ids(&self) -> Vec<ReleaseId> {
        let mut ids: Vec<_> = self.records.iter().filter_map(Record::id).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    /// The one release whose name holds `wanted`, of those that are there still, or else of all; `shown` is the
    /// target as people know it.
    pub(super) fn find(
        &self,
        shown: &str,
        wanted: &str,
        there: &BTreeSet<ReleaseId>,
    ) -> Result<ReleaseId, Faults> {
        let known = self.ids();
        let (standing, gone): (Vec<_>, Vec<_>) = known.iter().partition(|id| there.contains(id));
        let matching = |ids: &[&ReleaseId]| -> Vec<ReleaseId> {
            let ids = ids.iter().filter(|id| id.as_str().contains(wanted));
            ids.map(|id| (*id).clone()).collect()
        };
        let (of_standing, of_gone) = (matching(&standing), matching(&gone));
        match (of_standing.as_slice(), of_gone.as_slice()) {
            ([id], _) | ([], [id]) => Ok(id.clone()),
            ([], []) => Err(unknown_release(shown, wanted, &standing)),
            ([], several) | (several, _) => Err(several_releases(shown, wanted, several)),
        }
    }

    /// Those of which only the trail tells.
    pub(super) fn gone(&self, there: &BTreeSet<ReleaseId>) -> Vec<ReleaseId> {
        let mut gone = self.ids();
        gone.retain(|id| !there.contains(id));
        gone
    }

    /// The release that was current when this one was published.
    pub(super) fn before(&self, shown: &str, current: &ReleaseId) -> Result<ReleaseId, Faults> {
        let published =
            self.records.iter().rev().find(|record| {
                record.action == Action::Publish && record.release == current.as_str()
            });
        let previous = published.and_then(|record| record.previous.as_deref());
        previous
            .and_then(ReleaseId::parse)
            .ok_or_else(|| nothing_before(shown, current))
    }

    /// The releases beyond the newest so many, by when they were last made current. The current one and the
    /// one before it are never among them.
    pub(super) fn beyond(&self, keep: u32) -> Vec<ReleaseId> {
        let mut known: Vec<ReleaseId> = Vec::new();
        for id in self.records.iter().rev().filter_map(Record::id) {
            if !known.contains(&id) {
                known.push(id);
            }
        }
        let current = known.first().cloned();
        let before = current.and_then(|current| self.before("", &current).ok());
        let beyond = known.into_iter().skip(keep.max(2) as usize);
        beyond.filter(|id| Some(id) != before.as_ref()).collect()
    }

    fn push(&mut self, line: &str, record: Record) {
        self.text.push_str(line);
        self.text.push('\n');
        self.records.push(record);
    }

    fn last_digest(&self) -> Option<String> {
        let line = self.text.lines().next_back()?;
        Some(Digest::of(line.as_bytes()).to_string())
    }

    /// Adds a record, which then tells what it follows.
    pub(super) fn append(&mut self, mut record: Record) -> serde_json::Result<()> {
        let sealed = self.seal.take().map(|seal| seal.sha256);
        record.after = sealed.or_else(|| self.last_digest());
        let line = serde_json::to_string(&record)?;
        self.push(&line, record);
        self.set_seal();
        Ok(())
    }

    /// The records, the oldest first.
    #[must_use]
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// The numbers of the lines that do not follow the line before them, counted from 1: there,
    /// somebody changed the trail.
    #[must_use]
    pub fn broken(&self) -> &[usize] {
        &self.broken
    }

    /// The last record about a release.
    #[must_use]
    pub fn of(&self, id: &ReleaseId) -> Option<&Record> {
        let mut newest_first = self.records.iter().rev();
        newest_first.find(|record| record.release == id.as_str())
    }

    /// Whether the last record is this one.
    pub(super) fn ends_with(&self, record: &Record) -> bool {
        self.records.last().is_some_and(|last| {
            (&last.at, &last.release, last.action) == (&record.at, &record.release, record.action)
        })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(at: &str) -> Record {
        Record {
            action: Action::Publish,
            release: ReleaseId::new(at, Digest::of(at.as_bytes())).to_string(),
            at: at.to_owned(),
            who: "示例 <a@example.gov.cn>".to_owned(),
            target: "www".to_owned(),
            commit: None,
            as_of: "2020-07-22".to_owned(),
            program: "gongkai".to_owned(),
            files: 1,
            bytes: 2,
            manifest_sha256: String::new(),
            manifest_sm3: String::new(),
            previous: None,
            after: None,
        }
    }

    #[test]
    fn what_is_beyond_is_older_and_never_the_one_before() {
        let mut trail = Trail::default();
        let mut ids = Vec::new();
        for day in 1..=5 {
            let mut record = record(&format!("2020-07-0{day}T00:00:00Z"));
            record.previous = ids.last().map(ToString::to_string);
            ids.extend(record.id());
            trail.append(record).unwrap();
        }
        assert_eq!(trail.beyond(3), [ids[1].clone(), ids[0].clone()]);
        assert_eq!(trail.beyond(9), []);
        // Back to the first: it is the newest now.
        let mut back = record("2020-07-06T00:00:00Z");
        back.action = Action::Rollback;
        back.release = ids[0].to_string();
        trail.append(back).unwrap();
        assert_eq!(trail.beyond(3), [ids[2].clone(), ids[1].clone()]);
        // And to the second, whose own before is the first.
        let mut back = record("2020-07-07T00:00:00Z");
        back.release = ids[1].to_string();
        back.action = Action::Rollback;
        trail.append(back).unwrap();
        assert_eq!(
            trail.beyond(2),
            [ids[4].clone(), ids[3].clone(), ids[2].clone()]
        );
    }

    #[test]
    fn a_part_of_a_name_that_several_have_is_told_as_such() {
        let mut trail = Trail::default();
        let mut ids = Vec::new();
        for day in 1..=3 {
            let record = record(&format!("2020-07-0{day}T00:00:00Z"));
            ids.extend(record.id());
            trail.append(record).unwrap();
        }
        let there: BTreeSet<_> = ids[1..].iter().cloned().collect();
        let find = |wanted: &str| trail.find("www", wanted, &there);
        assert_eq!(find("20200702").unwrap(), ids[1]);
        // It is gone, which is told when it is looked for.
        assert_eq!(find("20200701").unwrap(), ids[0]);
        assert_eq!(trail.gone(&there), ids[..1]);
        let told = |wanted: &str| format!("{:?}", find(wanted).unwrap_err());
        let several = told("2020");
        assert!(several.contains("2 releases"), "{several}");
        let none = told("2021");
        assert!(none.contains("no release `2021`"), "{none}");
        for told in [several, none] {
            assert!(!told.contains(ids[0].as_str()), "{told}");
            assert!(told.contains(ids[1].as_str()), "{told}");
        }
    }

    #[test]
    fn a_changed_line_is_noticed() {
        let mut trail = Trail::default();
        for at in [
            "2020-07-22T00:00:00Z",
            "2020-07-23T00:00:00Z",
            "2020-07-24T00:00:00Z",
        ] {
            trail.append(record(at)).unwrap();
        }
        let read = Trail::parse(trail.text()).unwrap();
        assert_eq!(read.records(), trail.records());
        assert!(read.broken().is_empty());
        let forged = trail.text().replacen("示例", "别人", 1);
        assert_eq!(Trail::parse(&forged).unwrap().broken(), [2]);
        let lines: Vec<_> = trail.text().lines().collect();
        let without = [lines[0], lines[2]].join("\n");
        assert_eq!(Trail::parse(&without).unwrap().broken(), [2]);
        assert_eq!(Trail::parse("{}\n").unwrap_err().0, 1);
    }

    #[test]
    fn a_changed_end_is_noticed_and_the_next_line_tells_it() {
        let mut trail = Trail::default();
        for at in ["2020-07-22T00:00:00Z", "2020-07-23T00:00:00Z"] {
            trail.append(record(at)).unwrap();
        }
        let seal = trail.seal().unwrap();
        let read = |text: &str| {
            let shown = |path: &str| path.to_owned();
            Trail::read(("t", Some(text.as_bytes())), ("s", Some(&seal)), shown).unwrap()
        };
        assert_eq!(read(trail.text()), trail);
        assert_eq!(trail.cut(), None);
        let (first, last) = trail.text().split_once('\n').unwrap();
        for text in [
            String::new(),
            format!("{first}\n"),
            format!("{first}\n{}", last.replace("示例", "别人")),
        ] {
            let mut changed = read(&text);
            assert_eq!((changed.cut(), changed.broken()), (Some(2), &[][..]));
            changed.append(record("2020-07-24T00:00:00Z")).unwrap();
            assert_eq!(changed.cut(), None);
            let broken = Trail::parse(changed.text()).unwrap();
            assert_eq!(broken.broken(), [changed.records().len()]);
        }
        // One line more is right only if a run was about to write it.
        let mut more = trail.clone();
        let third = record("2020-07-24T00:00:00Z");
        more.append(third.clone()).unwrap();
        let mut found = read(more.text());
        assert_eq!(found.cut(), Some(2));
        found.settle(&record("2020-07-25T00:00:00Z"));
        assert_eq!(found.cut(), Some(2));
        found.settle(&third);
        assert_eq!(found.cut(), None);
    }
}
