//! Promises followed through small reports.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::diagnostic::Span;
use crate::model::{
    Completion, ContentPath, IndexCard, IndexNumber, Located, Matter, Mode, Moment, Prose, Slug,
    Status,
};

fn at<T>(value: T) -> Located<T> {
    Located {
        value,
        span: Span::default(),
    }
}

fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

/// A task: its title, its key or nothing, its progress.
type TaskOf<'t> = (&'t str, &'t str, &'t str);

fn task(number: usize, (title, key, progress): TaskOf<'_>) -> Task {
    let name = slug(&format!("{number}"));
    Task {
        path: ContentPath::root().join(&name),
        slug: name,
        title: at(title.into()),
        units: Vec::new(),
        progress: (!progress.is_empty()).then(|| Prose {
            source: progress.into(),
            span: Span::default(),
            verbatim: false,
        }),
        status: None,
        completion: None,
        key: (!key.is_empty()).then(|| at(slug(key))),
        span: Span::default(),
    }
}

/// A disclosure of the series `plan`: its chapters by their titles.
fn report(period: &str, chapters: &[(&str, &[TaskOf<'_>])]) -> Disclosure {
    let name = slug(&format!("r{}", period.to_lowercase()));
    let chapters: Vec<Chapter> = (1..)
        .zip(chapters)
        .map(|(number, (title, tasks))| Chapter {
            path: ContentPath::root(),
            slug: slug(&format!("{number}")),
            title: at((*title).into()),
            number: None,
            body: None,
            tasks: (1..).zip(*tasks).map(|(n, t)| task(n, *t)).collect(),
        })
        .collect();
    Disclosure {
        path: ContentPath::root().join(&name),
        slug: name,
        card: IndexCard {
            title: at("报告".into()),
            index_number: at(IndexNumber::parse("K1493206-6/2020-11938").unwrap()),
            document_number: None,
            publisher: None,
            created: None,
            published: at(Moment {
                date: jiff::civil::date(2020, 7, 22),
                time: None,
            }),
            mode: at(Mode::Proactive),
            scope: None,
            retention: None,
            summary: None,
            keywords: Vec::new(),
            validity: None,
            subject: None,
            group: None,
            genre: None,
            attachments: Vec::new(),
        },
        period: (!period.is_empty()).then(|| at(Period::parse(period).unwrap())),
        series: Some(at("plan".into())),
        extent: Extent::Whole,
        draft: false,
        body: None,
        matter: match chapters.is_empty() {
            true => Matter::Document,
            false => Matter::Tasks(chapters),
        },
        files: Vec::new(),
        span: Span::default(),
    }
}

fn one(reports: &[Disclosure]) -> Series<'_> {
    let mut all = gather(reports);
    assert_eq!(all.len(), 1);
    all.pop().unwrap()
}

/// What became of each promise in a report: a word and the title.
fn told(series: &Series<'_>, report: usize) -> Vec<(&'static str, String)> {
    let steps = series.steps(report).into_iter();
    steps
        .map(|step| {
            let member = series.member(step.now.or(step.then).unwrap()).unwrap();
            (step.what.word(), member.task.title.value.to_string())
        })
        .collect()
}

fn words(told: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    told.iter().map(|(w, t)| (*w, (*t).to_owned())).collect()
}

#[test]
fn what_becomes_of_promises() {
    let reports = [
        report(
            "2020-Q1",
            &[
                (
                    "目标",
                    &[
                        ("增长6%", "", "推进中"),
                        ("就业", "", "正常。"),
                        ("旧事", "", "一"),
                    ],
                ),
                ("改革", &[("放管服", "reform", "一")]),
            ],
        ),
        report(
            "2020-Q2",
            &[
                (
                    "目标",
                    &[
                        ("增长 6％", "", "已完成一半"),
                        ("就业", "", "正常"),
                        ("新事", "", "一"),
                    ],
                ),
                ("深化改革", &[("“放管服”改革", "reform", "一")]),
            ],
        ),
    ];
    let series = one(&reports);
    assert_eq!(
        told(&series, 1),
        words(&[
            ("moved", "增长 6％"),
            ("stood-still", "就业"),
            ("appeared", "新事"),
            ("stood-still", "“放管服”改革"),
            ("vanished", "旧事"),
        ])
    );
    assert!(series.steps(0).is_empty(), "the first is held against none");
    let tally = series.reports[1].tally.unwrap();
    assert_eq!(Move::ALL.map(|what| tally.count(what)), [1, 2, 1, 1, 0]);
}

#[test]
fn a_new_status_or_number_is_a_move() {
    let mut reports = [
        report("2020-Q1", &[("目标", &[("a", "", "一"), ("b", "", "一")])]),
        report("2020-Q2", &[("目标", &[("a", "", "一"), ("b", "", "一")])]),
    ];
    let Matter::Tasks(chapters) = &mut reports[1].matter else {
        unreachable!()
    };
    chapters[0].tasks[0].status = Some(at(Status::Done));
    chapters[0].tasks[1].completion = Some(at(Completion {
        done: 1.into(),
        total: 2.into(),
        unit: None,
    }));
    assert_eq!(
        told(&one(&reports), 1),
        words(&[("moved", "a"), ("moved", "b")])
    );
}

#[test]
fn what_is_in_doubt_is_not_linked() {
    let cases: [(&[TaskOf<'_>], &[TaskOf<'_>], DoubtKind); 4] = [
        (
            &[("推进项目", "", "一"), ("推进项目", "", "二")],
            &[("推进项目", "", "一")],
            DoubtKind::Several,
        ),
        (
            &[("推进项目", "one", "一")],
            &[("推进项目", "two", "一")],
            DoubtKind::OtherKey,
        ),
        (
            &[("推进重点项目", "", "一")],
            &[("推进重点项目建设", "", "一")],
            DoubtKind::NearTitle,
        ),
        (
            &[("推进重点项目", "one", "一")],
            &[("推进重大项目", "", "一")],
            DoubtKind::NearTitle,
        ),
    ];
    for (then, now, kind) in cases {
        let reports = [
            report("2020-Q1", &[("目标", then)]),
            report("2020-Q2", &[("目标", now)]),
        ];
        let series = one(&reports);
        let doubts = series.doubts();
        assert_eq!(doubts.len(), 1, "{kind:?}");
        assert_eq!(doubts[0].kind, kind);
        assert_eq!(
            (doubts[0].then.len(), doubts[0].now.len()),
            (then.len(), now.len())
        );
        assert_eq!(
            series.courses().count(),
            then.len() + now.len(),
            "none is linked"
        );
    }
    // Keys say that they are two.
    let reports = [
        report("2020-Q1", &[("目标", &[("推进重点项目", "one", "一")])]),
        report("2020-Q2", &[("目标", &[("推进重大项目", "two", "一")])]),
    ];
    assert!(one(&reports).doubts().is_empty());
}

#[test]
fn the_tasks_of_a_renamed_chapter_are_one_doubt() {
    let tasks: &[TaskOf<'_>] = &[("就业", "", "一"), ("住房", "", "一")];
    let reports = [
        report("2020-Q1", &[("民生", tasks)]),
        report("2020-Q2", &[("改善民生", tasks)]),
    ];
    let series = one(&reports);
    let doubts = series.doubts();
    assert_eq!(doubts.len(), 1);
    assert_eq!(doubts[0].kind, DoubtKind::OtherChapter);
    assert_eq!((doubts[0].then.len(), doubts[0].now.len()), (2, 2));
    assert_eq!(series.courses().count(), 4);
}

#[test]
fn titles_that_are_told_apart_by_little_are_in_no_doubt() {
    let titles: Vec<String> = (0..40)
        .map(|n| format!("完成第{n}号项目建设任务"))
        .collect();
    let tasks = |of: &'static str| -> Vec<TaskOf<'_>> {
        titles
            .iter()
            .map(|title| (title.as_str(), "", of))
            .collect()
    };
    let (then, now) = (tasks("一"), tasks("二"));
    let reports = [
        report("2020-Q1", &[("目标", &then[..20])]),
        report("2020-Q2", &[("目标", &now[20..])]),
    ];
    assert!(one(&reports).doubts().is_empty());
}

#[test]
fn a_key_that_stands_twice_in_a_report_links_nothing() {
    let reports = [
        report(
            "2020-Q1",
            &[("目标", &[("甲", "k", "一"), ("乙", "k", "一")])],
        ),
        report(
            "2020-Q2",
            &[("目标", &[("甲", "", "一"), ("丙", "k", "一")])],
        ),
    ];
    assert_eq!(
        told(&one(&reports), 1),
        words(&[
            ("stood-still", "甲"),
            ("appeared", "丙"),
            ("vanished", "乙")
        ])
    );
}

#[test]
fn titles_that_would_make_two_tasks_one_link_nothing() {
    // By its key the first goes on in 乙 of the third report, by its title in 甲.
    let reports = [
        report("2020-Q1", &[("目标", &[("甲", "k", "一")])]),
        report("2020-Q2", &[("目标", &[("甲", "", "一")])]),
        report(
            "2020-Q3",
            &[("目标", &[("甲", "", "一"), ("乙", "k", "一")])],
        ),
    ];
    let series = one(&reports);
    let courses: Vec<usize> = series.courses().map(<[_]>::len).collect();
    assert_eq!(courses, [2, 1, 1]);
    let doubts: Vec<DoubtKind> = series.doubts().iter().map(|doubt| doubt.kind).collect();
    assert_eq!(doubts, [DoubtKind::Crossed]);
    assert_eq!(
        series.courses().next().unwrap()[1],
        Appearance { report: 2, task: 1 }
    );
}

#[test]
fn a_promise_may_come_back() {
    let reports = [
        report(
            "2020-Q1",
            &[("目标", &[("甲", "", "一"), ("乙", "", "一")])],
        ),
        report("2020-Q2", &[("目标", &[("乙", "", "一")])]),
        report(
            "2020-Q3",
            &[("目标", &[("甲", "", "一"), ("乙", "", "二")])],
        ),
    ];
    let series = one(&reports);
    assert_eq!(
        told(&series, 1),
        words(&[("stood-still", "乙"), ("vanished", "甲")])
    );
    assert_eq!(
        told(&series, 2),
        words(&[("appeared", "甲"), ("moved", "乙")])
    );
    let course = series.course(Appearance { report: 2, task: 0 });
    assert_eq!(course.iter().map(|a| a.report).collect::<Vec<_>>(), [0, 2]);
}

#[test]
fn what_a_part_of_a_report_lacks_has_not_vanished() {
    let mut reports = [
        report(
            "2020-Q1",
            &[(
                "目标",
                &[("甲", "", "一"), ("乙", "", "一"), ("丙", "", "一")],
            )],
        ),
        report("2020-Q2", &[("目标", &[("甲", "", "二")])]),
        report(
            "2020-Q3",
            &[("目标", &[("甲", "", "二"), ("乙", "", "二")])],
        ),
    ];
    reports[1].extent = Extent::Part;
    let series = one(&reports);
    assert_eq!(
        told(&series, 1),
        words(&[
            ("moved", "甲"),
            ("not-covered", "乙"),
            ("not-covered", "丙")
        ])
    );
    // The next whole report tells of all since the last whole one.
    assert_eq!(
        told(&series, 2),
        words(&[("stood-still", "甲"), ("moved", "乙"), ("vanished", "丙")])
    );
    let steps = series.steps(2);
    assert_eq!(steps[1].then, Some(Appearance { report: 0, task: 1 }));
}

#[test]
fn the_report_before() {
    let before = |periods: &[&str], of: &str| -> Option<String> {
        let reports: Vec<Disclosure> = periods
            .iter()
            .map(|period| report(period, &[("目标", &[("甲", "", "一")])]))
            .collect();
        let series = one(&reports);
        let report = series.reports.iter().find(|r| r.period.to_string() == of);
        let before = report.unwrap().before()?;
        Some(series.reports[before].period.to_string())
    };
    let year = ["2020-Q1", "2020-H1", "2020-Q3", "2020"];
    assert_eq!(before(&year, "2020-Q1"), None);
    assert_eq!(before(&year, "2020-H1").as_deref(), Some("2020-Q1"));
    assert_eq!(before(&year, "2020-Q3").as_deref(), Some("2020-H1"));
    assert_eq!(before(&year, "2020").as_deref(), Some("2020-Q3"));
    let both = ["2020-Q3", "2020-H1", "2020-Q2", "2020-Q1"];
    assert_eq!(before(&both, "2020-H1").as_deref(), Some("2020-Q1"));
    assert_eq!(before(&both, "2020-Q3").as_deref(), Some("2020-Q2"));
    assert_eq!(
        before(&["2019-Q4", "2020-Q3"], "2020-Q3").as_deref(),
        Some("2019-Q4")
    );
    // Two reports of one period are not held against each other.
    assert_eq!(before(&["2020-Q1", "2020-Q1"], "2020-Q1"), None);
}

#[test]
fn documents_and_what_has_no_period_are_held_against_none() {
    let reports = [
        report("2020-Q1", &[("目标", &[("甲", "", "一")])]),
        report("2020-Q2", &[]),
        report("2020-Q3", &[("目标", &[("甲", "", "二")])]),
        report("", &[("目标", &[("甲", "", "三")])]),
    ];
    let series = one(&reports);
    assert_eq!((series.reports.len(), series.undated.len()), (3, 1));
    assert!(series.reports[1].tally.is_none());
    assert_eq!(series.reports[2].before(), Some(0));
}

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
