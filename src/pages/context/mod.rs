//! What templates are given: one type for each kind of page. A page is a pure function of its
//! theme and one of these.

mod frame;
mod history;
mod listing;
mod overview;
mod search;
mod series;
mod shared;
mod task_table;

use serde::Serialize;

pub use frame::{Download, FootItem, FootView, Frame, Link, NavigationLink, SiteView, WebTag};
pub use history::{
    History, MarkedPart, RevisedField, RevisedItem, RevisedLink, RevisedTitle, Revision,
};
pub use listing::{
    CatalogueRow, ColumnItem, DisclosureItem, MapSection, Pager, PagerLink, UnitItem,
};
pub use overview::{ChapterOverview, Overview, StatusCount, TaskCompletion};
pub use search::{ChapterLinks, Letter, Search, Year};
pub use series::{
    Comparison, CompletionRow, Completions, Course, CourseChart, CourseColumn, CourseStop,
    MoveChapter, MoveCount, MoveEnd, MoveGroup, MoveRow, Series, SeriesPeriod, SeriesPlace,
    SeriesStep, UnitSeries,
};
pub use shared::Shared;
pub(crate) use shared::digest;
pub use task_table::{
    ChapterView, CompletionView, ProseView, StatusView, TaskLink, TaskRow, UnitGroup, UnitLink,
    UnitTask,
};

/// The home page: `home.html`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Home<'a> {
    /// What every page has.
    pub frame: Frame<'a>,
    /// Text of the root's `column.md`.
    pub intro: Option<ProseView<'a>>,
    /// The latest disclosures of the whole site, newest first.
    pub latest: Vec<DisclosureItem<'a>>,
    /// The columns of the first level.
    pub columns: Vec<ColumnItem<'a>>,
    /// Plain pages at the root.
    pub pages: Vec<Link<'a>>,
}

/// A column, or one page of its list: `column.html`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Column<'a> {
    /// What every page has.
    pub frame: Frame<'a>,
    /// 栏目名称.
    pub title: &'a str,
    /// What it holds.
    pub description: Option<&'a str>,
    /// Text of `column.md`.
    pub intro: Option<ProseView<'a>>,
    /// The columns in it.
    pub columns: Vec<ColumnItem<'a>>,
    /// Plain pages in it.
    pub pages: Vec<Link<'a>>,
    /// The disclosures of this page of the list, newest first: of this column and all below it.
    pub items: Vec<DisclosureItem<'a>>,
    /// Which page of the list it is; none is the newest.
    pub number: Option<usize>,
    /// The way to the other pages of the list.
    pub pager: Pager,
}

/// A disclosure: `disclosure.html`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Disclosure<'a> {
    /// What every page has.
    pub frame: Frame<'a>,
    /// 名称.
    pub title: &'a str,
    /// 索引号, as given.
    pub index_number: &'a str,
    /// The index card, in the order it is shown.
    pub card: Vec<CardRow<'a>>,
    /// 附件.
    pub attachments: Vec<AttachmentView<'a>>,
    /// The data files of this disclosure.
    pub downloads: Vec<Download<'a>>,
    /// The address of what describes the data files; none in a plain document.
    pub package: Option<String>,
    /// The text, or what stands before the chapters.
    pub body: Option<ProseView<'a>>,
    /// The chapters; empty in a plain document.
    pub chapters: Vec<ChapterView<'a>>,
    /// How many tasks there are.
    pub task_count: usize,
    /// How many different units answer for them.
    pub unit_count: usize,
    /// What the tasks add up to; none in a plain document.
    pub overview: Option<Overview<'a>>,
    /// Whether it says that only a part of it is there.
    pub part: bool,
    /// Its place in its series, if that has other disclosures.
    pub series: Option<SeriesPlace<'a>>,
    /// When it was last revised; none if it was not, or that is not known.
    pub revised: Option<Box<RevisedLink>>,
}

/// A field of the index card.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CardRow<'a> {
    /// Names the field: a key of the theme's strings such as `index_number`.
    pub key: &'static str,
    /// Its value; none if the source states none, which is shown as such.
    pub value: Option<std::borrow::Cow<'a, str>>,
    /// The machine's form of a date.
    pub datetime: Option<String>,
    /// Where the value leads.
    pub href: Option<String>,
}

/// 附件.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AttachmentView<'a> {
    /// The name shown.
    pub title: &'a str,
    /// The file, if the source offers one.
    pub file: Option<Download<'a>>,
}

/// A chapter: `chapter.html`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Chapter<'a> {
    /// What every page has.
    pub frame: Frame<'a>,
    /// The disclosure it belongs to.
    pub disclosure: DisclosureItem<'a>,
    /// The chapter with its tasks.
    pub chapter: ChapterView<'a>,
    /// Its tasks by status; empty if none states one.
    pub statuses: Vec<StatusCount>,
    /// The chapter before.
    pub previous: Option<Link<'a>>,
    /// The chapter after.
    pub next: Option<Link<'a>>,
}

