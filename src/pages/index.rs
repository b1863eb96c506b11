//! What is public on a day, found from every side: by date, by column, by unit.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::lists::{Pages, cuts};
use super::outline::{Outline, Outlines};
use super::series::{AllSeries, InSeries, PlacedSeries};
use super::{is_public, is_to_be_public};
use crate::model::{Chapter, Column, ContentPath, Disclosure, Page, Site, Task, UnitId};

/// A public disclosure and the columns it lies in.
#[derive(Clone, Debug)]
pub struct Placed<'a> {
    /// The disclosure.
    pub disclosure: &'a Disclosure,
    /// From the root of the tree to its own column.
    pub columns: Vec<&'a Column>,
    /// Its tasks, in order.
    pub tasks: Vec<TaskPlace<'a>>,
    /// Its number in [`Index::disclosures`].
    number: usize,
    pub(super) outline: Arc<Outline>,
}

/// A public plain page and the columns it lies in.
#[derive(Clone, Debug)]
pub struct PlacedPage<'a> {
    /// The page.
    pub page: &'a Page,
    /// From the root of the tree to its own column.
    pub columns: Vec<&'a Column>,
}

impl<'a> Placed<'a> {
    /// The column it lies in.
    #[must_use]
    pub fn column(&self) -> Option<&'a Column> {
        self.columns.last().copied()
    }
}

/// A task and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct TaskPlace<'a> {
    /// Its chapter.
    pub chapter: &'a Chapter,
    /// The chapter's position in its disclosure, from 1.
    pub chapter_position: usize,
    /// The task.
    pub task: &'a Task,
    /// Its position in its chapter, from 1.
    pub position: usize,
}

/// A page of what a unit answers for is full with so many tasks for each disclosure that a page of a list
/// holds: whole disclosures stand there with all tasks of the unit.
const TASKS_OF_A_UNIT: usize = 5;

/// The public part of a site.
#[derive(Debug)]
pub struct Index<'a> {
    /// The public disclosures, newest first.
    pub disclosures: Vec<Placed<'a>>,
    /// Columns in the order of the tree, each after those it lies in.
    pub columns: Vec<Vec<&'a Column>>,
    /// Public plain pages, in the order of the tree.
    pub pages: Vec<PlacedPage<'a>>,
    by_column: BTreeMap<&'a ContentPath, Vec<usize>>,
    by_unit: BTreeMap<UnitId, OfUnit>,
    series: AllSeries<'a>,
}

/// What a unit answers for.
#[derive(Debug, Default)]
struct OfUnit {
    count: UnitCount,
    groups: Vec<Group>,
    /// Where they fall into pages.
    cuts: Vec<usize>,
}

/// The tasks of a unit in one disclosure, by their numbers.
#[derive(Debug)]
struct Group {
    disclosure: usize,
    tasks: Arc<[usize]>,
}

/// How many tasks a unit leads, and how many it answers for with others.
#[derive(Clone, Copy, Debug, Default)]
pub struct UnitCount {
    /// Those of which it is the first unit.
    pub lead: usize,
    /// The others.
    pub joint: usize,
}

impl UnitCount {
    /// How many tasks these are.
    #[must_use]
    pub fn all(self) -> usize {
        self.lead + self.joint
    }
}

impl<'a> Index<'a> {
    /// Finds what is public on the day `as_of`.
    #[must_use]
    pub fn new(site: &'a Site, as_of: Date) -> Self {
        Self::again(site, as_of, &Outlines::default())
    }

    /// The same of a site that is read again and again.
    #[must_use]
    pub fn again(site: &'a Site, as_of: Date, outlines: &Outlines) -> Self {
        let is_shown = |disclosure: &Disclosure| is_public(disclosure, as_of);
        Self::of(site, is_shown, |page| !page.draft, outlines)
    }

    /// What is to become public: drafts and what is not yet due, too. It is for a preview alone, as what
    /// a build is given can be released.
    #[must_use]
    pub fn with_held_back(site: &'a Site) -> Self {
        Self::with_held_back_again(site, &Outlines::default())
    }

