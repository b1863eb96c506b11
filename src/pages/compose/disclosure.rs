//! A disclosure, its chapters and its tasks.

use std::borrow::Cow;

use crate::markdown;
use crate::model::words as text;
use crate::model::{Chapter, Extent};
use crate::pages::context::{self, TaskRow};
use crate::pages::downloads::Sizes;
use crate::pages::frame::{From, Parts};
use crate::pages::index::{Placed, TaskPlace};
use crate::pages::overview::stated;
use crate::pages::views::{chapter_title, unit_count};
use crate::pages::{Plan, json_ld, paths, tags};
use crate::url::{OutputPath, absolute};

/// How long a description may be, in characters.
const DESCRIPTION: usize = 120;

impl<'s> Plan<'s> {
    fn article<'p>(
        &'p self,
        placed: &'p Placed<'s>,
        title: impl Into<Cow<'p, str>>,
        description: Cow<'p, str>,
        here: &OutputPath,
    ) -> Vec<context::WebTag<'p>> {
        let site = &self.site_view;
        let mut list = placed
            .column()
            .map(|column| tags::column(column, site))
            .unwrap_or_default();
        let article = tags::Article {
            title: title.into(),
            card: &placed.disclosure.card,
            description,
            url: absolute(site.base_url, here),
        };
        list.extend(tags::article(article, site));
        list
    }

    pub(super) fn disclosure<'p>(
        &'p self,
        placed: &'p Placed<'s>,
        sizes: &Sizes,
        from: From<'p>,
    ) -> context::Disclosure<'p> {
        let disclosure = placed.disclosure;
        let title = disclosure.card.title.value.as_ref();
        let description = text(&disclosure.card.summary).unwrap_or(title);
        let mut parts = Parts::new("disclosure")
            .within(&placed.columns)
            .step(title, paths::disclosure(&disclosure.path))
            .title(title)
            .tags(self.article(placed, title, description.into(), from.here));
        parts
            .titles
            .extend(placed.column().map(|c| c.title.value.as_ref().into()));
        parts.json_ld = Some(json_ld::disclosure(self, placed));
        let chapters: Vec<_> = (1..)
            .zip(disclosure.chapters())
            .map(|(position, chapter)| self.chapter_view(chapter, position, from))
            .collect();
        context::Disclosure {
            frame: self.frame(from, parts),
            title,
            index_number: disclosure.card.index_number.value.as_str(),
            card: self.card(placed, from),
            attachments: self.attachments(disclosure, from),
            downloads: self.data_files(sizes, from, |extension| {
                paths::disclosure_data(&disclosure.path, extension)
            }),
            package: (!chapters.is_empty())
                .then(|| from.to(&paths::disclosure_package(&disclosure.path))),
            body: self.prose(&disclosure.body, &disclosure.path, from),
            part: disclosure.extent == Extent::Part,
            series: self.series_place(placed, from),
            task_count: placed.tasks.len(),
            unit_count: unit_count(disclosure),
            revised: self.revised(
                self.corrections.of_disclosure(disclosure),
                &paths::disclosure_history(&disclosure.path, None),
                from,
            ),
            overview: (!chapters.is_empty()).then(|| self.overview(placed, from)),
            chapters,
        }
    }

    pub(super) fn chapter<'p>(
        &'p self,
        placed: &'p Placed<'s>,
        chapter: &'p Chapter,
        position: usize,
        from: From<'p>,
    ) -> context::Chapter<'p> {
        let view = self.chapter_view(chapter, position, from);
        let title = chapter_title(chapter);
        let disclosure_title = placed.disclosure.card.title.value.as_ref();
        let parts = Parts::new("chapter")
            .within(&placed.columns)
            .step(disclosure_title, paths::disclosure(&placed.disclosure.path))
            .step(title.clone(), paths::chapter(&chapter.path))
            .title(title.clone())
            .title(disclosure_title)
            .tags(self.article(
                placed,
                title.clone(),
                format!("{disclosure_title} {title}").into(),
                from.here,
            ));
        let chapters = placed.disclosure.chapters();
        let neighbour = |at: Option<usize>| {
            let chapter = chapters.get(at?)?;
            Some(from.link(chapter_title(chapter), &paths::chapter(&chapter.path)))
        };
        context::Chapter {
            frame: self.frame(from, parts),
            disclosure: self.disclosure_item(placed, from),
            previous: neighbour(position.checked_sub(2)),
            next: neighbour(Some(position)),
            statuses: stated(chapter.tasks.iter()),
            chapter: view,
        }
    }

    pub(super) fn row<'p>(&'p self, place: &TaskPlace<'p>, from: From<'_>) -> TaskRow<'p> {
        let label = (place.chapter_position, place.position);
        self.task_row(place.task, place.chapter, label, from)
    }

    pub(super) fn task<'p>(
        &'p self,
        placed: &'p Placed<'s>,
        place: &'p TaskPlace<'s>,
        number: usize,
        from: From<'p>,
    ) -> context::Task<'p> {
        let task = place.task;
        let title = task.title.value.as_ref();
        let disclosure_title = placed.disclosure.card.title.value.as_ref();
        let chapter = place.chapter;
        let description: Cow<'p, str> = match &task.progress {
            Some(progress) => shortened(&markdown::to_text(&progress.source)).into(),
            None => title.into(),
        };
        let row = self.row(place, from);
        let chapter_link = from.link(chapter_title(chapter), &paths::chapter(&chapter.path));
        let parts = Parts::new("task")
            .within(&placed.columns)
            .step(disclosure_title, paths::disclosure(&placed.disclosure.path))
            .step(chapter_link.title.clone(), paths::chapter(&chapter.path))
            .step(row.label.clone(), paths::task(&task.path))
            .title(title)
            .title(disclosure_title)
            .tags(self.article(placed, title, description, from.here));
        let neighbour = |at: Option<usize>| {
            let place = placed.tasks.get(at?)?;
            Some(from.link(
                place.task.title.value.as_ref(),
                &paths::task(&place.task.path),
            ))
        };
        context::Task {
            frame: self.frame(from, parts),
            disclosure: self.disclosure_item(placed, from),
            chapter: chapter_link,
            task: row,
            course: self.course(placed, number, from),
            revised: self.revised(
                self.corrections.of_task(task),
                &paths::task_history(&task.path, None),
                from,
            ),
            previous: neighbour(number.checked_sub(1)),
            next: neighbour(Some(number + 1)),
            others: self.others(placed, place, from),
        }
    }
}

/// The start of a text, on one line.
fn shortened(text: &str) -> String {
    let mut characters = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = characters.char_indices().nth(DESCRIPTION) {
        characters.truncate(end);
        characters.push('…');
    }
    characters
}
