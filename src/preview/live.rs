//! A planned site, and what can be asked of it: every file that a build would write
//! but for those of the theme.

use std::fs;
use std::sync::OnceLock;

use jiff::civil::Date;

use super::Shown;
use super::exports::Exports;
use super::held::Held;
use super::known::Known;
use crate::build::stage;
use crate::diagnostic::{Diagnostic, Faults, Lang, Sources, reason};
use crate::export::Fact;
use crate::pages::{self, PageKind, Plan, PlannedFile, PlannedPage, Sizes, paths};
use crate::release::{Digest, is_reserved};
use crate::render::{self, Theme};
use crate::say;
use crate::search::{self, SearchIndex};
use crate::url::OutputPath;

/// A planned site. What only some pages need is made when the first of them is asked for.
pub(super) struct Live<'a> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) as_of: Date,
    theme: &'a Theme,
    sources: &'a Sources,
    lang: Lang,
    known_data: &'a Known<Fact>,
    exports: OnceLock<Result<Exports<'a>, Faults>>,
    search: OnceLock<Result<Search, Faults>>,
}

struct Search {
    index: SearchIndex,
    sizes: Sizes,
}

/// What stands at a path.
#[derive(Clone, Debug)]
pub(super) enum File {
    /// A page.
    Page(Page),
    /// Any other file.
    Other(Vec<u8>),
    /// A file that was withdrawn.
    Withdrawn,
    /// A folder with an index page.
    Folder,
    /// Nothing: the page that says so.
    Nothing(Page),
    /// Something that cannot be made, and why.
    Faulty(Vec<Shown>),
}

/// A page as a build writes it.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) bytes: Vec<u8>,
    pub(super) digest: Digest,
    /// Whether it stands in place of what was withdrawn.
    pub(super) is_withdrawn: bool,
}

impl<'a> Live<'a> {
    pub(super) fn new(
        plan: &'a Plan<'a>,
        as_of: Date,
        theme: &'a Theme,
        sources: &'a Sources,
        lang: Lang,
        known_data: &'a Known<Fact>,
    ) -> Self {
        Self {
            plan,
            as_of,
            theme,
            sources,
            lang,
            known_data,
            exports: OnceLock::new(),
            search: OnceLock::new(),
        }
    }

    /// What stands at a path of the output.
    pub(super) fn file(&self, path: &OutputPath) -> File {
        self.find(path)
            .unwrap_or_else(|faults| File::Faulty(self.shown(&faults.each_once())))
    }

    fn find(&self, path: &OutputPath) -> Result<File, Faults> {
        if let Some(page) = self.page(path) {
            return Ok(File::Page(self.render(page)?));
        }
        let files = &self.plan.files;
        let found = files.binary_search_by(|file| file.path.cmp(path));
        if let Some(file) = found.ok().and_then(|at| files.get(at)) {
            return read(file);
        }
        if self.plan.withdrawn.contains(path) {
            return Ok(File::Withdrawn);
        }
        if let Ok(index) = OutputPath::parse(&format!("{path}/index.html"))
            && self.page(&index).is_some()
        {
            return Ok(File::Folder);
        }
        if is_reserved(path.as_str()) {
            return Ok(File::Other(self.no_list(path)));
        }
        let is_of_search = path
            .as_str()
            .strip_prefix(paths::SEARCH)
            .is_some_and(|below| below.starts_with('/'));
        if is_of_search
            && let Some(file) = self
                .search()?
                .index
                .files
                .iter()
                .find(|file| file.path == *path)
        {
            return Ok(File::Other(file.bytes.clone()));
        }
        let exports = self.exports()?;
        if let Some(bytes) = exports.bytes(path)? {
            return Ok(File::Other(bytes));
        }
        if let Some(file) = exports.copies.iter().find(|file| file.path == *path) {
            return read(file);
        }
        let missing = |page: &&PlannedPage<'_>| matches!(page.kind, PageKind::NotFound);
        match self.plan.pages.iter().find(missing) {
            Some(page) => Ok(File::Nothing(self.render(page)?)),
            None => Ok(File::Faulty(Vec::new())),
        }
    }

    /// What stands where a release has its manifest or its checksums, which pages link to.
    fn no_list(&self, path: &OutputPath) -> Vec<u8> {
        let why = say!(
            "预览里没有这个文件：它由 gongkai build 写出。",
            "A preview has no such file: `gongkai build` writes it."
        );
        let text = why.text(self.lang);
        match path.as_str().ends_with(".json") {
            true => format!("{{\"preview\": \"{text}\"}}\n"),
            false => format!("{text}\n"),
        }
        .into_bytes()
    }

