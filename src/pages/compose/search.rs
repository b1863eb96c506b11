//! The search page: where the index begins, and lists for those who read without the script.

use std::collections::BTreeMap;
use std::ops::Bound;

use pinyin::ToPinyin;

use crate::pages::context::{self, ChapterLinks, Letter, Link, Year};
use crate::pages::downloads::Sizes;
use crate::pages::frame::{From, Parts};
use crate::pages::views::chapter_title;
use crate::pages::{Plan, paths, tags};

/// How many units the page lists.
const UNITS: usize = 300;
/// How many disclosures it lists with their chapters.
const TABLES: usize = 3;
/// How many disclosures it lists by date.
const DISCLOSURES: usize = 60;
/// Stands for names that begin with neither a letter nor a character with a sound.
const NO_LETTER: char = '#';

impl Plan<'_> {
    pub(super) fn search<'p>(&'p self, sizes: &Sizes, from: From<'p>) -> context::Search<'p> {
        let title = self.input.words.get("search");
        let parts = Parts::new("search")
            .step(title, paths::search())
            .title(title)
            .tags(tags::own_list(title, tags::CATALOGUE, &self.site_view));
        let start = sizes
            .range::<str, _>((Bound::Included(paths::SEARCH_START), Bound::Unbounded))
            .map(|(path, _)| path)
            .next()
            .filter(|path| path.as_str().starts_with(paths::SEARCH_START));
        context::Search {
            frame: self.frame(from, parts),
            start: start.map(|path| from.to(path)),
            letters: self.letters(from),
            unit_count: self.input.site.units.iter().count(),
            chapters: self.chapter_links(from),
            years: self.years(from),
            disclosure_count: self.input.index.disclosures.len(),
        }
    }

    fn letters<'p>(&'p self, from: From<'_>) -> Vec<Letter<'p>> {
        let mut units: Vec<_> = self.input.site.units.iter().collect();
        // The sort is stable: of those with as many tasks, the first stay.
        if units.len() > UNITS {
            units.sort_by_cached_key(|(id, _)| {
                std::cmp::Reverse(self.input.index.unit_count(*id).all())
            });
            units.truncate(UNITS);
        }
        let names: Vec<&str> = units.iter().map(|(_, u)| u.name.value.as_ref()).collect();
        let common = common_first(&names);
        let mut sounding: Vec<_> = units
            .into_iter()
            .map(|(_, unit)| (sound(telling(&unit.name.value, common)), unit))
            .collect();
        sounding.sort_by(|(a, one), (b, other)| {
            let rank = |sound: &str| first_letter(sound) == NO_LETTER;
            (rank(a), a, &one.name.value).cmp(&(rank(b), b, &other.name.value))
        });
        let mut letters: Vec<Letter<'p>> = Vec::new();
        for (sound, unit) in sounding {
            let letter = first_letter(&sound).to_string();
            let link = from.link(unit.name.value.as_ref(), &paths::unit(&unit.id));
            match letters.last_mut().filter(|last| last.letter == letter) {
                Some(last) => last.units.push(link),
                None => letters.push(Letter {
                    letter,
                    units: vec![link],
                }),
            }
        }
        letters
    }

    fn chapter_links<'p>(&'p self, from: From<'_>) -> Vec<ChapterLinks<'p>> {
        self.input
            .index
            .disclosures
            .iter()
            .filter(|placed| !placed.disclosure.chapters().is_empty())
            .take(TABLES)
            .map(|placed| {
                let disclosure = placed.disclosure;
                let chapters = disclosure.chapters().iter();
                ChapterLinks {
                    disclosure: from.link(
                        disclosure.card.title.value.as_ref(),
                        &paths::disclosure(&disclosure.path),
                    ),
                    chapters: chapters
                        .map(|c| from.link(chapter_title(c), &paths::chapter(&c.path)))
                        .collect::<Vec<Link<'p>>>(),
                }
            })
            .collect()
    }

    fn years<'p>(&'p self, from: From<'_>) -> Vec<Year<'p>> {
        let mut years: Vec<Year<'p>> = Vec::new();
        for placed in self.input.index.disclosures.iter().take(DISCLOSURES) {
            let year = placed.disclosure.card.published.value.date.year();
            let item = self.disclosure_item(placed, from);
            match years.last_mut().filter(|last| last.year == year) {
                Some(last) => last.disclosures.push(item),
                None => years.push(Year {
                    year,
                    disclosures: vec![item],
                }),
            }
        }
        years
    }
}

/// The character that more than half of the names begin with, such as 区: it tells nobody where to look.
fn common_first(names: &[&str]) -> Option<char> {
    let mut counts = BTreeMap::new();
    for first in names.iter().filter_map(|name| name.chars().next()) {
        *counts.entry(first).or_insert(0_usize) += 1;
    }
    let (first, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count > 1 && count * 2 > names.len()).then_some(first)
}

/// A name without the character that most begin with, if there is more to it.
fn telling(name: &str, common: Option<char>) -> &str {
    common
        .and_then(|first| name.strip_prefix(first))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(name)
}

/// What a name is sorted by: its characters' sounds, a character without one as itself.
fn sound(name: &str) -> String {
    let mut sounds = String::new();
    for character in name.chars() {
        match character.to_pinyin() {
            Some(sound) => sounds.push_str(&sound.plain().replace('ü', "v")),
            None => sounds.extend(character.to_lowercase()),
        }
        // So that a short sound stands before a longer one that begins like it.
        sounds.push(' ');
    }
    sounds
}

fn first_letter(sound: &str) -> char {
    let first = sound.chars().next().map(|c| c.to_ascii_uppercase());
    first.filter(char::is_ascii_uppercase).unwrap_or(NO_LETTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_by_sound() {
        for (name, letter) in [
            ("区教育局", 'Q'),
            ("安监", 'A'),
            ("R&D", 'R'),
            ("5G办", '#'),
            ("", '#'),
        ] {
            assert_eq!(first_letter(&sound(name)), letter, "{name}");
        }
        let names = ["区府办", "区教育局", "各街道"];
        assert_eq!(common_first(&names), Some('区'));
        assert_eq!(telling("区府办", Some('区')), "府办");
        assert_eq!(telling("区", Some('区')), "区");
        assert_eq!(common_first(&["区府办", "各街道"]), None);
        assert!(sound("区委") < sound("权益"));
        assert_eq!(sound("旅"), "lv ");
    }
}