    /// The same of a site that is read again and again.
    #[must_use]
    pub fn with_held_back_again(site: &'a Site, outlines: &Outlines) -> Self {
        Self::of(site, is_to_be_public, |_| true, outlines)
    }

    fn of(
        site: &'a Site,
        is_shown: impl Fn(&Disclosure) -> bool,
        is_shown_page: impl Fn(&Page) -> bool,
        outlines: &Outlines,
    ) -> Self {
        let mut columns = Vec::new();
        collect(&site.home, &mut Vec::new(), &mut columns);
        let mut found = Vec::new();
        let mut pages = Vec::new();
        for lineage in &columns {
            let Some(column) = lineage.last() else {
                continue;
            };
            pages.extend(
                column
                    .pages
                    .iter()
                    .filter(|page| is_shown_page(page))
                    .map(|page| PlacedPage {
                        page,
                        columns: lineage.clone(),
                    }),
            );
            let shown = column.disclosures.iter().filter(|d| is_shown(d));
            found.extend(shown.map(|disclosure| (disclosure, lineage)));
        }
        let all: Vec<_> = found.iter().map(|(disclosure, _)| *disclosure).collect();
        let outlines = outlines.of(&all);
        let placed = found.into_iter().zip(outlines);
        let placed = placed.map(|((disclosure, lineage), outline)| Placed {
            disclosure: disclosure.as_ref(),
            columns: lineage.clone(),
            tasks: task_places(disclosure),
            number: 0,
            outline,
        });
        let mut disclosures: Vec<Placed<'_>> = placed.collect();
        disclosures.sort_by(|a, b| {
            let rank = |p: &Placed<'a>| (p.disclosure.card.published.value, &p.disclosure.path);
            rank(b).cmp(&rank(a))
        });
        for (number, placed) in disclosures.iter_mut().enumerate() {
            placed.number = number;
        }
        let mut by_column: BTreeMap<&ContentPath, Vec<usize>> = BTreeMap::new();
        for (number, placed) in disclosures.iter().enumerate() {
            for column in &placed.columns {
                by_column.entry(&column.path).or_default().push(number);
            }
        }
        let per_page = site.settings.per_page;
        let (series, by_unit) = rayon::join(
            || AllSeries::new(&disclosures),
            || by_unit(&disclosures, per_page),
        );
        Self {
            series,
            disclosures,
            columns,
            pages,
            by_column,
            by_unit,
        }
    }

    /// The series with at least two public disclosures, by name.
    #[must_use]
    pub fn series(&self) -> &[PlacedSeries<'a>] {
        &self.series.all
    }

    /// The place of a disclosure in its series, if that has others.
    #[must_use]
    pub fn in_series(&self, placed: &Placed<'a>) -> Option<InSeries<'_, 'a>> {
        self.series.of(placed.number)
    }

