//! Large sites for the tests and measurements of search, made of the 128 tasks of the example site;
//! and queries drawn from its text. The same numbers give the same site and the same queries.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use gongkai::content::load;
use gongkai::markdown::to_text;
use gongkai::model::{
    Column, ContentPath, Disclosure, Extent, IndexNumber, Matter, Moment, Site, Slug, Task,
};

/// Numbers that look random and are always the same (SplitMix64).
#[derive(Clone, Debug)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number below `end`, which is above 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % end as u64).unwrap()
    }

    pub(crate) fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }
}

/// The example site.
pub(crate) fn example() -> Site {
    let loaded = load(Path::new(env!("CARGO_MANIFEST_DIR")));
    loaded.site.unwrap()
}

/// The one whole report of the example site.
pub(crate) fn report(site: &Site) -> &Disclosure {
    let mut all = site.home.all_disclosures();
    let is_whole = |disclosure: &&Disclosure| disclosure.extent == Extent::Whole;
    all.find(|disclosure| is_whole(disclosure) && !disclosure.chapters().is_empty())
        .unwrap()
}

pub(crate) fn tasks(disclosure: &Disclosure) -> impl Iterator<Item = &Task> {
    disclosure.chapters().iter().flat_map(|c| &c.tasks)
}

/// The example site with `count` reports, the newest first, each like its own one but for the texts,
/// which are put together anew from the clauses of all its tasks.
pub(crate) fn many(count: usize) -> Site {
    let mut site = example();
    let original = report(&site).clone();
    let clauses: Vec<String> = tasks(&original)
        .filter_map(|task| task.progress.as_ref())
        .flat_map(|progress| {
            let parts = progress
                .source
                .split_inclusive([';', ',', '；', '，', '。']);
            parts.map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    let titles: Vec<String> = tasks(&original)
        .flat_map(|task| task.title.value.split_inclusive([',', '，', '、']))
        .map(str::to_owned)
        .collect();
    let column = home_of(&mut site.home, &original.path).unwrap();
    column.disclosures.clear();
    for number in 0..count {
        column
            .disclosures
            .push(Arc::new(varied(&original, number, &clauses, &titles)));
    }
    column.disclosures.reverse();
    site
}

fn home_of<'c>(column: &'c mut Column, path: &ContentPath) -> Option<&'c mut Column> {
    if column.disclosures.iter().any(|d| d.path == *path) {
        return Some(column);
    }
    column.columns.iter_mut().find_map(|c| home_of(c, path))
}

/// Report number `number`, of a later day than those before.
fn varied(
    original: &Disclosure,
    number: usize,
    clauses: &[String],
    titles: &[String],
) -> Disclosure {
    let mut random = Random(number as u64);
    let mut disclosure = original.clone();
    let slug = Slug::parse(&format!("report-{number:05}")).unwrap();
    disclosure.path = original.path.parent().unwrap().join(&slug);
    disclosure.slug = slug;
    let day = jiff::civil::date(2000, 1, 1) + jiff::Span::new().days(number as i64);
    disclosure.card.published.value = Moment {
        date: day,
        time: None,
    };
    let index_number = format!("K1493206-6/{}-{number:05}", day.year());
    disclosure.card.index_number.value = IndexNumber::parse(&index_number).unwrap();
    disclosure.card.title.value = format!("{}（第{number}号）", original.card.title.value).into();
    let folder = disclosure.path.clone();
    let Matter::Tasks(chapters) = &mut disclosure.matter else {
        return disclosure;
    };
    for chapter in chapters {
        chapter.path = folder.join(&chapter.slug);
        for task in &mut chapter.tasks {
            task.path = chapter.path.join(&task.slug);
            let length = task.title.value.chars().count();
            task.title.value = made(&mut random, titles, length).into();
            if let Some(progress) = &mut task.progress {
                let length = progress.source.chars().count();
                progress.source = made(&mut random, clauses, length).into();
            }
        }
    }
    disclosure
}

