//! Decides which pages there are.

use std::collections::{BTreeMap, BTreeSet};

use super::context::SiteView;
use super::frame;
use super::index::{Index, Placed, PlacedPage, TaskPlace};
use super::links::{self, Targets};
use super::lists::Pages;
use super::{paths, words::Words};
use crate::diagnostic::{Diagnostic, Faults, Span};
use crate::model::{
    Chapter, Column, ContentPath, FileRef, Prose, Redirect, Site, UnitId, Withdrawal,
};
use crate::say;
use crate::url::OutputPath;

/// What a plan is made of.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The site.
    pub site: &'a Site,
    /// What of it is public on the day it is built for.
    pub index: &'a Index<'a>,
    /// Items that are in the tree but could not be read, by their paths; links to them are not told as
    /// broken. Empty if everything was read.
    pub unread: &'a BTreeSet<String>,
    /// The theme's strings.
    pub words: &'a Words,
    /// Where the files of the theme's `static` folder are written, by their names there.
    pub assets: &'a BTreeMap<String, OutputPath>,
}

/// What a page shows.
#[derive(Clone, Copy, Debug)]
pub enum PageKind<'a> {
    /// The home page.
    Home,
    /// A page of a column's list; none is the newest. The column comes last, after those it lies in.
    Column(&'a Column, &'a [&'a Column], Option<usize>),
    /// A disclosure.
    Disclosure(&'a Placed<'a>),
    /// A chapter and its position in its disclosure, from 1.
    Chapter(&'a Placed<'a>, &'a Chapter, usize),
    /// A task and its number among the tasks of its disclosure, from 0.
    Task(&'a Placed<'a>, &'a TaskPlace<'a>, usize),
    /// All units.
    Units,
    /// A unit.
    Unit(UnitId),
    /// A plain page.
    Page(&'a PlacedPage<'a>),
    /// A page of the catalogue; none is the newest.
    Catalogue(Option<usize>),
    /// What an index number leads to.
    Resolver(&'a Placed<'a>),
    /// A moved URL and where it leads.
    Redirect(&'a Redirect),
    /// The notice in place of a withdrawn page.
    Withdrawn(&'a Withdrawal),
    /// The site map page.
    SiteMap,
    /// The page for URLs that do not exist.
    NotFound,
}

/// A page and where it is written.
#[derive(Clone, Debug)]
pub struct PlannedPage<'a> {
    /// Where it is written.
    pub path: OutputPath,
    /// What it shows.
    pub kind: PageKind<'a>,
    /// Where its content was read; none for the site's own pages.
    pub origin: Option<Span>,
}

/// A file that is published as it is.
#[derive(Clone, Debug)]
pub struct PlannedFile<'a> {
    /// Where it is written.
    pub path: OutputPath,
    /// The file.
    pub file: &'a FileRef,
}

/// A file whose bytes are published at its old path as well, as no page can lead on from there.
#[derive(Clone, Debug)]
pub struct PlannedCopy<'a> {
    /// The old path.
    pub from: OutputPath,
    /// Where the file is now.
    pub to: OutputPath,
    /// What asks for it.
    pub redirect: &'a Redirect,
}

/// Everything that is written but for the files of the theme and of `export`.
#[derive(Debug)]
pub struct Plan<'a> {
    /// What it was made of.
    pub input: Input<'a>,
    /// The pages, by path.
    pub pages: Vec<PlannedPage<'a>>,
    /// The attached files, by path.
    pub files: Vec<PlannedFile<'a>>,
    /// Files that moved.
    pub copies: Vec<PlannedCopy<'a>>,
    /// Files that were withdrawn: their URLs are answered with nothing.
    pub withdrawn: Vec<OutputPath>,
    pub(super) targets: Targets,
    pub(super) site_view: SiteView<'a>,
}

