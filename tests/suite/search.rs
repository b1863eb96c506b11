//! The search index against a plain scan of the sites' texts: what occurs is found, all of it and
//! nothing else.

use std::collections::{BTreeMap, BTreeSet};

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use gongkai::markdown::to_text;
use gongkai::model::{Prose, Site, Text, Unread};
use gongkai::pages::{Index, Input, Words, plan};
use gongkai::search::{NameKind, Query, Search, SearchIndex, index_in_segments};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use crate::corpus::{self, TERMS};

const AS_OF: jiff::civil::Date = jiff::civil::date(2100, 1, 1);
/// As many records as a closed segment has unless told otherwise.
const FULL: usize = 16384;

fn index_of(site: &Site, full: usize) -> SearchIndex {
    let index = Index::new(site, AS_OF);
    let (unread, words, assets) = (Unread::default(), Words::default(), BTreeMap::new());
    let input = Input {
        site,
        index: &index,
        unread: &unread,
        words: &words,
        history: None,
        assets: &assets,
    };
    let Ok(plan) = plan(input) else {
        panic!("the site cannot be planned");
    };
    index_in_segments(&plan, full).unwrap()
}

type Files = BTreeMap<String, Vec<u8>>;

fn files(index: &SearchIndex) -> Files {
    let files = index.files.iter();
    let name = |path: &str| path.strip_prefix("search/").unwrap().to_owned();
    files
        .map(|file| (name(file.path.as_str()), file.bytes.clone()))
        .collect()
}

fn opened(index: &SearchIndex) -> Search<Files> {
    let start = index.start.as_str().strip_prefix("search/").unwrap();
    Search::open(files(index), start).unwrap()
}

/// The folding that the format asks for, made without the code that makes the index.
struct Fold {
    opencc: OpenCC,
    known: BTreeMap<char, char>,
}

impl Fold {
    fn new() -> Self {
        Self {
            opencc: OpenCC::from_config(BuiltinConfig::Tw2s).unwrap(),
            known: BTreeMap::from([('覆', '复')]),
        }
    }

    fn fold(&mut self, text: &str) -> String {
        let lower: String = text.nfkc().flat_map(char::to_lowercase).nfkc().collect();
        let words: Vec<&str> = lower.split_whitespace().collect();
        let Self { opencc, known } = self;
        let mut simplified = |c: char| {
            *known.entry(c).or_insert_with(|| {
                let text = opencc.convert(&c.to_string());
                text.chars().next().unwrap()
            })
        };
        words.join(" ").chars().map(&mut simplified).collect()
    }
}

/// The fields of every page that can be found, folded, by its path.
fn pages(site: &Site, fold: &mut Fold) -> BTreeMap<String, Vec<String>> {
    let words = |text: &Option<Text>| text.as_ref().map(|t| t.value.to_string());
    let prose = |prose: &Option<Prose>| prose.as_ref().map(|p| to_text(&p.source));
    let index = Index::new(site, AS_OF);
    let mut pages = BTreeMap::new();
    let mut add = |path: String, fields: Vec<String>| {
        pages.insert(path, fields.iter().map(|field| fold.fold(field)).collect());
    };
    for placed in &index.disclosures {
        let disclosure = placed.disclosure;
        let card = &disclosure.card;
        let mut fields = vec![
            card.title.value.to_string(),
            card.index_number.value.to_string(),
        ];
        fields.extend(words(&card.document_number));
        fields.extend(words(&card.summary));
        fields.extend(prose(&disclosure.body));
        fields.extend(card.keywords.iter().map(|word| word.value.to_string()));
        fields.extend(card.attachments.iter().map(|a| a.title.value.to_string()));
        add(format!("{}/index.html", disclosure.path), fields);
        for chapter in disclosure.chapters() {
            if let Some(body) = prose(&chapter.body) {
                let fields = vec![chapter.title.value.to_string(), body];
                add(format!("{}/index.html", chapter.path), fields);
            }
        }
        for place in &placed.tasks {
            let task = place.task;
            let mut fields = vec![
                task.title.value.to_string(),
                place.chapter.title.value.to_string(),
            ];
            fields.extend(task.units.iter().map(|unit| unit.name.to_string()));
            fields.extend(prose(&task.progress));
            add(format!("{}.html", task.path), fields);
        }
    }
    for placed in &index.pages {
        let page = placed.page;
        let mut fields = vec![page.title.value.to_string()];
        fields.extend(words(&page.summary));
        fields.extend(prose(&page.body));
        add(format!("{}.html", page.path), fields);
    }
    pages
}

fn queries() -> Vec<String> {
    let pieces = corpus::pieces(&corpus::example(), 300);
    pieces.into_iter().chain(TERMS.map(str::to_owned)).collect()
}

/// Asks for everything that is wanted of a site, and for things that are nowhere.
fn check(site: &Site, full: usize) {
    let mut fold = Fold::new();
    let pages = pages(site, &mut fold);
    let index = index_of(site, full);
    let mut search = opened(&index);
    assert_eq!(search.records(), pages.len());
    let absent = corpus::absent(&corpus::example(), 60);
    let (mut hits, mut nowhere) = (0, 0);
    for text in queries().iter().chain(&absent) {
        let folded = fold.fold(text);
        let expected: BTreeSet<&str> = pages
            .iter()
            .filter(|(_, fields)| fields.iter().any(|field| field.contains(&folded)))
            .map(|(path, _)| path.as_str())
            .collect();
        let count = if expected.len() > 200 { 10 } else { 200 };
        let query = Query {
            count,
            ..Query::new(text)
        };
        let answer = search.query(&query).unwrap();
        assert_eq!(answer.exact, expected.len(), "{text}");
        let found: BTreeSet<&str> = answer.hits.iter().map(|hit| hit.path.as_str()).collect();
        assert_eq!(found.len(), answer.hits.len(), "{text}: each once");
        assert_eq!(found.len(), expected.len().min(count), "{text}");
        assert!(found.is_subset(&expected), "{text}");
        for hit in &answer.hits {
            let all = [&hit.title, &hit.units, &hit.chapter, &hit.text.pieces];
            let marked = all.into_iter().flatten().any(|piece| piece.found);
            assert!(marked, "{text}: what was found is marked in {}", hit.path);
        }
        hits += expected.len();
        if expected.is_empty() {
            nowhere += 1;
            assert!(answer.facets.is_empty());
        }
    }
    assert!(
        hits > 1000 && nowhere > 20,
        "{hits} hits, {nowhere} nowhere"
    );
}