/// A text of about this length; every digit is another one.
fn made(random: &mut Random, of: &[String], length: usize) -> String {
    let mut text = String::new();
    let mut count = 0;
    while count < length {
        let part = random.one(of);
        count += part.chars().count();
        for c in part.chars() {
            match c {
                '0'..='9' => text.push_str(&random.below(10).to_string()),
                c => text.push(c),
            }
        }
    }
    text
}

/// Places, agencies, subjects; signs, digits and letters.
pub(crate) const TERMS: [&str; 60] = [
    "拱宸桥",
    "上塘河",
    "大运河",
    "半山",
    "祥符",
    "小河",
    "康桥",
    "米市巷",
    "湖墅",
    "和睦",
    "武林",
    "善贤",
    "瓜山",
    "运河新城",
    "城北",
    "杭钢",
    "科技局",
    "发改",
    "教育局",
    "卫健局",
    "住建局",
    "城管局",
    "民政局",
    "公安分局",
    "市场监管局",
    "税务局",
    "街道",
    "指挥部",
    "人力社保局",
    "文广旅体局",
    "学校",
    "幼儿园",
    "医院",
    "养老",
    "垃圾分类",
    "停车",
    "地铁",
    "绿道",
    "公园",
    "加装电梯",
    "老旧小区",
    "棚改",
    "数字经济",
    "高新技术企业",
    "营商环境",
    "疫情",
    "复工复产",
    "人才",
    "税收优惠",
    "消防",
    "R&D",
    "EPC",
    "5G",
    "4号线",
    "18.7公里",
    "%",
    "2020",
    "区",
    "“",
    "PPP",
];

/// `count` pieces of two to eight characters of the example site's own texts, Han only.
pub(crate) fn pieces(site: &Site, count: usize) -> Vec<String> {
    let texts: Vec<Vec<char>> = texts(site);
    let mut random = Random(20_200_722);
    let mut found = Vec::new();
    while found.len() < count {
        let text = random.one(&texts);
        let length = 2 + random.below(7);
        if text.len() < length {
            continue;
        }
        let start = random.below(text.len() - length + 1);
        let piece = &text[start..start + length];
        if piece.iter().all(|c| ('\u{4e00}'..='\u{9fff}').contains(c)) {
            found.push(piece.iter().collect());
        }
    }
    found
}

/// `count` texts of four characters that occur nowhere in the example site though each pair of
/// neighbours does.
pub(crate) fn absent(site: &Site, count: usize) -> Vec<String> {
    let texts = texts(site);
    let pairs: BTreeSet<[char; 2]> = texts
        .iter()
        .flat_map(|text| text.windows(2).map(|w| [w[0], w[1]]))
        .filter(|pair| pair.iter().all(|c| ('\u{4e00}'..='\u{9fff}').contains(c)))
        .collect();
    let pairs: Vec<[char; 2]> = pairs.into_iter().collect();
    let whole: Vec<String> = texts.iter().map(|t| t.iter().collect()).collect();
    let mut random = Random(4);
    let mut found: Vec<String> = Vec::new();
    while found.len() < count {
        let [a, b] = *random.one(&pairs);
        let next = |from: char, random: &mut Random| {
            let from: Vec<&[char; 2]> = pairs.iter().filter(|p| p[0] == from).collect();
            (!from.is_empty()).then(|| random.one(&from)[1])
        };
        let Some(c) = next(b, &mut random) else {
            continue;
        };
        let Some(d) = next(c, &mut random) else {
            continue;
        };
        let text = String::from_iter([a, b, c, d]);
        if !found.contains(&text) && whole.iter().all(|whole| !whole.contains(&text)) {
            found.push(text);
        }
    }
    found
}

fn texts(site: &Site) -> Vec<Vec<char>> {
    site.home
        .all_disclosures()
        .flat_map(tasks)
        .flat_map(|task| {
            let progress = task.progress.as_ref().map(|p| to_text(&p.source));
            [Some(task.title.value.to_string()), progress]
        })
        .flatten()
        .map(|text| text.chars().collect())
        .collect()
}
