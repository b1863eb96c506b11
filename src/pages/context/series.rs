use serde::Serialize;

use super::{CompletionView, DisclosureItem, Download, Frame, Link, ProseView, StatusView};

/// A series: `series.html`. One plan, and what became of its promises from period to period.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Series<'a> {
    /// What every page has.
    pub frame: Frame<'a>,
    /// Its name.
    pub title: &'a str,
    /// Its periods, in order.
    pub periods: Vec<SeriesPeriod<'a>>,
    /// Disclosures that name no period.
    pub undated: Vec<DisclosureItem<'a>>,
    /// How much of its promises is done, period by period, where the source says so: of those that say
    /// it most often.
    pub completions: Completions<'a>,
    /// The series as data files.
    pub downloads: Vec<Download<'a>>,
    /// The address of what describes the data files.
    pub package: String,
}

/// A period of a series.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SeriesPeriod<'a> {
    /// 期, such as `2020-Q2`.
    pub period: String,
    /// 期 for people: `2020年第二季度`.
    pub label: String,
    /// The disclosure that reports on it.
    pub disclosure: DisclosureItem<'a>,
    /// Whether only a part of it is there.
    pub part: bool,
    /// The page of what became of each promise since the period before; none if there is none before.
    pub href: Option<String>,
    /// What the period before is called: `2020年第一季度`.
    pub before: Option<String>,
    /// How many promises moved, stood still and so on; empty if there is no period before.
    pub counts: Vec<MoveCount>,
}

/// How many promises one thing became of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MoveCount {
    /// `moved`, `stood-still`, `appeared`, `vanished` or `not-covered`.
    pub word: &'static str,
    /// The key of its name in the theme's strings: `move_stood_still` …
    pub key: String,
    /// How many.
    pub count: usize,
}

/// A period of a series against the one before: `series-period.html`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SeriesStep<'a> {
    /// What every page has.
    pub frame: Frame<'a>,
    /// The series.
    pub series: Link<'a>,
    /// The disclosure that reports on the period.
    pub disclosure: Link<'a>,
    /// What became of each promise.
    pub comparison: Comparison<'a>,
    /// How much of the promises of this period is done, where the source says so.
    pub completions: Completions<'a>,
    /// The page of the period before.
    pub previous: Option<Link<'a>>,
    /// The page of the period after.
    pub next: Option<Link<'a>>,
}

/// What became of promises from one period to the next.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Comparison<'a> {
    /// The period: `2020年第二季度`.
    pub label: String,
    /// The period before, and its disclosure.
    pub before: Link<'a>,
    /// Whether only a part of the report is there.
    pub part: bool,
    /// Whether only a part of the report before is there.
    pub before_part: bool,
    /// How many promises moved, stood still and so on.
    pub counts: Vec<MoveCount>,
    /// The promises, by what became of them; only what became of some.
    pub groups: Vec<MoveGroup<'a>>,
}

/// The promises that one thing became of.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MoveGroup<'a> {
    /// What became of them: `moved`, `stood-still`, `appeared`, `vanished` or `not-covered`.
    pub word: &'static str,
    /// The key of its name in the theme's strings: `move_stood_still` …
    pub key: String,
    /// How many they are.
    pub count: usize,
    /// The promises by chapters.
    pub chapters: Vec<MoveChapter<'a>>,
}

/// Promises of one chapter.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MoveChapter<'a> {
    /// The chapter.
    pub chapter: Link<'a>,
    /// The promises.
    pub rows: Vec<MoveRow<'a>>,
}

/// A promise, and where it stands.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MoveRow<'a> {
    /// What was promised, as the later report has it.
    pub title: &'a str,
    /// Where it stands; none if it does not any more.
    pub now: Option<MoveEnd<'a>>,
    /// Where it stood; none if it is new.
    pub then: Option<MoveEnd<'a>>,
    /// What it was called then, if that was something else.
    pub former_title: Option<&'a str>,
    /// The period in which it stood there, if that is not the one before.
    pub since: Option<String>,
}

/// A task of one of two reports.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MoveEnd<'a> {
    /// Chapter and task by their positions: `4.3`.
    pub label: String,
    /// Its page.
    pub href: String,
    /// How far it is, if the source says so.
    pub status: Option<StatusView>,
    /// What was done of how much, if the source says so.
    pub completion: Option<CompletionView<'a>>,
}

/// How much of promises is done, period by period.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Completions<'a> {
    /// The promises, in the order of their chapters.
    pub rows: Vec<CompletionRow<'a>>,
    /// How many more promises state it.
    pub more: usize,
}

/// A promise of which the source says how much is done.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CompletionRow<'a> {
    /// The task that says so last.
    pub task: Link<'a>,
    /// Its course.
    pub chart: CourseChart<'a>,
}

/// A chart of how much of a promise is done: a column a period. Lengths are in units of its own, of
/// which a column is 100 high.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CourseChart<'a> {
    /// How wide it is.
    pub width: usize,
    /// The columns of the periods that say how much is done.
    pub columns: Vec<CourseColumn<'a>>,
}

/// A column of such a chart.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CourseColumn<'a> {
    /// The period: `2020年第二季度`.
    pub label: String,
    /// What was done of how much.
    pub completion: CompletionView<'a>,
    /// Where it begins from the left.
    pub x: usize,
    /// How far its upper end is from the top.
    pub y: String,
}

/// The course of a promise through the periods of its series.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Course<'a> {
    /// The series.
    pub series: Link<'a>,
    /// The periods since the promise was made, in order; such as lack it follow each other as one.
    pub stops: Vec<CourseStop<'a>>,
    /// How much of it is done, where at least two periods say so.
    pub chart: Option<CourseChart<'a>>,
}

/// A period in the course of a promise.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CourseStop<'a> {
    /// The period: `2020年第二季度`.
    pub label: String,
    /// The last of several periods that lack the promise.
    pub until: Option<String>,
    /// The page of the task; none if this page is it, or there is none.
    pub href: Option<String>,
    /// Whether this page is of this period.
    pub current: bool,
    /// Whether the period has no such task.
    pub absent: bool,
    /// Whether it may have one in the part of the report that is not there.
    pub part: bool,
    /// What it was called, if that is something else than on this page.
    pub other_title: Option<&'a str>,
    /// Whether the report says the same as the one before.
    pub stood_still: bool,
    /// How far it was, if the source says so.
    pub status: Option<StatusView>,
    /// What was done of how much, if the source says so.
    pub completion: Option<CompletionView<'a>>,
    /// What was done; none if nothing is said, if the report says the same as the one before, or if this
    /// page is of this period.
    pub progress: Option<ProseView<'a>>,
}

/// The place of a disclosure in its series.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SeriesPlace<'a> {
    /// The page of the series.
    pub href: String,
    /// The report before.
    pub previous: Option<Link<'a>>,
    /// The report after.
    pub next: Option<Link<'a>>,
}

/// What became of the promises of a unit in the latest period of a series.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnitSeries<'a> {
    /// The series.
    pub series: Link<'a>,
    /// The page of the period, with the promises of all units.
    pub href: String,
    /// An `id` for the page it is on.
    pub id: String,
    /// What became of each promise.
    pub comparison: Comparison<'a>,
    /// How much of its promises is done, where the source says so.
    pub completions: Completions<'a>,
}
