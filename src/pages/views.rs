//! Views of the model as a page shows them, with links from that page.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::context::{
    CardRow, ChapterView, ColumnItem, CompletionView, DisclosureItem, Link, ProseView, TaskLink,
    TaskRow, UnitGroup, UnitLink,
};
use super::frame::From;
use super::index::{Placed, TaskPlace};
use super::overview::{chapter_id, status_view};
use super::{Plan, links, paths};
use crate::model::{
    Chapter, Column, ContentPath, Disclosure, Located, Period, Prose, Task, UnitMention,
    to_chinese, words as text,
};

/// How many other tasks of a unit a task's page names.
const OTHERS: usize = 5;

impl<'s> Plan<'s> {
    pub(super) fn prose<'p>(
        &'p self,
        prose: &'p Option<Prose>,
        folder: &ContentPath,
        from: From<'_>,
    ) -> Option<ProseView<'p>> {
        let prose = prose.as_ref()?;
        Some(links::view(prose, folder, &self.targets, from.here))
    }

    pub(super) fn disclosure_item<'p>(
        &'p self,
        placed: &'p Placed<'s>,
        from: From<'_>,
    ) -> DisclosureItem<'p> {
        let disclosure = placed.disclosure;
        let card = &disclosure.card;
        let column = placed.column().unwrap_or(&self.input.site.home);
        DisclosureItem {
            title: &card.title.value,
            href: from.to(&paths::disclosure(&disclosure.path)),
            index_number: card.index_number.value.as_str(),
            date: card.published.value.date.to_string(),
            publisher: text(&card.publisher),
            summary: text(&card.summary),
            period: disclosure.period.as_ref().map(|p| p.value.to_string()),
            period_label: self.period_label(disclosure),
            column: from.link(column.title.value.as_ref(), &paths::column(&column.path)),
            task_count: disclosure.chapters().iter().map(|c| c.tasks.len()).sum(),
        }
    }

    pub(super) fn disclosure_items<'p>(
        &'p self,
        disclosures: impl IntoIterator<Item = &'p Placed<'s>>,
        from: From<'_>,
    ) -> Vec<DisclosureItem<'p>>
    where
        's: 'p,
    {
        disclosures
            .into_iter()
            .map(|placed| self.disclosure_item(placed, from))
            .collect()
    }

    pub(super) fn column_items<'p>(
        &'p self,
        columns: &'p [Column],
        from: From<'_>,
    ) -> Vec<ColumnItem<'p>> {
        columns
            .iter()
            .map(|column| ColumnItem {
                title: &column.title.value,
                href: from.to(&paths::column(&column.path)),
                description: text(&column.description),
                count: self.input.index.count_of_column(column),
            })
            .collect()
    }

    /// The public plain pages of a column.
    pub(super) fn page_links<'p>(&'p self, column: &Column, from: From<'_>) -> Vec<Link<'p>> {
        self.input
            .index
            .pages
            .iter()
            .filter(|placed| placed.columns.last().is_some_and(|c| c.path == column.path))
            .map(|placed| placed.page)
            .map(|page| from.link(page.title.value.as_ref(), &paths::page(&page.path)))
            .collect()
    }

    /// The index card in the order it is shown: every field that either skin of a published page
    /// shows is there, stated or not; the others only where they are stated.
    pub(super) fn card<'p>(&'p self, placed: &'p Placed<'s>, from: From<'_>) -> Vec<CardRow<'p>> {
        let disclosure = placed.disclosure;
        let card = &disclosure.card;
        let row = |key, value: Option<Cow<'p, str>>| CardRow {
            key,
            value,
            datetime: None,
            href: None,
        };
        let known = |key, value: &'p Option<Located<Box<str>>>| {
            row(key, value.as_ref().map(|t| t.value.as_ref().into()))
        };
        let keywords = (!card.keywords.is_empty()).then(|| {
            let words: Vec<&str> = card.keywords.iter().map(|k| k.value.as_ref()).collect();
            Cow::from(words.join(" "))
        });
        let offset = self.input.site.settings.utc_offset;
        let published = card.published.value;
        let created = card.created.as_ref().map(|day| day.value.to_string());
        let mut rows = vec![
            row(
                "index_number",
                Some(card.index_number.value.as_str().into()),
            ),
            known("document_number", &card.document_number),
            known("publisher", &card.publisher),
            CardRow {
                key: "created",
                value: created.clone().map(Cow::from),
                datetime: created,
                href: None,
            },
            CardRow {
                key: "published",
                value: Some(published.full().into()),
                datetime: Some(published.iso(offset)),
                href: None,
            },
            row("mode", Some(card.mode.value.word().into())),
            known("scope", &card.scope),
            known("retention", &card.retention),
        ];
        let optional = [
            row("period", self.period_label(disclosure).map(Cow::from)),
            CardRow {
                href: self.series_href(placed, from),
                ..known("series", &disclosure.series)
            },
            known("validity", &card.validity),
            known("subject", &card.subject),
            known("group", &card.group),
            known("genre", &card.genre),
            row("keywords", keywords),
        ];
        rows.extend(optional.into_iter().filter(|row| row.value.is_some()));
        rows.push(known("summary", &card.summary));
        rows
    }

    /// The period as a title of the site's language says it.
    fn period_label(&self, disclosure: &Disclosure) -> Option<String> {
        let period = disclosure.period.as_ref()?.value;
        Some(self.label(period))
    }

    /// A period as a title of the site's language says it.
    pub(super) fn label(&self, period: Period) -> String {
        if self.site_view.language.starts_with("zh") {
            period.label_zh()
        } else {
            period.label_en()
        }
    }

    pub(super) fn chapter_view<'p>(
        &'p self,
        chapter: &'p Chapter,
        position: usize,
        from: From<'_>,
    ) -> ChapterView<'p> {
        ChapterView {
            id: chapter_id(chapter),
            number: chapter_number(chapter),
            title: &chapter.title.value,
            href: from.to(&paths::chapter(&chapter.path)),
            body: self.prose(&chapter.body, &chapter.path, from),
            tasks: chapter
                .tasks
                .iter()
                .zip(1..)
                .map(|(task, number)| self.task_row(task, chapter, (position, number), from))
                .collect(),
        }
    }

    pub(super) fn task_row<'p>(
        &'p self,
        task: &'p Task,
        chapter: &Chapter,
        label: (usize, usize),
        from: From<'_>,
    ) -> TaskRow<'p> {
        TaskRow {
            label: format!("{}.{}", label.0, label.1),
            title: &task.title.value,
            href: from.to(&paths::task(&task.path)),
            units: task
                .units
                .iter()
                .enumerate()
                .filter_map(|(position, mention)| {
                    self.unit_link(mention, position == 0 && task.units.len() > 1, from)
                })
                .collect(),
            progress: self.prose(&task.progress, &chapter.path, from),
            status: task.status.as_ref().map(status_view),
            completion: completion_view(task),
        }
    }

    pub(super) fn unit_link<'p>(
        &'p self,
        mention: &'p UnitMention,
        lead: bool,
        from: From<'_>,
    ) -> Option<UnitLink<'p>> {
        let unit = self.input.site.units.get(mention.unit)?;
        Some(UnitLink {
            name: &mention.name,
            href: from.to(&paths::unit(&unit.id)),
            lead,
        })
    }

    /// For each unit of a task, other tasks of that unit in the same disclosure.
    pub(super) fn others<'p>(
        &'p self,
        placed: &Placed<'p>,
        place: &TaskPlace<'p>,
        from: From<'_>,
    ) -> Vec<UnitGroup<'p>> {
        // A unit may be named twice, by its name and an alias.
        let mut named = BTreeSet::new();
        place
            .task
            .units
            .iter()
            .filter(|mention| named.insert(mention.unit))
            .filter_map(|mention| {
                let (rank, tasks) = self.input.index.of_unit_in(mention.unit, placed)?;
                let count = tasks.len().saturating_sub(1);
                if count == 0 {
                    return None;
                }
                let others = (tasks.iter())
                    .filter_map(|number| placed.tasks.get(*number))
                    .filter(|other| other.task.path != place.task.path)
                    .take(OTHERS);
                let mut unit = self.unit_link(mention, false, from)?;
                // The rest of them stand on the unit's page with this disclosure.
                let number = self.input.index.unit_pages(mention.unit).page_of(rank);
                if number.is_some() {
                    let id = &self.input.site.units.get(mention.unit)?.id;
                    unit.href = from.to(&paths::unit_page(id, number));
                }
                Some(UnitGroup {
                    unit,
                    tasks: others
                        .map(|other| {
                            let label = (other.chapter_position, other.position);
                            task_link(other.task, label, from)
                        })
                        .collect(),
                    more: count.saturating_sub(OTHERS),
                })
            })
            .collect()
    }
}

