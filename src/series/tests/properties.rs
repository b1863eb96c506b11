//! What holds of any reports.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// A few reports whose tasks have few titles and keys, so that they meet in every way.
fn any_reports() -> impl Strategy<Value = Vec<Vec<(usize, usize, usize)>>> {
    let task = (0..2_usize, 0..4_usize, 0..4_usize);
    prop::collection::vec(prop::collection::vec(task, 1..7), 2..5)
}

fn made(reports: &[Vec<(usize, usize, usize)>]) -> Vec<Disclosure> {
    const CHAPTERS: [&str; 2] = ["目标", "改革"];
    const TITLES: [&str; 4] = ["甲", "乙", "丙", "丁"];
    const KEYS: [&str; 4] = ["", "", "k", "l"];
    (1..)
        .zip(reports)
        .map(|(year, tasks)| {
            let of = |chapter: usize| -> Vec<TaskOf<'_>> {
                let tasks = tasks.iter().filter(|(c, ..)| *c == chapter);
                tasks
                    .map(|(_, title, key)| (TITLES[*title], KEYS[*key], "一"))
                    .collect()
            };
            let (first, second) = (of(0), of(1));
            report(
                &format!("20{year:02}"),
                &[(CHAPTERS[0], &first), (CHAPTERS[1], &second)],
            )
        })
        .collect()
}

/// The promises, each as the reports and tasks that it stands in.
fn partition(series: &Series<'_>, reversed: bool) -> BTreeSet<BTreeSet<(usize, usize)>> {
    let last = series.reports.len() - 1;
    let report = |n: usize| if reversed { last - n } else { n };
    let course =
        |course: &[Appearance]| course.iter().map(|a| (report(a.report), a.task)).collect();
    series.courses().map(course).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn links_are_the_same_from_both_ends(reports in any_reports()) {
        let forth = made(&reports);
        let back: Vec<_> = reports.iter().rev().cloned().collect();
        let back = made(&back);
        prop_assert_eq!(partition(&one(&forth), false), partition(&one(&back), true));
    }

    #[test]
    fn no_promise_is_two_tasks_of_a_report_and_none_is_lost(reports in any_reports()) {
        let made = made(&reports);
        let series = one(&made);
        let mut seen = BTreeSet::new();
        for course in series.courses() {
            prop_assert!(course.windows(2).all(|pair| pair[0].report < pair[1].report));
            seen.extend(course.iter().copied());
        }
        prop_assert_eq!(seen.len(), reports.iter().map(Vec::len).sum::<usize>());
    }

    #[test]
    fn steps_tell_each_promise_once(reports in any_reports()) {
        let made = made(&reports);
        let series = one(&made);
        for number in 1..series.reports.len() {
            let steps = series.steps(number);
            let now: BTreeSet<_> = steps.iter().filter_map(|step| step.now).collect();
            prop_assert_eq!(now.len(), series.reports[number].tasks.len());
            let then: Vec<_> = steps.iter().filter_map(|step| step.then).collect();
            let different: BTreeSet<_> = then.iter().collect();
            prop_assert_eq!(then.len(), different.len());
            prop_assert_eq!(then.len(), series.reports[number - 1].tasks.len());
        }
    }

    #[test]
    fn what_is_linked_is_in_no_doubt(reports in any_reports()) {
        let made = made(&reports);
        let series = one(&made);
        for doubt in series.doubts() {
            prop_assert!(!doubt.then.is_empty() && !doubt.now.is_empty());
            for then in &doubt.then {
                prop_assert!(doubt.now.iter().all(|now| now.course != then.course));
            }
        }
    }
}
