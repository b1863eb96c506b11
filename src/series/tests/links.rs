//! What is one promise, and what is in doubt.

use super::*;

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
