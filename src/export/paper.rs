//! What a document for the paper file holds.

use super::docx::{Paper, Part, Section};
use super::{Data, card};
use crate::model::Chapter;
use crate::pages::{Placed, TaskPlace};

/// A disclosure, whole.
pub(super) fn of_disclosure<'a>(data: Data<'a>, placed: &'a Placed<'a>) -> Paper<'a> {
    let card = &placed.disclosure.card;
    Paper {
        title: &card.title.value,
        day: Some(card.published.value.date),
        mark: None,
        sections: vec![Section {
            body: placed.disclosure.body.as_ref(),
            chapters: chapters(placed, placed.tasks.iter().collect(), true),
            ..section(data, placed)
        }],
    }
}

/// The head of a disclosure.
pub(super) fn section<'a>(data: Data<'a>, placed: &'a Placed<'a>) -> Section<'a> {
    let card = &placed.disclosure.card;
    Section {
        title: &card.title.value,
        mark: None,
        card: card::rows(data, placed.disclosure),
        body: None,
        chapters: Vec::new(),
    }
}

/// Tasks of a disclosure, in its order, under their chapters; what stands before them and chapters without
/// any only if it is `whole`.
pub(super) fn chapters<'a>(
    placed: &'a Placed<'a>,
    tasks: Vec<&'a TaskPlace<'a>>,
    whole: bool,
) -> Vec<Part<'a>> {
    let mut tasks = tasks.into_iter().peekable();
    let part = |chapter: &'a Chapter| Part {
        number: chapter.number,
        title: &chapter.title.value,
        body: chapter.body.as_ref().filter(|_| whole),
        tasks: std::iter::from_fn(|| tasks.next_if(|place| place.chapter.path == chapter.path))
            .collect(),
    };
    let parts = placed.disclosure.chapters().iter().map(part);
    parts
        .filter(|part| whole || !part.tasks.is_empty())
        .collect()
}
