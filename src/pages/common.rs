//! What the frames of many pages have in common: the way to places that every page leads to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};

use super::context::{FootView, Link, NavigationLink, Shared, SiteView};
use super::frame::From;
use super::{Plan, paths};
use crate::model::{Column, ContentPath};
use crate::url::OutputPath;

/// What pages have in common that stand in one way to the places that every page leads to.
#[derive(Clone, Debug)]
pub(super) struct Common {
    pub(super) navigation: Shared<Vec<NavigationLink<'static>>>,
    pub(super) foot: Shared<FootView<'static>>,
    pub(super) feeds: Shared<Vec<Link<'static>>>,
    pub(super) assets: Shared<BTreeMap<&'static str, String>>,
    pub(super) links: Shared<BTreeMap<&'static str, String>>,
}

/// How a page stands to the places that every page leads to. Links are relative: those of two pages are the
/// same if both lie as deep, and the same folder is the innermost that has one of the places in it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Standing {
    depth: usize,
    near: Box<str>,
    /// The link of the navigation that it belongs to.
    current: Option<usize>,
    /// The column whose feed fits it.
    column: Option<ContentPath>,
}

/// What was made of this for the pages of a plan.
#[derive(Debug)]
pub(super) struct Commons {
    pub(super) site: Shared<SiteView<'static>>,
    /// The folders that have one of the places in them.
    folders: BTreeSet<Box<str>>,
    made: RwLock<BTreeMap<Standing, Arc<Common>>>,
}

impl Commons {
    /// `places` are those that every page leads to.
    pub(super) fn new(site: &SiteView<'_>, places: impl Iterator<Item = OutputPath>) -> Self {
        let mut folders = BTreeSet::new();
        for place in places {
            folders.extend(place.folders().map(Box::from));
        }
        Self {
            site: Shared::new(site),
            folders,
            made: RwLock::default(),
        }
    }

    fn near(&self, here: &OutputPath) -> Box<str> {
        let mut inner_first = here.folders().rev();
        let near = inner_first.find(|folder| self.folders.contains(*folder));
        near.unwrap_or_default().into()
    }
}

impl<'a> Plan<'a> {
    /// What a page has in common with others. It lies in `columns`, from the root of the tree; `current` is
    /// the link of the navigation that it belongs to.
    pub(super) fn common(
        &self,
        from: From<'_>,
        columns: &[&Column],
        current: Option<usize>,
    ) -> Arc<Common> {
        let own = columns.last().filter(|column| !column.path.is_root());
        if from.base_path.is_some() {
            return Arc::new(self.make_common(from, own.copied(), current));
        }
        let standing = Standing {
            depth: from.here.folders().count(),
            near: self.commons.near(from.here),
            current,
            column: own.map(|column| column.path.clone()),
        };
        let made = &self.commons.made;
        let found = made.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(common) = found.get(&standing) {
            return Arc::clone(common);
        }
        drop(found);
        let common = Arc::new(self.make_common(from, own.copied(), current));
        let mut made = made.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(made.entry(standing).or_insert(common))
    }

    fn make_common(
        &self,
        from: From<'_>,
        column: Option<&Column>,
        current: Option<usize>,
    ) -> Common {
        let assets = self.input.assets.iter();
        let assets: BTreeMap<_, _> = assets.map(|(name, path)| (name, from.to(path))).collect();
        let own = own_pages().map(|(name, path)| (name, from.to(&path)));
        Common {
            navigation: Shared::new(&self.navigation(from, current)),
            foot: Shared::new(&self.foot(from)),
            feeds: Shared::new(&self.feeds(from, column)),
            assets: Shared::new(&assets),
            links: Shared::new(&BTreeMap::from(own)),
        }
    }

    fn feeds<'p>(&'p self, from: From<'_>, column: Option<&'p Column>) -> Vec<Link<'p>> {
        let site = self.input.site;
        // As the feeds call themselves.
        let home = (site.settings.name.value.as_ref(), &site.home);
        let column = column.map(|column| (column.title.value.as_ref(), column));
        std::iter::once(home)
            .chain(column)
            .filter(|(_, column)| self.input.index.count_of_column(column) > 0)
            .map(|(title, column)| from.link(title, &paths::column_feed(&column.path)))
            .collect()
    }
}

/// The site's own pages that every page leads to, by name.
pub(super) fn own_pages() -> [(&'static str, OutputPath); 5] {
    [
        ("catalogue", paths::catalogue()),
        ("home", paths::home()),
        ("search", paths::search()),
        ("site_map", paths::site_map()),
        ("units", paths::units()),
    ]
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::Date;

    use super::*;
    use crate::diagnostic::Sources;
    use crate::model::Unread;
    use crate::pages::context::digest;
    use crate::pages::{Index, Input, plan};
    use crate::render::Theme;

    /// What pages share is what each would have alone.
    #[test]
    fn pages_that_stand_alike_lead_alike() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let loaded = crate::content::load(root);
        let site = loaded.site.unwrap();
        let theme = Theme::load(root, &site.settings, &mut Sources::new()).unwrap();
        let index = Index::new(&site, Date::MAX);
        let nothing = Unread::default();
        let plan = plan(Input {
            site: &site,
            index: &index,
            unread: &nothing,
            words: theme.words(),
            history: None,
            assets: theme.asset_paths(),
        })
        .unwrap();
        let columns = index.columns.iter().map(Vec::as_slice);
        let columns: Vec<&[&Column]> = std::iter::once(&[][..]).chain(columns).collect();
        let form = |common: &Common| {
            let Common {
                navigation,
                foot,
                feeds,
                assets,
                links,
            } = common;
            digest(&(navigation, foot, feeds, assets, links)).unwrap()
        };
        for page in &plan.pages {
            let from = From {
                here: &page.path,
                base_path: None,
            };
            for (number, lineage) in columns.iter().enumerate() {
                let current = (number % 3 == 0).then_some(number);
                let shared = plan.common(from, lineage, current);
                let own = lineage.last().filter(|column| !column.path.is_root());
                let alone = plan.make_common(from, own.copied(), current);
                assert_eq!(form(&shared), form(&alone), "{} {number}", page.path);
            }
        }
        let made = plan.commons.made.read().unwrap();
        assert!(
            made.len() < plan.pages.len(),
            "{} for {} pages",
            made.len(),
            plan.pages.len()
        );
    }
}
