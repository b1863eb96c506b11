//! The example site: a real report of 128 tasks, and six tasks of the next.

use std::path::Path;

use super::super::claim::Claim;
use super::super::claims;
use super::sentences::label;
use crate::content;

/// Every claim of the example site with the path of its task in the whole report, or below the column in
/// the other, and its label if it is decided.
fn claims_of_the_example() -> Vec<(String, Option<String>, Claim)> {
    let site = content::load(Path::new(env!("CARGO_MANIFEST_DIR")))
        .site
        .unwrap();
    let mut found = Vec::new();
    let mut tasks = 0;
    for disclosure in site.home.all_disclosures() {
        let period = disclosure.period.as_ref().map(|period| period.value);
        for task in disclosure
            .chapters()
            .iter()
            .flat_map(|chapter| &chapter.tasks)
        {
            tasks += 1;
            let title = &task.title.value;
            let progress = task.progress.as_ref().map_or("", |prose| &*prose.source);
            let path = task.path.to_string();
            let path = path.strip_prefix("plans/key-tasks/").unwrap();
            let short = path.strip_prefix("2020-q2/").unwrap_or(path);
            for claim in claims(title, progress, period) {
                let label = label(&claim, title, progress);
                found.push((short.to_owned(), label, claim));
            }
        }
    }
    assert_eq!(tasks, 128 + 6);
    found
}

#[test]
fn what_is_right_and_what_is_wrong() {
    let found = claims_of_the_example().into_iter();
    let decided: Vec<_> = found
        .filter_map(|(task, label, _)| Some(format!("{task} {}", label?)))
        .collect();
    assert_eq!(
        decided,
        [
            "2020-q3/01/01 no-number wrong 6.5%",
            "2020-q3/01/05 period wrong 上半年",
            "01/01 no-number wrong 6.5%",
            "01/05 period wrong 1-3月",
            "02/02 rate right 60.07%",
            "02/06 partition right 20家",
            "03/01 period wrong 1-5月",
            "03/01 period right 1-6月",
            "03/02 rate right 55.52%",
            "06/01 named right 7个",
            "06/05 named right 2个",
            "06/05 named right 4家",
            "06/07 period wrong 一季度",
            "07/01 rate right 54.75%",
            "07/06 no-number wrong 78家",
            "08/04 target right 10家",
            "09/03 partition right 370名",
            "10/01 partition right 133个",
            "10/01 target wrong 133个",
            "10/01 partition right 17个",
            "10/01 named right 2个",
            "10/03 no-number wrong 57万平方米",
            "10/05 rate right 51.9%",
            "10/06 rate wrong 85%",
            "10/07 rate right 45%",
            "11/01 partition wrong 94条",
            "11/04 rate truncated 55%",
            "11/07 no-number wrong 500套",
            "12/01 rate right 49.68%",
            "12/03 no-number wrong 7条",
            "12/04 partition right 65个",
            "12/05 above-total wrong 89个",
            "13/04 no-number wrong 20处",
            "13/06 no-number wrong 12座",
            "18/01 rate right 67.94%",
            "19/01 partition right 26个",
            "19/01 target right 26个",
            "19/01 named right 2个",
            "21/01 rate right 53.81%",
            "21/02 rate right 59.69%",
            "21/03 rate right 34.2%",
            "22/02 partition right 51个",
        ]
    );
}

/// The findings with their sums, those of targets without a number left out.
#[test]
fn the_sums_are_shown() {
    let found = claims_of_the_example().into_iter();
    let shown: Vec<_> = found
        .filter_map(|(task, _, claim)| Some((task, claim.rule()?.code, claim.message)))
        .filter(|(_, code, _)| *code != "numbers/no-number")
        .map(|(task, code, message)| format!("{task} {code}\n{}\n{}", message.zh, message.en))
        .collect();
    let expected = "\
2020-q3/01/05 numbers/period
数据是 上半年 的，报告期是 2020年第三季度
the figures are those of 上半年, the report is that of Q3 2020
01/05 numbers/period
数据是 1-3月 的，报告期是 2020年第二季度
the figures are those of 1-3月, the report is that of Q2 2020
03/01 numbers/period
数据是 1-5月 的，报告期是 2020年第二季度
the figures are those of 1-5月, the report is that of Q2 2020
06/07 numbers/period
数据是 一季度 的，报告期是 2020年第二季度
the figures are those of 一季度, the report is that of Q2 2020
10/01 numbers/target
任务写的是 131个，进展写的是 133个
the task says 131个, but the progress 133个
10/06 numbers/rate
9宗 ÷ 12宗（任务） = 75 %，359.397亩 ÷ 450亩（任务） = 79.87 %，写的是 85%
9宗 ÷ 12宗 (the task's) = 75 %, 359.397亩 ÷ 450亩 (the task's) = 79.87 %, but 85% is stated
11/01 numbers/partition
10条 + 8条 + 9条 + 32条 + 34条 = 93条，写的是 94条
10条 + 8条 + 9条 + 32条 + 34条 = 93条, but 94条 is stated
11/04 numbers/truncated
5项 ÷ 9项 = 55.56 %，写的是 55%：是截断，不是四舍五入
5项 ÷ 9项 = 55.56 %, but 55% is stated: cut off, not rounded
12/05 numbers/above-total
89个 > 66个（任务）：已完成的多于总数
89个 > 66个 (the task's): more is done than there is";
    assert_eq!(shown.join("\n"), expected);
}

/// Every percentage of the progress is listed, those that nobody can check among them.
#[test]
fn the_rest_is_listed_as_not_decidable() {
    let found = claims_of_the_example();
    let open = found.iter().filter(|(_, label, _)| label.is_none());
    let rates = open.filter(|(_, _, claim)| claim.kind == super::super::claim::Kind::Rate);
    assert_eq!(rates.count(), 29 + 1);
}
