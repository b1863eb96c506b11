//! Tasks of two reports that may be one promise, and are not linked.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::folded;
use super::{Appearance, Member, Series};

/// Why two tasks may be one promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DoubtKind {
    /// Their titles and those of their chapters are the same, and so are those of others beside them.
    Several,
    /// All their titles are the same, but not their keys.
    OtherKey,
    /// All their titles are the same, but with them two tasks of one report would be one promise, as
    /// keys link other tasks.
    Crossed,
    /// Their titles are the same, those of their chapters are not.
    OtherChapter,
    /// Their chapters are the same, their titles all but so.
    NearTitle,
}

/// Tasks that may be one promise, once for all of two chapters where one is as good as the other.
#[derive(Clone, Debug)]
pub struct Doubt<'a> {
    /// Why.
    pub kind: DoubtKind,
    /// The tasks of the earlier report, in its order; at least one.
    pub then: Vec<Member<'a>>,
    /// The tasks of the later report, in its order; at least one.
    pub now: Vec<Member<'a>>,
    /// The later report, by its number.
    pub report: usize,
    /// The earlier report, by its number.
    pub earlier: usize,
}

/// How many titles of a chapter may begin or end alike. Where more do, such as `任务 1` to `任务 99`,
/// they are told apart by little, and that two are nearly the same says nothing.
const MOST_ALIKE: usize = 16;
/// How many characters two titles may differ in, in one place.
const MOST_DIFFERENT: usize = 2;
/// How many characters nearly equal titles have in common at least.
const LEAST_COMMON: usize = 4;

/// Titles of a chapter and of a task, as they are compared.
type Titles = (String, String);

/// The tasks of a report that no other task was found for.
type Loose<'a> = BTreeMap<Titles, Vec<(Appearance, Member<'a>)>>;

impl<'a> Series<'a> {
    /// Which tasks that are last, or first, of their promise may go on in another task of the next
    /// report. Two tasks that both have a key are only in doubt if all their titles are the same.
    #[must_use]
    pub fn doubts(&self) -> Vec<Doubt<'a>> {
        let mut doubts = Vec::new();
        for report in 0..self.reports.len() {
            for &earlier in self.bases(report) {
                self.doubts_between(earlier, report, &mut doubts);
            }
        }
        doubts
    }

    fn doubts_between(&self, earlier: usize, report: usize, doubts: &mut Vec<Doubt<'a>>) {
        let mut then = self.loose(earlier, |course| course.last());
        let mut now = self.loose(report, |course| course.first());
        let mut tell = |kind, then: Vec<Member<'a>>, now: Vec<Member<'a>>| {
            doubts.push(Doubt {
                kind,
                then,
                now,
                report,
                earlier,
            });
        };
        let same: Vec<Titles> = now
            .keys()
            .filter(|t| then.contains_key(*t))
            .cloned()
            .collect();
        for titles in same {
            let (Some(before), Some(after)) = (then.remove(&titles), now.remove(&titles)) else {
                continue;
            };
            let kind = match (before.as_slice(), after.as_slice()) {
                ([(_, a)], [(_, b)]) if are_told_apart(a, b) => DoubtKind::OtherKey,
                ([_], [_]) => DoubtKind::Crossed,
                _ => DoubtKind::Several,
            };
            tell(kind, members(before), members(after));
        }
        for (before, after) in elsewhere(&mut then, &mut now) {
            tell(DoubtKind::OtherChapter, before, after);
        }
        for (before, after) in near(&then, &now) {
            tell(DoubtKind::NearTitle, vec![before], vec![after]);
        }
    }

    /// The tasks of a report that are at the `end` of their promise.
    fn loose(
        &self,
        report: usize,
        end: impl Fn(&[Appearance]) -> Option<&Appearance>,
    ) -> Loose<'a> {
        let mut loose = Loose::new();
        for (at, member) in self.members(report) {
            if end(self.course(at)) == Some(&at) {
                let titles = (
                    folded(&member.chapter.title.value),
                    folded(&member.task.title.value),
                );
                loose.entry(titles).or_default().push((at, *member));
            }
        }
        loose
    }
}

