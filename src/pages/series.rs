//! The series of a site: where each public disclosure stands in its own, and where the pages are.

use std::collections::{BTreeMap, BTreeSet};

use pinyin::ToPinyin;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::index::Placed;
use crate::diagnostic::Span;
use crate::model::{ContentPath, Disclosure, Moment, Slug};
use crate::series::{Appearance, Series, follow, members};

/// A series with at least two public disclosures.
#[derive(Debug)]
pub struct PlacedSeries<'a> {
    /// Its reports, and the promises in them.
    pub series: Series<'a>,
    /// The name of its folder.
    pub slug: String,
    /// Where it is first named.
    pub span: Option<Span>,
    /// The names of its reports' pages, without extension.
    names: Vec<String>,
    /// The numbers of its reports' disclosures in [`super::Index::disclosures`].
    reports: Vec<usize>,
    /// The same of its disclosures without a period.
    undated: Vec<usize>,
}

/// A disclosure within its series.
#[derive(Clone, Copy, Debug)]
pub struct InSeries<'i, 'a> {
    /// Its series.
    pub series: &'i PlacedSeries<'a>,
    /// The number of its report; none if it has no period.
    pub report: Option<usize>,
}

/// All series of a site, by name, and which disclosure is in which.
#[derive(Debug, Default)]
pub(super) struct AllSeries<'a> {
    pub(super) all: Vec<PlacedSeries<'a>>,
    places: BTreeMap<usize, (usize, Option<usize>)>,
}

impl<'a> AllSeries<'a> {
    pub(super) fn new(disclosures: &[Placed<'a>]) -> Self {
        let numbers: BTreeMap<&ContentPath, usize> = (disclosures.iter().zip(0..))
            .map(|(placed, number)| (&placed.disclosure.path, number))
            .collect();
        let number = |path: &ContentPath| numbers.get(path).copied();
        let mut found = Self::default();
        let mut members = members(disclosures.iter().map(|placed| placed.disclosure));
        // Those with a single disclosure take part, so that a name stays theirs until they have two.
        let mut by_age: Vec<_> = members
            .iter()
            .map(|(name, all)| (first(all), *name))
            .collect();
        by_age.sort();
        let slugs = slugs(by_age.into_iter().map(|(_, name)| name));
        members.retain(|_, all| all.len() > 1);
        for series in follow(members) {
            let reports = series.reports.iter().map(|report| report.disclosure);
            let reports: Vec<usize> = reports.filter_map(|d| number(&d.path)).collect();
            let undated = series.undated.iter();
            let undated: Vec<usize> = undated.filter_map(|d| number(&d.path)).collect();
            let place = found.all.len();
            for (report, disclosure) in reports.iter().enumerate() {
                found.places.insert(*disclosure, (place, Some(report)));
            }
            for disclosure in &undated {
                found.places.insert(*disclosure, (place, None));
            }
            let mut members = (series.reports.iter().map(|report| report.disclosure))
                .chain(series.undated.iter().copied());
            found.all.push(PlacedSeries {
                slug: slugs.get(series.name).cloned().unwrap_or_default(),
                span: members
                    .find_map(|d| d.series.as_ref())
                    .map(|text| text.span),
                names: names(&series),
                series,
                reports,
                undated,
            });
        }
        found
    }

    pub(super) fn of(&self, disclosure: usize) -> Option<InSeries<'_, 'a>> {
        let (series, report) = *self.places.get(&disclosure)?;
        Some(InSeries {
            series: self.all.get(series)?,
            report,
        })
    }
}

impl PlacedSeries<'_> {
    /// The number of a report's disclosure in [`super::Index::disclosures`].
    pub(super) fn disclosure(&self, report: usize) -> Option<usize> {
        self.reports.get(report).copied()
    }

    /// The numbers of its disclosures without a period.
    pub(super) fn undated(&self) -> &[usize] {
        &self.undated
    }

    /// The name of a report's page, without extension; none if it is held against no other.
    #[must_use]
    pub fn page(&self, report: usize) -> Option<&str> {
        self.series.reports.get(report)?.before()?;
        self.names.get(report).map(String::as_str)
    }
}

impl InSeries<'_, '_> {
    /// A task of the disclosure as a place in its series.
    #[must_use]
    pub fn appearance(&self, task: usize) -> Option<Appearance> {
        let report = self.report?;
        Some(Appearance { report, task })
    }
}

