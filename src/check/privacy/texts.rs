//! Every text of a site that is or may become public.

use std::ops::Range;

use crate::diagnostic::Span;
use crate::model::{
    Column, ContentPath, Disclosure, IndexCard, Page, Prose, Settings, Site, Task, Text, Unit,
};

/// A text and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Public<'a> {
    pub(super) text: &'a str,
    pub(super) place: Where<'a>,
}

/// Where a public text stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Where<'a> {
    /// In a text of one line, somewhere between its quotes.
    Line(Span),
    /// In a longer text.
    Prose(&'a Prose),
    /// It is the name of a file of the disclosure that is declared there.
    FileName(Span),
    /// It is the name of a file or folder of the content tree that stands in the URL of what is
    /// declared there.
    UrlName(Span),
}

/// Calls `told` for every text that becomes public, those of drafts among them: what is private there must
/// be known before it is finished, and other findings quote it.
pub(super) fn each<'a>(site: &'a Site, told: &mut dyn FnMut(Public<'a>)) {
    let mut texts = Texts(told);
    texts.settings(&site.settings);
    for withdrawal in &site.url_changes.withdrawals {
        texts.line(&withdrawal.reason);
    }
    texts.prose(&site.units.body);
    for (_, unit) in site.units.iter() {
        texts.unit(unit);
    }
    for column in site.home.walk() {
        texts.column(column);
        for page in &column.pages {
            texts.page(page);
        }
        for disclosure in &column.disclosures {
            texts.disclosure(disclosure);
        }
    }
}

struct Texts<'a, 't>(&'t mut dyn FnMut(Public<'a>));

impl<'a> Texts<'a, '_> {
    fn line(&mut self, text: &'a Text) {
        (self.0)(Public {
            text: &text.value,
            place: Where::Line(text.span),
        });
    }

    fn lines(&mut self, texts: impl IntoIterator<Item = &'a Text>) {
        for text in texts {
            self.line(text);
        }
    }

    /// The name of an item in its URL.
    fn name(&mut self, path: &'a ContentPath, span: Span) {
        let path = path.as_str();
        (self.0)(Public {
            text: path.rsplit_once('/').map_or(path, |(_, name)| name),
            place: Where::UrlName(span),
        });
    }

    fn prose(&mut self, prose: &'a Option<Prose>) {
        if let Some(prose) = prose {
            (self.0)(Public {
                text: &prose.source,
                place: Where::Prose(prose),
            });
        }
    }

    /// The contact at the foot is meant to be public.
    fn settings(&mut self, settings: &'a Settings) {
        self.lines([&settings.name, &settings.organisation.name]);
        self.lines(settings.description.iter().chain(&settings.notice));
        let foot = settings.foot.value();
        self.lines(foot.and_then(|foot| foot.undertaker.as_ref()));
    }

    fn unit(&mut self, unit: &'a Unit) {
        (self.0)(Public {
            text: unit.id.as_str(),
            place: Where::UrlName(unit.span),
        });
        self.lines(unit.names());
    }

    fn column(&mut self, column: &'a Column) {
        self.name(&column.path, column.span);
        self.line(&column.title);
        self.lines(column.description.iter().chain(&column.keywords));
        self.lines(&column.category);
        self.prose(&column.body);
    }

    fn page(&mut self, page: &'a Page) {
        self.name(&page.path, page.span);
        self.line(&page.title);
        self.lines(&page.summary);
        self.prose(&page.body);
    }

    fn disclosure(&mut self, disclosure: &'a Disclosure) {
        self.name(&disclosure.path, disclosure.span);
        self.card(&disclosure.card);
        self.lines(&disclosure.series);
        self.prose(&disclosure.body);
        for chapter in disclosure.chapters() {
            self.name(&chapter.path, chapter.title.span);
            self.line(&chapter.title);
            self.prose(&chapter.body);
            for task in &chapter.tasks {
                self.task(task);
            }
        }
        let attachments = &disclosure.card.attachments;
        for file in &disclosure.files {
            // A name that the card states was told there.
            let mut stated = attachments.iter().flat_map(|attached| &attached.file);
            if stated.all(|stated| stated.value != file.name) {
                (self.0)(Public {
                    text: &file.name,
                    place: Where::FileName(disclosure.span),
                });
            }
        }
    }

    fn card(&mut self, card: &'a IndexCard) {
        self.line(&card.title);
        self.lines(card.document_number.iter().chain(&card.publisher));
        self.lines(card.scope.iter().chain(&card.retention));
        self.lines(card.summary.iter().chain(&card.keywords));
        self.lines(card.validity.iter().chain(&card.subject));
        self.lines(card.group.iter().chain(&card.genre));
        for attachment in &card.attachments {
            self.line(&attachment.title);
            self.lines(&attachment.file);
        }
    }

    fn task(&mut self, task: &'a Task) {
        self.name(&task.path, task.span);
        self.line(&task.title);
        self.prose(&task.progress);
        for unit in &task.units {
            (self.0)(Public {
                text: &unit.name,
                place: Where::Line(unit.span),
            });
        }
    }
}

/// Where a part of a text stands in the source that its span covers: the words as often as they come in
/// the text. None where that is not known, as where they are written with escapes.
pub(super) fn part(span: Span, source: &str, text: &str, range: &Range<usize>) -> Option<Span> {
    let words = text.get(range.clone())?;
    let before = text
        .match_indices(words)
        .take_while(|(at, _)| *at < range.start);
    let before = before.count();
    if text.matches(words).count() != source.matches(words).count() {
        return None;
    }
    let (at, _) = source.match_indices(words).nth(before)?;
    let start = span.range().start + at;
    Some(Span::new(span.file, start..start + words.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_where_they_are_written() {
        let start = |source: &str, text: &str, range| {
            part(Span::default(), source, text, &range).map(|span| span.range().start)
        };
        assert_eq!(start("\"a甲\"", "a甲", 1..4), Some(2));
        assert_eq!(start("\"\\\"12\\n12\"", "\"12\n12", 4..6), Some(7));
        assert_eq!(start("\"1\\u0032 12\"", "12 12", 0..2), None);
    }
}
