//! The frame that every page has.

use std::borrow::Cow;

use super::context::{Frame, Link, SiteView, WebTag};
use super::{Plan, paths};
use crate::model::{Column, ContentPath, Settings, SiteCode};
use crate::url::{OutputPath, absolute, href, root};

/// Links as one page writes them.
#[derive(Clone, Copy, Debug)]
pub(super) struct From<'p> {
    /// The page.
    pub(super) here: &'p OutputPath,
    /// `404.html` is served in any folder, so that only paths from the root of the host hold there.
    pub(super) base_path: Option<&'p str>,
}

impl From<'_> {
    pub(super) fn to(&self, path: &OutputPath) -> String {
        match self.base_path {
            Some(base) => absolute(base, path),
            None => href(self.here, path),
        }
    }

    fn root(&self) -> String {
        match self.base_path {
            Some(base) => base.to_owned(),
            None => root(self.here),
        }
    }

    pub(super) fn link<'t>(&self, title: impl Into<Cow<'t, str>>, path: &OutputPath) -> Link<'t> {
        Link {
            title: title.into(),
            href: self.to(path),
        }
    }
}

/// What a page adds to the frame.
pub(super) struct Parts<'p> {
    /// The template's name without `.html`.
    pub(super) kind: &'static str,
    /// The page's own title and what it belongs to, the nearest first; the site's name follows.
    pub(super) titles: Vec<Cow<'p, str>>,
    /// From the first level to this page.
    pub(super) breadcrumb: Vec<(Cow<'p, str>, OutputPath)>,
    /// Web tags besides those of the site.
    pub(super) tags: Vec<WebTag<'p>>,
    pub(super) json_ld: Option<String>,
    /// The columns it lies in, from the root of the tree.
    pub(super) columns: &'p [&'p Column],
    /// Its own place in the tree, if it is a plain page.
    pub(super) page: Option<&'p ContentPath>,
    pub(super) noindex: bool,
}

impl<'p> Parts<'p> {
    pub(super) fn new(kind: &'static str) -> Self {
        Self {
            kind,
            titles: Vec::new(),
            breadcrumb: Vec::new(),
            tags: Vec::new(),
            json_ld: None,
            columns: &[],
            page: None,
            noindex: false,
        }
    }

    /// Starts the breadcrumb with the columns that the page lies in.
    pub(super) fn within(mut self, columns: &'p [&'p Column]) -> Self {
        self.columns = columns;
        self.breadcrumb
            .extend(
                columns
                    .iter()
                    .filter(|column| !column.path.is_root())
                    .map(|column| {
                        (
                            Cow::from(column.title.value.as_ref()),
                            paths::column(&column.path),
                        )
                    }),
            );
        self
    }

    /// Adds a step of the breadcrumb.
    pub(super) fn step(mut self, title: impl Into<Cow<'p, str>>, path: OutputPath) -> Self {
        self.breadcrumb.push((title.into(), path));
        self
    }

    /// Adds a part of the title.
    pub(super) fn title(mut self, title: impl Into<Cow<'p, str>>) -> Self {
        self.titles.push(title.into());
        self
    }

    pub(super) fn tags(mut self, tags: Vec<WebTag<'p>>) -> Self {
        self.tags = tags;
        self
    }
}

/// What a page says about its site.
pub(super) fn site_view(settings: &Settings) -> SiteView<'_> {
    SiteView {
        name: &settings.name.value,
        language: &settings.language.value,
        description: settings.description.as_ref().map(|t| t.value.as_ref()),
        notice: settings.notice.as_ref().map(|t| t.value.as_ref()),
        base_url: &settings.base_url.value,
        domain: settings.domain(),
        site_code: settings.site_code.value().map(SiteCode::as_str),
        organisation: &settings.organisation.name.value,
    }
}

impl Plan<'_> {
    /// The frame of the page at `from.here`.
    pub(super) fn frame<'p>(&'p self, from: From<'p>, parts: Parts<'p>) -> Frame<'p> {
        let site = &self.site_view;
        let words = self.input.words;
        let canonical = from
            .base_path
            .is_none()
            .then(|| absolute(site.base_url, from.here));
        let mut title = String::new();
        for part in &parts.titles {
            title.push_str(part);
            title.push_str(" - ");
        }
        title.push_str(site.name);

        let mut breadcrumb = vec![from.link(words.get("home"), &paths::home())];
        breadcrumb.extend(parts.breadcrumb.into_iter().map(|(title, path)| Link {
            title,
            href: from.to(&path),
        }));
        let columns = parts.columns.iter().map(|column| &column.path);
        let way: Vec<&ContentPath> = columns.chain(parts.page).collect();
        let common = self.common(from, parts.columns, self.current(&way, parts.kind));
        Frame {
            site: self.commons.site.clone(),
            kind: parts.kind,
            title,
            report_errors: self.report_errors(canonical.as_deref()),
            canonical,
            root: from.root(),
            noindex: parts.noindex,
            tags: super::tags::all(site, parts.tags),
            json_ld: parts.json_ld,
            breadcrumb,
            navigation: common.navigation.clone(),
            foot: common.foot.clone(),
            feeds: common.feeds.clone(),
            assets: common.assets.clone(),
            links: common.links.clone(),
        }
    }
}
