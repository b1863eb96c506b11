//! Promises followed through small reports.

mod links;
mod properties;
mod steps;

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
            start: None,
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
