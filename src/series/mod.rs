//! Series: one plan that is reported period after period, and each of its promises followed through the
//! reports.
//!
//! [`gather`] puts disclosures into their series, in the order of their periods, and finds out which of
//! their tasks are one promise (`link.rs`); [`Series::steps`] tells what became of each from one report
//! to the next (`step.rs`); [`Series::doubts`] tells which tasks may be one and are not linked
//! (`doubt.rs`). Which disclosures take part is the caller's to say: what is public, or what is finished.

mod doubt;
mod fold;
mod link;
mod sets;
mod step;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use rayon::prelude::*;

pub use doubt::{Doubt, DoubtKind};
pub use fold::{folded, is_same_title};
pub use step::{Move, Step, Tally};

use self::link::{Node, link};
use crate::model::{Chapter, ContentPath, Disclosure, Extent, Period, Task};

/// A plan that is reported period after period.
#[derive(Debug)]
pub struct Series<'a> {
    /// What disclosures write as their `series`.
    pub name: &'a str,
    /// Its reports, in the order of their periods; those of one period in that of their publication.
    pub reports: Vec<Report<'a>>,
    /// Disclosures that name no period: they have no place among the others, and are held against none.
    pub undated: Vec<&'a Disclosure>,
    courses: Vec<Course>,
}

/// A disclosure of a series.
#[derive(Debug)]
pub struct Report<'a> {
    /// The disclosure.
    pub disclosure: &'a Disclosure,
    /// What it reports on.
    pub period: Period,
    /// Its tasks, in order.
    pub tasks: Vec<Member<'a>>,
    /// What became of promises since the report before; none if it is held against none.
    pub tally: Option<Tally>,
    /// The reports that it is held against, the latest first, by their numbers.
    bases: Vec<usize>,
}

/// A task of a series.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// Its chapter.
    pub chapter: &'a Chapter,
    /// The task.
    pub task: &'a Task,
    course: usize,
}

/// A promise: where it stands in each report that has it, in their order.
#[derive(Debug, Default)]
struct Course(Vec<Appearance>);

/// Where a promise stands in a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Appearance {
    /// The number of the report in [`Series::reports`].
    pub report: usize,
    /// The number of the task among those of the report.
    pub task: usize,
}

impl Course {
    fn within(&self, report: usize) -> Option<Appearance> {
        let at = self.0.binary_search_by_key(&report, |a| a.report).ok()?;
        self.0.get(at).copied()
    }
}

impl Report<'_> {
    /// Whether a promise that it does not have is one that it gave up: not where only a part of the
    /// report is there, nor where there is no table of tasks.
    fn is_whole(&self) -> bool {
        self.disclosure.extent == Extent::Whole && !self.tasks.is_empty()
    }

    /// The report that it is first of all held against, by its number.
    #[must_use]
    pub fn before(&self) -> Option<usize> {
        self.bases.first().copied()
    }
}

impl<'a> Series<'a> {
    /// A task of a report.
    #[must_use]
    pub fn member(&self, at: Appearance) -> Option<&Member<'a>> {
        self.reports.get(at.report)?.tasks.get(at.task)
    }

    /// The promise that a task is: where it stands in each report that has it, in their order.
    #[must_use]
    pub fn course(&self, at: Appearance) -> &[Appearance] {
        let course = self.member(at).and_then(|m| self.courses.get(m.course));
        course.map_or(&[], |course| &course.0)
    }

    /// All promises, in the order in which they were first made.
    pub fn courses(&self) -> impl Iterator<Item = &[Appearance]> {
        self.courses.iter().map(|course| course.0.as_slice())
    }
}

/// Puts disclosures into their series, by name. Those of no series are left out.
#[must_use]
pub fn gather<'a>(disclosures: impl IntoIterator<Item = &'a Disclosure>) -> Vec<Series<'a>> {
    follow(members(disclosures))
}

/// The disclosures of each series, by its name.
pub(crate) fn members<'a>(
    disclosures: impl IntoIterator<Item = &'a Disclosure>,
) -> BTreeMap<&'a str, Vec<&'a Disclosure>> {
    let mut named: BTreeMap<&str, Vec<&'a Disclosure>> = BTreeMap::new();
    for disclosure in disclosures {
        if let Some(series) = &disclosure.series {
            named.entry(&series.value).or_default().push(disclosure);
        }
    }
    named
}

