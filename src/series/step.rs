//! What became of promises from one report to the next.

use super::fold::says_the_same;
use super::{Appearance, Member, Series};
use crate::model::Task;

/// What became of a promise since the report before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Move {
    /// The report says something else of it.
    Moved,
    /// The report says the same of it, or nothing again.
    StoodStill,
    /// The report before did not have it.
    Appeared,
    /// The report does not have it any more.
    Vanished,
    /// It is not in the part of the report that is there.
    NotCovered,
}

impl Move {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 5] = [
        Self::Moved,
        Self::StoodStill,
        Self::Appeared,
        Self::Vanished,
        Self::NotCovered,
    ];

    /// The word used in data files and as a key of the theme's strings.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Moved => "moved",
            Self::StoodStill => "stood-still",
            Self::Appeared => "appeared",
            Self::Vanished => "vanished",
            Self::NotCovered => "not-covered",
        }
    }
}

/// What became of one promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What became of it.
    pub what: Move,
    /// Where it stood: none if it appeared.
    pub then: Option<Appearance>,
    /// Where it stands: none if it vanished or is not covered.
    pub now: Option<Appearance>,
}

/// How many promises each thing became of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally([usize; Move::ALL.len()]);

impl Tally {
    /// Counts steps.
    #[must_use]
    pub fn of(steps: &[Step]) -> Self {
        Self(Move::ALL.map(|what| steps.iter().filter(|step| step.what == what).count()))
    }

    /// How many promises there are of which this became.
    #[must_use]
    pub fn count(&self, what: Move) -> usize {
        let mut all = Move::ALL.into_iter().zip(self.0);
        all.find_map(|(of, count)| (of == what).then_some(count))
            .unwrap_or_default()
    }
}

impl<'a> Series<'a> {
    /// What became of each promise in a report since the one before: first those that it has, in its
    /// order, then those that it lacks, in theirs. Empty if it is held against none.
    ///
    /// Where only a part of the report before is there, a promise that is not in it is followed from the
    /// report before that.
    #[must_use]
    pub fn steps(&self, report: usize) -> Vec<Step> {
        let Some(now) = self.reports.get(report).filter(|r| !r.bases.is_empty()) else {
            return Vec::new();
        };
        let tasks = 0..now.tasks.len();
        let mut steps: Vec<Step> = tasks
            .filter_map(|task| self.step(Appearance { report, task }))
            .collect();
        for &base in &now.bases {
            let tasks = self.reports.get(base).map_or(0, |then| then.tasks.len());
            let then = (0..tasks).map(|task| Appearance { report: base, task });
            steps.extend(then.filter_map(|then| self.lack(report, then)));
        }
        steps
    }

    /// What became of the promise that a task of a report is; none if the report is held against none.
    #[must_use]
    pub fn step(&self, now: Appearance) -> Option<Step> {
        let report = self.reports.get(now.report)?;
        report.before()?;
        let member = report.tasks.get(now.task)?;
        let then = self.latest(member.course, &report.bases);
        let what = match then.and_then(|then| self.member(then)) {
            None => Move::Appeared,
            Some(before) if stands_still(before.task, member.task) => Move::StoodStill,
            Some(_) => Move::Moved,
        };
        Some(Step {
            what,
            then,
            now: Some(now),
        })
    }

    /// What became of a promise that a report may lack: none if it does not, or if `then` is not where
    /// it was last.
    #[must_use]
    pub fn lack(&self, report: usize, then: Appearance) -> Option<Step> {
        let now = self.reports.get(report)?;
        let course = self.member(then)?.course;
        let is_there = self.courses.get(course)?.within(report).is_some();
        if is_there || self.latest(course, &now.bases) != Some(then) {
            return None;
        }
        Some(Step {
            what: match now.is_whole() {
                true => Move::Vanished,
                false => Move::NotCovered,
            },
            then: Some(then),
            now: None,
        })
    }

    /// The latest place of a promise in some reports, the latest of which is the first.
    fn latest(&self, course: usize, reports: &[usize]) -> Option<Appearance> {
        let course = self.courses.get(course)?;
        reports.iter().find_map(|&report| course.within(report))
    }

    /// The reports that a report is held against, the latest first, by their numbers.
    #[must_use]
    pub fn bases(&self, report: usize) -> &[usize] {
        self.reports.get(report).map_or(&[], |report| &report.bases)
    }

    /// Whether a report without a promise may have it in the part that is not there.
    #[must_use]
    pub fn covers_all(&self, report: usize) -> bool {
        self.reports
            .get(report)
            .is_some_and(super::Report::is_whole)
    }

    pub(super) fn count(&mut self) {
        let tally = |report: usize| {
            let is_compared = !self.bases(report).is_empty();
            is_compared.then(|| Tally::of(&self.steps(report)))
        };
        let tallies: Vec<_> = (0..self.reports.len()).map(tally).collect();
        for (report, tally) in self.reports.iter_mut().zip(tallies) {
            report.tally = tally;
        }
    }

    /// The tasks of a report.
    pub(super) fn members(&self, report: usize) -> impl Iterator<Item = (Appearance, &Member<'a>)> {
        let tasks = self.reports.get(report).map(|r| r.tasks.as_slice());
        let tasks = tasks.unwrap_or_default().iter().enumerate();
        tasks.map(move |(task, member)| (Appearance { report, task }, member))
    }
}

/// What a report says of a task; empty if that is nothing.
fn text(task: &Task) -> &str {
    task.progress.as_ref().map_or("", |prose| &prose.source)
}

/// Whether one report says of a task what the other says: the same progress, status and completion.
fn stands_still(then: &Task, now: &Task) -> bool {
    let completion = |task: &Task| task.completion.as_ref().map(|c| c.value.clone());
    let status = |task: &Task| task.status.as_ref().map(|status| status.value);
    status(then) == status(now)
        && completion(then) == completion(now)
        && says_the_same(text(then), text(now))
}
