//! What is known of a disclosure by itself, wherever it stands and whatever else there is: it is found once
//! for every reading of it.

use std::collections::{BTreeMap, HashMap};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::index::UnitCount;
use super::{links, paths};
use crate::model::{Chapter, ContentPath, Disclosure, Prose, Task, UnitId};
use crate::url::OutputPath;

/// Where the pages of a disclosure are, who answers for its tasks, and which of its texts are looked into.
#[derive(Debug)]
pub(super) struct Outline {
    /// Its pages, by path.
    pub(super) pages: Box<[(OutputPath, Part)]>,
    /// The numbers of the pages, by the content paths of what they show.
    pub(super) items: Box<[usize]>,
    /// The units that answer for tasks, in order.
    pub(super) units: Box<[OfUnit]>,
    /// Whose texts have links, or something else that may not be shown.
    pub(super) texts: Box<[Part]>,
}

/// A part of a disclosure that has a page.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    /// What stands before the chapters.
    Own,
    /// A chapter, by its number from 0.
    Chapter(usize),
    /// A task, by its number among those of the disclosure, from 0.
    Task(usize),
}

/// What a unit answers for in a disclosure.
#[derive(Debug)]
pub(super) struct OfUnit {
    pub(super) unit: UnitId,
    pub(super) count: UnitCount,
    /// The numbers of the tasks.
    pub(super) tasks: Arc<[usize]>,
}

impl Outline {
    fn of(disclosure: &Disclosure) -> Self {
        let mut parts = vec![(
            &disclosure.path,
            paths::disclosure(&disclosure.path),
            Part::Own,
        )];
        let mut texts = vec![(&disclosure.body, Part::Own)];
        let mut tasks = Vec::new();
        for (number, chapter) in disclosure.chapters().iter().enumerate() {
            let Chapter { path, body, .. } = chapter;
            parts.push((path, paths::chapter(path), Part::Chapter(number)));
            texts.push((body, Part::Chapter(number)));
            tasks.extend(&chapter.tasks);
        }
        for (number, task) in tasks.iter().enumerate() {
            let Task { path, progress, .. } = task;
            parts.push((path, paths::task(path), Part::Task(number)));
            texts.push((progress, Part::Task(number)));
        }
        parts.sort_by(|one, other| one.1.cmp(&other.1));
        let mut items: Vec<(&ContentPath, usize)> = (parts.iter().zip(0..))
            .map(|(part, at)| (part.0, at))
            .collect();
        items.sort();
        let has_to_be_checked = |text: &Option<Prose>| {
            let text = text.as_ref();
            text.is_some_and(links::has_to_be_checked)
        };
        Self {
            items: items.into_iter().map(|(_, at)| at).collect(),
            pages: (parts.into_iter())
                .map(|(_, path, part)| (path, part))
                .collect(),
            units: units(&tasks),
            texts: (texts.into_iter())
                .filter(|(text, _)| has_to_be_checked(text))
                .map(|(_, part)| part)
                .collect(),
        }
    }
}

fn units(tasks: &[&Task]) -> Box<[OfUnit]> {
    let mut units: BTreeMap<UnitId, (UnitCount, Vec<usize>)> = BTreeMap::new();
    for (number, task) in tasks.iter().enumerate() {
        let first = task.units.first().map(|mention| mention.unit);
        for mention in &task.units {
            let (count, tasks) = units.entry(mention.unit).or_default();
            // A unit may be named twice, by its name and an alias.
            if tasks.last() == Some(&number) {
                continue;
            }
            tasks.push(number);
            match first == Some(mention.unit) {
                true => count.lead += 1,
                false => count.joint += 1,
            }
        }
    }
    let units = units.into_iter().map(|(unit, (count, tasks))| OfUnit {
        unit,
        count,
        tasks: tasks.into(),
    });
    units.collect()
}

/// The outlines of the disclosures that were shown last, for an index of the next reading.
#[derive(Debug, Default)]
pub struct Outlines(Mutex<Known>);

type Known = HashMap<ContentPath, (Arc<Disclosure>, Arc<Outline>)>;

impl Outlines {
    /// The outlines of disclosures, in their order: of one that is the same as before, the same.
    pub(super) fn of(&self, disclosures: &[&Arc<Disclosure>]) -> Vec<Arc<Outline>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = mem::take(&mut *known);
        let outline = |disclosure: &&Arc<Disclosure>| {
            let outline = before
                .get(&disclosure.path)
                .filter(|(known, _)| Arc::ptr_eq(known, disclosure))
                .map(|(_, outline)| Arc::clone(outline));
            outline.unwrap_or_else(|| Arc::new(Outline::of(disclosure)))
        };
        let outlines: Vec<Arc<Outline>> = disclosures.par_iter().map(outline).collect();
        *known = (disclosures.iter().zip(&outlines))
            .map(|(disclosure, outline)| {
                let both = (Arc::clone(disclosure), Arc::clone(outline));
                (disclosure.path.clone(), both)
            })
            .collect();
        outlines
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::content::{self, Memory};
    use crate::pages::Index;

    #[test]
    fn an_index_of_the_next_reading_is_that_of_its_site() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write(
            "site.toml",
            "name = \"甲网\"\nbase_url = \"https://www.example.gov.cn/\"\n[organisation]\nname = \"甲局\"\n",
        );
        let unit =
            |id| format!("[[unit]]\nid = \"{id}\"\nname = \"{id}\"\naliases = [\"{id}2\"]\n");
        write("content/units.toml", &(unit("a") + &unit("b")));
        write("content/a/column.toml", "title = \"甲\"\n");
        let card = |number: u32, day: &str| {
            write(
                &format!("content/a/{number}/disclosure.toml"),
                &format!(
                    "title = \"件\"\nindex_number = \"00000000-0/2020-0000{number}\"\n\
                     published = {day}\nmode = \"主动公开\"\nseries = \"列\"\n"
                ),
            );
        };
        let task = |path: &str, units: &str| {
            write(
                &format!("content/a/{path}.toml"),
                &format!("title = \"任务\"\nunits = [{units}]\nprogress = \"[链接](/a/)\"\n"),
            );
        };
        for number in [1, 2] {
            card(number, "2020-01-01");
            write(
                &format!("content/a/{number}/1/chapter.toml"),
                "title = \"章\"\n",
            );
            task(&format!("{number}/1/1"), "\"a\", \"b\", \"b2\"");
        }
        let (memory, outlines) = (Memory::default(), Outlines::default());
        let day = jiff::civil::date(2021, 1, 1);
        let look = |paths: &[&str]| {
            let paths: Vec<_> = paths
                .iter()
                .map(|path| root.join("content/a").join(path))
                .collect();
            memory.forget(paths.iter().map(|path| path.as_path()));
            let site = content::load_again(root, &memory).site.unwrap();
            let again = format!("{:?}", Index::again(&site, day, &outlines));
            assert_eq!(again, format!("{:?}", Index::new(&site, day)));
            again
        };
        let first = look(&[]);
        assert_eq!(look(&[]), first);
        task("1/1/1", "\"b\"");
        let second = look(&["1/1/1.toml"]);
        assert_ne!(second, first);
        // It comes before the other one now.
        card(1, "2020-02-01");
        assert_ne!(look(&["1/disclosure.toml"]), second);
        task("2/1/2", "\"a\"");
        look(&["2/1/2.toml"]);
        card(2, "2022-01-01");
        look(&["2/disclosure.toml"]);
    }
}
