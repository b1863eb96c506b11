use serde::Serialize;

use super::Link;

/// A disclosure in a list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DisclosureItem<'a> {
    /// 名称.
    pub title: &'a str,
    /// Its URL from this page.
    pub href: String,
    /// 索引号, as given.
    pub index_number: &'a str,
    /// 发布日期: the day.
    pub date: String,
    /// 发布机构.
    pub publisher: Option<&'a str>,
    /// 内容概述.
    pub summary: Option<&'a str>,
    /// 期, such as `2020-Q2`.
    pub period: Option<String>,
    /// 期 for people: `2020年第二季度`.
    pub period_label: Option<String>,
    /// The column it belongs to.
    pub column: Link<'a>,
    /// How many tasks it has; none in a plain document.
    pub task_count: usize,
}

/// A column in a list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ColumnItem<'a> {
    /// 栏目名称.
    pub title: &'a str,
    /// Its URL from this page.
    pub href: String,
    /// What it holds.
    pub description: Option<&'a str>,
    /// How many disclosures are in it and below it.
    pub count: usize,
}

/// A disclosure in the catalogue.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CatalogueRow<'a> {
    /// 名称, 索引号, 内容概述 and the rest of what a list shows.
    pub item: DisclosureItem<'a>,
    /// 生成日期.
    pub created: Option<String>,
    /// 文号.
    pub document_number: Option<&'a str>,
}

/// The way through a list of several pages. Numbers count from the oldest page, so that a page once
/// full never changes.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Pager {
    /// The pages of the list, newest first; empty if there is only one. Of many, those near this page, the
    /// newest and the oldest.
    pub pages: Vec<PagerLink>,
    /// Towards newer items.
    pub newer: Option<String>,
    /// Towards older items.
    pub older: Option<String>,
}

/// One page of a list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PagerLink {
    /// Its number; none for the newest page, which is still growing.
    pub number: Option<usize>,
    /// Its URL from this page.
    pub href: String,
    /// Whether it is this page.
    pub current: bool,
    /// Whether pages between it and the one before are left out.
    pub after_gap: bool,
}

/// A column on the site map page.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MapSection<'a> {
    /// The column.
    pub column: Link<'a>,
    /// How deep it lies: 1 for a column of the first level.
    pub depth: usize,
    /// Its plain pages.
    pub pages: Vec<Link<'a>>,
    /// Its disclosures, newest first.
    pub disclosures: Vec<DisclosureItem<'a>>,
}

/// A unit in a list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnitItem<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its URL from this page.
    pub href: String,
    /// Its full official name.
    pub full_name: Option<&'a str>,
    /// Whether it stands for several.
    pub collective: bool,
    /// How many tasks it leads.
    pub lead: usize,
    /// How many it answers for with others.
    pub joint: usize,
    /// How long the bar of the tasks it leads is, in per cent of the room for the longest bar of the
    /// list.
    pub lead_length: String,
    /// How long the bar of the other tasks is that follows.
    pub joint_length: String,
}
