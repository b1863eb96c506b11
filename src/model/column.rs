use std::sync::Arc;

use super::{ContentPath, Disclosure, Page, Prose, Slug, Text};
use crate::diagnostic::Span;

/// 栏目: a node of the site's tree. The root of the tree is a column, too: the home page.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its folder.
    pub path: ContentPath,
    /// The name of its folder; none for the root.
    pub slug: Option<Slug>,
    /// Its name.
    pub title: Text,
    /// What it holds (web tag `ColumnDescription`).
    pub description: Option<Text>,
    /// Words that describe it (web tag `ColumnKeywords`).
    pub keywords: Vec<Text>,
    /// Its category (web tag `ColumnType`), for example 规划计划.
    pub category: Option<Text>,
    /// Its place among its neighbours; those without one come after, by folder name.
    pub order: Option<u32>,
    /// What stands before its lists.
    pub body: Option<Prose>,
    /// The columns in it, in order.
    pub columns: Vec<Column>,
    /// The disclosures in it, newest first. They are by far the most of a site: one that is read again shares
    /// those that did not change.
    pub disclosures: Vec<Arc<Disclosure>>,
    /// The plain pages in it, by file name.
    pub pages: Vec<Page>,
    /// Where it is declared.
    pub span: Span,
}

impl Column {
    /// This column and all below it, in the order of the tree.
    pub fn walk(&self) -> impl Iterator<Item = &Column> {
        let mut open = vec![self];
        std::iter::from_fn(move || {
            let next = open.pop()?;
            open.extend(next.columns.iter().rev());
            Some(next)
        })
    }

    /// All disclosures of this column and of those below it, in the order of the tree.
    pub fn all_disclosures(&self) -> impl Iterator<Item = &Disclosure> {
        let disclosures = self.walk().flat_map(|column| &column.disclosures);
        disclosures.map(Arc::as_ref)
    }
}