#[test]
fn all_that_occurs_in_the_example_is_found_and_nothing_else() {
    check(&corpus::example(), FULL);
}

#[test]
fn all_that_occurs_in_ten_thousand_tasks_is_found_and_nothing_else() {
    check(&corpus::many(79), FULL);
}

#[test]
fn segments_change_nothing_about_what_is_found() {
    check(&corpus::many(10), 250);
}

#[test]
fn a_new_disclosure_leaves_closed_segments_as_they_are() {
    let (before, after) = (corpus::many(9), corpus::many(10));
    let (before, after) = (index_of(&before, 250), index_of(&after, 250));
    let (before, after) = (files(&before), files(&after));
    let folders = |files: &Files| -> BTreeSet<String> {
        let heads = files
            .keys()
            .filter_map(|path| path.strip_suffix("/head.bin"));
        heads.map(str::to_owned).collect()
    };
    let kept: BTreeSet<String> = (folders(&before).intersection(&folders(&after)))
        .cloned()
        .collect();
    // Two reports of 129 records fill a segment; the fifth was open with the pages, and the tenth
    // report closed it.
    assert_eq!((folders(&before).len(), folders(&after).len()), (5, 6));
    assert_eq!(kept.len(), 4);
    for (path, bytes) in &before {
        if kept.iter().any(|folder| path.starts_with(folder)) {
            assert_eq!(after.get(path), Some(bytes), "{path}");
        }
    }
    let directory = |files: &Files| -> BTreeSet<String> {
        let paths = files.keys().filter(|path| path.starts_with("directory"));
        paths.cloned().collect()
    };
    assert_ne!(directory(&before), directory(&after), "one more is closed");
    assert!(!directory(&before).is_empty());
}

#[test]
fn the_first_page_is_final_before_all_segments_are_read() {
    let index = index_of(&corpus::many(8), 250);
    let mut search = opened(&index);
    for text in queries().iter().step_by(9) {
        let answer = search.query(&Query::new(text)).unwrap();
        let first = opened(&index).first(text, &[], 10).unwrap();
        assert_eq!(first, answer.hits, "{text}");
        let mut rest = answer.hits;
        let next = Query {
            offset: 10,
            ..Query::new(text)
        };
        rest.extend(search.query(&next).unwrap().hits);
        let both = Query {
            count: 20,
            ..Query::new(text)
        };
        assert_eq!(search.query(&both).unwrap().hits, rest, "{text}");
    }
}

#[derive(Deserialize)]
struct Judged {
    query: Vec<JudgedQuery>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JudgedQuery {
    text: String,
    #[serde(default)]
    why: String,
    first: Vec<String>,
}

#[test]
fn what_people_want_comes_first() {
    let judged: Judged = toml::from_str(include_str!("../search/judged.toml")).unwrap();
    assert!(judged.query.len() >= 20);
    let mut search = opened(&index_of(&corpus::example(), FULL));
    for JudgedQuery { text, why, first } in judged.query {
        let answer = search.query(&Query::new(&text)).unwrap();
        let found = answer.hits.iter().map(|hit| {
            let path = hit.path.strip_prefix("plans/key-tasks/2020-q2/");
            let task = path.filter(|path| path.chars().next().unwrap().is_ascii_digit());
            task.map_or(hit.path.clone(), |task| task.replace(".html", ""))
        });
        let found: Vec<String> = found.take(first.len()).collect();
        assert_eq!(found, first, "{text}: {why}");
    }
}

#[test]
fn help_where_nothing_is_found() {
    let mut search = opened(&index_of(&corpus::example(), FULL));
    let mut asked = |text: &str| search.query(&Query::new(text)).unwrap();
    let answer = asked("上塘河风情戏曲");
    assert_eq!((answer.exact, answer.hits.len()), (0, 0));
    assert_eq!(
        answer.nearest[0].path, "plans/key-tasks/2020-q2/15/05.html",
        "has four of the six pairs"
    );
    assert!(answer.nearest.iter().all(|hit| hit.score.is_none()));
    assert_eq!(asked("魑魅魍魉").nearest, []);
    for text in [
        "gongchenqiao",
        "gcq",
        "gongcq",
        "Gong Chen'Qiao",
        "gongchenq",
    ] {
        let names: Vec<String> = asked(text)
            .suggestions
            .into_iter()
            .map(|s| s.name)
            .collect();
        assert!(
            names.contains(&"拱宸桥指挥部".to_owned()),
            "{text}: {names:?}"
        );
    }
    assert_eq!(asked("上塘河").suggestions, []);
    let place = &asked("shangtanghe").suggestions[0];
    assert_eq!(
        (place.kind, place.name.as_str()),
        (NameKind::Place, "上塘河")
    );
    let names = search.suggest("科技局", 8).unwrap();
    assert_eq!(names[0].name, "区科技局");
    assert_eq!(names[0].path, "units/qu-ke-ji-ju.html");
}
