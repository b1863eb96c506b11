//! The units and what each answers for.

use crate::model::words as text;
use crate::model::{ContentPath, UnitId};
use crate::pages::context::{self, UnitDisclosure, UnitItem, UnitTask};
use crate::pages::frame::{From, Parts};
use crate::pages::index::TaskPlace;
use crate::pages::overview::{UnitCount, stated, unit_item};
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
            .map(|(id, unit)| (unit, self.unit_count(id)))
            .collect();
        let most = counts.iter().map(|(_, count)| count.all()).max();
        let most = most.unwrap_or_default();
        counts
            .into_iter()
            .map(|(unit, count)| unit_item(unit, count, most, from))
            .collect()
    }

    /// How many public tasks a unit answers for.
    fn unit_count(&self, id: UnitId) -> UnitCount {
        let mut count = UnitCount::default();
        for (_, place) in self.input.index.of_unit(id) {
            if leads(id, place) {
                count.lead += 1;
            } else {
                count.joint += 1;
            }
        }
        count
    }

    pub(super) fn unit<'p>(&'p self, id: UnitId, from: From<'p>) -> context::Unit<'p> {
        let all = self.input.words.get("units");
        let unit = self.input.site.units.get(id);
        let name = unit.map_or("", |unit| unit.name.value.as_ref());
        let parts = Parts::new("unit")
            .step(all, paths::units())
            .step(name, from.here.clone())
            .title(name)
            .title(all)
            .tags(tags::own_list(name, tags::UNITS, &self.site_view));
        let count = self.unit_count(id);
        let mut groups: Vec<UnitDisclosure<'p>> = Vec::new();
        let mut last = None;
        for (placed, place) in self.input.index.of_unit(id) {
            if last != Some(&placed.disclosure.path) {
                last = Some(&placed.disclosure.path);
                let tasks = placed
                    .tasks
                    .iter()
                    .map(|place| place.task)
                    .filter(|task| task.units.iter().any(|mention| mention.unit == id));
                groups.push(UnitDisclosure {
                    disclosure: self.disclosure_item(placed, from),
                    id: format!("d-{}", groups.len() + 1),
                    statuses: stated(tasks),
                    lead: Vec::new(),
                    joint: Vec::new(),
                });
            }
            let Some(group) = groups.last_mut() else {
                continue;
            };
            let chapter = place.chapter;
            let task = UnitTask {
                task: self.row(place, from),
                chapter: from.link(chapter_title(chapter), &paths::chapter(&chapter.path)),
            };
            if leads(id, place) {
                group.lead.push(task);
            } else {
                group.joint.push(task);
            }
        }
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
            groups,
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
