//! The texts of a site and what belongs together.

use std::ops::Range;

use crate::diagnostic::Span;
use crate::model::{Column, Disclosure, Page, Prose, Site, Text};

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A title, a name or a summary.
    Name,
    /// The title of a task, which may be several sentences.
    Task,
    /// The progress of a task.
    Progress,
    /// Any other text in Markdown.
    Body,
}

/// A text and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said<'a> {
    pub(super) kind: Kind,
    pub(super) words: &'a str,
    source: Source<'a>,
}

/// Where a text was read.
#[derive(Clone, Copy, Debug)]
enum Source<'a> {
    Text(&'a Text),
    Prose(&'a Prose),
}

impl<'a> Said<'a> {
    fn text(kind: Kind, text: &'a Text) -> Self {
        Self {
            kind,
            words: &text.value,
            source: Source::Text(text),
        }
    }

    pub(super) fn prose(kind: Kind, prose: &'a Prose) -> Self {
        Self {
            kind,
            words: &prose.source,
            source: Source::Prose(prose),
        }
    }

    /// Where some of its bytes stand; all of it where that is not known.
    pub(super) fn place(&self, range: Range<usize>) -> Span {
        match self.source {
            Source::Text(text) => text.span.between_quotes(text.value.len(), range),
            Source::Prose(prose) => prose.place(range),
        }
    }

    /// Where the characters from one to another stand, both with their places in the text.
    pub(super) fn between(&self, first: (usize, char), last: (usize, char)) -> Span {
        // What stands for more, such as code, is not the character that is there.
        let rest = self.words.get(last.0..).unwrap_or_default();
        let length = rest.chars().next().map_or(0, char::len_utf8);
        self.place(first.0..last.0 + length)
    }
}

/// Texts that should agree with each other: those of a disclosure, a page or a column.
#[derive(Debug, Default)]
pub(super) struct Scope<'a> {
    pub(super) texts: Vec<Said<'a>>,
}

impl<'a> Scope<'a> {
    fn names(&mut self, texts: impl IntoIterator<Item = &'a Text>) {
        let said = |text| Said::text(Kind::Name, text);
        self.texts.extend(texts.into_iter().map(said));
    }

    fn body(&mut self, prose: &'a Option<Prose>) {
        let said = |prose| Said::prose(Kind::Body, prose);
        self.texts.extend(prose.as_ref().map(said));
    }
}

/// All texts of a site that are published. Names of units are codes rather than texts.
pub(super) fn scopes(site: &Site) -> Vec<Scope<'_>> {
    let settings = &site.settings;
    let mut own = Scope::default();
    own.names([&settings.name]);
    own.names(settings.description.iter().chain(&settings.notice));
    let mut units = Scope::default();
    units.body(&site.units.body);
    let mut scopes = vec![own, units];
    for column in site.home.walk() {
        scopes.push(of_column(column));
        scopes.extend(column.pages.iter().map(of_page));
        scopes.extend(
            column
                .disclosures
                .iter()
                .map(|disclosure| of_disclosure(disclosure)),
        );
    }
    scopes
}

fn of_column(column: &Column) -> Scope<'_> {
    let mut scope = Scope::default();
    // The root has its title and description from the settings.
    if !column.path.is_root() {
        scope.names([&column.title]);
        scope.names(&column.description);
    }
    scope.body(&column.body);
    scope
}

fn of_page(page: &Page) -> Scope<'_> {
    let mut scope = Scope::default();
    scope.names([&page.title]);
    scope.names(&page.summary);
    scope.body(&page.body);
    scope
}

fn of_disclosure(disclosure: &Disclosure) -> Scope<'_> {
    let mut scope = Scope::default();
    let card = &disclosure.card;
    scope.names([&card.title]);
    scope.names(&card.summary);
    scope.names(card.attachments.iter().map(|attachment| &attachment.title));
    scope.body(&disclosure.body);
    for chapter in disclosure.chapters() {
        scope.names([&chapter.title]);
        scope.body(&chapter.body);
        for task in &chapter.tasks {
            scope.texts.push(Said::text(Kind::Task, &task.title));
            let progress = task.progress.as_ref();
            let said = |prose| Said::prose(Kind::Progress, prose);
            scope.texts.extend(progress.map(said));
        }
    }
    scope
}