fn members(of: Vec<(Appearance, Member<'_>)>) -> Vec<Member<'_>> {
    of.into_iter().map(|(_, member)| member).collect()
}

/// Whether keys say that two tasks are not one.
fn are_told_apart(a: &Member<'_>, b: &Member<'_>) -> bool {
    a.task.key.is_some() && b.task.key.is_some()
}

/// Tasks whose titles stand in other chapters, by pairs of chapters; they are taken out of the loose ones.
fn elsewhere<'a>(
    then: &mut Loose<'a>,
    now: &mut Loose<'a>,
) -> Vec<(Vec<Member<'a>>, Vec<Member<'a>>)> {
    let mut by_title: BTreeMap<&str, Vec<&Titles>> = BTreeMap::new();
    for titles in then.keys() {
        by_title.entry(&titles.1).or_default().push(titles);
    }
    let mut pairs: Vec<(Titles, Titles)> = Vec::new();
    for after in now.keys() {
        for before in by_title.get(after.1.as_str()).into_iter().flatten() {
            pairs.push(((*before).clone(), after.clone()));
        }
    }
    let mut found: BTreeMap<(String, String), (Vec<_>, Vec<_>)> = BTreeMap::new();
    let mut told = Vec::new();
    for (before, after) in pairs {
        let (Some(from), Some(to)) = (then.get(&before), now.get(&after)) else {
            continue;
        };
        let apart = |from: &(_, Member<'_>)| to.iter().all(|to| are_told_apart(&from.1, &to.1));
        if from.iter().all(apart) {
            continue;
        }
        let chapters = (before.0.clone(), after.0.clone());
        let (all_from, all_to) = found.entry(chapters).or_default();
        all_from.extend(from.iter().copied());
        all_to.extend(to.iter().copied());
        told.push((before, after));
    }
    for (before, after) in told {
        then.remove(&before);
        now.remove(&after);
    }
    let ordered = |mut of: Vec<(Appearance, Member<'a>)>| {
        of.sort_by_key(|(at, _)| *at);
        members(of)
    };
    let found = found.into_values();
    found.map(|(a, b)| (ordered(a), ordered(b))).collect()
}

/// Tasks of one chapter whose titles are nearly the same, each later one with the first such earlier one.
fn near<'a>(then: &Loose<'a>, now: &Loose<'a>) -> Vec<(Member<'a>, Member<'a>)> {
    let mut alike: BTreeMap<Half<'_>, Vec<(&str, Member<'a>)>> = BTreeMap::new();
    for ((chapter, title), found) in then {
        for half in halves(chapter, title) {
            let same = alike.entry(half).or_default();
            same.extend(found.iter().map(|(_, member)| (title.as_str(), *member)));
        }
    }
    let mut pairs = Vec::new();
    for ((chapter, title), found) in now {
        let halves = halves(chapter, title);
        let alike: Vec<_> = halves.iter().filter_map(|half| alike.get(half)).collect();
        if alike.iter().any(|same| same.len() > MOST_ALIKE) {
            continue;
        }
        let candidates = || alike.iter().flat_map(|same| same.iter());
        for (at, after) in found {
            let first = candidates()
                .find(|(other, before)| are_near(other, title) && !are_told_apart(before, after));
            if let Some((_, before)) = first {
                pairs.push((*at, *before, *after));
            }
        }
    }
    pairs.sort_by_key(|(at, ..)| *at);
    pairs.into_iter().map(|(_, a, b)| (a, b)).collect()
}

/// A chapter and the start or the end of a title in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Half<'t> {
    chapter: &'t str,
    is_start: bool,
    part: &'t str,
}

/// The starts and ends of a title of which a nearly equal one has at least one: what differs stands in
/// one place, so that the start or the end is the same over half of what is left of the shorter title.
fn halves<'t>(chapter: &'t str, title: &'t str) -> BTreeSet<Half<'t>> {
    let length = title.chars().count();
    let lengths = (length.saturating_sub(MOST_DIFFERENT)..=length)
        .map(|shorter| shorter.saturating_sub(MOST_DIFFERENT) / 2)
        .filter(|half| half * 2 >= LEAST_COMMON - 1);
    let byte = |characters: usize| {
        let mut at = title.char_indices().map(|(at, _)| at);
        at.nth(characters).unwrap_or(title.len())
    };
    lengths
        .flat_map(|half| {
            let start = title.get(..byte(half)).unwrap_or(title);
            let end = title.get(byte(length - half)..).unwrap_or(title);
            [(true, start), (false, end)]
        })
        .map(|(is_start, part)| Half {
            chapter,
            is_start,
            part,
        })
        .collect()
}

/// Whether two titles differ in one place only, in one or two characters there.
fn are_near(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let shorter = a.len().min(b.len());
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let ends = a.iter().rev().zip(b.iter().rev());
    let end = ends
        .take_while(|(x, y)| x == y)
        .count()
        .min(shorter - start);
    let common = start + end;
    common >= LEAST_COMMON && a.len().max(b.len()) - common <= MOST_DIFFERENT
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn titles_that_are_nearly_the_same() {
        for (a, b) in [
            ("推进重点项目", "推进重点项目建设"),
            ("地区生产总值增长6.5%以上", "地区生产总值增长6%以上"),
            ("收储11宗472亩", "收储12宗472亩"),
            ("新建公园一座", "新建公园两座"),
        ] {
            assert!(are_near(a, b) && are_near(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("修路", "修桥"),
            ("收储11宗472亩", "收储12宗482亩"),
            ("推进重点项目", "推进重点项目的建设"),
            ("优化营商环境", "深化改革开放"),
        ] {
            assert!(!are_near(a, b), "{a} {b}");
        }
    }

    proptest! {
        #[test]
        fn what_is_near_shares_a_half(a in "[ab]{3,12}", b in "[ab]{3,12}") {
            if are_near(&a, &b) {
                let shared = halves("x", &a).intersection(&halves("x", &b)).count();
                // Titles of so few characters have no halves to speak of.
                prop_assert!(shared > 0 || a.chars().count().min(b.chars().count()) < 6, "{} {}", a, b);
            }
        }
    }
}