/// The names of the pages of reports: their periods. Of several reports on one period, those that were
/// published later have a number as well.
fn names(series: &Series<'_>) -> Vec<String> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let reports = series.reports.iter();
    reports
        .map(|report| {
            let period = report.period.to_string().to_ascii_lowercase();
            let times = times.entry(period.clone()).or_default();
            *times += 1;
            match times {
                1 => period,
                more => format!("{period}_{more}"),
            }
        })
        .collect()
}

/// When a series was first published, and where.
fn first<'a>(members: &[&'a Disclosure]) -> Option<(Moment, &'a ContentPath)> {
    let all = members.iter();
    all.map(|d| (d.card.published.value, &d.path)).min()
}

/// The names of series in their URLs. Of several that sound the same, the first keeps what they sound
/// like, and the others have the start of their digest at the end.
fn slugs<'n>(names: impl Iterator<Item = &'n str>) -> BTreeMap<&'n str, String> {
    let mut taken = BTreeSet::new();
    names
        .map(|name| {
            let short = slug(name);
            match taken.insert(short.clone()) {
                true => (name, short),
                false => (name, format!("{short}-{}", digest(name))),
            }
        })
        .collect()
}

/// The start of the digest of a name.
fn digest(name: &str) -> String {
    let digest = Sha256::digest(name.as_bytes());
    digest.iter().take(4).map(|b| format!("{b:02x}")).collect()
}

/// What a name sounds like: its words in pinyin, `政府工作报告` being `zheng-fu-gong-zuo-bao-gao`. Where
/// that would not hold every letter of it, the start of its digest stands at the end.
fn slug(name: &str) -> String {
    /// The longest slug before a digest.
    const LONGEST: usize = 60;
    let mut words: Vec<String> = Vec::new();
    let mut is_whole = true;
    let mut goes_on = false;
    for c in name.nfkc() {
        if c.is_ascii_alphanumeric() {
            let c = c.to_ascii_lowercase();
            match words.last_mut() {
                Some(word) if goes_on => word.push(c),
                _ => words.push(c.to_string()),
            }
            goes_on = true;
            continue;
        }
        goes_on = false;
        match c.to_pinyin() {
            Some(reading) => words.push(reading.plain().replace('ü', "v")),
            None => is_whole &= !c.is_alphanumeric(),
        }
    }
    let mut kept = String::new();
    for word in words {
        if kept.len() + 1 + word.len() > LONGEST {
            is_whole = false;
            break;
        }
        if !kept.is_empty() {
            kept.push('-');
        }
        kept.push_str(&word);
    }
    if is_whole && Slug::parse(&kept).is_ok() {
        return kept;
    }
    match kept.is_empty() {
        true => digest(name),
        false => format!("{kept}-{}", digest(name)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_in_urls() {
        for (name, expected) in [
            (
                "政府工作报告重点任务",
                "zheng-fu-gong-zuo-bao-gao-zhong-dian-ren-wu",
            ),
            ("“十四五”规划", "shi-si-wu-gui-hua"),
            ("2020年 R&D 计划", "2020-nian-r-d-ji-hua"),
            ("Ｐlan", "plan"),
        ] {
            assert_eq!(slug(name), expected);
        }
        // Of these not every letter would be told.
        for (name, start) in [("план", ""), ("重点план", "zhong-dian-"), ("con", "con-")]
        {
            let slug = slug(name);
            assert!(
                slug.starts_with(start) && slug.len() == start.len() + 8,
                "{slug}"
            );
        }
        let long = "政府工作报告".repeat(9);
        assert_ne!(slug(&long), slug(&format!("{long}一")));
    }

    #[test]
    fn of_names_that_sound_the_same_the_first_is_short() {
        let found = slugs(["时事项目", "实事项目", "重点任务"].into_iter());
        assert_eq!(found["时事项目"], "shi-shi-xiang-mu");
        assert_eq!(found["重点任务"], "zhong-dian-ren-wu");
        let other = &found["实事项目"];
        assert!(other.starts_with("shi-shi-xiang-mu-"), "{other}");
        assert!(Slug::parse(other).is_ok());
    }

    proptest! {
        #[test]
        fn every_name_has_one(name in ".{1,40}|[政府工作a-z0-9 ]{1,60}") {
            let slug = slug(&name);
            prop_assert!(Slug::parse(&slug).is_ok(), "{}", slug);
        }
    }
}