    /// The disclosure of a report.
    #[must_use]
    pub fn report(&self, series: &PlacedSeries<'a>, report: usize) -> Option<&Placed<'a>> {
        self.disclosures.get(series.disclosure(report)?)
    }

    /// The disclosures of a series that name no period.
    pub fn undated(&self, series: &PlacedSeries<'a>) -> impl Iterator<Item = &Placed<'a>> {
        let numbers = series.undated().iter();
        numbers.filter_map(|&number| self.disclosures.get(number))
    }

    /// The disclosures of a column and of those below it, newest first.
    pub fn of_column(&self, column: &Column) -> impl Iterator<Item = &Placed<'a>> {
        let numbers: &[usize] = self.by_column.get(&column.path).map_or(&[], Vec::as_slice);
        numbers
            .iter()
            .filter_map(|&number| self.disclosures.get(number))
    }

    /// How many disclosures a column and those below it have.
    #[must_use]
    pub fn count_of_column(&self, column: &Column) -> usize {
        self.by_column.get(&column.path).map_or(0, Vec::len)
    }

    /// The disclosures in which a unit answers for tasks, newest first, each with those tasks: a range of
    /// all of them.
    pub fn of_unit(
        &self,
        unit: UnitId,
        range: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = (&Placed<'a>, Vec<&TaskPlace<'a>>)> {
        let groups = self.groups(unit).get(range).unwrap_or_default();
        groups.iter().filter_map(|group| self.group(group))
    }

    /// How many tasks a unit answers for.
    #[must_use]
    pub fn unit_count(&self, unit: UnitId) -> UnitCount {
        let found = self.by_unit.get(&unit);
        found.map_or_else(UnitCount::default, |found| found.count)
    }

    /// In how many disclosures a unit answers for tasks.
    #[must_use]
    pub fn count_of_unit(&self, unit: UnitId) -> usize {
        self.groups(unit).len()
    }

    /// How these fall into pages.
    pub(super) fn unit_pages(&self, unit: UnitId) -> Pages<'_> {
        let found = self.by_unit.get(&unit);
        found.map_or(Pages::cut(0, &[]), |found| {
            Pages::cut(found.groups.len(), &found.cuts)
        })
    }

    /// The numbers of the tasks of a unit among those of a disclosure, and at which place that stands in
    /// [`Index::of_unit`], from 0; none if it has none there.
    #[must_use]
    pub fn of_unit_in(&self, unit: UnitId, placed: &Placed<'a>) -> Option<(usize, &[usize])> {
        let groups = self.groups(unit);
        let found = groups.binary_search_by_key(&placed.number, |group| group.disclosure);
        let rank = found.ok()?;
        Some((rank, &groups.get(rank)?.tasks))
    }

    /// The numbers of the tasks of a unit among those of a disclosure.
    #[must_use]
    pub fn tasks_of_unit_in(&self, unit: UnitId, placed: &Placed<'a>) -> &[usize] {
        self.of_unit_in(unit, placed)
            .map_or(&[], |(_, tasks)| tasks)
    }

    fn groups(&self, unit: UnitId) -> &[Group] {
        self.by_unit.get(&unit).map_or(&[], |found| &found.groups)
    }

    fn group(&self, group: &Group) -> Option<(&Placed<'a>, Vec<&TaskPlace<'a>>)> {
        let placed = self.disclosures.get(group.disclosure)?;
        let tasks = group.tasks.iter();
        Some((
            placed,
            tasks.filter_map(|&task| placed.tasks.get(task)).collect(),
        ))
    }
}

/// What each unit answers for.
fn by_unit(disclosures: &[Placed<'_>], per_page: usize) -> BTreeMap<UnitId, OfUnit> {
    let mut all: BTreeMap<UnitId, OfUnit> = BTreeMap::new();
    for placed in disclosures {
        for of in &placed.outline.units {
            let known = all.entry(of.unit).or_default();
            known.groups.push(Group {
                disclosure: placed.number,
                tasks: Arc::clone(&of.tasks),
            });
            known.count.lead += of.count.lead;
            known.count.joint += of.count.joint;
        }
    }
    for unit in all.values_mut() {
        let tasks = unit.groups.iter().rev().map(|group| group.tasks.len());
        unit.cuts = cuts(tasks, per_page, per_page * TASKS_OF_A_UNIT);
    }
    all
}

fn collect<'a>(
    column: &'a Column,
    above: &mut Vec<&'a Column>,
    columns: &mut Vec<Vec<&'a Column>>,
) {
    above.push(column);
    columns.push(above.clone());
    for child in &column.columns {
        collect(child, above, columns);
    }
    above.pop();
}

fn task_places(disclosure: &Disclosure) -> Vec<TaskPlace<'_>> {
    disclosure
        .chapters()
        .iter()
        .zip(1..)
        .flat_map(|(chapter, chapter_position)| {
            chapter
                .tasks
                .iter()
                .zip(1..)
                .map(move |(task, position)| TaskPlace {
                    chapter,
                    chapter_position,
                    task,
                    position,
                })
        })
        .collect()
}