/// Follows the promises of series through these members.
pub(crate) fn follow<'a>(members: BTreeMap<&'a str, Vec<&'a Disclosure>>) -> Vec<Series<'a>> {
    let named = members.into_par_iter();
    named.map(|(name, members)| series(name, members)).collect()
}

/// For tasks of a disclosure, by their paths, the same ones of an earlier one: found as those of a series
/// are, whatever series and periods the two name.
#[must_use]
pub fn earlier<'a>(
    before: &'a Disclosure,
    now: &'a Disclosure,
) -> BTreeMap<&'a ContentPath, &'a Task> {
    let mut nodes = Vec::new();
    for (report, disclosure) in [before, now].into_iter().enumerate() {
        for chapter in disclosure.chapters() {
            nodes.extend(chapter.tasks.iter().map(|task| Node {
                report,
                chapter,
                task,
            }));
        }
    }
    let linked = link(&nodes).into_iter().zip(&nodes);
    let pairs = linked.filter(|(_, node)| node.report == 1);
    let pairs = pairs.filter_map(|(first, node)| {
        let before = nodes.get(first).filter(|before| before.report == 0)?;
        Some((&node.task.path, before.task))
    });
    pairs.collect()
}

fn series<'a>(name: &'a str, members: Vec<&'a Disclosure>) -> Series<'a> {
    let mut dated = Vec::new();
    let mut undated = Vec::new();
    for disclosure in members {
        match &disclosure.period {
            Some(period) => dated.push((period.value, disclosure)),
            None => undated.push(disclosure),
        }
    }
    let place = |d: &Disclosure| (d.card.published.value, d.path.clone());
    dated.sort_by_cached_key(|(period, disclosure)| (*period, place(disclosure)));
    undated.sort_by_cached_key(|disclosure| place(disclosure));

    let mut nodes = Vec::new();
    for (report, (_, disclosure)) in dated.iter().enumerate() {
        for chapter in disclosure.chapters() {
            nodes.extend(chapter.tasks.iter().map(|task| Node {
                report,
                chapter,
                task,
            }));
        }
    }
    let firsts = link(&nodes);
    let mut courses: Vec<Course> = Vec::new();
    let mut course_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut tasks: Vec<Vec<Member<'a>>> = dated.iter().map(|_| Vec::new()).collect();
    for (node, first) in nodes.iter().zip(firsts) {
        let Some(members) = tasks.get_mut(node.report) else {
            continue;
        };
        let number = *course_of.entry(first).or_insert_with(|| {
            courses.push(Course::default());
            courses.len() - 1
        });
        if let Some(course) = courses.get_mut(number) {
            course.0.push(Appearance {
                report: node.report,
                task: members.len(),
            });
        }
        members.push(Member {
            chapter: node.chapter,
            task: node.task,
            course: number,
        });
    }
    let mut reports: Vec<Report<'a>> = Vec::new();
    for ((period, disclosure), tasks) in dated.into_iter().zip(tasks) {
        let bases = match tasks.is_empty() {
            true => Vec::new(),
            false => bases(&reports, period),
        };
        reports.push(Report {
            disclosure,
            period,
            tasks,
            tally: None,
            bases,
        });
    }
    let mut series = Series {
        name,
        reports,
        undated,
        courses,
    };
    series.count();
    series
}

/// What a report on a period is held against: the report before it and, as long as only a part of that
/// is there, the one before that, too.
fn bases(earlier: &[Report<'_>], period: Period) -> Vec<usize> {
    let mut bases = Vec::new();
    let mut next = before(earlier, period);
    while let Some((number, report)) = next {
        bases.push(number);
        next = match report.is_whole() {
            true => None,
            false => before(earlier.get(..number).unwrap_or_default(), report.period),
        };
    }
    bases
}

/// The report before a period, and its number: of those with tasks that end before it ends, one that
/// ends last; of several such, the one of a period of the same length, or else the longest. So a report
/// on a quarter is held against that on the quarter before, though there be one on the half as well, and
/// against that on the half where there is no other.
fn before<'r, 'a>(earlier: &'r [Report<'a>], period: Period) -> Option<(usize, &'r Report<'a>)> {
    let ends_before =
        |report: &Report<'_>| !report.tasks.is_empty() && report.period.end() < period.end();
    let alike = |report: &Report<'_>| {
        std::mem::discriminant(&report.period.part()) == std::mem::discriminant(&period.part())
    };
    let mut found = earlier.iter().enumerate().filter(|(_, r)| ends_before(r));
    found
        .by_ref()
        .max_by_key(|(number, r)| (r.period.end(), alike(r), r.period, *number))
}
