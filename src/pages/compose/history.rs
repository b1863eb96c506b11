//! What was corrected, and when.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::content::{Field, Value};
use crate::history::{Change, Edit, Item, Mark, text_diff};
use crate::model::UtcOffset;
use crate::pages::context::{
    self, MarkedPart, RevisedField, RevisedItem, RevisedLink, RevisedTitle, Revision,
};
use crate::pages::corrections::{Correction, Touched, What};
use crate::pages::frame::{From, Parts};
use crate::pages::index::{Placed, TaskPlace};
use crate::pages::lists::Pages;
use crate::pages::overview::status_key;
use crate::pages::views::chapter_title;
use crate::pages::{Plan, paths};
use crate::url::OutputPath;

/// Of what a revision touched, so much is told at most; the pages of tasks tell all.
const MOST_ITEMS: usize = 20;
/// So many characters of what is the same are shown beside a change.
const CONTEXT: usize = 40;

impl<'s> Plan<'s> {
    /// When something was last revised, if it was.
    pub(super) fn revised(
        &self,
        corrections: &[Correction<'s>],
        path: &OutputPath,
        from: From<'_>,
    ) -> Option<Box<RevisedLink>> {
        let newest = corrections.first()?;
        Some(Box::new(RevisedLink {
            date: newest.revised.moment(self.offset())?.date.to_string(),
            href: from.to(path),
        }))
    }

    fn offset(&self) -> UtcOffset {
        self.input.site.settings.utc_offset
    }

    /// What was corrected in public disclosures, by those who corrected it: each with its disclosure.
    pub(crate) fn explained<'p>(
        &'p self,
        placed: &'p Placed<'s>,
    ) -> impl Iterator<Item = (&'p Correction<'s>, Cow<'p, str>)> {
        let corrections = self.corrections.of_disclosure(placed.disclosure);
        corrections.iter().filter_map(|correction| {
            let text = correction.revised.correction.as_deref()?;
            Some((correction, self.unprivate(text)))
        })
    }

    /// The page of a disclosure's history that a correction is on.
    pub(crate) fn history_of(
        &self,
        placed: &Placed<'_>,
        correction: &Correction<'_>,
    ) -> OutputPath {
        let disclosure = placed.disclosure;
        let all = self.corrections.of_disclosure(disclosure);
        let commit = &correction.revised.commit;
        let place = all.iter().position(|other| other.revised.commit == *commit);
        let pages = Pages::new(all.len(), self.input.site.settings.per_page);
        let number = place.and_then(|place| pages.page_of(place));
        paths::disclosure_history(&disclosure.path, number)
    }