/// Plans the pages of a site.
///
/// # Errors
/// If two sources would be written to one path, content takes a name that the site itself uses, or a
/// link in a text leads nowhere; all of them at once.
pub fn plan(input: Input<'_>) -> Result<Plan<'_>, Faults> {
    let mut planner = Planner {
        places: BTreeMap::new(),
        files: Vec::new(),
        copies: Vec::new(),
        withdrawn: Vec::new(),
        targets: Targets::default(),
        faults: Faults::new(),
    };
    planner.own_pages(input);
    planner.tree(input);
    planner.url_changes(input.site);
    planner.links(input);
    if planner.faults.has_errors() {
        planner.faults.sort();
        return Err(planner.faults);
    }
    Ok(Plan {
        input,
        pages: planner
            .places
            .into_iter()
            .map(|(path, (kind, origin))| PlannedPage { path, kind, origin })
            .collect(),
        files: planner.files,
        copies: planner.copies,
        withdrawn: planner.withdrawn,
        targets: planner.targets,
        site_view: frame::site_view(&input.site.settings),
    })
}

struct Planner<'a> {
    places: BTreeMap<OutputPath, (PageKind<'a>, Option<Span>)>,
    files: Vec<PlannedFile<'a>>,
    copies: Vec<PlannedCopy<'a>>,
    withdrawn: Vec<OutputPath>,
    targets: Targets,
    faults: Faults,
}

impl<'a> Planner<'a> {
    fn add(&mut self, path: OutputPath, kind: PageKind<'a>, origin: Option<Span>) {
        self.targets.add_other(&path);
        if let Some((_, first)) = self.places.get(&path) {
            let fault = Diagnostic::error(
                "pages/two-sources",
                say!(
                    "两处内容会写到同一个网址 `{path}`",
                    "two sources would be written to the URL `{path}`"
                ),
            );
            let fault = match (origin, first) {
                (Some(origin), Some(first)) => fault
                    .at(origin)
                    .related(*first, say!("另一处", "the other one")),
                (Some(origin), None) => fault.at(origin),
                (None, Some(first)) => fault.at(*first),
                (None, None) => fault,
            };
            self.faults
                .push(fault.hint(say!("改动其中一处的名称", "rename one of them")));
            return;
        }
        self.places.insert(path, (kind, origin));
    }

    fn own_pages(&mut self, input: Input<'a>) {
        self.add(paths::home(), PageKind::Home, None);
        self.add(paths::units(), PageKind::Units, None);
        self.add(paths::site_map(), PageKind::SiteMap, None);
        self.add(paths::own("404.html"), PageKind::NotFound, None);
        let pages = Pages::new(input.index.disclosures.len(), input.site.settings.per_page);
        self.add(paths::catalogue(), PageKind::Catalogue(None), None);
        for number in 1..=pages.older() {
            let kind = PageKind::Catalogue(Some(number));
            self.add(paths::catalogue_page(number), kind, None);
        }
        for extension in ["csv", "json"] {
            self.targets.add_other(&paths::catalogue_data(extension));
        }
        for (id, unit) in input.site.units.iter() {
            self.add(paths::unit(&unit.id), PageKind::Unit(id), Some(unit.span));
        }
    }

    fn tree(&mut self, input: Input<'a>) {
        let index = input.index;
        for lineage in &index.columns {
            let Some(column) = lineage.last() else {
                continue;
            };
            self.targets
                .add_item(column.path.as_str(), paths::column(&column.path));
            if input.index.count_of_column(column) > 0 {
                self.targets.add_other(&paths::column_feed(&column.path));
            }
            if column.path.is_root() {
                continue;
            }
            if self.is_reserved(&column.path, column.span) {
                continue;
            }
            let items = index.count_of_column(column);
            let pages = Pages::new(items, input.site.settings.per_page);
            let path = paths::column(&column.path);
            self.add(
                path,
                PageKind::Column(column, lineage, None),
                Some(column.span),
            );
            for page in 1..=pages.older() {
                let path = paths::list_page(&column.path, page);
                self.add(
                    path,
                    PageKind::Column(column, lineage, Some(page)),
                    Some(column.span),
                );
            }
        }
        for placed in &index.disclosures {
            let disclosure = placed.disclosure;
            if !self.is_reserved(&disclosure.path, disclosure.span) {
                self.disclosure(placed);
            }
        }
        for placed in &index.pages {
            let page = placed.page;
            let path = paths::page(&page.path);
            self.targets.add_item(page.path.as_str(), path.clone());
            self.add(path, PageKind::Page(placed), Some(page.span));
        }
    }

    /// Content may not take a folder at the root that the site itself writes to.
    fn is_reserved(&mut self, path: &ContentPath, span: Span) -> bool {
        let name = path.as_str();
        let is_reserved = paths::RESERVED.contains(&name);
        if is_reserved {
            self.faults.push(
                Diagnostic::error(
                    "pages/reserved",
                    say!(
                        "网站自己要用 `{name}` 这个名称",
                        "the site itself uses the name `{name}`"
                    ),
                )
                .at(span)
                .hint(say!("给文件夹换个名称", "rename the folder")),
            );
        }
        is_reserved
    }

    fn disclosure(&mut self, placed: &'a Placed<'a>) {
        let disclosure = placed.disclosure;
        let path = paths::disclosure(&disclosure.path);
        self.targets
            .add_item(disclosure.path.as_str(), path.clone());
        self.add(path, PageKind::Disclosure(placed), Some(disclosure.span));
        for (position, chapter) in (1..).zip(disclosure.chapters()) {
            let path = paths::chapter(&chapter.path);
            self.targets.add_item(chapter.path.as_str(), path.clone());
            self.add(
                path,
                PageKind::Chapter(placed, chapter, position),
                Some(chapter.title.span),
            );
        }
        for (number, place) in placed.tasks.iter().enumerate() {
            let task = place.task;
            let path = paths::task(&task.path);
            self.targets.add_item(task.path.as_str(), path.clone());
            let kind = PageKind::Task(placed, place, number);
            self.add(path, kind, Some(task.span));
        }
        if !disclosure.chapters().is_empty() {
            for extension in ["csv", "json"] {
                let path = paths::disclosure_data(&disclosure.path, extension);
                self.targets.add_other(&path);
            }
        }
        let index_number = &disclosure.card.index_number;
        let name = index_number.value.file_name();
        match OutputPath::parse(&format!("{}/{name}.html", paths::INDEX_NUMBERS)) {
            Ok(path) => self.add(path, PageKind::Resolver(placed), Some(index_number.span)),
            Err(why) => self
                .faults
                .push(Diagnostic::error("pages/bad-path", why).at(index_number.span)),
        }
        for file in &disclosure.files {
            match file_path(&disclosure.path, &file.name) {
                Ok(path) => {
                    self.targets.add_item(path.as_str(), path.clone());
                    self.files.push(PlannedFile { path, file });
                }
                Err(why) => self
                    .faults
                    .push(Diagnostic::error("pages/bad-path", why).at_path(format!(
                        "{}/{}/files",
                        crate::content::FOLDER,
                        disclosure.path
                    ))),
            }
        }
    }

    fn url_changes(&mut self, site: &'a Site) {
        let mut targets = Vec::new();
        for redirect in &site.url_changes.redirects {
            let from = self.public_path(&redirect.from.value, redirect.from.span);
            let to = self.public_path(&redirect.to.value, redirect.to.span);
            let (Some(from), Some(to)) = (from, to) else {
                continue;
            };
            if is_page(&from) {
                targets.push((to, redirect.to.span));
                let kind = PageKind::Redirect(redirect);
                self.add(from, kind, Some(redirect.from.span));
            } else {
                self.copies.push(PlannedCopy { from, to, redirect });
            }
        }
        for withdrawal in &site.url_changes.withdrawals {
            let Some(path) = self.public_path(&withdrawal.path.value, withdrawal.path.span) else {
                continue;
            };
            if is_page(&path) {
                let kind = PageKind::Withdrawn(withdrawal);
                self.add(path, kind, Some(withdrawal.path.span));
            } else {
                self.withdrawn.push(path);
            }
        }
        for (to, span) in targets {
            if !self.places.contains_key(&to) {
                self.faults.push(no_target(&to, span));
            }
        }
    }

    fn public_path(&mut self, text: &str, span: Span) -> Option<OutputPath> {
        match page_path(text) {
            Ok(path) => Some(path),
            Err(why) => {
                self.faults
                    .push(Diagnostic::error("urls/bad-path", why).at(span));
                None
            }
        }
    }

    fn links(&mut self, input: Input<'a>) {
        let index = input.index;
        let targets = &self.targets;
        let faults = &mut self.faults;
        let mut used = BTreeSet::new();
        let mut check = |prose: &Option<Prose>, folder: &ContentPath| {
            if let Some(prose) = prose {
                links::check(prose, folder, targets, input.unread, &mut used, faults);
            }
        };
        check(&input.site.units.body, &ContentPath::root());
        for lineage in &index.columns {
            if let Some(column) = lineage.last() {
                check(&column.body, &column.path);
            }
        }
        for placed in &index.pages {
            check(&placed.page.body, &folder_of(&placed.page.path));
        }
        for placed in &index.disclosures {
            check(&placed.disclosure.body, &placed.disclosure.path);
            for chapter in placed.disclosure.chapters() {
                check(&chapter.body, &chapter.path);
            }
            for place in &placed.tasks {
                check(&place.task.progress, &place.chapter.path);
            }
        }
        for placed in &index.disclosures {
            let disclosure = placed.disclosure;
            let attached = &disclosure.card.attachments;
            used.extend(
                attached
                    .iter()
                    .filter_map(|attachment| attachment.file.as_ref())
                    .filter_map(|file| file_path(&disclosure.path, &file.value).ok()),
            );
        }
        for file in &self.files {
            if used.contains(&file.path) {
                continue;
            }
            let name = &file.file.name;
            self.faults.push(
                Diagnostic::error(
                    "attachment/unlisted",
                    say!(
                        "没有列为附件、也没有文字提到的文件 `{name}`",
                        "the file `{name}` is no attachment, and no text mentions it"
                    ),
                )
                .at_path(format!("{}/{}", crate::content::FOLDER, file.path))
                .hint(say!(
                    "在索引卡的 `attachments` 里列出，或移出 `files`；`files` 里的都会公开",
                    "list it in `attachments`, or take it out of `files`: what is there becomes public"
                )),
            );
        }
    }
}

/// Where a file of a disclosure's `files` folder is written.
pub(super) fn file_path(
    disclosure: &ContentPath,
    name: &str,
) -> Result<OutputPath, crate::diagnostic::Message> {
    OutputPath::parse(&format!("{disclosure}/files/{name}"))
}

/// Whether a path is that of a page, where readers can be told where it went.
fn is_page(path: &OutputPath) -> bool {
    path.as_str().ends_with(".html")
}

/// Tells that a redirect leads to nothing that is written.
#[must_use]
pub fn no_target(to: &OutputPath, span: Span) -> Diagnostic {
    Diagnostic::error(
        "urls/no-target",
        say!(
            "没有 `{to}` 这一页或文件",
            "there is no page or file `{to}`"
        ),
    )
    .at(span)
    .hint(say!(
        "页面要转到页面，文件要转到文件",
        "a page is led to a page, a file to a file"
    ))
}

/// The folder that a file of the content tree stands in.
pub(super) fn folder_of(path: &ContentPath) -> ContentPath {
    path.parent().unwrap_or_default()
}

/// The file of a URL path as people write it: `/a/` and `a` followed by `/index.html` are the same.
pub(super) fn page_path(text: &str) -> Result<OutputPath, crate::diagnostic::Message> {
    let text = text.strip_prefix('/').unwrap_or(text);
    if text.is_empty() || text.ends_with('/') {
        OutputPath::parse(&format!("{text}index.html"))
    } else {
        OutputPath::parse(text)
    }
}
