//! Makes the tree of columns, disclosures, chapters and tasks out of the folders that were found. A
//! folder is what its marker file says it is.

mod attachments;
mod calendar;
mod disclosure;
mod files;
mod place;
mod units;

use std::sync::Arc;

use rayon::prelude::*;

use self::files::files;
use self::place::{Marker, count, find, marker, misplaced, slug, stem};
use super::fields::Fields;
use super::item::Item;
use super::memory::Memory;
use super::values::PublishedAt;
use super::walk::{FileEntry, Folder};
use super::{item, kinds};
use crate::diagnostic::{Faults, Place};
use crate::model::{
    Column, ContentPath, Disclosure, Page, Settings, Slug, Units, UrlChanges, UtcOffset,
    WatchedWord, WorkCalendar,
};

/// What became of URLs; a table only, as there is no text to it.
const URLS: &str = "urls.toml";
/// The holidays; a table only, too.
const CALENDAR: &str = "calendar.toml";
/// The words that texts are searched for; a table only, too.
const WORDS: &str = "words.toml";

/// What was read of the whole tree.
pub(super) struct Tree {
    pub(super) home: Option<Column>,
    pub(super) units: Units,
    pub(super) url_changes: UrlChanges,
    pub(super) work_calendar: WorkCalendar,
    pub(super) words: Vec<WatchedWord>,
    pub(super) files: usize,
    pub(super) faults: Faults,
}

/// Reads the whole tree.
pub(super) fn read(root: &Folder, settings: Option<&Settings>, memory: Option<&Memory>) -> Tree {
    let mut faults = Faults::new();
    let units = match find(root, "units", &mut faults) {
        Some((name, file)) => units::read(name, file, &mut faults),
        None => Some(Units::default()),
    };
    let url_changes = match root.files.get(URLS) {
        Some(file) => {
            let read = item::read(&file.path, file.id, URLS, kinds::url_changes::read);
            faults.append(read.faults);
            read.value.unwrap_or_default()
        }
        None => UrlChanges::default(),
    };
    let work_calendar = match root.files.get(CALENDAR) {
        Some(file) => calendar::read(CALENDAR, file, &mut faults),
        None => WorkCalendar::default(),
    };
    let words = match root.files.get(WORDS) {
        Some(file) => {
            let read = item::read(&file.path, file.id, WORDS, kinds::words::read);
            faults.append(read.faults);
            read.value.unwrap_or_default()
        }
        None => Vec::new(),
    };
    let offset = settings.map_or(UtcOffset::BEIJING, |s| s.utc_offset);
    if let Some(memory) = memory {
        memory.read_with(units.as_ref(), offset);
    }
    let reader = Reader {
        units: units.as_ref(),
        offset,
        memory,
    };
    let (home, below) = reader.root(root, settings);
    faults.append(below);
    Tree {
        home,
        units: units.unwrap_or_default(),
        url_changes,
        work_calendar,
        words,
        files: count(root),
        faults,
    }
}

struct Reader<'a> {
    /// None if the list of units has faults of its own.
    units: Option<&'a Units>,
    offset: UtcOffset,
    memory: Option<&'a Memory>,
}

/// What was read of a folder or file, and what is wrong with it.
pub(super) type Read<T> = (Option<T>, Faults);

/// What a column consists of.
#[derive(Default)]
struct Inside {
    columns: Vec<Column>,
    disclosures: Vec<Arc<Disclosure>>,
    pages: Vec<Page>,
}