    fn unprivate<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let instead = self.input.words.get("history_private");
        self.corrections
            .privacy
            .hide(text, &BTreeSet::new(), instead)
    }

    pub(super) fn disclosure_history<'p>(
        &'p self,
        placed: &'p Placed<'s>,
        number: Option<usize>,
        from: From<'p>,
    ) -> context::History<'p> {
        let disclosure = placed.disclosure;
        let title = disclosure.card.title.value.as_ref();
        let path = paths::disclosure(&disclosure.path);
        let parts = Parts::new("history")
            .within(&placed.columns)
            .step(title, path.clone());
        let corrections = self.corrections.of_disclosure(disclosure);
        let at = |number| paths::disclosure_history(&disclosure.path, number);
        let subject = Subject {
            placed,
            title,
            path,
            label: None,
        };
        self.history(subject, corrections, number, &at, parts, from)
    }

    pub(super) fn task_history<'p>(
        &'p self,
        placed: &'p Placed<'s>,
        place: &'p TaskPlace<'s>,
        number: Option<usize>,
        from: From<'p>,
    ) -> context::History<'p> {
        let task = place.task;
        let disclosure = placed.disclosure;
        let label = format!("{}.{}", place.chapter_position, place.position);
        let path = paths::task(&task.path);
        let parts = Parts::new("history")
            .within(&placed.columns)
            .step(
                disclosure.card.title.value.as_ref(),
                paths::disclosure(&disclosure.path),
            )
            .step(
                chapter_title(place.chapter),
                paths::chapter(&place.chapter.path),
            )
            .step(label.clone(), path.clone());
        let corrections = self.corrections.of_task(task);
        let at = |number| paths::task_history(&task.path, number);
        let subject = Subject {
            placed,
            title: &task.title.value,
            path,
            label: Some(label),
        };
        self.history(subject, corrections, number, &at, parts, from)
    }

    fn history<'p>(
        &'p self,
        subject: Subject<'p, 's>,
        corrections: &'p [Correction<'s>],
        number: Option<usize>,
        at: &dyn Fn(Option<usize>) -> OutputPath,
        parts: Parts<'p>,
        from: From<'p>,
    ) -> context::History<'p> {
        let pages = Pages::new(corrections.len(), self.input.site.settings.per_page);
        let heading = self.input.words.get("history");
        let mut parts = parts
            .step(heading, at(number))
            .title(self.page_title(heading, number))
            .title(subject.title);
        // What a text no longer says is not to be found by it.
        parts.noindex = true;
        let of_task = subject.label.is_some();
        let shown = corrections.get(pages.range(number)).unwrap_or_default();
        context::History {
            frame: self.frame(from, parts),
            subject: from.link(subject.title, &subject.path),
            label: subject.label,
            index_number: subject.placed.disclosure.card.index_number.value.as_str(),
            published: subject
                .placed
                .disclosure
                .card
                .published
                .value
                .date
                .to_string(),
            revisions: shown
                .iter()
                .map(|correction| self.revision(correction, of_task, from))
                .collect(),
            is_last: number == Some(1) || pages.older() == 0,
            number,
            pager: pages.pager(number, at),
        }
    }

    fn revision<'p>(
        &'p self,
        correction: &'p Correction<'s>,
        of_task: bool,
        from: From<'_>,
    ) -> Revision<'p> {
        let revised = correction.revised;
        let moment = revised.moment(self.offset());
        let items = correction.touched.iter().take(MOST_ITEMS);
        let explained = revised.correction.as_deref();
        Revision {
            id: revision_id(correction),
            commit: revised.short(),
            time: moment.map(|moment| moment.full()).unwrap_or_default(),
            datetime: moment
                .map(|moment| moment.rfc3339(self.offset()))
                .unwrap_or_default(),
            author: self
                .input
                .site
                .settings
                .history
                .authors
                .then_some(&*revised.author),
            subject: self.unprivate(&revised.subject),
            correction: explained.map(|text| self.unprivate(text)),
            items: items
                .map(|touched| self.touched(touched, of_task, from))
                .collect(),
            more: correction.touched.len().saturating_sub(MOST_ITEMS),
        }
    }

    fn touched<'p>(
        &'p self,
        touched: &'p Touched<'s>,
        of_task: bool,
        from: From<'_>,
    ) -> RevisedItem<'p> {
        let titled = |title: &'p str, path: Option<&OutputPath>| {
            let href = path.map(|path| from.to(path));
            let title = self.unprivate(title);
            (!of_task).then_some(RevisedTitle { title, href })
        };
        let (key, label, title) = match touched.what {
            What::Card => ("index_card", None, None),
            What::Chapter(chapter) => {
                let path = paths::chapter(&chapter.path);
                let title = RevisedTitle {
                    title: chapter_title(chapter),
                    href: Some(from.to(&path)),
                };
                ("chapter", None, Some(title))
            }
            What::Task(place) => {
                let task = place.task;
                let label = format!("{}.{}", place.chapter_position, place.position);
                let path = match self.corrections.of_task(task) {
                    [] => paths::task(&task.path),
                    _ => paths::task_history(&task.path, None),
                };
                ("task", Some(label), titled(&task.title.value, Some(&path)))
            }
            What::File(name) => ("attachments", None, titled(name, None)),
            What::Gone(title) => ("history_gone", None, titled(title, None)),
        };
        RevisedItem {
            key,
            label: label.filter(|_| !of_task),
            title,
            fate: fate(touched.edit),
            fields: match touched.edit {
                Edit::Changed(changes) => changes
                    .iter()
                    .map(|change| self.field(change, touched.item))
                    .collect(),
                _ => Vec::new(),
            },
        }
    }

    /// What a change did to a value. What is private is told only if it is public now.
    fn field(&self, change: &Change, item: &Item) -> RevisedField {
        let instead = self.input.words.get("history_private");
        let privacy = &self.corrections.privacy;
        let of = |value: &Option<Value>| -> Vec<String> {
            match value {
                None => Vec::new(),
                Some(Value::Text(text)) => vec![text.to_string()],
                Some(Value::List(texts)) => texts.iter().map(ToString::to_string).collect(),
            }
        };
        let public: BTreeSet<String> = of(&value_now(item, change))
            .iter()
            .flat_map(|text| privacy.found(text))
            .collect();
        let shown = |value: &Option<Value>| -> String {
            let texts = of(value)
                .into_iter()
                .map(|text| self.in_words(change.field, text));
            let texts = texts.collect::<Vec<_>>().join("、");
            privacy.hide(&texts, &public, instead).into_owned()
        };
        let (before, after) = (shown(&change.before), shown(&change.after));
        let is_whole = matches!(
            change.field,
            Field::Status | Field::Mode | Field::Incomplete | Field::Draft
        );
        let parts = match is_whole {
            true => vec![marked("del", before), marked("ins", after)],
            false => {
                let parts = text_diff(&before, &after);
                let last = parts.len().saturating_sub(1);
                let shown = parts
                    .into_iter()
                    .enumerate()
                    .map(|(at, part)| match part.mark {
                        Mark::Same => marked("same", shortened(part.text, at == 0, at == last)),
                        Mark::Deleted => marked("del", part.text),
                        Mark::Inserted => marked("ins", part.text),
                    });
                shown.collect()
            }
        };
        RevisedField {
            key: key(change.field),
            parts: parts
                .into_iter()
                .filter(|part| !part.text.is_empty())
                .collect(),
        }
    }

    fn in_words(&self, field: Field, text: String) -> String {
        match field {
            Field::Status => self.input.words.get(&status_key(&text)).to_owned(),
            Field::Incomplete | Field::Draft => self.input.words.get("history_yes").to_owned(),
            _ => text,
        }
    }
}