    /// The page at a path.
    pub(super) fn page(&self, path: &OutputPath) -> Option<&PlannedPage<'a>> {
        let pages = &self.plan.pages;
        let at = pages.binary_search_by(|page| page.path.cmp(path)).ok()?;
        pages.get(at)
    }

    /// Renders a page of this plan.
    pub(super) fn render(&self, page: &PlannedPage<'a>) -> Result<Page, Faults> {
        let sizes = self.sizes_for(page)?;
        let context = self.plan.context(page, &sizes);
        let bytes = render::render(self.theme, &context, page.origin)?;
        Ok(Page {
            digest: Digest::of(&bytes),
            bytes,
            is_withdrawn: matches!(page.kind, PageKind::Withdrawn(_)),
        })
    }

    /// The digest of a page, which is rendered only if it is not known what comes of its context.
    pub(super) fn digest(
        &self,
        page: &PlannedPage<'a>,
        known: &Known<Digest>,
    ) -> Result<Digest, Faults> {
        let sizes = self.sizes_for(page)?;
        let context = self.plan.context(page, &sizes);
        let key = render::digest(self.theme, &context).map(Digest::from_bytes);
        if let Some(digest) = key.and_then(|key| known.get(&page.path, key)) {
            return Ok(digest);
        }
        let digest = Digest::of(&render::render(self.theme, &context, page.origin)?);
        if let Some(key) = key {
            known.remember(&page.path, key, digest);
        }
        Ok(digest)
    }

    /// The sizes that a page tells.
    fn sizes_for(&self, page: &PlannedPage<'a>) -> Result<Sizes, Faults> {
        match page.kind {
            PageKind::Search => Ok(self.search()?.sizes.clone()),
            PageKind::Disclosure(placed) => {
                self.sizes(|extension| paths::disclosure_data(&placed.disclosure.path, extension))
            }
            PageKind::Series(series) => {
                self.sizes(|extension| paths::series_data(&series.slug, extension))
            }
            PageKind::Catalogue(_) => self.sizes(paths::catalogue_data),
            _ => Ok(Sizes::new()),
        }
    }

    /// The title of a page without the name of the site, which all have.
    pub(super) fn title(&self, page: &PlannedPage<'a>) -> String {
        // No title tells a size.
        let context = self.plan.context(page, &Sizes::new());
        let frame = context.frame();
        let site = format!(" - {}", self.plan.input.site.settings.name.value);
        let title = frame.title.strip_suffix(&site);
        title.unwrap_or(&frame.title).to_owned()
    }

    /// Why a build of this day would hold a page back, if it would.
    pub(super) fn held(&self, page: &PlannedPage<'a>) -> Option<Held> {
        Held::of(page, self.as_of)
    }

    pub(super) fn shown(&self, faults: &Faults) -> Vec<Shown> {
        Shown::all(faults, self.sources, self.lang)
    }

    pub(super) fn exports(&self) -> Result<&Exports<'a>, Faults> {
        let make = || Exports::new(self.plan, self.known_data);
        self.exports
            .get_or_init(make)
            .as_ref()
            .map_err(Clone::clone)
    }

    /// How large the data files are that a page offers.
    fn sizes(&self, data: impl Fn(&'static str) -> OutputPath) -> Result<Sizes, Faults> {
        let mut sizes = Sizes::new();
        for path in pages::DATA_FORMATS.map(data) {
            if let Some(fact) = self.exports()?.fact(&path)? {
                sizes.insert(path, fact.bytes);
            }
        }
        Ok(sizes)
    }

    fn search(&self) -> Result<&Search, Faults> {
        let make = || {
            let index = search::index(self.plan).map_err(|error| stage::search_failed(&error))?;
            let files = index.files.iter();
            let sizes = files.map(|file| (file.path.clone(), file.bytes.len() as u64));
            let sizes = sizes.collect();
            Ok(Search { index, sizes })
        };
        self.search.get_or_init(make).as_ref().map_err(Clone::clone)
    }
}

/// An attached file is read when it is asked for.
fn read(file: &PlannedFile<'_>) -> Result<File, Faults> {
    fs::read(&file.file.source)
        .map(File::Other)
        .map_err(|error| {
            let why = reason(&error);
            let (zh, en) = (why.zh, why.en);
            let what = say!("无法读取：{zh}", "cannot be read: {en}");
            Diagnostic::error("content/unreadable", what)
                .at(file.file.id)
                .into()
        })
}