/// A task: `task.html`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Task<'a> {
    /// What every page has.
    pub frame: Frame<'a>,
    /// The disclosure it belongs to.
    pub disclosure: DisclosureItem<'a>,
    /// The chapter it belongs to.
    pub chapter: Link<'a>,
    /// The task.
    pub task: TaskRow<'a>,
    /// Its course through the periods of the series, if there are others.
    pub course: Option<Course<'a>>,
    /// When it was last revised; none if it was not, or that is not known.
    pub revised: Option<Box<RevisedLink>>,
    /// The task before, across chapters.
    pub previous: Option<Link<'a>>,
    /// The task after, across chapters.
    pub next: Option<Link<'a>>,
    /// For each of its units, other tasks of that unit in the same disclosure.
    pub others: Vec<UnitGroup<'a>>,
}

/// All units: `units.html`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Units<'a> {
    /// What every page has.
    pub frame: Frame<'a>,
    /// Text of `units.md`.
    pub intro: Option<ProseView<'a>>,
    /// The units.
    pub units: Vec<UnitItem<'a>>,
}

/// A unit: `unit.html`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Unit<'a> {
    /// What every page has.
    pub frame: Frame<'a>,
    /// Its name.
    pub name: &'a str,
    /// Its full official name.
    pub full_name: Option<&'a str>,
    /// Other names.
    pub aliases: Vec<&'a str>,
    /// Whether it stands for several.
    pub collective: bool,
    /// How many tasks it leads.
    pub lead: usize,
    /// How many it answers for with others.
    pub joint: usize,
    /// In how many disclosures it answers for tasks.
    pub disclosure_count: usize,
    /// What became of its promises in the latest period of each series; only on the newest page.
    pub series: Vec<UnitSeries<'a>>,
    /// What it answers for, disclosure by disclosure, newest first: those of this page of the list.
    pub groups: Vec<UnitDisclosure<'a>>,
    /// The way to the other pages of the list.
    pub pager: Pager,
}

/// The tasks of a unit in one disclosure.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnitDisclosure<'a> {
    /// The disclosure.
    pub disclosure: DisclosureItem<'a>,
    /// An `id` for the page it is on.
    pub id: String,
    /// All its tasks there by status; empty if none states one.
    pub statuses: Vec<StatusCount>,
    /// Tasks that it leads.
    pub lead: Vec<UnitTask<'a>>,
    /// Tasks that it answers for with others.
    pub joint: Vec<UnitTask<'a>>,
}

/// A plain page: `page.html`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Page<'a> {
    /// What every page has.
    pub frame: Frame<'a>,
    /// Its title.
    pub title: &'a str,
    /// Its text.
    pub body: Option<ProseView<'a>>,
    /// When it was last brought up to date.
    pub updated: Option<String>,
}

/// A page of the catalogue of all disclosures: `catalogue.html`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Catalogue<'a> {
    /// What every page has.
    pub frame: Frame<'a>,
    /// The disclosures of this page, newest first.
    pub rows: Vec<CatalogueRow<'a>>,
    /// Which page of the list it is; none is the newest.
    pub number: Option<usize>,
    /// The way to the other pages of the list.
    pub pager: Pager,
    /// The catalogue as data files.
    pub downloads: Vec<Download<'a>>,
    /// The address of what describes the data files.
    pub package: String,
    /// The address of the catalogue for harvesters (DCAT in JSON-LD).
    pub dcat: String,
}

/// A page that leads elsewhere: `redirect.html`. Both the resolver pages of index numbers and moved
/// URLs.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Redirect<'a> {
    /// What every page has.
    pub frame: Frame<'a>,
    /// The index number that is resolved, if it is one.
    pub index_number: Option<&'a str>,
    /// Where it leads.
    pub target: Link<'a>,
}

/// A notice in place of a page that was taken back: `withdrawn.html`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Withdrawn<'a> {
    /// What every page has.
    pub frame: Frame<'a>,
    /// Since when.
    pub date: String,
    /// Why.
    pub reason: &'a str,
}

/// The site map page: `site-map.html`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SiteMap<'a> {
    /// What every page has.
    pub frame: Frame<'a>,
    /// Plain pages at the root.
    pub pages: Vec<Link<'a>>,
    /// The page that tells how to check that a page is genuine.
    pub proof: Link<'a>,
    /// The columns in the order of the tree, with what is in them.
    pub sections: Vec<MapSection<'a>>,
    /// The series.
    pub series: Vec<Link<'a>>,
}

/// How anybody checks that a page is genuine: `proof.html`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Proof<'a> {
    /// What every page has.
    pub frame: Frame<'a>,
    /// The address of the site, ending in `/`.
    pub address: &'a str,
    /// The manifest of the release.
    pub manifest: Link<'a>,
    /// The list of SHA-256 checksums.
    pub sha256: Link<'a>,
    /// The list of SM3 checksums.
    pub sm3: Link<'a>,
}

/// The page for a URL that does not exist: `404.html`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NotFound<'a> {
    /// What every page has.
    pub frame: Frame<'a>,
}