/// How many different units answer for the tasks of a disclosure.
pub(super) fn unit_count(disclosure: &Disclosure) -> usize {
    disclosure
        .chapters()
        .iter()
        .flat_map(|chapter| &chapter.tasks)
        .flat_map(|task| &task.units)
        .map(|mention| mention.unit)
        .collect::<BTreeSet<_>>()
        .len()
}

/// A link to a task; `label` is the positions of its chapter and of itself.
pub(super) fn task_link<'p>(task: &'p Task, label: (usize, usize), from: From<'_>) -> TaskLink<'p> {
    TaskLink {
        label: format!("{}.{}", label.0, label.1),
        title: &task.title.value,
        href: from.to(&paths::task(&task.path)),
    }
}

/// What was done of how much of a task, if the source says so.
pub(super) fn completion_view(task: &Task) -> Option<CompletionView<'_>> {
    let completion = &task.completion.as_ref()?.value;
    let percent = completion.percent();
    Some(CompletionView {
        done: completion.done.to_string(),
        total: completion.total.to_string(),
        unit: completion.unit.as_deref(),
        percent: percent.map(|p| p.to_string()),
        length: percent.map(|p| p.min(Decimal::ONE_HUNDRED).to_string()),
    })
}

/// A chapter's number as the office writes it, if it has one.
pub(super) fn chapter_number(chapter: &Chapter) -> Option<String> {
    let number = chapter.number?;
    Some(format!("({})", to_chinese(number)))
}

/// A chapter's title with its number before it.
pub(super) fn chapter_title(chapter: &Chapter) -> Cow<'_, str> {
    match chapter_number(chapter) {
        Some(number) => format!("{number} {}", chapter.title.value).into(),
        None => chapter.title.value.as_ref().into(),
    }
}
