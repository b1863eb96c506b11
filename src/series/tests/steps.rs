//! What becomes of promises, and since when.

use super::*;

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
    if let Matter::Tasks(chapters) = &mut reports[1].matter {
        chapters[0].tasks[0].status = Some(at(Status::Done));
        chapters[0].tasks[1].completion = Some(at(Completion {
            done: 1.into(),
            total: 2.into(),
            unit: None,
        }));
    }
    assert_eq!(
        told(&one(&reports), 1),
        words(&[("moved", "a"), ("moved", "b")])
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