impl Reader<'_> {
    /// Reads a file, unless it is remembered.
    fn item<T: Clone + Send + Sync + 'static>(
        &self,
        file: &FileEntry,
        name: &str,
        read: impl FnOnce(&mut Fields<'_, '_>) -> T,
    ) -> Item<T> {
        match self.memory {
            Some(memory) => memory.read(file, name, read),
            None => item::read(&file.path, file.id, name, read),
        }
    }

    fn root(&self, folder: &Folder, settings: Option<&Settings>) -> Read<Column> {
        let mut faults = Faults::new();
        let marker = find(folder, "column", &mut faults);
        for (name, file) in &folder.files {
            if let Some((_, kind)) = Marker::ALL.iter().find(|(m, _)| stem(name) == Some(*m))
                && *kind != Marker::Column
            {
                faults.push(misplaced(file));
            }
        }
        let known = |name: &str| {
            name == super::URLS_LOCK
                || name == URLS
                || name == CALENDAR
                || name == WORDS
                || matches!(
                    stem(name),
                    Some("units" | "column" | "disclosure" | "chapter")
                )
        };
        let (inside, below) = self.inside(folder, &ContentPath::root(), known);
        faults.append(below);
        let Some(settings) = settings else {
            return (None, faults);
        };
        let mut column = Column {
            path: ContentPath::root(),
            slug: None,
            title: settings.name.clone(),
            description: settings.description.clone(),
            keywords: Vec::new(),
            category: None,
            order: None,
            body: None,
            columns: inside.columns,
            disclosures: inside.disclosures,
            pages: inside.pages,
            span: settings.name.span,
        };
        if let Some((name, file)) = marker {
            let read = self
                .item(file, name, kinds::column::read)
                .with_text("body", |value| &mut value.body);
            if let Some(value) = read.value {
                column.title = value.title.unwrap_or(column.title);
                column.description = value.description.or(column.description);
                column.keywords = value.keywords;
                column.category = value.category;
                column.body = value.body;
                column.span = read.span;
            }
            faults.append(read.faults);
        }
        (Some(column), faults)
    }

    /// The columns, disclosures and pages in a column's folder.
    fn inside(
        &self,
        folder: &Folder,
        path: &ContentPath,
        known: impl Fn(&str) -> bool + Sync,
    ) -> (Inside, Faults) {
        let children: Vec<(Inside, Faults)> = folder
            .folders
            .par_iter()
            .filter(|(_, child)| count(child) > 0)
            .map(|(name, child)| self.child(name, child, path))
            .collect();
        let mut inside = Inside::default();
        let mut faults = Faults::new();
        for (child, below) in children {
            faults.append(below);
            inside.columns.extend(child.columns);
            inside.disclosures.extend(child.disclosures);
        }
        inside.columns.sort_by(|a, b| {
            let rank = |c: &Column| (c.order.unwrap_or(u32::MAX), c.slug.clone());
            rank(a).cmp(&rank(b))
        });
        inside.disclosures.sort_by(|a, b| {
            (b.card.published.value, &b.slug).cmp(&(a.card.published.value, &a.slug))
        });
        let (pages, below) = files(folder, path, known, |slug, path, name, file| {
            self.page(slug, path, name, file)
        });
        inside.pages = pages;
        faults.append(below);
        (inside, faults)
    }

    /// A folder in a column's: another column, or a disclosure.
    fn child(&self, name: &str, folder: &Folder, path: &ContentPath) -> (Inside, Faults) {
        let mut faults = Faults::new();
        let mut inside = Inside::default();
        let slug = slug(name, Place::Path(folder.shown.clone()), &mut faults);
        let path = slug
            .as_ref()
            .map(|slug| path.join(slug))
            .unwrap_or_default();
        match marker(folder, &mut faults) {
            Some((Marker::Column, name, file)) => {
                let (column, below) = self.column(folder, path, slug, name, file);
                faults.append(below);
                inside.columns.extend(column);
            }
            Some((Marker::Disclosure, name, file)) => {
                let read = || self.disclosure(folder, path, slug, name, file);
                let (disclosure, below) = match self.memory {
                    Some(memory) => memory.disclosure(file, read),
                    None => read(),
                };
                faults.append(below);
                inside.disclosures.extend(disclosure);
            }
            Some((Marker::Chapter, _, file)) => faults.push(misplaced(file)),
            None => {}
        }
        (inside, faults)
    }

    fn column(
        &self,
        folder: &Folder,
        path: ContentPath,
        slug: Option<Slug>,
        name: &str,
        file: &FileEntry,
    ) -> Read<Column> {
        let read = self
            .item(file, name, kinds::column::read)
            .with_text("body", |value| &mut value.body);
        let value = read.value;
        let span = read.span;
        let mut faults = read.faults;
        let (inside, below) = self.inside(folder, &path, |name| stem(name) == Some("column"));
        faults.append(below);
        let column = value.and_then(|value| {
            Some(Column {
                path,
                slug: Some(slug?),
                title: value.title?,
                description: value.description,
                keywords: value.keywords,
                category: value.category,
                order: value.order,
                body: value.body,
                columns: inside.columns,
                disclosures: inside.disclosures,
                pages: inside.pages,
                span,
            })
        });
        (column, faults)
    }

    fn page(&self, slug: Slug, path: ContentPath, name: &str, file: &FileEntry) -> Read<Page> {
        let mut read = self
            .item(file, name, kinds::page::read)
            .with_text("body", |value| &mut value.body);
        let value = read.value.take();
        let page = value.and_then(|value| {
            let updated = PublishedAt::in_offset(value.updated, self.offset, &mut read.faults);
            Some(Page {
                path,
                slug,
                title: value.title?,
                summary: value.summary,
                updated,
                draft: value.draft,
                body: value.body,
                span: read.span,
            })
        });
        (page, read.faults)
    }
}
