//! Which tasks of several reports are one promise.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::folded;
use super::sets::Sets;
use crate::model::{Chapter, Slug, Task};

/// A task of one of several reports, all of them numbered through.
pub(super) struct Node<'a> {
    /// The number of its report.
    pub(super) report: usize,
    pub(super) chapter: &'a Chapter,
    pub(super) task: &'a Task,
}

/// For each task the number of the first task of its promise. `nodes` stand in the order of reports.
///
/// Two tasks are one promise if they have the same `key`, or else if their chapters and their own titles
/// are the same and no other task of either report has both. For titles, a report is held against the
/// nearest one before it that has the title at all. What is in doubt stays apart: a key that stands
/// twice in a report counts as none there, tasks with different keys are never linked by their titles,
/// and where titles would make two tasks of one report the same promise, no title counts.
pub(super) fn link(nodes: &[Node<'_>]) -> Vec<usize> {
    let report = |node: Option<&Node<'_>>| node.map(|node| node.report);
    if report(nodes.first()) == report(nodes.last()) {
        // No two tasks of one report are one promise.
        return (0..nodes.len()).collect();
    }
    let keys = usable_keys(nodes);
    let by_key = key_links(&keys);
    let by_title = title_links(nodes, &keys);

    let mut all = Sets::new(nodes.len());
    for &(a, b) in by_key.iter().chain(&by_title) {
        all.join(a, b);
    }
    let mut seen = BTreeSet::new();
    let mut refused = BTreeSet::new();
    for (number, node) in nodes.iter().enumerate() {
        let first = all.first(number);
        if !seen.insert((first, node.report)) {
            refused.insert(first);
        }
    }
    let mut promises = Sets::new(nodes.len());
    for &(a, b) in &by_key {
        promises.join(a, b);
    }
    for &(a, b) in &by_title {
        if !refused.contains(&all.first(a)) {
            promises.join(a, b);
        }
    }
    (0..nodes.len()).map(|n| promises.first(n)).collect()
}

/// The key of each task, if it has one that no other task of its report has.
fn usable_keys<'a>(nodes: &[Node<'a>]) -> Vec<Option<&'a Slug>> {
    let key = |node: &Node<'a>| node.task.key.as_ref().map(|key| &key.value);
    let mut times: BTreeMap<(usize, &Slug), usize> = BTreeMap::new();
    for node in nodes {
        if let Some(key) = key(node) {
            *times.entry((node.report, key)).or_default() += 1;
        }
    }
    let is_alone = |node: &Node<'a>, key| times.get(&(node.report, key)) == Some(&1);
    nodes
        .iter()
        .map(|node| key(node).filter(|key| is_alone(node, key)))
        .collect()
}

/// Each task with a key, and the one before it that has the same.
fn key_links(keys: &[Option<&Slug>]) -> Vec<(usize, usize)> {
    let mut last: BTreeMap<&Slug, usize> = BTreeMap::new();
    let keyed = keys.iter().enumerate();
    keyed
        .filter_map(|(number, key)| Some((last.insert((*key)?, number)?, number)))
        .collect()
}

/// Each task whose titles are alone in its report, and the one before it of which that holds, too, if
/// no report between them has the titles.
fn title_links(nodes: &[Node<'_>], keys: &[Option<&Slug>]) -> Vec<(usize, usize)> {
    let mut headings: BTreeMap<String, usize> = BTreeMap::new();
    let mut titled: Vec<(usize, String, usize)> = Vec::with_capacity(nodes.len());
    for chapter in nodes.chunk_by(|a, b| std::ptr::eq(a.chapter, b.chapter)) {
        let heading = chapter
            .first()
            .map(|node| folded(&node.chapter.title.value));
        let next = headings.len();
        let heading = *headings.entry(heading.unwrap_or_default()).or_insert(next);
        for node in chapter {
            titled.push((heading, folded(&node.task.title.value), titled.len()));
        }
    }
    titled.sort_unstable();
    let report = |number: &usize| nodes.get(*number).map(|node| node.report);
    let key = |number: usize| keys.get(number).copied().flatten();
    let mut links = Vec::new();
    let same = |a: &(usize, String, usize), b: &(usize, String, usize)| (a.0, &a.1) == (b.0, &b.1);
    for titled in titled.chunk_by(same) {
        let mut before: Option<&[(usize, String, usize)]> = None;
        for group in titled.chunk_by(|(.., a), (.., b)| report(a) == report(b)) {
            if let (Some(&[(_, _, then)]), &[(_, _, now)]) = (before, group)
                && key(then).is_none_or(|then| key(now).is_none_or(|now| then == now))
            {
                links.push((then, now));
            }
            before = Some(group);
        }
    }
    links
}