/// What a page of revisions is about.
struct Subject<'p, 's> {
    placed: &'p Placed<'s>,
    title: &'p str,
    path: OutputPath,
    label: Option<String>,
}

/// The `id` of a revision on its page.
pub(crate) fn revision_id(correction: &Correction<'_>) -> String {
    format!("r-{}", correction.revised.short())
}

fn marked(mark: &'static str, text: String) -> MarkedPart {
    MarkedPart { mark, text }
}

/// What a value is now: what it was last changed to.
fn value_now(item: &Item, change: &Change) -> Option<Value> {
    let mut changes = item
        .revisions
        .iter()
        .filter_map(|revision| match &revision.edit {
            Edit::Changed(changes) => changes.iter().find(|other| other.field == change.field),
            _ => None,
        });
    let is_gone = item
        .revisions
        .first()
        .is_some_and(|newest| newest.edit == Edit::Removed);
    let newest = changes.next().filter(|_| !is_gone)?;
    newest.after.clone()
}

/// A text that is the same, but for what is far from any change.
fn shortened(text: String, is_first: bool, is_last: bool) -> String {
    let count = text.chars().count();
    let (head, tail) = (
        if is_first { 0 } else { CONTEXT },
        if is_last { 0 } else { CONTEXT },
    );
    if count <= head + tail + CONTEXT {
        return text;
    }
    let start = text.chars().take(head);
    let end = text.chars().skip(count - tail);
    start.chain(std::iter::once('…')).chain(end).collect()
}

fn fate(edit: &Edit) -> Option<&'static str> {
    match edit {
        Edit::Added => Some("history_added"),
        Edit::Removed => Some("history_removed"),
        Edit::Replaced => Some("history_replaced"),
        Edit::Unreadable => Some("history_unreadable"),
        Edit::Changed(changes) if changes.is_empty() => Some("history_form"),
        Edit::Changed(_) => None,
    }
}

/// The key of a value's name in the theme's strings.
fn key(field: Field) -> &'static str {
    match field {
        Field::Number => "history_number",
        Field::Incomplete => "history_incomplete",
        Field::Draft => "history_draft",
        Field::Completion => "completion_done",
        Field::Key => "history_key",
        Field::Description | Field::Category | Field::Order => "history_other",
        Field::Body => "history_body",
        other => other.key(),
    }
}
