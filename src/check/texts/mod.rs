//! What texts are made of: punctuation, spaces, words, links, images, headings. Every text is taken
//! apart once, and all rules look at that; what several texts have in common is told once a scope.

mod doubled;
mod headings;
mod images;
mod links;
mod pairs;
mod punctuation;
mod quotes;
mod repeated;
mod scope;
mod spaces;
mod stops;
mod width;
mod words;

use rayon::prelude::*;

use self::scope::{Kind, Scope};
use super::rule::{Rule, Source, standard};
use crate::diagnostic::{Diagnostic, Faults, Span};
use crate::markdown::{self, Survey};
use crate::model::Site;
use crate::say;

/// The standard behind the rules of punctuation.
const PUNCTUATION: Source = standard(
    "GB/T 15834《标点符号用法》",
    "GB/T 15834, the use of punctuation",
)
.not_read();

pub(super) const RULES: &[&[Rule]] = &[
    doubled::RULES,
    headings::RULES,
    images::RULES,
    links::RULES,
    pairs::RULES,
    punctuation::RULES,
    quotes::RULES,
    repeated::RULES,
    spaces::RULES,
    stops::RULES,
    width::RULES,
    words::RULES,
];

pub(super) fn check(site: &Site, faults: &mut Faults) {
    let words = words::Words::new(&site.words);
    let scopes = scope::scopes(site);
    let found: Vec<Faults> = scopes
        .par_iter()
        .map(|scope| check_scope(scope, &words))
        .collect();
    for more in found {
        faults.append(more);
    }
}

/// The links of all texts, as they are written, and where they stand.
pub(super) fn links(site: &Site) -> Vec<(Span, String)> {
    let scopes = scope::scopes(site);
    let texts = scopes.iter().flat_map(|scope| &scope.texts);
    let texts = texts.filter(|said| matches!(said.kind, Kind::Progress | Kind::Body));
    let links = texts.flat_map(|said| {
        let links = markdown::links(said.words).into_iter();
        links
            .filter(|link| !link.is_image)
            .map(|link| (said.place(link.range), link.destination))
    });
    links.collect()
}

fn check_scope(scope: &Scope<'_>, words: &words::Words<'_>) -> Faults {
    let mut faults = Faults::new();
    let mut width = width::Tally::default();
    let mut stops = stops::Tally::default();
    let mut quotes = quotes::Quotes::default();
    let mut repeated = repeated::Repeated::default();
    for said in &scope.texts {
        let survey = match said.kind {
            Kind::Name | Kind::Task => Survey::plain(said.words),
            Kind::Progress | Kind::Body => Survey::markdown(said.words),
        };
        for block in &survey.blocks {
            punctuation::check(said, block, &mut faults);
            doubled::check(said, block, &mut faults);
            width.add(said, block);
            quotes.add(said, block, &mut faults);
        }
        spaces::check(said, &survey, &mut faults);
        pairs::check(said, &survey, &mut faults);
        words.check(said, &mut faults);
        stops.add(said, &survey);
        headings::check(said, &survey, &mut faults);
        images::check(said, &survey, &mut faults);
        links::check(said, &survey, &mut faults);
        if said.kind == Kind::Progress {
            repeated.add(said, &survey, &mut faults);
        }
    }
    width.tell(&mut faults);
    stops.tell(&mut faults);
    faults
}

/// How many places a finding lists beside its own.
const LISTED: usize = 10;

/// A finding about several places: the first is its own.
pub(super) fn listed(mut fault: Diagnostic, places: &[Span]) -> Diagnostic {
    let Some((first, others)) = places.split_first() else {
        return fault;
    };
    fault = fault.at(*first);
    for place in others.iter().take(LISTED) {
        fault = fault.related(*place, say!("还有这里", "and here"));
    }
    let more = others.len().saturating_sub(LISTED);
    if more > 0 {
        let places = if more == 1 { "place" } else { "places" };
        fault = fault.hint(say!("还有 {more} 处", "and {more} more {places}"));
    }
    fault
}

/// A Chinese character.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}' | '〇')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::scope::{Said, Scope};
    use super::*;
    use crate::diagnostic::{FileId, Place};
    use crate::model::{Prose, WatchedWord};

    #[test]
    fn places_beyond_those_listed_are_counted() {
        let hint = |more: usize| {
            let places = vec![Span::default(); 1 + LISTED + more];
            let fault = listed(Diagnostic::warning("a", say!("甲", "a")), &places);
            fault.hints.last().map(|hint| hint.en.clone())
        };
        assert_eq!(hint(0), None);
        assert_eq!(hint(1).unwrap(), "and 1 more place");
        assert_eq!(hint(2).unwrap(), "and 2 more places");
    }

    proptest! {
        /// Whatever is written, what is found stands in the text, at whole characters.
        #[test]
        fn places_are_in_the_text(
            source in "[一的了和“”（(）)，,。;：:.!？ \u{a0}\u{3000}\n#\\[\\]<>|*`&\\\\a1-]{0,60}",
            quotes in prop::sample::select(vec![0_usize, 1, 3]),
        ) {
            let word = crate::model::Text { value: "的一".into(), span: Span::default() };
            let list = [WatchedWord {
                text: word.clone(),
                replacement: None,
                reason: None,
                except: vec![word],
                span: Span::default(),
            }];
            let words = words::Words::new(&list);
            let start = 7;
            let prose = Prose {
                source: source.as_str().into(),
                span: Span::new(FileId::default(), start..start + source.len() + 2 * quotes),
                start: Some(start + quotes),
            };
            for kind in [Kind::Progress, Kind::Body] {
                let said = Said::prose(kind, &prose);
                let scope = Scope { texts: vec![said; 5] };
                for fault in check_scope(&scope, &words) {
                    let Some(Place::Span(span)) = fault.place else {
                        return Err(TestCaseError::fail("a finding has no place"));
                    };
                    let from = start + quotes;
                    let range = span.range();
                    prop_assert!(range.start >= from, "{fault:?}");
                    let found = source.get(range.start - from..range.end - from);
                    prop_assert!(found.is_some_and(|text| !text.is_empty()), "{fault:?}");
                }
            }
        }
    }
}
