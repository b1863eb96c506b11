//! The units and what each answers for.

use crate::model::words as text;
use crate::model::{ContentPath, UnitId};
use crate::pages::context::{self, UnitDisclosure, UnitItem, UnitTask};
use crate::pages::frame::{From, Parts};
use crate::pages::index::{Placed, TaskPlace};
use crate::pages::overview::{stated, unit_item};
use crate::pages::views::chapter_title;
use crate::pages::{Plan, paths, tags};

impl Plan<'_> {
    pub(super) fn units<'p>(&'p self, from: From<'p>) -> context::Units<'p> {
        let title = self.input.words.get("units");
        let units = &self.input.site.units;
        let parts = Parts::new("units")
            .step(title, paths::units())
            .title(title)
            .tags(tags::own_list(title, tags::UNITS, &self.site_view));
        context::Units {
            frame: self.frame(from, parts),
            intro: self.prose(&units.body, &ContentPath::root(), from),
            units: self.unit_items(from),
        }
    }

    fn unit_items<'p>(&'p self, from: From<'_>) -> Vec<UnitItem<'p>> {
        let counts: Vec<_> = self
            .input
            .site
            .units
            .iter()
            .map(|(id, unit)| (unit, self.input.index.unit_count(id)))
            .collect();
        let most = counts.iter().map(|(_, count)| count.all()).max();
        let most = most.unwrap_or_default();
        counts
            .into_iter()
            .map(|(unit, count)| unit_item(unit, count, most, from))
            .collect()
    }

    pub(super) fn unit<'p>(
        &'p self,
        id: UnitId,
        number: Option<usize>,
        from: From<'p>,
    ) -> context::Unit<'p> {
        let all = self.input.words.get("units");
        let unit = self.input.site.units.get(id);
        let name = unit.map_or("", |unit| unit.name.value.as_ref());
        let index = self.input.index;
        let pages = index.unit_pages(id);
        let path = |number: Option<usize>| match unit {
            Some(unit) => paths::unit_page(&unit.id, number),
            None => from.here.clone(),
        };
        let mut parts = Parts::new("unit")
            .step(all, paths::units())
            .step(name, path(None))
            .title(self.page_title(name, number))
            .title(all)
            .tags(tags::own_list(name, tags::UNITS, &self.site_view));
        if let Some(number) = number {
            parts = parts.step(self.words_n("page_number", number), path(Some(number)));
        }
        let count = index.unit_count(id);
        let groups = index
            .of_unit(id, pages.range(number))
            .zip(1..)
            .map(|((placed, places), number)| {
                self.unit_disclosure(id, placed, &places, number, from)
            })
            .collect();
        context::Unit {
            frame: self.frame(from, parts),
            name,
            full_name: unit.and_then(|unit| text(&unit.full_name)),
            aliases: unit
                .map(|unit| unit.aliases.iter().map(|a| a.value.as_ref()).collect())
                .unwrap_or_default(),
            collective: unit.is_some_and(|unit| unit.collective),
            lead: count.lead,
            joint: count.joint,
            disclosure_count: index.count_of_unit(id),
            series: match number {
                None => self.unit_series(id, from),
                Some(_) => Vec::new(),
            },
            groups,
            pager: pages.pager(number, path),
        }
    }

    /// The tasks of a unit in one disclosure, the `number`-th on its page.
    fn unit_disclosure<'p>(
        &'p self,
        id: UnitId,
        placed: &'p Placed<'_>,
        places: &[&'p TaskPlace<'_>],
        number: usize,
        from: From<'_>,
    ) -> UnitDisclosure<'p> {
        let (lead, joint): (Vec<_>, Vec<_>) = places.iter().partition(|place| leads(id, place));
        let tasks = |places: Vec<&&'p TaskPlace<'_>>| {
            let places = places.into_iter();
            let task = |place: &&'p TaskPlace<'_>| UnitTask {
                task: self.row(place, from),
                chapter: from.link(
                    chapter_title(place.chapter),
                    &paths::chapter(&place.chapter.path),
                ),
            };
            places.map(task).collect()
        };
        UnitDisclosure {
            disclosure: self.disclosure_item(placed, from),
            id: format!("d-{number}"),
            statuses: stated(places.iter().map(|place| place.task)),
            lead: tasks(lead),
            joint: tasks(joint),
        }
    }
}

/// Whether a unit is the first that a task names.
fn leads(unit: UnitId, place: &TaskPlace<'_>) -> bool {
    place
        .task
        .units
        .first()
        .is_some_and(|mention| mention.unit == unit)
}
